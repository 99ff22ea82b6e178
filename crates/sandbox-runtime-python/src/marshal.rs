//! Python's marshal format, as much of it as a request needs.
//!
//! The guest reads it in a tenth of the time that JSON takes there. The format is CPython's own and may change between versions; the guest is
//! pinned to one. Type codes: `Python/marshal.c`, the oldest form of each.

/// A value being written.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// A tuple of `count` items, which follow.
    pub(crate) fn tuple(&mut self, count: u32) {
        self.0.push(b'(');
        self.length(count as usize);
    }

    /// A list of strings.
    pub(crate) fn strings<'a>(&mut self, items: impl ExactSizeIterator<Item = &'a str>) {
        self.0.push(b'[');
        self.length(items.len());
        items.for_each(|item| self.string(item));
    }

    /// A dictionary of strings, or `None`.
    pub(crate) fn dictionary<'a>(&mut self, items: Option<impl IntoIterator<Item = (&'a str, &'a str)>>) {
        let Some(items) = items else { return self.0.push(b'N') };
        self.0.push(b'{');
        for (key, value) in items {
            self.string(key);
            self.string(value);
        }
        self.0.push(b'0');
    }

    /// A `str`.
    pub(crate) fn string(&mut self, text: &str) {
        self.0.push(b'u');
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A `bytes`.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.push(b's');
        self.length(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// A `bool`.
    pub(crate) fn boolean(&mut self, value: bool) {
        self.0.push(if value { b'T' } else { b'F' });
    }

    /// What was written.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn length(&mut self, length: usize) {
        // Sources, arguments and variables have caps far below.
        self.0
            .extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_python_reads() {
        let mut writer = Writer::default();
        writer.tuple(5);
        writer.string("é");
        writer.strings(["a"].into_iter());
        writer.dictionary(Some([("k", "v")]));
        writer.dictionary(None::<[(&str, &str); 0]>);
        writer.boolean(true);
        // python3 -c "import marshal; print(marshal.loads(...))" gives ('é', ['a'], {'k': 'v'}, None, True).
        let expected = b"(\x05\0\0\0u\x02\0\0\0\xc3\xa9[\x01\0\0\0u\x01\0\0\0a{u\x01\0\0\0ku\x01\0\0\0v0NT";
        assert_eq!(writer.finish(), expected);
    }
}
