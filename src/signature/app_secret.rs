use std::fmt;

use hmac::{Hmac, KeyInit, digest::zeroize::Zeroize};
use sha2::Sha256;

use crate::ConfigError;

/// The app secret, with which Meta signs every notification.
///
/// You find the secret in the [App Dashboard](https://developers.facebook.com/apps) under
/// *App settings → Basic → App secret*: 32 characters that look like hex. Pass them as text, exactly
/// as shown, without decoding them. The secret belongs to the app, not to a phone number, and is
/// neither the access token nor the verify token.
///
/// An `AppSecret` stores only the key schedule derived from the secret, and overwrites it with zeros
/// when dropped. The text that you pass to [`new`](Self::new) is yours, and stays in memory as it is; a `String` is overwritten
/// as well if you convert it with `try_into`. `Debug` prints `AppSecret(..)`.
///
/// ```
/// use whatsapp_webhook::{AppSecret, ConfigError};
///
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// assert_eq!(format!("{secret:?}"), "AppSecret(..)");
///
/// let untrimmed = AppSecret::new("0123456789abcdef0123456789abcdef\n");
/// assert_eq!(untrimmed.unwrap_err(), ConfigError::AppSecretWhiteSpace);
/// # Ok::<_, ConfigError>(())
/// ```
#[derive(Clone)]
pub struct AppSecret(Hmac<Sha256>);

impl AppSecret {
    const MIN_LENGTH: usize = 16;

    /// Creates the secret from text or bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if the secret is empty, is shorter than 16 bytes, or begins or ends with white
    /// space. HMAC itself accepts all of these, and anyone can sign with an empty key.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        let secret = secret.as_ref();
        if secret.is_empty() {
            return Err(ConfigError::EmptyAppSecret);
        }
        if has_outer_white_space(secret) {
            return Err(ConfigError::AppSecretWhiteSpace);
        }
        if secret.len() < Self::MIN_LENGTH {
            return Err(ConfigError::ShortAppSecret);
        }
        // HMAC accepts keys of any length, so this error cannot occur.
        Hmac::new_from_slice(secret).map(Self).map_err(|_| ConfigError::ShortAppSecret)
    }

    /// A secret of nobody, for the same work where no app is known. Whether a signature fits it must not count.
    #[cfg(feature = "middleware")]
    pub(crate) fn decoy() -> Self {
        Self(Hmac::new(&Default::default()))
    }

    /// Returns a MAC that was initialized with the key and has hashed nothing yet.
    #[inline]
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.0.clone()
    }
}

impl TryFrom<String> for AppSecret {
    type Error = ConfigError;

    /// Creates the secret, and overwrites the text with zeros.
    fn try_from(secret: String) -> Result<Self, ConfigError> {
        let mut bytes = secret.into_bytes();
        let outcome = Self::new(&bytes);
        bytes.as_mut_slice().zeroize();
        outcome
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(..)")
    }
}

fn has_outer_white_space(secret: &[u8]) -> bool {
    let trimmed = match str::from_utf8(secret) {
        Ok(text) => text.trim().len(),
        Err(_) => secret.trim_ascii().len(),
    };
    trimmed != secret.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rejection(secret: impl AsRef<[u8]>) -> ConfigError {
        AppSecret::new(secret).unwrap_err()
    }

    #[test]
    fn an_empty_secret_is_rejected() {
        assert_eq!(rejection(""), ConfigError::EmptyAppSecret);
    }

    #[test]
    fn fifteen_bytes_are_rejected_and_sixteen_accepted() {
        assert_eq!(rejection("0123456789abcde"), ConfigError::ShortAppSecret);
        assert!(AppSecret::new("0123456789abcdef").is_ok());
    }

    #[test]
    fn white_space_around_a_secret_is_rejected() {
        for secret in [
            "0123456789abcdef\n",
            "0123456789abcdef\r\n",
            " 0123456789abcdef",
            "\t0123456789abcdef",
            "0123456789abcdef\u{a0}",
            "\u{2003}0123456789abcdef",
            "                 ",
        ] {
            assert_eq!(rejection(secret), ConfigError::AppSecretWhiteSpace);
        }
        assert_eq!(rejection(b"\xff0123456789abcdef\n"), ConfigError::AppSecretWhiteSpace);
        assert!(AppSecret::new("0123456789 abcdef").is_ok());
        assert!(AppSecret::new(b"\xff\xfe0123456789abcdef").is_ok());
    }

    #[test]
    fn the_key_schedule_is_zeroed_on_drop() {
        // `Hmac` has no such bound of its own, but consists of the states of two hashes.
        fn assert_zeroed<T: hmac::digest::zeroize::ZeroizeOnDrop>() {}
        assert_zeroed::<Sha256>();
    }

    proptest! {
        #[test]
        fn no_secret_below_sixteen_bytes_is_accepted(secret in prop::collection::vec(any::<u8>(), 0..16)) {
            prop_assert!(AppSecret::new(secret).is_err());
        }
    }
}
