use super::{
    client::{Client, NOTHING_NEW, chunk, chunked_head, declaring, head, padded, post, signature, signed},
    server::{RECEIVERS, Server},
};
use crate::support::LIMIT;

const BODY: &[u8] = NOTHING_NEW.as_bytes();
const TEXT: &[u8] = include_bytes!("../../../src/testing/samples/messages/text.json");

type Headers<'a> = &'a [(&'a str, &'a str)];

/// A POST with the right signature of [`BODY`], and with a body that is framed by hand.
fn framed(headers: Headers<'_>, body: impl AsRef<[u8]>) -> Vec<u8> {
    let signature = signature(BODY);
    let headers = [&[("X-Hub-Signature-256", signature.as_str())], headers].concat();
    [head("POST", "", &headers).as_bytes(), body.as_ref()].concat()
}

#[test]
fn a_body_up_to_exactly_the_limit_is_accepted() {
    for body in [padded(LIMIT - 1), padded(LIMIT)] {
        for server in Server::both() {
            let mut client = Client::connect(server.address());
            client.send(signed(&body));
            assert_eq!(client.answer().status, 200);

            client.send(chunked_head(&body));
            for part in body.chunks(65_536) {
                client.send(chunk(part));
            }
            client.send(chunk(b""));
            assert_eq!(client.answer().status, 200);
        }
    }
}

#[test]
fn a_body_of_one_byte_more_is_too_large() {
    let body = padded(LIMIT + 1);
    for server in Server::both() {
        assert_eq!(server.ask(declaring(&body.len().to_string(), &body)).status, 413);

        let mut client = Client::connect(server.address());
        client.send(chunked_head(&body));
        client.send(chunk(&body));
        assert_eq!(client.answer().status, 413);
        assert_eq!(server.ask(signed(BODY)).status, 200);
    }
}

#[test]
fn an_absurd_length_is_rejected_on_its_word() {
    for server in Server::both() {
        for (length, status) in [
            ("100000000000", 413),
            ("9223372036854775808", 413),
            ("18446744073709551616", 400), // no number to hyper, so the layer never sees it
            ("-1", 400),
            ("5, 5", 400),
        ] {
            assert_eq!(server.ask(declaring(length, BODY)).status, status, "{length}");
        }
    }
}

