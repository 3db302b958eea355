//! Keys of updates.

use std::{error::Error, fmt, str::FromStr};

/// The key of an update: different for every update, and the same each time that Meta delivers one.
///
/// `Update::key` returns a key. A key is 16 bytes long, fits a column of the type `uuid`, and holds no personal data: an identifier of a
/// message holds the phone number of its user, in base64, and the key is a digest. `Display` writes 32 hex digits, which can be
/// attached to a sent message as `biz_opaque_callback_data`.
///
/// ```
/// use whatsapp_webhook::event::UpdateKey;
///
/// let key = UpdateKey::from_bytes([0xab; 16]);
/// assert_eq!(key.to_string(), "abababababababababababababababab");
/// assert_eq!(key.to_string().parse(), Ok(key));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UpdateKey([u8; 16]);

impl UpdateKey {
    /// Creates a key from the bytes of a stored one.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes of the key, to store them.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for UpdateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for UpdateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UpdateKey({self})")
    }
}

impl FromStr for UpdateKey {
    type Err = NotAnUpdateKey;

    /// Reads what `Display` writes.
    fn from_str(digits: &str) -> Result<Self, NotAnUpdateKey> {
        if digits.len() != 32 || !digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotAnUpdateKey);
        }
        u128::from_str_radix(digits, 16).map(|key| Self(key.to_be_bytes())).map_err(|_| NotAnUpdateKey)
    }
}

/// The text is not an [`UpdateKey`]: 32 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotAnUpdateKey;

impl fmt::Display for NotAnUpdateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of an update is 32 lower-case hex digits")
    }
}

impl Error for NotAnUpdateKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_display_writes_is_read() {
        let key = UpdateKey::from_bytes([0x1a; 16]);
        assert_eq!("1a".repeat(16).parse(), Ok(key));
        for other in ["", "1A", "+1", "1g", "1a1a"].map(|pair| pair.repeat(16)) {
            assert_eq!(other.parse::<UpdateKey>(), Err(NotAnUpdateKey), "{other}");
        }
    }
}
