//! The evidence that a request was verified.

use std::{fmt, sync::Arc};

use bytes::Bytes;

use crate::{
    event::{DecodeError, WebhookEvent},
    middleware::credentials::MAX_APP_SECRETS,
};

/// A verified body.
///
/// [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) puts a `Verified` into the extensions of every
/// request that it passes on. A `Verified` cannot be constructed any other way, so a function that takes
/// `&Verified` cannot be called with an unverified body.
///
/// With the feature `axum`, `Verified` is also an extractor. Extract `Verified` rather than `Bytes` for
/// large bodies: axum limits `Bytes` to 2 MB by default, and Meta sends up to 3 MB.
///
/// `Debug` prints the length of the body, not the content.
///
/// ```
/// use std::convert::Infallible;
///
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use tower::{Layer, ServiceExt, service_fn};
/// use whatsapp_webhook::{
///     AppSecret, SecretSlot, Verified, VerifyToken, WhatsAppWebhookLayer, signature,
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// async fn receive(request: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, Infallible> {
///     if let Some(verified) = request.extensions().get::<Verified>() {
///         assert_eq!(verified.body(), "{}");
///         assert_eq!(verified.secret(), SecretSlot::Current);
///     }
///     Ok(Response::default())
/// }
///
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
/// let request = Request::post("/webhook")
///     .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, b"{}"))
///     .body(Full::new(Bytes::from("{}")))?;
/// let response = webhook.layer(service_fn(receive)).oneshot(request).await?;
/// assert_eq!(response.status(), 200);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Verified {
    body: Bytes,
    secret: SecretSlot,
    label: Option<Arc<str>>,
}

impl Verified {
    pub(crate) fn new(body: Bytes, secret: SecretSlot, label: Option<Arc<str>>) -> Self {
        #[cfg(feature = "tracing")]
        tracing::debug!(
            target: "whatsapp_webhook",
            bytes = body.len(),
            secret = secret.as_str(),
            "webhook notification verified"
        );
        Self { body, secret, label }
    }

    /// Returns the signed bytes, exactly as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns which of the configured secrets the body was signed with.
    #[must_use]
    pub fn secret(&self) -> SecretSlot {
        self.secret
    }

    /// Returns the label of the app whose secret the body was signed with, if its
    /// [`AppCredentials`](crate::AppCredentials::with_label) have one.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    pub(crate) fn shared_label(&self) -> Option<&Arc<str>> {
        self.label.as_ref()
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("length", &self.body.len())
            .field("secret", &self.secret)
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

/// The position of the app secret that a body was signed with.
///
/// Log the slot while you rotate the secret: after a week of `Current` alone (Meta retries for up to 7
/// days), you can retire the previous secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretSlot {
    /// The secret passed to [`AppCredentials::new`](crate::AppCredentials::new) or
    /// [`WhatsAppWebhookLayer::new`](crate::WhatsAppWebhookLayer::new). On-Premises, every notification has this slot.
    Current,
    /// A secret passed to
    /// [`with_previous_app_secret`](crate::AppCredentials::with_previous_app_secret), numbered in
    /// the order of the calls from `Previous(0)`.
    Previous(usize),
}

impl SecretSlot {
    /// Returns a short, stable name for the label of a metric: `current`, or `previous_0` to `previous_6`.
    ///
    /// ```
    /// use whatsapp_webhook::SecretSlot;
    ///
    /// assert_eq!(SecretSlot::Previous(0).as_str(), "previous_0");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        const PREVIOUS: [&str; MAX_APP_SECRETS - 1] = [
            "previous_0",
            "previous_1",
            "previous_2",
            "previous_3",
            "previous_4",
            "previous_5",
            "previous_6",
        ];
        match self {
            Self::Current => "current",
            Self::Previous(slot) => PREVIOUS.get(slot).unwrap_or(&"previous"),
        }
    }

    pub(crate) fn nth(slot: usize) -> Self {
        match slot {
            0 => Self::Current,
            _ => Self::Previous(slot - 1),
        }
    }
}

impl WebhookEvent {
    /// Decodes the notification of a verified request.
    ///
    /// The axum extractor calls this function for you; call it under hyper or in a plain Tower service.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a WhatsApp notification; see [`DecodeError`].
    pub fn from_verified(verified: &Verified) -> Result<Self, DecodeError> {
        Self::from_bytes(verified.body().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_and_not_the_body() {
        let verified = Verified::new(Bytes::from("private words"), SecretSlot::Previous(1), None);
        assert_eq!(format!("{verified:?}"), "Verified { length: 13, secret: Previous(1), label: None, .. }");
    }
}
