//! Any bytes as a notification: what the types say is what a plain reading of the JSON says.

mod duplicates;
mod expected;

use std::{fs, path::Path, str};

use serde::de::IgnoredAny;
use serde_json::Value;
use whatsapp_webhook::{Content, UnrecognizedReason, Update, WebhookEvent};

use self::expected::Expected;

/// What the crate says of a notification.
pub struct Outcome {
    pub updates: Vec<Told>,
    pub unrecognized: Vec<(String, UnrecognizedReason)>,
    /// The notification as it is written back.
    pub back: Vec<u8>,
    pub raw: Vec<u8>,
}

/// What an update says.
#[derive(Clone, Debug)]
pub struct Told {
    pub field: String,
    pub id: Option<String>,
    pub waba_id: Option<String>,
    pub phone_number_id: Option<String>,
    pub seconds: Option<u64>,
    pub text: Option<String>,
    /// The JSON of the item as it came, and as its type writes it.
    pub raw: String,
    pub written: String,
    /// The JSON of an item that is unknown.
    pub unknown: Option<String>,
}

/// Checks the crate.
pub fn run(data: &[u8]) {
    check(data, read);
}

/// Panics unless `read` agrees with a plain reading of the JSON. `None` means that the bytes are no notification.
pub fn check(data: &[u8], read: impl Fn(&[u8]) -> Option<Outcome>) {
    let outcome = read(data);
    let is_json = str::from_utf8(data).is_ok() && serde_json::from_slice::<IgnoredAny>(data).is_ok();
    assert!(is_json || outcome.is_none(), "accepted what is no JSON");
    if let Some(outcome) = &outcome {
        assert_eq!(outcome.raw, data, "the bytes are not as they came");
        assert_eq!(str::from_utf8(&outcome.back), str::from_utf8(data), "written back otherwise");
        for told in &outcome.updates {
            assert!(is_json_text(&told.written), "written as no JSON: {told:?}");
            assert!(is_json_text(&told.raw), "no JSON: {told:?}");
        }
    }
    // A `Value` holds less than JSON: no half of a surrogate pair, no number beyond an f64, no nesting beyond 128.
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    let expected = expected::updates(&body);
    assert_eq!(outcome.is_some(), expected.is_some(), "whether it is a notification");
    let (Some(outcome), Some(expected)) = (outcome, expected) else { return };
    check_updates(&outcome.updates, &expected);
    // Of members with one name a `Value` keeps the last one, which is also the one that counts; the others may be named.
    if !duplicates::are_in(data) {
        for (pointer, reason) in &outcome.unrecognized {
            assert!(body.pointer(pointer).is_some(), "{pointer} ({reason}) leads nowhere");
        }
    }
}

