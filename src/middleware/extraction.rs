//! Taking the notification out of a request that the layer verified.

use std::{error::Error, fmt};

use http::StatusCode;

use crate::DecodeError;
#[cfg(any(feature = "axum", feature = "inbox"))]
use crate::{Verified, WebhookEvent};

/// Why [`WebhookEvent`](crate::WebhookEvent) or [`Verified`](crate::Verified) could not be extracted from a request.
///
/// ```
/// use whatsapp_webhook::WebhookEventRejection;
///
/// let rejection = WebhookEventRejection::MissingLayer;
/// assert_eq!(rejection.status(), 500);
/// assert!(rejection.to_string().contains("is `WhatsAppWebhookLayer` applied to this route?"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookEventRejection {
    /// The request did not pass through [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer): 500,
    /// because the client cannot correct the error.
    MissingLayer,
    /// The body is verified, but is not a WhatsApp notification: 400.
    ///
    /// The [`DecodeError`] says why, as for a notification of another product of Meta that uses the same
    /// URL. With the feature `tracing` it is also part of the log event. Meta sends the notification
    /// again for up to 7 days, so answer 200 yourself if you stored the body, or if another product shares
    /// the URL.
    Undecodable(DecodeError),
}

impl WebhookEventRejection {
    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingLayer => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Undecodable(_) => StatusCode::BAD_REQUEST,
        }
    }
}

#[cfg(any(feature = "axum", feature = "inbox"))]
impl WebhookEventRejection {
    /// Decodes the notification that the layer verified.
    pub(crate) fn or_event(extensions: &http::Extensions) -> Result<WebhookEvent, Self> {
        WebhookEvent::from_verified(Self::or_verified(extensions)?).map_err(Self::Undecodable)
    }

    /// Returns the proof that the layer puts into each request.
    pub(crate) fn or_verified(extensions: &http::Extensions) -> Result<&Verified, Self> {
        extensions.get().ok_or(Self::MissingLayer)
    }
}

impl fmt::Display for WebhookEventRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingLayer => {
                "the request was not verified: is `WhatsAppWebhookLayer` applied to this route?"
            }
            Self::Undecodable(_) => "the body is verified, but is not a WhatsApp notification",
        })
    }
}

impl Error for WebhookEventRejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::MissingLayer => None,
            Self::Undecodable(error) => Some(error),
        }
    }
}
