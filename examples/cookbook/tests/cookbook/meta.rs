//! What Meta sends to a receiver.

use std::net::SocketAddr;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use whatsapp_webhook::{AppSecret, signature};

use crate::graph::{ACCOUNT, NUMBER, SECRET};

/// Sends a signed notification with one change of the field `messages`.
pub(crate) async fn notify(receiver: SocketAddr, field: &str, mut value: Value) -> StatusCode {
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] = json!({ "display_phone_number": "15550783881", "phone_number_id": NUMBER });
    let entry = json!([{ "id": ACCOUNT, "changes": [{ "field": field, "value": value }] }]);
    let body = json!({ "object": "whatsapp_business_account", "entry": entry }).to_string();
    let signature = signature::sign(&AppSecret::new(SECRET).unwrap(), body.as_bytes());
    let request = Client::new().post(format!("http://{receiver}/webhook")).body(body);
    request.header(signature::X_HUB_SIGNATURE_256, signature).send().await.unwrap().status()
}

pub(crate) fn text(id: usize) -> Value {
    json!({ "from": format!("1650555{id:04}"), "id": format!("wamid.user.{id}"), "timestamp": "1749416383",
        "type": "text", "text": { "body": format!("message {id}") } })
}

pub(crate) fn status(message: &str, status: &str, callback_data: &Value) -> Value {
    json!({ "id": message, "status": status, "timestamp": "1749416400", "recipient_id": "16505550000",
        "biz_opaque_callback_data": callback_data })
}
