use super::{
    client::get,
    server::{RECEIVERS, Server},
};

/// The server's token in two spellings.
const PERCENT: &str = "hub.verify_token=sch%C3%B6n%20%26%20gut%20%2B%20teuer";
const PLUS: &str = "hub.verify_token=sch%c3%b6n+%26+gut+%2b+teuer";

#[test]
fn the_challenge_comes_back_in_any_order_and_either_encoding_of_spaces() {
    for server in Server::both() {
        for query in [
            format!("hub.mode=subscribe&hub.challenge=1158201444&{PERCENT}"),
            format!("{PLUS}&hub.challenge=1158201444&hub.mode=subscribe"),
            format!("hub.challenge=%31158201444&{PLUS}&hub.mode=subscribe&hub_mode=x&utm=y"),
        ] {
            let answer = server.ask(get(&query));
            assert_eq!((answer.status, answer.body.as_str()), (200, "1158201444"), "{query}");
        }
    }
}

#[test]
fn the_challenge_is_no_page_to_any_browser_or_cache() {
    for server in Server::both() {
        let answer = server.ask(get(&format!("hub.mode=subscribe&hub.challenge=42&{PERCENT}")));
        for (name, value) in [
            ("content-type", "text/plain; charset=utf-8"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cache-control", "no-store"),
            ("content-length", "2"),
        ] {
            assert_eq!(answer.headers[name], value);
        }
    }
}

#[test]
fn whoever_does_not_know_the_token_is_forbidden() {
    for server in Server::both() {
        for query in [
            "",
            "hub.mode=subscribe&hub.challenge=42",
            "hub.mode=subscribe&hub.challenge=42&hub.verify_token=",
            "hub.mode=subscribe&hub.challenge=42&hub.verify_token=guess",
            "hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token=guess",
            "hub.mode=subscribe&hub.challenge=42&hub.verify_token=sch%F6n%20%26%20gut%20%2B%20teuer",
            &format!("hub.mode=unsubscribe&hub.challenge=42&{PERCENT}"),
            &format!("hub.challenge=42&{PERCENT}"),
        ] {
            let answer = server.ask(get(query));
            assert_eq!((answer.status, answer.body.as_str()), (403, ""), "{query}");
        }
    }
}

#[test]
fn a_challenge_that_is_none_is_a_bad_request() {
    let long = format!("hub.challenge={}", "1".repeat(257));
    for server in Server::both() {
        for challenge in [
            "",
            "hub.challenge=",
            "hub.challenge=%3Cb%3E",
            "hub.challenge=4'2",
            "hub.challenge=4+2",
            "hub.challenge=%C3%A4",
            "hub.challenge=4%0D%0A2",
            "hub.challenge=42&hub.challenge=42",
            "hub.challenge=42&hub.mode=subscribe",
            &long,
        ] {
            let answer = server.ask(get(&format!("hub.mode=subscribe&{PERCENT}&{challenge}")));
            assert_eq!((answer.status, answer.body.as_str()), (400, ""), "{challenge}");
        }
    }
}

#[test]
fn a_query_of_two_kibibytes_is_read_and_a_longer_one_is_not() {
    let query = format!("hub.mode=subscribe&hub.challenge=42&{PERCENT}&pad=");
    let padded = |length| format!("{query:x<length$}");
    for receiver in RECEIVERS {
        let server = Server::start(receiver, &[]);
        assert_eq!(server.ask(get(&padded(2048))).status, 200, "{receiver}");
        assert_eq!(server.ask(get(&padded(2049))).status, 414, "{receiver}");
    }
}
