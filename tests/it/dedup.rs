//! Each update is handled once.

#[cfg(feature = "testing")]
mod careless;

use std::{
    error::Error as _,
    future::pending,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use tokio::{
    task::yield_now,
    time::{Instant, advance, sleep},
};
use whatsapp_webhook::{
    WebhookEvent,
    dedup::{Claim, ClaimState, ClaimStore, Dedup, MemoryClaims, Renewal, Settlement},
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn notification(ids: &[&str]) -> WebhookEvent {
    let message = |id: &&str| json!({ "from": "1", "id": id, "timestamp": "1749416383", "type": "text", "text": { "body": "Hello" } });
    let value = json!({ "metadata": { "phone_number_id": "2" }, "messages": ids.iter().map(message).collect::<Vec<_>>(),
        "errors": [] });
    let changes = json!([{ "field": "messages", "value": value }]);
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "3", "changes": changes }] });
    WebhookEvent::from_bytes(body.to_string()).unwrap()
}

fn dedup() -> Dedup<MemoryClaims> {
    Dedup::new(MemoryClaims::new())
}

/// Handles a whole notification, and returns the status and the IDs that were handled.
async fn handle<S: ClaimStore>(dedup: &Dedup<S>, event: &WebhookEvent) -> (u16, Vec<String>) {
    let mut handled = Vec::new();
    let mut batch = match dedup.claim(event).await {
        Ok(batch) => batch,
        Err(unavailable) => return (unavailable.status().as_u16(), handled),
    };
    for claimed in batch.updates() {
        handled.push(claimed.update().id().unwrap().to_owned());
        claimed.done();
    }
    (batch.settle().await.status().as_u16(), handled)
}

/// Lets the tasks run that a dropped batch leaves.
async fn settle_down() {
    for _ in 0..10 {
        yield_now().await;
    }
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[tokio::test]
async fn an_update_is_handled_once_in_all_notifications_that_contain_it() {
    let dedup = dedup();
    assert_eq!(handle(&dedup, &notification(&["a", "b", "a"])).await, (200, ids(&["a", "b"])));
    assert_eq!(handle(&dedup, &notification(&["b", "c"])).await, (200, ids(&["c"])));
    assert_eq!(handle(&dedup, &notification(&["a", "b", "c"])).await, (200, ids(&[])));
}

#[tokio::test]
async fn what_fails_is_handled_again_and_nothing_else() {
    let dedup = dedup();
    let event = notification(&["a", "b", "c"]);
    let mut batch = dedup.claim(&event).await.unwrap();
    for claimed in batch.updates() {
        match claimed.update().id() {
            Some("a") => claimed.done(),
            Some("b") => claimed.failed(),
            _ => {} // counts as failed
        }
    }
    assert_eq!(batch.settle().await.status(), 500);
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["b", "c"])));
}

#[tokio::test]
async fn a_duplicate_in_flight_is_not_answered_with_200() {
    let dedup = dedup();
    let event = notification(&["a"]);
    let mut first = dedup.claim(&event).await.unwrap();
    assert_eq!(handle(&dedup, &event).await, (503, ids(&[])));
    assert_eq!(handle(&dedup, &notification(&["a", "b"])).await, (503, ids(&["b"])));
    first.updates().for_each(|claimed| claimed.done());
    assert_eq!(first.settle().await.status(), 200);
    assert_eq!(handle(&dedup, &event).await, (200, ids(&[])));
}

#[tokio::test]
async fn a_dropped_batch_marks_what_is_done_and_gives_back_the_rest() {
    let dedup = dedup();
    let event = notification(&["a", "b"]);
    let mut batch = dedup.claim(&event).await.unwrap();
    batch.updates().next().unwrap().done();
    drop(batch);
    settle_down().await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["b"])));
}

#[tokio::test]
async fn a_handler_that_panics_gives_its_updates_back() {
    let dedup = dedup();
    let event = notification(&["a"]);
    let task = tokio::spawn({
        let (dedup, event) = (dedup.clone(), event.clone());
        async move {
            let _batch = dedup.claim(&event).await.unwrap();
            panic!("a test");
        }
    });
    assert!(task.await.is_err());
    settle_down().await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
}

