//! The program on the command line.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use whatsapp_simulator::Simulator;

use crate::bot::{Bot, SECRET, TOKEN};

/// Runs the program, with the credentials of the bot.
async fn run(arguments: &[&str], secret: &str, input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whatsapp-simulator"));
    command.args(arguments).env("WHATSAPP_APP_SECRET", secret).env("WHATSAPP_VERIFY_TOKEN", TOKEN);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap()
}

fn told(output: &Output) -> (Option<i32>, String) {
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr),
    )
}

/// A bot, and the URL of its webhook.
async fn bot() -> (Bot, String) {
    let (bot, simulator) = Bot::start(SECRET).await;
    let url = webhook(simulator).await;
    (bot, url)
}

async fn webhook(simulator: Simulator) -> String {
    let meta = simulator.start().await.unwrap();
    let state =
        reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{}-/state", meta.page_url()));
    let state: Value = serde_json::from_str(&state.send().await.unwrap().text().await.unwrap()).unwrap();
    state["webhook"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_says_whether_the_receiver_answered_as_meta_expects() {
    let (bot, url) = bot().await;
    for (arguments, secret, code, part) in [
        (vec!["send", "text", &url], SECRET, 0, "text: 200 in"),
        (vec!["send", "text", &url], "another secret of an app", 1, "401"),
        (vec!["send", "no_such_sample", &url], SECRET, 2, "no sample"),
        (vec!["send", "text", "http://127.0.0.1:9/"], SECRET, 1, "no connection"),
        (vec!["send", "text", "http://192.0.2.1/"], SECRET, 2, "--remote"),
        (vec!["send", "text", &url], "short", 2, "app secret"),
        (vec!["send"], SECRET, 2, "Usage"),
        (vec!["handshake", &url], SECRET, 0, "200 and the challenge"),
        (vec!["--help"], SECRET, 0, "exit code"),
        (vec!["list"], SECRET, 0, "reaction_removed"),
    ] {
        let (found, text) = told(&run(&arguments, secret, "").await);
        assert!(found == Some(code) && text.contains(part), "{arguments:?}: {found:?} {text}");
        assert!(!text.contains(SECRET) && !text.contains(TOKEN), "{text}");
    }
    assert_eq!(bot.memory().bodies.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_input_is_sent_in_its_own_bytes() {
    let (bot, url) = bot().await;
    let body = "{ \"object\" : \"whatsapp_business_account\", \"entry\" : [] }\n";
    let (code, text) = told(&run(&["send", "-", &url, "--json"], SECRET, body).await);
    assert_eq!((code, &bot.memory().bodies[0][..]), (Some(0), body.as_bytes()), "{text}");
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["what"], &json["status"], &json["is_taken"]), (&"-".into(), &200.into(), &true.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_replayed_in_the_order_of_its_names() {
    let (bot, url) = bot().await;
    bot.memory().answers = [axum::http::StatusCode::OK, axum::http::StatusCode::BAD_GATEWAY].into();
    let dir = std::env::temp_dir().join(format!("whatsapp-simulator-replay-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("b")).unwrap();
    for (name, body) in [("c.json", "3"), ("a.json", "1"), ("b/a.json", "2"), ("note.txt", "4")] {
        std::fs::write(dir.join(name), body).unwrap();
    }
    let (code, text) = told(&run(&["replay", dir.to_str().unwrap(), &url], SECRET, "").await);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("a.json: 502") && text.contains("3 files: 2 × 200, 1 × 502"), "{text}");
    assert_eq!(bot.memory().bodies, ["1", "2", "3"]);
    std::fs::remove_dir_all(&dir).unwrap();
    let (code, text) = told(&run(&["replay", dir.to_str().unwrap(), &url], SECRET, "").await);
    assert_eq!(code, Some(2), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_probes_find_a_receiver_that_checks_nothing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/webhook", axum::routing::any(async || "ok"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let (code, text) = told(&run(&["probe", &url, "--patience", "2"], SECRET, "").await);
    assert_eq!(code, Some(1), "{text}");
    for name in ["handshake", "unsigned", "wrong secret", "legacy signature alone", "gzip", "oversize"] {
        assert!(text.lines().any(|line| line.starts_with(&format!("✗ {name}"))), "{name}: {text}");
    }
    assert!(text.contains("✓ signed "), "{text}");
}
