use std::{fmt, sync::Arc};

use http::HeaderValue;

use super::secret_text::{SecretText, wipe};
use crate::{AppSecret, ConfigError, event::AppId, signature::hex};

/// An access token of the Graph API, or of an administrator of the On-Premises API.
///
/// Use the token of a system user: it does not expire, and belongs to the business instead of to a person. Generate the token at
/// [business.facebook.com/settings](https://business.facebook.com/settings) under *System users*, with the permissions
/// `whatsapp_business_messaging` and `whatsapp_business_management`, after you assigned the app and the WhatsApp Business Account
/// to the user. A token without the assigned account is valid, and Meta answers with error 200.
///
/// The text is overwritten with zeros when the last clone is dropped. The text that you pass to [`new`](Self::new), and the header
/// of a request that was built, are yours and stay in memory as they are. The header's value is marked as sensitive, and `Debug`
/// prints `AccessToken(..)`.
///
/// ```
/// use whatsapp_webhook::{ConfigError, graph::AccessToken};
///
/// let token = AccessToken::new("EAAJB...")?;
/// assert_eq!(format!("{token:?}"), "AccessToken(..)");
/// assert_eq!(AccessToken::new("EAAJB...\n").unwrap_err(), ConfigError::MalformedAccessToken);
/// # Ok::<_, ConfigError>(())
/// ```
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/access-tokens>
#[derive(Clone)]
pub struct AccessToken(Arc<SecretText>);

impl AccessToken {
    /// The longest token, which bounds the length of a URL that contains it. Meta's tokens have about 200 bytes.
    const MAX_LENGTH: usize = 4096;

    /// Creates a token from its text.
    ///
    /// # Errors
    ///
    /// Returns an error if the token is empty, contains anything but visible ASCII, or is longer than 4096 bytes.
    pub fn new(token: impl AsRef<str>) -> Result<Self, ConfigError> {
        let token = token.as_ref();
        if token.is_empty() {
            return Err(ConfigError::EmptyAccessToken);
        }
        if token.len() > Self::MAX_LENGTH || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ConfigError::MalformedAccessToken);
        }
        Ok(Self(Arc::new(token.into())))
    }

    /// Creates the token of an app, which is the app's identifier and its secret.
    ///
    /// Only [`Graph::subscribe_app`](super::Graph::subscribe_app) and [`Graph::token_info`](super::Graph::token_info) take this
    /// token. The token contains the app secret as text, so keep it out of the process that receives notifications if you can.
    ///
    /// # Errors
    ///
    /// Returns an error if the secret is one that [`AppSecret::new`] rejects, or if one of the two cannot be sent.
    ///
    /// Source: <https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens>
    pub fn of_app(app: &AppId, app_secret: impl AsRef<str>) -> Result<Self, ConfigError> {
        let app_secret = app_secret.as_ref();
        AppSecret::new(app_secret)?;
        if app.as_str().contains('|') {
            return Err(ConfigError::MalformedAccessToken);
        }
        let text = [app.as_str(), "|", app_secret].concat();
        let token = Self::new(&text);
        wipe(text);
        token
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> HeaderValue {
        let text = ["Bearer ", self.as_str()].concat();
        #[expect(clippy::expect_used, reason = "`new` accepts visible ASCII alone")]
        let mut header = HeaderValue::try_from(text).expect("a token is a valid header value");
        header.set_sensitive(true);
        header
    }

    /// The HMAC of the token under the app secret, in hex.
    pub(super) fn proof(&self, app_secret: &AppSecret) -> SecretText {
        use hmac::Mac as _;

        let tag = app_secret.mac().chain_update(self.as_str()).finalize().into_bytes();
        str::from_utf8(&hex::encode(&tag.into())).unwrap_or_default().into()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_cannot_be_sent_is_rejected() {
        assert_eq!(AccessToken::new("").unwrap_err(), ConfigError::EmptyAccessToken);
        for token in [" EAA", "EAA\n", "EAA\r\nX: y", "EÄA", "E A", &"E".repeat(4097)] {
            assert_eq!(AccessToken::new(token).unwrap_err(), ConfigError::MalformedAccessToken);
        }
        assert!(AccessToken::new("E".repeat(4096)).is_ok());
    }

    #[test]
    fn the_token_of_an_app_is_its_identifier_and_its_secret() {
        let app: AppId = "670843887433847".parse().unwrap();
        let token = AccessToken::of_app(&app, "0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(token.header(), "Bearer 670843887433847|0123456789abcdef0123456789abcdef");
        assert_eq!(AccessToken::of_app(&app, "").unwrap_err(), ConfigError::EmptyAppSecret);
        assert_eq!(
            AccessToken::of_app(&app, "0123456789abcdef\n").unwrap_err(),
            ConfigError::AppSecretWhiteSpace
        );
        let two = "1|2".parse().unwrap();
        assert_eq!(
            AccessToken::of_app(&two, "0123456789abcdef").unwrap_err(),
            ConfigError::MalformedAccessToken
        );
    }

    #[test]
    fn the_header_is_sensitive() {
        let header = AccessToken::new("EAAtoken").unwrap().header();
        assert!(header.is_sensitive());
        assert_eq!(format!("{header:?}"), "Sensitive");
    }

    #[test]
    fn the_proof_equals_the_one_of_openssl() {
        // printf EAAtoken | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        let secret = AppSecret::new("0123456789abcdef0123456789abcdef").unwrap();
        let proof = AccessToken::new("EAAtoken").unwrap().proof(&secret);
        assert_eq!(proof.as_str(), "3ed5c45291669ee788e82dfd074125ffd6cef0f510cae95b5d0bcfb96cd18cd2");
    }
}
