//! The layer and its options.

use std::{sync::Arc, time::Duration};

use tower_layer::Layer;

use crate::{
    AppSecret, Authorization, VerifyToken, WhatsAppWebhook,
    middleware::{
        authentication::{Authentication, MAX_APP_SECRETS},
        config::Config,
        credentials::push,
        limits::{BodyBudget, Limits},
    },
};

/// A Tower layer that passes only requests signed by Meta to your handler.
///
/// Meta delivers events for your WhatsApp numbers (incoming messages, delivery statuses, account
/// changes) as POST requests to your webhook URL. Anyone can find that URL, so Meta signs each POST
/// with your app secret. Before Meta sends any notification, it verifies by a GET request that the URL
/// is yours. The layer handles both kinds of request:
///
/// - A GET with your [`VerifyToken`] is answered with its challenge, even if the route has a handler
///   for POST only.
/// - A POST whose signature matches its body is passed to the inner service, with
///   [`Verified`](crate::Verified) in its extensions. Any 2xx status of the response becomes 200,
///   because Meta sends a notification again after every other status.
/// - Every other request is rejected with an empty body, and with a
///   [`Rejection`](crate::Rejection) in the extensions of the response.
///
/// No option lets an unauthenticated request pass. Apply the layer to the webhook's route only.
///
/// The inner service must be `Clone` and take `Request<Full<Bytes>>`, as every axum handler does.
///
/// The layer caps the memory and time that an unauthenticated sender can consume, by
/// [`with_max_body_size`](Self::with_max_body_size),
/// [`with_body_deadline`](Self::with_body_deadline) and
/// [`with_body_budget`](Self::with_body_budget). The defaults fit the notifications that Meta sends.
///
/// Cloning is cheap, and clones share one [body budget](Self::with_body_budget).
///
/// ```
/// use axum::{Router, body::Body, routing::post};
/// use http::Request;
/// use tower::ServiceExt;
/// use whatsapp_webhook::{
///     AppSecret, Verified, VerifyToken, WhatsAppWebhookLayer, signature,
/// };
///
/// async fn receive(verified: Verified) {
///     assert_eq!(verified.body(), "{}");
/// }
///
/// # #[cfg(not(feature = "axum"))]
/// # fn main() {}
/// # #[cfg(feature = "axum")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
/// let app = Router::new().route("/webhook", post(receive).layer(webhook));
///
/// let signed = Request::post("/webhook")
///     .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, b"{}"))
///     .body(Body::from("{}"))?;
/// assert_eq!(app.clone().oneshot(signed).await?.status(), 200);
///
/// let unsigned = Request::post("/webhook").body(Body::from("{}"))?;
/// assert_eq!(app.clone().oneshot(unsigned).await?.status(), 401);
///
/// let handshake = "/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token=a+token";
/// let response = app.oneshot(Request::get(handshake).body(Body::empty())?).await?;
/// assert_eq!(axum::body::to_bytes(response.into_body(), 256).await?, "42");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct WhatsAppWebhookLayer {
    config: Arc<Config>,
}

impl WhatsAppWebhookLayer {
    /// Creates a layer for one app, with the default limits.
    #[must_use]
    pub fn new(app_secret: AppSecret, verify_token: VerifyToken) -> Self {
        Self::authenticated_by(Authentication::Signature {
            app_secret,
            previous_app_secrets: Vec::new(),
            verify_tokens: vec![verify_token],
        })
    }

