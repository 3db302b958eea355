use std::fmt;

/// Why an [`AppSecret`](crate::AppSecret) or a `VerifyToken` was refused.
///
/// Both are refused when the program starts rather than when the first request comes. The message
/// says what to do and never holds the value.
///
/// ```
/// use whatsapp_webhook::AppSecret;
///
/// let error = AppSecret::new("hunter2").unwrap_err();
/// assert!(error.to_string().starts_with("the app secret is shorter than 16 bytes"));
/// assert!(!error.to_string().contains("hunter2"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// The app secret is empty.
    EmptyAppSecret,
    /// The app secret is shorter than 16 bytes.
    ShortAppSecret,
    /// The app secret begins or ends with white space.
    AppSecretWhiteSpace,
    /// The verify token is empty.
    EmptyVerifyToken,
    /// The verify token begins or ends with white space.
    VerifyTokenWhiteSpace,
    /// The password or token of an `Authorization` is shorter than 16 bytes.
    ShortCredential,
    /// A part of an `Authorization` holds what its scheme cannot send.
    MalformedCredential,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyAppSecret => {
                "the app secret is empty: check the variable or file that it is read from, \
                 or copy it from the App Dashboard (App settings > Basic)"
            }
            Self::ShortAppSecret => {
                "the app secret is shorter than 16 bytes: copy the whole of it from the \
                 App Dashboard (App settings > Basic), where it has 32 characters"
            }
            Self::AppSecretWhiteSpace => {
                "the app secret begins or ends with white space: trim it; \
                 a newline at the end of a file is the usual slip"
            }
            Self::EmptyVerifyToken => {
                "the verify token is empty: check the variable or file that it is read from, \
                 or make one up and enter it in the App Dashboard (WhatsApp > Configuration)"
            }
            Self::VerifyTokenWhiteSpace => {
                "the verify token begins or ends with white space: trim it; \
                 a newline at the end of a file is the usual slip"
            }
            Self::ShortCredential => {
                "the credential's password or token is shorter than 16 bytes: choose a longer, \
                 random one, and give the same one to the On-Premises client"
            }
            Self::MalformedCredential => {
                "the credential begins or ends with white space, or holds what cannot be sent: \
                 trim it; a user may hold no colon, and a token only visible ASCII"
            }
        })
    }
}

impl std::error::Error for ConfigError {}
