//! Each notification is stored before it is answered, and handled afterwards.

mod model;
mod receiving;
mod simulation;
mod stopping;
mod working;

use std::{
    future::{Ready, ready},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::json;
use tokio::time::sleep;
use tower::service_fn;
use whatsapp_webhook::{
    WebhookEvent,
    inbox::{Failure, Inbox, Job, Queue, WorkerError},
};

/// A notification of texts, each by its sender and its ID.
fn notification(texts: &[(&str, &str)]) -> WebhookEvent {
    let message = |(from, id): &(&str, &str)| json!({ "from": from, "id": id, "timestamp": "1749416383", "type": "text", "text": { "body": "Hello" } });
    let messages: Vec<_> = texts.iter().map(message).collect();
    let value = json!({ "metadata": { "phone_number_id": "2" }, "messages": messages });
    let changes = json!([{ "field": "messages", "value": value }]);
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "3", "changes": changes }] });
    WebhookEvent::from_bytes(body.to_string()).unwrap()
}

/// What handlers did: the ID of an update, and its attempt.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(String, u32)>>>);

impl Log {
    fn note(&self, job: &Job) {
        self.0.lock().unwrap().push((job.update().id().unwrap().to_owned(), job.attempt()));
    }

    /// A handler that notes each job, and succeeds.
    fn handler(&self) -> impl Fn(Job) -> Ready<Result<(), Failure>> + Clone + Send + use<> {
        let log = self.clone();
        move |job: Job| {
            log.note(&job);
            ready(Ok(()))
        }
    }

    fn ids(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(id, _)| id.clone()).collect()
    }
}

async fn push<Q: Queue>(inbox: &Inbox<Q>, texts: &[(&str, &str)]) {
    inbox.push(&notification(texts)).await.unwrap();
}

/// Runs a worker for some seconds.
async fn run<Q, F, R>(inbox: &Inbox<Q>, seconds: u64, handle: F) -> Result<(), WorkerError>
where
    Q: Queue,
    F: Fn(Job) -> R + Clone + Send + 'static,
    R: Future<Output = Result<(), Failure>> + Send + 'static,
{
    inbox.worker(service_fn(handle)).run_until(sleep(Duration::from_secs(seconds))).await
}

#[cfg(feature = "testing")]
#[tokio::test(start_paused = true)]
async fn the_check_of_a_queue_finds_each_defect() {
    use whatsapp_webhook::testing::check_queue;

    use self::model::{Model, Sabotage};

    check_queue(Model::new()).await.unwrap();
    for sabotage in [
        Sabotage::LocksNoLane,
        Sabotage::SettlesFirst,
        Sabotage::KnowsNoKeys,
        Sabotage::CountsNoAttempts,
        Sabotage::ReversesLanes,
        Sabotage::KnowsNoTokens,
        Sabotage::KnowsNoPauses,
    ] {
        let fault =
            check_queue(Model::new().sabotaged(Some(sabotage))).await.expect_err(&format!("{sabotage:?}"));
        println!("{sabotage:?}: {fault}");
    }
}
