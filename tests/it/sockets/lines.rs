use std::{
    fs,
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::json;
use whatsapp_webhook::{Content, UnknownReason, Update, WebhookEvent};

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

/// The samples that `send` lists: the name of each, and what its lines begin with.
fn samples() -> Vec<(String, Vec<String>)> {
    let (success, list) = send(&["--list"], SECRET, "");
    assert!(success);
    let sample = |line: &str| {
        let name = line.split(' ').next().unwrap().to_owned();
        let lines = lines_of(&name);
        (name, lines)
    };
    list.lines().map(sample).collect()
}

/// What the lines of a sample begin with, as far as the crate tells it.
fn lines_of(sample: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/testing/samples");
    let fields = fs::read_dir(root).unwrap().map(|field| field.unwrap().path());
    let path = fields.map(|field| field.join(sample).with_extension("json")).find(|path| path.exists());
    let event = WebhookEvent::from_bytes(fs::read(path.unwrap()).unwrap()).unwrap();
    let kind = |update: Update| match &update.content {
        Content::Unknown(unknown) => match unknown.reason() {
            UnknownReason::Malformed(_) => "malformed ".to_owned(),
            _ => format!("unknown field {}", update.kind()),
        },
        Content::AccountUpdate(_) => format!("account_update {}", update.kind()),
        _ => update.kind().to_owned(),
    };
    event.updates().map(kind).collect()
}

/// Sends a sample, each of whose updates is a line.
fn send_sample(server: &Server, sample: &str, begins: &[String]) {
    let (success, said) = send(&[sample, &server.url()], SECRET, "");
    assert!(success, "{sample}: {said}");
    assert!(said.ends_with("\n200 OK\n"), "{sample}: {said}");
    // `hyper.rs` keeps the order within a conversation alone.
    let mut lines = server.next_lines(begins.len());
    for beginning in begins {
        let position = lines.iter().position(|line| line.starts_with(beginning));
        assert!(position.is_some(), "{sample}: {beginning} is not in {lines:#?}");
        lines.remove(position.unwrap());
    }
}

#[test]
fn each_sample_is_accepted_and_each_of_its_updates_is_a_line() {
    let samples = samples();
    assert!(samples.len() >= 60);
    for server in Server::both() {
        // The batch holds two updates of other samples, which a receiver with an inbox prints once.
        for (sample, lines) in samples.iter().filter(|(sample, _)| sample != "batch") {
            send_sample(&server, sample, lines);
        }
        assert!(server.kill().is_empty());
    }
    for server in Server::both() {
        let batch = [
            "text ",
            "text ",
            "malformed ",
            "text ",
            "poll_vote ",
            "sent ",
            "delivered ",
            "account_update ACCOUNT_VIOLATION  of 305561189340042: ALCOHOL",
            "unknown field weather {",
        ];
        send_sample(&server, "batch", &batch.map(str::to_owned));
        assert!(server.kill().is_empty());
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

        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/testing/samples/messages/read.json");
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
