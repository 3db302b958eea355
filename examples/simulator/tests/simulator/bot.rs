//! A bot that verifies, remembers what came, and answers texts.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::post,
};
use http::Uri;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use whatsapp_simulator::{Running, Simulator};
use whatsapp_webhook::{AppSecret, Verified, VerifyToken, WhatsAppWebhookLayer};

pub(crate) const SECRET: &str = "a secret for tests only";
pub(crate) const ACCESS_TOKEN: &str = "EAAJB-token";
pub(crate) const TOKEN: &str = "a verify token";
pub(crate) const NUMBER: &str = "106540352242922";
pub(crate) const ACCOUNT: &str = "102290129340398";

#[derive(Clone, Default)]
pub(crate) struct Bot(Arc<Mutex<Memory>>);

#[derive(Default)]
pub(crate) struct Memory {
    /// The notifications that were verified.
    pub(crate) bodies: Vec<Bytes>,
    pub(crate) headers: Vec<HeaderMap>,
    /// What to answer, in turn; then 200.
    pub(crate) answers: VecDeque<StatusCode>,
}

impl Bot {
    /// Starts a bot with an app secret, and the settings of a simulator for it.
    pub(crate) async fn start(secret: &str) -> (Self, Simulator) {
        let bot = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: Uri = format!("http://{}/webhook", listener.local_addr().unwrap()).parse().unwrap();
        let layer =
            WhatsAppWebhookLayer::new(AppSecret::new(secret).unwrap(), VerifyToken::new(TOKEN).unwrap());
        let receive = post(receive).layer(layer).layer(from_fn_with_state(bot.clone(), remember));
        let app = Router::new().route("/webhook", receive).with_state(bot.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (bot, Simulator::new(url, SECRET))
    }

    pub(crate) fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().unwrap()
    }

    pub(crate) fn updates(&self) -> Vec<Value> {
        let bodies = self.memory().bodies.clone();
        let values = bodies.iter().map(|body| serde_json::from_slice::<Value>(body).unwrap());
        values.map(|json| json["entry"][0]["changes"][0]["value"].clone()).collect()
    }

    /// The statuses that came, with their messages.
    pub(crate) fn statuses(&self) -> Vec<Value> {
        self.updates()
            .into_iter()
            .flat_map(|value| value["statuses"].as_array().cloned().unwrap_or_default())
            .collect()
    }
}

async fn remember(State(bot): State<Bot>, request: Request, next: Next) -> Response {
    bot.memory().headers.push(request.headers().clone());
    next.run(request).await
}

async fn receive(State(bot): State<Bot>, verified: Verified) -> StatusCode {
    let mut memory = bot.memory();
    memory.bodies.push(verified.body().clone());
    memory.answers.pop_front().unwrap_or(StatusCode::OK)
}

/// A call of the Graph API with a token.
pub(crate) fn call(method: http::Method, url: &str) -> RequestBuilder {
    reqwest::Client::builder().no_proxy().build().unwrap().request(method, url).bearer_auth(ACCESS_TOKEN)
}

/// The status and the JSON of an answer.
pub(crate) async fn answer(call: RequestBuilder) -> (u16, Value) {
    let response = call.send().await.unwrap();
    (response.status().as_u16(), serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
}

/// Sends a message of the business.
pub(crate) async fn send(meta: &Running, kind: &str, content: Value) -> (u16, Value) {
    send_with(meta, json!({ "to": "+15550002222", "type": kind, kind: content })).await
}

pub(crate) async fn send_with(meta: &Running, mut message: Value) -> (u16, Value) {
    message["messaging_product"] = "whatsapp".into();
    let url = format!("{}/{NUMBER}/messages", meta.graph_url());
    answer(call(http::Method::POST, &url).body(message.to_string())).await
}
