use std::net::IpAddr;

use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::{collection::vec, prelude::*};

use super::{address, networks};

const HEADER: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROXIES: &str = "10.0.0.0/24\n2001:db8:1::/64";
/// An address that an attacker wants to be taken for, and the attacker's own.
const META: &str = "192.0.2.1";
const ATTACKER: &str = "203.0.113.66";

/// The client of a request from the proxy 10.0.0.1, with these lines of the header.
fn client_of<const N: usize>(lines: [&str; N]) -> Option<IpAddr> {
    client_from("10.0.0.1", &lines)
}

fn client_from(peer: &str, lines: &[&str]) -> Option<IpAddr> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(HEADER, HeaderValue::from_bytes(line.as_bytes()).unwrap());
    }
    networks(PROXIES).client(address(peer), &headers, &HEADER)
}

#[test]
fn the_entry_that_the_proxy_wrote_is_the_client() {
    assert_eq!(client_of([META]), Some(address(META)));
    assert_eq!(client_of(["2001:db8:2::1"]), Some(address("2001:db8:2::1")));
}

#[test]
fn entries_that_the_client_sent_itself_are_not_believed() {
    for header in [
        format!("{META}, {ATTACKER}"),
        format!("{META},{META},{META},{ATTACKER}"),
        format!("{META}, 10.0.0.2, {ATTACKER}"),
        format!("{META}, {ATTACKER}, 10.0.0.2, 10.0.0.3"),
        format!("{META},, {ATTACKER}"),
        format!("nonsense, {ATTACKER}"),
        format!("\"{META}, {ATTACKER}"),
        format!("for={META};by=\"x, {ATTACKER}"),
        format!("\u{e9}\u{e9}, {ATTACKER}"),
        format!(", {ATTACKER}"),
    ] {
        assert_eq!(client_of([&header]), Some(address(ATTACKER)), "{header}");
    }
}

#[test]
fn several_lines_of_the_header_are_one_list() {
    assert_eq!(client_of([META, ATTACKER]), Some(address(ATTACKER)));
    assert_eq!(client_of([META, ATTACKER, "10.0.0.2"]), Some(address(ATTACKER)));
    assert_eq!(
        client_of([META, &format!("{META}, {ATTACKER}"), "10.0.0.3, 10.0.0.2"]),
        Some(address(ATTACKER))
    );
    assert_eq!(client_of([ATTACKER, META]), Some(address(META)));
}

#[test]
fn a_peer_that_is_no_proxy_is_the_client_whatever_it_sends() {
    for header in [META, "10.0.0.2", "nonsense", ""] {
        assert_eq!(client_from(ATTACKER, &[header]), Some(address(ATTACKER)), "{header}");
    }
    assert_eq!(client_from(ATTACKER, &[]), Some(address(ATTACKER)));
    assert_eq!(client_from("2001:db8:2::1", &[META]), Some(address("2001:db8:2::1")));
    assert_eq!(client_from("10.0.1.0", &[META]), Some(address("10.0.1.0")));
}

#[test]
fn a_peer_in_the_form_of_ipv6_is_taken_for_the_proxy_that_it_is() {
    assert_eq!(client_from("::ffff:10.0.0.1", &[META]), Some(address(META)));
    assert_eq!(client_from("::ffff:203.0.113.66", &[META]), Some(address(ATTACKER)));
    assert_eq!(client_from("2001:db8:1::7", &[META]), Some(address(META)));
    assert_eq!(client_of([META, "::ffff:10.0.0.2"]), Some(address(META)));
    assert_eq!(client_of(["::ffff:192.0.2.1"]), Some(address(META)));
}

#[test]
fn without_the_header_the_client_is_unknown() {
    assert_eq!(client_of([]), None);
    let mut headers = HeaderMap::new();
    headers.insert("x-real-ip", HeaderValue::from_static(META));
    assert_eq!(networks(PROXIES).client(address("10.0.0.1"), &headers, &HEADER), None);
}

#[test]
fn with_proxies_alone_the_client_is_unknown() {
    assert_eq!(client_of(["10.0.0.2"]), None);
    assert_eq!(client_of(["10.0.0.2, 10.0.0.3", "2001:db8:1::1"]), None);
}