    /// Creates a layer for the client of the On-Premises API, which does not sign its notifications.
    ///
    /// Each notification must carry the credential in its `Authorization` header; a layer without
    /// authentication does not exist. GET is rejected, because the client has no handshake. Limits,
    /// rejections, [`Verified`](crate::Verified) and [`WebhookEvent`](crate::WebhookEvent) are the same
    /// as for the Cloud API.
    ///
    /// ```
    /// # #[cfg(not(feature = "axum"))]
    /// # fn main() {}
    /// # #[cfg(feature = "axum")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use axum::{Router, body::Body, routing::post};
    /// use http::Request;
    /// use tower::ServiceExt;
    /// use whatsapp_webhook::{Authorization, WhatsAppWebhookLayer};
    ///
    /// let webhook = WhatsAppWebhookLayer::on_premises(Authorization::bearer("a-long-random-token")?);
    /// let app = Router::new().route("/webhook", post(async || ()).layer(webhook));
    ///
    /// for (token, status) in [("a-long-random-token", 200), ("another-random-token", 401)] {
    ///     let request = Request::post("/webhook").header("authorization", format!("Bearer {token}"));
    ///     assert_eq!(app.clone().oneshot(request.body(Body::from("{}"))?).await?.status(), status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn on_premises(authorization: Authorization) -> Self {
        Self::authenticated_by(Authentication::Authorization(authorization))
    }

    fn authenticated_by(authentication: Authentication) -> Self {
        Self { config: Arc::new(Config { authentication, limits: Limits::default() }) }
    }

    fn authentication_mut(&mut self) -> &mut Authentication {
        &mut Arc::make_mut(&mut self.config).authentication
    }

    fn limits_mut(&mut self) -> &mut Limits {
        &mut Arc::make_mut(&mut self.config).limits
    }

    /// Also accepts bodies signed with this secret.
    ///
    /// Use this option while you rotate the app secret, or if several apps share one URL.
    /// [`Verified::secret`](crate::Verified::secret) returns which secret a body was signed with. Each
    /// body is hashed once per secret.
    ///
    /// # Panics
    ///
    /// Panics on a layer for On-Premises, and for the ninth secret: a layer takes at most 8 secrets,
    /// including the one passed to [`new`](Self::new).
    ///
    /// ```
    /// # use http::Request;
    /// # use tower::ServiceExt;
    /// # use whatsapp_webhook::{AppSecret, Verified, VerifyToken, WhatsAppWebhookLayer, signature};
    /// use whatsapp_webhook::SecretSlot;
    /// # async fn receive(axum::Extension(verified): axum::Extension<Verified>) {
    /// #     assert_eq!(verified.secret(), SecretSlot::Previous(0));
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let new = AppSecret::new("fedcba9876543210fedcba9876543210")?;
    /// let old = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// let webhook = WhatsAppWebhookLayer::new(new, VerifyToken::new("a token")?)
    ///     .with_previous_app_secret(old.clone());
    /// # let app = axum::Router::new().route("/", axum::routing::post(receive)).layer(webhook);
    /// # let request = Request::post("/")
    /// #     .header(signature::X_HUB_SIGNATURE_256, signature::sign(&old, b"{}"))
    /// #     .body(axum::body::Body::from("{}"))?;
    /// # assert_eq!(app.oneshot(request).await?.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_previous_app_secret(mut self, app_secret: AppSecret) -> Self {
        let Authentication::Signature { previous_app_secrets: previous, .. } = self.authentication_mut()
        else {
            signatures_only()
        };
        assert!(
            previous.len() < MAX_APP_SECRETS - 1,
            "a WhatsAppWebhookLayer takes at most {MAX_APP_SECRETS} app secrets in all"
        );
        push(previous, app_secret);
        self
    }

    /// Also accepts this verify token.
    ///
    /// A WhatsApp Business Account, and each of its numbers, can override the webhook URL of the app.
    /// Each override has its own verify token.
    ///
    /// # Panics
    ///
    /// Panics on a layer for On-Premises, which answers no GET.
    ///
    /// ```
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer};
    /// let webhook = WhatsAppWebhookLayer::new(
    ///     AppSecret::new("0123456789abcdef0123456789abcdef")?,
    ///     VerifyToken::new("the app's token")?,
    /// )
    /// .with_verify_token(VerifyToken::new("one number's token")?);
    ///
    /// let debug = format!("{webhook:?}");
    /// assert!(debug.contains("[VerifyToken(..), VerifyToken(..)]"));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_verify_token(mut self, verify_token: VerifyToken) -> Self {
        let Authentication::Signature { verify_tokens, .. } = self.authentication_mut() else {
            signatures_only()
        };
        push(verify_tokens, verify_token);
        self
    }

    /// Limits the size of a body, in bytes; 3 MiB (3,145,728) by default.
    ///
    /// A body of exactly this size passes, and a larger one is rejected with 413. Meta sends
    /// notifications of up to 3 MB, so a lower limit can lose notifications.
    ///
    /// axum's `DefaultBodyLimit` does not affect the layer. The limit still applies to a handler that
    /// extracts the body as `Bytes` (2 MB by default): extract [`Verified`](crate::Verified) instead.
    ///
    /// ```
    /// # use http::Request;
    /// # use tower::ServiceExt;
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
    /// let webhook = webhook.with_max_body_size(2);
    /// # let receive = axum::routing::post(async || ());
    /// # let app = axum::Router::new().route("/", receive).layer(webhook);
    /// # for (body, status) in [("{}", 200), ("{ }", 413)] {
    /// #     let request = Request::post("/")
    /// #         .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, body.as_bytes()))
    /// #         .body(axum::body::Body::from(body))?;
    /// #     assert_eq!(app.clone().oneshot(request).await?.status(), status);
    /// # }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_max_body_size(mut self, bytes: usize) -> Self {
        self.limits_mut().max_body_size = bytes;
        self
    }

    /// Limits the time to receive a whole body; 10 seconds by default.
    ///
    /// The time starts when the layer first has to wait for the body, and does not restart with each
    /// frame. A later body is rejected with 408, and Meta sends the notification again.
    ///
    /// # Panics
    ///
    /// The layer uses tokio's timer: waiting for a body panics outside of a tokio runtime with time
    /// enabled. A body that is available at once needs no runtime.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer};
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token")?);
    /// assert!(format!("{webhook:?}").contains("body_deadline: 10s"));
    /// let webhook = webhook.with_body_deadline(Duration::from_secs(3));
    /// assert!(format!("{webhook:?}").contains("body_deadline: 3s"));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_body_deadline(mut self, deadline: Duration) -> Self {
        self.limits_mut().body_deadline = deadline;
        self
    }

    /// Limits the memory for unverified bodies, in bytes over all requests; 64 MiB by default.
    ///
    /// The first 64 KiB of each body do not count, so that small notifications pass even when the
    /// budget is exhausted. A body that exceeds the budget is rejected with 503 and `Retry-After: 1`,
    /// and Meta sends the notification again.
    ///
    /// All clones of this layer, and their services, share the budget.
    ///
    /// ```
    /// # use http::Request;
    /// # use tower::ServiceExt;
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
    /// let webhook = webhook.with_body_budget(1 << 20);
    /// # let receive = axum::routing::post(async || ());
    /// # let app = axum::Router::new().route("/", receive).layer(webhook);
    /// # for (size, status) in [((1 << 20) + (64 << 10), 200), (2 << 20, 503)] {
    /// #     let body = vec![b' '; size];
    /// #     let request = Request::post("/")
    /// #         .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, &body))
    /// #         .body(axum::body::Body::from(body))?;
    /// #     assert_eq!(app.clone().oneshot(request).await?.status(), status);
    /// # }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_body_budget(mut self, bytes: usize) -> Self {
        self.limits_mut().body_budget = Arc::new(BodyBudget::new(bytes));
        self
    }
}

