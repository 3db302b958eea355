//! Takes orders by a list and a button: `cargo run --bin 05_order`.
//!
//! The customer writes, chooses from the menu, and confirms. The program keeps no state of its own: what was ordered is in the ID of the
//! button, which comes back with the reply. A notification that Meta repeats is handled once, by [`Dedup`], and an answer that fails is
//! tried again when Meta sends the notification again.
//!
//! Without variables in the environment, the program talks to the simulator in `examples/simulator`; `docs/first-bot.md` builds it step by
//! step. `cargo test order` runs it offline.

use std::{error::Error, process::ExitCode};

use axum::{Router, extract::State, routing::post};
use serde_json::{Value, json};
use whatsapp_webhook::{
    Update, WebhookEvent,
    dedup::{Dedup, MemoryClaims, Settled, Unavailable},
};
use whatsapp_webhook_cookbook::{Client, SendError, Settings, exit, listen};

/// The dishes: ID, name and price.
const MENU: [(&str, &str, &str); 3] =
    [("margherita", "Pizza Margherita", "€ 9"), ("funghi", "Pizza Funghi", "€ 11"), ("soup", "Soup", "€ 6")];

#[derive(Clone)]
struct Shop {
    client: Client,
    dedup: Dedup<MemoryClaims>,
}

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { client, webhook } = Settings::from_environment()?;
    let shop = Shop { client, dedup: Dedup::new(MemoryClaims::new()) };
    let app = Router::new().route("/webhook", post(receive).layer(webhook)).with_state(shop);
    Ok(axum::serve(listen().await?, app).await?)
}

async fn receive(State(shop): State<Shop>, event: WebhookEvent) -> Result<Settled, Unavailable> {
    let mut batch = shop.dedup.claim(&event).await?;
    for claimed in batch.updates() {
        match shop.answer(claimed.update()).await {
            // A second answer would be worse than none.
            Err(error) if !error.may_have_been_executed() => claimed.failed(),
            _ => claimed.done(),
        }
    }
    Ok(batch.settle().await)
}

impl Shop {
    async fn answer(&self, update: &Update) -> Result<(), SendError> {
        // `None` for statuses, and for all that the business wrote itself.
        let (Some(target), Some(message)) = (update.reply_target(), update.message()) else { return Ok(()) };
        let chosen = message.choice().and_then(|choice| choice.id).unwrap_or_default();
        let (kind, content) = match chosen.split_once(':') {
            Some(("dish", id)) => question(id),
            Some(("order", id)) => confirmation(id),
            _ => menu(),
        };
        let graph = &self.client.graph;
        let sent = self.client.send(graph.reply(&target.from, &target.to, kind, content)).await?;
        println!("{} was answered by {}", update.id().unwrap_or_default(), sent.id);
        Ok(())
    }
}

fn menu() -> (&'static str, Value) {
    let row = |(id, name, price)| json!({ "id": format!("dish:{id}"), "title": name, "description": price });
    let rows: Vec<Value> = MENU.into_iter().map(row).collect();
    let action = json!({ "button": "Menu", "sections": [{ "rows": rows }] });
    ("interactive", json!({ "type": "list", "body": { "text": "What would you like?" }, "action": action }))
}

fn question(id: &str) -> (&'static str, Value) {
    let Some((id, name, price)) = MENU.into_iter().find(|dish| dish.0 == id) else { return menu() };
    let button = |id: &str, title: &str| json!({ "type": "reply", "reply": { "id": id, "title": title } });
    let buttons = json!([button(&format!("order:{id}"), "Order"), button("menu", "Something else")]);
    let text = format!("{name}, {price}?");
    ("interactive", json!({ "type": "button", "body": { "text": text }, "action": { "buttons": buttons } }))
}

fn confirmation(id: &str) -> (&'static str, Value) {
    let Some((_, name, price)) = MENU.into_iter().find(|dish| dish.0 == id) else { return menu() };
    ("text", json!({ "body": format!("Thank you! {name} for {price} is on its way.") }))
}