#[test]
fn an_entry_that_is_no_address_makes_the_client_unknown() {
    for entry in [
        "unknown",
        "_hidden",
        "",
        " ",
        "-",
        "example.com",
        "192.0.2.1.",
        "192.0.2.1 203.0.113.66",
        "192.0.2.1;203.0.113.66",
        "192.0.02.1",
        "192.0.2.0/24",
        "3221225985",
        "0xc0000201",
        "\"192.0.2.1\"",
        "'192.0.2.1'",
        "for=192.0.2.1",
        "for=\"[2001:db8:2::1]\"",
        "192.0.2.1:",
        "192.0.2.1:http",
        "192.0.2.1:65536",
        "192.0.2.1:80:80",
        "[192.0.2.1]",
        "[192.0.2.1]:80",
        "[2001:db8:2::1",
        "2001:db8:2::1]",
        "[2001:db8:2::1]80",
        "[2001:db8:2::1]:",
        "[[2001:db8:2::1]]",
        "fe80::1%eth0",
        "[]",
        "192.0.2.1\u{a0}",
        "\u{200b}192.0.2.1",
        "192.0.2.\u{661}",
    ] {
        assert_eq!(client_of([entry]), None, "{entry:?}");
        // The proxy did not write an address, so nothing further left can be believed.
        assert_eq!(client_of([&format!("{META}, {entry}")]), None, "{entry:?}");
        assert_eq!(client_of([META, entry]), None, "{entry:?}");
        assert_eq!(client_of([&format!("{META}, {entry}, 10.0.0.2")]), None, "{entry:?}");
    }
}

#[test]
fn an_entry_may_have_a_port_and_white_space() {
    for (entry, expected) in [
        ("192.0.2.1:80", META),
        ("192.0.2.1:0", META),
        (" \t192.0.2.1\t ", META),
        ("[2001:db8:2::1]", "2001:db8:2::1"),
        ("[2001:db8:2::1]:80", "2001:db8:2::1"),
        ("[::1]:80", "::1"),
        ("2001:DB8:2::1", "2001:db8:2::1"),
        ("[::ffff:192.0.2.1]:80", META),
        // Without brackets there is no port.
        ("2001:db8:2::1:80", "2001:db8:2::1:80"),
    ] {
        assert_eq!(client_of([entry]), Some(address(expected)), "{entry}");
        assert_eq!(
            client_of([&format!("{ATTACKER}, {entry} ,10.0.0.2:4711")]),
            Some(address(expected)),
            "{entry}"
        );
        assert_eq!(client_of([&format!("{entry},[2001:db8:1::9]:4711")]), Some(address(expected)), "{entry}");
    }
}

#[test]
fn the_name_of_the_header_is_case_insensitive_and_no_other_header_is_read() {
    let mut headers = HeaderMap::new();
    for other in ["forwarded", "x-real-ip", "x-forwarded-for-original", "x_forwarded_for", "true-client-ip"] {
        headers.insert(other, HeaderValue::from_static(META));
    }
    let name = HeaderName::from_bytes(b"X-Forwarded-For").unwrap();
    headers.insert(HeaderName::from_bytes(b"X-FORWARDED-FOR").unwrap(), HeaderValue::from_static(ATTACKER));
    assert_eq!(networks(PROXIES).client(address("10.0.0.1"), &headers, &name), Some(address(ATTACKER)));
}

#[test]
fn a_header_of_a_hundred_thousand_entries_is_read_from_the_right() {
    let forged = format!("{META}, ").repeat(100_000) + ATTACKER;
    assert_eq!(client_of([&forged]), Some(address(ATTACKER)));
    assert_eq!(client_of([&"10.0.0.2,".repeat(100_000)]), None);
}

proptest! {
    #[test]
    fn no_header_of_a_clients_own_changes_what_the_proxies_wrote(
        forged in vec("[ -~\\t]{0,40}", 0..4),
        proxies in vec(0..=255_u8, 0..4),
        same_line: bool,
    ) {
        let mut honest = vec![ATTACKER.to_owned()];
        honest.extend(proxies.iter().map(|last| format!("10.0.0.{last}")));
        let mut lines = forged;
        match lines.last_mut() {
            Some(last) if same_line => *last = format!("{last}, {}", honest.join(", ")),
            _ => lines.extend(honest),
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        prop_assert_eq!(client_from("10.0.0.1", &lines), Some(address(ATTACKER)));
    }

    #[test]
    fn no_bytes_of_a_header_make_it_panic(bytes in vec(any::<u8>(), 0..60)) {
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, value);
            let _ = networks(PROXIES).client(address("10.0.0.1"), &headers, &HEADER);
        }
    }
}
