//! The model holds nothing that no fixture shows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::Description;
use crate::event::{Metadata, WebhookEvent, change::ROWS, on_premises::ApplicationSettings};

/// The members and values that no fixture needs, each with the reason.
const WITHOUT_FIXTURE: [(&str, &str); 0] = [];

/// The JSON files below a folder of `tests`; none where the crate stands without its tests.
fn json_files(folder: &str) -> Vec<Value> {
    fn visit(path: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(path).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { visit(&path, files) } else { files.push(path) }
        }
    }

    let mut files = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder), &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.iter().map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap()).collect()
}

/// Notes each member that `{:#?}` shows, and that is not absent, as `Type.member`.
fn note(shown: &impl std::fmt::Debug, members: &mut BTreeSet<String>) {
    let shown = format!("{shown:#?}");
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
        if !member.is_empty() && value != "None," && value != "[]," {
            let member = member.strip_prefix("r#").unwrap_or(member);
            members.insert(format!("{}.{member}", open.last().unwrap()));
        }
        if value.ends_with(['{', '[', '(']) {
            open.push(value.strip_suffix(" {").unwrap_or_default());
        }
    }
}

/// Notes each string in lower case, and each name of a member.
fn strings_and_names(value: &Value, strings: &mut BTreeSet<String>, names: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => _ = strings.insert(text.to_ascii_lowercase()),
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

/// Notes what a notification shows: the contents of its updates, and what is around them.
fn note_all(body: &Value, members: &mut BTreeSet<String>) {
    let event = WebhookEvent::from_bytes(body.to_string()).unwrap();
    for update in event.updates() {
        note(&update.content, members);
        note(&update.conversation_context(), members);
        update.contacts().for_each(|contact| note(&contact, members));
    }
    for change in body["entry"].as_array().into_iter().flatten().flat_map(|entry| entry["changes"].as_array())
    {
        for metadata in change.iter().filter_map(|change| change["value"].get("metadata")) {
            note(&serde_json::from_value::<Metadata>(metadata.clone()).unwrap(), members);
        }
    }
}

#[test]
fn every_member_of_every_object_is_shown_by_some_fixture() {
    let fixtures = json_files("fixtures");
    if fixtures.is_empty() {
        return;
    }
    let mut shown = BTreeSet::new();
    fixtures.iter().for_each(|body| note_all(body, &mut shown));
    for settings in json_files("it/event/settings") {
        note(&serde_json::from_value::<ApplicationSettings>(settings).unwrap(), &mut shown);
    }
    let objects = Description::of_model().objects;
    let members: usize = objects.values().map(|object| object.members.len()).sum();
    println!("{} objects with {members} members", objects.len());
    assert!(objects.len() >= 132 && members >= 600, "{} objects, {members} members", objects.len());
    let mut missing = Vec::new();
    for (name, object) in &objects {
        for (member, _) in &object.members {
            let path = format!("{name}.{}", member.strip_prefix("r#").unwrap_or(member));
            if !shown.contains(&path) && !WITHOUT_FIXTURE.iter().any(|(allowed, _)| *allowed == path) {
                missing.push(path);
            }
        }
    }
    assert!(missing.is_empty(), "in no fixture, so put each into one: {missing:#?}");
}

#[test]
fn every_field_array_and_value_is_in_some_fixture() {
    let fixtures = json_files("fixtures");
    if fixtures.is_empty() {
        return;
    }
    let mut strings = BTreeSet::new();
    // The names of the members below each field.
    let mut names = BTreeMap::<&str, BTreeSet<String>>::new();
    for body in &fixtures {
        strings_and_names(body, &mut strings, &mut BTreeSet::new());
        let entries = body["entry"].as_array().into_iter().flatten();
        for change in entries.filter_map(|entry| entry["changes"].as_array()).flatten() {
            let below = names.entry(change["field"].as_str().unwrap()).or_default();
            strings_and_names(&change["value"], &mut BTreeSet::new(), below);
        }
    }
    let values: BTreeMap<&str, &[&str]> = Description::of_model().values;
    let count: usize = values.values().map(|values| values.len()).sum();
    println!("{} rows, {} lists of values with {count} values", ROWS.len(), values.len());
    assert!(ROWS.len() >= 50 && count >= 385, "{} rows, {count} values", ROWS.len());
    let mut missing: BTreeSet<String> = BTreeSet::new();
    for row in ROWS {
        let is_there = match names.get(row.field) {
            Some(names) => row.array.is_empty() || names.contains(row.name()),
            None => false,
        };
        if !is_there {
            missing.insert(format!("{}/{}", row.field, row.array));
        }
    }
    for (list, values) in values {
        let absent = values.iter().filter(|value| !strings.contains(&value.to_ascii_lowercase()));
        missing.extend(absent.map(|value| format!("{list} {value}")));
    }
    assert!(missing.is_empty(), "in no fixture, so put each into one: {missing:#?}");
}

/// A control: if notes listed members that are absent, the tests above would pass for a missing fixture.
#[test]
fn a_note_tells_members_that_are_there_and_no_others() {
    let mut shown = BTreeSet::new();
    let contact = r#"{"wa_id":"16505551234","profile":{"name":"Kerry"}}"#;
    note(&Some(serde_json::from_str::<crate::event::Contact>(contact).unwrap()), &mut shown);
    assert_eq!(shown.iter().collect::<Vec<_>>(), ["Contact.profile", "Contact.wa_id", "Profile.name"]);
}
