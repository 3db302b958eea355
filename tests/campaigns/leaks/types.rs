//! Every public type has been through the hunt. A new one fails the test until it has been, too.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    fmt::Debug,
    fs,
    path::Path,
};

use bytes::Bytes;
use http_body_util::Full;
use serde::de::DeserializeOwned;
use serde_json::json;
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::{
    event::{account_update::*, message::*, messaging_limit::*, on_premises::*, *},
    signature::{SignatureError, sign, verify},
    *,
};

use super::{
    Canary, chain,
    events::{EMAIL, PHONE, TEXT, canaries, fixtures, told},
    found,
};
use crate::support::{send_now, signed, with_signature};

#[cfg(feature = "dedup")]
use super::dedup;
#[cfg(feature = "graph")]
use super::graph;
#[cfg(feature = "inbox")]
use super::inbox;
#[cfg(feature = "testing")]
use super::testing;

#[cfg(not(feature = "dedup"))]
mod dedup {
    pub(super) const HUNTS: &[super::Hunt] = &[];
}

#[cfg(not(feature = "inbox"))]
mod inbox {
    pub(super) const HUNTS: &[super::Hunt] = &[];
}

#[cfg(not(feature = "testing"))]
mod testing {
    pub(super) const HUNTS: &[super::Hunt] = &[];
}

#[cfg(not(feature = "graph"))]
mod graph {
    pub(super) const SET_UP: &[&str] = &[];
    pub(super) const HUNTS: &[super::Hunt] = &[];
}

pub(super) const SECRET: &str = "c4a9e1f07b52d863c4a9e1f07b52d863";
const TOKEN: &str = "e5b7c9a1-40d2f683-token";
const PASSWORD: &str = "b81f6d2a-97ce3054-word";

/// What is public in its file, and in no path that a user can write.
const OUT_OF_REACH: [&str; 1] = ["UnknownText"];

/// A type, and all that is told of a value of it in which the text is planted.
pub(super) type Hunt = (&'static str, fn(&str) -> String);

/// What `Debug` tells of a value, on its own and in others.
pub(super) fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?} {:?}", [Some(value)])
}

fn read<T: DeserializeOwned>(value: impl Into<serde_json::Value>) -> T {
    serde_json::from_str(&value.into().to_string()).unwrap()
}

/// Types that are a text.
macro_rules! texts {
    ($($Name:ident)*) => {
        &[$((stringify!($Name), |text| {
            debug(&text.parse::<$Name>().unwrap()) + &debug(&read::<$Name>(text))
        })),*]
    };
}

/// The identifiers that are a person's, and one of the open strings: one macro writes `Debug` for all of those.
const TEXTS: &[Hunt] = texts! { DisplayPhoneNumber GroupId MessageStatus WaId };

/// Identifiers that are no person's own, and are shown.
const IDENTIFIERS: &[Hunt] = texts! {
    AppId BusinessId CampaignId CatalogId EntityId FlowId MediaId MessageId PhoneNumberId RequesterId SolutionId
    TemplateId UserId WabaId
};

/// Objects and enums of payloads that no fixture's `Debug` names.
const PARTS: &[Hunt] = &[
    ("Metadata", |text| {
        debug(&read::<Metadata>(json!({ "display_phone_number": text, "phone_number_id": "1" })))
    }),
    ("Text", |text| debug(&Text::from(text)) + &debug(&read::<Text>(text))),
    ("ApplicationSettings", |text| settings(text)),
    ("WebhookSettings", |text| settings(text)),
    ("MessageSettings", |text| settings(text)),
    ("MediaSettings", |text| settings(text)),
    ("GarbageCollectorSettings", |text| settings(text)),
    ("MessageContent", |text| {
        message(json!({ "type": "text", "text": { "body": text } })) + &message(json!({ "type": text }))
    }),
    ("EditedContent", |text| {
        let edit =
            |message| json!({ "type": "edit", "edit": { "original_message_id": "1", "message": message } });
        message(edit(json!({ "type": "text", "text": { "body": text } })))
            + &message(edit(json!({ "type": text, "text": { "body": text } })))
    }),
    ("InteractiveContent", |text| {
        let reply = json!({ "id": text, "title": text, "description": text });
        message(
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": reply } }),
        ) + &message(json!({ "type": "interactive", "interactive": { "type": text, "x": text } }))
    }),
];

