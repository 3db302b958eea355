//! A search for the shape of a body that costs the most: choices at random, changed one by one as long as the cost grows.

use bytes::Bytes;

use crate::{random::Random, shapes::TEXT};

/// How many choices make a shape.
const CHOICES: usize = 40;

/// What stands around the part that is repeated, and around one that is repeated beside it.
const PLACES: [[&str; 3]; 10] = [
    [r#"{"entry":["#, "", "]}"],
    [r#"{"entry":[{"id":"1","changes":["#, "", "]}]}"],
    [r#"{"entry":[{"#, "", r#","changes":[0]}]}"#],
    [r#"{"entry":[{"changes":[{"field":"messages","value":{"#, "", "}}]}]}"],
    [r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":["#, r#"],"contacts":["#, "]}}]}]}"],
    [r#"{"entry":[{"changes":[{"field":"messages","value":{"contacts":["#, r#"],"statuses":["#, "]}}]}]}"],
    [r#"{"entry":[{"changes":[{"field":"history","value":{"history":["#, r#"],"messages":["#, "]}}]}]}"],
    [
        r#"{"entry":[{"changes":[{"field":"standby","value":{"standby":{"messages":["#,
        r#"],"contacts":["#,
        "]}}}]}]}",
    ],
    [
        r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"a","timestamp":1,"#,
        "",
        r#","type":"a"}]}}]}]}"#,
    ],
    [
        r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"a","timestamp":1,"type":"contacts","contacts":["#,
        "",
        "]}]}}]}]}",
    ],
];

const NAMES: &[&str] = &[
    "",
    "id",
    "timestamp",
    "type",
    "from",
    "from_user_id",
    "wa_id",
    "user_id",
    "parent_user_id",
    "recipient_id",
    "profile",
    "name",
    "text",
    "body",
    "edit",
    "message",
    "interactive",
    "contacts",
    "context",
    "errors",
    "messages",
    "statuses",
    "metadata",
    "field",
    "value",
    "changes",
    "standby",
    "history",
    "threads",
    "x",
];

const SCALARS: &[&str] = &[
    "0",
    "1",
    "null",
    "true",
    r#""""#,
    r#""1""#,
    r#""US.1""#,
    r#""text""#,
    r#""edit""#,
    r#""contacts""#,
    r#""messages""#,
    r#""history""#,
    r#""a""#,
    "{}",
    "[]",
    r#""\ud83d""#,
    TEXT,
    r#"{"wa_id":"1"}"#,
    r#"{"code":1}"#,
];

/// The choices of a shape, one after the other.
struct Choices<'a>(std::iter::Cycle<std::slice::Iter<'a, u32>>);

impl Choices<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |choice| *choice as usize % n)
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    fn value(&mut self, depth: usize) -> String {
        match self.below(4) {
            0 if depth > 0 => format!("[{}]", self.some(|choices| choices.value(depth - 1))),
            1 | 2 if depth > 0 => format!("{{{}}}", self.some(|choices| choices.member(depth - 1))),
            _ => self.pick(SCALARS).to_owned(),
        }
    }

    fn member(&mut self, depth: usize) -> String {
        format!("\"{}\":{}", self.pick(NAMES), self.value(depth))
    }

    fn some(&mut self, mut part: impl FnMut(&mut Self) -> String) -> String {
        (0..self.below(5)).map(|_| part(self)).collect::<Vec<_>>().join(",")
    }
}

/// The body that these choices make, of about so many bytes.
fn body(choices: &[u32], length: usize) -> (String, Bytes) {
    let mut choices = Choices(choices.iter().cycle());
    let [before, between, after] = PLACES[choices.below(PLACES.len())];
    // Members of an object are repeated as such.
    let part = |choices: &mut Choices<'_>| match before.ends_with('[') {
        true => choices.value(3),
        false => choices.member(3),
    };
    let (first, second) = (part(&mut choices), part(&mut choices));
    let share = choices.below(4);
    let times = |part: &str, length: usize| vec![part; 1 + length / (part.len() + 1)].join(",");
    let (before, length) = match between {
        "" => (before.to_owned(), length),
        _ => (format!("{before}{}{between}", times(&second, length * share / 4)), length * (4 - share) / 4),
    };
    let what = format!("{before:.200} {first} … {second} × {share}/4");
    (what, Bytes::from(format!("{before}{}{after}", times(&first, length))))
}

/// The shape that costs the most of so many that were tried, with its cost; the first one that costs more than `most`.
pub(crate) fn worst(
    random: &mut Random,
    tries: usize,
    length: usize,
    most: f64,
    mut cost: impl FnMut(&Bytes) -> f64,
) -> (f64, String) {
    let mut worst = (0.0, String::new());
    let mut best = Vec::new();
    let mut stale = 0;
    let mut local = 0.0;
    for _ in 0..tries {
        // A shape that no change made worse in a while is left for another one.
        if stale == 0 {
            (best, local) = ((0..CHOICES).map(|_| random.next() as u32).collect(), 0.0);
        }
        let mut choices: Vec<u32> = best.clone();
        if local > 0.0 {
            choices[random.below(CHOICES)] = random.next() as u32;
        }
        let (what, body) = body(&choices, length);
        let cost = cost(&body);
        stale += 1;
        if cost > local {
            (best, local, stale) = (choices, cost, 1);
        }
        if cost > worst.0 {
            worst = (cost, what);
        }
        if cost > most {
            break;
        }
        stale %= 12;
    }
    worst
}
