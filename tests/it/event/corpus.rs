//! Payloads that other projects wrote or recorded.
//!
//! They are no part of this repository. `WEBHOOK_CORPUS` names a directory of them: a `manifest.tsv` with the columns
//! `file` and `kind` (`cloud`, `onprem`, or others that are no deliveries), and the files. `WEBHOOK_EXAMPLES` and
//! `WEBHOOK_PEER_PAYLOADS` name directories of Cloud API deliveries.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use whatsapp_webhook::{Content, WebhookEvent};

fn directory(variable: &str) -> Option<PathBuf> {
    let directory = env::var_os(variable).map(PathBuf::from);
    if directory.is_none() {
        println!("skipped: {variable} is not set");
    }
    directory
}

fn deliveries(corpus: &Path) -> Vec<PathBuf> {
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let rows = manifest.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.filter(|row| ["cloud", "onprem"].contains(&row[4])).map(|row| corpus.join(row[0])).collect()
}

fn json_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// How many updates a change of a field with items holds; none for other fields, whose changes are one update each.
fn items(field: &Value, value: &Value) -> Option<usize> {
    let arrays: &[&str] = match field.as_str()? {
        "messages" => &["messages", "statuses", "errors", "user_actions"],
        "calls" => &["calls", "statuses", "errors"],
        "user_preferences" => &["user_preferences"],
        "message_echoes" | "smb_message_echoes" => &["message_echoes"],
        "history" => &["messages", "message_echoes"],
        "standby" => &["/standby/messages", "/standby/message_echoes", "/standby/statuses"],
        "smb_app_state_sync" => &["state_sync"],
        "user_id_update" => &["user_id_update"],
        "automatic_events" => &["automatic_events"],
        "group_lifecycle_update"
        | "group_participant_update"
        | "group_participants_update"
        | "group_settings_update"
        | "group_status_update" => &["groups"],
        "tracking_events" => &["events"],
        _ => return None,
    };
    value.as_object()?;
    if field == "standby" {
        return Some(arrays.iter().filter_map(|array| value.pointer(array)).map(length).sum());
    }
    let chunks = if field == "history" { value["history"].as_array() } else { None };
    let in_chunks: usize = chunks.into_iter().flatten().map(in_chunk).sum();
    Some(arrays.iter().map(|name| length(&value[name])).sum::<usize>() + in_chunks)
}

/// A chunk of a history: every message of every thread, every error, and how far the transfer is.
fn in_chunk(chunk: &Value) -> usize {
    let threads = chunk["threads"].as_array().into_iter().flatten();
    let messages: usize = threads.map(|thread| length(&thread["messages"])).sum();
    messages + length(&chunk["errors"]) + usize::from(chunk["metadata"].is_object())
}

/// What stands in the place of an array counts as one element, and `null` as none.
fn length(array: &Value) -> usize {
    array.as_array().map_or(usize::from(!array.is_null()), Vec::len)
}

/// How many updates a delivery holds: every item of the fields that have some, and every other change as one.
fn expected_updates(body: &Value) -> usize {
    let Some(entries) = body.get("entry") else {
        return if body.get("object").is_some() { 1 } else { items(&"messages".into(), body).unwrap() };
    };
    let Some(entries) = entries.as_array() else { return 1 };
    let changes = |entry: &Value| {
        entry.get("changes").map(|changes| changes.as_array().cloned().unwrap_or_else(|| vec![Value::Null]))
    };
    entries
        .iter()
        .map(|entry| match changes(entry) {
            None => 1,
            Some(changes) => {
                changes.iter().map(|change| items(&change["field"], &change["value"]).unwrap_or(1)).sum()
            }
        })
        .sum()
}

/// How many of the leaves of `one` stand at the same place in `other`, and how many there are. `null` is nothing.
fn surviving_leaves(one: &Value, other: Option<&Value>) -> (usize, usize) {
    let add = |(kept, all), (more_kept, more)| (kept + more_kept, all + more);
    match one {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| surviving_leaves(member, other.and_then(|other| other.get(name))))
            .fold((0, 0), add),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, element)| surviving_leaves(element, other.and_then(|other| other.get(index))))
            .fold((0, 0), add),
        leaf => (usize::from(leaf.is_null() || other == Some(leaf)), 1),
    }
}

fn check(files: &[PathBuf]) -> (usize, usize, usize) {
    let (mut updates, mut kept, mut all) = (0, 0, 0);
    for file in files {
        let bytes = fs::read(file).unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        let event =
            WebhookEvent::from_bytes(bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(event.updates().count(), expected_updates(&body), "{}", file.display());
        updates += event.updates().count();
        for update in event.updates() {
            let _ = (format!("{update:?}{}", update.sender()), update.id(), update.contact());
            if let Content::Unknown(unknown) = update.content {
                assert!(!unknown.raw().is_empty() && !unknown.reason().to_string().is_empty());
            }
        }
        event.unrecognized().for_each(drop);
        let (file_kept, file_all) = surviving_leaves(&body, Some(&serde_json::to_value(&event).unwrap()));
        (kept, all) = (kept + file_kept, all + file_all);
    }
    println!("{} deliveries, {updates} updates, {kept} of {all} leaves survive", files.len());
    (updates, kept, all)
}

#[test]
fn every_delivery_of_the_corpus_decodes_and_every_item_is_an_update() {
    let Some(corpus) = directory("WEBHOOK_CORPUS") else { return };
    let deliveries = deliveries(&corpus);
    // Two of the On-Premises files are API replies, without any of the arrays of a delivery.
    let (deliveries, others): (Vec<_>, Vec<_>) =
        deliveries.into_iter().partition(|file| WebhookEvent::from_bytes(fs::read(file).unwrap()).is_ok());
    println!("no deliveries: {others:?}");
    let (_, kept, all) = check(&deliveries);
    assert!(kept * 1000 >= all * 984, "{kept} of {all}");
}

#[test]
fn every_documented_delivery_decodes_and_every_item_is_an_update() {
    let Some(examples) = directory("WEBHOOK_EXAMPLES") else { return };
    let (settings, deliveries): (Vec<_>, Vec<_>) = json_files(&examples)
        .into_iter()
        .partition(|file| file.display().to_string().contains("settings_application"));
    println!("no deliveries: {settings:?}");
    let (_, kept, all) = check(&deliveries);
    assert!(kept * 1000 >= all * 990, "{kept} of {all}");
}

#[test]
fn the_deliveries_that_other_models_were_tried_with_all_decode() {
    let Some(directory) = directory("WEBHOOK_PEER_PAYLOADS") else { return };
    let (updates, kept, all) = check(&json_files(&directory));
    assert!(updates >= 47);
    assert_eq!(kept, all);
}

#[test]
fn the_bodies_that_others_refuse_do_no_harm() {
    let Some(corpus) = directory("WEBHOOK_CORPUS") else { return };
    for file in fs::read_dir(corpus.join("_invalid/bodies")).unwrap() {
        if let Ok(event) = WebhookEvent::from_bytes(fs::read(file.unwrap().path()).unwrap()) {
            let _ = (
                event.updates().count(),
                event.unrecognized().count(),
                serde_json::to_value(&event).unwrap(),
            );
        }
    }
}
