//! The layer: what it was told, and the services it makes.

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

/// A Tower layer that lets only what Meta signed reach your handler.
///
/// Meta delivers what happens on your WhatsApp numbers (messages, their delivery, changes of your
/// account) by POST to a URL of yours, the webhook. Anyone can find that URL, so each POST is
/// signed with your app secret. Before it sends anything, Meta asks by GET whether the URL is
/// yours. This layer does both halves:
///
/// - a GET with your [`VerifyToken`] is answered with its challenge, also when the route knows
///   only POST;
/// - a POST whose signature fits its body is passed on, with [`Verified`](crate::Verified) in its
///   extensions. A 2xx of your handler becomes 200, because Meta sends everything else again;
/// - everything else is refused with an empty body, and a [`Rejection`](crate::Rejection) in the
///   response's extensions.
///
/// There is no way to let an unsigned request pass. Put the layer on the webhook's route only.
///
/// What an unknown sender can cost you is bounded: see the three `with_body_…` and `with_max_…`
/// options. The defaults fit what Meta sends.
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
    /// A layer for one app, with the default limits.
    #[must_use]
    pub fn new(app_secret: AppSecret, verify_token: VerifyToken) -> Self {
        Self::authenticated_by(Authentication::Signature {
            app_secret,
            previous_app_secrets: Vec::new(),
            verify_tokens: vec![verify_token],
        })
    }

    /// A layer for the client of the On-Premises API, which signs nothing.
    ///
    /// Each notification must carry this credential in its `Authorization` header; there is no layer
    /// that asks for nothing. GET is refused, because the client has no handshake. Everything else is
    /// the same: the limits, the rejections, [`Verified`](crate::Verified), and a
    /// [`WebhookEvent`](crate::WebhookEvent) of the same types.
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

    /// Accepts bodies signed with this secret too.
    ///
    /// For the days in which you change the app secret, or for several apps behind one URL.
    /// [`Verified::secret`](crate::Verified::secret) tells which one it was.
    ///
    /// # Panics
    ///
    /// On a layer for On-Premises, and with the ninth secret: 8 in all are accepted, the one of [`new`](Self::new) included.
    /// Every body is hashed once for each.
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

    /// Accepts this verify token too.
    ///
    /// A WhatsApp Business Account, and each of its numbers, can have a webhook URL that overrides
    /// the app's, and each of these has a verify token of its own.
    ///
    /// # Panics
    ///
    /// On a layer for On-Premises, which answers no GET.
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
    /// A body of exactly this size passes, a larger one is refused with 413. Meta sends up to
    /// 3 MB at once: with a lower limit, what Meta sends can be lost.
    ///
    /// axum's `DefaultBodyLimit` has no say in this, but still holds for a handler that takes the
    /// body as `Bytes` (2 MB by default): take [`Verified`](crate::Verified) instead.
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

    /// Limits the time in which a whole body must arrive; 10 seconds by default.
    ///
    /// It counts from the moment that the body first keeps the layer waiting, not anew for each
    /// part of it. A body that is later is refused with 408, and Meta sends it again.
    ///
    /// # Panics
    ///
    /// The timer is tokio's: polling a body that is not there yet panics outside of a tokio
    /// runtime with time enabled. A body that is already there needs no runtime.
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

    /// Limits the memory for bodies that are not verified yet, in bytes over all requests;
    /// 64 MiB by default.
    ///
    /// The first 64 KiB of each body are free, so that small notifications pass whatever else
    /// goes on. A body for which nothing is left is refused with 503 and `Retry-After: 1`, and
    /// Meta sends it again.
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

#[expect(clippy::panic, reason = "a slip in the program's own start, documented at the two options")]
fn signatures_only() -> ! {
    panic!("an On-Premises client has neither app secrets nor verify tokens")
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
