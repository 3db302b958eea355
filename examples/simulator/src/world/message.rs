//! The messages of the conversations.

use std::time::SystemTime;

use serde_json::Value;

/// A message of a conversation, as the two phones show it.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// The position among all that happened.
    pub(crate) number: u64,
    pub(crate) id: String,
    /// The number of the customer.
    pub(crate) customer: usize,
    pub(crate) is_from_business: bool,
    pub(crate) at: SystemTime,
    /// The message as the business received or sent it.
    pub(crate) json: Value,
    /// The template that the message was made of.
    pub(crate) rendered: Option<Rendered>,
    /// The business's own data, which comes back in each status.
    pub(crate) callback_data: Option<String>,
    pub(crate) progress: Progress,
    /// The error code of a message that failed.
    pub(crate) error: Option<i64>,
    pub(crate) is_edited: bool,
    pub(crate) is_deleted: bool,
    /// The reactions of the customer and of the business.
    pub(crate) reactions: [Option<String>; 2],
    /// The number of the notification that brought it to the business.
    pub(crate) dispatch: Option<u64>,
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Progress {
    Accepted,
    Failed,
    Sent,
    Delivered,
    Read,
}

impl Progress {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}

impl Message {
    pub(crate) fn kind(&self) -> &str {
        self.json.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    /// The text of a text message, of an interactive one, or of a template; else the caption.
    pub(crate) fn text(&self) -> Option<&str> {
        let kind = self.kind();
        let places =
            ["/text/body".to_owned(), "/interactive/body/text".to_owned(), format!("/{kind}/caption")];
        let written = places.iter().find_map(|place| self.json.pointer(place).and_then(Value::as_str));
        written.or(self.rendered.as_ref().map(|template| template.text.as_str()))
    }

    /// The message that this one answers.
    pub(crate) fn quotes(&self) -> Option<&str> {
        let quoted = ["/context/message_id", "/context/id"];
        quoted.iter().find_map(|place| self.json.pointer(place).and_then(Value::as_str))
    }

    /// Returns the elements that the user can press.
    pub(crate) fn buttons(&self) -> Vec<Button> {
        let text = |value: &Value, pointer: &str| {
            value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let list = |pointer: &str| self.json.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        let replies = list("/interactive/action/buttons").map(|button| Button {
            label: text(button, "/reply/title"),
            id: text(button, "/reply/id"),
            description: None,
            kind: ButtonKind::Reply,
        });
        let rows = list("/interactive/action/sections")
            .flat_map(|section| section.get("rows").and_then(Value::as_array).into_iter().flatten())
            .map(|row| Button {
                label: text(row, "/title"),
                id: text(row, "/id"),
                description: row.get("description").and_then(Value::as_str).map(str::to_owned),
                kind: ButtonKind::Row,
            });
        let quick_replies = self.rendered.iter().flat_map(|template| template.buttons.iter().cloned());
        replies.chain(rows).chain(quick_replies).collect()
    }
}

/// A template as the user sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) buttons: Vec<Button>,
}

/// An element that a user can press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Button {
    pub(crate) label: String,
    pub(crate) id: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: ButtonKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ButtonKind {
    /// A reply button of an interactive message.
    Reply,
    /// A row of a list.
    Row,
    /// A quick-reply button of a template.
    QuickReply,
}
