//! `03_setup`.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    graph::{Books, Graph},
    program::Program,
};

/// Runs the program, and returns whether everything is set up, and what it prints.
async fn run(graph: &Graph, arguments: &[&str]) -> (bool, Vec<String>) {
    let arguments: Vec<_> = arguments.iter().map(Path::new).collect();
    let outcome = Program::start(env!("CARGO_BIN_EXE_03_setup"), graph, &arguments).end().await;
    graph.lost();
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_setup_is_confirmed_and_not_changed() {
    let graph = Graph::start().await;
    for arguments in [&[][..], &["--apply"]] {
        assert_eq!(run(&graph, arguments).await, (true, vec!["Everything is set up.".to_owned()]));
    }
    assert_eq!(graph.books().changes, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_said_in_words() {
    type Break = fn(&mut Books);
    let cases: [(Break, &str); 10] = [
        (
            |books| books.token["is_valid"] = json!(false),
            "The access token is not valid: it expired or was revoked.",
        ),
        (|books| books.token["app_id"] = json!("1"), "The access token belongs to another app, 1."),
        (
            |books| books.token["scopes"] = json!(["whatsapp_business_management"]),
            "lacks the permission whatsapp_business_messaging.",
        ),
        (
            |books| books.app = json!([{ "object": "page", "fields": ["feed"] }]),
            "The app has no webhook URL.",
        ),
        (|books| books.app[0]["active"] = json!(false), "The app's subscription is not active."),
        (
            |books| books.app[0]["callback_url"] = json!("https://old.example.com/"),
            "The app's notifications go to https://old.example.com/, not to",
        ),
        (
            |books| books.app[0]["fields"] = json!(["messages"]),
            "not subscribed to the field message_template_status_update.",
        ),
        (
            |books| books.subscribed = json!([{ "whatsapp_business_api_data": { "id": "1" } }]),
            "The app is not subscribed to the account 102290129340398",
        ),
        (
            |books| books.callbacks["whatsapp_business_account"] = json!("https://a.example.com/"),
            "The account overrides the app's URL: its notifications go to https://a.example.com/",
        ),
        (
            |books| books.callbacks["phone_number"] = json!("https://n.example.com/"),
            "The number overrides the app's URL: its notifications go to https://n.example.com/",
        ),
    ];
    for (break_it, words) in cases {
        let graph = Graph::start().await;
        break_it(&mut graph.books());
        let (is_set_up, lines) = run(&graph, &[]).await;
        assert!(!is_set_up && lines.len() == 1 && lines[0].contains(words), "{words}: {lines:?}");
        assert_eq!(graph.books().changes, [""; 0], "nothing is changed without --apply");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn apply_sets_what_is_missing_and_clears_no_override() {
    let graph = Graph::start().await;
    graph.books().app = json!([]);
    graph.books().subscribed = json!([]);
    let (is_set_up, lines) = run(&graph, &["--apply"]).await;
    assert!(is_set_up, "{lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert_eq!(
        graph.books().changes,
        ["POST 670843887433847/subscriptions", "POST 102290129340398/subscribed_apps"]
    );

    let override_of =
        |graph: &Graph, level: &str| graph.books().callbacks[level] = Value::from("https://a.example.com/");
    override_of(&graph, "whatsapp_business_account");
    let (is_set_up, lines) = run(&graph, &["--apply"]).await;
    assert!(!is_set_up && lines.len() == 1, "{lines:?}");
    assert_eq!(graph.books().changes.len(), 2, "a plain subscription would clear the override");
}
