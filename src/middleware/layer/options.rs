use std::{sync::Arc, time::Duration};

use http::request::Parts;

use crate::{
    Outcome, WhatsAppWebhookLayer,
    middleware::{config::Gate, limits::BodyBudget, observer::Observer},
};

impl WhatsAppWebhookLayer {
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
        self.config_mut().limits.max_body_size = bytes;
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
    /// assert!(format!("{webhook:?}").contains("body_deadline: Some(10s)"));
    /// let webhook = webhook.with_body_deadline(Duration::from_secs(3));
    /// assert!(format!("{webhook:?}").contains("body_deadline: Some(3s)"));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn with_body_deadline(mut self, deadline: Duration) -> Self {
        self.config_mut().limits.body_deadline = Some(deadline);
        self
    }

    /// Sets no limit on the time to receive a body, and touches neither a clock nor a timer.
    ///
    /// For hosts that limit the time themselves, and for those without a tokio runtime.
    ///
    /// ```
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer};
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token")?);
    /// assert!(format!("{:?}", webhook.without_body_deadline()).contains("body_deadline: None"));
    /// # Ok::<_, whatsapp_webhook::ConfigError>(())
    /// ```
    #[must_use]
    pub fn without_body_deadline(mut self) -> Self {
        self.config_mut().limits.body_deadline = None;
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
        self.config_mut().limits.body_budget = Arc::new(BodyBudget::new(bytes));
        self
    }

    /// Asks a function first whether a request is admitted at all; by default all are.
    ///
    /// The function sees the head of each request before any secret is used. `false` rejects the request with 403. Use it for
    /// [lists of addresses](crate::Networks) and for the verdict of a proxy that checks client certificates (mTLS). It
    /// never takes the place of the signature, which is checked as well.
    ///
    /// ```
    /// use http::{Request, request::Parts};
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
    ///
    /// // The proxy sets this header for every request, and overwrites the one that a client sends.
    /// let webhook = webhook.with_gate(|head: &Parts| {
    ///     head.headers.get("x-client-verify").is_some_and(|verdict| verdict == "SUCCESS")
    /// });
    /// # let signed = || Request::post("/").header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, b"{}"));
    ///
    /// assert!(webhook.check(signed().header("x-client-verify", "SUCCESS").body("{}")?).is_ok());
    /// assert_eq!(webhook.check(signed().body("{}")?).unwrap_err().status(), 403);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_gate(mut self, admits: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.config_mut().gate = Some(Arc::new(Gate::new(admits)));
        self
    }

    /// Tells a function the [`Outcome`] of each request that was answered, for metrics.
    ///
    /// The function is called once per request, before the response is passed on, so it must not block. A request whose client
    /// leaves before the response, or whose inner service returns an error, has no outcome.
    ///
    /// ```
    /// use std::sync::{Arc, atomic::{AtomicUsize, Ordering::Relaxed}};
    ///
    /// use http::Request;
    /// use whatsapp_webhook::{Outcome, OutcomeKind};
    /// # use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer};
    /// # let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// # let webhook = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token")?);
    ///
    /// let rejections = Arc::new(AtomicUsize::new(0));
    /// let count = Arc::clone(&rejections);
    /// let webhook = webhook.with_observer(move |outcome: &Outcome| {
    ///     if let OutcomeKind::Rejected(_) = outcome.kind {
    ///         count.fetch_add(1, Relaxed);
    ///     }
    /// });
    ///
    /// assert!(webhook.check(Request::post("/webhook").body("{}")?).is_err());
    /// assert_eq!(rejections.load(Relaxed), 1);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_observer(mut self, observe: impl Fn(&Outcome) + Send + Sync + 'static) -> Self {
        self.config_mut().observer = Some(Arc::new(Observer::new(observe)));
        self
    }
}
