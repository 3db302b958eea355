use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderValue;
use sha2::{Digest, Sha256, digest::zeroize::Zeroizing};
use subtle::ConstantTimeEq;

use super::wipe;
use crate::ConfigError;

/// The minimum length of a password or token, in bytes.
const MIN_SECRET: usize = 16;

/// The credential that your On-Premises client sends with each notification.
///
/// The On-Premises API has no signatures, so its notifications are only as trustworthy as this
/// credential and the network between the client and you. The client sends the user and the password
/// of its webhook URL (`https://user:password@example.com/webhook`) as a `Basic` credential.
/// Alternatively, your proxy may add a `Bearer` token.
///
/// An `Authorization` stores only a digest of the credential, compares it in constant time, and
/// overwrites it with zeros when dropped, as it does with a `String` that it is made from. `Debug` never shows the credential.
///
/// ```
/// use whatsapp_webhook::{Authorization, WhatsAppWebhookLayer};
///
/// let credential = Authorization::basic("whatsapp", "a-long-random-password")?;
/// let webhook = WhatsAppWebhookLayer::on_premises(credential);
/// # Ok::<(), whatsapp_webhook::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Authorization {
    scheme: &'static str,
    digest: Zeroizing<[u8; 32]>,
}

impl Authorization {
    /// Creates a credential of HTTP's `Basic` scheme.
    ///
    /// # Errors
    ///
    /// Returns an error if the password is shorter than 16 bytes, if the user or the password begins
    /// or ends with white space, or if the user contains a colon, which the scheme cannot send.
    pub fn basic(user: impl AsRef<str>, password: impl Into<String>) -> Result<Self, ConfigError> {
        let password = password.into();
        let outcome = Self::of_user(user.as_ref(), &password);
        wipe(password);
        outcome
    }

    fn of_user(user: &str, password: &str) -> Result<Self, ConfigError> {
        if user.trim() != user || user.contains(':') {
            return Err(ConfigError::MalformedCredential);
        }
        check_secret(password)?;
        let plain = [user, ":", password].concat();
        let encoded = STANDARD.encode(&plain);
        let credential = Self::new("Basic", &encoded);
        wipe(plain);
        wipe(encoded);
        Ok(credential)
    }

    /// Creates a credential of the `Bearer` scheme.
    ///
    /// # Errors
    ///
    /// Returns an error if the token is shorter than 16 bytes, or contains anything but visible ASCII.
    pub fn bearer(token: impl Into<String>) -> Result<Self, ConfigError> {
        let token = token.into();
        let outcome = Self::of_token(&token);
        wipe(token);
        outcome
    }

    fn of_token(token: &str) -> Result<Self, ConfigError> {
        check_secret(token)?;
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ConfigError::MalformedCredential);
        }
        Ok(Self::new("Bearer", token))
    }

    fn new(scheme: &'static str, credential: &str) -> Self {
        Self { scheme, digest: Zeroizing::new(Sha256::digest(credential).into()) }
    }

    /// Returns whether the value of an `Authorization` header is this credential. The scheme name is
    /// case-insensitive.
    pub(crate) fn matches(&self, header: &HeaderValue) -> bool {
        let Some((scheme, rest)) = header.as_bytes().split_at_checked(self.scheme.len()) else {
            return false;
        };
        let Some(credential) = rest.strip_prefix(b" ") else {
            return false;
        };
        let digest: [u8; 32] = Sha256::digest(credential).into();
        scheme.eq_ignore_ascii_case(self.scheme.as_bytes()) && self.digest.ct_eq(&digest).into()
    }
}

fn check_secret(secret: &str) -> Result<(), ConfigError> {
    if secret.trim() != secret {
        return Err(ConfigError::MalformedCredential);
    }
    if secret.len() < MIN_SECRET {
        return Err(ConfigError::ShortCredential);
    }
    Ok(())
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorization({} ..)", self.scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> HeaderValue {
        HeaderValue::from_str(text).unwrap()
    }

    #[test]
    fn only_the_whole_credential_in_its_scheme_matches() {
        // printf 'whatsapp:a-long-random-password' | base64
        let encoded = "d2hhdHNhcHA6YS1sb25nLXJhbmRvbS1wYXNzd29yZA==";
        let basic = Authorization::basic("whatsapp", "a-long-random-password").unwrap();
        for scheme in ["Basic", "basic", "BASIC"] {
            assert!(basic.matches(&header(&format!("{scheme} {encoded}"))));
        }
        let bearer = Authorization::bearer("a-token-of-16-bytes").unwrap();
        assert!(bearer.matches(&header("Bearer a-token-of-16-bytes")));
        for wrong in [
            "",
            "Basic",
            "Basic ",
            "Basic a-token-of-16-bytes",
            "Bearer",
            "Bearer a-token-of-16-byte",
            "Bearer a-token-of-16-bytes ",
            "Bearer  a-token-of-16-bytes",
            "Bearer A-token-of-16-bytes",
            encoded,
        ] {
            assert!(!basic.matches(&header(wrong)), "{wrong}");
            assert!(!bearer.matches(&header(wrong)), "{wrong}");
        }
    }

    #[test]
    fn fifteen_bytes_are_rejected_and_sixteen_accepted() {
        assert_eq!(Authorization::bearer("0123456789abcde").unwrap_err(), ConfigError::ShortCredential);
        assert!(Authorization::bearer("0123456789abcdef").is_ok());
        assert!(Authorization::basic("a", "0123456789abcdef").is_ok());
    }

    #[test]
    fn weak_and_unsendable_credentials_are_rejected() {
        let long = "a-token-of-16-bytes";
        assert_eq!(Authorization::basic("a", "short").unwrap_err(), ConfigError::ShortCredential);
        assert_eq!(Authorization::bearer("").unwrap_err(), ConfigError::ShortCredential);
        for bad in [
            Authorization::basic("a:b", long),
            Authorization::basic("a ", long),
            Authorization::basic("a", format!("{long}\n")),
            Authorization::bearer(format!("{long}\n")),
            Authorization::bearer(format!("{long} {long}")),
            Authorization::bearer("a-tok\u{e9}n-of-16-bytes"),
        ] {
            assert_eq!(bad.unwrap_err(), ConfigError::MalformedCredential);
        }
        assert_eq!(format!("{:?}", Authorization::bearer(long).unwrap()), "Authorization(Bearer ..)");
    }
}
