//! This crate.

use std::{convert::Infallible, future::ready};

use axum::{Router, body::Body, routing::post};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::{AppSecret, Verified, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

use super::{Candidate, DECODE, Duty, EVENT, FORGED, LAYER, ROUTE, UNSIGNED, counted, drive};
use crate::delivery::{Delivery, SECRET};

pub(super) fn all() -> Vec<Candidate> {
    let mut app = app();
    vec![
        layered(LAYER, Duty::Verify, Delivery::request, |_| StatusCode::OK),
        layered(EVENT, Duty::VerifyAndCount, Delivery::request, |verified| {
            counted(WebhookEvent::from_verified(verified).ok().as_ref().map(count))
        }),
        Candidate::new(ROUTE, Duty::VerifyAndCount, Delivery::request::<Body>, move |request| {
            drive(app.call(request)).unwrap_or_else(|never| match never {}).status()
        }),
        Candidate::new(
            DECODE,
            Duty::Count,
            |delivery| delivery.body.clone(),
            |body| counted(WebhookEvent::from_bytes(body).ok().as_ref().map(count)),
        ),
        layered(UNSIGNED, Duty::Refuse, |delivery| delivery.unsigned().request(), |_| StatusCode::OK),
        layered(FORGED, Duty::Refuse, |delivery| delivery.forged().request(), |_| StatusCode::OK),
    ]
}

/// The router that a user would write.
pub fn app() -> Router {
    async fn receive(event: WebhookEvent) -> StatusCode {
        counted(Some(count(&event)))
    }
    Router::new().route("/webhook", post(receive).layer(layer()))
}

fn layer() -> WhatsAppWebhookLayer {
    let secret = AppSecret::new(SECRET).expect("it has the form of a secret");
    WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token").expect("it is not empty"))
}

fn layered(
    name: &'static str,
    duty: Duty,
    prepare: fn(&Delivery) -> Request<Full<Bytes>>,
    then: fn(&Verified) -> StatusCode,
) -> Candidate {
    let mut service = layer().layer(service_fn(move |request: Request<Full<Bytes>>| {
        let mut response = Response::new(Full::<Bytes>::default());
        *response.status_mut() = match request.extensions().get::<Verified>() {
            Some(verified) => then(verified),
            None => StatusCode::INTERNAL_SERVER_ERROR,
        };
        ready(Ok::<_, Infallible>(response))
    }));
    Candidate::new(name, duty, prepare, move |request| {
        drive(service.call(request)).unwrap_or_else(|never| match never {}).status()
    })
}

/// The number of updates with an identifier.
fn count(event: &WebhookEvent) -> usize {
    event.updates().filter(|update| update.id().is_some_and(|id| !id.is_empty())).count()
}
