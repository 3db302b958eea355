//! The crate's own receivers, as programs of their own: what they reject, and what comes again.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use whatsapp_simulator::{Customer, Item, Simulator};

const DEMO_SECRET: &str = "demo-app-secret-that-everyone-knows";

struct Receiver {
    child: Child,
    url: String,
}

impl Receiver {
    /// Builds an example of the crate, and starts it with demo credentials.
    fn start(name: &str, settings: &[(&str, &str)]) -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let build = ["build", "--quiet", "--manifest-path", manifest, "--all-features", "--example", name];
        let build =
            Command::new(env!("CARGO")).args(build).args(["--message-format", "json"]).output().unwrap();
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        let program = build.stdout.lines().map_while(Result::ok).find_map(|line| {
            let message: Value = serde_json::from_str(&line).ok()?;
            (message["target"]["name"] == name).then(|| message["executable"].as_str().map(PathBuf::from))?
        });
        let mut command = Command::new(program.unwrap());
        command.env("ADDR", "127.0.0.1:0").env("BODY_DEADLINE_SECS", "1").envs(settings.iter().copied());
        command.env_remove("WHATSAPP_APP_SECRET").env_remove("WHATSAPP_VERIFY_TOKEN");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.strip_prefix("Listening on ").map(str::to_owned)).unwrap();
        // What is printed is read, so that the receiver never waits for this test.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The probes that the simulator has, and what a receiver answered to each.
fn probe(url: &str) -> Vec<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whatsapp-simulator"));
    command.env_remove("WHATSAPP_APP_SECRET").env_remove("WHATSAPP_VERIFY_TOKEN");
    let output = command.args(["probe", url, "--json"]).output().unwrap();
    let found = output.stdout.lines().map_while(Result::ok).map(|line| {
        let json: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| json[name].as_str().unwrap().to_owned();
        assert_eq!(json["is_right"], true, "{line}");
        (text("probe"), text("found"))
    });
    let found = found.collect();
    assert!(output.status.success());
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receivers_answer_each_request_as_the_crate_promises() {
    for name in ["axum", "hyper"] {
        let receiver = Receiver::start(name, &[]);
        let found = probe(&receiver.url);
        let expected = [
            ("handshake", "200"),
            ("signed", "200"),
            ("unsigned", "401"),
            ("wrong secret", "401"),
            ("changed body", "401"),
            ("legacy signature alone", "401"),
            ("wrong verify token", "403"),
            ("another method", "405"),
            ("gzip", "415"),
            ("oversize, declared", "413"),
            ("slow body", "408"),
        ];
        let found: Vec<_> = found.iter().map(|(name, found)| (name.as_str(), found.as_str())).collect();
        assert_eq!(found[..expected.len()], expected, "{name}");
        let names: Vec<_> = found[expected.len()..].iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["truncated body", "signed, at the end"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_comes_back_gets_what_it_missed() {
    for name in ["axum", "hyper"] {
        let receiver = Receiver::start(name, &[]);
        let address = receiver.url.trim_start_matches("http://").trim_end_matches("/webhook").to_owned();
        let meta = Simulator::new(receiver.url.parse().unwrap(), DEMO_SECRET).start().await.unwrap();
        let chat = meta.chat(&Customer::default());
        assert!(chat.says(Item::text("one")).await.is_taken());
        drop(receiver);
        assert!(chat.says(Item::text("two")).await.attempts[0].status.is_err());
        let _receiver = Receiver::start(name, &[("ADDR", &address)]);
        meta.advance(Duration::from_secs(5)).await;
        let notifications = meta.notifications();
        assert!(
            notifications.iter().all(whatsapp_simulator::Dispatch::is_taken),
            "{name}: {notifications:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_full_is_answered_with_503_and_the_notification_comes_again() {
    // A queue of a mebibyte, and a notification of two.
    let receiver = Receiver::start("hyper", &[("QUEUE_MIB", "1")]);
    let meta = Simulator::new(receiver.url.parse().unwrap(), DEMO_SECRET).start().await.unwrap();
    meta.hold();
    let chat = meta.chat(&Customer::default());
    for _ in 0..512 {
        chat.says(Item::text(&"x".repeat(4000))).await;
    }
    let outcomes = meta.release(None).await;
    assert_eq!(outcomes[0].attempts[0].status, Ok(503));
    assert_eq!(outcomes[0].attempts[0].next_attempt.map(|next| next > meta.now()), Some(true));
    assert!(chat.says(Item::text("small")).await.is_taken(), "what fits is taken");
}