fn settings(text: &str) -> String {
    let settings = json!({
        "webhooks": { "url": text, "message": { "sent": true } },
        "media": { "auto_download": [text] },
        "garbagecollector_enable": { "media": true },
        "log_level": text, "on_call_pager": text, "wa_id": text,
    });
    let shown = debug(&read::<ApplicationSettings>(settings));
    for part in ["WebhookSettings", "MessageSettings", "MediaSettings", "GarbageCollectorSettings"] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    shown
}

/// All that is told of a message with these members.
fn message(mut message: serde_json::Value) -> String {
    for (name, value) in [("from", PHONE), ("id", "wamid.1"), ("timestamp", "1767225600")] {
        message[name] = value.into();
    }
    debug(&read::<Message>(message.clone())) + &told(&delivery(&json!({ "messages": [message] })))
}

fn delivery(value: &serde_json::Value) -> serde_json::Value {
    let changes = json!([{ "field": "messages", "value": value }]);
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": changes }] })
}

/// A delivery with the text in a message, in one that is malformed, in an unknown one, and in a history.
pub(super) fn event(text: &str) -> WebhookEvent {
    let good = json!({ "from": PHONE, "id": "wamid.1", "timestamp": "1767225600", "type": "text", "text": { "body": text } });
    let bad = json!({ "from": { text: text }, "id": "wamid.2", "timestamp": text });
    let mut body = delivery(&json!({
        "contacts": [{ "wa_id": PHONE, "profile": { "name": text, "username": text } }],
        "messages": [good, bad], "statuses": [text],
    }));
    let threads = json!([{ "id": PHONE, "messages": [good] }]);
    let history = json!({ "field": "history", "value": { "history": [{ "threads": threads }] } });
    body["entry"][0]["changes"].as_array_mut().unwrap().push(history);
    body["entry"][0]["changes"].as_array_mut().unwrap().push(json!({ "field": text, "value": text }));
    WebhookEvent::from_bytes(body.to_string()).unwrap()
}

fn decode_error(text: &str) -> DecodeError {
    WebhookEvent::from_bytes(json!({ "object": text }).to_string()).unwrap_err()
}

fn layer(text: &str) -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::for_app(app(text))
}

/// All that an observer is told of a rejected request that is full of the text.
fn outcome_of(text: &str) -> String {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let told = std::sync::Arc::clone(&seen);
    let layer =
        layer(text).with_observer(move |outcome: &Outcome| told.lock().unwrap().push_str(&debug(outcome)));
    let header = http::HeaderValue::from_bytes(text.as_bytes()).unwrap_or(http::HeaderValue::from_static(""));
    let request = http::Request::post("/").header("x-other", header).body(text.to_owned()).unwrap();
    layer.check(request).unwrap_err();
    let seen = seen.lock().unwrap().clone();
    assert!(seen.contains("Outcome"), "{seen}");
    seen
}

fn app(text: &str) -> AppCredentials {
    let app = AppCredentials::new(AppSecret::new(text).unwrap(), VerifyToken::new(text).unwrap());
    app.with_previous_app_secret(AppSecret::new(text).unwrap()).unwrap()
}

