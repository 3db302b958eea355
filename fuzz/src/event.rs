//! Any bytes as a delivery: what the types say is what a plain reading of the JSON says.

mod duplicates;
mod expected;
mod kept;

use std::{fs, path::Path, str};

use serde::de::IgnoredAny;
use serde_json::Value;
use whatsapp_webhook::{Content, UnrecognizedReason, Update, WebhookEvent};

use self::expected::Expected;

/// What the crate says of a delivery.
pub struct Outcome {
    pub updates: Vec<Told>,
    pub unrecognized: Vec<(String, UnrecognizedReason)>,
    /// The delivery as it is written back.
    pub back: Vec<u8>,
    pub raw: Vec<u8>,
}

/// What an update says.
#[derive(Clone, Debug)]
pub struct Told {
    pub field: String,
    /// The array that it stands in; the field of a change that is one update.
    pub array: String,
    pub id: Option<String>,
    pub seconds: Option<u64>,
    pub text: Option<String>,
    /// The JSON of what is unknown.
    pub unknown: Option<String>,
}

/// Checks the crate.
pub fn run(data: &[u8]) {
    check(data, read);
}

/// Panics unless `read` agrees with a plain reading of the JSON. `None` means that the bytes are no delivery.
pub fn check(data: &[u8], read: impl Fn(&[u8]) -> Option<Outcome>) {
    let outcome = read(data);
    let is_json = str::from_utf8(data).is_ok() && serde_json::from_slice::<IgnoredAny>(data).is_ok();
    assert!(is_json || outcome.is_none(), "accepted what is no JSON");
    if let Some(outcome) = &outcome {
        assert_eq!(outcome.raw, data, "the bytes are not as they came");
        assert!(serde_json::from_slice::<IgnoredAny>(&outcome.back).is_ok(), "written back as no JSON");
    }
    // A `Value` holds less than JSON: no half of a surrogate pair, no number beyond an f64, no nesting beyond 128. And of
    // members with one name it keeps the last, where the types may have read the first as well.
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    if duplicates::are_in(data) {
        return;
    }
    let expected = expected::updates(&body);
    assert_eq!(outcome.is_some(), expected.is_some(), "whether it is a delivery");
    let (Some(outcome), Some(expected)) = (outcome, expected) else { return };

    for (pointer, reason) in &outcome.unrecognized {
        assert!(body.pointer(pointer).is_some(), "{pointer} ({reason}) leads nowhere");
    }
    let back: Value = serde_json::from_slice(&outcome.back).expect("written back as other JSON");
    kept::check(&body, &back, &outcome.unrecognized);
    // A field whose name was spelled with escapes is `changes` to the receiver of what is unknown in it.
    let escaped = data.contains(&b'\\') && outcome.updates.iter().any(|told| told.array == "changes");
    compare(&outcome.updates, &expected, escaped);
}

/// A history nests three levels of lists, each with rules of its own; its leaves are compared and its updates are not.
const NOT_COUNTED: &str = "history";

fn compare(told: &[Told], expected: &[Expected<'_>], escaped: bool) {
    let mut told: Vec<&Told> = told.iter().filter(|told| told.field != NOT_COUNTED).collect();
    let mut expected: Vec<&Expected<'_>> =
        expected.iter().filter(|expected| expected.field != NOT_COUNTED).collect();
    if escaped && expected.len() != told.len() {
        return; // the name that was spelled otherwise may be `history`
    }
    assert_eq!(told.len(), expected.len(), "{told:?}\n{expected:?}");
    if escaped {
        return;
    }
    // A `Value` does not tell the order of the arrays of one object, only that of what is in them.
    told.sort_by(|one, other| one.array.cmp(&other.array));
    expected.sort_by(|one, other| one.array.cmp(other.array));
    for (told, expected) in told.into_iter().zip(expected) {
        assert!(expected.agrees(told), "{told:?}\n{expected:?}");
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
    assert_eq!(event.messages().count() + event.statuses().count(), {
        let is_either =
            |update: &Update<'_>| matches!(update.content, Content::Message(_) | Content::Status(_));
        event.updates().filter(is_either).count()
    });
    Some(Outcome {
        updates: event.updates().map(|update| tell(&update)).collect(),
        unrecognized: event
            .unrecognized()
            .map(|found| {
                let _ = format!("{found} {found:?}");
                (found.pointer().to_owned(), found.reason().clone())
            })
            .collect(),
        back: serde_json::to_vec(&event).expect("a delivery can be written"),
        raw: event.raw().to_vec(),
    })
}

fn tell(update: &Update<'_>) -> Told {
    let _ = (update.kind(), update.waba_id(), update.phone_number_id(), update.display_phone_number());
    let _ = (update.sender().to_string(), update.recipient().to_string(), update.contacts().count());
    let text = match update.content {
        Content::Message(message) | Content::StandbyMessage(message) => {
            let _ = (message.media(), message.reply_to(), message.is_forwarded());
            let _ = message.service_window_ends_at();
            message.text().map(str::to_owned)
        }
        Content::MessageEcho(echo) => echo.text().map(str::to_owned),
        _ => None,
    };
    let unknown = match update.content {
        Content::Unknown(unknown) => {
            let _ = (unknown.reason().to_string(), format!("{unknown:?}"));
            Some(unknown.raw().to_owned())
        }
        _ => None,
    };
    let seconds = update.occurred_at().map(|time| {
        let _ = time.as_system_time();
        time.as_secs()
    });
    Told {
        field: update.field().to_owned(),
        array: array(update).to_owned(),
        id: update.id().map(str::to_owned),
        seconds,
        text,
        unknown,
    }
}

fn array<'a>(update: &Update<'a>) -> &'a str {
    match update.content {
        Content::Message(_) | Content::StandbyMessage(_) => "messages",
        Content::Status(_) | Content::StandbyStatus(_) | Content::CallStatus(_) => "statuses",
        Content::Error(_) => "errors",
        Content::UserAction(_) => "user_actions",
        Content::Call(_) => "calls",
        Content::MessageEcho(_) | Content::StandbyEcho(_) => "message_echoes",
        Content::AutomaticEvent(_) => "automatic_events",
        Content::TrackingEvent(_) => "events",
        Content::GroupLifecycleUpdate(_)
        | Content::GroupParticipantsUpdate(_)
        | Content::GroupSettingsUpdate(_)
        | Content::GroupStatusUpdate(_) => "groups",
        Content::StateSync(_) => "state_sync",
        Content::UserIdUpdate(_) => "user_id_update",
        Content::UserPreference(_) => "user_preferences",
        Content::Unknown(unknown) => match unknown.kind() {
            // A kind lives as long as the update does, and the field of a change that is unknown is its kind.
            kind if kind == update.field() => update.field(),
            kind => ARRAYS.iter().find(|array| **array == kind).copied().unwrap_or("changes"),
        },
        _ => update.field(),
    }
}

/// What an unknown part of a delivery is called where it is not a whole change.
const ARRAYS: [&str; 16] = [
    "entry",
    "changes",
    "messages",
    "statuses",
    "errors",
    "user_actions",
    "calls",
    "message_echoes",
    "automatic_events",
    "events",
    "groups",
    "state_sync",
    "user_id_update",
    "user_preferences",
    "history",
    "threads",
];

/// Inputs to begin with: the deliveries that the crate's tests use, and the edges of the envelope.
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
