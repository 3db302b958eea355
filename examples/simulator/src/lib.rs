//! Meta's side of a WhatsApp webhook on your own machine: for tests of a whole bot, and, as the program `whatsapp-simulator`, with a chat in
//! the browser.
//!
//! A [`Simulator`] signs notifications and delivers them to a webhook, sends again what was not answered with 200, and answers the calls of the
//! Graph API that a bot makes in its first week. A test is one side of a conversation:
//!
//! ```
//! use axum::{Json, Router, extract::State, routing::post};
//! use serde_json::json;
//! use whatsapp_simulator::{Customer, Item, Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The bot: any program that is told the address of the Graph API. This one forgets to check signatures.
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let webhook = format!("http://{}/webhook", listener.local_addr()?).parse()?;
//! let meta = Simulator::new(webhook, "a secret for tests only").start().await?;
//! let url = format!("{}/106540352242922/messages", meta.graph_url());
//! let app = Router::new().route("/webhook", post(async |State(url): State<String>, Json(event): Json<serde_json::Value>| {
//!     if let Some(message) = event.pointer("/entry/0/changes/0/value/messages/0") {
//!         let answer = json!({ "messaging_product": "whatsapp", "to": message["from"], "text": message["text"] });
//!         let _ = reqwest::Client::new().post(url).bearer_auth("a token").body(answer.to_string()).send().await;
//!     }
//! }));
//! tokio::spawn(async { axum::serve(listener, app.with_state(url)).await });
//!
//! let ana = meta.chat(&Customer::new("15550002222").named("Ana"));
//! assert!(ana.says(Item::text("Hello")).await.is_taken());
//! assert_eq!(ana.reply().await?.text(), Some("Hello"));
//! # Ok(())
//! # }
//! ```
//!
//! The simulator listens on the loopback address alone. With the same seed and a clock that [stands still](Simulator::with_clock_stopped_at), a
//! test sends the same bytes in each run.

mod chat;
mod courier;
mod graph;
mod page;
mod shared;
mod signer;
mod simulator;
mod world;

pub use whatsapp_webhook::testing::{Customer, Item};

pub use self::{
    chat::{Chat, NoReply, Outcome, Reply},
    courier::Handshake,
    simulator::{Running, Simulator, StartError},
    world::{Attempt, Dispatch},
};
