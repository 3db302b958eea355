//! Processes that are killed, stopped or frozen, that join and leave, and whose clocks are off.

use std::{
    env,
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use super::{
    CONCURRENCY,
    fleet::{Fleet, post},
    messages,
    server::Server,
    traffic::{Traffic, judge, notification, rows, wait},
    turn,
};

#[test]
fn what_was_acknowledged_is_handled_although_a_process_is_killed_each_second() {
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(1500));
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
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    // The long form has a hundred times as many messages as the others: 10,000 conversations of 100.
    let conversations = messages(100);
    let traffic = Traffic {
        first: 0,
        conversations,
        of_each: 100,
        longest_batch: 1000.min(conversations),
        pace: Duration::ZERO,
    };
    let (url, count) = (server.database("million"), traffic.count());
    let mut fleet = Fleet::start(3, &url, 0);
    let (ports, has_sent) = (fleet.ports(), AtomicBool::new(false));
    let (mut killed, start) = (0, Instant::now());
    thread::scope(|scope| {
        scope.spawn(|| traffic.send(&ports, &has_sent));
        while !has_sent.load(Ordering::Relaxed) || killed < 2 {
            fleet.join();
            sleep(Duration::from_millis(2500));
            fleet.replace(killed % 3, "KILL");
            killed += 1;
            sleep(Duration::from_millis(2500));
            assert!(fleet.leave());
        }
    });
    wait(&fleet, count);
    let (lost, out_of_order, repeats) = judge(&fleet.done.lock().unwrap(), count);
    println!(
        "{count} updates in {:.0?}, killed {killed} times, and as many processes joined and left: {lost} lost, {out_of_order} out of order, {repeats} repeats",
        start.elapsed()
    );
    assert_eq!((lost, out_of_order), (0, 0));
    assert!(repeats <= killed * CONCURRENCY, "{repeats}");
    assert_eq!(rows(&url), (0, 0, 0));
}

#[test]
fn processes_that_are_told_to_stop_repeat_nothing() {
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(1500));
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
    let _turn = turn();
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
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    let traffic = Traffic::of(messages(1000));
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
    let _turn = turn();
    let Some(server) = Server::start() else { return };
    if std::process::Command::new("faketime").arg("--version").output().is_err() {
        assert!(env::var_os("CI").is_none(), "install Debian's package `faketime`");
        println!("skipped: there is no faketime; install Debian's package `faketime`");
        return;
    }
    let traffic = Traffic::of(messages(1000));
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
