//! Conversations, as tests of a bot have them.

use std::time::Duration;

use serde_json::{Value, json};
use whatsapp_simulator::{Customer, Item};

use crate::bot::{Bot, SECRET, TOKEN, send, send_with};

fn menu() -> Value {
    let row = |id: &str, title: &str| json!({ "id": id, "title": title, "description": "hot" });
    json!({ "type": "list", "body": { "text": "What would you like?" },
        "action": { "button": "Menu", "sections": [{ "rows": [row("t", "Tea"), row("c", "Coffee")] }] } })
}

#[tokio::test]
async fn buttons_rows_and_quick_replies_press() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator
        .with_template("survey", "en", "How was it, {{1}}?", &["Good", "Bad"])
        .start()
        .await
        .unwrap();
    let ana = meta.chat(&Customer::new("15550002222").named("Ana"));
    assert!(ana.says(Item::text("menu")).await.is_taken());
    let yes = json!({ "type": "reply", "reply": { "id": "yes", "title": "Yes" } });
    let buttons = json!({ "type": "button", "body": { "text": "Sure?" }, "action": { "buttons": [yes] } });
    let parameters = json!([{ "type": "text", "text": "Ana" }]);
    let template = json!({ "name": "survey", "language": { "code": "en" },
        "components": [{ "type": "body", "parameters": parameters }] });
    for (kind, content, text, labels, press, expected) in [
        (
            "interactive",
            menu(),
            "What would you like?",
            vec!["Tea", "Coffee"],
            "Coffee",
            json!({ "type": "list_reply", "list_reply": { "id": "c", "title": "Coffee", "description": "hot" } }),
        ),
        (
            "interactive",
            buttons,
            "Sure?",
            vec!["Yes"],
            "Yes",
            json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Yes" } }),
        ),
        (
            "template",
            template,
            "How was it, Ana?",
            vec!["Good", "Bad"],
            "Bad",
            json!({ "payload": "Bad", "text": "Bad" }),
        ),
    ] {
        assert_eq!(send(&meta, kind, content).await.0, 200);
        let reply = ana.reply().await.unwrap();
        assert_eq!(
            (reply.kind(), reply.text(), reply.buttons()),
            (kind, Some(text), labels.iter().map(|&label| label.to_owned()).collect())
        );
        assert!(ana.presses(&reply, press).await.is_taken());
        let mut messages =
            bot.updates().into_iter().filter_map(|value| Some(value["messages"].as_array()?[0].clone()));
        let message = messages.next_back().unwrap();
        let kind = message["type"].as_str().unwrap();
        assert_eq!((&message[kind], &message["context"]["id"]), (&expected, &json!(reply.id())));
    }
}

#[tokio::test]
#[should_panic(expected = r#"nothing to press is called "Cake"; there are ["Tea", "Coffee"]"#)]
async fn pressing_what_is_not_there_fails_the_test() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    ana.says(Item::text("menu")).await;
    send(&meta, "interactive", menu()).await;
    let reply = ana.reply().await.unwrap();
    ana.presses(&reply, "Cake").await;
}

#[tokio::test]
async fn a_message_is_sent_delivered_and_read_and_each_status_has_the_callback_data() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.with_clock_stopped_at(std::time::SystemTime::now()).start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222").with_user_id("US.7"));
    ana.says(Item::text("Hello")).await;
    let message = json!({ "to": "+15550002222", "type": "text", "text": { "body": "Hi" }, "biz_opaque_callback_data": "order-17" });
    let (status, answer) = send_with(&meta, message).await;
    assert_eq!(
        (status, &answer["contacts"][0]["wa_id"], &answer["contacts"][0]["user_id"]),
        (200, &json!("15550002222"), &json!("US.7"))
    );
    let reply = ana.reply().await.unwrap();
    assert_eq!(answer["messages"][0]["id"], reply.id());
    meta.advance(Duration::from_secs(1)).await;
    assert!(ana.reads(&reply).await.is_taken());
    let statuses = bot.statuses();
    let told: Vec<_> = statuses.iter().map(|status| status["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["sent", "delivered", "read"]);
    for status in &statuses {
        assert_eq!(
            (&status["id"], &status["biz_opaque_callback_data"]),
            (&json!(reply.id()), &json!("order-17"))
        );
        assert_eq!(
            (&status["recipient_id"], &status["recipient_user_id"]),
            (&json!("15550002222"), &json!("US.7"))
        );
    }
}

#[tokio::test]
async fn a_message_fails_with_the_code_that_the_test_wants() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    ana.says(Item::text("Hello")).await;
    ana.fails_next(131_026);
    send(&meta, "text", json!({ "body": "Hi" })).await;
    meta.settled().await;
    let statuses = bot.statuses();
    assert_eq!(
        (statuses.len(), &statuses[0]["status"], &statuses[0]["errors"][0]["code"]),
        (1, &json!("failed"), &json!(131_026))
    );
}

