//! Rejects requests that come neither from a program of this machine nor from the page of the simulator.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, Method, StatusCode, Uri,
        header::{HOST, HeaderName, ORIGIN},
        uri::Authority,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::simulator::is_loopback;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The hosts that a request may name beside those of this machine, without a port.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard(pub(crate) Arc<[String]>);

impl Guard {
    fn is_known(&self, authority: &Authority) -> bool {
        let host = authority.host();
        is_loopback(host) || self.0.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))
    }

    /// Why a request is rejected.
    fn objection(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        // A foreign site can make its own name lead to this machine, and then its pages have our address.
        let host = text(HOST).and_then(|host| host.parse::<Authority>().ok());
        let is_plain = |host: &Authority| !host.as_str().contains('@');
        let Some(host) = host.filter(|host| is_plain(host) && self.is_known(host)) else {
            return Some("the Host is not this machine; allow it with --allow-host");
        };
        // A page of another site can send requests, even if it cannot read the answers.
        let is_read = matches!(*method, Method::GET | Method::HEAD) && !uri.path().starts_with("/-/");
        if is_read {
            return None;
        }
        if text(SEC_FETCH_SITE).is_some_and(|site| !matches!(site, "same-origin" | "none")) {
            return Some("the request comes from the page of another site");
        }
        let origin = text(ORIGIN)
            .map(|origin| origin.parse::<Uri>().ok().and_then(|origin| origin.authority().cloned()));
        match origin {
            Some(origin) if origin.as_ref() != Some(&host) => {
                Some("the request comes from the page of another site")
            }
            _ => None,
        }
    }
}

/// Rejects requests that no program of this machine and no page of the simulator sends.
pub(crate) async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    match guard.objection(request.method(), request.uri(), request.headers()) {
        Some(objection) => (StatusCode::FORBIDDEN, objection).into_response(),
        None => next.run(request).await,
    }
}
