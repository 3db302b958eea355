use http::{
    HeaderMap, HeaderValue,
    header::{CONTENT_ENCODING, CONTENT_LENGTH},
};
use http_body::SizeHint;

use crate::RejectionKind;

/// Rejects a body by its headers, before one byte of it is read.
pub(crate) fn check_headers(headers: &HeaderMap, hint: &SizeHint, limit: usize) -> Result<(), RejectionKind> {
    for encoding in headers.get_all(CONTENT_ENCODING) {
        if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") {
            return Err(RejectionKind::UnsupportedContentEncoding);
        }
    }
    let mut declared = hint.lower();
    for length in headers.get_all(CONTENT_LENGTH) {
        declared = declared.max(parse_length(length)?);
    }
    if declared > limit as u64 {
        return Err(RejectionKind::BodyTooLarge);
    }
    Ok(())
}

fn parse_length(value: &HeaderValue) -> Result<u64, RejectionKind> {
    let digits = value.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(RejectionKind::InvalidContentLength);
    }
    // A length that does not fit into 64 bits is well-formed, only too large.
    Ok(digits
        .iter()
        .fold(0_u64, |length, digit| length.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
}

#[cfg(test)]
mod tests {
    use RejectionKind::{BodyTooLarge, InvalidContentLength, UnsupportedContentEncoding};

    use super::*;

    fn outcome(header: (http::HeaderName, &'static str), hint: u64) -> Result<(), RejectionKind> {
        let (name, value) = header;
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        check_headers(&headers, &SizeHint::with_exact(hint), 100)
    }

    #[test]
    fn only_identity_is_read() {
        for value in ["identity", "Identity"] {
            assert_eq!(outcome((CONTENT_ENCODING, value), 0), Ok(()));
        }
        for value in ["gzip", "identity, gzip", "identityx", ""] {
            let rejected = Err(UnsupportedContentEncoding);
            assert_eq!(outcome((CONTENT_ENCODING, value), 0), rejected);
        }
    }

    #[test]
    fn lengths_up_to_the_limit_pass_and_larger_ones_of_any_size_do_not() {
        for value in ["0", "100", "00100"] {
            assert_eq!(outcome((CONTENT_LENGTH, value), 0), Ok(()));
        }
        for value in [
            "101",
            "100000000000",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "99999999999999999999999999999999999999",
        ] {
            assert_eq!(outcome((CONTENT_LENGTH, value), 0), Err(BodyTooLarge));
        }
        assert_eq!(outcome((CONTENT_LENGTH, "100"), 100), Ok(()));
        assert_eq!(outcome((CONTENT_LENGTH, "1"), 101), Err(BodyTooLarge));
    }

    #[test]
    fn a_length_that_is_no_number_is_rejected() {
        for value in ["", "+5", "-1", "5, 5", "0x5", "5 "] {
            assert_eq!(outcome((CONTENT_LENGTH, value), 0), Err(InvalidContentLength));
        }
    }
}