#[tokio::test]
async fn a_customer_without_a_number_is_written_to_by_user_id() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let hidden = meta.chat(&Customer::new("15550002222").with_user_id("US.7").without_phone());
    hidden.says(Item::text("Hello")).await;
    assert_eq!(bot.updates()[0]["messages"][0].get("from"), None);
    let message = json!({ "recipient": "US.7", "type": "text", "text": { "body": "Hi" } });
    let (status, answer) = send_with(&meta, message).await;
    assert_eq!((status, answer["contacts"][0].get("wa_id")), (200, None));
    assert_eq!(hidden.reply().await.unwrap().text(), Some("Hi"));
}

#[tokio::test]
async fn a_receipt_marks_the_message_and_those_before_it_as_read_and_typing_ends_with_the_answer() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    let first = ana.says(Item::text("one")).await.id.unwrap();
    let second = ana.says(Item::text("two")).await.id.unwrap();
    let third = ana.says(Item::text("three")).await.id.unwrap();
    let typing = json!({ "status": "read", "message_id": second, "typing_indicator": { "type": "text" } });
    assert_eq!(send_with(&meta, typing).await, (200, json!({ "success": true })));
    assert_eq!([&first, &second, &third].map(|id| ana.is_read(id)), [true, true, false]);
    assert!(ana.is_typing());
    send(&meta, "text", json!({ "body": "Hi" })).await;
    assert!(!ana.is_typing());
}

#[tokio::test]
async fn updates_of_other_fields_are_sent_as_well() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    assert!(
        meta.sends(Item::of("account_review_update", json!({ "decision": "APPROVED" }))).await.is_taken()
    );
    assert_eq!(bot.updates()[0], json!({ "decision": "APPROVED" }));
}

#[tokio::test]
async fn the_handshake_is_right_with_the_right_token_alone() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let right = meta.handshake(TOKEN).await;
    assert_eq!((right.status, right.is_right), (Ok(200), true));
    let wrong = meta.handshake("another token").await;
    assert_eq!((wrong.status, wrong.is_right), (Ok(403), false));
}

#[tokio::test]
async fn what_is_kept_is_bounded() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    for number in 0..300 {
        assert!(ana.says(Item::text(&number.to_string())).await.is_taken());
    }
    assert_eq!(meta.notifications().len(), 200);
}

#[tokio::test]
async fn the_customer_of_a_sample_can_be_answered() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let sample = whatsapp_webhook::testing::Sample::named("text").unwrap();
    assert!(meta.sends_sample(&sample).await.is_taken());
    let from = bot.updates()[0]["messages"][0]["from"].as_str().unwrap().to_owned();
    let answer = json!({ "to": format!("+{from}"), "type": "text", "text": { "body": "Hi" } });
    assert_eq!(send_with(&meta, answer).await.0, 200);
    assert_eq!(meta.chat(&Customer::new(&from)).reply().await.unwrap().text(), Some("Hi"));
}

#[tokio::test]
async fn reading_what_was_read_sends_no_second_status() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    ana.says(Item::text("Hello")).await;
    send(&meta, "text", json!({ "body": "Hi" })).await;
    let reply = ana.reply().await.unwrap();
    assert!(ana.reads(&reply).await.is_taken());
    assert!(ana.reads(&reply).await.attempts.is_empty());
    assert_eq!(bot.statuses().iter().filter(|status| status["status"] == "read").count(), 1);
}
