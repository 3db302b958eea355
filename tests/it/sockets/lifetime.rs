//! What takes time: slow clients, full queues, a stop.

use std::{
    io::Write,
    net::TcpStream,
    process::Stdio,
    thread::sleep,
    time::{Duration, Instant},
};

use super::{
    client::{Client, NOTHING_NEW, chunk, chunked_head, delivery, get, head, post, signed, text},
    server::{PATIENCE, RECEIVERS, Server, command},
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();
const TEXT: &[u8] = include_bytes!("../../../src/testing/samples/messages/text.json");

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
fn a_connection_beyond_the_limit_replaces_the_one_that_was_verified_longest_ago() {
    let server = Server::start("hyper", &[("MAX_CONNECTIONS", "2")]);
    let deliver = |client: &mut Client| {
        client.send(signed(BODY));
        assert_eq!(client.answer().status, 200);
    };
    let mut first = Client::connect(server.address());
    deliver(&mut first);
    let mut second = Client::connect(server.address());
    deliver(&mut second);
    deliver(&mut first);

    let mut third = Client::connect(server.address());
    deliver(&mut third);
    assert_eq!(second.rest(), "");
    deliver(&mut first);
    deliver(&mut third);
}

#[test]
fn every_answer_but_a_verified_200_closes_its_connection() {
    let server = Server::start("hyper", &[]);
    let challenge = "hub.mode=subscribe&hub.verify_token=sch%C3%B6n+%26+gut+%2B+teuer&hub.challenge=1";
    let elsewhere = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec();
    for (request, status) in [
        (get(challenge).into_bytes(), 200),
        (signed("no JSON"), 400),
        (post(BODY, &[]), 401),
        (get("").into_bytes(), 403),
        (elsewhere, 404),
        (head("PUT", "", &[]).into_bytes(), 405),
    ] {
        let mut client = Client::connect(server.address());
        client.send(&request);
        let answer = client.answer();
        assert_eq!((answer.status, answer.headers["connection"].as_bytes()), (status, &b"close"[..]));
        assert_eq!(client.rest(), "");
    }
    let mut client = Client::connect(server.address());
    client.send(signed(BODY));
    let answer = client.answer();
    assert_eq!((answer.status, answer.headers.get("connection")), (200, None));
    client.send(signed(BODY));
    assert_eq!(client.answer().status, 200);
}

#[test]
fn only_verified_notifications_renew_the_lifetime_of_a_connection() {
    let server = Server::start("hyper", &[("CONNECTION_LIFETIME_SECS", "1")]);
    let mut client = Client::connect(server.address());
    let start = Instant::now();
    for _ in 0..4 {
        client.send(signed(BODY));
        assert_eq!(client.answer().status, 200);
        sleep(Duration::from_millis(500));
    }
    assert_eq!(client.rest(), "");
    let lifetime = start.elapsed();
    assert!((2.4..4.0).contains(&lifetime.as_secs_f64()), "{lifetime:?}");
}

#[test]
fn no_request_waits_for_a_log_that_nobody_reads() {
    for receiver in RECEIVERS {
        let mut server = Server::start_with_a_stuck_log(receiver);
        // The pipe takes some hundreds of lines, and the queue a thousand.
        for _ in 0..3000 {
            assert_eq!(server.ask(post(BODY, &[])).status, 401);
        }
        assert_eq!(server.ask(signed(BODY)).status, 200);
        let mut log = server.log();
        let dropped = |line: String| {
            line.strip_prefix('(')?.strip_suffix(" lines were dropped)")?.parse::<usize>().ok()
        };
        let dropped = log.by_ref().find_map(dropped).unwrap();
        assert!((500..2000).contains(&dropped), "{receiver}: {dropped}");
        // The lines that waited come behind it.
        assert!(log.take(900).all(|line| line.starts_with("rejected with 401 Unauthorized: ")));
    }
}

#[cfg(unix)]
#[test]
fn an_update_that_cannot_be_printed_is_tried_again_until_the_receiver_stops() {
    let mut server = Server::start("hyper", &[("DRAIN_SECS", "1")]);
    server.stop_reading();
    let mut client = Client::connect(server.address());
    // The reader takes one line more before the pipe is closed.
    for id in 0..3 {
        client.send(signed(delivery(&[text(id, "x")])));
        assert_eq!(client.answer().status, 200);
        sleep(Duration::from_millis(200));
    }
    server.terminate();
    assert_eq!(server.ended().code(), Some(1));
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_drops_clients_that_never_read() {
    let mut server = Server::start("hyper", &[("BODY_DEADLINE_SECS", "1")]);
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let requests = signed(BODY).repeat(1000);
    // Until neither side has room for more.
    while (&stream).write_all(&requests).is_ok() {}

    server.terminate();
    assert!(server.ended().success());
}

/// Texts of one user, until one is not accepted; each is printed as a line of 300 characters.
fn accepted(server: &Server, at_most: usize) -> usize {
    let mut client = Client::connect(server.address());
    (0..at_most)
        .take_while(|id| {
            client.send(signed(delivery(&[text(*id, &"long ".repeat(60))])));
            let status = client.answer().status;
            assert!(matches!(status, 200 | 503), "{status}");
            status == 200
        })
        .count()
}

#[cfg(unix)]
#[test]
fn a_stop_that_leaves_updates_in_the_queue_is_an_error() {
    let mut server = Server::start("hyper", &[("DRAIN_SECS", "1")]);
    // Nobody reads what it prints, so it gets stuck.
    assert_eq!(accepted(&server, 1000), 1000);
    server.terminate();
    assert_eq!(server.ended().code(), Some(1));
}

#[test]
fn a_full_queue_is_answered_with_try_again() {
    let server = Server::start("hyper", &[("QUEUE_MIB", "1")]);
    // Nobody reads what it prints, so it gets stuck after some hundreds of lines, and its queue fills.
    let accepted = accepted(&server, 5000);
    assert!((1000..5000).contains(&accepted), "{accepted}");
    for (id, line) in server.next_lines(accepted).iter().enumerate() {
        assert!(line.contains(&format!(" wamid.{id} ")), "{line}");
    }
    assert!(server.kill().is_empty());
}

#[test]
fn an_update_that_comes_again_is_printed_once_by_the_receiver_with_an_inbox() {
    for (receiver, count) in [("axum", 3), ("hyper", 1)] {
        let server = Server::start(receiver, &[]);
        for _ in 0..3 {
            assert_eq!(server.ask(signed(TEXT)).status, 200);
        }
        assert_eq!(server.ask(signed(delivery(&[text(1, "the end")]))).status, 200);
        let lines = server.next_lines(count + 1);
        assert!(lines.last().unwrap().ends_with(": the end"), "{receiver}: {lines:#?}");
    }
}

/// The listener may be closed a moment after the connections.
#[cfg(unix)]
fn refuses_connections(server: &Server) {
    let start = Instant::now();
    while TcpStream::connect(server.address()).is_ok() {
        assert!(start.elapsed() < PATIENCE, "it still listens");
        sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_answers_what_it_has_begun() {
    for receiver in RECEIVERS {
        // No timeout may do the work of the drain.
        let patient = [("HEADER_TIMEOUT_SECS", "60"), ("BODY_DEADLINE_SECS", "60")];
        let server = Server::start(receiver, &patient);
        let mut idle = Client::connect(server.address());
        idle.send(signed(BODY));
        assert_eq!(idle.answer().status, 200);
        let mut busy = Client::connect(server.address());
        let request = signed(TEXT);
        busy.send(&request[..request.len() - 10]);
        sleep(Duration::from_millis(200));

        server.terminate();
        assert_eq!(idle.rest(), "");
        refuses_connections(&server);
        busy.send(&request[request.len() - 10..]);
        assert_eq!(busy.answer().status, 200);
        let (status, lines) = server.end();
        assert!(status.success(), "{receiver}: {status}");
        assert_eq!(lines.len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_waits_for_no_client_that_never_finishes_its_headers() {
    for receiver in RECEIVERS {
        let patient = [("HEADER_TIMEOUT_SECS", "60"), ("BODY_DEADLINE_SECS", "0")];
        let mut server = Server::start(receiver, &patient);
        let mut client = Client::connect(server.address());
        client.send("POST /webhook HTTP/1.1\r\nHost: local");
        sleep(Duration::from_millis(200));
        server.terminate();
        assert!(server.ended().success(), "{receiver}");
    }
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
