//! The layout of the files: their sizes, and the formatting inside macro calls.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use super::{root, rust_files};

/// The most lines of a file.
const MOST_LINES: usize = 400;

#[test]
fn no_file_is_longer_than_400_lines() {
    for folder in ["src", "tests/it", "tests/architecture"] {
        for (path, text) in rust_files(folder) {
            let lines = text.lines().count();
            assert!(lines <= MOST_LINES, "{folder}/{path} has {lines} lines: split it by subject");
        }
    }
}

/// Macros whose calls hold ordinary Rust.
const CALLS: &[&str] = &["contents", "object", "open_string", "string_type", "tagged"];

/// The calls in a file, each as a module, so that rustfmt reads what is inside.
fn calls(text: &str) -> Vec<String> {
    let mut calls = Vec::new();
    for name in CALLS {
        for call in text.split(&format!("\n{name}! {{\n")).skip(1) {
            let body = call.split("\n}\n").next().unwrap();
            calls.push(format!("mod {name} {{\n{body}\n}}\n"));
        }
    }
    calls
}

/// rustfmt leaves macro calls alone, so what it would do there is asked for here.
#[test]
#[allow(clippy::print_stderr, reason = "a skipped test should say so")]
fn the_bodies_of_macro_calls_are_formatted() {
    let mut count = 0;
    for (path, text) in rust_files("src/event") {
        let calls = calls(&text);
        if calls.is_empty() {
            continue;
        }
        count += calls.len();
        let rustfmt = Command::new("rustfmt")
            .args(["--check", "--edition", "2024", "--config-path"])
            .arg(root().join("rustfmt.toml"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut rustfmt) = rustfmt else {
            eprintln!("skipped: there is no rustfmt");
            return;
        };
        rustfmt.stdin.take().unwrap().write_all(calls.concat().as_bytes()).unwrap();
        let output = rustfmt.wait_with_output().unwrap();
        // For standard input, the status is 0 even if there is a difference.
        let is_formatted = output.status.success() && output.stdout.is_empty();
        let told = [output.stdout, output.stderr].concat();
        assert!(is_formatted, "src/event/{path}:\n{}", String::from_utf8_lossy(&told));
    }
    assert!(count > 0 || !root().join("src/event").is_dir(), "no calls were found");
}
