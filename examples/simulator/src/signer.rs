//! Both signatures of a notification.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE, USER_AGENT},
};
use sha1::Sha1;
use whatsapp_webhook::{
    AppSecret, ConfigError,
    signature::{X_HUB_SIGNATURE_256, sign},
};

/// The app secret.
pub(crate) struct Signer {
    secret: AppSecret,
    legacy: Hmac<Sha1>,
}

impl Signer {
    /// # Errors
    ///
    /// The text cannot be an app secret.
    pub(crate) fn new(secret: &str) -> Result<Self, ConfigError> {
        #[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
        let legacy = Hmac::new_from_slice(secret.as_bytes()).expect("a key");
        Ok(Self { secret: AppSecret::new(secret)?, legacy })
    }

    /// The headers of a notification, as Meta sends them.
    pub(crate) fn headers(&self, body: &[u8]) -> HeaderMap {
        let mut mac = self.legacy.clone();
        mac.update(body);
        let legacy = format!("sha1={}", hex(&mac.finalize().into_bytes()));
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static("facebookexternalua"));
        if let Ok(legacy) = HeaderValue::from_str(&legacy) {
            // Meta sends the old signature as well, so that a receiver which checks the wrong one is caught.
            headers.insert(HeaderName::from_static("x-hub-signature"), legacy);
        }
        headers.insert(X_HUB_SIGNATURE_256, sign(&self.secret, body));
        headers
    }

    /// Whether an `appsecret_proof` was made of a token with this secret.
    pub(crate) fn is_proof(&self, token: &str, proof: &str) -> bool {
        sign(&self.secret, token.as_bytes()).to_str().ok().and_then(|text| text.strip_prefix("sha256="))
            == Some(proof)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(..)")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Signer;

    #[test]
    fn a_notification_has_both_signatures() {
        // printf '{}' | openssl dgst -sha1 -hmac 'a secret for tests only', and -sha256.
        let headers = Signer::new("a secret for tests only").unwrap().headers(b"{}");
        assert_eq!(headers["x-hub-signature"], "sha1=d875cd11860f416aea2639f20bcb9566c6ae1b55");
        assert_eq!(
            headers["x-hub-signature-256"],
            "sha256=0cc923bedd926a5818a84ea05c21bc2a423e3a82ae7cf99bb8abc83ffeed377c"
        );
        assert_eq!(headers["user-agent"], "facebookexternalua");
    }
}
