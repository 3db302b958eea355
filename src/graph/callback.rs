use std::fmt;

use http::{Uri, uri::Scheme};

use super::secret_text::SecretText;
use crate::ConfigError;

/// A webhook URL and its verify token, for a subscription or an override.
///
/// Meta calls the URL with the handshake before it answers the request that sets the URL, so the receiver must be running, and accept this token:
/// `AppCredentials::with_verify_token` adds the token of an override. Whichever level the URL belongs to, notifications are signed with the secret
/// of your own app.
///
/// The token is overwritten with zeros when dropped, and `Debug` shows only the host.
///
/// ```
/// use whatsapp_webhook::{ConfigError, graph::Callback};
///
/// let callback = Callback::new("https://example.com/webhook", "a token")?;
/// assert_eq!(format!("{callback:?}"), "Callback(example.com)");
/// assert_eq!(Callback::new("http://example.com/", "a token").unwrap_err(), ConfigError::MalformedCallbackUrl);
/// # Ok::<_, ConfigError>(())
/// ```
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>
pub struct Callback {
    url: Box<str>,
    host: Box<str>,
    verify_token: SecretText,
}

impl Callback {
    /// The longest URL that Meta accepts as an override.
    const MAX_LENGTH: usize = 200;

    /// Creates a callback from the URL and the verify token.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not https, has a user or a fragment, or is longer than 200 characters; or if the token is
    /// empty, or begins or ends with white space.
    pub fn new(url: impl AsRef<str>, verify_token: impl AsRef<str>) -> Result<Self, ConfigError> {
        let (url, verify_token) = (url.as_ref(), verify_token.as_ref());
        if url.chars().count() > Self::MAX_LENGTH {
            return Err(ConfigError::LongCallbackUrl);
        }
        let uri: Uri = url.parse().map_err(|_| ConfigError::MalformedCallbackUrl)?;
        let authority = uri.authority().filter(|authority| {
            uri.scheme() == Some(&Scheme::HTTPS)
                && !authority.as_str().contains('@')
                && !authority.host().is_empty()
        });
        let Some(authority) = authority.filter(|_| !url.contains('#')) else {
            return Err(ConfigError::MalformedCallbackUrl);
        };
        if verify_token.is_empty() {
            return Err(ConfigError::EmptyVerifyToken);
        }
        if verify_token.trim().len() != verify_token.len() {
            return Err(ConfigError::VerifyTokenWhiteSpace);
        }
        Ok(Self { url: url.into(), host: authority.host().into(), verify_token: verify_token.into() })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn verify_token(&self) -> &str {
        self.verify_token.as_str()
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({})", self.host.escape_debug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_meta_does_not_call_is_rejected() {
        let rejection = |url: &str| Callback::new(url, "a token").unwrap_err();
        for url in [
            "",
            "/webhook",
            "example.com",
            "http://example.com/",
            "ftp://example.com/",
            "https:///webhook",
            "https://user:password@example.com/",
            "https://example.com/#webhook",
            "https://example.com/a b",
            " https://example.com/",
            "https://example.com/\n",
        ] {
            assert_eq!(rejection(url), ConfigError::MalformedCallbackUrl, "{url}");
        }
        let url = |length: usize| format!("https://example.com/{}", "w".repeat(length - 20));
        assert_eq!(rejection(&url(201)), ConfigError::LongCallbackUrl);
        assert!(Callback::new(url(200), "a token").is_ok());
    }

    #[test]
    fn a_token_that_the_layer_rejects_is_rejected() {
        let rejection = |token: &str| Callback::new("https://example.com/", token).unwrap_err();
        assert_eq!(rejection(""), ConfigError::EmptyVerifyToken);
        assert_eq!(rejection("a token\n"), ConfigError::VerifyTokenWhiteSpace);
    }
}
