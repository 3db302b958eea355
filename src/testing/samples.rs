//! Sample notifications.

#[path = "samples/table.rs"]
mod table;

use bytes::Bytes;

use self::table::TABLE;
use super::{Notification, wire};

/// A notification as Meta sends it, to try a handler with.
///
/// [`samples`] returns one for each kind of [`Content`](crate::Content) and each type of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    field: &'static str,
    name: &'static str,
    occasion: &'static str,
    json: &'static str,
}

/// Returns all samples: one for each kind of [`Content`](crate::Content), each type of message and each delivery status.
///
/// ```
/// use whatsapp_webhook::testing::samples;
///
/// for sample in samples() {
///     let event = sample.notification().event()?;
///     assert!(event.updates().count() > 0, "{}", sample.name());
/// }
/// # Ok::<_, whatsapp_webhook::DecodeError>(())
/// ```
pub fn samples() -> impl Iterator<Item = Sample> {
    TABLE.iter().map(|&(field, name, occasion, json)| Sample { field, name, occasion, json })
}

impl Sample {
    /// Returns the sample of that name.
    ///
    /// ```
    /// use whatsapp_webhook::testing::Sample;
    ///
    /// let event = Sample::named("image").unwrap().notification().event()?;
    /// let image = event.updates().next().and_then(|update| update.message()?.media().cloned());
    /// assert_eq!(image.and_then(|image| image.mime_type).as_deref(), Some("image/jpeg"));
    /// # Ok::<_, whatsapp_webhook::DecodeError>(())
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        samples().find(|sample| sample.name == name)
    }

    /// Returns the name, such as `template_rejected`. Each sample has another one.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the field that the notification belongs to, such as `message_template_status_update`.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// Returns when Meta sends such a notification, in one sentence.
    #[must_use]
    pub fn occasion(&self) -> &'static str {
        self.occasion
    }

    /// Returns the JSON, indented for a person to read.
    #[must_use]
    pub fn json(&self) -> &'static str {
        self.json
    }

    /// Returns the notification in the bytes that Meta would send.
    #[must_use]
    pub fn notification(&self) -> Notification {
        Notification::from_json(Bytes::from(wire::write(self.json)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::samples;
    use crate::{Content, event::description::Description};

    #[test]
    fn each_kind_of_content_and_each_type_of_message_has_a_sample() {
        let (mut contents, mut kinds) = (BTreeSet::new(), BTreeSet::new());
        for sample in samples() {
            for update in sample.notification().event().unwrap().updates() {
                contents.insert(update.content.name());
                kinds.extend(update.message().map(|message| message.content.kind().to_owned()));
            }
        }
        for name in Content::NAMES {
            assert!(contents.contains(name), "`Content::{name}` has no sample");
        }
        for kind in Description::of_model().values["MessageContent"] {
            // Voice messages of the Cloud API are of the type `audio`.
            assert!(*kind == "voice" || kinds.contains(*kind), "`{kind}` has no sample");
        }
    }
}
