//! Hostile requests to an axum app, and all that comes out of it: responses, logs, and messages of panics.

use std::{
    any::Any,
    cell::Cell,
    io,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::json;
use tower::ServiceExt;
use tracing_subscriber::{
    filter::LevelFilter,
    fmt::{MakeWriter, format::FmtSpan},
    util::SubscriberInitExt,
};
use whatsapp_webhook::{
    AppCredentials, AppSecret, Authorization, Rejection, Verified, VerifyToken, WebhookEvent,
    WebhookEventRejection, WhatsAppWebhookLayer, signature::sign,
};

use super::{
    Canary,
    events::{EMAIL, PHONE, TEXT},
    found,
};
use crate::{
    random::{Random, repetitions, seed},
    support::{Broken, Item, data, drive, frames},
};

const SECRET: &str = "f3c81a6e5d094b27f3c81a6e5d094b27";
const PREVIOUS: &str = "08d5e7b1c24f9a6308d5e7b1c24f9a63";
const TOKEN: &str = "7d3f1b9e-5c2a8f60-token";
const USER: &str = "on-premises-user";
const PASSWORD: &str = "2c9e4a7f-1db85e36-word";

fn canaries() -> Vec<Canary> {
    let values = [
        ("the app secret", SECRET),
        ("the previous app secret", PREVIOUS),
        ("the verify token", TOKEN),
        ("the password", PASSWORD),
        ("the message", TEXT),
        ("the phone number", PHONE),
        ("the address", EMAIL),
    ];
    values.map(|(name, value)| Canary::new(name, value)).into()
}

fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

fn layer() -> WhatsAppWebhookLayer {
    let app = AppCredentials::new(secret(), VerifyToken::new(TOKEN).unwrap());
    let app = app.with_previous_app_secret(AppSecret::new(PREVIOUS).unwrap()).unwrap();
    WhatsAppWebhookLayer::for_app(app).with_max_body_size(4096)
}

fn on_premises() -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::on_premises(Authorization::basic(USER, PASSWORD).unwrap())
}

/// A handler that tells all it has but the content.
async fn receive(verified: Verified, event: Result<WebhookEvent, WebhookEventRejection>) -> Response {
    match event {
        Ok(event) => {
            log(format_args!("{verified:?} {event:?}"));
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => {
            log(format_args!("{}", super::chain(&error)));
            error.into_response()
        }
    }
}

async fn fail(event: WebhookEvent) {
    panic!("cannot handle {event:?}");
}

#[cfg(feature = "tracing")]
fn log(message: std::fmt::Arguments<'_>) {
    tracing::info_span!("handler", "{message}").in_scope(|| tracing::info!("{message}"));
}

#[cfg(not(feature = "tracing"))]
fn log(_: std::fmt::Arguments<'_>) {}

fn app() -> Router {
    Router::new()
        .route("/webhook", post(receive).layer(layer()))
        .route("/plain", post(async |_: WebhookEvent| StatusCode::ACCEPTED).layer(layer()))
        .route("/fails", post(fail).layer(layer()))
        .route("/on-premises", post(receive).layer(on_premises()))
        .route("/forgotten", post(receive))
}

const PATHS: [&str; 6] = ["/webhook", "/webhook", "/plain", "/fails", "/on-premises", "/forgotten"];

/// A delivery with all that is personal in it, whole or not.
fn body(random: &mut Random) -> Vec<u8> {
    let mut message = json!({ "from": PHONE, "id": "wamid.HBgNMzE", "timestamp": "1767225600", "type": "text", "text": { "body": TEXT } });
    match random.below(8) {
        0 => message["from"] = json!({ "number": PHONE }),
        1 => message["type"] = TEXT.into(),
        2 => message["id"] = "wamid.1\r\n\u{1b}[2J\u{7f}forged line".into(),
        3 => message["timestamp"] = TEXT.into(),
        4 => message["contacts"] = json!([{ "emails": [{ "email": EMAIL }] }]),
        _ => {}
    }
    let contact = json!({ "wa_id": PHONE, "profile": { "name": EMAIL, "username": TEXT } });
    let value = json!({ "contacts": [contact], "messages": [message] });
    let mut envelope = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }] });
    match random.below(10) {
        0 => envelope["object"] = TEXT.into(),
        1 => envelope["entry"] = PHONE.into(),
        2 => envelope = message,
        3 => envelope = value,
        4 => envelope["entry"][0]["changes"][0]["field"] = TEXT.into(),
        _ => {}
    }
    let mut body = envelope.to_string().into_bytes();
    match random.below(8) {
        0 => body.truncate(random.below(body.len())),
        1 => {
            let at = random.below(body.len());
            body[at] ^= 1 << random.below(8);
        }
        2 => {
            let at = random.below(body.len());
            let n = random.below(64);
            body.splice(at..at, random.bytes(n));
        }
        3 if random.below(8) == 0 => body.resize(5000, b' '),
        _ => {}
    }
    body
}

