//! The program itself, which asks a stand-in of Lambda's Runtime API for an event.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use whatsapp_webhook::{AppSecret, signature};

const SECRET: &str = "a secret for tests only";
const NOTIFICATION: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
    "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"2"},"messages":[
    {"from":"15550002222","id":"wamid.A","timestamp":"1760000000","type":"text","text":{"body":"one"}}]}}]}]}"#;

/// Ends the program with the test, whether that passes or not.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn the_program_handles_the_updates_of_an_event_and_responds() {
    let secret = AppSecret::new(SECRET).unwrap();
    let signature = signature::sign(&secret, NOTIFICATION.as_bytes());
    let event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/webhook",
        "rawQueryString": "",
        "headers": { "x-hub-signature-256": signature.to_str().unwrap() },
        "requestContext": {
            "http": { "method": "POST", "path": "/webhook", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1" },
            "stage": "$default",
            "timeEpoch": 1_760_000_000_000_i64,
        },
        "body": NOTIFICATION,
        "isBase64Encoded": false,
    });

    let api = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut program = Program(
        Command::new(env!("CARGO_BIN_EXE_whatsapp-webhook-lambda"))
            .env("AWS_LAMBDA_RUNTIME_API", api.local_addr().unwrap().to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "webhook")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("WHATSAPP_APP_SECRET", SECRET)
            .env("WHATSAPP_VERIFY_TOKEN", "a token")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );

    let (respond, response) = mpsc::channel();
    thread::spawn(move || respond.send(run_once(&api, &event)));
    let response = response.recv_timeout(Duration::from_secs(60)).expect("a response");
    assert_eq!(response["statusCode"], 200);

    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "received: Message\n");
}

/// Hands the event to the program, and returns the response.
fn run_once(api: &TcpListener, event: &Value) -> Value {
    let mut was_handed_over = false;
    loop {
        let mut stream = BufReader::new(api.accept().unwrap().0);
        while let Some((path, body)) = read_request(&mut stream) {
            if path.ends_with("/response") {
                return serde_json::from_slice(&body).unwrap();
            }
            assert!(path.ends_with("/invocation/next") && !was_handed_over, "{path}");
            was_handed_over = true;
            let event = event.to_string();
            write!(
                stream.get_mut(),
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Lambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 4102444800000\r\n\
                 Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:webhook\r\n\r\n{event}",
                event.len()
            )
            .unwrap();
        }
    }
}

/// Reads the path and the body of the next request, if the connection has one.
fn read_request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).unwrap() == 0 {
            return None;
        }
    }
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    Some((head.split(' ').nth(1).unwrap().to_owned(), body))
}
