//! Changes of JSON that leave it JSON.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// The words of the dictionary, which are names and values that Meta sends.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    include_str!("../dictionaries/event.dict")
        .lines()
        .filter_map(|line| line.strip_prefix("\"\\\"")?.strip_suffix("\\\"\""))
        .map(str::to_owned)
        .collect()
});

/// The JSON with up to three parts of it changed; nothing where `data` is none.
pub fn json(data: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut body: Value = serde_json::from_slice(data).ok()?;
    let mut random = Random(seed.into());
    for _ in 0..=random.below(3) {
        change(&mut body, &mut random);
    }
    serde_json::to_vec(&body).ok()
}

fn change(body: &mut Value, random: &mut Random) {
    let count = count(body);
    let copied = nth(body, &mut random.below(count)).cloned().unwrap_or_default();
    let Some(place) = nth(body, &mut random.below(count)) else { return };
    match (random.below(8), &mut *place) {
        (0, place) => *place = scalar(random),
        (1, place) => *place = copied,
        (2, place) => *place = json!([place.take()]),
        (3, Value::Array(elements)) if !elements.is_empty() => {
            _ = elements.remove(random.below(elements.len()))
        }
        (3, Value::Object(members)) => {
            if let Some(name) = any_name(members, random) {
                members.remove(&name);
            }
        }
        (4 | 5, Value::Array(elements)) => elements.insert(random.below(elements.len() + 1), copied),
        (4, Value::Object(members)) => _ = members.insert(word(random), copied),
        (5, Value::Object(members)) => _ = members.insert(word(random), scalar(random)),
        (6, Value::Object(members)) => {
            if let Some(member) = any_name(members, random).and_then(|name| members.remove(&name)) {
                members.insert(word(random), member);
            }
        }
        // Numbers as strings, and strings as numbers.
        (_, Value::Number(number)) => *place = number.to_string().into(),
        (_, Value::String(text)) => {
            *place = text.parse::<i64>().map_or_else(|_| word(random).into(), Value::from);
        }
        (_, place) => *place = scalar(random),
    }
}

fn word(random: &mut Random) -> String {
    WORDS[random.below(WORDS.len())].clone()
}

fn scalar(random: &mut Random) -> Value {
    match random.below(16) {
        0 => Value::Null,
        1 => true.into(),
        2 => "".into(),
        3 => json!({}),
        4 => json!([]),
        5 => json!(0.5),
        6 => json!(-1),
        7 => json!(u64::MAX),
        8 => "1767225600".into(),
        9 => "0".into(),
        10 => "2026-01-01T00:00:00+0000".into(),
        11 => json!(1_767_225_600_000_u64),
        _ => word(random).into(),
    }
}

fn any_name(members: &Map<String, Value>, random: &mut Random) -> Option<String> {
    members.keys().nth(random.below(members.len().max(1))).cloned()
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The value at a place, counted from the outside.
fn nth<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, place)),
        Value::Array(elements) => elements.iter_mut().find_map(|element| nth(element, place)),
        _ => None,
    }
}

/// Splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) % end as u64) as usize
    }
}
