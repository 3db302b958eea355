//! The types of the feature `inbox`.

use std::time::{Duration, SystemTime};

use tower::service_fn;
use whatsapp_webhook::{
    Record,
    dedup::Token,
    event::Lane,
    inbox::{
        Append, DeadRecord, Depth, FailedRecord, Failure, Inbox, Job, LaneSettlement, Lease, LeaseRequest,
        LeasedLane, MemoryQueue, Queue, QueuedRecord, Retries,
    },
    testing::check_queue,
};

use super::types::{Hunt, block_on, debug, event};

const SECOND: Duration = Duration::from_secs(1);

pub(super) const HUNTS: &[Hunt] = &[
    ("Append", |text| debug(&Append::new(&records(text)))),
    ("DeadRecord", |text| debug(&DeadRecord::new(queued(text), SystemTime::now(), text))),
    ("Depth", |_| debug(&Depth::new(1, 2, 3, Some(SECOND)))),
    ("FailedRecord", |text| debug(&FailedRecord::new(1, Some(SECOND), text))),
    // `Display` is the error of the handler itself.
    ("Failure", |text| debug(&Failure::bury(text)) + &debug(&Failure::retry_in(SECOND, text))),
    ("Inbox", |text| debug(&inbox(text)) + &format!("{:?}", full(text))),
    ("Job", |text| jobs(text)),
    ("LaneSettlement", |text| {
        let mut settlement = LaneSettlement::new(lease());
        settlement.failed = Some(FailedRecord::new(1, None, text));
        debug(&settlement)
    }),
    ("Lease", |_| debug(&lease())),
    ("LeasedLane", |text| debug(&LeasedLane::new(lease(), vec![queued(text)]))),
    ("LeaseRequest", |_| debug(&LeaseRequest::new(1, 1, SECOND))),
    ("MemoryQueue", |text| {
        let queue = MemoryQueue::new();
        block_on(async {
            let _ = queue.append(Append::new(&records(text))).await;
        });
        debug(&queue)
    }),
    ("MemoryQueueFull", |text| format!("{:?}", full(text))),
    ("QueuedRecord", |text| debug(&queued(text))),
    ("QueueFault", |text| {
        let queue = MemoryQueue::new();
        block_on(async {
            let _ = queue.append(Append::new(&records(text))).await;
        });
        let mut fault = None;
        block_on(async { fault = check_queue(queue).await.err() });
        format!("{} {fault:?}", fault.as_ref().unwrap())
    }),
    ("Receiver", |text| debug(&inbox(text).receiver())),
    ("Retries", |_| debug(&Retries::new())),
    ("Ticket", |text| jobs(text)),
    ("Worker", |text| debug(&inbox(text).worker(text.to_owned()))),
    ("WorkerError", |text| {
        let inbox = inbox(text).with_drain(Duration::ZERO);
        let text = text.to_owned();
        let handler = service_fn(move |_: Job| {
            let text = text.clone();
            async move { Err::<(), _>(Failure::retry_in(SECOND, text)) }
        });
        let mut stopped = Ok(());
        block_on(async { stopped = inbox.worker(handler).run_until(async {}).await });
        let error = stopped.unwrap_err();
        format!("{error} {error:?}")
    }),
];

fn records(text: &str) -> Vec<Record> {
    event(text).updates().map(|update| update.record()).collect()
}

fn queued(text: &str) -> QueuedRecord {
    QueuedRecord::new(1, records(text).remove(0), SystemTime::now(), 1)
}

fn lease() -> Lease {
    Lease::new(Lane::from_bits(1), Token::new())
}

fn inbox(text: &str) -> Inbox<MemoryQueue> {
    let inbox = Inbox::new(MemoryQueue::new());
    block_on(async { inbox.push(&event(text)).await.unwrap() });
    inbox
}

fn full(text: &str) -> whatsapp_webhook::dedup::Unavailable {
    let mut full = None;
    block_on(async { full = Inbox::new(MemoryQueue::with_most_bytes(1)).push(&event(text)).await.err() });
    full.unwrap()
}

/// What is told of the jobs that a worker hands out.
fn jobs(text: &str) -> String {
    let told = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let inbox = inbox(text);
    let handler = {
        let told = std::sync::Arc::clone(&told);
        service_fn(move |job: Job| {
            told.lock().unwrap().push_str(&(debug(&job) + &debug(&job.ticket())));
            async { Ok::<(), Failure>(()) }
        })
    };
    block_on(async { inbox.worker(handler).run_until(async {}).await.unwrap() });
    let told = told.lock().unwrap().clone();
    assert!(told.contains("Ticket"), "{told}");
    told
}
