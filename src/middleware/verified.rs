//! The evidence that a request was verified.

use std::fmt;

use bytes::Bytes;

use crate::event::{DecodeError, WebhookEvent};

/// A verified body.
///
/// [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) puts a `Verified` into the extensions of every
/// request that it passes on. It cannot be constructed any other way, so a function that takes
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
}

impl Verified {
    pub(crate) fn new(body: Bytes, secret: SecretSlot) -> Self {
        Self { body, secret }
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
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("length", &self.body.len())
            .field("secret", &self.secret)
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
    /// The secret passed to [`WhatsAppWebhookLayer::new`](crate::WhatsAppWebhookLayer::new). On-Premises,
    /// every notification has this slot.
    Current,
    /// A secret passed to
    /// [`with_previous_app_secret`](crate::WhatsAppWebhookLayer::with_previous_app_secret), numbered in
    /// the order of the calls from `Previous(0)`.
    Previous(usize),
}

impl SecretSlot {
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
        let verified = Verified::new(Bytes::from("private words"), SecretSlot::Previous(1));
        assert_eq!(format!("{verified:?}"), "Verified { length: 13, secret: Previous(1), .. }");
    }
}
