//! How a layer authenticates its senders.

use std::{borrow::Cow, fmt, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Response, header::AUTHORIZATION, request::Parts};
use http_body_util::Full;

use crate::{
    AppCredentials, Authorization, RejectionKind,
    middleware::{challenge, verifier::Expected},
};

/// The credentials that a layer accepts. A layer without any cannot be built.
///
/// All variants are pointers: a smaller one would take garbage from the stack along, and that can be a piece of a secret.
#[derive(Clone, Debug)]
pub(crate) enum Authentication {
    /// The Cloud API signs each body with the app secret, and presents the verify token in a GET.
    App(AppCredentials),
    /// The same, with the credentials of the app that a request is for.
    Apps(Arc<Apps>),
    /// The On-Premises client signs nothing and never sends a GET.
    OnPremises(Arc<Authorization>),
}

/// Returns the credentials of the app that a request is for.
type FindApp = dyn Fn(&Parts) -> Option<AppCredentials> + Send + Sync;

/// The apps behind one layer.
pub(crate) struct Apps {
    find: Box<FindApp>,
    /// Takes the place of an unknown app's credentials, so that the work is the same.
    decoy: AppCredentials,
}

impl Apps {
    pub(crate) fn new(find: impl Fn(&Parts) -> Option<AppCredentials> + Send + Sync + 'static) -> Self {
        Self { find: Box::new(find), decoy: AppCredentials::decoy() }
    }

    /// Returns the credentials to check a request with, and whether an app has them.
    fn find(&self, head: &Parts) -> (AppCredentials, bool) {
        match (self.find)(head) {
            Some(app) => (app, true),
            None => (self.decoy.clone(), false),
        }
    }
}

impl fmt::Debug for Apps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Apps(..)")
    }
}

impl Authentication {
    /// Answers the challenge of a GET.
    pub(crate) fn on_get(&self, head: &Parts) -> Result<Response<Full<Bytes>>, RejectionKind> {
        let query = head.uri.query().unwrap_or_default();
        let challenge = match self {
            Self::App(app) => challenge::check(query, app.verify_tokens(), true),
            Self::Apps(apps) => {
                let (app, is_known) = apps.find(head);
                challenge::check(query, app.verify_tokens(), is_known)
            }
            Self::OnPremises(_) => Err(RejectionKind::NotPost),
        };
        challenge.map(challenge::response)
    }

    /// Starts the verification of a POST with its headers.
    pub(crate) fn on_post(&self, head: &Parts) -> Result<Expected<'_>, RejectionKind> {
        match self {
            Self::App(app) => Expected::signature(&head.headers, Cow::Borrowed(app), true),
            Self::Apps(apps) => {
                let (app, is_known) = apps.find(head);
                Expected::signature(&head.headers, Cow::Owned(app), is_known)
            }
            Self::OnPremises(authorization) => Expected::authorized(&head.headers, authorization),
        }
    }

    /// Returns the rejection of a request that is neither a GET nor a POST.
    pub(crate) fn on_other_method(&self) -> RejectionKind {
        match self {
            Self::App(_) | Self::Apps(_) => RejectionKind::MethodNotAllowed,
            Self::OnPremises(_) => RejectionKind::NotPost,
        }
    }

    /// Takes the credential out of the headers of a verified request.
    pub(crate) fn hide_from_handler(&self, headers: &mut HeaderMap) {
        if let Self::OnPremises(_) = self {
            headers.remove(AUTHORIZATION);
        }
    }
}
