//! Each notification is stored before it is answered, and handled afterwards.

mod model;
mod receiving;
mod simulation;
mod working;

use serde_json::json;
use whatsapp_webhook::WebhookEvent;

/// A notification of texts, each by its sender and its ID.
fn notification(texts: &[(&str, &str)]) -> WebhookEvent {
    let message = |(from, id): &(&str, &str)| json!({ "from": from, "id": id, "timestamp": "1749416383", "type": "text", "text": { "body": "Hello" } });
    let messages: Vec<_> = texts.iter().map(message).collect();
    let value = json!({ "metadata": { "phone_number_id": "2" }, "messages": messages });
    let changes = json!([{ "field": "messages", "value": value }]);
    let body = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "3", "changes": changes }] });
    WebhookEvent::from_bytes(body.to_string()).unwrap()
}

#[cfg(feature = "testing")]
#[tokio::test(start_paused = true)]
async fn the_check_of_a_queue_finds_each_defect() {
    use whatsapp_webhook::testing::check_queue;

    use self::model::{Model, Sabotage};

    check_queue(Model::new()).await.unwrap();
    for sabotage in [
        Sabotage::LocksNoLane,
        Sabotage::SettlesFirst,
        Sabotage::KnowsNoKeys,
        Sabotage::CountsNoAttempts,
        Sabotage::ReversesLanes,
        Sabotage::KnowsNoTokens,
        Sabotage::KnowsNoPauses,
    ] {
        let fault =
            check_queue(Model::new().sabotaged(Some(sabotage))).await.expect_err(&format!("{sabotage:?}"));
        println!("{sabotage:?}: {fault}");
    }
}
