//! What a notification costs from the request to its last update, or a stranger's request to its rejection.

use std::{convert::Infallible, future::Ready};

use allocation_counter::measure;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, Service};
use whatsapp_webhook::signature::{X_HUB_SIGNATURE_256, sign};

use crate::{
    drive::{self, Events, UsedEvents},
    payloads,
};

type Make = fn() -> Bytes;

/// The most allocations that a whole notification may take: what was measured.
///
/// Lower a budget when it takes fewer; raise it only with a reason.
const BUDGETS: &[(&str, Make, u64)] = &[
    ("one text", payloads::text, 11),
    ("196 texts, an entry each", || payloads::texts(196), 993),
    ("196 texts in one change", || payloads::texts_in_one_change(196), 789),
    ("one status", || payloads::statuses(1), 10),
    ("196 statuses", || payloads::statuses(196), 593),
    ("196 unknown messages", || payloads::unknown(196), 985),
    ("196 malformed messages", || payloads::malformed(196), 593),
    ("196 messages of history", || payloads::history(196), 822),
];

/// The same where each update is asked for its users and its number.
const USED_BUDGETS: &[(&str, Make, u64)] = &[
    ("one text", payloads::text, 16),
    ("196 texts, an entry each", || payloads::texts(196), 1_973),
    ("1000 texts and 1000 contacts", || payloads::texts_and_contacts(1_000), 7_018),
    ("196 statuses", || payloads::statuses(196), 595),
];

/// The most for a POST that nobody signed, its response included.
const REFUSAL: u64 = 5;

fn allocations<S: Behind>(
    behind: S,
    body: &Bytes,
    signature: Option<HeaderValue>,
    expected: StatusCode,
) -> u64 {
    let mut service = drive::layer().layer(behind);
    let mut request = Request::post("/").body(Full::new(body.clone())).unwrap();
    request.headers_mut().extend(signature.map(|signature| (X_HUB_SIGNATURE_256, signature)));
    let info = measure(|| {
        let response = drive::block_on(service.call(request)).unwrap();
        assert_eq!(response.status(), expected);
    });
    info.count_total
}

/// A service behind the layer.
trait Behind:
    Service<
        Request<Full<Bytes>>,
        Response = Response<Full<Bytes>>,
        Error = Infallible,
        Future = Ready<Answer>,
    > + Clone
{
}

type Answer = Result<Response<Full<Bytes>>, Infallible>;

impl Behind for Events {}
impl Behind for UsedEvents {}

fn of_a_notification(body: &Bytes) -> u64 {
    allocations(Events, body, Some(sign(&drive::secret(), body)), StatusCode::OK)
}

#[test]
fn a_notification_takes_no_more_allocations_than_its_budget() {
    let mut beyond = Vec::new();
    for (what, body, budget) in BUDGETS {
        let count = of_a_notification(&body());
        println!("{what}: {count} allocations, at most {budget}");
        if count > *budget {
            beyond.push(what);
        }
    }
    assert!(beyond.is_empty(), "over their budgets: {beyond:?}");
}

#[test]
fn the_users_and_the_numbers_of_all_updates_take_no_more_allocations_than_their_budget() {
    let mut beyond = Vec::new();
    for (what, body, budget) in USED_BUDGETS {
        let body = body();
        let count = allocations(UsedEvents, &body, Some(sign(&drive::secret(), &body)), StatusCode::OK);
        println!("{what}: {count} allocations with users and numbers, at most {budget}");
        if count > *budget {
            beyond.push(what);
        }
    }
    assert!(beyond.is_empty(), "over their budgets: {beyond:?}");
}

#[test]
fn an_unsigned_request_is_rejected_with_next_to_no_allocations() {
    let count = allocations(Events, &payloads::text(), None, StatusCode::UNAUTHORIZED);
    println!("{count} allocations");
    assert!(count <= REFUSAL, "{count}");
}

#[test]
fn an_update_takes_as_many_allocations_among_5780_as_among_196() {
    for body in [payloads::texts, payloads::texts_in_one_change, payloads::statuses] {
        let few = of_a_notification(&body(196)) as f64 / 196.0;
        let many = of_a_notification(&body(5_780)) as f64 / 5_780.0;
        println!("{few:.3} for one of 196, {many:.3} for one of 5780");
        assert!(many <= few * 1.01);
    }
}
