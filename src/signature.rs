//! Signing and verifying the body of a notification (feature `signature`).
//!
//! Meta signs the body of every POST with the app secret (HMAC-SHA256) and sends the result as
//! `X-Hub-Signature-256: sha256=<64 lower-case hex digits>`. `WhatsAppWebhookLayer` verifies the
//! signature for you. The functions of this module are for code without a Tower service, such as an
//! AWS Lambda function or a replay of stored requests.
//!
//! The crate never reads the older `X-Hub-Signature` (SHA-1), which Meta sends as well.

pub(crate) mod app_secret;
pub(crate) mod hex;

use std::fmt;

use hmac::{Hmac, Mac};
use http::{HeaderName, HeaderValue};
use sha2::Sha256;

use crate::AppSecret;

/// The name of the header that carries the signature: `X-Hub-Signature-256`.
pub const X_HUB_SIGNATURE_256: HeaderName = HeaderName::from_static("x-hub-signature-256");

const PREFIX: &[u8] = b"sha256=";

/// Signs a body as Meta does, and returns the value of the header.
///
/// Use this function in tests, or in a proxy that forwards notifications. The value is marked as
/// [sensitive](HeaderValue::is_sensitive), so `Debug` does not print it.
///
/// ```
/// use whatsapp_webhook::{AppSecret, signature};
///
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let header = signature::sign(&secret, b"{}");
/// assert!(header.to_str()?.starts_with("sha256="));
/// assert_eq!(header.len(), 71);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn sign(secret: &AppSecret, body: &[u8]) -> HeaderValue {
    let tag = secret.mac().chain_update(body).finalize().into_bytes();
    let text = [PREFIX, &hex::encode(&tag.into())].concat();
    #[expect(clippy::expect_used, reason = "hex digits are visible ASCII")]
    let mut header = HeaderValue::try_from(text).expect("a signature is a valid header value");
    header.set_sensitive(true);
    header
}

/// Verifies that `header` is the signature of `body`, in constant time.
///
/// `body` must be the bytes as received: JSON that was parsed and serialized again has other bytes,
/// and therefore another signature. Reject a request that carries the header more than once.
///
/// # Errors
///
/// Returns an error if the header is not a well-formed signature, or if it is the signature of
/// another body or was made with another secret.
///
/// ```
/// use whatsapp_webhook::{AppSecret, signature};
///
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let header = signature::sign(&secret, b"{}");
/// assert!(signature::verify(&secret, &header, b"{}").is_ok());
/// assert!(signature::verify(&secret, &header, b"{ }").is_err());
/// # Ok::<_, whatsapp_webhook::ConfigError>(())
/// ```
pub fn verify(secret: &AppSecret, header: &HeaderValue, body: &[u8]) -> Result<(), SignatureError> {
    let signature = Signature::parse(header).ok_or(SignatureError::Malformed)?;
    match signature.is_tag_of(secret.mac().chain_update(body)) {
        true => Ok(()),
        false => Err(SignatureError::Wrong),
    }
}

/// Why [`verify`] rejected a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// The header is not `sha256=` and 64 lower-case hex digits.
    Malformed,
    /// The header is the signature of another body, or was made with another secret.
    Wrong,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => {
                "the signature is not `sha256=` and 64 lower-case hex digits: \
                 pass the X-Hub-Signature-256 header as received"
            }
            Self::Wrong => {
                "the signature does not match the body: the app secret belongs to another app, \
                 or the body is not exactly the bytes that Meta sent"
            }
        })
    }
}

impl std::error::Error for SignatureError {}

/// The tag in a signature header, which is yet to be compared with the body's.
pub(crate) struct Signature {
    tag: [u8; 32],
}

impl Signature {
    /// Decodes exactly `sha256=` and 64 lower-case hex digits, so that each signature has one spelling.
    pub(crate) fn parse(header: &HeaderValue) -> Option<Self> {
        let digits = header.as_bytes().strip_prefix(PREFIX)?.try_into().ok()?;
        hex::decode(digits).map(|tag| Self { tag })
    }

    /// Compares the signature with a finished MAC, in constant time.
    pub(crate) fn is_tag_of(&self, mac: Hmac<Sha256>) -> bool {
        mac.verify_slice(&self.tag).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    // printf '{}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    const EMPTY_OBJECT: &str = "sha256=b326604c0dc7364c8b688556189c0a510e5150cd4628736be814c7c9898f899d";

    fn secret() -> AppSecret {
        AppSecret::new(SECRET).unwrap()
    }

    #[test]
    fn a_signature_equals_the_one_of_openssl() {
        let header = sign(&secret(), b"{}");
        assert_eq!(header, EMPTY_OBJECT);
        assert!(verify(&secret(), &header, b"{}").is_ok());
        assert!(!format!("{header:?}").contains("sha256"));
    }

    #[test]
    fn an_altered_body_is_wrong() {
        let header = sign(&secret(), b"{}");
        for body in [&b"{ }"[..], b"{}\n", b"", b"{"] {
            let outcome = verify(&secret(), &header, body);
            assert_eq!(outcome, Err(SignatureError::Wrong));
        }
    }

    #[test]
    fn an_error_says_what_to_check() {
        assert!(
            SignatureError::Malformed.to_string().contains("pass the X-Hub-Signature-256 header as received")
        );
        assert!(SignatureError::Wrong.to_string().contains("the app secret belongs to another app"));
    }

    #[test]
    fn every_truncation_and_extension_is_malformed() {
        let header = sign(&secret(), b"{}");
        let whole = header.as_bytes();
        let altered = (0..whole.len())
            .map(|end| whole[..end].to_vec())
            .chain((0x20..=0x7e).map(|byte| [whole, &[byte]].concat()));
        for value in altered {
            let value = HeaderValue::try_from(value).unwrap();
            let outcome = verify(&secret(), &value, b"{}");
            assert_eq!(outcome, Err(SignatureError::Malformed));
        }
    }

    #[test]
    fn another_spelling_is_malformed() {
        let digits = EMPTY_OBJECT.strip_prefix("sha256=").unwrap();
        for value in [
            format!("SHA256={digits}"),
            format!("sha1={digits}"),
            format!("={digits}"),
            format!("md5256={digits}"),
            format!("sha256={}", digits.to_uppercase()),
            format!("sha256= {digits}"),
            format!(" sha256={digits}"),
            format!("sha256={digits}, sha256={digits}"),
        ] {
            let value = HeaderValue::try_from(value).unwrap();
            let outcome = verify(&secret(), &value, b"{}");
            assert_eq!(outcome, Err(SignatureError::Malformed));
        }
    }
}
