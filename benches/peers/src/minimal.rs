//! The least that a receiver can read of a delivery: what each message says, and what became of each status.
//!
//! It has one shape, knows two kinds of updates, and fails for everything else.

use std::borrow::Cow;

use serde::Deserialize;

/// `Id` is a string without escapes, `Text` any string.
#[derive(Deserialize)]
pub struct Notification<Id, Text> {
    pub object: Id,
    pub entry: Vec<Entry<Id, Text>>,
}

#[derive(Deserialize)]
pub struct Entry<Id, Text> {
    pub id: Id,
    pub changes: Vec<Change<Id, Text>>,
}

#[derive(Deserialize)]
pub struct Change<Id, Text> {
    pub field: Id,
    pub value: Value<Id, Text>,
}

#[derive(Deserialize)]
pub struct Value<Id, Text> {
    pub metadata: Metadata<Id>,
    #[serde(default = "Vec::new")]
    pub messages: Vec<Message<Id, Text>>,
    #[serde(default = "Vec::new")]
    pub statuses: Vec<Status<Id>>,
}

#[derive(Deserialize)]
pub struct Metadata<Id> {
    pub phone_number_id: Id,
}

#[derive(Deserialize)]
pub struct Message<Id, Text> {
    pub from: Id,
    pub id: Id,
    pub timestamp: Id,
    pub r#type: Id,
    pub text: Option<Body<Text>>,
}

#[derive(Deserialize)]
pub struct Body<Text> {
    pub body: Text,
}

#[derive(Deserialize)]
pub struct Status<Id> {
    pub id: Id,
    pub status: Id,
    pub timestamp: Id,
    pub recipient_id: Id,
}

/// It borrows what has no escapes.
#[derive(Deserialize)]
pub struct Borrowed<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The number of updates with an identifier, of types that borrow from the body.
pub fn count_borrowed(body: &[u8]) -> Option<usize> {
    count::<&str, Borrowed<'_>>(body)
}

/// The same of types that own everything.
pub fn count_owned(body: &[u8]) -> Option<usize> {
    count::<String, String>(body)
}

fn count<'a, Id, Text>(body: &'a [u8]) -> Option<usize>
where
    Id: Deserialize<'a> + AsRef<str>,
    Text: Deserialize<'a>,
{
    let text = std::str::from_utf8(body).ok()?;
    let notification: Notification<Id, Text> = serde_json::from_str(text).ok()?;
    let values = notification.entry.iter().flat_map(|entry| &entry.changes).map(|change| &change.value);
    let ids = values.flat_map(|value| {
        let messages = value.messages.iter().map(|message| &message.id);
        messages.chain(value.statuses.iter().map(|status| &status.id))
    });
    Some(ids.filter(|id| !id.as_ref().is_empty()).count())
}