fn value(bytes: impl AsRef<[u8]>) -> HeaderValue {
    HeaderValue::from_bytes(bytes.as_ref()).unwrap_or(HeaderValue::from_static("sha256="))
}

/// What stands in the signature's header, given the right one.
fn signatures(random: &mut Random, right: &str) -> Vec<HeaderValue> {
    let digits = right.strip_prefix("sha256=").unwrap();
    match random.below(16) {
        0 => vec![],
        1 => vec![value(right), value(right)],
        2 => vec![value(digits)],
        3 => vec![value(right.to_uppercase())],
        4 => vec![value(&right[..random.below(71)])],
        5 => vec![value(format!("{right} "))],
        6 => vec![value(format!("sha1={digits}"))],
        7 => vec![value(format!("sha256={}", "0".repeat(64)))],
        8 => vec![value(format!("sha256={SECRET}{PREVIOUS}"))],
        9 => vec![value(SECRET)],
        10 => vec![value([b"sha256=", &random.bytes(64)[..]].concat())],
        11 => vec![sign(&AppSecret::new(PREVIOUS).unwrap(), TEXT.as_bytes())],
        _ => vec![value(right)],
    }
}

fn query(random: &mut Random) -> String {
    let token = [TOKEN, TOKEN, &TOKEN[..20], SECRET, "", "x"][random.below(6)];
    // The challenge comes back to who knows the token, so nothing else is planted in it then.
    let challenge = ["1158201444", "", "%3Cscript%3E", "1&hub.challenge=2", "a%00b"][random.below(5)];
    let mode = ["subscribe", "subscribe", "unsubscribe", SECRET, TOKEN][random.below(5)];
    let more = [format!("&x={}", PHONE.repeat(200)), format!("&user={EMAIL}"), String::new()];
    format!("hub.mode={mode}&hub.verify_token={token}&hub.challenge={challenge}{}", more[random.below(3)])
}

/// A request, and the signature that would be right for its body.
fn request(random: &mut Random) -> (Request<Body>, String) {
    let bytes = body(random);
    let right = sign(&secret(), &bytes).to_str().unwrap().to_owned();
    let mut uri = PATHS[random.below(PATHS.len())].to_owned();
    let method = match random.below(16) {
        0..2 => Method::GET,
        2 => Method::PUT,
        3 => Method::from_bytes(TOKEN.as_bytes()).unwrap(),
        _ => Method::POST,
    };
    if method == Method::GET || random.below(8) == 0 {
        uri = format!("{uri}?{}", query(random));
    }
    let mut request = Request::builder().method(method).uri(uri);
    for signature in signatures(random, &right) {
        request = request.header("x-hub-signature-256", signature);
    }
    let basic = |password| format!("Basic {}", STANDARD.encode(format!("{USER}:{password}")));
    let credential = match random.below(8) {
        0 => None,
        1 => Some(format!("Bearer {PASSWORD}")),
        2 => Some(format!("{}x", basic(PASSWORD))),
        3 => Some(basic(SECRET)),
        _ => Some(basic(PASSWORD)),
    };
    if let Some(credential) = credential {
        request = request.header(header::AUTHORIZATION, credential);
    }
    request = match random.below(16) {
        0 => request.header(header::CONTENT_ENCODING, format!("gzip; {EMAIL}")),
        1 => request.header(header::CONTENT_LENGTH, PHONE),
        2 => request.header(header::CONTENT_LENGTH, format!("+{PHONE}")),
        3 => request.header("x-hub-signature", &right),
        4 => request.header(header::COOKIE, format!("session={TOKEN}; phone={PHONE}")),
        5 => request.header("x-forwarded-for", value(random.bytes(20))),
        _ => request,
    };
    (request.body(framed(random, bytes)).unwrap(), right)
}

/// The bytes in some frames, which may break off.
fn framed(random: &mut Random, bytes: Vec<u8>) -> Body {
    let size = 1 + random.below(bytes.len() + 1);
    let bytes = Bytes::from(bytes);
    let mut items: Vec<Item<Bytes>> = bytes.chunks(size).map(|part| data(bytes.slice_ref(part))).collect();
    if random.below(16) == 0 {
        items.insert(random.below(items.len() + 1), std::task::Poll::Ready(Err(Broken)));
    }
    Body::new(frames(items))
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

thread_local! {
    /// Whether a panic of this thread is expected, so that it need not be printed.
    static PANICS: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the panics of the handlers of this file from being printed.
fn expect_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !PANICS.get() {
            before(info);
        }
    }));
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// All that a response says, and its status.
fn said(response: Response) -> (StatusCode, String) {
    let (parts, body) = response.into_parts();
    let mut said = format!("{parts:?} ");
    for (name, value) in &parts.headers {
        said += &format!("{name}: {} ", String::from_utf8_lossy(value.as_bytes()));
    }
    if let Some(rejection) = parts.extensions.get::<Rejection>() {
        said += &format!("{rejection:?} {:?} {}", rejection.kind(), super::chain(rejection));
    }
    let body = drive(body.collect()).unwrap().to_bytes();
    said += &String::from_utf8_lossy(&body);
    (parts.status, said)
}

