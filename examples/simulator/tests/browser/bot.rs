//! A bot that answers a few words.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use whatsapp_simulator::{Customer, Running, Simulator};
use whatsapp_webhook::{AppSecret, Verified, VerifyToken, WhatsAppWebhookLayer};

pub(crate) const SECRET: &str = "a secret for tests only";
const TOKEN: &str = "a verify token";

#[derive(Clone)]
struct Bot {
    graph: String,
    /// How many notifications are still to be answered with 500.
    failures: Arc<AtomicUsize>,
}

/// Starts a bot that fails so many times, and a simulator with two customers.
pub(crate) async fn start(failures: usize) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let webhook = format!("http://{}/webhook", listener.local_addr().unwrap());
    let simulator = Simulator::new(webhook.parse().unwrap(), SECRET).with_verify_token(TOKEN);
    let meta = simulator.with_secret_called("the demo app secret").start().await.unwrap();
    let _ = meta.chat(&Customer::new("15550002222").named("Ana"));
    let _ = meta
        .chat(&Customer::new("15550002223").named("Bo").with_user_id("US.1349120865530274").without_phone());
    serve(listener, meta.graph_url(), failures);
    meta
}

/// Serves the bot, which calls a Graph API.
pub(crate) fn serve(listener: TcpListener, graph: String, failures: usize) {
    let layer = WhatsAppWebhookLayer::new(AppSecret::new(SECRET).unwrap(), VerifyToken::new(TOKEN).unwrap());
    let bot = Bot { graph, failures: Arc::new(failures.into()) };
    let app = Router::new().route("/webhook", post(receive).layer(layer)).with_state(bot);
    tokio::spawn(async move { axum::serve(listener, app).await });
}

async fn receive(State(bot): State<Bot>, verified: Verified) -> StatusCode {
    if bot.failures.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok() {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    let json: Value = serde_json::from_slice(verified.body()).unwrap();
    for message in json["entry"][0]["changes"][0]["value"]["messages"].as_array().into_iter().flatten() {
        bot.answer(message).await;
    }
    StatusCode::OK
}

impl Bot {
    async fn answer(&self, message: &Value) {
        let button =
            |id: &str, title: &str| json!({ "type": "reply", "reply": { "id": id, "title": title } });
        let row =
            |id: &str, title: &str, price: &str| json!({ "id": id, "title": title, "description": price });
        let (kind, content) = match (&message["type"], &message["text"]["body"]) {
            (kind, text) if kind == "text" && text == "buttons" => (
                "interactive",
                json!({ "type": "button", "body": { "text": "Shall we deliver today?" },
                    "action": { "buttons": [button("yes", "Yes, please"), button("no", "Tomorrow")] } }),
            ),
            (kind, text) if kind == "text" && text == "menu" => (
                "interactive",
                json!({ "type": "list", "body": { "text": "What would you like?" }, "footer": { "text": "Prices with tax" },
                    "action": { "button": "Menu", "sections": [{ "title": "Hot", "rows": [
                        row("m", "Pizza Margherita", "€ 9"), row("f", "Pizza Funghi", "€ 11"), row("s", "Soup", "€ 6")] }] } }),
            ),
            (kind, text) if kind == "text" => ("text", json!({ "body": text })),
            (kind, _) if kind == "interactive" => {
                let reply = &message["interactive"];
                let title = if reply["type"] == "button_reply" {
                    &reply["button_reply"]
                } else {
                    &reply["list_reply"]
                };
                ("text", json!({ "body": format!("You chose {}.", title["title"].as_str().unwrap()) }))
            }
            (kind, _) if kind == "image" => {
                ("image", json!({ "id": message["image"]["id"], "caption": "What a picture!" }))
            }
            (kind, _) if kind == "reaction" => return,
            (kind, _) => {
                ("text", json!({ "body": format!("This is of the type {}.", kind.as_str().unwrap()) }))
            }
        };
        let mut sent = json!({ "messaging_product": "whatsapp", "type": kind, kind: content,
            "context": { "message_id": message["id"] } });
        match message.get("from") {
            Some(from) => sent["to"] = from.clone(),
            None => sent["recipient"] = message["from_user_id"].clone(),
        }
        let call = reqwest::Client::builder().no_proxy().build().unwrap();
        let call = call.post(format!("{}/106540352242922/messages", self.graph)).bearer_auth("EAAJB-token");
        let answer = call.body(sent.to_string()).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
}
