//! A Graph API that checks each request by the rules of Meta's documentation, and loses every tenth answer.

use std::{
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http_body::Frame;
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};
use whatsapp_webhook::{AppSecret, signature};

use crate::meta;

pub(crate) const APP: &str = "670843887433847";
pub(crate) const ACCOUNT: &str = "102290129340398";
pub(crate) const NUMBER: &str = "106540352242922";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "EAAJB-the-token-of-a-system-user";

/// The Graph API of one test.
#[derive(Clone)]
pub(crate) struct Graph {
    address: SocketAddr,
    books: Arc<Mutex<Books>>,
}

/// What the API was told, and what it answers.
pub(crate) struct Books {
    requests: usize,
    lost: usize,
    /// The messages that were sent, in order.
    pub(crate) messages: Vec<Value>,
    /// The changes that were made: method and path.
    pub(crate) changes: Vec<String>,
    /// What was wrong with a request.
    pub(crate) violations: Vec<String>,
    /// Where statuses are sent.
    pub(crate) receiver: Option<SocketAddr>,
    /// How many messages are rejected first, because there are too many.
    pub(crate) too_many: usize,
    pub(crate) templates: Value,
    pub(crate) token: Value,
    pub(crate) app: Value,
    pub(crate) subscribed: Value,
    pub(crate) callbacks: Value,
}

impl Graph {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let version = |language| json!({ "id": "1", "name": "order_shipped", "language": language, "status": "APPROVED" });
        let books = Books {
            requests: 0,
            lost: 0,
            messages: Vec::new(),
            changes: Vec::new(),
            violations: Vec::new(),
            receiver: None,
            too_many: 0,
            templates: ["pt_BR", "en", "es"].map(version).to_vec().into(),
            token: json!({ "app_id": APP, "type": "SYSTEM_USER", "is_valid": true, "expires_at": 0,
                "scopes": ["whatsapp_business_messaging", "whatsapp_business_management"] }),
            app: json!([{ "object": "whatsapp_business_account", "callback_url": crate::program::URL, "active": true,
                "fields": [{ "name": "messages", "version": "v26.0" },
                    { "name": "message_template_status_update", "version": "v26.0" }] }]),
            subscribed: json!([{ "whatsapp_business_api_data": { "id": APP, "name": "Shop" } }]),
            callbacks: json!({ "application": crate::program::URL }),
        };
        let graph = Self { address: listener.local_addr().unwrap(), books: Arc::new(Mutex::new(books)) };
        let app = Router::new().fallback(answer).with_state(graph.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        graph
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}/v26.0", self.address)
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// How many answers were lost; every request must have been right.
    pub(crate) fn lost(&self) -> usize {
        let books = self.books();
        assert_eq!(books.violations, [""; 0]);
        books.lost
    }
}

async fn answer(
    State(graph): State<Graph>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (status, value) = {
        let mut books = graph.books();
        let outcome = books.execute(&method, &uri, &headers, &body);
        outcome.unwrap_or_else(|violation| {
            books.violations.push(format!("{method} {}: {violation}", uri.path()));
            error(StatusCode::BAD_REQUEST, 100, &violation)
        })
    };
    if let Some(id) = value["messages"][0]["id"].as_str() {
        tokio::spawn(send_statuses(graph.clone(), id.to_owned()));
    }
    let mut books = graph.books();
    books.requests += 1;
    if books.requests % 10 == 0 {
        // It was executed, and the answer breaks off.
        books.lost += 1;
        return Response::new(Body::new(BrokenOff));
    }
    (status, Json(value)).into_response()
}

fn error(status: StatusCode, code: i64, message: &str) -> (StatusCode, Value) {
    (
        status,
        json!({ "error": { "message": message, "type": "OAuthException", "code": code, "fbtrace_id": "T" } }),
    )
}

/// The statuses of a message: in disorder, and one of them twice.
async fn send_statuses(graph: Graph, id: String) {
    let (receiver, callback_data) = {
        let books = graph.books();
        let sent = books.messages.iter().find(|message| message["id"] == *id).unwrap();
        (books.receiver, sent["biz_opaque_callback_data"].clone())
    };
    let Some(receiver) = receiver else { return };
    sleep(Duration::from_millis(50)).await;
    for status in ["delivered", "sent", "delivered"] {
        let statuses = json!({ "statuses": [meta::status(&id, status, &callback_data)] });
        assert_eq!(meta::notify(receiver, "messages", statuses).await, 200);
    }
}

