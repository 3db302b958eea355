//! The example that speaks TLS itself.

use std::time::Instant;

use crate::{
    certificates::{Directory, are_there, status},
    client::{Client, NOTHING_NEW, get, padded, post, signed},
    server::Server,
    support::LIMIT,
};

const TOKEN: &str = "sch%C3%B6n+%26+gut+%2B+teuer";

fn start(directory: &Directory, more: &[(&str, &str)]) -> Server {
    directory.certify_all();
    let paths = ["server.pem", "server.key"].map(|name| directory.path(name));
    let variables = [("CERTIFICATE", paths[0].as_str()), ("KEY", paths[1].as_str())];
    Server::start("tls", &[&variables, more].concat())
}

#[test]
fn a_receiver_that_ends_tls_itself_does_what_the_others_do() {
    if !are_there(&["openssl"]) {
        return;
    }
    let directory = Directory::new();
    let server = start(&directory, &[]);
    let ask = |request: &[u8]| {
        let mut client = directory.connect(server.address(), None);
        client.send(request);
        client.answer()
    };
    for length in [NOTHING_NEW.len(), LIMIT] {
        assert_eq!(ask(&signed(padded(length))).status, 200);
    }
    let query = format!("hub.mode=subscribe&hub.verify_token={TOKEN}&hub.challenge=1158201444");
    assert_eq!(ask(get(&query).as_bytes()).body, "1158201444");
    assert_eq!(ask(&post(NOTHING_NEW.as_bytes(), &[])).status, 401);
}

#[test]
fn with_a_client_ca_nobody_else_gets_as_far_as_a_request() {
    if !are_there(&["openssl"]) {
        return;
    }
    let directory = Directory::new();
    directory.certify_all();
    let server = start(&directory, &[("CLIENT_CA", &directory.path("meta_authority.pem"))]);
    let got = [Some("meta"), None, Some("namesake")]
        .map(|shown| status(directory.connect(server.address(), shown), &signed(NOTHING_NEW)));
    assert_eq!(got, [Some(200), None, None]);
}

#[test]
fn whoever_is_slow_with_the_handshake_or_the_head_is_cut_off() {
    if !are_there(&["openssl"]) {
        return;
    }
    let directory = Directory::new();
    let server = start(&directory, &[("HANDSHAKE_TIMEOUT_SECS", "1")]);
    let start = Instant::now();
    let silent = Client::connect(server.address());
    let mut half = directory.connect(server.address(), None);
    half.send("POST /webhook HTTP/1.1\r\nHost: local");
    assert_eq!(silent.rest(), "");
    assert_eq!(half.rest(), "");
    println!("tls, silent or half a head: cut off within {:.1?}", start.elapsed());
}
