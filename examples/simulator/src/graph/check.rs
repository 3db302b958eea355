//! The rules for the messages of a business.
//!
//! Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages>

use std::collections::HashSet;

use serde_json::Value;

use super::GraphError;
use crate::world::Media;

/// The members of a message beside the one that its type names.
const MEMBERS: [&str; 8] = [
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
    "message_activity_sharing",
];

/// Checks a message. What the rules do not name is accepted.
pub(super) fn message(json: &Value, media: &Media) -> Result<(), GraphError> {
    let members = json.as_object().ok_or_else(|| GraphError::parameter("the body is not an object"))?;
    let kind = json.get("type").and_then(Value::as_str).unwrap_or_default();
    let is_known = |name: &str| MEMBERS.contains(&name) || name == kind;
    if let Some(name) = members.keys().find(|name| !is_known(name)) {
        return Err(GraphError::parameter(format!(
            "unexpected member {name} in a message of the type {kind}"
        )));
    }
    if json
        .get("biz_opaque_callback_data")
        .is_some_and(|data| data.as_str().is_none_or(|data| data.len() > 512))
    {
        return Err(GraphError::value("biz_opaque_callback_data must be a text of up to 512 characters"));
    }
    let content =
        json.get(kind).ok_or_else(|| GraphError::parameter(format!("the member {kind} is missing")))?;
    match kind {
        "text" => length(content, "/body", 1, 4096),
        "image" | "video" | "audio" | "document" | "sticker" => file(content, media),
        "location" => ["latitude", "longitude"].iter().try_for_each(|name| match content.get(name) {
            Some(Value::Number(_)) => Ok(()),
            // The documentation has texts, too.
            Some(Value::String(text)) if text.parse::<f64>().is_ok() => Ok(()),
            _ => Err(GraphError::value(format!("location.{name} must be a number"))),
        }),
        "contacts" => list(content, "", 1, 257)?
            .iter()
            .try_for_each(|contact| length(contact, "/name/formatted_name", 1, 4096)),
        "reaction" => length(content, "/message_id", 1, 512).and_then(|()| length(content, "/emoji", 0, 32)),
        "interactive" => interactive(content),
        "template" => {
            length(content, "/name", 1, 512).and_then(|()| length(content, "/language/code", 2, 16))
        }
        _ => Err(GraphError::parameter(format!("the type {kind} is not one of those that can be sent"))),
    }
}

fn interactive(content: &Value) -> Result<(), GraphError> {
    match content.get("type").and_then(Value::as_str).unwrap_or_default() {
        "button" => {
            length(content, "/body/text", 1, 1024)?;
            let buttons = list(content, "/action/buttons", 1, 3)?;
            buttons.iter().try_for_each(|button| {
                length(button, "/reply/title", 1, 20)?;
                length(button, "/reply/id", 1, 256)
            })?;
            distinct(buttons.iter(), "/reply/id")?;
            distinct(buttons.iter(), "/reply/title")
        }
        "list" => {
            length(content, "/body/text", 1, 4096)?;
            length(content, "/action/button", 1, 20)?;
            let sections = list(content, "/action/sections", 1, 10)?;
            if sections.len() > 1 {
                sections.iter().try_for_each(|section| length(section, "/title", 1, 24))?;
            }
            let mut rows = Vec::new();
            for section in sections {
                rows.extend(list(section, "/rows", 1, 10)?);
            }
            if rows.len() > 10 {
                return Err(GraphError::value("a list has up to 10 rows in all of its sections"));
            }
            rows.iter().try_for_each(|row| {
                length(row, "/title", 1, 24)?;
                length(row, "/id", 1, 200)?;
                if row.get("description").is_some() { length(row, "/description", 0, 72) } else { Ok(()) }
            })?;
            distinct(rows, "/id")
        }
        "" => Err(GraphError::parameter("interactive.type is missing")),
        _ => match content.get("action") {
            Some(Value::Object(_)) => Ok(()),
            _ => Err(GraphError::parameter("interactive.action is missing")),
        },
    }
}