impl Books {
    fn execute(
        &mut self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<(StatusCode, Value), String> {
        let path = uri.path().strip_prefix("/v26.0/").ok_or("another version")?;
        let query: Vec<&str> =
            uri.query().unwrap_or_default().split('&').filter(|part| !part.is_empty()).collect();
        let is_of_app = path == "debug_token" || path == format!("{APP}/subscriptions");
        let token = if is_of_app { format!("{APP}|{SECRET}") } else { TOKEN.to_owned() };
        if headers.get("authorization").is_none_or(|header| header != &format!("Bearer {token}")) {
            return Err("another token".to_owned());
        }
        let proof = signature::sign(&AppSecret::new(SECRET).unwrap(), TOKEN.as_bytes());
        let proof = format!("appsecret_proof={}", proof.to_str().unwrap().replace("sha256=", ""));
        if !is_of_app && !query.contains(&proof.as_str()) {
            return Err("API calls from the server require an appsecret_proof argument".to_owned());
        }
        let json: Value = match headers.get("content-type").map(|header| header.to_str().unwrap()) {
            Some("application/json") => serde_json::from_slice(body).map_err(|error| error.to_string())?,
            Some("application/x-www-form-urlencoded") => str::from_utf8(body).unwrap().into(),
            None if body.is_empty() => Value::Null,
            other => return Err(format!("a body of the type {other:?}")),
        };
        let done = Ok((StatusCode::OK, json!({ "success": true })));
        let list = |data: &Value| Ok((StatusCode::OK, json!({ "data": data })));
        match (method.as_str(), path.strip_prefix(&format!("{ACCOUNT}/")).unwrap_or(path)) {
            ("POST", path) if path == format!("{NUMBER}/messages") => self.send(json),
            ("GET", "message_templates") if query.contains(&"name=order_shipped") => list(&self.templates),
            ("GET", "subscribed_apps") => list(&self.subscribed),
            ("POST", "subscribed_apps") if json.is_null() => {
                self.changes.push(format!("POST {path}"));
                self.subscribed = json!([{ "whatsapp_business_api_data": { "id": APP } }]);
                done
            }
            ("GET", "debug_token") if query.contains(&format!("input_token={TOKEN}").as_str()) => {
                list(&self.token)
            }
            ("GET", path) if path == format!("{APP}/subscriptions") => list(&self.app),
            ("POST", path) if path == format!("{APP}/subscriptions") => {
                let form = "object=whatsapp_business_account&callback_url=https%3A%2F%2Fexample.com%2Fwebhook\
                    &verify_token=a%20verify%20token&fields=messages%2Cmessage_template_status_update&include_values=true";
                if json != form {
                    return Err(format!("another form: {json}"));
                }
                self.changes.push(format!("POST {path}"));
                self.app = json!([{ "object": "whatsapp_business_account", "callback_url": crate::program::URL,
                    "active": true, "fields": ["messages", "message_template_status_update"] }]);
                done
            }
            ("GET", NUMBER) if query.contains(&"fields=webhook_configuration") => {
                Ok((StatusCode::OK, json!({ "webhook_configuration": self.callbacks, "id": NUMBER })))
            }
            _ => Err("no such call".to_owned()),
        }
    }

    fn send(&mut self, mut message: Value) -> Result<(StatusCode, Value), String> {
        let kind = message["type"].as_str().ok_or("no type")?.to_owned();
        let known = ["messaging_product", "recipient_type", "to", "type", "biz_opaque_callback_data", &kind];
        if let Some(name) = message
            .as_object()
            .and_then(|members| members.keys().find(|name| !known.contains(&name.as_str())))
        {
            return Err(format!("the member {name}"));
        }
        let to = message["to"]
            .as_str()
            .and_then(|to| to.strip_prefix('+'))
            .ok_or("a recipient without +")?
            .to_owned();
        if message["messaging_product"] != "whatsapp" || message["recipient_type"] != "individual" {
            return Err("another product or type of recipient".to_owned());
        }
        let is_right = match kind.as_str() {
            "text" => message["text"]["body"]
                .as_str()
                .is_some_and(|body| (1..=4096).contains(&body.chars().count())),
            "template" => {
                let language = &message["template"]["language"]["code"];
                let is_there =
                    self.templates.as_array().unwrap().iter().any(|version| version["language"] == *language);
                let body = &message["template"]["components"][0];
                let values = body["parameters"].as_array().ok_or("no parameters")?;
                is_there
                    && message["template"]["name"] == "order_shipped"
                    && body["type"] == "body"
                    && values.len() == 2
                    && values.iter().all(|value| value["type"] == "text" && value["text"].is_string())
                    && message["biz_opaque_callback_data"].as_str().is_some_and(|data| data.len() <= 512)
            }
            _ => false,
        };
        if !is_right {
            return Err(format!("the {kind} has another shape"));
        }
        if self.too_many > 0 {
            self.too_many -= 1;
            return Ok(error(StatusCode::BAD_REQUEST, 130_429, "(#130429) Rate limit hit"));
        }
        let id = format!("wamid.business.{}", self.messages.len());
        message["id"] = id.clone().into();
        self.messages.push(message);
        let contacts = json!([{ "input": format!("+{to}"), "wa_id": to }]);
        Ok((
            StatusCode::OK,
            json!({ "messaging_product": "whatsapp", "contacts": contacts, "messages": [{ "id": id }] }),
        ))
    }
}

/// A body that breaks off.
struct BrokenOff;

impl http_body::Body for BrokenOff {
    type Data = Bytes;
    type Error = String;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, String>>> {
        Poll::Ready(Some(Err("broken off".to_owned())))
    }
}
