//! The user's choice among buttons or list rows.

/// The user's choice: a quick-reply button, a reply button, or a row of a list.
///
/// Meta sends choices in three shapes; [`Message::choice`](super::Message::choice) reads all of them.
///
/// ```
/// use whatsapp_webhook::event::Message;
///
/// let message: Message = serde_json::from_str(
///     r#"{"from": "16505551234", "id": "wamid.A", "timestamp": "1749416383", "type": "interactive",
///         "interactive": {"type": "button_reply", "button_reply": {"id": "cancel", "title": "Cancel"}}}"#,
/// )?;
/// let choice = message.choice().unwrap();
/// assert_eq!((choice.id, choice.title), (Some("cancel"), Some("Cancel")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Choice<'a> {
    /// The identifier that the business gave the button or row: `id`, or `payload` for buttons of templates.
    pub id: Option<&'a str>,
    /// The label that the user saw.
    pub title: Option<&'a str>,
}

/// Shows only the lengths.
impl std::fmt::Debug for Choice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = |text: Option<&str>| text.map(str::len);
        write!(f, "Choice {{ id: {:?} bytes, title: {:?} bytes }}", length(self.id), length(self.title))
    }
}
