//! Taking an input apart. Whatever is missing at its end is zero, so that every input says something.

/// The bytes of an input that are not used yet.
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// All of an input.
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        self.slice(1).first().copied().unwrap_or_default()
    }

    /// The next number, from 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// The next `length` bytes, or those that are left.
    pub fn slice(&mut self, length: usize) -> &'a [u8] {
        let (slice, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        slice
    }

    /// A number of bytes that the next byte tells.
    pub fn short_slice(&mut self) -> &'a [u8] {
        let length = self.byte().into();
        self.slice(length)
    }

    /// All that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        self.slice(usize::MAX)
    }
}