#[derive(Default, Debug, PartialEq)]
struct Findings {
    requests: usize,
    handled: usize,
    panics: usize,
    log_bytes: usize,
    unprintable: usize,
    leaks: Vec<String>,
}

/// Sends hostile requests to the app, and looks for the canaries in all that comes out of it.
fn hunt(app: &Router, requests: usize) -> Findings {
    let canaries = canaries();
    let mut random = Random::new(seed());
    let mut findings = Findings { requests, ..Findings::default() };
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let _guard = subscriber.set_default();
    PANICS.set(true);
    for _ in 0..requests {
        let (request, right) = request(&mut random);
        let signature = Canary::new("the right signature", &right["sha256=".len()..]);
        let outcome =
            panic::catch_unwind(AssertUnwindSafe(|| said(drive(app.clone().oneshot(request)).unwrap())));
        let mut told = match outcome {
            Ok((status, said)) => {
                findings.handled += usize::from(status.is_success());
                said
            }
            Err(panic) => {
                findings.panics += 1;
                message_of(&*panic)
            }
        };
        let logged = log.take();
        findings.log_bytes += logged.len();
        findings.unprintable +=
            logged.iter().filter(|byte| !(byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n'))).count();
        told += &String::from_utf8_lossy(&logged);
        findings.leaks.extend(found(canaries.iter().chain([&signature]), &told));
    }
    PANICS.set(false);
    findings.leaks.sort();
    findings.leaks.dedup();
    findings
}

#[test]
fn nothing_that_comes_out_of_the_app_holds_a_secret_or_a_word_of_a_message() {
    expect_panics();
    let requests = repetitions(10_000);
    let findings = hunt(&app(), requests);
    println!("leaks: seed {:#x}, {findings:?}", seed());
    assert_eq!(findings.leaks, [""; 0]);
    assert_eq!(findings.unprintable, 0, "a terminal would obey what is in the log");
    // All that could leak was there.
    assert!(findings.handled > requests / 20 && findings.panics > requests / 100);
    assert!(findings.log_bytes > 0 || cfg!(not(feature = "tracing")));

    /// An app that leaks in one way.
    async fn echo(headers: http::HeaderMap) -> Response {
        let name = HeaderName::from_static("x-echo");
        let value = headers.get("x-hub-signature-256").cloned();
        (StatusCode::OK, [(name, value.unwrap_or(HeaderValue::from_static("")))]).into_response()
    }
    async fn repeat(event: WebhookEvent) -> String {
        event.updates().filter_map(|update| update.message()?.text().map(str::to_owned)).collect()
    }
    async fn fail(event: WebhookEvent) {
        panic!("cannot handle {:?}", event.raw());
    }
    let control = |method: axum::routing::MethodRouter| {
        let app = PATHS[1..].iter().fold(Router::new(), |app, path| app.route(path, method.clone()));
        let findings = hunt(&app, 200);
        println!("leaks: control: {:?}", findings.leaks);
        findings
    };
    let echoed = control(post(echo)).leaks;
    assert!(echoed.contains(&"the right signature as it is".to_owned()), "{echoed:?}");
    let repeated = control(post(repeat).layer(layer())).leaks;
    assert!(repeated.contains(&"the message as it is".to_owned()), "{repeated:?}");
    let failed = control(post(fail).layer(layer()));
    assert!(failed.panics > 0 && !failed.leaks.is_empty(), "{failed:?}");
    #[cfg(feature = "tracing")]
    {
        async fn careless(headers: http::HeaderMap, body: Bytes) {
            tracing::trace!(authorization = ?headers.get(header::AUTHORIZATION), "handled");
            let span = tracing::debug_span!("handling", body = ?&body[..]);
            span.in_scope(|| ());
        }
        let logged = control(post(careless));
        assert!(logged.leaks.contains(&"the password in base64".to_owned()), "{:?}", logged.leaks);
        assert!(logged.leaks.contains(&"the message as a list of bytes".to_owned()), "{:?}", logged.leaks);
        async fn plain(body: Bytes) {
            tracing::info!("{}", String::from_utf8_lossy(&body));
        }
        assert!(control(post(plain)).unprintable > 0);
    }
}
