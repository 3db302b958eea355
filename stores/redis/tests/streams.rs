//! The example `streams`, killed while it works.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test fails by panicking"
)]

#[path = "store/server.rs"]
mod server;

use std::{
    collections::{HashMap, HashSet},
    env,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use whatsapp_webhook::{AppSecret, signature};

use self::server::{KEEPS, Server};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn start(redis: u16, port: u16) -> Child {
    let mut path = env::current_exe().unwrap();
    path.pop();
    path.pop();
    let child = Command::new(path.join("examples/streams"))
        .env("REDIS_URL", format!("redis://127.0.0.1:{redis}/"))
        .env("ADDR", format!("127.0.0.1:{port}"))
        .env("WHATSAPP_APP_SECRET", SECRET)
        .env("WHATSAPP_VERIFY_TOKEN", "a token")
        .stdout(Stdio::piped())
        .spawn()
        .expect("build the examples first: `cargo build --examples`");
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(30), "it does not start");
        sleep(Duration::from_millis(10));
    }
    child
}

fn post(port: u16, body: &str) -> Option<u16> {
    let signature = signature::sign(&AppSecret::new(SECRET).unwrap(), body.as_bytes());
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = format!(
        "POST /webhook HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n",
        signature.to_str().unwrap(),
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).ok()?;
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

fn notification(conversations: u64, number: u64) -> String {
    let message = |from: u64| {
        format!(
            r#"{{"from":"{from}","id":"{from}-{number}","timestamp":"1749416383","type":"text","text":{{"body":"Hello"}}}}"#
        )
    };
    let messages: Vec<String> = (0..conversations).map(message).collect();
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"3","changes":[{{"field":"messages","value":{{"metadata":{{"phone_number_id":"2"}},"messages":[{}]}}}}]}}]}}"#,
        messages.join(",")
    )
}

#[test]
fn updates_go_through_streams_in_order_and_none_is_lost_when_the_process_is_killed() {
    const CONVERSATIONS: u64 = 40;
    const OF_EACH: u64 = 25;
    let Some(redis) = Server::start(KEEPS) else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut output = String::new();
    for round in 0..5 {
        let mut child = start(redis.port, port);
        for number in round * 5..round * 5 + 5 {
            let body = notification(CONVERSATIONS, number);
            assert_eq!(post(port, &body), Some(200));
            assert_eq!(post(port, &body), Some(200), "a duplicate");
        }
        // All but the last are killed at once, with work left.
        sleep(Duration::from_millis(if round == 4 { 3000 } else { 0 }));
        child.kill().unwrap();
        output += &String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    }
    let mut of_conversation: HashMap<u64, Vec<u64>> = HashMap::new();
    for line in output.lines() {
        let (conversation, number) = line.strip_prefix("done ").unwrap().split_once('-').unwrap();
        let numbers = of_conversation.entry(conversation.parse().unwrap()).or_default();
        let number = number.parse().unwrap();
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    let repeats = output.lines().count() as u64 - CONVERSATIONS * OF_EACH;
    println!("{} updates, {repeats} repeats after 4 kills", CONVERSATIONS * OF_EACH);
    for conversation in 0..CONVERSATIONS {
        assert_eq!(of_conversation[&conversation], (0..OF_EACH).collect::<Vec<_>>(), "{conversation}");
    }
    assert!(repeats <= 4 * 16, "{repeats}");
}

#[test]
fn updates_go_on_after_the_server_was_killed() {
    let Some(mut redis) = Server::start(KEEPS) else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = start(redis.port, port);
    assert_eq!(post(port, &notification(40, 0)), Some(200));
    redis.kill();
    assert_eq!(post(port, &notification(40, 1)), Some(503));
    redis.start_again();
    let start = Instant::now();
    while post(port, &notification(40, 1)) != Some(200) {
        assert!(start.elapsed() < Duration::from_secs(30), "it does not recover");
        sleep(Duration::from_millis(100));
    }
    sleep(Duration::from_secs(3));
    child.kill().unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let done: HashSet<&str> = output.lines().collect();
    assert_eq!(done.len(), 80, "{output}");
}
