//! A receiver for actix-web, which calls no Tower service: `cargo run` in this folder.
//!
//! The receiver listens on `127.0.0.1:3000`, path `/webhook`. The environment variables `WHATSAPP_APP_SECRET` and
//! `WHATSAPP_VERIFY_TOKEN` are those of your app. `WhatsAppWebhookLayer::check` makes the decisions of the layer for a
//! request whose body is complete, so the server has to set three limits of the layer itself:
//!
//! - the size of a body, by `PayloadConfig` (actix-web's own default for `Bytes` is 256 KiB, and Meta sends up to 3 MB);
//! - the time for a body, by the middleware `deadline`;
//! - the memory for all bodies, by the number of connections, each of which holds one body at most: 384 MiB in all.
//!
//! actix-web has the types of `http` 0.2, and the crate those of `http` 1, so the two functions at the end copy them.

#[cfg(test)]
mod tests;

use std::{env, error::Error, time::Duration};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorRequestTimeout,
    http::StatusCode,
    middleware::{Next, from_fn},
    web::{self, Bytes, Data, PayloadConfig, ServiceConfig},
};
use http_body_util::{BodyExt, Full};
use tokio::{sync::mpsc, time::timeout};
use whatsapp_webhook::{AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

const MAX_BODY_SIZE: usize = 3 << 20;
const BODY_DEADLINE: Duration = Duration::from_secs(10);

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_secret = AppSecret::new(env::var("WHATSAPP_APP_SECRET")?)?;
    let verify_token = VerifyToken::new(env::var("WHATSAPP_VERIFY_TOKEN")?)?;
    let webhook = WhatsAppWebhookLayer::new(app_secret, verify_token);

    let (queue, mut events) = mpsc::channel::<WebhookEvent>(100);
    let worker = actix_web::rt::spawn(async move {
        while let Some(event) = events.recv().await {
            for update in event.updates() {
                println!("received: {}", update.name());
            }
        }
    });

    HttpServer::new(move || App::new().configure(app(webhook.clone(), queue.clone())))
        .workers(2)
        .max_connections(64) // of each worker
        .bind("127.0.0.1:3000")?
        .run()
        .await?;
    worker.await?; // ends after the last queued notification, because all senders are dropped
    Ok(())
}

fn app(webhook: WhatsAppWebhookLayer, queue: mpsc::Sender<WebhookEvent>) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let resource = web::resource("/webhook")
            .app_data(Data::new(webhook))
            .app_data(Data::new(queue))
            .app_data(PayloadConfig::new(MAX_BODY_SIZE))
            .wrap(from_fn(deadline))
            .to(receive); // for every method, because `check` answers all of them
        config.service(resource);
    }
}

async fn receive(
    request: HttpRequest,
    body: Bytes,
    webhook: Data<WhatsAppWebhookLayer>,
    queue: Data<mpsc::Sender<WebhookEvent>>,
) -> HttpResponse {
    let Ok(request) = to_http_1(&request, body) else {
        return HttpResponse::BadRequest().finish();
    };
    let verified = match webhook.check(request) {
        Ok(verified) => verified,
        Err(response) => return to_actix(response).await,
    };
    let Ok(event) = WebhookEvent::from_verified(&verified) else {
        return HttpResponse::BadRequest().finish(); // signed, but not a WhatsApp notification
    };
    match queue.try_send(event) {
        Ok(()) => HttpResponse::Ok().finish(),
        Err(_) => HttpResponse::ServiceUnavailable().finish(), // the queue is full, and Meta sends again
    }
}

/// Limits the time to receive the body, which an extractor reads after this middleware.
async fn deadline(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    timeout(BODY_DEADLINE, next.call(request)).await.map_err(|_| ErrorRequestTimeout(""))?
}

/// Copies every value of a header, because a repeated signature must be seen as one.
fn to_http_1(request: &HttpRequest, body: Bytes) -> Result<http::Request<Bytes>, http::Error> {
    let mut copy = http::Request::builder().method(request.method().as_str()).uri(request.uri().to_string());
    for (name, value) in request.headers() {
        copy = copy.header(name.as_str(), value.as_bytes());
    }
    copy.body(body)
}

async fn to_actix(response: http::Response<Full<Bytes>>) -> HttpResponse {
    let (head, body) = response.into_parts();
    let status = StatusCode::from_u16(head.status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut copy = HttpResponse::build(status);
    for (name, value) in &head.headers {
        copy.append_header((name.as_str(), value.as_bytes()));
    }
    let Ok(body) = body.collect().await; // a body in memory cannot fail
    copy.body(body.to_bytes())
}
