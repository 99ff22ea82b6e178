//! Pages that stay resident between executions.
//!
//! When an instance is dropped, wasmtime puts its memory back for the next clone. It asks the kernel which pages were written (`PAGEMAP_SCAN`) and copies
//! those back from the image; they stay where they are, and the next clone writes to them without a page fault. But one scan reports at most 32 *runs* of
//! neighbouring pages, and everything behind the last of them is unmapped. Even the shortest program writes more runs than that, because an
//! interpreter's counts of references lie all over its heap: every execution paid dozens of page faults, which took longer than the program.
//!
//! So the runs are joined: a build lets a short program run, looks at what it wrote, and chooses the smallest gaps to close, until few enough runs are left.
//! Every clone touches the pages of these runs at its start, which costs a store where the page is there already.

use serde::{Deserialize, Serialize};

use crate::dirty::PAGE;

/// Runs that are left after joining: as many as a scan reports, less what a program writes elsewhere.
const MAX_RUNS: usize = 26;

/// Pages of all runs together; more would take longer to put back than the faults take that they save.
const MAX_PAGES: u32 = 1024;

/// Neighbouring pages: the first one's number and how many they are.
type Run = (u32, u32);

/// The pages of an image's memory that are kept resident, as runs in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct WarmPages(Vec<Run>);

impl WarmPages {
    /// The runs of these pages (ascending), joined over the smallest gaps; none if that would be too many pages.
    #[cfg_attr(
        not(any(feature = "compiler", test)),
        expect(dead_code, reason = "only a build makes them")
    )]
    fn joined(written: &[u32]) -> Self {
        let mut gaps: Vec<u32> = written.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_unstable_by(|a, b| b.cmp(a));
        // Gaps of this size are the first that are closed; a gap of one is none.
        let widest_closed = gaps.get(MAX_RUNS - 1).copied().unwrap_or(1);
        let mut runs: Vec<Run> = Vec::new();
        for page in written {
            match runs.last_mut() {
                Some((first, count)) if page - (*first + *count - 1) <= widest_closed => *count = page - *first + 1,
                _ => runs.push((*page, 1)),
            }
        }
        if runs.iter().map(|(_, count)| count).sum::<u32>() > MAX_PAGES {
            runs.clear();
        }
        Self(runs)
    }

    /// Makes the pages this clone's own. Runs outside the memory are ignored: the list comes from a file.
    pub(crate) fn touch(&self, memory: &mut [u8]) {
        let mut left = MAX_PAGES;
        for (first, count) in &self.0 {
            let count = (*count).min(left);
            left -= count;
            let first = *first as usize * PAGE;
            for place in (first..first.saturating_add(count as usize * PAGE)).step_by(PAGE) {
                if let Some(byte) = memory.get_mut(place) {
                    // A write of what is there; the compiler must not see that.
                    *byte = std::hint::black_box(*byte);
                }
            }
        }
    }
}

#[cfg(feature = "compiler")]
pub(super) use measuring::measure;

#[cfg(feature = "compiler")]
mod measuring {
    use sandbox_core::ExecutionPolicy;

    use super::super::apart;
    use super::WarmPages;
    use crate::dirty;
    use crate::error::HostError;
    use crate::image::Image;
    use crate::wake::CancelHandle;

    /// Runs the runtime's sample program in a clone of the image, and sees which pages it writes. Nothing, where there is no sample or the system does not
    /// tell.
    pub(in super::super) fn measure(image: &Image) -> Result<WarmPages, HostError> {
        let Some(sample) = image.runtime().sample() else {
            return Ok(WarmPages::default());
        };
        apart::block_on(|| async {
            let policy = ExecutionPolicy::default();
            let mut instance = image.start(image.template(), &policy, CancelHandle::new()).await?;
            instance.turn(&sample).await?;
            Ok(dirty::own_pages(instance.memory()).map_or_else(WarmPages::default, |pages| WarmPages::joined(&pages)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_runs_stay_as_they_are() {
        assert_eq!(WarmPages::joined(&[]), WarmPages::default());
        assert_eq!(WarmPages::joined(&[3, 4, 9]).0, [(3, 2), (9, 1)]);
    }

    #[test]
    fn many_runs_are_joined_over_the_smallest_gaps() {
        // 40 single pages, every one 2 further than the last one was, so that all gaps differ.
        let pages: Vec<u32> = (0..40_u32).map(|n| n * (n + 1)).collect();
        let joined = WarmPages::joined(&pages);
        assert_eq!(joined.0.len(), MAX_RUNS);
        assert_eq!(joined.0[0].0, 0);
        assert!(joined.0[0].1 > 1, "the small gaps are at the beginning");
        assert_eq!(joined.0.last(), Some(&(39 * 40, 1)));
        let held = |page: &u32| {
            joined
                .0
                .iter()
                .any(|(first, count)| (*first..first + count).contains(page))
        };
        assert!(pages.iter().all(held));
    }

    #[test]
    fn what_would_be_too_much_is_left() {
        let pages: Vec<u32> = (0..40_u32).map(|n| n * 1000).collect();
        assert_eq!(WarmPages::joined(&pages), WarmPages::default());
    }

    #[test]
    fn a_list_from_a_file_is_only_a_hint() {
        let mut memory = vec![7; 3 * PAGE];
        WarmPages(vec![(1, 1), (2, u32::MAX), (u32::MAX, u32::MAX)]).touch(&mut memory);
        assert!(memory.iter().all(|byte| *byte == 7));
    }
}
