use std::{
    io::Write,
    process::{Output, Stdio},
};

use serde_json::json;

use super::{
    client::{delivery, message, signed, text},
    server::{Server, TOKEN, command},
};
use crate::support::SECRET;

/// Runs `send` with the server's credentials, or with a wrong secret.
fn send(arguments: &[&str], secret: &str, input: &str) -> (bool, String) {
    let mut child = command("send")
        .args(arguments)
        .env("WHATSAPP_APP_SECRET", secret)
        .env("WHATSAPP_VERIFY_TOKEN", TOKEN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It reads its input only for `-`, and may have ended before this gets there.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output { status, stdout, .. } = child.wait_with_output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap())
}

#[test]
fn each_sample_is_accepted_and_each_of_its_updates_is_a_line() {
    let (success, list) = send(&["--list"], SECRET, "");
    assert!(success);
    let samples: Vec<_> = list.lines().collect();
    for sample in &samples {
        // Two samples hold the same update, which one receiver with an inbox prints once.
        for server in Server::both() {
            let (success, said) = send(&[sample, &server.url()], SECRET, "");
            assert!(success, "{sample}: {said}");
            assert!(said.ends_with("\n200 OK\n"), "{sample}: {said}");

            let kinds: &[&str] = match *sample {
                "list_reply" | "flow" => &["interactive "],
                "account_violation" => &["account_update ACCOUNT_VIOLATION  of 102290129340398: ALCOHOL"],
                "unknown_field" => &["unknown field weather {"],
                "batch" => &[
                    "text ",
                    "text ",
                    "malformed ",
                    "text ",
                    "poll_vote ",
                    "sent ",
                    "delivered ",
                    "account_update ACCOUNT_VIOLATION",
                    "unknown field weather",
                ],
                sample => &[sample],
            };
            // `hyper.rs` keeps the order within a conversation alone.
            let mut lines = server.next_lines(kinds.len());
            for kind in kinds {
                let position = lines.iter().position(|line| line.starts_with(kind));
                assert!(position.is_some(), "{sample}: {kind} is not in {lines:#?}");
                lines.remove(position.unwrap());
            }
            assert!(server.kill().is_empty());
        }
    }
}

#[test]
fn a_line_tells_what_happened_to_whom() {
    for server in Server::both() {
        for (sample, line) in [
            (
                "text",
                "text        wamid.HBgLMTY1MDU1NTEyMzQVAgASGBI4NDA3NzU4MUE0OTRGMTUyMzkA  from 16505551234 (Kerry Fisher): Do you still have the blue teapot?",
            ),
            (
                "failed",
                "failed      wamid.HBgLMTY1MDU1NTEyMzQVAgASGBJFQThDN0UxRTFFMUY2MDg3OTEA  to 16505551234: 131047 Re-engagement message",
            ),
        ] {
            assert!(send(&[sample, &server.url()], SECRET, "").0);
            assert_eq!(server.line(), line);
        }
    }
}

#[test]
fn the_handshake_and_files_can_be_sent_too() {
    for server in Server::both() {
        let (success, said) = send(&["challenge", &server.url()], SECRET, "");
        assert!(success, "{said}");
        assert!(said.ends_with("\n200 OK\n"), "{said}");

        let (success, _) = send(&["-", &server.url()], SECRET, &delivery(&[text(1, "from standard input")]));
        assert!(success);
        assert!(server.line().ends_with(": from standard input"));

        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/samples/read.json");
        assert!(send(&[file, &server.url()], SECRET, "").0);
        assert!(server.line().starts_with("read "));
    }
}

#[test]
fn what_is_not_accepted_fails_with_a_hint() {
    for server in Server::both() {
        let url = server.url();
        for (arguments, secret, hint) in [
            (["text", &url], "another secret 0123", "401 Unauthorized: the receiver has another app secret"),
            (["-", &url], SECRET, "400 Bad Request: the receiver could not read it"),
            (["text", &format!("{url}/x")], SECRET, "404 Not Found: there is no webhook at this path"),
        ] {
            let (success, said) = send(&arguments, secret, "no JSON");
            assert!(!success);
            assert!(said.contains(hint), "{said}");
        }
    }
    for url in ["https://localhost/webhook", "localhost:3000", "http://127.0.0.1:1/webhook"] {
        assert!(!send(&["text", url], SECRET, "").0, "{url}");
    }
}

#[test]
fn a_batch_of_sixty_is_sixty_lines_whatever_is_wrong_with_two_of_them() {
    let mut messages: Vec<_> = (0..60).map(|id| text(id, &format!("number {id}"))).collect();
    messages[20] = message(20, &json!({ "type": "text", "text": "not an object" }));
    messages[40] = message(40, &json!({ "type": "hologram", "hologram": { "depth": 3 } }));
    for server in Server::both() {
        assert_eq!(server.ask(signed(delivery(&messages))).status, 200);
        for (id, line) in server.next_lines(60).iter().enumerate() {
            let kind = match id {
                20 => "malformed ",
                40 => "hologram ",
                _ => "text ",
            };
            assert!(line.starts_with(kind), "{line}");
            assert!(line.contains(&format!(" wamid.{id} ")), "{line}");
        }
        assert!(server.kill().is_empty());
    }
}

#[test]
fn a_text_cannot_play_with_the_terminal() {
    let tricks = "two\r\nlines\u{1b}[2J\u{7}\u{9b}31m\u{202e}drow\u{2028}end";
    for server in Server::both() {
        let messages = [text(1, tricks), text(2, &"long ".repeat(1000))];
        assert_eq!(server.ask(signed(delivery(&messages))).status, 200);
        assert!(server.line().ends_with(": two  lines [2J  31m drow end"));
        let long = server.line();
        assert!(long.chars().count() == 301 && long.ends_with('…'), "{long}");
        assert!(server.kill().is_empty());
    }
}
