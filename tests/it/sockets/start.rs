//! The first hour: what the examples print when something is not right yet.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Stdio,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use super::server::{RECEIVERS, command};

/// What an example that cannot start writes to standard error.
fn error(example: &str, variables: &[(&str, &str)]) -> String {
    let mut command = command(example);
    command.env_remove("WHATSAPP_APP_SECRET").env_remove("WHATSAPP_VERIFY_TOKEN").env_remove("ADDR");
    let output = command.envs(variables.iter().copied()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_program_of_the_guide_names_the_missing_variable() {
    let secret = ("WHATSAPP_APP_SECRET", "0123456789abcdef");
    assert_eq!(error("start", &[]), "Error: WHATSAPP_APP_SECRET: environment variable not found\n");
    assert_eq!(error("start", &[secret]), "Error: WHATSAPP_VERIFY_TOKEN: environment variable not found\n");
}

#[test]
fn a_secret_that_cannot_be_right_is_explained() {
    for example in ["start", "axum", "hyper"] {
        let error =
            error(example, &[("WHATSAPP_APP_SECRET", "0123456789abcdef "), ("WHATSAPP_VERIFY_TOKEN", "x")]);
        assert!(error.starts_with("Error: the app secret begins or ends with white space"), "{error}");
    }
}

#[test]
fn a_port_that_is_taken_is_named_with_the_variable() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for receiver in RECEIVERS {
        let error = error(receiver, &[("ADDR", &address)]);
        assert!(error.starts_with(&format!("Error: cannot listen on ADDR={address}: ")), "{error}");
        assert!(error.ends_with("; set another ADDR\n") && !error.contains("Os {"), "{error}");
    }
}

#[test]
fn send_prints_its_usage_when_asked_for_help() {
    for option in ["--help", "-h"] {
        let output = command("send").arg(option).output().unwrap();
        assert!(output.status.success());
        assert!(output.stdout.starts_with(b"Usage: send WHAT [URL]\n"));
    }
    let output = command("send").stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"Error: say what to send, or `--help`\n");
}

/// The body of the one request that `send` makes.
fn sent(sample: &str) -> Value {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let receiver = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        loop {
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..length]);
            let text = String::from_utf8_lossy(&request);
            if let Some(body) =
                text.split_once("\r\n\r\n").and_then(|(_, body)| serde_json::from_str(body).ok())
            {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
                return body;
            }
        }
    });
    assert!(command("send").args([sample, &url]).stdout(Stdio::null()).status().unwrap().success());
    receiver.join().unwrap()
}

/// The values of all members `timestamp`.
fn timestamps(json: &Value) -> Vec<u64> {
    match json {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(text) if name == "timestamp" => vec![text.parse().unwrap()],
                value => timestamps(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(timestamps).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_samples_are_dated_now() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    for (sample, count) in [("text", 1), ("failed", 1), ("batch", 7), ("order", 1)] {
        let timestamps = timestamps(&sent(sample));
        assert_eq!(timestamps.len(), count, "{sample}");
        assert!(timestamps.iter().all(|time| (now..now + 600).contains(time)), "{timestamps:?}");
    }
}