#[test]
fn a_body_whose_end_is_in_doubt_is_rejected() {
    let length = BODY.len().to_string();
    let chunks = [chunk(BODY), chunk(b"")].concat();
    let cases: [(Headers<'_>, &[u8], u16); 13] = [
        (&[("Content-Length", &length)], BODY, 200),
        (&[("Transfer-Encoding", "chunked")], &chunks, 200),
        (&[("Content-Length", &length), ("Content-Length", "1")], BODY, 400),
        (&[("Content-Length", "1"), ("Content-Length", &length)], BODY, 400),
        (&[("Content-Length", &format!("{length}, {length}"))], BODY, 400),
        (&[("Content-Length", &format!("+{length}"))], BODY, 400),
        (&[("Content-Length", &format!("{:#x}", BODY.len()))], BODY, 400),
        (&[("Content-Length", "")], BODY, 400),
        (&[("Content-Length ", &length)], BODY, 400),
        (&[("Transfer-Encoding", "chunked, identity")], &chunks, 400),
        (&[("Transfer-Encoding", "xchunked")], &chunks, 400),
        (&[("Transfer-Encoding ", "chunked")], &chunks, 400),
        (&[("Transfer-Encoding", "identity"), ("Content-Length", &length)], BODY, 400),
    ];
    for server in Server::both() {
        for (headers, body, status) in cases {
            assert_eq!(server.ask(framed(headers, body)).status, status, "{headers:?}");
        }
    }
}

#[test]
fn with_chunks_and_a_length_the_chunks_count_and_the_connection_ends() {
    let chunks = [chunk(BODY), chunk(b"")].concat();
    for server in Server::both() {
        for length in [BODY.len().to_string().as_str(), "1", "100000000000"] {
            let both = [("Content-Length", length), ("Transfer-Encoding", "chunked")];
            let mut client = Client::connect(server.address());
            client.send([framed(&both, &chunks), signed(TEXT)].concat());
            assert_eq!(client.answer().status, 200, "{length}");
            assert_eq!(client.rest(), "");

            assert_eq!(server.ask(framed(&both, BODY)).status, 400, "{length}");
        }
        assert!(server.kill().is_empty(), "nothing after it is read");
    }
}

#[test]
fn chunks_of_a_size_that_is_no_size_are_rejected() {
    let size = format!("{:x}", BODY.len());
    let short = format!("{:x}", BODY.len() - 1);
    let extension = format!("{size};{}", "a".repeat(20_000));
    let after = |line: &str| [line.as_bytes(), BODY, b"\r\n0\r\n\r\n"].concat();
    let line = |size: &str| after(&format!("{size}\r\n"));
    let cases = [
        (line(&size), 200),
        (line(&format!("{size};name=value")), 200),
        (line(""), 400),
        (line("-1"), 400),
        (line(&format!("0x{size}")), 400),
        (line("10000000000000000"), 400),
        (line(&short), 400),
        (line(&extension), 400),
        (after(&format!("{size}\n")), 400),
        // They are sizes, of what cannot come before the time is over.
        (line("8000000000000000"), 408),
        (line("ffffffffffffffff"), 408),
    ];
    for receiver in RECEIVERS {
        let server = Server::start(receiver, &[("BODY_DEADLINE_SECS", "1")]);
        for (body, status) in &cases {
            let answer = server.ask(framed(&[("Transfer-Encoding", "chunked")], body));
            let start = String::from_utf8_lossy(&body[..20]);
            assert_eq!(answer.status, *status, "{start:?}");
        }
    }
}

#[test]
fn a_body_that_ends_before_its_length_is_rejected() {
    let length = (BODY.len() + 1).to_string();
    for server in Server::both() {
        for request in [
            framed(&[("Content-Length", &length)], BODY),
            framed(&[("Transfer-Encoding", "chunked")], chunk(BODY)),
            framed(&[("Transfer-Encoding", "chunked")], &chunk(BODY)[..10]),
        ] {
            let mut client = Client::connect(server.address());
            client.send(request);
            client.finish();
            assert_eq!(client.answer().status, 400);
            assert_eq!(client.rest(), "");
        }
    }
}

/// The statuses of all answers to a request, and what it made the receiver print. A handshake that is rejected with 403
/// follows it on the same connection.
fn answers(server: Server, request: &[u8]) -> (Vec<u16>, Vec<String>) {
    let mut client = Client::connect(server.address());
    client.send([request, head("GET", "", &[("Connection", "close")]).as_bytes()].concat());
    let rest = client.rest();
    let statuses = rest.split("HTTP/1.1 ").skip(1).map(|answer| answer[..3].parse().unwrap()).collect();
    assert_eq!(server.ask(signed(BODY)).status, 200);
    (statuses, stop(server))
}

/// Ends a receiver when it has printed what it still had to.
fn stop(server: Server) -> Vec<String> {
    #[cfg(unix)]
    {
        server.terminate();
        server.end().1
    }
    #[cfg(not(unix))]
    server.kill()
}

#[test]
fn the_body_of_a_rejected_request_is_not_read_as_a_request() {
    let hidden = signed(TEXT);
    let length = hidden.len().to_string();
    let right = signature(&hidden);
    let with_length = |method, headers: &[(&str, &str)]| {
        let headers = [headers, &[("Content-Length", &length)]].concat();
        [head(method, "", &headers).as_bytes(), &hidden].concat()
    };
    let in_chunks = [("X-Hub-Signature-256", "sha256=00"), ("Transfer-Encoding", "chunked")];
    let in_chunks = [head("POST", "", &in_chunks).into_bytes(), chunk(&hidden), chunk(b"")].concat();
    let cases: [(&[u16], _); 8] = [
        (&[401, 403], post(&hidden, &[])),
        (&[401, 403], post(&hidden, &[("X-Hub-Signature-256", &signature(BODY))])),
        (&[401, 403], in_chunks),
        (&[413], framed(&[("Content-Length", "100000000000")], &hidden)),
        (&[415, 403], post(&hidden, &[("X-Hub-Signature-256", &right), ("Content-Encoding", "gzip")])),
        (&[405, 403], with_length("PUT", &[])),
        (&[403, 403], with_length("GET", &[])),
        (&[400], framed(&[("Content-Length", "1"), ("Content-Length", &length)], &hidden)),
    ];
    for receiver in RECEIVERS {
        // `hyper.rs` closes the connection with the first rejection.
        let answered = if receiver == "axum" { 3 } else { 1 };
        for (statuses, request) in &cases {
            let (got, lines) = answers(Server::start(receiver, &[]), request);
            assert!(got.iter().eq(statuses.iter().take(answered)), "{receiver}: {got:?}");
            assert!(lines.is_empty(), "{lines:?}");
        }
        // Where the body is over before, the same request is no body but the next request.
        let request = [post(b"", &[]).as_slice(), &hidden].concat();
        let (got, lines) = answers(Server::start(receiver, &[]), &request);
        assert_eq!(got, [401, 200, 403][..answered], "{receiver}");
        assert_eq!(lines.len(), answered / 2);
    }
}

#[test]
fn a_request_behind_a_rejected_one_is_answered_for_itself_or_not_at_all() {
    let put = head("PUT", "", &[("Content-Length", "2")]) + "{}";
    let gzip = post(BODY, &[("X-Hub-Signature-256", &signature(BODY)), ("Content-Encoding", "gzip")]);
    let refused = [
        (401, post(BODY, &[])),
        (401, framed(&[("Content-Length", "2")], "{}")),
        (415, gzip),
        (405, put.into()),
    ];
    for receiver in RECEIVERS {
        let server = Server::start(receiver, &[]);
        for (status, request) in &refused {
            let mut client = Client::connect(server.address());
            client.send([request.as_slice(), &signed(BODY), request].concat());
            assert_eq!(client.answer().status, *status);
            match receiver {
                "axum" => assert_eq!([(); 2].map(|()| client.answer().status), [200, *status]),
                _ => assert_eq!(client.rest(), "", "the connection is closed"),
            }
        }
    }
}

#[test]
fn chunks_of_one_byte_add_up() {
    let body = padded(2000);
    let chunks: Vec<u8> = body.chunks(1).chain([&b""[..]]).flat_map(chunk).collect();
    for server in Server::both() {
        let mut client = Client::connect(server.address());
        client.send(chunked_head(&body));
        for part in chunks.chunks(97) {
            client.send(part);
        }
        assert_eq!(client.answer().status, 200);
    }
}

#[test]
fn trailers_are_dropped_and_the_connection_goes_on() {
    for server in Server::both() {
        let mut client = Client::connect(server.address());
        client.send(chunked_head(BODY));
        client.send(chunk(BODY));
        client.send("0\r\nX-Hub-Signature-256: sha256=00\r\n\r\n");
        assert_eq!(client.answer().status, 200);
        client.send(signed(BODY));
        assert_eq!(client.answer().status, 200);
    }
}

#[test]
fn requests_sent_at_once_are_answered_in_turn() {
    for server in Server::both() {
        let mut client = Client::connect(server.address());
        client.send([signed(BODY), signed(BODY), signed("{}")].concat());
        assert_eq!([(); 3].map(|()| client.answer().status), [200, 200, 400]);
    }
}

#[test]
fn a_client_that_leaves_in_the_middle_of_a_body_harms_nobody() {
    let request = signed(BODY);
    for server in Server::both() {
        for _ in 0..20 {
            let mut client = Client::connect(server.address());
            client.send(&request[..request.len() - 1]);
            let mut client = Client::connect(server.address());
            client.send(chunked_head(BODY));
            client.send(chunk(&BODY[..10]));
        }
        assert_eq!(server.ask(signed(BODY)).status, 200);
    }
}
