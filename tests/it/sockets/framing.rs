use super::{
    client::{Client, NOTHING_NEW, chunk, chunked_head, declaring, padded, signed},
    server::Server,
};
use crate::support::LIMIT;

const BODY: &[u8] = NOTHING_NEW.as_bytes();

#[test]
fn a_body_of_exactly_the_limit_is_accepted() {
    let body = padded(LIMIT);
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
fn an_absurd_length_is_refused_on_its_word() {
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
        client.send([signed(BODY), signed("{}"), signed(BODY)].concat());
        assert_eq!([(); 3].map(|()| client.answer().status), [200, 400, 200]);
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
