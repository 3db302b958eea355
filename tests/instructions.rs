//! How many instructions the decoder takes, and how much code it runs through, counted by valgrind: figures that no busy
//! machine changes.
//!
//! Each count of instructions is that of decoding a body some more times, so the rest of the program does not count. HMAC
//! is left out: valgrind does not know the instructions that processors have for it.

#![allow(clippy::panic, clippy::print_stdout, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../benches/floor/mod.rs"]
mod floor;
#[path = "../benches/payloads/mod.rs"]
mod payloads;

use std::{
    collections::BTreeSet,
    env, fs,
    hint::black_box,
    process::{self, Command, Stdio},
};

use bytes::Bytes;
use whatsapp_webhook::WebhookEvent;

/// What decoding may cost, in hundredths of what the floor costs that borrows all it reads: what was measured, and 5 %.
///
/// Lower a budget when the decoder got better; raise it only with a reason.
const BUDGETS: &[(&str, &str, u64)] = &[
    ("one text", OURS, 115),
    ("one text", USED, 166),
    ("196 texts", OURS, 106),
    ("196 texts", USED, 160),
    ("196 texts in one change", OURS, 186),
    ("196 statuses", OURS, 190),
    ("196 statuses", USED, 202),
    ("1000 messages and 1000 contacts", OURS, 141),
    ("1000 messages and 1000 contacts", USED, 306),
];

/// The decoder, the decoder with sender and number of each update, and the floor.
const OURS: &str = "ours";
const USED: &str = "ours, with sender and number";
const FLOOR: &str = "floor";

/// How much code the decoding of one text may run through: the size of a processor's first cache of instructions.
const MOST_CODE: usize = 32 << 10;

/// The size of a cache line.
const LINE: u64 = 64;

/// How much more an update may cost in a notification ten times as long, in hundredths.
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
        "100 messages and 100 contacts" => payloads::texts_and_contacts(100),
        "1000 messages and 1000 contacts" => payloads::texts_and_contacts(1_000),
        _ => panic!("no case is called {case}"),
    }
}

fn ours(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    event.updates().map(black_box).count()
}

fn used(body: &Bytes) -> usize {
    let event = WebhookEvent::from_bytes(body.clone()).unwrap();
    let mut count = 0;
    for update in event.updates() {
        black_box((update.sender(), update.recipient(), update.phone_number_id()));
        count += 1;
    }
    count
}

/// Valgrind finds it by its name.
#[inline(never)]
fn watched_reading(reader: &str, body: &Bytes) -> usize {
    let updates = match reader {
        OURS => ours(black_box(body)),
        USED => used(black_box(body)),
        _ => floor::borrowed(black_box(body)).unwrap(),
    };
    black_box(updates)
}

/// What the process does that valgrind watches; nothing in any other.
#[test]
fn one_case_is_read_as_often_as_was_asked_for() {
    let Ok(asked) = env::var(CASE) else { return };
    let (case, rest) = asked.split_once('/').unwrap();
    let (reader, times) = rest.split_once('/').unwrap();
    let body = body(case);
    for _ in 0..times.parse().unwrap() {
        assert!(watched_reading(reader, &body) > 0);
    }
}

/// The instructions that reading one notification takes, without the rest of the program.
fn instructions(case: &str, reader: &str) -> u64 {
    let times = 1 + 200_000 / body(case).len() as u64;
    (collected(case, reader, 2 * times) - collected(case, reader, times)) / times
}

fn collected(case: &str, reader: &str, times: u64) -> u64 {
    let log = watch(&["--callgrind-out-file=/dev/null"], case, reader, times);
    let total = log.lines().find_map(|line| line.split_once("Collected :")).unwrap().1;
    total.trim().parse().unwrap()
}

/// What valgrind said of a process that reads a case so many times.
fn watch(options: &[&str], case: &str, reader: &str, times: u64) -> String {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args(options)
        .arg(env::current_exe().unwrap())
        .args(["--exact", "one_case_is_read_as_often_as_was_asked_for", "--test-threads=1"])
        .env(CASE, format!("{case}/{reader}/{times}"))
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{log}");
    log
}

/// The bytes of the lines of code that reading a case runs through, and the program without it does not.
fn code(case: &str, reader: &str) -> usize {
    let (with, without) = (lines(case, reader, 3), lines(case, reader, 0));
    assert!(!without.is_empty(), "nothing was collected");
    with.difference(&without).count() * LINE as usize
}

/// The lines of code that a process runs through which reads a case so many times.
fn lines(case: &str, reader: &str, times: u64) -> BTreeSet<u64> {
    let file = env::temp_dir().join(format!("whatsapp-webhook-code-{}", process::id()));
    let out = format!("--callgrind-out-file={}", file.display());
    watch(&["--dump-instr=yes", "--compress-pos=no", &out], case, reader, times);
    let dump = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    // A cost stands behind the address of its instruction and the number of its line.
    let addresses = dump.lines().filter_map(|line| line.strip_prefix("0x")?.split_once(' '));
    addresses.map(|(address, _)| u64::from_str_radix(address, 16).unwrap() / LINE).collect()
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
    for (case, reader, budget) in BUDGETS {
        let (ours, floor) = (instructions(case, reader), instructions(case, FLOOR));
        let ratio = ours * 100 / floor;
        println!(
            "{case}, {reader}: {ours} instructions, {ratio} % of the floor's {floor}; at most {budget} %"
        );
        if ratio > *budget {
            beyond.push((case, reader));
        }
    }
    assert!(beyond.is_empty(), "over their budgets: {beyond:?}");
}

#[test]
fn decoding_one_text_runs_through_no_more_code_than_a_cache_holds() {
    if !can_count() {
        return;
    }
    for (reader, most) in [(OURS, MOST_CODE), (USED, usize::MAX), (FLOOR, usize::MAX)] {
        let code = code("one text", reader);
        println!("one text, {reader}: {:.1} KiB of code", code as f64 / 1024.0);
        assert!(code <= most, "{reader}");
    }
    // A count that saw nothing of the decoder would be small, whatever is decoded.
    let (one, many) = (code("one text", OURS), code("196 statuses", OURS));
    println!("196 statuses: {:.1} KiB of code", many as f64 / 1024.0);
    assert!(one > 4 << 10 && one != many, "{one} and {many} bytes");
}

#[test]
fn an_update_costs_as_much_among_1960_as_among_196() {
    if !can_count() {
        return;
    }
    for (few, many, reader) in [
        ("196 texts", "1960 texts", OURS),
        ("196 texts in one change", "1960 texts in one change", OURS),
        ("100 messages and 100 contacts", "1000 messages and 1000 contacts", USED),
    ] {
        let each = |case: &str| {
            let count: u64 = case.split(' ').next().unwrap().parse().unwrap();
            instructions(case, reader) / count
        };
        let (of_few, of_many) = (each(few), each(many));
        println!("{of_few} instructions for one of {few}, {of_many} for one of {many}");
        assert!(of_many * 100 <= of_few * (100 + GROWTH), "{many}");
    }
}
