//! Payloads that other projects wrote or recorded.
//!
//! They are no part of this repository. `WEBHOOK_CORPUS` names a directory of them: a `manifest.tsv` with the columns
//! `file` and `kind` (`cloud`, `onprem`, or others that are no deliveries), and the files. `WEBHOOK_EXAMPLES` and
//! `WEBHOOK_PEER_PAYLOADS` name directories of Cloud API deliveries.

mod invented;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use whatsapp_webhook::{Content, Unrecognized, UnrecognizedReason, WebhookEvent};

use self::invented::INVENTED;
use super::leaves::{Leaves, place};

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

/// The bodies of all payloads that are there, with their names.
#[cfg(feature = "signature")]
pub(super) fn bodies() -> Vec<(String, Vec<u8>)> {
    let corpus = directory("WEBHOOK_CORPUS").map(|corpus| deliveries(&corpus));
    let others = ["WEBHOOK_EXAMPLES", "WEBHOOK_PEER_PAYLOADS"];
    let others = others.into_iter().filter_map(directory).flat_map(|directory| json_files(&directory));
    let files = corpus.into_iter().flatten().chain(others);
    files.map(|file| (file.display().to_string(), fs::read(&file).unwrap())).collect()
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

/// Reads the deliveries in full. Every item must be an update, and at least 99.5 % of the leaves must be written equal in value.
fn check(files: &[PathBuf]) -> (usize, Leaves) {
    let (mut updates, mut leaves) = (0, Leaves::default());
    for file in files {
        let bytes = fs::read(file).unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        let event =
            WebhookEvent::from_bytes(bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(event.updates().count(), expected_updates(&body), "{}", file.display());
        updates += event.updates().count();
        for update in event.updates() {
            let _ = (format!("{update:?}{:?}", update.sender()), update.id(), update.contact());
            if let Content::Unknown(unknown) = update.content {
                assert!(!unknown.raw().is_empty() && !unknown.reason().to_string().is_empty());
            }
        }
        leaves.add(&event, &file.display().to_string());
    }
    let kept = leaves.all - leaves.count_lost();
    println!(
        "{} deliveries, {updates} updates, {kept} of {} leaves are written equal in value",
        files.len(),
        leaves.all
    );
    println!("{:5} lost below members that are named as unrecognized", leaves.named);
    leaves.lost.iter().for_each(|(reason, count)| println!("{count:5} spelled in another way: {reason}"));
    (updates, leaves)
}

#[test]
fn every_payload_decodes_and_its_leaves_are_written_equal_in_value() {
    let mut sum = Leaves::default();
    let mut add = |files: &[PathBuf]| {
        let (updates, leaves) = check(files);
        sum.all += leaves.all;
        sum.named += leaves.count_lost();
        updates
    };
    if let Some(corpus) = directory("WEBHOOK_CORPUS") {
        // Two of the On-Premises files are API replies, without any of the arrays of a delivery.
        let (deliveries, others): (Vec<_>, Vec<_>) = deliveries(&corpus)
            .into_iter()
            .partition(|file| WebhookEvent::from_bytes(fs::read(file).unwrap()).is_ok());
        assert!(others.len() <= 2, "no deliveries: {others:?}");
        add(&deliveries);
    }
    if let Some(examples) = directory("WEBHOOK_EXAMPLES") {
        add(&documented(&examples));
    }
    if let Some(directory) = directory("WEBHOOK_PEER_PAYLOADS") {
        assert!(add(&json_files(&directory)) >= 47);
    }
    println!("{} of {} leaves of all payloads are written equal in value", sum.all - sum.named, sum.all);
    assert!((sum.all - sum.named) * 1000 >= sum.all * 995, "{} of {} leaves lost", sum.named, sum.all);
}

/// The documented deliveries; the settings of the On-Premises client are none.
fn documented(examples: &Path) -> Vec<PathBuf> {
    let mut files = json_files(examples);
    files.retain(|file| !file.display().to_string().contains("settings_application"));
    files
}

/// What is unrecognized, as the table in `invented` has it: the reason, the place, and what stands there.
fn describe(found: &Unrecognized, body: &Value) -> String {
    let there = body.pointer(found.pointer()).unwrap();
    let place = place(found.pointer());
    match found.reason() {
        UnrecognizedReason::Field => format!("field {}", there["field"].as_str().unwrap()),
        UnrecognizedReason::Type => format!("type {place} {}", there["type"].as_str().unwrap()),
        UnrecognizedReason::Member => format!("member {place}"),
        UnrecognizedReason::Value => format!("value {place} {}", there.as_str().unwrap()),
        other => format!("{place} {other}"),
    }
}

#[test]
fn what_is_unrecognized_is_what_others_invented() {
    let corpus = directory("WEBHOOK_CORPUS").map(|directory| deliveries(&directory));
    let examples = directory("WEBHOOK_EXAMPLES").map(|directory| documented(&directory));
    let peers = directory("WEBHOOK_PEER_PAYLOADS").map(|directory| json_files(&directory));
    let is_complete = corpus.is_some() && examples.is_some() && peers.is_some();
    let (mut found, mut new) = (BTreeSet::new(), BTreeSet::new());
    for file in [corpus, examples, peers].into_iter().flatten().flatten() {
        let bytes = fs::read(&file).unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap();
        let Ok(event) = WebhookEvent::from_bytes(bytes) else { continue };
        for unrecognized in event.unrecognized() {
            let description = describe(&unrecognized, &body);
            let is_expected = INVENTED.iter().any(|(what, _)| *what == description);
            if !is_expected {
                new.insert(format!("{description:?} in {}", file.display()));
            }
            found.insert(description);
        }
    }
    assert!(new.is_empty(), "unrecognized, and in no row of `INVENTED`: {new:#?}");
    println!("{} kinds of things are unrecognized", found.len());
    let gone: Vec<_> = INVENTED.iter().filter(|(what, _)| !found.contains(*what)).collect();
    assert!(!is_complete || gone.is_empty(), "not reported: {gone:?}");
}

#[test]
fn the_bodies_that_others_reject_do_no_harm() {
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
