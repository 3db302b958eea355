//! The types of the feature `graph`.

use http::StatusCode;
use serde_json::json;
use whatsapp_webhook::{
    AppSecret, WebhookEvent,
    graph::{
        AccessToken, Button, Call, Callback, Graph, GraphError, Header, HeaderMedia, Parameter, Recipient,
        Sent, TemplateMessage,
    },
};

use super::{
    chain,
    types::{Hunt, SECRET, debug},
};

/// What an app has set up at Meta: names, URLs, permissions. There is nothing of a message and no credential in it.
pub(super) const SET_UP: &[&str] = &[
    "graph::AppSubscription",
    "graph::Callbacks",
    "graph::Done",
    "graph::DownloadError",
    "graph::GranularScope",
    "graph::Subscription",
    "graph::TemplateVersion",
    "graph::TokenInfo",
];

pub(super) const HUNTS: &[Hunt] = &[
    ("graph::AccessToken", |text| debug(&AccessToken::new(SECRET)) + &token(text)),
    ("graph::Answer", |text| debug(&call(text).split().1)),
    ("graph::Button", |text| {
        let data = Button::flow_with_data(text, json!({ "data": text }));
        debug(&[Button::url(text), Button::quick_reply(text), Button::copy_code(text), data])
    }),
    ("graph::Call", |text| debug(&call(text))),
    ("graph::Callback", |text| debug(&Callback::new("https://example.com/", text).unwrap())),
    ("Graph", |text| {
        let graph = Graph::new(AccessToken::new(SECRET).unwrap());
        debug(&graph.with_app_secret_proof(&AppSecret::new(text).unwrap()))
    }),
    ("graph::GraphError", |text| graph_error(text)),
    ("graph::GraphRejection", |text| graph_error(text)),
    ("graph::Header", |text| {
        let document = Header::document(HeaderMedia::link(text), text);
        debug(&[Header::text(text), Header::location(1.0, 2.0, text, text), document])
    }),
    ("graph::HeaderMedia", |text| debug(&HeaderMedia::link(text))),
    ("graph::MediaUrl", |text| {
        let url = format!("https://lookaside.fbsbx.com/?hash={text}");
        let answer = json!({ "url": url, "mime_type": "image/png" }).to_string();
        let graph = Graph::new(AccessToken::new(SECRET).unwrap());
        let answer = graph.media(&"1".parse().unwrap()).split().1.read(StatusCode::OK, answer.as_bytes());
        debug(&answer.unwrap())
    }),
    ("graph::Parameter", |text| debug(&[Parameter::from(text), Parameter::currency("USD", 1, text)])),
    ("graph::Recipient", |text| debug(&Recipient::number(text))),
    ("graph::ReplyTarget", |text| {
        let message = json!({ "from": text, "id": "wamid.1", "timestamp": "1767225600", "type": "text", "text": { "body": text } });
        let value = json!({ "metadata": { "phone_number_id": "1" }, "messages": [message] });
        let entry = json!([{ "id": "1", "changes": [{ "field": "messages", "value": value }] }]);
        let body = json!({ "object": "whatsapp_business_account", "entry": entry }).to_string();
        let event = WebhookEvent::from_bytes(body).unwrap();
        let targets: Vec<_> = event.updates().map(|update| update.reply_target().unwrap()).collect();
        debug(&targets)
    }),
    ("graph::Sent", |text| {
        let answer =
            json!({ "contacts": [{ "input": text, "wa_id": text }], "messages": [{ "id": "wamid.1" }] });
        debug(&call(text).split().1.read(StatusCode::OK, answer.to_string().as_bytes()).unwrap())
    }),
    ("graph::TemplateMessage", |text| {
        debug(&TemplateMessage::new(Recipient::number(text), "order", "en").body([text]).callback_data(text))
    }),
];

fn token(text: &str) -> String {
    let token = text.bytes().all(|byte| byte.is_ascii_graphic()).then(|| AccessToken::new(text).unwrap());
    debug(&token)
}

fn call(text: &str) -> Call<Sent> {
    let graph = Graph::new(AccessToken::new(SECRET).unwrap());
    graph.reply_text(&"1".parse().unwrap(), Recipient::number(text), text)
}

/// An error of Meta's that quotes a text.
fn graph_error(text: &str) -> String {
    let answer = json!({ "error": { "code": 190, "message": text, "error_data": { "details": text } } });
    let error = call(text).split().1.read(StatusCode::BAD_REQUEST, answer.to_string().as_bytes());
    let error = error.unwrap_err();
    let GraphError::Rejected(rejection) = &error else { panic!("{error}") };
    chain(&error) + &debug(rejection)
}
