use hmac::digest::zeroize::Zeroize;

/// A text that is overwritten with zeros when dropped.
pub(super) struct SecretText(Box<[u8]>);

impl SecretText {
    pub(super) fn as_str(&self) -> &str {
        // The bytes are those of a text.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Overwrites a text that holds a secret with zeros, and drops it.
pub(super) fn wipe(text: String) {
    text.into_bytes().as_mut_slice().zeroize();
}
