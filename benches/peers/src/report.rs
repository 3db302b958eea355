//! The tables, in Markdown.

use std::fmt::Write;

use crate::{candidates as c, delivery::Kind, measure::Times};

/// All of `docs/performance-peers.md`.
pub fn document(all: &[Times], date: &str, processor: &str) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(text, "Measured on {date}, {processor}, one thread.\n");
    text.push_str(&times(all));
    text.push_str(NOTES);
    text.push_str(&ratios(all));
    text
}

const HEAD: &str = "\
## Peers

<!-- written by `cargo run --release -- DATE` in benches/peers -->

The same requests for this crate, for other crates, for the handler that many applications write by hand, and for the
least that any of them must do. One process and one thread; each round gives each candidate a slice of time, and the
next round begins with the next candidate. Before the clock starts, each one must accept the signed body, count its
updates and reject a forged one. The clock runs from the request, with its body in one piece, to the response.

```sh
cd benches/peers
cargo run --release                      # prints the tables
cargo run --release -- \"$(date +%F)\"     # also writes this file and docs/peers.svg
```

";

const NOTES: &str = "
Times are medians of the rounds, in µs. A number such as 413 in place of a time is the status with which a candidate
rejects a delivery of that size: `whatsapp-business-rs` ends at 2 MB. The handler by hand has axum's limit raised to
3 MiB, computes the HMAC with its key anew, compares hex digits, and reads the body into a `serde_json::Value`. The
minimal parse knows the members that texts and statuses have here and no others, and fails for everything else; that
of the peers borrows from the body.

What follows is the median of the quotients of each round.

";

/// What each candidate takes for each size.
pub fn times(all: &[Times]) -> String {
    let mut text = head("µs", all);
    for candidate in c::all() {
        let cells = all.iter().map(|times| cell(times.median(candidate.name).map(|time| time / 1e3)));
        let _ = writeln!(text, "| {} |{}", candidate.name, cells.collect::<String>());
    }
    text
}

/// The quotients that matter.
pub fn ratios(all: &[Times]) -> String {
    let mut text = head("ratio", all).replacen('\n', " goal |\n", 1);
    text.insert_str(text.len() - 1, " --- |");
    for ratio in RATIOS {
        let cells = all.iter().map(|times| cell((ratio.of)(times)));
        let _ = writeln!(text, "| {} |{} {} |", ratio.name, cells.collect::<String>(), ratio.goal);
    }
    let decoding = |times: &Times| Some(times.median(c::DECODE).ok()? / times.updates as f64);
    let mixed: Vec<&Times> = all.iter().filter(|times| times.kind == Kind::Mixed).collect();
    if let [.., small, large] = mixed[..]
        && let (Some(of_small), Some(of_large)) = (decoding(small), decoding(large))
    {
        let (few, many) = (count(small.updates), count(large.updates));
        let growth = (of_large / of_small - 1.0) * 100.0;
        let _ = writeln!(
            text,
            "\nDecoding takes {of_small:.0} ns an update in a delivery of {few} and {of_large:.0} ns in one of \
             {many}: {growth:+.0} % (goal: within 10 %)."
        );
    }
    text
}

struct Ratio {
    name: &'static str,
    goal: &'static str,
    of: fn(&Times) -> Result<f64, &str>,
}

const RATIOS: [Ratio; 8] = [
    Ratio {
        name: "layer alone ÷ HMAC",
        goal: "≤ 1.6, 1.12, 1.05, 1.05",
        of: |times| times.ratio(c::LAYER, c::HMAC),
    },
    Ratio {
        name: "layer, event and updates ÷ (HMAC + borrowed minimal parse)",
        goal: "≤ 1.25, 1.1, 0.95, 0.8; statuses 1.25",
        of: |times| times.ratio(c::EVENT, c::HMAC_AND_BORROWED),
    },
    Ratio {
        name: "layer, event, users and numbers ÷ (HMAC + borrowed minimal parse)",
        goal: "≤ 1.5, 1.25, 1.0, 0.8",
        of: |times| times.ratio(c::USE, c::HMAC_AND_BORROWED),
    },
    Ratio {
        name: "layer, event and updates ÷ (HMAC + owned minimal parse)",
        goal: "",
        of: |times| times.ratio(c::EVENT, c::HMAC_AND_OWNED),
    },
    Ratio {
        name: "fastest peer, verified and parsed ÷ layer, event and updates",
        goal: "≥ 1.5",
        of: |times| times.ratio(fastest_peer(times), c::EVENT),
    },
    Ratio {
        name: "handler by hand ÷ our axum route",
        goal: "≥ 1.6, then 2",
        of: |times| times.ratio(c::BY_HAND, c::ROUTE),
    },
    Ratio {
        name: "rejecting unsigned ÷ layer, event and updates",
        goal: "≤ 0.25",
        of: |times| times.ratio(c::UNSIGNED, c::EVENT),
    },
    Ratio { name: "rejecting forged ÷ layer alone", goal: "", of: |times| times.ratio(c::FORGED, c::LAYER) },
];

fn fastest_peer(times: &Times) -> &'static str {
    let time = |name: &&str| times.median(name).unwrap_or(f64::INFINITY);
    let peers = [c::GITHUB_AND_PARSE, c::VERIFY_AND_PARSE, c::BUSINESS];
    peers.into_iter().min_by(|one, other| time(one).total_cmp(&time(other))).unwrap_or(c::GITHUB_AND_PARSE)
}

fn head(corner: &str, all: &[Times]) -> String {
    let sizes: String = all.iter().map(|times| format!(" {} |", size(times))).collect();
    format!("| {corner} |{sizes}\n| --- |{}\n", " ---: |".repeat(all.len()))
}

fn cell(value: Result<f64, &str>) -> String {
    match value {
        Ok(value) => format!(" {} |", digits(value)),
        Err(word) => format!(" {word} |"),
    }
}

/// Such as `94.1 kB, 196 updates`.
pub fn size(times: &Times) -> String {
    let bytes = times.bytes as f64;
    let size = match times.bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", digits(bytes / 1e3)),
        _ => format!("{} MB", digits(bytes / 1e6)),
    };
    let updates = match (times.kind, times.updates) {
        (Kind::Statuses, _) => "statuses in one change",
        (Kind::Mixed, 1) => "update",
        (Kind::Mixed, _) => "updates",
    };
    format!("{size}, {} {updates}", count(times.updates))
}

/// With a comma for thousands.
fn count(number: usize) -> String {
    let digits = number.to_string();
    match digits.len() {
        0..=3 => digits,
        length => format!("{},{}", &digits[..length - 3], &digits[length - 3..]),
    }
}

/// With three digits that count, or all before the point.
pub fn digits(value: f64) -> String {
    let decimals = (2 - value.abs().max(0.01).log10().floor() as i32).clamp(0, 3) as usize;
    format!("{value:.decimals$}")
}
