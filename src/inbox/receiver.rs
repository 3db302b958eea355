//! The service that stores notifications.

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::Full;
use tower_service::Service;

use super::{Inbox, queue::Queue};
use crate::{WebhookEventRejection, log};

/// The service that stores each verified notification and then responds; made by [`Inbox::receiver`].
///
/// Wrap the receiver in [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer).
///
/// | notification | response |
/// | --- | --- |
/// | stored, or stored before | 200 |
/// | not stored: the queue is down, slow or full | 503, with `Retry-After: 1` |
/// | not a WhatsApp notification | 400 |
/// | not verified: the layer is missing | 500 |
///
/// With the feature `tracing`, each response but 200 is a log event at `ERROR` with its reason.
pub struct Receiver<Q> {
    pub(super) inbox: Inbox<Q>,
}

impl<Q: Queue, B> Service<Request<B>> for Receiver<Q> {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let event = WebhookEventRejection::or_event(request.extensions());
        let inbox = self.inbox.clone();
        Box::pin(async move {
            let event = match event {
                Ok(event) => event,
                Err(rejection) => {
                    log::error(rejection.status(), &rejection);
                    return Ok(response(rejection.status(), rejection.to_string()));
                }
            };
            let Err(unavailable) = inbox.push(&event).await else {
                return Ok(response(StatusCode::OK, String::new()));
            };
            log::error(unavailable.status(), &unavailable);
            let mut response = response(unavailable.status(), String::new());
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
            Ok(response)
        })
    }
}

fn response(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    response
}

impl<Q: Queue> Clone for Receiver<Q> {
    fn clone(&self) -> Self {
        Self { inbox: self.inbox.clone() }
    }
}

impl<Q> fmt::Debug for Receiver<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