/// The types that no macro makes.
const OTHERS: &[Hunt] = &[
    ("Networks", |text| debug(&text.parse::<Networks>()) + &debug(&Networks::from_whois(text))),
    ("NetworksError", |text| {
        let errors = [text.parse::<Networks>().unwrap_err(), Networks::from_whois(text).unwrap_err()];
        errors.map(|error| format!("{error} {error:?}")).concat()
    }),
    ("AppCredentials", |text| debug(&app(text))),
    ("Outcome", |text| outcome_of(text)),
    ("OutcomeKind", |text| outcome_of(text)),
    ("Choice", |text| {
        let reply = json!({ "id": text, "title": text });
        let chosen = json!({ "from": PHONE, "id": "wamid.1", "timestamp": "1767225600", "type": "interactive",
            "interactive": { "type": "button_reply", "button_reply": reply } });
        debug(&read::<Message>(chosen).choice().unwrap())
    }),
    ("Lane", |text| event(text).updates().map(|update| debug(&update.lane())).collect()),
    ("Record", |text| event(text).updates().map(|update| debug(&update.record())).collect()),
    ("UpdateKey", |text| event(text).updates().map(|update| debug(&update.key())).collect()),
    ("NotAnUpdateKey", |text| chain(&format!("{text}!").parse::<UpdateKey>().unwrap_err())),
    ("EmptyIdentifier", |_| chain(&"".parse::<MessageId>().unwrap_err())),
    ("NotADecimal", |text| chain(&text.parse::<Decimal>().unwrap_err())),
    ("SentMessage", |text| {
        let sent = json!({ "to": PHONE, "type": text, "text": { "body": text } });
        let echo = json!({ "id": "wamid.1", "timestamp": "1767225600", "message": sent });
        debug(&read::<StandbyEcho>(echo))
    }),
    ("TemplateRef", |text| {
        let value = json!({ "event": "APPROVED", "message_template_id": 1, "message_template_name": "order",
            "message_template_language": "en", "reason": text });
        let change = json!({ "field": "message_template_status_update", "value": value });
        let body =
            json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [change] }] });
        let event = WebhookEvent::from_bytes(body.to_string()).unwrap();
        event.updates().map(|update| debug(&update.template().unwrap())).collect()
    }),
    ("AppSecret", |text| debug(&AppSecret::new(text).unwrap())),
    ("Authorization", |text| {
        let bearer: String = text.chars().filter(char::is_ascii_graphic).collect();
        debug(&Authorization::basic("user", text).unwrap()) + &debug(&Authorization::bearer(bearer).unwrap())
    }),
    ("ConfigError", |text| {
        let mut errors = vec![
            AppSecret::new(format!("{text}\n")).unwrap_err(),
            AppSecret::new(&text[..12]).unwrap_err(),
            VerifyToken::new(format!("{text}\n")).unwrap_err(),
            Authorization::basic(format!("{text}:"), text).unwrap_err(),
            Authorization::basic("user", &text[..12]).unwrap_err(),
            Authorization::bearer(format!("{text} ")).unwrap_err(),
        ];
        errors.dedup();
        errors.iter().map(|error| chain(error)).collect()
    }),
    ("Content", |text| event(text).updates().map(|update| debug(&update.content)).collect()),
    ("Decimal", |text| {
        // What is no number is an error; what is one is shown.
        chain(&read::<RawJson>(text).decode::<Decimal>().unwrap_err())
            + &debug(&read::<Decimal>(json!("1.5")))
    }),
    ("DecodeError", |text| {
        let wrong_type = json!({ "object": "whatsapp_business_account", "entry": text });
        chain(&decode_error(text))
            + &chain(&WebhookEvent::from_bytes(format!("\"{text}")).unwrap_err())
            + &chain(&WebhookEvent::from_bytes(json!(text).to_string()).unwrap_err())
            + &WebhookEvent::from_bytes(wrong_type.to_string())
                .map_or_else(|error| chain(&error), |event| debug(&event))
    }),
    ("HistoryMessage", |text| {
        let event = event(text);
        let mut messages = event.updates().filter_map(|update| match &update.content {
            Content::HistoryMessage(message) => Some(debug(message)),
            _ => None,
        });
        messages.next().unwrap()
    }),
    ("MessagingLimit", |text| debug(&read::<MessagingLimit>(text))),
    ("OneOrMany", |text| {
        let call =
            json!({ "id": "1", "event": "terminate", "timestamp": "1767225600", "status": [text, text] });
        debug(&read::<Call>(call).status.unwrap())
    }),
    ("RawJson", |text| debug(&read::<RawJson>(json!({ text: text })))),
    ("Rejection", |text| {
        let answer =
            send_now(&layer(text), signed(b"another secret's", Full::new(Bytes::from(text.to_owned()))));
        format!("{:?} {:?}", answer.kind.unwrap(), answer.headers)
    }),
    ("RejectionKind", |text| {
        let answer = send_now(&layer(text), http::Request::get("/").body(Full::<Bytes>::default()).unwrap());
        debug(&answer.kind.unwrap())
    }),
    ("ResponseBody", |text| debug(&refused(text).into_body())),
    ("ResponseFuture", |text| {
        let secret = AppSecret::new(text).unwrap();
        let body = Full::new(Bytes::from(text.to_owned()));
        let inner = service_fn(async |_| Ok::<_, Infallible>(http::Response::new(Full::<Bytes>::default())));
        debug(&layer(text).layer(inner).call(with_signature(sign(&secret, text.as_bytes()), body)))
    }),
    ("SecretSlot", |text| debug(&verified(text).secret())),
    ("SignatureError", |text| {
        let secret = AppSecret::new(text).unwrap();
        let malformed =
            http::HeaderValue::from_bytes(format!("sha256={:?}", text.as_bytes()).as_bytes()).unwrap();
        let malformed: SignatureError = verify(&secret, &malformed, b"").unwrap_err();
        chain(&malformed) + &chain(&verify(&secret, &sign(&secret, b"another"), text.as_bytes()).unwrap_err())
    }),
    ("Source", |text| debug(&event(text).source())),
    ("Timestamp", |text| {
        chain(&read::<RawJson>(text).decode::<Timestamp>().unwrap_err())
            + &debug(&read::<Timestamp>(json!("1767225600")))
    }),
    ("Unknown", |text| {
        unknowns(text, |unknown| debug(unknown) + &chain(&unknown.decode::<u64>().unwrap_err()))
    }),
    ("UnknownReason", |text| {
        unknowns(text, |unknown| format!("{} {}", unknown.reason(), debug(&unknown.reason())))
    }),
    ("Unrecognized", |text| {
        // The name of an unknown member is in its pointer, and nothing of what stands under it.
        let event = event(text);
        let found = event.unrecognized().filter(|found| !found.pointer().contains(text));
        found.map(|found| format!("{found} {}", debug(&found))).collect()
    }),
    ("UnrecognizedReason", |text| {
        event(text)
            .unrecognized()
            .map(|found| format!("{} {}", found.reason(), debug(found.reason())))
            .collect()
    }),
    ("Update", |text| event(text).updates().map(|update| debug(&update)).collect()),
    ("Updates", |text| debug(&event(text).updates())),
    ("User", |text| {
        event(text).updates().map(|update| debug(&update.sender()) + &debug(&update.recipient())).collect()
    }),
    ("ViolationStage", |text| debug(&ViolationType::from(format!("{text}_STRIKE_3")).stage().unwrap())),
    ("Verified", |text| debug(&verified(text))),
    ("VerifyToken", |text| debug(&VerifyToken::new(text).unwrap())),
    ("WebhookEvent", |text| debug(&event(text))),
    ("WebhookEventRejection", |text| {
        let undecodable = WebhookEventRejection::Undecodable(decode_error(text));
        chain(&undecodable)
            + &chain(&WebhookEventRejection::MissingLayer)
            + &format!("{:?}", axum::response::IntoResponse::into_response(undecodable))
    }),
    ("WhatsAppWebhook", |text| debug(&layer(text).layer(()))),
    ("WhatsAppWebhookLayer", |text| {
        let credential = Authorization::basic("user", text).unwrap();
        debug(&layer(text)) + &debug(&WhatsAppWebhookLayer::on_premises(credential))
    }),
];