fn is_json_text(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Panics unless each update is one that is expected, and the other way round.
fn check_updates(told: &[Told], expected: &[Expected<'_>]) {
    assert_eq!(told.len(), expected.len(), "{told:?}\n{expected:?}");
    // A `Value` does not tell the order of the arrays of one object, only that of the elements of each.
    let mut left: Vec<&Expected<'_>> = expected.iter().collect();
    let mut found: Vec<&Expected<'_>> = Vec::new();
    for told in told {
        let Some(at) = left.iter().position(|expected| expected.agrees(told)) else {
            panic!("nothing is like {told:?} among {left:?}");
        };
        let next = left.remove(at);
        assert!(!found.iter().any(|earlier| next.is_before(earlier)), "out of order: {told:?}");
        found.push(next);
    }
}

/// What the crate says. Everything that an update can be asked is asked once, and shown with `Debug`.
pub fn read(data: &[u8]) -> Option<Outcome> {
    let event = match WebhookEvent::from_bytes(data.to_vec()) {
        Ok(event) => event,
        Err(error) => {
            let _ = (format!("{error:?}"), error.to_string());
            return None;
        }
    };
    let _ = format!("{event:?}");
    Some(Outcome {
        updates: event.updates().map(|update| tell(&update)).collect(),
        unrecognized: event
            .unrecognized()
            .map(|found| {
                let _ = format!("{found} {found:?}");
                (found.pointer().to_owned(), found.reason().clone())
            })
            .collect(),
        back: serde_json::to_vec(&event).expect("a notification can be written"),
        raw: event.raw().to_vec(),
    })
}

fn tell(update: &Update) -> Told {
    let _ = (update.kind(), update.name(), update.display_phone_number(), update.template());
    let _ = (update.conversation_context(), update.contact(), update.contacts().count());
    let users = [update.sender(), update.recipient()];
    let _ = users.map(|user| user.map(|user| (user.id().to_owned(), user.to_string(), format!("{user:?}"))));
    let _ = format!("{update:?}");
    assert_eq!(*update, update.clone());
    let text = match &update.content {
        Content::Message(message) | Content::StandbyMessage(message) => {
            let _ = (message.media(), message.reply_to(), message.is_forwarded(), message.choice());
            let _ = message.service_window_ends_at();
            message.text().map(str::to_owned)
        }
        Content::MessageEcho(echo) => echo.text().map(str::to_owned),
        Content::HistoryMessage(past) => past.message.text().map(str::to_owned),
        _ => None,
    };
    let unknown = match &update.content {
        Content::Unknown(unknown) => {
            let _ = (unknown.reason().to_string(), format!("{unknown:?}"));
            Some(unknown.raw().to_owned())
        }
        _ => None,
    };
    let seconds = update.occurred_at().map(|time| {
        let _ = (time.as_system_time(), time.to_string());
        time.as_secs()
    });
    Told {
        field: update.field().to_owned(),
        id: update.id().map(str::to_owned),
        waba_id: update.waba_id().map(|id| id.as_str().to_owned()),
        phone_number_id: update.phone_number_id().map(|id| id.as_str().to_owned()),
        seconds,
        text,
        raw: update.raw().to_owned(),
        written: serde_json::to_string(&update.content).expect("an item can be written"),
        unknown,
    }
}

/// Inputs to begin with: the notifications that the crate's tests use, and the edges of the envelope.
pub fn seeds() -> Vec<Vec<u8>> {
    fn collect(directory: &Path, bodies: &mut Vec<Vec<u8>>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, bodies);
            } else {
                let body: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
                bodies.push(body.to_string().into_bytes());
            }
        }
    }

    let mut bodies: Vec<Vec<u8>> = [
        "",
        "{}",
        "[]",
        "nonsense",
        "\u{feff}{}",
        r#"{"object":"whatsapp_business_account"}"#,
        r#"{"object":"whatsapp_business_account","entry":[]}"#,
        r#"{"object":"whatsapp_business_account","entry":{"0":{}}}"#,
        r#"{"object":"page","entry":[]}"#,
        r#"{"object":7,"entry":[]}"#,
        r#"{"object":null,"entry":[{"id":1,"changes":[7,{"field":"x"},{"value":{}},{"field":"weather","value":1}]}]}"#,
        r#"{"object":"whatsapp_business_account","entry":[null,{},{"id":[],"time":"x","changes":{}},{"changes":null}]}"#,
        r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"\ud83d","id":"2","timestamp":"1","type":"new"},7,{}],"statuses":{},"errors":[{"code":"1"}]}}]}]}"#,
        r#"{"entry":[{"changes":[{"value":{"messages":[{"id":"w","timestamp":1,"type":"text","text":{"body":"a\ud83db"}}]},"field":"mess\u0061ges"}]}]}"#,
        r#"{"messages":[]}"#,
        r#"{"messages":[1e999,[[[[[[[[]]]]]]]]],"statuses":{}}"#,
    ]
    .map(|body| body.as_bytes().to_vec())
    .into();
    bodies.push(b"{\"entry\":[],\"\xff\":1}".to_vec());
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures"), &mut bodies);
    bodies.sort();
    bodies
}
