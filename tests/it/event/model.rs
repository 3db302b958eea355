//! The model, as its sources define it, holds nothing that no fixture shows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{all_fixtures, event, sources};

/// Types that no update shows, and why. Their members are looked for by name.
const NOT_SHOWN: [(&str, &str); 2] = [
    ("Metadata", "`Update` answers for it"),
    ("Meta", "it says nothing of an update, and is kept only to be written back"),
];

/// What may be in no fixture, and why.
const WITHOUT_FIXTURE: [(&str, &str); 0] = [];

/// The text of each call of the macro in the event model.
fn calls(name: &str) -> Vec<String> {
    let open = format!("\n{name}! {{\n");
    sources()
        .iter()
        .flat_map(|text| text.split(&open).skip(1))
        .map(|call| call.split("\n}\n").next().unwrap().to_owned())
        .collect()
}

/// The strings that stand behind `=` in the calls of the macro, as in `Text(Text) = "text"`; no further spellings of them.
fn wire_names(name: &str) -> BTreeSet<String> {
    let calls = calls(name);
    let lines = calls.iter().flat_map(|call| call.lines()).filter(|line| !line.trim().starts_with("//"));
    let names = lines.filter_map(|line| line.split_once(" = \"")?.1.split('"').next());
    names.map(str::to_owned).collect()
}

/// The objects of the model, each with its members: their names in Rust, and on the wire.
fn objects() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut objects = BTreeMap::new();
    for call in calls("object") {
        let (_, object) = call.split_once("pub struct ").unwrap();
        let (name, rest) = object.split_once(" {").unwrap();
        let members = rest.lines().take_while(|line| *line != "    }").filter_map(|line| {
            let (declared, _) = line.trim().split_once(": ").filter(|_| !line.trim().starts_with("//"))?;
            let name = declared.split(' ').next().unwrap();
            let wire = declared.split_once(" = ").map_or(name, |(_, wire)| wire.split('"').nth(1).unwrap());
            Some((name.to_owned(), wire.to_owned()))
        });
        let twice = objects.insert(name.to_owned(), members.collect::<BTreeMap<_, _>>());
        assert!(twice.is_none(), "two objects are called {name}");
    }
    objects
}

/// Notes each member that `{:#?}` shows, as `Type.member`.
fn note(shown: &str, members: &mut BTreeSet<String>) {
    let mut open: Vec<&str> = Vec::new();
    for line in shown.lines().map(str::trim) {
        if line.starts_with(['}', ']', ')']) {
            open.pop();
            continue;
        }
        let (member, value) = match line.split_once(": ") {
            Some((member, value)) if open.last().is_some_and(|object| !object.is_empty()) => (member, value),
            _ => ("", line),
        };
        if !member.is_empty() {
            members.insert(format!("{}.{member}", open.last().unwrap()));
        }
        if value.ends_with(['{', '[', '(']) {
            open.push(value.strip_suffix(" {").unwrap_or_default());
        }
    }
}

fn strings_and_names(value: &Value, strings: &mut BTreeSet<String>, names: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => _ = strings.insert(text.clone()),
        Value::Array(elements) => {
            elements.iter().for_each(|element| strings_and_names(element, strings, names));
        }
        Value::Object(members) => {
            names.extend(members.keys().cloned());
            members.values().for_each(|member| strings_and_names(member, strings, names));
        }
        _ => {}
    }
}

fn assert_in_fixtures<'a>(names: impl IntoIterator<Item = &'a String>) {
    let mut strings = BTreeSet::new();
    for (_, body) in all_fixtures() {
        strings_and_names(&body, &mut strings, &mut BTreeSet::new());
    }
    let missing: Vec<_> = names.into_iter().filter(|name| !strings.contains(*name)).collect();
    assert!(missing.is_empty(), "in no fixture, so put each into one: {missing:?}");
}

/// So that a new member cannot go without a fixture, in whichever of the types it is.
#[test]
fn every_member_of_the_model_is_shown_by_some_fixture() {
    let (mut shown, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (_, body) in all_fixtures() {
        strings_and_names(&body, &mut BTreeSet::new(), &mut names);
        let event = event(body.to_string().into_bytes());
        for update in event.updates() {
            note(&format!("{:#?}", update.content), &mut shown);
            note(&format!("{:#?}", update.conversation_context()), &mut shown);
            update.contacts().for_each(|contact| note(&format!("{contact:#?}"), &mut shown));
        }
    }
    note(&format!("{:#?}", super::settings::everything()), &mut shown);
    let objects = objects();
    assert!(objects.len() >= 120, "{} objects", objects.len());
    let mut missing = Vec::new();
    for (object, members) in &objects {
        let by_name = NOT_SHOWN.iter().any(|(name, _)| name == object);
        for (member, wire) in members {
            let path = format!("{object}.{member}");
            let is_there = if by_name { names.contains(wire) } else { shown.contains(&path) };
            if !is_there && !WITHOUT_FIXTURE.iter().any(|(allowed, _)| *allowed == path) {
                missing.push(path);
            }
        }
    }
    assert!(missing.is_empty(), "in no fixture, so put each into one: {missing:#?}");
}

#[test]
fn every_field_and_every_type_of_the_model_is_in_some_fixture() {
    let (fields, types) = (wire_names("changes"), wire_names("tagged"));
    assert!(fields.len() >= 38 && types.len() >= 23, "{} fields, {} types", fields.len(), types.len());
    assert_in_fixtures(fields.union(&types));
}

#[test]
fn every_value_of_every_open_string_is_in_some_fixture() {
    let values = wire_names("open_string");
    assert!(values.len() >= 326, "{} values", values.len());
    assert_in_fixtures(&values);
}
