//! `01_echo`.

use std::{collections::HashSet, time::Duration};

use serde_json::json;
use tokio::time::sleep;

use crate::{
    graph::Graph,
    meta::{notify, status, text},
    program::Program,
};

const MESSAGES: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn each_text_is_answered_once_whatever_comes_with_it() {
    let graph = Graph::start().await;
    let mut program = Program::start(env!("CARGO_BIN_EXE_01_echo"), &graph, &[]);
    let receiver = program.address().await;
    for first in (0..MESSAGES).step_by(20) {
        let texts: Vec<_> = (first..first + 20).map(text).collect();
        assert_eq!(notify(receiver, "messages", json!({ "messages": texts })).await, 200);
    }
    // What the business or another app wrote, and what nobody wrote, is not answered.
    let mut echo = text(0);
    echo["to"] = "16505550000".into();
    for (field, value) in [
        ("smb_message_echoes", json!({ "message_echoes": [echo] })),
        ("standby", json!({ "standby": { "messages": [text(1)] } })),
        ("messages", json!({ "statuses": [status("wamid.X", "read", &json!("x"))] })),
        ("messages", json!({ "messages": [{ "id": "wamid.Y", "type": "text" }] })),
    ] {
        assert_eq!(notify(receiver, field, value).await, 200);
    }
    let mut outcomes = [0, 0];
    for _ in 0..MESSAGES {
        let line = program.line().await;
        assert!(!line.contains("message ") && !line.contains("1650555"), "{line}");
        outcomes[usize::from(line.contains("may have been answered: no answer came"))] += 1;
    }
    sleep(Duration::from_millis(300)).await;
    let lost = graph.lost();
    println!("{MESSAGES} texts: {} answers known, {} lost", outcomes[0], outcomes[1]);
    assert_eq!((lost, outcomes), (MESSAGES / 10, [MESSAGES - lost, lost]));
    let books = graph.books();
    let bodies: HashSet<_> = books
        .messages
        .iter()
        .map(|message| (message["to"].to_string(), message["text"].to_string()))
        .collect();
    let expected = (0..MESSAGES).map(|id| {
        (
            json!(format!("+1650555{id:04}")).to_string(),
            json!({ "body": format!("message {id}") }).to_string(),
        )
    });
    assert_eq!((books.messages.len(), bodies), (MESSAGES, expected.collect()));
}
