//! Servers that are restarted, down or hung, and transactions that never end.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use super::{
    CONCURRENCY,
    fleet::{Fleet, post},
    messages, number,
    server::{Server, pool},
    traffic::{Traffic, judge, notification, wait},
    turn,
};

#[test]
fn a_restart_of_the_server_in_between_loses_nothing() {
    let _turn = turn();
    let Some(mut server) = Server::start() else { return };
    let traffic = Traffic::of(messages(1000));
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
fn a_server_that_does_not_answer_costs_503_and_bounded_memory() {
    let _turn = turn();
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

/// How many updates are done per second, over some time.
fn rate(fleet: &Fleet, time: Duration) -> f64 {
    let before = fleet.count_done();
    sleep(time);
    (fleet.count_done() - before) as f64 / time.as_secs_f64()
}

#[test]
fn a_server_that_is_down_costs_503_and_ten_seconds_later_the_rate_is_what_it_was() {
    let _turn = turn();
    let Some(mut server) = Server::start() else { return };
    let window = Duration::from_secs(5);
    let outage = Duration::from_secs(number("OUTAGE_SECS").unwrap_or(5) as u64);
    // As many messages as the senders need for the time before and behind the outage.
    let traffic = Traffic {
        first: 0,
        conversations: 400,
        of_each: 20,
        longest_batch: 4,
        pace: Duration::from_millis(20),
    };
    let count = traffic.count();
    let fleet = Fleet::start(3, &server.database("outage"), 0);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    thread::scope(|scope| {
        let sending = scope.spawn(|| traffic.send(&ports, &has_sent));
        sleep(Duration::from_secs(1));
        let before = rate(&fleet, window);
        let memory: Vec<usize> = (0..3).map(|index| fleet.memory(index)).collect();
        server.stop("KILL");
        let (start, mut longest) = (Instant::now(), Duration::ZERO);
        while start.elapsed() < outage {
            let asked = Instant::now();
            assert_eq!(post(ports[0], &notification(&["10000-0".to_owned()])), Some(503));
            longest = longest.max(asked.elapsed());
            sleep(Duration::from_millis(100));
        }
        let growth = (0..3).map(|index| fleet.memory(index).saturating_sub(memory[index])).max().unwrap();
        server.start_again();
        sleep(Duration::from_secs(10) - window);
        let after = rate(&fleet, window);
        assert!(!has_sent.load(Ordering::Relaxed), "too few messages");
        let failed = sending.join().unwrap();
        println!(
            "down for {outage:.0?}: {failed} requests without a 200, the longest of a probe {longest:.1?}, {growth} MiB more; \
             {before:.0} updates a second before, {after:.0} within ten seconds of the start"
        );
        assert!(longest < Duration::from_secs(7), "{longest:?}");
        assert!(growth < 77, "{growth} MiB");
        assert!(after >= 0.8 * before, "{before} and {after} updates a second");
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= 3 * CONCURRENCY, "{repeats}");
}

#[test]
fn a_transaction_that_idles_elsewhere_loses_nothing_and_the_rate_comes_back_once_it_ends() {
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    let url = server.database("idle");
    let fleet = Fleet::start(3, &url, 0);
    let idle = Duration::from_secs(number("OUTAGE_SECS").unwrap_or(5) as u64 * 2);

    // It sees the tables as they are now, so that no dead row can be removed until it ends.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let elsewhere = runtime.block_on(async {
        let elsewhere = pool(&url, 1).get().await.unwrap();
        elsewhere.batch_execute("begin isolation level repeatable read").await.unwrap();
        elsewhere.query_one("select count(*) from whatsapp_webhook.record", &[]).await.unwrap();
        elsewhere
    });
    let (start, mut times, mut repeats) = (Instant::now(), Vec::new(), 0);
    while start.elapsed() < idle || times.len() < 2 {
        let (time, again) = run(&fleet, times.len());
        times.push(time);
        repeats += again;
    }
    let (first, last, idle) = (times[0], times[times.len() - 1], start.elapsed());
    runtime.block_on(elsewhere.batch_execute("commit")).unwrap();
    sleep(Duration::from_secs(10));
    let (after, again) = run(&fleet, times.len());
    println!(
        "beside a transaction that idles for {idle:.0?}: 2000 updates are done in {first:.1?} at first and in {last:.1?} at last, \
         {repeats} repeats in {} runs; in {after:.1?} ten seconds behind it",
        times.len()
    );
    assert_eq!(again, 0);
    assert!(after < first * 2, "{first:?} and {after:?}");
}

/// Sends 2,000 updates to new conversations; returns how long it took until all were done, and how many were done again.
fn run(fleet: &Fleet, number: usize) -> (Duration, usize) {
    let traffic = Traffic {
        first: number * 100,
        conversations: 100,
        of_each: 20,
        longest_batch: 20,
        pace: Duration::ZERO,
    };
    fleet.done.lock().unwrap().clear();
    let start = Instant::now();
    traffic.send(&fleet.ports(), &AtomicBool::new(false));
    while fleet.count_done() < traffic.count() && start.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(10));
    }
    let time = start.elapsed();
    wait(fleet, traffic.count());
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), traffic.count());
    assert_eq!((lost, out_of_order), (0, 0));
    (time, repeats)
}
