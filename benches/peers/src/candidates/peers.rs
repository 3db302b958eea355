//! Other crates.

use std::{convert::Infallible, error::Error, future::ready, mem, sync::atomic::Ordering::Relaxed};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tokio::{runtime, task::yield_now};
use tower::{Layer, Service, service_fn};
use tower_github_webhook::ValidateGitHubWebhookLayer;
use webhook_verify::{Provider, Secret, tower::VerifyLayer};
use whatsapp_business_rs::{
    WebhookHandler,
    client::AppSecret,
    server::{ErrorContext, Event, EventContext},
    webhook_service::WebhookService,
};

use super::{
    BUSINESS, COUNTED, Candidate, Duty, GITHUB, GITHUB_AND_PARSE, VERIFY, VERIFY_AND_PARSE, counted, drive,
};
use crate::{
    delivery::{Delivery, SECRET},
    minimal,
};

pub(super) fn all() -> Vec<Candidate> {
    let accept = |_: &[u8]| StatusCode::OK;
    let parse = |body: &[u8]| counted(minimal::count_borrowed(body));
    vec![
        github(GITHUB, Duty::Verify, accept),
        github(GITHUB_AND_PARSE, Duty::VerifyAndCount, parse),
        verify(VERIFY, Duty::Verify, accept),
        verify(VERIFY_AND_PARSE, Duty::VerifyAndCount, parse),
        business(),
    ]
}

fn github(name: &'static str, duty: Duty, then: fn(&[u8]) -> StatusCode) -> Candidate {
    let inner = service_fn(move |request: Request<Full<Bytes>>| async move {
        let Ok(body) = request.into_body().collect().await;
        Ok::<_, Infallible>(answer(then(&body.to_bytes())))
    });
    let mut service = ValidateGitHubWebhookLayer::new(SECRET).layer(inner);
    Candidate::new(name, duty, Delivery::request::<Full<Bytes>>, move |request| {
        drive(service.call(request)).unwrap_or_else(|never| match never {}).status()
    })
}

fn verify(name: &'static str, duty: Duty, then: fn(&[u8]) -> StatusCode) -> Candidate {
    let inner =
        service_fn(move |request: Request<Bytes>| ready(Ok::<_, Infallible>(answer(then(request.body())))));
    let mut service = VerifyLayer::new(Provider::GitHub, Secret::new(SECRET)).layer(inner);
    Candidate::new(name, duty, Delivery::request::<Full<Bytes>>, move |request: Request<Full<Bytes>>| {
        drive(service.call(request)).map_or(StatusCode::INTERNAL_SERVER_ERROR, |response| response.status())
    })
}

fn answer(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// It spawns a task for each event, and the clock stops when all have run.
fn business() -> Candidate {
    #[derive(Clone)]
    struct Count;
    impl WebhookHandler for Count {
        async fn handle(&self, _: EventContext, _: Event) {
            counted(Some(1));
        }
        /// The default prints the signature that was expected.
        async fn handle_error(&self, _: ErrorContext, _: Box<dyn Error + Send>) {}
    }
    // It takes one of the two strings for the other, depending on how the compiler orders the members of a struct;
    // and what it does when the last copy is dropped is undefined. So they are the same, and a copy is never dropped.
    let service = WebhookService::<Count>::builder()
        .verify_token(SECRET)
        .verify_payload(AppSecret(SECRET.to_owned()))
        .build(Count);
    mem::forget(service.clone());
    let runtime = runtime::Builder::new_current_thread().build().expect("a runtime of one thread");
    let prepare = |delivery: &Delivery| (delivery.updates, delivery.request::<Body>());
    Candidate::new(BUSINESS, Duty::VerifyAndCount, prepare, move |(updates, request)| {
        let end = COUNTED.load(Relaxed) + updates;
        runtime.block_on(async {
            let status = service.handle(request).await.status();
            while status == StatusCode::OK && COUNTED.load(Relaxed) < end {
                yield_now().await;
            }
            status
        })
    })
}
