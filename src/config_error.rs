//! Errors in the configuration of the crate.

use std::fmt;

/// Why a secret, token or credential was rejected.
///
/// Values are checked when they are created, so that a mistake shows when the program starts and not
/// with the first request. The message says what to do and never contains the value.
///
/// `Debug` prints the same message as `Display`, because a `main` that returns an error prints its
/// `Debug`.
///
/// ```
/// use whatsapp_webhook::AppSecret;
///
/// let error = AppSecret::new("hunter2").unwrap_err();
/// assert!(error.to_string().starts_with("the app secret is shorter than 16 bytes"));
/// assert!(!error.to_string().contains("hunter2"));
/// assert_eq!(format!("{error:?}"), error.to_string());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConfigError {
    /// The app secret is empty.
    EmptyAppSecret,
    /// The app secret is shorter than 16 bytes.
    ShortAppSecret,
    /// The app secret begins or ends with white space.
    AppSecretWhiteSpace,
    /// An app has more than 8 secrets.
    TooManyAppSecrets,
    /// The verify token is empty.
    EmptyVerifyToken,
    /// The verify token begins or ends with white space.
    VerifyTokenWhiteSpace,
    /// The password or token of an `Authorization` is shorter than 16 bytes.
    ShortCredential,
    /// A part of an `Authorization` contains characters that its scheme cannot send.
    MalformedCredential,
    /// The access token is empty.
    EmptyAccessToken,
    /// The access token contains anything but visible ASCII, such as a newline at its end, or is longer than 4096 bytes.
    MalformedAccessToken,
    /// The base URL of the Graph API is not `https` (or `http` on a loopback address), has a user or a query, or an unusual path.
    MalformedGraphBase,
    /// The callback URL is not an `https` URL, or has a user or a fragment.
    MalformedCallbackUrl,
    /// The callback URL is longer than 200 characters.
    LongCallbackUrl,
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyAppSecret => {
                "the app secret is empty: check the variable or file that you read it from, \
                 or copy the secret from the App Dashboard (App settings > Basic)"
            }
            Self::ShortAppSecret => {
                "the app secret is shorter than 16 bytes: copy all 32 characters of it from the \
                 App Dashboard (App settings > Basic)"
            }
            Self::AppSecretWhiteSpace => {
                "the app secret begins or ends with white space: trim it; \
                 a newline at the end of a file is the usual cause"
            }
            Self::TooManyAppSecrets => {
                "an app takes at most 8 secrets in all, as each body is hashed once per secret: \
                 drop the previous secrets that are no longer in use"
            }
            Self::EmptyVerifyToken => {
                "the verify token is empty: check the variable or file that you read it from, \
                 or choose a token and enter it in the App Dashboard (WhatsApp > Configuration)"
            }
            Self::VerifyTokenWhiteSpace => {
                "the verify token begins or ends with white space: trim it; \
                 a newline at the end of a file is the usual cause"
            }
            Self::ShortCredential => {
                "the password or token of the credential is shorter than 16 bytes: choose a longer, \
                 random one, and configure the same one in the On-Premises client"
            }
            Self::MalformedCredential => {
                "the credential begins or ends with white space, or contains characters that cannot be sent: \
                 trim it; a user must not contain a colon, and a token only visible ASCII"
            }
            Self::EmptyAccessToken => {
                "the access token is empty: check the variable or file that you read it from, \
                 or generate a token for a system user (business.facebook.com/settings)"
            }
            Self::MalformedAccessToken => {
                "the access token contains characters that cannot be sent, or is longer than 4096 bytes: \
                 trim it; a newline at the end of a file is the usual cause"
            }
            Self::MalformedGraphBase => {
                "the base URL of the Graph API must be like https://graph.facebook.com/v26.0: https, \
                 or http on a loopback address, without user, query or dot segments"
            }
            Self::MalformedCallbackUrl => {
                "the callback URL must be an https URL without user and fragment: Meta calls no other"
            }
            Self::LongCallbackUrl => {
                "the callback URL is longer than 200 characters, which Meta does not accept: shorten its path"
            }
        })
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `main` that returns an error prints its `Debug`.
    #[test]
    fn debug_prints_the_message_also_inside_of_a_box() {
        let error: Box<dyn std::error::Error> = Box::new(ConfigError::EmptyAppSecret);
        assert!(format!("{error:?}").starts_with("the app secret is empty: check the variable"));
        assert_eq!(format!("{error:?}"), error.to_string());
    }
}