#[tokio::test(start_paused = true)]
async fn claims_are_renewed_as_long_as_the_batch_lives() {
    let dedup = dedup();
    let event = notification(&["a"]);
    let batch = dedup.claim(&event).await.unwrap();
    for _ in 0..100 {
        sleep(Duration::from_secs(13)).await;
        assert_eq!(handle(&dedup, &event).await, (503, ids(&[])));
    }
    drop(batch);
    settle_down().await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
}

#[tokio::test]
async fn of_a_hundred_copies_at_once_one_is_handled() {
    let dedup = dedup();
    let names: Vec<String> = (0..200).map(|number| format!("wamid.{number}")).collect();
    let event = notification(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let handled = Arc::new(AtomicUsize::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (dedup, event, handled) = (dedup.clone(), event.clone(), Arc::clone(&handled));
        tasks.spawn(async move {
            let mut batch = dedup.claim(&event).await.unwrap();
            for claimed in batch.updates() {
                handled.fetch_add(1, Ordering::Relaxed);
                yield_now().await;
                claimed.done();
            }
            batch.settle().await.status().as_u16()
        });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(handled.load(Ordering::Relaxed), 200);
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn two_apps_on_one_store_have_namespaces_of_their_own() {
    let store = Arc::new(MemoryClaims::new());
    let shared = |name: &str| Dedup::new(Shared(Arc::clone(&store))).with_namespace(name);
    let event = notification(&["a"]);
    assert_eq!(handle(&shared("one"), &event).await, (200, ids(&["a"])));
    assert_eq!(handle(&shared("two"), &event).await, (200, ids(&["a"])));
    assert_eq!(handle(&shared("one"), &event).await, (200, ids(&[])));
}

#[tokio::test]
async fn what_is_not_claimed_is_handled_each_time() {
    let dedup = dedup().only(|update| update.id() != Some("a"));
    let event = notification(&["a", "b"]);
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a", "b"])));
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
    // A test from the dashboard has no key, and the second click does something.
    let test = WebhookEvent::from_bytes(
        String::from_utf8(event.raw().to_vec()).unwrap().replace(r#""id":"3""#, r#""id":"0""#),
    );
    let test = test.unwrap();
    for _ in 0..2 {
        assert_eq!(handle(&dedup, &test).await.1, ids(&["a", "b"]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_is_kept_for_eight_days_and_not_for_ever() {
    let dedup = dedup();
    let event = notification(&["a"]);
    assert_eq!(handle(&dedup, &event).await.1, ids(&["a"]));
    for day in 1..=8 {
        advance(DAY - Duration::from_secs(1)).await;
        handle(&dedup, &notification(&[&format!("of day {day}")])).await;
        assert_eq!(handle(&dedup, &event).await, (200, ids(&[])), "on day {day}");
    }
    advance(2 * DAY).await;
    handle(&dedup, &notification(&["later"])).await;
    assert_eq!(handle(&dedup, &event).await.1, ids(&["a"]));
}

#[tokio::test(start_paused = true)]
async fn a_shorter_retention_is_kept_to_the_day() {
    let dedup = dedup().with_retention(Duration::from_secs(60 * 60));
    let event = notification(&["a"]);
    assert_eq!(handle(&dedup, &event).await.1, ids(&["a"]));
    advance(Duration::from_secs(59 * 60)).await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&[])));
    advance(DAY + Duration::from_secs(2 * 60)).await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
}

#[tokio::test]
async fn the_oldest_of_too_many_keys_are_forgotten() {
    let dedup = Dedup::new(MemoryClaims::new().with_most_keys(90));
    for number in 0..200 {
        handle(&dedup, &notification(&[&number.to_string()])).await;
    }
    let mut known = 0;
    for number in 0..200 {
        let event = notification(&[&number.to_string()]);
        let batch = dedup.claim(&event).await.unwrap();
        known += batch.duplicates();
        assert!(number < 120 || batch.duplicates() == 1, "{number}");
        drop(batch);
    }
    assert!((81..=90).contains(&known), "{known}");
}

/// A store that several test subjects share.
struct Shared<S>(Arc<S>);

impl<S: ClaimStore> ClaimStore for Shared<S> {
    type Error = S::Error;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, S::Error> {
        self.0.claim(claim).await
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), S::Error> {
        self.0.settle(settlement).await
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), S::Error> {
        self.0.renew(renewal).await
    }
}

/// A store that takes effect, and then fails or does not answer.
#[derive(Default)]
struct Flaky {
    store: MemoryClaims,
    fault: Mutex<Option<Fault>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    ClaimFails,
    ClaimHangs,
    SettleFails,
}

impl Flaky {
    async fn answer<T>(&self, failing: Fault, hanging: Option<Fault>, answer: T) -> Result<T, io::Error> {
        let fault = *self.fault.lock().unwrap();
        match fault {
            Some(fault) if fault == failing => Err(io::Error::other("the store is down")),
            Some(fault) if Some(fault) == hanging => pending().await,
            _ => Ok(answer),
        }
    }
}

impl ClaimStore for Flaky {
    type Error = io::Error;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, io::Error> {
        let Ok(states) = self.store.claim(claim).await;
        self.answer(Fault::ClaimFails, Some(Fault::ClaimHangs), states).await
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), io::Error> {
        self.answer(Fault::SettleFails, None, ()).await?;
        let Ok(()) = self.store.settle(settlement).await;
        Ok(())
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), io::Error> {
        let Ok(()) = self.store.renew(renewal).await;
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_down_or_slow_gets_503_and_nothing_is_handled() {
    let store = Arc::new(Flaky::default());
    let dedup = Dedup::new(Shared(Arc::clone(&store)));
    let event = notification(&["a"]);
    for fault in [Fault::ClaimFails, Fault::ClaimHangs] {
        *store.fault.lock().unwrap() = Some(fault);
        let start = Instant::now();
        assert_eq!(handle(&dedup, &event).await, (503, ids(&[])));
        assert!(start.elapsed() <= Duration::from_secs(5));
        // The claim took effect although its answer was lost; it is given back.
        *store.fault.lock().unwrap() = None;
        settle_down().await;
        assert_eq!(dedup.claim(&event).await.unwrap().in_flight(), 0);
        settle_down().await;
    }
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_marked_is_not_answered_with_200() {
    let store = Arc::new(Flaky::default());
    let dedup = Dedup::new(Shared(Arc::clone(&store)));
    let event = notification(&["a"]);
    let mut batch = dedup.claim(&event).await.unwrap();
    batch.updates().for_each(|claimed| claimed.done());
    *store.fault.lock().unwrap() = Some(Fault::SettleFails);
    let settled = batch.settle().await;
    assert_eq!(settled.status(), 503);
    assert_eq!(settled.error().unwrap().source().unwrap().to_string(), "the store is down");
    settle_down().await; // it is tried a second time
    *store.fault.lock().unwrap() = None;
    sleep(Duration::from_secs(61)).await;
    assert_eq!(handle(&dedup, &event).await, (200, ids(&["a"])));
}

#[cfg(feature = "axum")]
#[test]
fn the_responses_say_when_to_come_again() {
    use axum::response::IntoResponse;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let answers = runtime.block_on(async {
        let store = Arc::new(Flaky::default());
        let dedup = Dedup::new(Shared(Arc::clone(&store)));
        let event = notification(&["a"]);
        let batch = dedup.claim(&event).await.unwrap();
        let in_flight = dedup.claim(&event).await.unwrap().settle().await.into_response();
        let failed = batch.settle().await.into_response();
        *store.fault.lock().unwrap() = Some(Fault::ClaimFails);
        let down = dedup.claim(&event).await.unwrap_err().into_response();
        [in_flight, failed, down]
    });
    let answers = answers.map(|answer| {
        (
            answer.status().as_u16(),
            answer.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned()),
        )
    });
    assert_eq!(answers, [(503, Some("1".to_owned())), (500, None), (503, Some("1".to_owned()))]);
}
