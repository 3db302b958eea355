//! Where requests go: the base URL, and what is appended to it.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::{
    Uri,
    uri::{Authority, Parts, PathAndQuery, Scheme},
};

use crate::ConfigError;

/// The longest segment, in bytes before they are encoded. Meta's identifiers have about 20.
const MAX_SEGMENT: usize = 1024;

/// The longest value of a query, in bytes before they are encoded. Names of templates have at most 512, tokens at most 4096.
const MAX_VALUE: usize = 4096;

/// Takes the place of a text that is too long for a URL. Meta has no object and no template of this name.
const TOO_LONG: &str = "too-long";

/// The scheme, the host and the first segments of every URL.
#[derive(Clone)]
pub(super) struct Base {
    scheme: Scheme,
    authority: Authority,
    prefix: String,
}

impl Base {
    /// The longest base, so that the whole URL is shorter than what the `http` crate accepts.
    const MAX_LENGTH: usize = 2048;

    /// The base of a URL that a token may be sent to: https, or http on a loopback address.
    pub(super) fn new(uri: &Uri) -> Result<Self, ConfigError> {
        let base = Self::of(uri).ok_or(ConfigError::MalformedGraphBase)?;
        let is_plain = base.prefix.split('/').all(|segment| {
            let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            segment.bytes().all(is_unreserved) && segment != "." && segment != ".."
        });
        let is_valid = is_plain
            && uri.query().is_none()
            && !base.authority.as_str().contains('@')
            && base.authority.as_str().len() + base.prefix.len() <= Self::MAX_LENGTH;
        if is_valid && base.is_safe() { Ok(base) } else { Err(ConfigError::MalformedGraphBase) }
    }

    /// The base of any absolute URL.
    pub(super) fn of(uri: &Uri) -> Option<Self> {
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Some(Self { scheme: uri.scheme()?.clone(), authority: uri.authority()?.clone(), prefix })
    }

    /// Whether nobody on the way can read a token that is sent there.
    pub(super) fn is_safe(&self) -> bool {
        self.scheme == Scheme::HTTPS || (self.scheme == Scheme::HTTP && is_loopback(self.authority.host()))
    }

    /// Whether the URL has the scheme, the host and the port of this base.
    pub(super) fn is_origin_of(&self, uri: &Uri) -> bool {
        let origin = |scheme: &Scheme, authority: &Authority| {
            let authority = authority.as_str().to_ascii_lowercase();
            let port = if *scheme == Scheme::HTTPS { ":443" } else { ":80" };
            authority.strip_suffix(port).unwrap_or(&authority).to_owned()
        };
        match (uri.scheme(), uri.authority()) {
            (Some(scheme), Some(authority)) => {
                *scheme == self.scheme && origin(scheme, authority) == origin(&self.scheme, &self.authority)
            }
            _ => false,
        }
    }

    /// The URL with these segments and this query. Whatever they hold, the number of segments and parameters stays.
    pub(super) fn uri(&self, segments: &[&str], query: &[(&str, &str)]) -> Uri {
        let mut path = self.prefix.clone();
        for text in segments {
            path.push('/');
            push_segment(&mut path, text);
        }
        for (index, (name, value)) in query.iter().enumerate() {
            path.push_str(if index == 0 { "?" } else { "&" });
            path.push_str(name);
            path.push('=');
            push_encoded(&mut path, if value.len() > MAX_VALUE { TOO_LONG } else { value });
        }
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = PathAndQuery::try_from(path).ok();
        // The text is visible ASCII of a bounded length, so this is no error. The default has no host to send a token to.
        Uri::from_parts(parts).unwrap_or_default()
    }

