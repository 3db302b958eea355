//! How many instructions the decoder takes, counted by valgrind: a figure that no busy machine changes.
//!
//! Each count is that of decoding a body some more times, so what a program does besides falls out of it. HMAC is left
//! out: valgrind does not know the instructions that processors have for it.

#![allow(clippy::panic, clippy::print_stdout, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../benches/floor/mod.rs"]
mod floor;
#[path = "../benches/payloads/mod.rs"]
mod payloads;

use std::{
    env,
    hint::black_box,
    process::{Command, Stdio},
};

use bytes::Bytes;
use whatsapp_webhook::WebhookEvent;

/// What decoding may cost, in hundredths of what the floor costs that borrows all it reads: what was measured, and 5 %.
///
/// Lower a budget when the decoder got better; raise it only with a reason.
const BUDGETS: &[(&str, u64)] =
    &[("one text", 103), ("196 texts", 113), ("196 texts in one change", 136), ("196 statuses", 141)];

/// How much more an update may cost in a delivery ten times as long, in hundredths.
const GROWTH: u64 = 10;

/// Set for the process that valgrind watches: which case, which reader, and how often.
const CASE: &str = "WEBHOOK_INSTRUCTIONS";

fn body(case: &str) -> Bytes {
    match case {
        "one text" => payloads::text(),
        "196 texts" => payloads::texts(196),
        "1960 texts" => payloads::texts(1_960),
        "196 texts in one change" => payloads::texts_in_one_change(196),
        "1960 texts in one change" => payloads::texts_in_one_change(1_960),
        "196 statuses" => payloads::statuses(196),
        _ => panic!("no case is called {case}"),
    }
}

fn ours(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    event.updates().map(black_box).count()
}

/// What the process does that valgrind watches; nothing in any other.
#[test]
fn one_case_is_read_as_often_as_was_asked_for() {
    let Ok(asked) = env::var(CASE) else { return };
    let (case, rest) = asked.split_once('/').unwrap();
    let (reader, times) = rest.split_once('/').unwrap();
    let body = body(case);
    for _ in 0..times.parse().unwrap() {
        let updates = match reader {
            "ours" => ours(black_box(&body)),
            _ => floor::borrowed(black_box(&body)).unwrap(),
        };
        assert!(updates > 0);
    }
}

/// The instructions that reading one delivery takes, without what the process does besides.
fn instructions(case: &str, reader: &str) -> u64 {
    let times = 1 + 200_000 / body(case).len() as u64;
    (collected(case, reader, 2 * times) - collected(case, reader, times)) / times
}

fn collected(case: &str, reader: &str, times: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "one_case_is_read_as_often_as_was_asked_for", "--test-threads=1"])
        .env(CASE, format!("{case}/{reader}/{times}"))
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let total = log.lines().find_map(|line| line.split_once("Collected :")).unwrap().1;
    total.trim().parse().unwrap()
}

/// Whether there is something to count with, and something worth counting.
fn can_count() -> bool {
    let valgrind = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    let why_not = if cfg!(debug_assertions) {
        "this build is not optimized"
    } else if valgrind.is_err() {
        "there is no valgrind"
    } else {
        return true;
    };
    println!("skipped: {why_not}");
    false
}

#[test]
fn decoding_takes_no_more_instructions_than_its_budget() {
    if !can_count() {
        return;
    }
    let mut beyond = Vec::new();
    for (case, budget) in BUDGETS {
        let (ours, floor) = (instructions(case, "ours"), instructions(case, "floor"));
        let ratio = ours * 100 / floor;
        println!("{case}: {ours} instructions, {ratio} % of the floor's {floor}; at most {budget} %");
        if ratio > *budget {
            beyond.push(case);
        }
    }
    assert!(beyond.is_empty(), "over their budgets: {beyond:?}");
}

#[test]
fn an_update_costs_as_much_among_1960_as_among_196() {
    if !can_count() {
        return;
    }
    for shape in ["texts", "texts in one change"] {
        let few = instructions(&format!("196 {shape}"), "ours") / 196;
        let many = instructions(&format!("1960 {shape}"), "ours") / 1_960;
        println!("{shape}: {few} instructions for one of 196, {many} for one of 1960");
        assert!(many * 100 <= few * (100 + GROWTH), "{shape}");
    }
}