/// Runs what needs a runtime.
#[cfg(feature = "dedup")]
pub(super) fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
}

fn unknowns(text: &str, tell: fn(&Unknown) -> String) -> String {
    let event = event(text);
    let told: Vec<_> = event
        .updates()
        .filter_map(|update| match update.content {
            Content::Unknown(unknown) => Some(tell(&unknown)),
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 3, "a malformed message, a malformed status, and a new field");
    told.concat()
}

fn refused(text: &str) -> http::Response<ResponseBody<Full<Bytes>>> {
    let inner = service_fn(async |_| Ok::<_, Infallible>(http::Response::new(Full::<Bytes>::default())));
    let request = http::Request::post("/").body(Full::new(Bytes::from(text.to_owned()))).unwrap();
    let future = layer(text).layer(inner).call(request);
    crate::support::drive(future).unwrap()
}

fn verified(text: &str) -> Verified {
    let signature = sign(&AppSecret::new(text).unwrap(), text.as_bytes());
    let request = with_signature(signature, Full::new(Bytes::from(text.to_owned())));
    send_now(&layer(text), request).seen.unwrap().verified
}

/// Whether a file, or a folder, belongs to a feature that is off.
fn is_absent(path: &Path) -> bool {
    let is_of = |module: &str| {
        ["src", "src/testing"].iter().any(|folder| {
            path.ends_with(format!("{folder}/{module}")) || path.ends_with(format!("{folder}/{module}.rs"))
        })
    };
    let dedup = ["dedup", "claims"].into_iter().any(is_of);
    let inbox = ["inbox", "queue"].into_iter().any(is_of);
    let testing = is_of("testing");
    dedup && cfg!(not(feature = "dedup"))
        || inbox && cfg!(not(feature = "inbox"))
        || testing && cfg!(not(feature = "testing"))
}

/// The public types that the sources declare, each with the macro that makes it.
fn declared() -> BTreeMap<String, String> {
    fn visit(directory: &Path, declared: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("macros") {
                continue; // what they make is declared where they are used
            }
            if is_absent(&path) {
                continue;
            }
            if path.is_dir() {
                visit(&path, declared);
                continue;
            }
            // Some names are those of an object of the event, too.
            let is_in = |folder: &str| path.ancestors().any(|path| path.ends_with(folder));
            let module = if is_in("src/graph") { "graph::" } else { "" };
            let mut within = "";
            for line in fs::read_to_string(&path).unwrap().lines() {
                if let Some(name) = line.strip_suffix("! {") {
                    within = if name.chars().all(|c| c.is_ascii_lowercase() || c == '_') { name } else { "" };
                } else if line == "}" {
                    within = "";
                }
                let code = line.trim_start();
                let name = code.strip_prefix("pub struct ").or_else(|| code.strip_prefix("pub enum "));
                if let Some(name) = name {
                    let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                    if name.is_empty() {
                        continue; // what a macro makes is declared where the macro is used
                    }
                    let twice = declared.insert(format!("{module}{name}"), within.to_owned());
                    assert_eq!(twice, None, "two types are called {name}");
                }
            }
        }
    }

    let mut types = BTreeMap::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut types);
    // Without the feature there are none of these.
    types.retain(|name, _| cfg!(feature = "graph") || !name.starts_with("graph::") && name != "Graph");
    types
}