#[expect(clippy::panic, reason = "a mistake in the program's own start, documented at the two options")]
fn signatures_only() -> ! {
    panic!("a layer for On-Premises has neither app secrets nor verify tokens")
}

impl<S> Layer<S> for WhatsAppWebhookLayer {
    type Service = WhatsAppWebhook<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WhatsAppWebhook::new(inner, Arc::clone(&self.config))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> AppSecret {
        AppSecret::new("0123456789abcdef").unwrap()
    }

    fn layer() -> WhatsAppWebhookLayer {
        WhatsAppWebhookLayer::new(secret(), VerifyToken::new("a token").unwrap())
    }

    #[test]
    fn eight_secrets_are_accepted() {
        let layer = (1..MAX_APP_SECRETS).fold(layer(), |layer, _| layer.with_previous_app_secret(secret()));
        let Authentication::Signature { previous_app_secrets, .. } = &layer.config.authentication else {
            panic!()
        };
        assert_eq!(previous_app_secrets.len(), 7);
    }

    #[test]
    #[should_panic(expected = "at most 8 app secrets in all")]
    fn the_ninth_secret_panics() {
        let _ = (0..MAX_APP_SECRETS).fold(layer(), |layer, _| layer.with_previous_app_secret(secret()));
    }

    #[test]
    fn an_option_set_on_a_clone_leaves_the_original_alone() {
        let original = layer();
        let clone = original.clone().with_max_body_size(1);
        assert_eq!(original.config.limits.max_body_size, 3_145_728);
        assert_eq!(clone.config.limits.max_body_size, 1);
    }
}
