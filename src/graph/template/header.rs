use std::fmt;

use serde_json::{Map, Value, json};

use crate::event::MediaId;

/// The value of a template's header.
///
/// `Debug` hides the value.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages>
#[derive(Clone, PartialEq)]
pub struct Header(Value);

impl Header {
    /// Creates the value of the placeholder in a header of text.
    #[must_use]
    pub fn text(text: impl AsRef<str>) -> Self {
        Self(json!({ "type": "text", "text": text.as_ref() }))
    }

    /// Creates the value of the placeholder in a header of text, by the placeholder's name.
    #[must_use]
    pub fn text_named(name: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        Self(json!({ "type": "text", "parameter_name": name.as_ref(), "text": text.as_ref() }))
    }

    /// Creates a picture.
    #[must_use]
    pub fn image(image: HeaderMedia) -> Self {
        Self(
            Map::from_iter([("type".to_owned(), "image".into()), ("image".to_owned(), image.0.into())])
                .into(),
        )
    }

    /// Creates a video.
    #[must_use]
    pub fn video(video: HeaderMedia) -> Self {
        Self(
            Map::from_iter([("type".to_owned(), "video".into()), ("video".to_owned(), video.0.into())])
                .into(),
        )
    }

    /// Creates a document, with the file name that users see.
    #[must_use]
    pub fn document(document: HeaderMedia, file_name: impl AsRef<str>) -> Self {
        let mut document = document.0;
        document.insert("filename".to_owned(), file_name.as_ref().into());
        Self(json!({ "type": "document", "document": document }))
    }

    /// Creates a place: latitude and longitude in degrees, a name and an address.
    #[must_use]
    pub fn location(latitude: f64, longitude: f64, name: impl AsRef<str>, address: impl AsRef<str>) -> Self {
        Self(json!({
            "type": "location",
            "location": {
                "latitude": latitude.to_string(),
                "longitude": longitude.to_string(),
                "name": name.as_ref(),
                "address": address.as_ref(),
            },
        }))
    }

    pub(super) fn into_json(self) -> Value {
        self.0
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Header(..)")
    }
}

/// The file of a header: a link that Meta downloads, or a file that was uploaded to Meta.
///
/// `Debug` hides the link.
#[derive(Clone, PartialEq)]
pub struct HeaderMedia(Map<String, Value>);

impl HeaderMedia {
    /// Creates a file from its https URL.
    #[must_use]
    pub fn link(url: impl AsRef<str>) -> Self {
        Self(Map::from_iter([("link".to_owned(), url.as_ref().into())]))
    }
}

impl From<&MediaId> for HeaderMedia {
    fn from(id: &MediaId) -> Self {
        Self(Map::from_iter([("id".to_owned(), id.as_str().into())]))
    }
}

impl fmt::Debug for HeaderMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeaderMedia(..)")
    }
}
