use std::fmt;

use sha2::{Digest, Sha256, digest::zeroize::Zeroizing};
use subtle::{Choice, ConstantTimeEq};

use super::wipe;
use crate::ConfigError;

/// The verify token, which Meta presents when a webhook is set up.
///
/// You choose the token and enter the same text in the App Dashboard under *WhatsApp → Configuration
/// → Webhook*. Meta sends the token once, in a GET request, to verify that the URL is yours. Choose 16
/// or more random characters, and never the app secret: the token is sent in a URL, so it ends up in
/// access logs.
///
/// A `VerifyToken` stores only a digest of the token, and overwrites it with zeros when dropped.
/// `Debug` prints `VerifyToken(..)`.
///
/// ```
/// use whatsapp_webhook::{ConfigError, VerifyToken};
///
/// let token = VerifyToken::new("correct horse battery staple")?;
/// assert_eq!(format!("{token:?}"), "VerifyToken(..)");
///
/// assert_eq!(VerifyToken::new("").unwrap_err(), ConfigError::EmptyVerifyToken);
/// # Ok::<_, ConfigError>(())
/// ```
#[derive(Clone)]
pub struct VerifyToken {
    digest: Zeroizing<[u8; 32]>,
}

impl VerifyToken {
    /// Creates the token from text.
    ///
    /// # Errors
    ///
    /// Returns an error if the token is empty, or begins or ends with white space.
    pub fn new(token: impl Into<String>) -> Result<Self, ConfigError> {
        let token = token.into();
        let outcome = Self::of(&token);
        wipe(token);
        outcome
    }

    fn of(token: &str) -> Result<Self, ConfigError> {
        if token.is_empty() {
            return Err(ConfigError::EmptyVerifyToken);
        }
        if token.trim().len() != token.len() {
            return Err(ConfigError::VerifyTokenWhiteSpace);
        }
        Ok(Self { digest: Zeroizing::new(digest(token)) })
    }

    /// A token that no text matches.
    pub(crate) fn decoy() -> Self {
        Self { digest: Zeroizing::new([0; 32]) }
    }

    /// Returns whether `given` is one of `tokens`.
    ///
    /// The digests of all tokens are compared in full, so that the time taken reveals neither how much
    /// of a token was right, nor the length of a token, nor which token matched.
    pub(crate) fn any_matches(tokens: &[Self], given: &str) -> bool {
        let given = digest(given);
        tokens.iter().fold(Choice::from(0), |found, token| found | token.digest.ct_eq(&given)).into()
    }
}

impl fmt::Debug for VerifyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyToken(..)")
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_tokens_and_outer_white_space_are_rejected() {
        let rejection = |token: &str| VerifyToken::new(token).unwrap_err();
        assert_eq!(rejection(""), ConfigError::EmptyVerifyToken);
        for token in ["token\n", " token", "token\u{a0}", " "] {
            assert_eq!(rejection(token), ConfigError::VerifyTokenWhiteSpace);
        }
        assert!(VerifyToken::new("inner space is fine").is_ok());
    }

    #[test]
    fn only_a_whole_token_matches_whichever_it_is() {
        let tokens = ["first", "second"].map(|token| VerifyToken::new(token).unwrap());
        assert!(VerifyToken::any_matches(&tokens, "first"));
        assert!(VerifyToken::any_matches(&tokens, "second"));
        for other in ["", "firs", "firstt", "FIRST", "firstsecond"] {
            assert!(!VerifyToken::any_matches(&tokens, other));
        }
        assert!(!VerifyToken::any_matches(&[], ""));
    }

    #[test]
    fn a_token_that_is_configured_twice_matches() {
        let tokens = ["first", "first"].map(|token| VerifyToken::new(token).unwrap());
        assert!(VerifyToken::any_matches(&tokens, "first"));
    }
}
