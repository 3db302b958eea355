//! How a layer authenticates its senders.

use bytes::Bytes;
use http::{HeaderMap, Response};
use http_body_util::Full;

use crate::{
    AppSecret, Authorization, RejectionKind, VerifyToken,
    middleware::{challenge, verifier::BodyVerifier},
};

/// The maximum number of app secrets of a layer, including the current one.
pub(crate) const MAX_APP_SECRETS: usize = 8;

/// The credentials that a layer accepts. A layer without any cannot be built.
#[derive(Clone, Debug)]
pub(crate) enum Authentication {
    /// The Cloud API signs each body with the app secret, and presents the verify token in a GET.
    Signature { app_secret: AppSecret, previous_app_secrets: Vec<AppSecret>, verify_tokens: Vec<VerifyToken> },
    /// The On-Premises client signs nothing and never sends a GET.
    Authorization(Authorization),
}

impl Authentication {
    /// Answers the challenge of a GET.
    pub(crate) fn on_get(&self, query: Option<&str>) -> Result<Response<Full<Bytes>>, RejectionKind> {
        match self {
            Self::Signature { verify_tokens, .. } => {
                challenge::check(query.unwrap_or_default(), verify_tokens).map(challenge::response)
            }
            Self::Authorization(_) => Err(RejectionKind::NotPost),
        }
    }

    /// Starts the verification of a POST with its headers.
    pub(crate) fn on_post(&self, headers: &HeaderMap) -> Result<BodyVerifier, RejectionKind> {
        match self {
            Self::Signature { app_secret, previous_app_secrets, .. } => {
                BodyVerifier::begin_signed(headers, app_secret, previous_app_secrets)
            }
            Self::Authorization(authorization) => BodyVerifier::begin_authorized(headers, authorization),
        }
    }

    /// Returns the rejection of a request that is neither a GET nor a POST.
    pub(crate) fn on_other_method(&self) -> RejectionKind {
        match self {
            Self::Signature { .. } => RejectionKind::MethodNotAllowed,
            Self::Authorization(_) => RejectionKind::NotPost,
        }
    }
}
