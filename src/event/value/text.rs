//! Free text.

use std::{convert::Infallible, fmt, ops::Deref, str::FromStr};

use crate::event::{
    macros::string_type,
    read::{Problem, Read, Reader},
};

/// Text that may be private: the text of a message, a name, a link, a label.
///
/// Dereferences to `&str`. `Debug` shows only the length, so that logs hold no message texts; `Display` writes the text.
///
/// ```
/// use whatsapp_webhook::event::Text;
///
/// let text = Text::from("Hello");
/// assert_eq!(text, "Hello");
/// assert_eq!(format!("{text} {text:?}"), "Hello <5 bytes>");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Box<str>);

impl Text {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text as an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_string()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

impl Read for Text {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Problem> {
        reader.parse("a string", |text| Some(Self(text.into())))
    }
}

string_type!(impl for Text);

/// The text of an unknown value of an open string. Private, so that a later version can add a variant for the value.
#[derive(Clone, PartialEq, Eq)]
#[allow(unreachable_pub, reason = "a hidden variant of public enums holds it")]
pub struct UnknownText(Box<str>);

impl UnknownText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for UnknownText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}