    /// The base as text.
    pub(super) fn as_text(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

/// Whether the host of a URL is this machine.
fn is_loopback(host: &str) -> bool {
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || v6.and_then(|host| host.parse::<Ipv6Addr>().ok()).is_some_and(|address| address.is_loopback())
}

/// Appends a text as one segment of a path.
///
/// Clients resolve `.` and `..`, and `%2E` as well, so these two are encoded twice.
fn push_segment(path: &mut String, text: &str) {
    match text {
        "." => path.push_str("%252E"),
        ".." => path.push_str("%252E%252E"),
        _ => push_encoded(path, if text.len() > MAX_SEGMENT { TOO_LONG } else { text }),
    }
}

/// Appends a text with all but the unreserved characters percent-encoded.
pub(super) fn push_encoded(to: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            let digit =
                |value: u8| char::from_digit(value.into(), 16).unwrap_or_default().to_ascii_uppercase();
            to.extend(['%', digit(byte >> 4), digit(byte & 0x0f)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base(uri: &str) -> Result<Base, ConfigError> {
        Base::new(&uri.parse().unwrap())
    }

    #[test]
    fn a_base_is_https_or_on_this_machine() {
        for uri in [
            "https://graph.facebook.com/v26.0",
            "https://graph.facebook.com/v26.0/",
            "https://graph.facebook.com",
            "https://proxy.example.com:8443/graph/v26.0",
            "http://127.0.0.1:3000/v26.0",
            "http://127.9.9.9/v26.0",
            "http://localhost:3000",
            "http://[::1]:3000/v26.0",
        ] {
            assert!(base(uri).is_ok(), "{uri}");
        }
        for uri in [
            "/v26.0",
            "graph.facebook.com",
            "http://graph.facebook.com/v26.0",
            "http://127.0.0.1.example.com/v26.0",
            "http://localhost.example.com/",
            "http://[::2]/",
            "ftp://127.0.0.1/",
            "https://user:password@graph.facebook.com/v26.0",
            "https://graph.facebook.com/v26.0?x=y",
            "https://graph.facebook.com/v26.0/../x",
            "https://graph.facebook.com/./x",
            "https://graph.facebook.com/%2e%2e/x",
            &format!("https://graph.facebook.com/{}", "v".repeat(2048)),
        ] {
            assert_eq!(base(uri).err(), Some(ConfigError::MalformedGraphBase), "{uri}");
        }
    }

    #[test]
    fn dot_segments_are_encoded_twice_and_all_else_once() {
        let base = base("https://graph.facebook.com/v26.0/").unwrap();
        for (text, path) in [
            ("12", "/v26.0/12"),
            (".", "/v26.0/%252E"),
            ("..", "/v26.0/%252E%252E"),
            ("...", "/v26.0/..."),
            ("../me", "/v26.0/..%2Fme"),
            ("%2e%2e", "/v26.0/%252e%252e"),
            ("a?b#c", "/v26.0/a%3Fb%23c"),
            ("\u{e9}", "/v26.0/%C3%A9"),
            (&"1".repeat(1025), "/v26.0/too-long"),
        ] {
            assert_eq!(base.uri(&[text], &[]).path(), path);
        }
        let uri = base.uri(&["1", "messages"], &[("name", "a&b=c d"), ("limit", "2")]);
        assert_eq!(uri, "https://graph.facebook.com/v26.0/1/messages?name=a%26b%3Dc%20d&limit=2");
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let origin = base("https://graph.facebook.com/v26.0").unwrap();
        for uri in ["https://graph.facebook.com/x", "https://GRAPH.facebook.com:443/"] {
            assert!(origin.is_origin_of(&uri.parse().unwrap()), "{uri}");
        }
        for uri in [
            "http://graph.facebook.com/x",
            "https://graph.facebook.com:8443/",
            "https://graph.facebook.com.example.com/",
            "https://user@graph.facebook.com/",
            "/v26.0/x",
        ] {
            assert!(!origin.is_origin_of(&uri.parse().unwrap()), "{uri}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_texts_hold_the_shape_of_the_url_stays(id in ".{1,2000}", value in ".{0,5000}", twice: bool) {
            let base = base("https://graph.facebook.com/v26.0").unwrap();
            let segments = if twice { vec![&*id, "messages"] } else { vec![&*id] };
            let uri = base.uri(&segments, &[("name", &value), ("limit", "2")]);
            prop_assert_eq!(uri.host(), Some("graph.facebook.com"));
            prop_assert_eq!(uri.scheme(), Some(&Scheme::HTTPS));
            let path: Vec<&str> = uri.path().split('/').collect();
            prop_assert_eq!(path.len(), 2 + segments.len());
            prop_assert_eq!(path[1], "v26.0");
            let is_dots = |segment: &str| {
                let plain = segment.to_lowercase().replace("%2e", ".");
                plain.is_empty() || plain == "." || plain == ".."
            };
            prop_assert!(!path[2..].iter().any(|segment| is_dots(segment)));
            let query: Vec<&str> = uri.query().unwrap().split('&').collect();
            prop_assert_eq!(query.len(), 2);
            prop_assert!(query[0].starts_with("name=") && query[0].matches('=').count() == 1);
        }
    }
}
