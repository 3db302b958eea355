use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use proptest::{collection::vec, prelude::*};
use whatsapp_webhook::{Networks, NetworksError};

use super::{address, networks};

/// A range as a list of bits that an address must begin with.
#[derive(Clone, Debug)]
struct Cidr {
    text: String,
    is_ipv4: bool,
    prefix: Vec<bool>,
}

impl Cidr {
    fn new(address: IpAddr, length: usize) -> Self {
        let prefix: Vec<bool> = bits(address).into_iter().take(length).collect();
        let first = (0..).zip(&prefix).filter(|(_, bit)| **bit).map(|(at, _)| 127 - at);
        let first = first.fold(0_u128, |number, at| number | 1 << at);
        let first: IpAddr = match address {
            IpAddr::V4(_) => Ipv4Addr::from_bits((first >> 96).try_into().unwrap()).into(),
            IpAddr::V6(_) => Ipv6Addr::from_bits(first).into(),
        };
        Self { text: format!("{first}/{length}"), is_ipv4: address.is_ipv4(), prefix }
    }

    fn contains(&self, address: IpAddr) -> bool {
        let address = match address {
            IpAddr::V6(address) => address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        self.is_ipv4 == address.is_ipv4() && bits(address).starts_with(&self.prefix)
    }
}

fn bits(address: IpAddr) -> Vec<bool> {
    let bytes = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    bytes.into_iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)).collect()
}

fn any_address() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(bits).into()),
        any::<u128>().prop_map(|bits| Ipv6Addr::from_bits(bits).into()),
        any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(bits).to_ipv6_mapped().into()),
    ]
}

/// Ranges of IPv6 in `::/7` are left out: those that contain all of IPv4 are rejected.
fn any_cidr() -> impl Strategy<Value = Cidr> {
    prop_oneof![
        (any::<u32>(), 8..=32_usize)
            .prop_map(|(bits, length)| Cidr::new(Ipv4Addr::from_bits(bits).into(), length)),
        (1_u128 << 121.., 7..=128_usize)
            .prop_map(|(bits, length)| Cidr::new(Ipv6Addr::from_bits(bits).into(), length)),
    ]
}

/// Addresses at the ends of a range, just outside of it, and with one bit of the prefix flipped.
fn near(cidr: &Cidr) -> Vec<IpAddr> {
    let (first, _) = cidr.text.split_once('/').unwrap();
    let length = u32::try_from(cidr.prefix.len()).unwrap();
    match address(first) {
        IpAddr::V4(first) => {
            let (first, last) =
                (first.to_bits(), first.to_bits() | u32::MAX.checked_shr(length).unwrap_or(0));
            let flipped = (0..length).map(|bit| first ^ (1 << 31 >> bit));
            let near = [first, last, first.wrapping_sub(1), last.wrapping_add(1)].into_iter().chain(flipped);
            near.map(|bits| Ipv4Addr::from_bits(bits).into()).collect()
        }
        IpAddr::V6(first) => {
            let (first, last) =
                (first.to_bits(), first.to_bits() | u128::MAX.checked_shr(length).unwrap_or(0));
            let flipped = (0..length).map(|bit| first ^ (1 << 127 >> bit));
            let near = [first, last, first.wrapping_sub(1), last.wrapping_add(1)].into_iter().chain(flipped);
            near.map(|bits| Ipv6Addr::from_bits(bits).into()).collect()
        }
    }
}

