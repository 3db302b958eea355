//! The layer.

mod options;

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, request::Parts};
use http_body_util::Full;
use tower_layer::Layer;

use crate::{
    AppCredentials, AppSecret, Authorization, Verified, VerifyToken, WhatsAppWebhook,
    middleware::{
        authentication::{Apps, Authentication},
        config::Config,
        limits::Limits,
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
/// No option lets an unauthenticated request pass. Apply the layer to the webhook's route only: in axum by `.layer` on the method
/// router, as below, or by `.route_layer` on a `Router` of its own. The layer answers every GET itself, so a GET handler
/// behind the layer is never called. (`.route_layer` on a *method* router would keep GET from the layer, and `.layer` on a
/// `Router` would wrap its fallback as well, which `merge` then takes to the whole app.)
///
/// The inner service must be `Clone` and take `Request<Full<Bytes>>`, as every axum handler does. When the client leaves, or
/// closes its half of the connection, the server drops the response future, and the handler ends where it awaits. Spawn a
/// task, or use a queue, for work that must finish.
///
/// The layer caps the memory and time that an unauthenticated sender can consume, by
/// [`with_max_body_size`](Self::with_max_body_size),
/// [`with_body_deadline`](Self::with_body_deadline) and
/// [`with_body_budget`](Self::with_body_budget). The defaults fit the notifications that Meta sends.
///
/// Cloning is cheap, and clones share one [body budget](Self::with_body_budget).
///
/// # Responses
///
#[doc = include_str!("responses.md")]
///
/// # Examples
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
        Self::for_app(AppCredentials::new(app_secret, verify_token))
    }

    /// Creates a layer for one app, whose credentials may hold previous secrets, further verify tokens and a label.
    #[must_use]
    pub fn for_app(credentials: AppCredentials) -> Self {
        Self::authenticated_by(Authentication::App(credentials))
    }

    /// Creates a layer for several apps, or for an app whose credentials change while the program runs.
    ///
    /// **The signature proves the app, not the customer.** If several customers share one app, a notification of one of them
    /// also fits on the path of another: read [`Update::phone_number_id`](crate::Update::phone_number_id) to tell them apart.
    ///
    /// The function is called for each GET and POST with the head of the request, and returns the credentials of the app that
    /// the request is for, by its path, host or extensions. The function must return at once: let it read a snapshot that another task
    /// replaces. Where the credentials are in a database, look them up in a middleware before the layer, put them into the
    /// extensions of the request, and respond with 503 if the database is down; Meta sends the notification again.
    ///
    /// If the function returns `None`, the layer does the same work as for a known app with one secret, and rejects the request
    /// like a wrong signature (401) or a wrong verify token (403), so that a stranger cannot find out which apps exist. Only the
    /// [`Rejection`](crate::Rejection) tells. Two things can still give an app away by time: an app with previous secrets costs
    /// one more hash of the body for each of them, and a function that searches a list takes longer if it finds nothing. Use a map.
    ///
    /// ```
    /// use std::collections::HashMap;
    ///
    /// use http::{Request, request::Parts};
    /// use whatsapp_webhook::{AppCredentials, AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};
    ///
    /// let shop = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// let bank = AppSecret::new("fedcba9876543210fedcba9876543210")?;
    /// let apps = HashMap::from([
    ///     ("/shop", AppCredentials::new(shop.clone(), VerifyToken::new("a token")?)),
    ///     ("/bank", AppCredentials::new(bank, VerifyToken::new("another token")?)),
    /// ]);
    /// let webhook = WhatsAppWebhookLayer::for_apps(move |head: &Parts| apps.get(head.uri.path()).cloned());
    ///
    /// for (path, is_right) in [("/shop", true), ("/bank", false), ("/unknown", false)] {
    ///     let request = Request::post(path)
    ///         .header(signature::X_HUB_SIGNATURE_256, signature::sign(&shop, b"{}"))
    ///         .body("{}")?;
    ///     assert_eq!(webhook.check(request).is_ok(), is_right);
    /// }
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn for_apps(find: impl Fn(&Parts) -> Option<AppCredentials> + Send + Sync + 'static) -> Self {
        Self::authenticated_by(Authentication::Apps(Arc::new(Apps::new(find))))
    }

    /// Creates a layer for the client of the On-Premises API, which does not sign its notifications.
    ///
    /// Each notification must carry the credential in its `Authorization` header; a layer without
    /// authentication does not exist. The layer removes the header before the handler sees the request. GET is rejected, because the client has no handshake. Limits,
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
        Self::authenticated_by(Authentication::OnPremises(Arc::new(authorization)))
    }

    fn authenticated_by(authentication: Authentication) -> Self {
        let config = Config { gate: None, authentication, limits: Limits::default(), observer: None };
        Self { config: Arc::new(config) }
    }

    fn config_mut(&mut self) -> &mut Config {
        Arc::make_mut(&mut self.config)
    }

    /// Checks a request that is in memory as a whole, without Tower, a runtime or a clock.
    ///
    /// For hosts that call no Tower service, such as actix-web. The decisions are those of the layer, but for the deadline and
    /// the budget, which are for bodies that are still on the way. An observer is told of an `Err` alone, with times of zero.
    ///
    /// After `Ok`, respond with 200 as soon as the notification is stored or handled; Meta sends it again after every
    /// other status.
    ///
    /// # Errors
    ///
    /// Returns the response to send instead: the challenge of a GET, or a rejection.
    ///
    /// ```
    /// use http::Request;
    /// use whatsapp_webhook::{
    ///     AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer, signature,
    /// };
    ///
    /// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    /// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
    ///
    /// let body = r#"{"object":"whatsapp_business_account","entry":[]}"#;
    /// let request = Request::post("/webhook")
    ///     .header(signature::X_HUB_SIGNATURE_256, signature::sign(&secret, body.as_bytes()))
    ///     .body(body)?;
    /// let verified = webhook.check(request).map_err(|response| response.status().to_string())?;
    /// assert_eq!(WebhookEvent::from_verified(&verified)?.updates().count(), 0);
    ///
    /// let handshake = "/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token=a+token";
    /// let response = webhook.check(Request::get(handshake).body("")?).unwrap_err();
    /// assert_eq!(response.status(), 200);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[expect(clippy::result_large_err, reason = "the response is what the caller sends")]
    pub fn check(&self, request: Request<impl Into<Bytes>>) -> Result<Verified, Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        let checked = self.config.check(&head, body.into());
        if let (Err(response), Some(observer)) = (&checked, &self.config.observer) {
            observer.without_clock().answered_by_layer(response);
        }
        checked
    }
}

impl<S> Layer<S> for WhatsAppWebhookLayer {
    type Service = WhatsAppWebhook<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WhatsAppWebhook::new(inner, Arc::clone(&self.config))
    }
}
