//! The verification handshake, by which Meta checks once that the URL is yours.
//!
//! `GET /webhook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=<your token>` is
//! answered with the challenge and nothing else.

use bytes::Bytes;
use http::{
    HeaderValue, Response,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
};
use http_body_util::Full;

use crate::{RejectionKind, VerifyToken};

const MAX_QUERY: usize = 2048;
const MAX_CHALLENGE: usize = 256;

/// Returns the challenge to send back, if the query contains one of `tokens`, and they are those of a known app.
///
/// The token is checked before everything else, so that a sender without a token learns nothing about
/// the rest of the query.
pub(crate) fn check(query: &str, tokens: &[VerifyToken], is_known: bool) -> Result<String, RejectionKind> {
    if query.len() > MAX_QUERY {
        return Err(RejectionKind::QueryTooLong);
    }
    let mut mode = None;
    let mut token = None;
    let mut challenge = None;
    let mut repeated = false;
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let parameter = match &*key {
            "hub.mode" => &mut mode,
            "hub.verify_token" => &mut token,
            "hub.challenge" => &mut challenge,
            // Some of Meta's products also send `hub_mode`, `hub_challenge` and `hub_verify_token`.
            _ => continue,
        };
        repeated |= parameter.is_some();
        parameter.get_or_insert(value);
    }

    let token = token.ok_or(RejectionKind::MissingToken)?;
    let is_right = VerifyToken::any_matches(tokens, &token);
    if !is_known {
        return Err(RejectionKind::UnknownApp);
    }
    if !is_right {
        return Err(RejectionKind::WrongToken);
    }
    if repeated {
        return Err(RejectionKind::RepeatedParameter);
    }
    if mode.as_deref() != Some("subscribe") {
        return Err(RejectionKind::WrongMode);
    }
    match challenge {
        Some(challenge) if is_harmless(&challenge) && is_decoded(&challenge, query) => {
            Ok(challenge.into_owned())
        }
        _ => Err(RejectionKind::InvalidChallenge),
    }
}

/// Returns the response that Meta expects.
pub(crate) fn response(challenge: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(challenge));
    // Anyone can put the challenge into a link, so the headers keep browsers from rendering it as a page.
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_harmless(challenge: &str) -> bool {
    (1..=MAX_CHALLENGE).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>&\"'".contains(&byte))
}

/// Returns whether all escapes were valid: decoding keeps a `%` that two hex digits do not follow.
fn is_decoded(challenge: &str, query: &str) -> bool {
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().first_chunk::<2>();
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    !challenge.contains('%') || query.split('%').skip(1).all(is_escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(query: &str) -> Result<String, RejectionKind> {
        let tokens = ["t", "token & more"].map(|token| VerifyToken::new(token).unwrap());
        check(query, &tokens, true)
    }

    #[test]
    fn the_challenge_comes_back_for_every_token_in_any_order() {
        for query in [
            "hub.mode=subscribe&hub.challenge=42&hub.verify_token=t",
            "hub.verify_token=t&hub.mode=subscribe&hub.challenge=42",
            "hub.verify_token=token+%26%20more&hub.mode=subscribe&hub.challenge=%342",
            "hub_mode=x&hub_challenge=x&hub.mode=subscribe&hub.challenge=42&hub.verify_token=t&a&a",
        ] {
            assert_eq!(outcome(query).as_deref(), Ok("42"), "{query}");
        }
    }

    #[test]
    fn without_the_token_nothing_else_is_looked_at() {
        use RejectionKind::{MissingToken, WrongToken};
        for (query, expected) in [
            ("", MissingToken),
            ("hub.challenge=%3C&hub.challenge=1", MissingToken),
            ("hub.mode=x&hub.verify_token=", WrongToken),
            ("hub.verify_token=T", WrongToken),
            ("hub.verify_token=x&hub.verify_token=t", WrongToken),
            ("hub.verify_token=x&hub.challenge=%3C", WrongToken),
        ] {
            assert_eq!(outcome(query), Err(expected), "{query}");
        }
    }

    #[test]
    fn with_the_token_the_rest_must_be_right() {
        use RejectionKind::{InvalidChallenge, RepeatedParameter, WrongMode};
        for (rest, expected) in [
            ("", WrongMode),
            ("&hub.mode=unsubscribe&hub.challenge=1", WrongMode),
            ("&hub.mode=subscribe", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge=", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge=a+b", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge=%7f", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge=%ff", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge='", InvalidChallenge),
            ("&hub.mode=subscribe&hub.challenge=1&hub.challenge=1", RepeatedParameter),
            ("&hub.mode=subscribe&hub.mode=x&hub.challenge=1", RepeatedParameter),
            ("&hub.verify_token=x&hub.mode=subscribe&hub.challenge=1", RepeatedParameter),
        ] {
            let query = format!("hub.verify_token=t{rest}");
            assert_eq!(outcome(&query), Err(expected), "{query}");
        }
    }

    #[test]
    fn a_percent_sign_must_be_escaped() {
        let query = |challenge| format!("hub.mode=subscribe&hub.verify_token=t&hub.challenge={challenge}");
        assert_eq!(outcome(&query("a%25z")).as_deref(), Ok("a%z"));
        for broken in ["%", "%z", "%zz", "%2", "%25%"] {
            let rejected = Err(RejectionKind::InvalidChallenge);
            assert_eq!(outcome(&query(broken)), rejected, "{broken}");
        }
    }

    #[test]
    fn a_challenge_of_256_bytes_passes_and_of_257_does_not() {
        let query = |length| {
            let challenge = "1".repeat(length);
            format!("hub.mode=subscribe&hub.verify_token=t&hub.challenge={challenge}")
        };
        assert!(outcome(&query(256)).is_ok());
        assert_eq!(outcome(&query(257)), Err(RejectionKind::InvalidChallenge));
    }

    #[test]
    fn a_query_of_2048_bytes_passes_and_of_2049_does_not() {
        let mut query = String::from("hub.mode=subscribe&hub.verify_token=t&hub.challenge=1&");
        query.push_str(&"x".repeat(2048 - query.len()));
        assert!(outcome(&query).is_ok());
        query.push('x');
        assert_eq!(outcome(&query), Err(RejectionKind::QueryTooLong));
    }
}