proptest! {
    #[test]
    fn a_list_contains_what_the_bits_of_one_of_its_ranges_contain(
        cidrs in vec(any_cidr(), 1..8),
        strangers in vec(any_address(), 20),
    ) {
        let lines: Vec<&str> = cidrs.iter().map(|cidr| cidr.text.as_str()).collect();
        let list = networks(&lines.join("\n"));
        for address in cidrs.iter().flat_map(near).chain(strangers) {
            let expected = cidrs.iter().any(|cidr| cidr.contains(address));
            prop_assert_eq!(list.contains(address), expected, "{} in {:?}", address, lines);
            if let IpAddr::V4(address) = address {
                prop_assert_eq!(list.contains(address.to_ipv6_mapped().into()), expected);
            }
        }
    }

    #[test]
    fn order_and_repetition_do_not_change_a_list(
        cidrs in vec(any_cidr(), 1..8),
    ) {
        let lines: Vec<&str> = cidrs.iter().map(|cidr| cidr.text.as_str()).collect();
        let reversed: Vec<&str> = lines.iter().rev().chain(&lines).copied().collect();
        prop_assert_eq!(networks(&lines.join("\n")), networks(&reversed.join("\n")));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[0-9a-fA-F:./# \n%+-]{0,60}") {
        let _ = text.parse::<Networks>();
    }

    #[test]
    fn a_range_of_host_bits_is_rejected_with_the_range_that_was_meant(bits: u32, length in 8..32_u8) {
        let host_bits = u32::MAX >> length;
        prop_assume!(bits & host_bits != 0);
        let text = format!("{}/{length}", Ipv4Addr::from_bits(bits));
        let first = Ipv4Addr::from_bits(bits & !host_bits).into();
        let error = NetworksError::HostBits { line: 1, first, prefix: length };
        prop_assert_eq!(text.parse::<Networks>(), Err(error));
        let meant = format!("{first}/{length}");
        prop_assert!(meant.parse::<Networks>().is_ok());
    }
}

#[test]
fn comments_empty_lines_and_white_space_are_ignored() {
    let list =
        networks("# two ranges\r\n\r\n  192.0.2.0/24\t# the first\r\n   \r\n#198.51.100.0/24\r\n2001:db8::1");
    assert!(list.contains(address("192.0.2.255")) && list.contains(address("2001:db8::1")));
    assert!(!list.contains(address("198.51.100.1")) && !list.contains(address("2001:db8::2")));
    assert_eq!(list, networks("2001:db8::1/128\n192.0.2.0/25\n192.0.2.128/25"));
}

#[test]
fn an_address_without_a_prefix_is_one_address() {
    let list = networks("192.0.2.1");
    assert!(list.contains(address("192.0.2.1")));
    assert!(!list.contains(address("192.0.2.0")) && !list.contains(address("192.0.2.2")));
}

#[test]
fn a_list_without_an_address_is_rejected() {
    for list in ["", "\n\n", "   ", "# 192.0.2.0/24", "#\n\t\n#\r\n"] {
        assert_eq!(list.parse::<Networks>(), Err(NetworksError::Empty), "{list:?}");
    }
}

#[test]
fn a_line_in_any_other_spelling_is_rejected() {
    for range in [
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/+24",
        "192.0.2.0/-1",
        "192.0.2.0/024",
        "192.0.2.0/24.0",
        "192.0.2.0/255.255.255.0",
        "192.0.2.0/24/24",
        "192.0.2.0 /24",
        "192.0.2.0/ 24",
        "192.0.2.0/280",
        "/24",
        "192.0.2",
        "192.0.2.0.0",
        "192.0.02.0/24",
        "0300.0.2.0/24",
        "0xc0000200/24",
        "3221225984",
        "192.0.2.*",
        "192.0.2.0-192.0.2.255",
        "192.0.2.0/24, 198.51.100.0/24",
        "192.0.2.0/24 198.51.100.0/24",
        "192.0.2.0/24;",
        "192.0.2.1:80",
        "[2001:db8::1]",
        "2001:db8::/129",
        "2001:db8::%eth0",
        "2001:db8",
        "::ffff:192.0.2.0/129",
        "example.com",
        "any",
        "*",
        "\u{ff11}92.0.2.1",
    ] {
        let list = format!("198.51.100.0/24\n{range}\n");
        assert_eq!(list.parse::<Networks>(), Err(NetworksError::NotARange { line: 2 }), "{range}");
    }
}

#[test]
fn ranges_that_admit_a_good_part_of_the_internet_are_rejected() {
    let ipv4 = NetworksError::TooBroad { line: 1, shortest_prefix: 8 };
    let ipv6 = NetworksError::TooBroad { line: 1, shortest_prefix: 7 };
    for (range, expected) in [
        ("0.0.0.0/0", ipv4),
        ("0.0.0.0/7", ipv4),
        ("10.0.0.0/7", ipv4),
        ("192.0.2.1/0", ipv4),
        ("fc00::/6", ipv6),
        ("2000::/3", ipv6),
        // All of IPv4, in the form of IPv6.
        ("::/0", ipv4),
        ("::/7", ipv4),
        ("::/64", ipv4),
        ("::/80", ipv4),
        ("::ffff:0:0/96", ipv4),
        ("::ffff:0.0.0.0/97", ipv4),
        ("::ffff:10.0.0.0/103", ipv4),
    ] {
        assert_eq!(range.parse::<Networks>(), Err(expected), "{range}");
    }
    for range in ["10.0.0.0/8", "fc00::/7", "::ffff:10.0.0.0/104", "::/96", "::/97"] {
        assert!(range.parse::<Networks>().is_ok(), "{range}");
    }
}

#[test]
fn an_ipv4_address_in_the_form_of_ipv6_is_ipv4_on_both_sides() {
    let list = networks("::ffff:192.0.2.0/120");
    assert_eq!(list, networks("192.0.2.0/24"));
    for inside in ["192.0.2.9", "::ffff:192.0.2.9", "::ffff:c000:209"] {
        assert!(list.contains(address(inside)), "{inside}");
    }
}

#[test]
fn other_addresses_that_contain_an_ipv4_address_are_not_that_address() {
    let list = networks("192.0.2.0/24");
    for other in [
        "::192.0.2.9",          // IPv4-compatible
        "::ffff:0:192.0.2.9",   // IPv4-translated
        "64:ff9b::192.0.2.9",   // NAT64
        "64:ff9b:1::192.0.2.9", // NAT64 of a network's own
        "2002:c000:209::1",     // 6to4
        "2001:0:c000:209::",    // Teredo
        "fe80::5efe:192.0.2.9", // ISATAP
        "::1:ffff:192.0.2.9",   // one bit further left
        "8000::ffff:192.0.2.9",
        "c000:209::",
    ] {
        assert!(!list.contains(address(other)), "{other}");
    }
}

#[test]
fn the_suggested_range_is_in_the_form_that_was_written() {
    for (range, suggestion) in [
        ("192.0.2.1/24", "192.0.2.0/24"),
        ("2001:db8::1/32", "2001:db8::/32"),
        ("::ffff:192.0.2.1/120", "::ffff:192.0.2.0/120"),
        ("255.255.255.255/31", "255.255.255.254/31"),
    ] {
        let error = range.parse::<Networks>().unwrap_err().to_string();
        assert!(error.contains(&format!("write {suggestion} for the range")), "{error}");
        assert!(suggestion.parse::<Networks>().is_ok(), "{suggestion}");
    }
}

#[test]
fn an_error_names_the_line_and_repeats_nothing_of_it() {
    let secret = "a-secret-in-the-wrong-file".repeat(1000);
    let error = format!("192.0.2.0/24\n\n# comment\n{secret}").parse::<Networks>().unwrap_err();
    assert_eq!(error, NetworksError::NotARange { line: 4 });
    assert!(error.to_string().starts_with("line 4: ") && error.to_string().len() < 200);
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn ranges_that_overlap_or_touch_are_one() {
    let list = networks("192.0.2.0/25\n192.0.2.128/25\n192.0.2.7\n192.0.3.0/24\n192.0.5.0/24");
    assert_eq!(format!("{list:?}"), "Networks { ranges: 2 }");
    for (text, expected) in [
        ("192.0.1.255", false),
        ("192.0.2.0", true),
        ("192.0.3.255", true),
        ("192.0.4.0", false),
        ("192.0.5.0", true),
    ] {
        assert_eq!(list.contains(address(text)), expected, "{text}");
    }
}

#[test]
fn the_first_and_the_last_of_all_addresses_can_be_listed() {
    let list = networks("::\nffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\nff00::/8\n0.0.0.0\n255.255.255.255");
    for text in ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ff00::", "0.0.0.0", "255.255.255.255"] {
        assert!(list.contains(address(text)), "{text}");
    }
    for text in ["::1", "feff::", "0.0.0.1", "255.255.255.254", "::1:0:0:0", "::fffe:ffff:ffff"] {
        assert!(!list.contains(address(text)), "{text}");
    }
}
