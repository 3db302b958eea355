use proptest::prelude::*;
use whatsapp_webhook::{Networks, NetworksError};

use super::{address, networks};

/// The object that every other one stands beside.
const METAS: &str = "\
route:          192.0.2.0/24
descr:          Example, Inc.
origin:         AS32934
mnt-by:         MAINT-AS32934
changed:        somebody@example.com 20260102  #11:22:33Z
source:         RADB
rpki-ov-state:  valid
";

fn route(range: &str, origin: &str, maintainer: &str, source: &str) -> String {
    format!("route: {range}\norigin: {origin}\nmnt-by: {maintainer}\nsource: {source}\n")
}

/// Reads Meta's object and then another one, which must not be in the list.
fn is_left_out(other: &str) -> bool {
    Networks::from_whois(&format!("{METAS}\n{other}\n")) == Ok(networks("192.0.2.0/24"))
        && Networks::from_whois(&format!("{other}\n{METAS}\n")) == Ok(networks("192.0.2.0/24"))
}

#[test]
fn metas_routes_of_both_kinds_are_listed() {
    let answer = format!(
        "{METAS}\nroute6:   2001:db8::/32\norigin:   AS32934\nmnt-by:   MAINT-AS32934\nsource:   RADB\n\n\
         {METAS}\n\n\n{}\n",
        route("198.51.100.0/24", "AS32934", "MAINT-AS32934", "RADB")
    );
    let expected = networks("192.0.2.0/24\n198.51.100.0/24\n2001:db8::/32");
    assert_eq!(Networks::from_whois(&answer), Ok(expected.clone()));
    assert_eq!(Networks::from_whois(&answer.replace('\n', "\r\n")), Ok(expected.clone()));
    let with_remarks = format!("% This is a server.\n% Rights reserved.\n\n# hello\n{answer}% 4 objects\n\n");
    assert_eq!(Networks::from_whois(&with_remarks), Ok(expected));
}

#[test]
fn case_comments_continuations_and_order_make_no_difference() {
    for object in [
        "ROUTE: 192.0.2.0/24\nOrigin: as32934\nMNT-BY: maint-as32934\nSOURCE: radb\n",
        "route:192.0.2.0/24\norigin:As32934\nmnt-by:Maint-AS32934\nsource:RADB\n",
        "route: 192.0.2.0/24 # ours\norigin: AS32934 # AS64500\nmnt-by: MAINT-AS32934 # MAINT-X\nsource: RADB # Filtered\n",
        "route:\n  192.0.2.0/24\norigin:\n\tAS32934\nmnt-by:\n+MAINT-AS32934\nsource:\n+ RADB\n",
        "route: 192.0.2.0/24\nsource: RADB\nmnt-by: MAINT-AS32934\norigin: AS32934\n",
        "route: 192.0.2.0/24\n% remark of the server\norigin: AS32934\n# remark\nmnt-by: MAINT-AS32934\nsource: RADB\n",
        "route: 192.0.2.0/24\norigin: AS32934\nmnt-by: MAINT-AS32934,\n        maint-as32934\nsource: RADB\n",
        "route: 192.0.2.0/24\ndescr: two\n+\n lines\n \norigin: AS32934\nmnt-by: MAINT-AS32934\nsource: RADB\n",
    ] {
        assert_eq!(Networks::from_whois(object), Ok(networks("192.0.2.0/24")), "{object}");
    }
}

#[test]
fn routes_of_other_people_are_left_out() {
    for (origin, maintainer, source) in [
        ("AS32934", "MAINT-SOMEBODY", "RADB"),
        ("AS32934", "MAINT-AS329341", "RADB"),
        ("AS32934", "MAINT-AS3293", "RADB"),
        ("AS32934", "XMAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-AS32934-CUSTOMER", "RADB"),
        ("AS32934", "MAINT-AS32934.", "RADB"),
        ("AS32934", "\u{39c}AINT-AS32934", "RADB"), // a Greek letter
        ("AS32934", "AS32934", "RADB"),
        ("AS64500", "MAINT-AS32934", "RADB"),
        ("AS329340", "MAINT-AS32934", "RADB"),
        ("32934", "MAINT-AS32934", "RADB"),
        ("AS032934", "MAINT-AS32934", "RADB"),
        ("AS0.32934", "MAINT-AS32934", "RADB"),
        // Meta's name, in a registry where it can belong to anyone.
        ("AS32934", "MAINT-AS32934", "ALTDB"),
        ("AS32934", "MAINT-AS32934", "RIPE"),
        ("AS32934", "MAINT-AS32934", "RPKI"),
        ("AS32934", "MAINT-AS32934", "RADB2"),
        // A second maintainer, who may be the one that created the object.
        ("AS32934", "MAINT-AS32934, MAINT-SOMEBODY", "RADB"),
        ("AS32934", "MAINT-SOMEBODY, MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-SOMEBODY MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-SOMEBODY\nmnt-by: MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-AS32934\nmnt-by: MAINT-SOMEBODY", "RADB"),
        ("AS32934", "MAINT-AS32934\n+ MAINT-SOMEBODY", "RADB"),
        ("AS32934", "MAINT-AS32934,\n\tMAINT-SOMEBODY", "RADB"),
        ("AS32934", "MAINT-AS32934\nMNT-BY : MAINT-SOMEBODY", "RADB"),
        // An attribute that says two things.
        ("AS64500\norigin: AS32934", "MAINT-AS32934", "RADB"),
        ("AS32934\norigin: AS64500", "MAINT-AS32934", "RADB"),
        ("AS32934 AS64500", "MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-AS32934", "ALTDB\nsource: RADB"),
        ("AS32934", "MAINT-AS32934", "RADB\nsource: ALTDB"),
        ("AS32934\nroute: 198.51.100.0/24", "MAINT-AS32934", "RADB"),
        ("AS32934\nroute6: 2001:db8::/32", "MAINT-AS32934", "RADB"),
        // Meta's values in other attributes and in comments.
        ("AS32934", "MAINT-SOMEBODY\nmnt-routes: MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-SOMEBODY # MAINT-AS32934", "RADB"),
        ("AS32934", "MAINT-SOMEBODY\nremarks: mnt-by: MAINT-AS32934", "RADB"),
        ("AS64500 # AS32934", "MAINT-AS32934", "RADB"),
        ("AS64500\nmember-of: AS32934", "MAINT-AS32934", "RADB"),
    ] {
        let other = route("203.0.113.0/24", origin, maintainer, source);
        assert!(is_left_out(&other), "{other}");
    }
}

