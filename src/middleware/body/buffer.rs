use std::mem;

use bytes::{Buf, BufMut, Bytes};
use http_body::SizeHint;

/// The maximum memory reserved for a declared length, which is unverified.
const MAX_FIRST_CAPACITY: u64 = 64 << 10;

/// The maximum length of a single frame that is copied. A frame is a slice of the connection's read buffer, which stays in
/// memory for as long as the frame does, and can be a thousand times as large.
const MAX_COPIED: usize = 8 << 10;

/// The bytes of a body that have been received.
///
/// A single frame is kept as it came, and copied at the end if it is small. From the second frame on, all bytes are in one vector, which
/// doubles, but never beyond the maximum length of the body.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    single: Bytes,
    grown: Vec<u8>,
    first_capacity: usize,
    max_capacity: usize,
}

impl Buffer {
    #[inline]
    pub(super) fn new(hint: &SizeHint, limit: usize) -> Self {
        let at_most = |length: u64| usize::try_from(length).unwrap_or(limit).min(limit);
        Self {
            first_capacity: at_most(hint.lower().min(MAX_FIRST_CAPACITY)),
            max_capacity: at_most(hint.upper().unwrap_or(u64::MAX)),
            ..Self::default()
        }
    }

    pub(super) fn len(&self) -> usize {
        self.single.len() + self.grown.len()
    }

    /// Appends the data, and returns the appended bytes as one slice.
    pub(super) fn push(&mut self, mut data: impl Buf) -> &[u8] {
        let start = self.len();
        if start == 0 {
            self.single = data.copy_to_bytes(data.remaining());
            return &self.single;
        }
        self.reserve(start + data.remaining());
        self.grown.put(mem::take(&mut self.single));
        self.grown.put(data);
        self.grown.get(start..).unwrap_or_default()
    }

    pub(super) fn take(&mut self) -> Bytes {
        let Self { single, grown, .. } = mem::take(self);
        if !grown.is_empty() {
            Bytes::from(grown)
        } else if single.len() <= MAX_COPIED {
            Bytes::copy_from_slice(&single)
        } else {
            single
        }
    }

    fn reserve(&mut self, needed: usize) {
        let capacity = self.grown.capacity();
        if needed > capacity {
            let target =
                capacity.saturating_mul(2).max(self.first_capacity).min(self.max_capacity).max(needed);
            self.grown.reserve_exact(target - self.grown.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 3 << 20;

    fn filled(hint: &SizeHint, frames: &[usize]) -> Buffer {
        let mut buffer = Buffer::new(hint, LIMIT);
        for &length in frames {
            let start = buffer.len();
            assert_eq!(buffer.push(&*vec![b'x'; length]).len(), length);
            assert_eq!(buffer.len(), start + length);
        }
        buffer
    }

    #[test]
    fn a_single_frame_is_copied_up_to_8_kib_and_shared_above() {
        for (length, is_copied) in [(1, true), (8 << 10, true), ((8 << 10) + 1, false), (LIMIT, false)] {
            let frame = Bytes::from(vec![1; length]);
            let mut buffer = Buffer::new(&SizeHint::default(), LIMIT);
            buffer.push(frame.clone());
            let taken = buffer.take();
            assert_eq!(taken, frame);
            assert_eq!(taken.as_ptr() != frame.as_ptr(), is_copied, "{length}");
        }
    }

    #[test]
    fn frames_in_pieces_are_joined_in_order() {
        let mut buffer = Buffer::new(&SizeHint::default(), LIMIT);
        assert_eq!(buffer.push((&b"ab"[..]).chain(&b"c"[..])), b"abc");
        assert_eq!(buffer.push((&b"d"[..]).chain(&b"ef"[..])), b"def");
        assert_eq!(buffer.take(), "abcdef");
    }

    #[test]
    fn a_declared_length_reserves_no_more_than_64_kib() {
        let buffer = filled(&SizeHint::with_exact(3 << 20), &[1, 1]);
        assert_eq!(buffer.grown.capacity(), 64 << 10);
        let buffer = filled(&SizeHint::with_exact(10), &[1, 1]);
        assert_eq!(buffer.grown.capacity(), 10);
    }

    #[test]
    fn a_buffer_that_is_just_full_does_not_grow() {
        let buffer = filled(&SizeHint::default(), &[1, 1, 1, 1]);
        assert_eq!((buffer.len(), buffer.grown.capacity()), (4, 4));
    }

    #[test]
    fn growth_doubles_up_to_the_maximum_length() {
        let frames = vec![16 << 10; 160];
        let buffer = filled(&SizeHint::default(), &frames);
        assert_eq!(buffer.grown.capacity(), LIMIT);
        let buffer = filled(&SizeHint::with_exact(160 * (16 << 10)), &frames);
        assert_eq!(buffer.grown.capacity(), buffer.len());
    }
}