/// A media file of the business, by ID or link.
fn file(content: &Value, media: &Media) -> Result<(), GraphError> {
    match (content.get("id").and_then(Value::as_str), content.get("link").and_then(Value::as_str)) {
        (Some(id), _) if media.get(id).is_some() => Ok(()),
        (Some(id), _) => Err(GraphError::value(format!("there is no media file with the ID {id}"))),
        (None, Some(link)) if link.starts_with("https://") || link.starts_with("http://") => Ok(()),
        (None, Some(_)) => Err(GraphError::value("link must be a URL")),
        (None, None) => Err(GraphError::parameter("a media file needs an id or a link")),
    }
}

fn length(json: &Value, pointer: &str, least: usize, most: usize) -> Result<(), GraphError> {
    let name = pointer.trim_start_matches('/').replace('/', ".");
    let text = json.pointer(pointer).and_then(Value::as_str);
    let text = text.ok_or_else(|| GraphError::parameter(format!("{name} is missing, or not a text")))?;
    if (least..=most).contains(&text.chars().count()) {
        return Ok(());
    }
    Err(GraphError::value(format!("{name} must have {least} to {most} characters")))
}

fn list<'a>(json: &'a Value, pointer: &str, least: usize, most: usize) -> Result<&'a [Value], GraphError> {
    let name = pointer.trim_start_matches('/').replace('/', ".");
    let list = json.pointer(pointer).and_then(Value::as_array);
    let list = list.ok_or_else(|| GraphError::parameter(format!("{name} is missing, or not an array")))?;
    if (least..=most).contains(&list.len()) {
        return Ok(list);
    }
    Err(GraphError::value(format!("{name} must have {least} to {most} elements")))
}

fn distinct<'a>(list: impl IntoIterator<Item = &'a Value>, pointer: &str) -> Result<(), GraphError> {
    let mut seen = HashSet::new();
    for text in list.into_iter().filter_map(|value| value.pointer(pointer)?.as_str()) {
        if !seen.insert(text) {
            return Err(GraphError::value(format!("{} is there twice", pointer.trim_start_matches('/'))));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::message;
    use crate::world::Media;

    fn is_accepted(kind: &str, content: &Value) -> bool {
        let json =
            json!({ "messaging_product": "whatsapp", "to": "+15550002222", "type": kind, kind: content });
        message(&json, &Media::default()).is_ok()
    }

    fn buttons(titles: &[&str]) -> Value {
        let button = |title: &&str| json!({ "type": "reply", "reply": { "id": title, "title": title } });
        let buttons: Vec<Value> = titles.iter().map(button).collect();
        json!({ "type": "button", "body": { "text": "?" }, "action": { "buttons": buttons } })
    }

    fn rows(count: usize) -> Value {
        let rows: Vec<Value> = (0..count).map(|id| json!({ "id": id.to_string(), "title": "row" })).collect();
        json!({ "type": "list", "body": { "text": "?" }, "action": { "button": "Open", "sections": [{ "rows": rows }] } })
    }

    #[test]
    fn the_limits_of_metas_documentation_hold() {
        for (kind, content, expected) in [
            ("text", json!({ "body": "x".repeat(4096) }), true),
            ("text", json!({ "body": "x".repeat(4097) }), false),
            ("text", json!({ "body": "" }), false),
            ("interactive", buttons(&["a", "b", "c"]), true),
            ("interactive", buttons(&["a", "b", "c", "d"]), false),
            ("interactive", buttons(&["a", "a"]), false),
            ("interactive", buttons(&[&"x".repeat(21)]), false),
            ("interactive", rows(10), true),
            ("interactive", rows(11), false),
            ("image", json!({ "link": "https://example.com/a.png" }), true),
            ("image", json!({ "id": "unknown" }), false),
            ("image", json!({}), false),
            ("location", json!({ "latitude": 1.5, "longitude": "2" }), true),
            ("location", json!({ "latitude": 1.5 }), false),
            ("contacts", json!([{ "name": { "formatted_name": "Ana" } }]), true),
            ("contacts", json!([]), false),
            ("reaction", json!({ "message_id": "wamid.1", "emoji": "" }), true),
            ("poll", json!({}), false),
        ] {
            assert_eq!(is_accepted(kind, &content), expected, "{kind} {content}");
        }
    }

    #[test]
    fn a_member_that_no_message_has_is_an_error() {
        let json = json!({ "to": "+15550002222", "type": "text", "text": { "body": "x" }, "template": {} });
        assert!(message(&json, &Media::default()).is_err());
    }
}
