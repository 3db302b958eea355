//! The template that an update is about.

use super::TemplateId;

/// The template that an update is about; [`Update::template`](crate::Update::template) returns it.
///
/// Each of the five fields about templates names the template. Older payloads leave out parts of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct TemplateRef<'a> {
    /// The template's identifier.
    pub id: Option<&'a TemplateId>,
    /// The template's name.
    pub name: Option<&'a str>,
    /// The template's language and locale, as in `en_US` or `en-US`.
    pub language: Option<&'a str>,
}
