//! Receivers and workers that are killed, on one PostgreSQL, and a sender that behaves as Meta does.
//!
//! `cargo build --release --examples`, then `MESSAGES=10000 cargo test --release --test crash`, is the long form.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking; the harness is shared"
)]

mod fleet;
#[path = "../store/server.rs"]
mod server;

use std::{
    collections::HashMap,
    env,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, sleep},
    time::{Duration, Instant},
};

use self::{
    fleet::{Done, Fleet, post},
    server::Server,
};

/// How many jobs each process runs at once.
const CONCURRENCY: usize = 8;
const SENDERS: usize = 4;

/// The tests take the machine in turn.
static TURN: Mutex<()> = Mutex::new(());

fn messages(short: usize) -> usize {
    env::var("MESSAGES").ok().and_then(|count| count.parse().ok()).unwrap_or(short)
}

fn notification(ids: &[String]) -> String {
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
struct Traffic {
    conversations: usize,
    of_each: usize,
    longest_batch: usize,
    /// A sender's pause between two notifications, so that much happens meanwhile.
    pace: Duration,
}

impl Traffic {
    fn of(messages: usize) -> Self {
        let pace = Duration::from_millis(100);
        Self { conversations: messages / 20, of_each: 20, longest_batch: 20, pace }
    }

    fn count(&self) -> usize {
        self.conversations * self.of_each
    }

    /// Sends the messages of each conversation in order, each until it is acknowledged, and every tenth notification twice.
    ///
    /// Returns how many requests were not answered with 200.
    fn send(&self, ports: &[u16], has_stopped: &AtomicBool) -> usize {
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
        let mine: Vec<usize> = (sender..self.conversations).step_by(SENDERS).collect();
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
fn wait(fleet: &Fleet, count: usize) {
    let distinct = || {
        let done = fleet.done.lock().unwrap();
        done.iter().map(|(id, _)| id.clone()).collect::<std::collections::HashSet<_>>().len()
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
fn judge(done: &[Done], sent: usize) -> (usize, usize, usize) {
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
fn rows(url: &str) -> (i64, i64, i64) {
    let count =
        "select (select count(*) from whatsapp_webhook.record), (select count(*) from whatsapp_webhook.lane),
        (select count(*) from whatsapp_webhook.dead)";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let row = server::pool(url, 1).get().await.unwrap().query_one(count, &[]).await.unwrap();
        (row.get(0), row.get(1), row.get(2))
    })
}

#[test]
fn what_was_acknowledged_is_handled_although_a_process_is_killed_each_second() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(3000));
    let count = traffic.count();
    let mut fleet = Fleet::start(3, &server.database("crash"), 50);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let (mut killed, start) = (0, Instant::now());
    let failed = thread::scope(|scope| {
        let sending = scope.spawn(|| traffic.send(&ports, &has_sent));
        while !has_sent.load(Ordering::Relaxed) || killed < 3 {
            sleep(Duration::from_secs(1));
            fleet.replace(killed % 3, "KILL");
            killed += 1;
        }
        sending.join().unwrap()
    });
    let time = start.elapsed();
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "killed {killed} times in {time:.1?}: {count} messages, {failed} requests without a 200, {lost} lost, {out_of_order} out of order, \
         {repeats} repeats"
    );
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= killed * CONCURRENCY, "{repeats}");
}

#[test]
fn of_a_million_updates_each_is_done_in_order_and_nothing_is_left_in_the_tables() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    // The long form has a hundred times as many messages as the others: 10,000 conversations of 100.
    let conversations = messages(100);
    let traffic =
        Traffic { conversations, of_each: 100, longest_batch: 1000.min(conversations), pace: Duration::ZERO };
    let (url, count) = (server.database("million"), traffic.count());
    let mut fleet = Fleet::start(3, &url, 0);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let (mut killed, start) = (0, Instant::now());
    thread::scope(|scope| {
        scope.spawn(|| traffic.send(&ports, &has_sent));
        while !has_sent.load(Ordering::Relaxed) || killed < 2 {
            sleep(Duration::from_secs(5));
            fleet.replace(killed % 3, "KILL");
            killed += 1;
        }
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "{count} updates in {:.0?}, killed {killed} times: {lost} lost, {out_of_order} out of order, {repeats} repeats",
        start.elapsed()
    );
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= killed * CONCURRENCY, "{repeats}");
    assert_eq!(rows(&url), (0, 0, 0));
}

#[test]
fn a_restart_of_the_server_in_between_loses_nothing() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(mut server) = Server::start() else { return };
    let traffic = Traffic::of(messages(2000));
    let count = traffic.count();
    let fleet = Fleet::start(3, &server.database("restarts"), 20);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let mut restarts = 0;
    let failed = thread::scope(|scope| {
        let sending = scope.spawn(|| traffic.send(&ports, &has_sent));
        while !has_sent.load(Ordering::Relaxed) || restarts < 2 {
            sleep(Duration::from_secs(2));
            server.restart(["INT", "KILL"][restarts % 2]);
            restarts += 1;
        }
        sending.join().unwrap()
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "restarted {restarts} times: {count} messages, {failed} requests without a 200, {lost} lost, {out_of_order} out of order, {repeats} repeats"
    );
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= restarts * 3 * CONCURRENCY, "{repeats}");
}

