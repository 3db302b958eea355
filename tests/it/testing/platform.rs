use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::testing::{self, Item, Notification, Platform};

use crate::support::{TOKEN, drive, layer, secret, send_now};

type Reply = Response<whatsapp_webhook::ResponseBody<Full<Bytes>>>;

/// An app that fails so many times before it succeeds.
fn app(failures: usize) -> impl Service<Request<Full<Bytes>>, Response = Reply, Error = Infallible> + Clone {
    let count = Arc::new(AtomicUsize::new(0));
    layer().layer(service_fn(move |request: Request<Full<Bytes>>| {
        let count = Arc::clone(&count);
        async move {
            let mut response = Response::new(Full::default());
            if request.uri().path() != "/webhook" {
                *response.status_mut() = StatusCode::NOT_FOUND;
            } else if count.fetch_add(1, Relaxed) < failures {
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            }
            Ok(response)
        }
    }))
}

#[test]
fn a_signed_request_is_one_that_the_layer_accepts() {
    let request = testing::signed(&secret(), "{}");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(send_now(&layer(), request).seen.unwrap().body, "{}");
}

#[test]
fn a_platform_delivers_and_asks_without_a_runtime() {
    let notification = Notification::of([Item::text("Hello")]);
    let meta = Platform::new(app(0), secret()).at("/webhook");
    assert_eq!(drive(meta.deliver(&notification)).unwrap().status(), 200);
    assert_eq!(drive(meta.handshake(TOKEN, "1158201444")).unwrap().status(), 200);
    assert_eq!(drive(meta.handshake("another token", "1")).unwrap().status(), 403);

    let astray = Platform::new(app(0), secret());
    assert_eq!(drive(astray.deliver(&notification)).unwrap().status(), 404);
    let another = Platform::new(app(0), whatsapp_webhook::AppSecret::new("another secret 01234").unwrap());
    assert_eq!(drive(another.deliver(&notification)).unwrap().status(), 401);
}

#[test]
fn a_notification_is_delivered_until_it_is_taken_or_the_attempts_are_over() {
    let notification = Notification::of([Item::text("Hello")]);
    let deliver = |failures, attempts| {
        let meta = Platform::new(app(failures), secret()).at("/webhook");
        drive(meta.deliver_until_taken(&notification, attempts)).unwrap()
    };
    let taken = deliver(2, 5);
    assert_eq!(taken.statuses(), [500, 500, 200].map(|status| StatusCode::from_u16(status).unwrap()));
    assert!(taken.is_taken());
    let given_up = deliver(2, 2);
    assert!(given_up.statuses().len() == 2 && !given_up.is_taken());
    assert!(!deliver(0, 0).is_taken());
}
