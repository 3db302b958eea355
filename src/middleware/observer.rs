//! The observer, and the outcome of a request.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;

use crate::{Rejection, RejectionKind, SecretSlot, Verified};

/// Outcome of a request that was answered; [`with_observer`](crate::WhatsAppWebhookLayer::with_observer) shows how to count
/// outcomes.
///
/// An outcome contains nothing that the client sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The kind of the outcome, with the reason of a rejection.
    pub kind: OutcomeKind,
    /// The status of the response.
    pub status: StatusCode,
    /// The length of the verified body, in bytes; 0 for a challenge or a rejection.
    pub body_bytes: usize,
    /// The secret that the body was signed with; none for a challenge or a rejection.
    pub secret: Option<SecretSlot>,
    /// The label of the app that the body was signed for, if its credentials have one.
    pub label: Option<Arc<str>>,
    /// The time from the call to the end of the verification, or to the layer's own response.
    pub read: Duration,
    /// The time from the end of the verification to the response of the inner service, with the time until that was ready.
    pub handled: Duration,
}

/// Kind of an [`Outcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OutcomeKind {
    /// The layer answered the challenge of a GET.
    Challenged,
    /// The layer rejected the request.
    Rejected(RejectionKind),
    /// The inner service answered a verified POST. [`Outcome::status`] tells how.
    Answered,
}

impl OutcomeKind {
    /// Returns a short, stable name for the label of a metric: `challenged`, `answered`, or that of the
    /// [`RejectionKind`].
    ///
    /// ```
    /// use whatsapp_webhook::{OutcomeKind, RejectionKind};
    ///
    /// assert_eq!(OutcomeKind::Answered.as_str(), "answered");
    /// assert_eq!(OutcomeKind::Rejected(RejectionKind::WrongToken).as_str(), "wrong_token");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Challenged => "challenged",
            Self::Rejected(kind) => kind.as_str(),
            Self::Answered => "answered",
        }
    }
}

/// The function of the user that is told of each request.
pub(crate) struct Observer(Box<dyn Fn(&Outcome) + Send + Sync>);

impl Observer {
    pub(crate) fn new(observe: impl Fn(&Outcome) + Send + Sync + 'static) -> Self {
        Self(Box::new(observe))
    }

    /// Begins with a request that was called now.
    pub(crate) fn begin(self: &Arc<Self>) -> Box<Observation> {
        Box::new(Observation { started: Some(Instant::now()), ..self.without_clock() })
    }

    /// Begins with a request whose times are not taken.
    pub(crate) fn without_clock(self: &Arc<Self>) -> Observation {
        Observation {
            observer: Arc::clone(self),
            started: None,
            outcome: Outcome {
                kind: OutcomeKind::Answered,
                status: StatusCode::OK,
                body_bytes: 0,
                secret: None,
                label: None,
                read: Duration::ZERO,
                handled: Duration::ZERO,
            },
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer(..)")
    }
}

/// A request that is being observed.
#[derive(Debug)]
pub(crate) struct Observation {
    observer: Arc<Observer>,
    started: Option<Instant>,
    outcome: Outcome,
}

impl Observation {
    /// Notes that the body is verified.
    pub(crate) fn verified(&mut self, verified: &Verified) {
        self.outcome.body_bytes = verified.body().len();
        self.outcome.secret = Some(verified.secret());
        self.outcome.label = verified.shared_label().cloned();
        self.outcome.read = self.elapsed();
    }

    /// Tells the observer that the inner service answered.
    pub(crate) fn answered(mut self, status: StatusCode) {
        self.outcome.handled = self.elapsed().saturating_sub(self.outcome.read);
        self.tell(OutcomeKind::Answered, status);
    }

    /// Tells the observer of a response of the layer itself.
    pub(crate) fn answered_by_layer(mut self, response: &Response<Full<Bytes>>) {
        self.outcome.read = self.elapsed();
        let rejection = response.extensions().get::<Rejection>();
        let kind =
            rejection.map_or(OutcomeKind::Challenged, |rejection| OutcomeKind::Rejected(rejection.kind()));
        self.tell(kind, response.status());
    }

    fn tell(mut self, kind: OutcomeKind, status: StatusCode) {
        (self.outcome.kind, self.outcome.status) = (kind, status);
        (self.observer.0)(&self.outcome);
    }

    fn elapsed(&self) -> Duration {
        self.started.map_or(Duration::ZERO, |started| started.elapsed())
    }
}
