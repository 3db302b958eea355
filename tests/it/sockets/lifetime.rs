//! What takes time: slow clients, full queues, a stop.

use std::{process::Stdio, thread::sleep, time::Duration};

use super::{
    client::{Client, NOTHING_NEW, chunk, chunked_head, signed},
    server::{RECEIVERS, Server, command},
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();
const TEXT: &[u8] = include_bytes!("../../../examples/samples/text.json");

#[test]
fn a_body_that_stalls_is_given_up() {
    for receiver in RECEIVERS {
        let server = Server::start(receiver, &[("BODY_DEADLINE_SECS", "1")]);
        let mut client = Client::connect(server.address());
        client.send(chunked_head(BODY));
        client.send(chunk(&BODY[..10]));
        assert_eq!(client.answer().status, 408);
        assert_eq!(server.ask(signed(BODY)).status, 200);
    }
}

#[test]
fn a_client_that_stalls_before_its_first_request_is_cut_off() {
    let http2_without_a_request = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0";
    let half_a_head = "POST /webhook HTTP/1.1\r\nHost: local";
    let server = Server::start("hyper", &[("HEADER_TIMEOUT_SECS", "1")]);
    let clients = ["", "P", "PRI * HTTP/2.0\r\n", http2_without_a_request, half_a_head].map(|beginning| {
        let mut client = Client::connect(server.address());
        client.send(beginning);
        client
    });
    for client in clients {
        let rest = client.rest();
        assert!(!rest.contains("200"), "{rest}");
    }
}

#[test]
fn a_client_that_stalls_between_two_requests_is_cut_off() {
    let server = Server::start("hyper", &[("HEADER_TIMEOUT_SECS", "1")]);
    let mut client = Client::connect(server.address());
    client.send(signed(BODY));
    assert_eq!(client.answer().status, 200);
    client.send("POST /web");
    client.rest();
}

#[test]
fn no_more_connections_are_served_than_allowed() {
    let server = Server::start("hyper", &[("MAX_CONNECTIONS", "1")]);
    let mut first = Client::connect(server.address());
    first.send(signed(TEXT));
    assert_eq!(first.answer().status, 200);
    server.line();

    let mut second = Client::connect(server.address());
    second.send(signed(include_bytes!("../../../examples/samples/read.json")));
    sleep(Duration::from_millis(200));
    first.send(signed(TEXT));
    assert_eq!(first.answer().status, 200);
    assert!(server.line().starts_with("text "), "the second connection must wait");

    drop(first);
    assert_eq!(second.answer().status, 200);
    assert!(server.line().starts_with("read "));
}

#[test]
fn a_full_queue_is_answered_with_try_again() {
    let server = Server::start("hyper", &[]);
    let mut client = Client::connect(server.address());
    // Nobody reads what it prints, so it gets stuck after some hundreds of lines, and its queue fills.
    let batch = include_bytes!("../../../examples/samples/batch.json");
    let mut accepted = 0;
    while accepted < 5000 {
        client.send(signed(batch));
        match client.answer().status {
            200 => accepted += 1,
            status => {
                assert_eq!(status, 503);
                break;
            }
        }
    }
    assert!((1000..5000).contains(&accepted), "{accepted}");
    server.next_lines(9 * accepted);
    assert!(server.kill().is_empty());
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_answers_what_it_has_begun() {
    // No timeout may do the work of the drain.
    let server = Server::start("hyper", &[("HEADER_TIMEOUT_SECS", "60"), ("BODY_DEADLINE_SECS", "60")]);
    let mut idle = Client::connect(server.address());
    idle.send(signed(BODY));
    assert_eq!(idle.answer().status, 200);
    let mut busy = Client::connect(server.address());
    let request = signed(TEXT);
    busy.send(&request[..request.len() - 10]);
    sleep(Duration::from_millis(200));

    server.terminate();
    assert_eq!(idle.rest(), "");
    assert!(std::net::TcpStream::connect(server.address()).is_err());
    busy.send(&request[request.len() - 10..]);
    assert_eq!(busy.answer().status, 200);
    let (status, lines) = server.end();
    assert!(status.success(), "{status}");
    assert_eq!(lines.len(), 1);
}

#[test]
fn demo_credentials_are_for_this_machine_only() {
    for receiver in RECEIVERS {
        let with = |variables: &[(&str, &str)]| {
            let mut command = command(receiver);
            command.env_remove("WHATSAPP_APP_SECRET").env_remove("WHATSAPP_VERIFY_TOKEN");
            command.envs(variables.iter().copied()).stdout(Stdio::null()).status().unwrap()
        };
        assert!(!with(&[("ADDR", "0.0.0.0:0")]).success());
        assert!(!with(&[("ADDR", "0.0.0.0:0"), ("WHATSAPP_APP_SECRET", "0123456789abcdef")]).success());
        assert!(!with(&[("ADDR", "0.0.0.0:0"), ("WHATSAPP_VERIFY_TOKEN", "token")]).success());
    }
}