/// What is hunted, against what is declared: the types that are missing in one of the two.
fn not_hunted(declared: &BTreeMap<String, String>, shown: &str) -> Vec<String> {
    let tables =
        [TEXTS, IDENTIFIERS, PARTS, OTHERS, dedup::HUNTS, inbox::HUNTS, graph::HUNTS, testing::HUNTS]
            .concat();
    let excused = OUT_OF_REACH.into_iter().chain(graph::SET_UP.iter().copied());
    let hunted: BTreeSet<&str> = tables.iter().map(|(name, _)| *name).chain(excused).collect();
    assert_eq!(
        hunted.len(),
        tables.len() + OUT_OF_REACH.len() + graph::SET_UP.len(),
        "a type is there twice"
    );
    let gone = hunted
        .iter()
        .filter(|name| !declared.contains_key(**name))
        .map(|name| format!("{name}, which is gone"));
    // An object is hunted with the fixture that shows it.
    let is_shown = |name: &str| [" {", ","].iter().any(|end| shown.contains(&format!(" {name}{end}")));
    let is_hunted = |name: &str, by: &str| {
        hunted.contains(name) || by == "open_string" || (by == "object" && is_shown(name))
    };
    let missing = declared.iter().filter(|(name, by)| !is_hunted(name, by)).map(|(name, _)| name.clone());
    missing.chain(gone).collect()
}

