//! Runs comparisons in a process of its own, under valgrind.

use std::{
    env,
    hint::black_box,
    process::{Command, Stdio},
};

use crate::comparisons::Digits;

/// Set for the process that valgrind watches: a comparison and the digits to guess.
const WATCHED: &str = "WEBHOOK_WATCHED";

/// Whether there is a valgrind, and something worth watching.
pub(crate) fn is_there() -> bool {
    let valgrind = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    let why_not = if cfg!(debug_assertions) {
        "only optimized code keeps its secrets"
    } else if valgrind.is_err() {
        "there is no valgrind"
    } else {
        return true;
    };
    println!("skipped: {why_not}");
    false
}

/// What valgrind and the watched test printed.
pub(crate) fn watch(options: &[&str], test: &str, name: &str, guess: &Digits) -> String {
    let output = Command::new("valgrind")
        .args(options)
        .arg(env::current_exe().unwrap())
        .args(["--exact", test, "--test-threads=1", "--nocapture"])
        .env(WATCHED, format!("{name}/{}", str::from_utf8(guess).unwrap()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// In the watched process: what it was asked for.
pub(crate) fn asked() -> Option<(String, Digits)> {
    let asked = env::var(WATCHED).ok()?;
    let (name, guess) = asked.split_once('/').unwrap();
    Some((name.into(), guess.as_bytes().try_into().unwrap()))
}

/// Valgrind finds it by its name.
#[inline(never)]
pub(crate) fn watched_check(check: Box<dyn FnOnce() -> bool>) -> bool {
    black_box(check())
}
