//! Deliveries that others collected. They are not ours to publish, so a directory of them is named by the environment.
#![expect(clippy::print_stderr, reason = "a test that had nothing to do should say so")]

use std::{env, fs, iter, path::PathBuf, slice};

use serde_json::Value;

use super::{
    client::{Client, signed},
    server::Server,
};

/// The directory that a variable names.
fn directory(variable: &str) -> Option<PathBuf> {
    let directory = env::var_os(variable).map(PathBuf::from);
    if directory.is_none() {
        eprintln!("skipped: {variable} is not set");
    }
    directory
}

/// Posted after each delivery: the lines before this one's are those of the delivery.
const END: &str = r#"{"entry":[{"changes":[{"field":"end","value":{}}]}]}"#;
const END_LINE: &str = "unknown field end {}";

/// Posts deliveries on one connection. Each is a line for each of its updates, no more and no fewer.
fn deliver_all(deliveries: impl IntoIterator<Item = PathBuf>) -> usize {
    let server = Server::start("axum", &[]);
    let mut client = Client::connect(server.address());
    let mut count = 0;
    for path in deliveries {
        let body = fs::read(&path).unwrap();
        for body in [&body, END.as_bytes()] {
            client.send(signed(body));
            assert_eq!(client.answer().status, 200, "{}", path.display());
        }
        let lines: Vec<_> = iter::repeat_with(|| server.line()).take_while(|line| line != END_LINE).collect();
        let updates = updates(&serde_json::from_slice(&body).unwrap());
        assert_eq!(lines.len(), updates, "{}: {lines:#?}", path.display());
        count += 1;
    }
    count
}

/// How many updates there are in a delivery of the Cloud API, counted without the crate: one for each item of a change of
/// a field that has items, one for each other change, and one for what has nothing where its list should be.
fn updates(delivery: &Value) -> usize {
    delivery.get("entry").map_or(1, |entries| elements(entries).iter().map(in_entry).sum())
}

fn in_entry(entry: &Value) -> usize {
    entry.get("changes").map_or(1, |changes| elements(changes).iter().map(in_change).sum())
}

fn in_change(change: &Value) -> usize {
    let mut value = &change["value"];
    let lists: &[&str] = match change["field"].as_str() {
        _ if !value.is_object() => return 1,
        Some("messages") => &["messages", "statuses", "errors", "user_actions"],
        Some("calls") => &["calls", "statuses", "errors"],
        Some("user_preferences") => &["user_preferences"],
        Some("message_echoes" | "smb_message_echoes") => &["message_echoes"],
        Some("history") => {
            let files = elements(&value["messages"]).len() + elements(&value["message_echoes"]).len();
            return elements(&value["history"]).iter().map(in_chunk).sum::<usize>() + files;
        }
        Some("standby") if value["standby"].is_null() || value["standby"].is_object() => {
            value = &value["standby"];
            &["messages", "message_echoes", "statuses"]
        }
        Some("smb_app_state_sync") => &["state_sync"],
        Some("user_id_update") => &["user_id_update"],
        Some("automatic_events") => &["automatic_events"],
        Some(
            "group_lifecycle_update"
            | "group_participant_update"
            | "group_participants_update"
            | "group_settings_update"
            | "group_status_update",
        ) => &["groups"],
        Some("tracking_events") => &["events"],
        _ => return 1,
    };
    lists.iter().map(|name| elements(&value[name]).len()).sum()
}

/// A chunk of a history: every message of every thread, every error, and how far the transfer is.
fn in_chunk(chunk: &Value) -> usize {
    let messages = |thread: &Value| elements(&thread["messages"]).len();
    elements(&chunk["threads"]).iter().map(messages).sum::<usize>()
        + elements(&chunk["errors"]).len()
        + usize::from(chunk["metadata"].is_object())
}

/// The elements of a list. What stands in a list's place counts as one, and `null` as none.
fn elements(list: &Value) -> &[Value] {
    match list {
        Value::Null => &[],
        Value::Array(elements) => elements,
        other => slice::from_ref(other),
    }
}

#[test]
fn every_peer_delivery_is_accepted_and_printed_in_full() {
    let Some(directory) = directory("WEBHOOK_PEER_PAYLOADS") else { return };
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(deliver_all(paths) > 0);
}

#[test]
fn every_delivery_of_the_corpus_is_accepted_and_printed_in_full() {
    let Some(directory) = directory("WEBHOOK_CORPUS") else { return };
    let manifest = fs::read_to_string(directory.join("manifest.tsv")).unwrap();
    let mut rows = manifest.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let columns = rows.next().unwrap();
    let column = |name| columns.iter().position(|column| *column == name).unwrap();
    let (file, kind) = (column("file"), column("kind"));
    let cloud = rows.filter(|row| row[kind] == "cloud").map(|row| directory.join(row[file]));
    assert!(deliver_all(cloud) > 0);
}