#[test]
fn every_public_type_is_hunted() {
    let shown: String = fixtures().iter().map(|(_, body)| told(body)).collect();
    let mut declared = declared();
    println!("leaks: {} public types", declared.len());
    assert!(declared.len() >= 265, "{} types", declared.len());
    let missing = not_hunted(&declared, &shown);
    assert!(missing.is_empty(), "put these types into a table above: {missing:?}");

    // A type that nobody has thought of.
    for by in ["", "object", "string_type", "tagged"] {
        declared.insert("Leaky".to_owned(), by.to_owned());
        assert_eq!(not_hunted(&declared, &shown), ["Leaky"]);
    }
}

/// What of the canaries is told of any of the types.
fn leaks(tables: &[&[Hunt]], canaries: &[(Canary, &str)]) -> Vec<String> {
    let mut leaks = Vec::new();
    for (name, tell) in tables.iter().copied().flatten() {
        for (canary, text) in canaries {
            leaks.extend(found([canary], &tell(text)).into_iter().map(|leak| format!("{name} tells {leak}")));
        }
    }
    leaks
}

#[test]
fn no_public_type_tells_what_it_holds() {
    let personal = canaries().into_iter().zip([TEXT, PHONE, EMAIL]);
    let personal: Vec<_> = personal.filter(|(_, text)| *text != PHONE).collect();
    let secrets = [("the secret", SECRET), ("the token", TOKEN), ("the password", PASSWORD)];
    let secrets = secrets.map(|(name, value)| (Canary::new(name, value), value));
    let all: Vec<_> = personal.into_iter().chain(secrets).collect();
    let leaked =
        leaks(&[TEXTS, PARTS, OTHERS, dedup::HUNTS, inbox::HUNTS, graph::HUNTS, testing::HUNTS], &all);
    assert!(leaked.is_empty(), "{leaked:#?}");
    println!(
        "leaks: {} types told nothing of {} canaries",
        TEXTS.len()
            + PARTS.len()
            + OTHERS.len()
            + dedup::HUNTS.len()
            + inbox::HUNTS.len()
            + graph::HUNTS.len()
            + testing::HUNTS.len(),
        all.len()
    );

    let phone = [(Canary::new("a phone number", PHONE), PHONE)];
    let leaked = leaks(&[TEXTS, PARTS], &phone);
    assert!(leaked.is_empty(), "{leaked:#?}");

    // Identifiers show themselves, in a form that no terminal obeys.
    for (name, tell) in IDENTIFIERS {
        let told = tell(TEXT);
        assert!(!found(&canaries(), &told).is_empty(), "{name} need not be excused");
        assert!(!told.chars().any(|c| c.is_control() && c != '\n'), "{name}: {told:?}");
    }
}

#[test]
fn a_type_with_a_derived_debug_is_caught() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "for its `Debug`")]
    struct Leaky(String, Vec<u8>);
    let leaky: &[Hunt] = &[
        ("Text", |text| debug(&Leaky(text.to_owned(), Vec::new()))),
        ("Bytes", |text| debug(&Leaky(String::new(), text.into()))),
    ];
    let canaries = [(Canary::new("the secret", SECRET), SECRET)];
    let caught = leaks(&[leaky], &canaries);
    assert!(caught.iter().any(|leak| leak.starts_with("Text")), "{caught:?}");
    assert!(caught.iter().any(|leak| leak.starts_with("Bytes")), "{caught:?}");
}
