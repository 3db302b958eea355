use std::{pin::Pin, task::Poll};

use bytes::Bytes;
use http_body_util::Full;
use whatsapp_webhook::{RejectionKind, WhatsAppWebhookLayer};

use crate::support::{Answer, chunked, data, frames, is_pending, layer, send, send_now, signed};

const FREE: usize = 64 << 10;

fn bytes(length: usize) -> Bytes {
    vec![b' '; length].into()
}

/// A request that has sent `length` bytes in one frame and then hangs, polled once.
async fn held(layer: &WhatsAppWebhookLayer, length: usize) -> Pin<Box<dyn Future<Output = Answer>>> {
    let layer = layer.clone();
    let body = frames([data(bytes(length)), Poll::Pending]);
    let mut request = Box::pin(async move { send(&layer, signed(b"", body)).await });
    assert!(is_pending(request.as_mut()).await);
    request
}

fn status(layer: &WhatsAppWebhookLayer, length: usize) -> u16 {
    let body = bytes(length);
    let request = signed(&body, Full::new(body.clone()));
    send_now(layer, request).status.as_u16()
}

#[test]
fn the_budget_is_exact_to_the_byte() {
    let layer = layer().with_body_budget(1000);
    assert_eq!(status(&layer, FREE + 1000), 200);
    assert_eq!(status(&layer, FREE + 1001), 503);
}

#[test]
fn an_exhausted_budget_asks_to_come_back() {
    let layer = layer().with_body_budget(0);
    let body = bytes(FREE + 1);
    for size in [1000, FREE + 1] {
        let answer = send_now(&layer, signed(&body, chunked(&body, size)));
        assert_eq!(answer.status, 503);
        assert_eq!(answer.kind, Some(RejectionKind::BodyBudgetExhausted));
        assert_eq!(answer.headers["retry-after"], "1");
        assert!(answer.seen.is_none());
    }
}

#[test]
fn the_first_64_kib_of_a_body_never_draw_on_the_budget() {
    let layer = layer().with_body_budget(0);
    for _ in 0..10 {
        assert_eq!(status(&layer, FREE), 200);
    }
}

#[tokio::test]
async fn held_bodies_use_the_budget_of_all_clones_until_they_are_dropped() {
    let layer = layer().with_body_budget(100_000);
    let clone = layer.clone();
    let first = held(&layer, FREE + 60_000).await;
    let second = held(&clone, FREE + 40_000).await;
    assert_eq!(status(&layer, FREE + 1), 503);
    assert_eq!(status(&clone, FREE), 200);
    drop(first);
    assert_eq!(status(&clone, FREE + 60_000), 200);
    assert_eq!(status(&clone, FREE + 60_001), 503);
    drop(second);
    assert_eq!(status(&layer, FREE + 100_000), 200);
}

#[test]
fn a_verified_body_gives_its_part_back_before_the_inner_service_is_called() {
    use std::convert::Infallible;

    use http::{Request, Response};
    use tower::{Layer, ServiceExt, service_fn};

    let webhook = layer().with_body_budget(1000);
    let inner = webhook.clone();
    let service = webhook.layer(service_fn(|_: Request<Full<Bytes>>| {
        assert_eq!(status(&inner, FREE + 1000), 200);
        std::future::ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())))
    }));
    let body = bytes(FREE + 1000);
    let request = signed(&body, Full::new(body.clone()));
    crate::support::drive(service.oneshot(request)).unwrap();
}

#[test]
fn rejected_bodies_give_their_part_back() {
    let layer = layer().with_body_budget(1000);
    let body = bytes(FREE + 1000);
    for _ in 0..3 {
        let answer = send_now(&layer, signed(b"other", Full::new(body.clone())));
        assert_eq!(answer.status, 401);
    }
    assert_eq!(status(&layer, FREE + 1000), 200);
}