#[test]
fn processes_that_are_told_to_stop_repeat_nothing() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(3000));
    let count = traffic.count();
    let mut fleet = Fleet::start(3, &server.database("rolling"), 20);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let (mut stops, mut longest) = (0, Duration::ZERO);
    thread::scope(|scope| {
        scope.spawn(|| traffic.send(&ports, &has_sent));
        while !has_sent.load(Ordering::Relaxed) || stops < 6 {
            sleep(Duration::from_millis(300));
            let (time, ended_well) = fleet.replace(stops % 3, "TERM");
            assert!(ended_well);
            longest = longest.max(time);
            stops += 1;
        }
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "stopped {stops} times, within {longest:.1?}: {count} messages, {lost} lost, {out_of_order} out of order, {repeats} repeats"
    );
    assert_eq!((lost, out_of_order, repeats), (0, 0, 0));
    assert!(longest < Duration::from_secs(20));
}

#[test]
fn of_one_notification_fifty_times_at_once_each_update_is_done_once() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    let fleet = Fleet::start(3, &server.database("storm"), 0);
    let ids: Vec<String> = (0..200).map(|number| format!("{}-{}", number / 4, number % 4)).collect();
    let (body, ports) = (notification(&ids), fleet.ports());
    let statuses: Vec<Option<u16>> = thread::scope(|scope| {
        let posts: Vec<_> = (0..50)
            .map(|number| {
                scope.spawn({
                    let (body, port) = (&body, ports[number % 3]);
                    move || post(port, body)
                })
            })
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| *status == Some(200)), "{statuses:?}");
    wait(&fleet, 200);
    assert_eq!(judge(&fleet.done.lock().unwrap(), 200), (0, 0, 0));
    assert_eq!(fleet.count_done(), 200);
}

#[test]
fn a_worker_that_was_stopped_for_two_leases_settles_nothing() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(2000));
    let count = traffic.count();
    let fleet = Fleet::start(3, &server.database("frozen"), 50);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let mut stops = 0;
    thread::scope(|scope| {
        // The process that is stopped gets no requests, as its sender would wait.
        scope.spawn(|| traffic.send(&ports[1..], &has_sent));
        while !has_sent.load(Ordering::Relaxed) || stops < 2 {
            sleep(Duration::from_millis(500));
            fleet.signal(0, "STOP");
            sleep(Duration::from_secs(4));
            fleet.signal(0, "CONT");
            stops += 1;
        }
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "stopped for two leases {stops} times: {count} messages, {lost} lost, {out_of_order} out of order, {repeats} repeats"
    );
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= stops * CONCURRENCY, "{repeats}");
}

#[test]
fn clocks_that_are_off_by_an_hour_change_nothing() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    if std::process::Command::new("faketime").arg("--version").output().is_err() {
        assert!(env::var_os("CI").is_none(), "install Debian's package `faketime`");
        println!("skipped: there is no faketime; install Debian's package `faketime`");
        return;
    }
    let traffic = Traffic::of(messages(2000));
    let count = traffic.count();
    let fleet = Fleet::start_with_clocks(&["-1h", "", "+1h"], &server.database("clocks"), 5);
    traffic.send(&fleet.ports(), &AtomicBool::new(false));
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "clocks off by an hour: {count} messages, {lost} lost, {out_of_order} out of order, {repeats} repeats"
    );
    assert_eq!((lost, out_of_order, repeats), (0, 0, 0));
}

#[test]
fn a_server_that_does_not_answer_costs_503_and_bounded_memory() {
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(server) = Server::start() else { return };
    let fleet = Fleet::start(1, &server.database("hung"), 0);
    let port = fleet.ports()[0];
    let body = |number: usize| {
        let ids: Vec<String> = (0..200).map(|index| format!("{index}-{number}")).collect();
        notification(&ids)
    };
    assert_eq!(post(port, &body(0)), Some(200));
    wait(&fleet, 200);
    let before = fleet.memory(0);
    server.freeze("STOP");
    let start = Instant::now();
    let answers: Vec<(Option<u16>, Duration)> = thread::scope(|scope| {
        let posts: Vec<_> = (0..64)
            .map(|sender| {
                let body = &body;
                scope.spawn(move || {
                    let mut answers = Vec::new();
                    for number in 0..3 {
                        let start = Instant::now();
                        let status = post(port, &body(1 + sender * 3 + number));
                        answers.push((status, start.elapsed()));
                    }
                    answers
                })
            })
            .collect();
        posts.into_iter().flat_map(|post| post.join().unwrap()).collect()
    });
    let (time, after) = (start.elapsed(), fleet.memory(0));
    server.freeze("CONT");
    let longest = answers.iter().map(|(_, time)| *time).max().unwrap();
    println!(
        "a server that does not answer for {time:.1?}: 192 requests, the longest {longest:.1?}; {before} MiB before, {after} behind"
    );
    assert!(answers.iter().all(|(status, _)| *status == Some(503)), "{answers:?}");
    assert!(longest < Duration::from_secs(7), "{longest:?}");
    assert!(after < before + 77, "{before} and {after} MiB");
    // It recovers alone, and what was not acknowledged comes again.
    for number in 1..=192 {
        let start = Instant::now();
        while post(port, &body(number)) != Some(200) {
            assert!(start.elapsed() < Duration::from_secs(30), "it does not recover");
            sleep(Duration::from_millis(50));
        }
    }
    wait(&fleet, 193 * 200);
    // The senders had no order.
    let (lost, _, repeats) = judge(&fleet.done.lock().unwrap(), 193 * 200);
    assert_eq!((lost, repeats), (0, 0));
}
