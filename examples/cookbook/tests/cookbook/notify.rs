//! `02_notify`.

use std::{env, fs, path::PathBuf, process};

use serde_json::json;

use crate::{graph::Graph, program::Program};

const NOTIFICATIONS: usize = 120;

/// A file of notifications in these languages.
fn file(name: &str, languages: &[&str], count: usize) -> PathBuf {
    let path = env::temp_dir().join(format!("{name}-{}.tsv", process::id()));
    let line =
        |n: usize| format!("order-{n}\t{}\t+1650555{n:04}\tAna\t{n}\n", languages[n % languages.len()]);
    fs::write(&path, (0..count).map(line).collect::<String>()).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn each_notification_is_sent_once_and_its_message_is_known() {
    let graph = Graph::start().await;
    graph.books().too_many = 3;
    let file = file("notify", &["pt_BR", "en", "es"], NOTIFICATIONS);
    let mut program = Program::start(env!("CARGO_BIN_EXE_02_notify"), &graph, &[&file]);
    let receiver = program.address().await;
    graph.books().receiver = Some(receiver);
    let (is_success, lines) = program.end().await;
    fs::remove_file(file).unwrap();

    let lost = graph.lost();
    let books = graph.books();
    assert_eq!((is_success, lines.len(), books.messages.len()), (true, NOTIFICATIONS, NOTIFICATIONS));
    for message in &books.messages {
        let (key, id) =
            (message["biz_opaque_callback_data"].as_str().unwrap(), message["id"].as_str().unwrap());
        let known = [format!("{key}: sent as {id}"), format!("{key}: sent as {id}, as its status says")];
        assert_eq!(lines.iter().filter(|line| known.contains(line)).count(), 1, "{key}");
    }
    let resolved = lines.iter().filter(|line| line.ends_with("as its status says")).count();
    println!("{NOTIFICATIONS} notifications, {lost} answers lost, {resolved} messages known by their status");
    assert!(resolved >= 10 && resolved <= lost);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_an_answer_and_without_a_status_is_not_sent_again() {
    let graph = Graph::start().await;
    let file = file("silent", &["en"], 20);
    let mut program = Program::start(env!("CARGO_BIN_EXE_02_notify"), &graph, &[&file]);
    program.address().await;
    let (is_success, lines) = program.end().await;
    fs::remove_file(file).unwrap();
    assert!(graph.lost() >= 1);
    assert_eq!((is_success, graph.books().messages.len()), (false, 20));
    assert!(lines.iter().any(|line| line.ends_with("it may have been sent")));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_if_a_language_is_missing_or_not_approved() {
    let graph = Graph::start().await;
    graph.books().templates[2]["status"] = json!("PAUSED");
    let file = file("languages", &["pt_BR", "es", "en_US"], 6);
    let program = Program::start(env!("CARGO_BIN_EXE_02_notify"), &graph, &[&file]);
    let (is_success, lines) = program.end().await;
    fs::remove_file(file).unwrap();
    assert_eq!(lines, ["Error: the template order_shipped: es is PAUSED, en_US is not there"]);
    assert_eq!(graph.lost(), 0);
    assert_eq!((is_success, graph.books().messages.len()), (false, 0));
}
