//! A bounded capture of a stream: the beginning and the end are kept, everything is counted.

mod text;

use std::collections::VecDeque;

use crate::stop::Stop;

/// Below this cap, in bytes, only the beginning is kept: two halves and the line between them would show nothing useful.
const ENDS_MIN_CAP: usize = 128;

/// The buffers' first allocation, in bytes; from there they double, never over the cap.
const FIRST_ALLOCATION: usize = 1024;

/// What happens to a guest that writes more than the cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnLimit {
    /// It goes on; the middle of what it writes is dropped.
    Truncate,
    /// It is ended with [`Stop::OutputLimit`]; exactly the first `cap` bytes are kept.
    Stop,
}

/// What a guest wrote to one stream, in at most `cap` bytes of memory however much that was.
///
/// The first and the last half of the cap are kept (only the beginning if the guest is stopped, or if the cap is below
/// [`ENDS_MIN_CAP`]). Memory is taken as output comes, so that a large cap costs nothing to a quiet guest.
#[derive(Debug)]
pub(crate) struct Capture {
    on_limit: OnLimit,
    cap: usize,
    head: Vec<u8>,
    head_cap: usize,
    tail: VecDeque<u8>,
    total: u64,
}

/// The end of a [`Capture`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CapturedText {
    /// What is shown of the stream: valid UTF-8, never longer than the cap.
    pub(crate) text: String,
    /// Bytes the guest wrote.
    pub(crate) total: u64,
    /// Whether `text` leaves anything out.
    pub(crate) truncated: bool,
}

impl Capture {
    /// An empty capture that keeps at most `cap` bytes; 0 keeps nothing and counts.
    pub(crate) fn new(cap: usize, on_limit: OnLimit) -> Self {
        let head_cap = match on_limit {
            OnLimit::Truncate if cap >= ENDS_MIN_CAP => cap - cap / 2,
            OnLimit::Truncate | OnLimit::Stop => cap,
        };
        Self {
            on_limit,
            cap,
            head: Vec::new(),
            head_cap,
            tail: VecDeque::new(),
            total: 0,
        }
    }

    /// Takes what the guest wrote.
    ///
    /// # Errors
    ///
    /// [`Stop::OutputLimit`] if that goes over the cap and the policy says stop.
    pub(crate) fn write(&mut self, data: &[u8]) -> Result<(), Stop> {
        self.total = self.total.saturating_add(data.len() as u64);
        let (first, rest) = data.split_at(data.len().min(self.head_cap - self.head.len()));
        let room = growth(self.head.len(), self.head.capacity(), first.len(), self.head_cap);
        self.head.reserve_exact(room);
        self.head.extend_from_slice(first);
        self.keep_last(rest);
        if self.on_limit == OnLimit::Stop && self.truncated() {
            Err(Stop::OutputLimit)
        } else {
            Ok(())
        }
    }

    /// Bytes the guest wrote, kept or not.
    #[cfg(test)]
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Whether something was dropped: more was written than the cap.
    pub(crate) fn truncated(&self) -> bool {
        self.total > self.cap as u64
    }

    /// Ends the capture and makes text of what was kept.
    ///
    /// Invalid UTF-8 becomes U+FFFD (three bytes each: text can be cut for that reason alone), characters are never cut in two, and
    /// where the middle is missing a line `[... N bytes omitted ...]` says so, N counting the guest's own bytes.
    pub(crate) fn into_text(mut self) -> CapturedText {
        let (total, cap) = (self.total, self.cap);
        if self.truncated() {
            let text = text::join_ends(&self.head, self.tail.make_contiguous(), total, cap);
            return CapturedText {
                text,
                total,
                truncated: true,
            };
        }
        self.head.reserve_exact(self.tail.len());
        self.head.extend(self.tail.iter());
        match text::lossy_within(self.head, cap) {
            Ok(text) => CapturedText {
                text,
                total,
                truncated: false,
            },
            Err(kept) => CapturedText {
                text: text::cut_middle(&kept, cap),
                total,
                truncated: true,
            },
        }
    }

    /// Keeps the last bytes of `data` in what the head leaves of the cap.
    fn keep_last(&mut self, data: &[u8]) {
        let tail_cap = self.cap - self.head_cap;
        let data = &data[data.len().saturating_sub(tail_cap)..];
        let excess = (self.tail.len() + data.len()).saturating_sub(tail_cap);
        self.tail.drain(..excess);
        let room = growth(self.tail.len(), self.tail.capacity(), data.len(), tail_cap);
        self.tail.reserve_exact(room);
        self.tail.extend(data);
    }
}

impl Default for Capture {
    /// A capture that keeps nothing: what is left in place of one that was taken.
    fn default() -> Self {
        Self::new(0, OnLimit::Truncate)
    }
}

/// How much to reserve beyond `len` so that `more` bytes fit: capacity doubles, but never over `cap`.
fn growth(len: usize, capacity: usize, more: usize, cap: usize) -> usize {
    if len + more <= capacity {
        return 0;
    }
    (len + more).max(capacity * 2).max(FIRST_ALLOCATION).min(cap) - len
}

#[cfg(test)]
mod tests;
