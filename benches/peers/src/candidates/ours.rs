//! This crate.

use std::{
    convert::Infallible,
    error::Error,
    future::{Ready, ready},
    hint::black_box,
};

use axum::{Router, body::Body, routing::post};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Body as HttpBody;
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::{AppCredentials, AppSecret, ResponseBody, Verified, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

use super::{Candidate, DECODE, Duty, EVENT, FORGED, LAYER, ROUTE, UNSIGNED, USE, counted, drive};
use crate::delivery::{Delivery, SECRET};

pub(super) fn all() -> Vec<Candidate> {
    let mut app = app(1);
    vec![
        layered(LAYER, Duty::Verify, Delivery::request, |_| StatusCode::OK),
        layered(EVENT, Duty::VerifyAndCount, Delivery::request, decode),
        layered(USE, Duty::VerifyAndCount, Delivery::request, use_it),
        Candidate::new(ROUTE, Duty::VerifyAndCount, Delivery::request::<Body>, move |request| {
            drive(app.call(request)).unwrap_or_else(|never| match never {}).status()
        }),
        Candidate::new(
            DECODE,
            Duty::Count,
            |delivery| delivery.body.clone(),
            |body| counted(WebhookEvent::from_bytes(body).ok().as_ref().map(count)),
        ),
        layered(UNSIGNED, Duty::Reject, |delivery| delivery.unsigned().request(), |_| StatusCode::OK),
        layered(FORGED, Duty::Reject, |delivery| delivery.forged().request(), |_| StatusCode::OK),
    ]
}

/// The router that a user would write.
pub fn app(secrets: usize) -> Router {
    async fn receive(event: WebhookEvent) -> StatusCode {
        counted(Some(count(&event)))
    }
    Router::new().route("/webhook", post(receive).layer(layer(secrets)))
}

/// What a user would give to hyper.
pub fn service<B>(
    secrets: usize,
) -> impl Service<Request<B>, Response = Response<ResponseBody<Full<Bytes>>>, Error = Infallible, Future: Send>
+ Clone
+ Send
where
    B: HttpBody<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    layer(secrets).layer(service_fn(handler(decode)))
}

/// It checks each signature under so many secrets, of which the first fits.
fn layer(secrets: usize) -> WhatsAppWebhookLayer {
    let secret = |text: &str| AppSecret::new(text).expect("it has the form of a secret");
    let token = VerifyToken::new("a token").expect("it is not empty");
    let app = (1..secrets).fold(AppCredentials::new(secret(SECRET), token), |app, index| {
        let previous = secret(&format!("{index:032x}"));
        app.with_previous_app_secret(previous).expect("there are at most 8")
    });
    WhatsAppWebhookLayer::for_app(app)
}

fn layered(
    name: &'static str,
    duty: Duty,
    prepare: fn(&Delivery) -> Request<Full<Bytes>>,
    then: fn(&Verified) -> StatusCode,
) -> Candidate {
    let mut service = layer(1).layer(service_fn(handler(then)));
    Candidate::new(name, duty, prepare, move |request| {
        drive(service.call(request)).unwrap_or_else(|never| match never {}).status()
    })
}

type Answer = Result<Response<Full<Bytes>>, Infallible>;

/// The service behind the layer.
fn handler(then: fn(&Verified) -> StatusCode) -> impl Fn(Request<Full<Bytes>>) -> Ready<Answer> + Clone {
    move |request| {
        let mut response = Response::default();
        *response.status_mut() = match request.extensions().get::<Verified>() {
            Some(verified) => then(verified),
            None => StatusCode::INTERNAL_SERVER_ERROR,
        };
        ready(Ok(response))
    }
}

fn decode(verified: &Verified) -> StatusCode {
    counted(WebhookEvent::from_verified(verified).ok().as_ref().map(count))
}

/// The same, and asks each update for its sender, its recipient and its number.
fn use_it(verified: &Verified) -> StatusCode {
    let Ok(event) = WebhookEvent::from_verified(verified) else { return counted(None) };
    let updates = event.updates().inspect(|update| {
        black_box((update.sender(), update.recipient(), update.phone_number_id()));
    });
    counted(Some(updates.filter(|update| update.id().is_some_and(|id| !id.is_empty())).count()))
}

/// The number of updates with an identifier.
fn count(event: &WebhookEvent) -> usize {
    event.updates().filter(|update| update.id().is_some_and(|id| !id.is_empty())).count()
}
