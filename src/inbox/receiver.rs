//! The service that stores what comes.

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
use crate::{Verified, WebhookEvent};

/// The service that stores each verified notification, and answers once it is stored; made by [`Inbox::receiver`].
///
/// Wrap the receiver in [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer).
///
/// | notification | response |
/// | --- | --- |
/// | stored, or stored before | 200 |
/// | not stored: the queue is down, slow or full | 503, with `Retry-After: 1` |
/// | not a WhatsApp notification | 400 |
/// | not verified: the layer is missing | 500 |
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
        let verified = request.extensions().get::<Verified>().cloned();
        let inbox = self.inbox.clone();
        Box::pin(async move {
            let Some(verified) = verified else {
                return Ok(response(StatusCode::INTERNAL_SERVER_ERROR, MISSING_LAYER));
            };
            let Ok(event) = WebhookEvent::from_verified(&verified) else {
                return Ok(response(StatusCode::BAD_REQUEST, UNDECODABLE));
            };
            Ok(match inbox.push(&event).await {
                Ok(()) => response(StatusCode::OK, ""),
                Err(unavailable) => {
                    #[cfg(feature = "tracing")]
                    tracing::error!(
                        target: "whatsapp_webhook",
                        status = unavailable.status().as_u16(),
                        error = std::error::Error::source(&unavailable).map(tracing::field::display),
                        "{unavailable}"
                    );
                    let mut response = response(unavailable.status(), "");
                    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
                    response
                }
            })
        })
    }
}

const MISSING_LAYER: &str = "the request was not verified: is `WhatsAppWebhookLayer` applied to this route?";
const UNDECODABLE: &str = "the body is verified, but is not a WhatsApp notification";

fn response(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
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