#[test]
fn what_is_broken_or_broad_in_the_routes_of_other_people_rejects_nothing() {
    for range in ["0.0.0.0/0", "198.51.100.7/24", "::/0", "nonsense", "198.51.100.0/24 203.0.113.0/24"] {
        assert!(is_left_out(&route(range, "AS32934", "MAINT-SOMEBODY", "ALTDB")), "{range}");
    }
}

#[test]
fn a_route_inside_of_another_text_is_not_read() {
    let whole = route("203.0.113.0/24", "AS32934", "MAINT-AS32934", "RADB");
    let end = "origin: AS32934\nmnt-by: MAINT-SOMEBODY\nsource: RADB\n";
    for separator in ["\n ", "\n+", "\n\t", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", " \n \n ", "\n+\n+"]
    {
        let inside = whole.trim_end().replace('\n', separator);
        let other = format!("route: 198.51.100.0/24\ndescr: mine{separator}{inside}\n{end}");
        assert!(is_left_out(&other), "{separator:?}");
    }
    for prefix in ["% ", "%", "#", "remarks: ", "x-", ">"] {
        let inside: String = whole.lines().map(|line| format!("{prefix}{line}\n")).collect();
        assert!(is_left_out(&inside), "{prefix:?}");
    }
}

#[test]
fn a_route_that_lacks_an_attribute_is_left_out() {
    let whole = route("203.0.113.0/24", "AS32934", "MAINT-AS32934", "RADB");
    for name in ["origin", "mnt-by", "source"] {
        let lacking: String = whole.split_inclusive('\n').filter(|line| !line.starts_with(name)).collect();
        let emptied = format!("{lacking}{name}:\n");
        for other in [lacking, emptied] {
            let answer = format!("{other}\n{METAS}\n");
            assert_eq!(Networks::from_whois(&answer), Ok(networks("192.0.2.0/24")), "{other}");
        }
    }
}

#[test]
fn objects_that_are_no_routes_are_left_out() {
    let attributes = "origin: AS32934\nmnt-by: MAINT-AS32934\nsource: RADB\n";
    for start in [
        "route-set: RS-EXAMPLE\nmembers: 203.0.113.0/24",
        "as-set: AS-EXAMPLE",
        "aut-num: AS32934",
        "inetnum: 203.0.113.0 - 203.0.113.255",
        "filter-set: FLTR-EXAMPLE\nroute: 203.0.113.0/24",
        "descr: the route is not first\nroute: 203.0.113.0/24",
        " route: 203.0.113.0/24",
        "xroute: 203.0.113.0/24",
        "route",
    ] {
        assert!(is_left_out(&format!("{start}\n{attributes}")), "{start}");
    }
}

#[test]
fn two_routes_without_an_empty_line_between_them_are_not_mixed() {
    let (foreign, metas) =
        ("route: 203.0.113.0/24\norigin: AS32934\nmnt-by: MAINT-SOMEBODY\nsource: RADB\n", METAS);
    for answer in
        [format!("{foreign}{metas}\n"), format!("{metas}{foreign}\n"), format!("{metas} \n{foreign}\n")]
    {
        assert_eq!(Networks::from_whois(&answer), Err(NetworksError::NoRoutes), "{answer}");
    }
    // White space after an empty line continues nothing.
    let continued =
        format!("route:\n\n 203.0.113.0/24\norigin: AS32934\nmnt-by: MAINT-AS32934\nsource: RADB\n\n{METAS}");
    assert_eq!(Networks::from_whois(&continued), Ok(networks("192.0.2.0/24")));
}

#[test]
fn an_answer_without_a_route_of_metas_is_rejected() {
    let foreign = route("203.0.113.0/24", "AS32934", "MAINT-SOMEBODY", "RADB");
    for answer in [
        "",
        "\n",
        "\r\n\r\n",
        "%  No entries found for the selected source(s).\n",
        "%% ERROR: query rate limit exceeded\n\n",
        "F Unrecognized command\n",
        "<html>\n<body>502 Bad Gateway</body>\n</html>\n",
        "192.0.2.0/24\n198.51.100.0/24\n",
        &foreign,
    ] {
        assert_eq!(Networks::from_whois(answer), Err(NetworksError::NoRoutes), "{answer}");
    }
}

#[test]
fn a_route_of_metas_that_is_broken_or_broad_rejects_the_answer() {
    let ipv4 = NetworksError::TooBroad { line: 9, shortest_prefix: 12 };
    let ipv6 = NetworksError::TooBroad { line: 9, shortest_prefix: 24 };
    let first = address("203.0.113.0");
    for (range, expected) in [
        ("0.0.0.0/0", ipv4),
        ("192.0.0.0/11", ipv4),
        ("::ffff:0:0/96", ipv4),
        ("::ffff:192.0.0.0/107", ipv4),
        ("::/0", ipv4),
        ("2a00::/23", ipv6),
        ("2000::/3", ipv6),
        ("203.0.113.1/24", NetworksError::HostBits { line: 9, first, prefix: 24 }),
        ("203.0.113.0/2x", NetworksError::NotARange { line: 9 }),
        ("203.0.113/24", NetworksError::NotARange { line: 9 }),
    ] {
        let answer = format!("{METAS}\n{}\n", route(range, "AS32934", "MAINT-AS32934", "RADB"));
        assert_eq!(Networks::from_whois(&answer), Err(expected), "{range}");
    }
    for range in ["192.0.0.0/12", "2001:d00::/24"] {
        assert!(Networks::from_whois(&route(range, "AS32934", "MAINT-AS32934", "RADB")).is_ok(), "{range}");
    }
}

#[test]
fn an_answer_that_was_cut_inside_of_a_route_is_rejected() {
    let last =
        "route: 203.0.113.0/24\norigin: AS32934\nmnt-by: MAINT-AS32934\nsource: RADB\nrpki-ov-state: valid\n";
    let answer = format!("{METAS}\n{last}");
    // Behind `source` the route is whole, and what is missing changes nothing.
    let whole = answer.len() - "rpki-ov-state: valid\n".len();
    for cut in METAS.len() + 2..answer.len() {
        let read = Networks::from_whois(&answer[..cut]);
        if cut == whole {
            assert_eq!(read, Networks::from_whois(&answer));
        } else {
            assert_eq!(read, Err(NetworksError::Truncated), "cut after {:?}", &answer[..cut]);
        }
    }
}

#[test]
fn a_foreign_name_that_was_cut_to_metas_is_not_read() {
    let answer = "source: RADB\nroute: 203.0.113.0/24\nsource: RADB\norigin: AS32934\nmnt-by: MAINT-AS32934-CUSTOMER\n";
    let cut = answer.find("-CUSTOMER").unwrap();
    assert_eq!(Networks::from_whois(&answer[..cut]), Err(NetworksError::Truncated));
}

#[test]
fn bytes_that_are_no_utf_8_in_a_description_do_no_harm() {
    let mut answer =
        b"route: 203.0.113.0/24\ndescr: Soci\xe9t\xe9\norigin: AS32934\nmnt-by: M\xe9\nsource: RADB\n\n"
            .to_vec();
    answer.extend(METAS.as_bytes());
    assert_eq!(Networks::from_whois(&String::from_utf8_lossy(&answer)), Ok(networks("192.0.2.0/24")));
}

proptest! {
    #[test]
    fn no_answer_makes_the_reader_panic(text in "(route|origin|mnt-by|source|:|AS32934|RADB|192.0.2.0/24|[ \t\r\n+#%,/]){0,60}") {
        let _ = Networks::from_whois(&text);
    }

    /// Whatever a stranger writes as the values of an object, the registry adds the stranger's name.
    #[test]
    fn no_value_of_a_strangers_object_lists_an_address(
        values in proptest::collection::vec("(AS32934|MAINT-AS32934|RADB|203\\.0\\.113\\.0/24|route: |mnt-by: |source: |origin: |\n |\n\\+|\n\t|[ -~]){0,12}", 3),
        at in 0..4_usize,
    ) {
        let mut lines = vec![
            format!("descr: {}", values[0]),
            format!("remarks: {}", values[1]),
            format!("admin-c: {}", values[2]),
            "origin: AS32934".to_owned(),
            "source: RADB".to_owned(),
        ];
        lines.insert(at, "mnt-by: MAINT-SOMEBODY".to_owned());
        let other = format!("route: 203.0.113.0/24\n{}\n", lines.join("\n"));
        prop_assert!(is_left_out(&other), "{}", other);
    }
}
