//! The configuration of a layer, and what it decides before a body is read.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{Method, Response, request::Parts};
use http_body::SizeHint;
use http_body_util::Full;

use crate::{
    Rejection, RejectionKind, Verified,
    middleware::{
        authentication::Authentication,
        body::check_headers,
        limits::Limits,
        observer::Observer,
        verifier::{BodyVerifier, Expected},
    },
};

/// The configuration of a layer, which its clones and their services share.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) gate: Option<Arc<Gate>>,
    pub(crate) authentication: Authentication,
    pub(crate) limits: Limits,
    pub(crate) observer: Option<Arc<Observer>>,
}

/// Whether a request is admitted at all.
pub(crate) struct Gate(Box<dyn Fn(&Parts) -> bool + Send + Sync>);

impl Gate {
    pub(crate) fn new(admits: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        Self(Box::new(admits))
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate(..)")
    }
}

impl Config {
    /// Decides what can be decided of a request before its body is read. Returns what the body must match, or else the
    /// response.
    #[expect(clippy::result_large_err, reason = "the response is what the client gets")]
    pub(crate) fn begin(&self, head: &Parts, body: &SizeHint) -> Result<Expected<'_>, Response<Full<Bytes>>> {
        if self.gate.as_ref().is_some_and(|gate| !(gate.0)(head)) {
            return Err(Rejection::new(RejectionKind::NotAdmitted).into_response());
        }
        match head.method {
            Method::GET => Err(self
                .authentication
                .on_get(head)
                .unwrap_or_else(|kind| Rejection::of_get(kind).into_response())),
            Method::POST => self.begin_body(head, body).map_err(|kind| Rejection::new(kind).into_response()),
            _ => Err(Rejection::new(self.authentication.on_other_method()).into_response()),
        }
    }

    /// Decides on a request whose body is in memory.
    #[expect(clippy::result_large_err, reason = "the response is what the caller sends")]
    pub(crate) fn check(&self, head: &Parts, body: Bytes) -> Result<Verified, Response<Full<Bytes>>> {
        let expected = self.begin(head, &SizeHint::with_exact(body.len() as u64))?;
        let mut verifier = BodyVerifier::new(expected);
        verifier.update(&body);
        let verified = verifier.finish().map(|(secret, label)| Verified::new(body, secret, label));
        verified.map_err(|kind| Rejection::new(kind).into_response())
    }

    fn begin_body(&self, head: &Parts, body: &SizeHint) -> Result<Expected<'_>, RejectionKind> {
        let expected = self.authentication.on_post(head)?;
        check_headers(&head.headers, body, self.limits.max_body_size)?;
        Ok(expected)
    }
}
