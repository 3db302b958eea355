//! The JSON in the documentation of an object is the object.

use serde_json::Value;

use super::Description;

/// The `json` blocks in the lines of a type's documentation.
fn blocks(docs: &[&str]) -> Vec<String> {
    let docs: Vec<&str> = docs.iter().flat_map(|doc| doc.lines()).map(str::trim).collect();
    let starts = docs.iter().enumerate().filter(|(_, line)| **line == "```json");
    starts
        .map(|(at, _)| docs[at + 1..].iter().take_while(|line| **line != "```").copied().collect())
        .collect()
}

/// A value in which what is equal is spelled equally: numbers are their digits, a list of one is that one, and what is absent is left out.
fn usual(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null() && *member != "" && *member != &Value::Array(Vec::new()))
            .map(|(name, member)| (name.clone(), usual(member)))
            .collect(),
        Value::Array(elements) if elements.len() == 1 => usual(&elements[0]),
        Value::Array(elements) => elements.iter().map(usual).collect(),
        Value::Number(number) => number.to_string().trim_end_matches(".0").into(),
        other => other.clone(),
    }
}

#[test]
fn every_json_example_is_read_as_its_object_and_written_equal_in_value() {
    let mut count = 0;
    for (name, object) in Description::of_model().objects {
        for json in blocks(&object.docs) {
            let shown: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
            let written = (object.rewrite)(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(usual(&written), usual(&shown), "{name}");
            count += 1;
        }
    }
    println!("{count} JSON examples");
    assert!(count >= 91, "{count} examples");
}

#[test]
fn a_block_is_found_between_its_fences() {
    let docs = [" A thing.", "", " ```json", " {\"a\":", "  1}", " ```", " ```", " let x = 1;", " ```"];
    assert_eq!(blocks(&docs), ["{\"a\":1}"]);
}
