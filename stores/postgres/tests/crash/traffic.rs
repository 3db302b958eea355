//! What is sent and what came of it.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use super::{
    fleet::{Done, Fleet, post},
    server,
};

const SENDERS: usize = 4;

pub(crate) fn notification(ids: &[String]) -> String {
    let message = |id: &String| {
        let from = id.split('-').next().unwrap();
        format!(
            r#"{{"from":"{from}","id":"{id}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#
        )
    };
    let messages: Vec<String> = ids.iter().map(message).collect();
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"3","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"2"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    )
}

/// What is sent: the messages of a number of conversations.
pub(crate) struct Traffic {
    /// The number of the first conversation.
    pub(crate) first: usize,
    pub(crate) conversations: usize,
    pub(crate) of_each: usize,
    pub(crate) longest_batch: usize,
    /// A sender's pause between two notifications, so that much happens meanwhile.
    pub(crate) pace: Duration,
}

impl Traffic {
    pub(crate) fn of(messages: usize) -> Self {
        let pace = Duration::from_millis(100);
        Self { first: 0, conversations: messages / 20, of_each: 20, longest_batch: 20, pace }
    }

    pub(crate) fn count(&self) -> usize {
        self.conversations * self.of_each
    }

    /// Sends the messages of each conversation in order, each until it is acknowledged, and every tenth notification twice.
    ///
    /// Returns how many requests were not answered with 200.
    pub(crate) fn send(&self, ports: &[u16], has_stopped: &AtomicBool) -> usize {
        let failed = AtomicUsize::new(0);
        thread::scope(|scope| {
            for sender in 0..SENDERS {
                let failed = &failed;
                scope.spawn(move || self.send_some(sender, ports, failed));
            }
        });
        has_stopped.store(true, Ordering::Relaxed);
        failed.into_inner()
    }

    fn send_some(&self, sender: usize, ports: &[u16], failed: &AtomicUsize) {
        let mine: Vec<usize> =
            (self.first..self.first + self.conversations).skip(sender).step_by(SENDERS).collect();
        let mut turn = sender;
        for number in 0..self.of_each {
            // Batches of different lengths.
            let length = 1 + (number * 7 + sender) % self.longest_batch;
            for (index, batch) in mine.chunks(length).enumerate() {
                let ids: Vec<String> =
                    batch.iter().map(|conversation| format!("{conversation}-{number}")).collect();
                let body = notification(&ids);
                loop {
                    turn += 1;
                    if post(ports[turn % ports.len()], &body) == Some(200) {
                        break;
                    }
                    failed.fetch_add(1, Ordering::Relaxed);
                    sleep(Duration::from_millis(20));
                }
                sleep(self.pace);
                if index % 10 == 0 {
                    post(ports[(turn + 1) % ports.len()], &body);
                }
            }
        }
    }
}

/// Waits until each message was done, and nothing is done any more.
pub(crate) fn wait(fleet: &Fleet, count: usize) {
    let distinct = || {
        let done = fleet.done.lock().unwrap();
        done.iter().map(|(id, _)| id.clone()).collect::<HashSet<_>>().len()
    };
    let (mut progress, mut before) = (Instant::now(), 0);
    while (fleet.count_done() < count || distinct() < count) && progress.elapsed() < Duration::from_secs(60) {
        if fleet.count_done() > before {
            (progress, before) = (Instant::now(), fleet.count_done());
        }
        sleep(Duration::from_millis(200));
    }
    sleep(Duration::from_secs(3));
}

/// How many messages were lost, done out of order, and done again.
pub(crate) fn judge(done: &[Done], sent: usize) -> (usize, usize, usize) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut out_of_order = 0;
    for (id, _) in done {
        let count = times.entry(id).or_default();
        *count += 1;
        if *count == 1 {
            let (conversation, number) = id.split_once('-').unwrap();
            let number: usize = number.parse().unwrap();
            let next = last.entry(conversation).or_default();
            out_of_order += usize::from(number != *next);
            *next = number + 1;
        }
    }
    (sent - times.len(), out_of_order, done.len() - times.len())
}

/// How many records, lanes and dead records there are.
pub(crate) fn rows(url: &str) -> (i64, i64, i64) {
    let count =
        "select (select count(*) from whatsapp_webhook.record), (select count(*) from whatsapp_webhook.lane),
        (select count(*) from whatsapp_webhook.dead)";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let row = server::pool(url, 1).get().await.unwrap().query_one(count, &[]).await.unwrap();
        (row.get(0), row.get(1), row.get(2))
    })
}
