//! Lanes of updates.

use std::fmt;

/// A lane: updates that must be handled one at a time, in order of arrival, such as those of a conversation.
///
/// `Update::lane` returns it. Updates of different lanes can be handled at the same time. A lane is a digest of 8 bytes, so no phone
/// number stands in an index; among about 2³² conversations, two have the same lane by chance, and then only
/// wait for each other.
///
/// ```
/// use whatsapp_webhook::event::Lane;
///
/// let lane = Lane::from_bits(0x0123_4567_89ab_cdef);
/// assert_eq!(lane.to_string(), "0123456789abcdef");
/// let column = lane.to_bits().cast_signed(); // for a `bigint`
/// assert_eq!(Lane::from_bits(column.cast_unsigned()), lane);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(u64);

impl Lane {
    /// Creates a lane from the bits of a stored one.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// Returns the bits of the lane, to store them or to choose a partition.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lane({self})")
    }
}
