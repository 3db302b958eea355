//! `04_inbox`.

use serde_json::json;

use crate::{
    graph::Graph,
    meta::{notify, text},
    program::Program,
};

const MESSAGES: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn each_text_is_answered_once_although_it_comes_twice_and_answers_are_rejected_and_lost() {
    let graph = Graph::start().await;
    graph.books().too_many = 5;
    let mut program = Program::start(env!("CARGO_BIN_EXE_04_inbox"), &graph, &[]);
    let receiver = program.address().await;
    // Three messages of each of twenty users.
    let of_user = |id: usize| {
        let mut message = text(id);
        message["from"] = format!("1650555{:04}", id % 20).into();
        message
    };
    for first in (0..MESSAGES).step_by(20) {
        let texts: Vec<_> = (first..first + 20).map(of_user).collect();
        for _ in 0..2 {
            assert_eq!(notify(receiver, "messages", json!({ "messages": texts })).await, 200);
        }
    }
    program.terminate();
    let (ended_well, lines) = program.end().await;
    assert!(ended_well, "{lines:?}");
    let lost = graph.lost();
    let answered = lines.iter().filter(|line| line.contains(" was answered by ")).count();
    println!("{MESSAGES} texts: {answered} answers known, {lost} requests lost");
    assert!(lines.contains(&format!("{} answers failed for good", MESSAGES - answered)), "{lines:?}");

    let books = graph.books();
    let mut of_users = vec![Vec::new(); 20];
    for message in &books.messages {
        let number: usize = message["text"]["body"].as_str().unwrap()["message ".len()..].parse().unwrap();
        of_users[number % 20].push(number);
    }
    for (user, numbers) in of_users.iter().enumerate() {
        assert_eq!(*numbers, [user, user + 20, user + 40], "in order, and each once");
    }
}
