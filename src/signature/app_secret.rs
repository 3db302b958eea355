use std::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

use crate::ConfigError;

/// The app secret, with which Meta signs every notification.
///
/// Meta shows it in the [App Dashboard](https://developers.facebook.com/apps) under
/// *App settings → Basic → App secret*: 32 characters that look like hex. They are used as text,
/// just as they are shown; do not decode them. It belongs to the app, not to a phone number, and
/// is neither the access token nor the verify token.
///
/// Only the key schedule that is derived from the secret is kept, and it is overwritten with
/// zeros when dropped. `Debug` prints `AppSecret(..)`.
///
/// ```
/// use whatsapp_webhook::{AppSecret, ConfigError};
///
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// assert_eq!(format!("{secret:?}"), "AppSecret(..)");
///
/// let slip = AppSecret::new("0123456789abcdef0123456789abcdef\n");
/// assert_eq!(slip.unwrap_err(), ConfigError::AppSecretWhiteSpace);
/// # Ok::<_, ConfigError>(())
/// ```
#[derive(Clone)]
pub struct AppSecret(Hmac<Sha256>);

impl AppSecret {
    const MIN_LENGTH: usize = 16;

    /// Takes the secret as text or bytes.
    ///
    /// # Errors
    ///
    /// If it is empty, shorter than 16 bytes, or begins or ends with white space. HMAC itself
    /// would accept all of these, and anyone can sign with an empty key.
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
        // An HMAC key may have any length, so the error cannot happen.
        Hmac::new_from_slice(secret).map(Self).map_err(|_| ConfigError::ShortAppSecret)
    }

    /// A MAC that has seen the key and nothing else.
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.0.clone()
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

    fn refusal(secret: impl AsRef<[u8]>) -> ConfigError {
        AppSecret::new(secret).unwrap_err()
    }

    #[test]
    fn an_empty_secret_is_refused() {
        assert_eq!(refusal(""), ConfigError::EmptyAppSecret);
    }

    #[test]
    fn fifteen_bytes_are_refused_and_sixteen_accepted() {
        assert_eq!(refusal("0123456789abcde"), ConfigError::ShortAppSecret);
        assert!(AppSecret::new("0123456789abcdef").is_ok());
    }

    #[test]
    fn white_space_around_a_secret_is_refused() {
        for secret in [
            "0123456789abcdef\n",
            "0123456789abcdef\r\n",
            " 0123456789abcdef",
            "\t0123456789abcdef",
            "0123456789abcdef\u{a0}",
            "\u{2003}0123456789abcdef",
            "                 ",
        ] {
            assert_eq!(refusal(secret), ConfigError::AppSecretWhiteSpace);
        }
        assert_eq!(refusal(b"\xff0123456789abcdef\n"), ConfigError::AppSecretWhiteSpace);
        assert!(AppSecret::new("0123456789 abcdef").is_ok());
        assert!(AppSecret::new(b"\xff\xfe0123456789abcdef").is_ok());
    }

    #[test]
    fn what_is_kept_of_a_secret_is_zeroed_on_drop() {
        // `Hmac` does not say so itself, but holds nothing else than the states of two hashes.
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
