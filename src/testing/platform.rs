//! Meta's side of the connection, in process.

use std::future::poll_fn;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::Full;
use tower_service::Service;

use super::Notification;
use crate::AppSecret;

/// Meta, as far as an app in the same process is concerned: signs and delivers notifications, and asks for the challenge.
///
/// The app is any Tower service, such as an axum `Router`. No socket is opened, and any executor will do.
///
/// ```
/// use axum::{Router, routing::post};
/// use whatsapp_webhook::{
///     AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer,
///     testing::{Item, Notification, Platform},
/// };
///
/// async fn receive(event: WebhookEvent) {
///     for update in &event {
///         println!("{}", update.kind());
///     }
/// }
///
/// # #[cfg(not(feature = "axum"))]
/// # fn main() {}
/// # #[cfg(feature = "axum")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = AppSecret::new("a secret for tests only")?;
/// let webhook = WhatsAppWebhookLayer::new(secret.clone(), VerifyToken::new("a token")?);
/// let app = Router::new().route("/webhook", post(receive).layer(webhook));
///
/// let meta = Platform::new(app, secret).at("/webhook");
/// assert_eq!(meta.handshake("a token", "1158201444").await?.status(), 200);
/// let response = meta.deliver(&Notification::of([Item::text("Hello")])).await?;
/// assert_eq!(response.status(), 200);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Platform<S> {
    app: S,
    secret: AppSecret,
    path: String,
}

impl<S> Platform<S> {
    /// Creates a platform that delivers to `/` of an app, and signs with a secret.
    #[must_use]
    pub fn new(app: S, secret: AppSecret) -> Self {
        Self { app, secret, path: "/".to_owned() }
    }

    /// Sets the path of the webhook, such as `/webhook`.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }
}

impl<S, B> Platform<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone,
{
    /// Delivers a notification once, whatever the response is.
    ///
    /// # Errors
    ///
    /// Returns the error of the app.
    pub async fn deliver(&self, notification: &Notification) -> Result<Response<B>, S::Error> {
        let mut request = notification.signed(&self.secret);
        *request.uri_mut() = self.uri("");
        self.send(request).await
    }

    /// Delivers a notification until the status is 200, up to so many times.
    ///
    /// Meta sends a notification again for up to 7 days, with growing pauses. There is no pause here.
    ///
    /// # Errors
    ///
    /// Returns the error of the app.
    pub async fn deliver_until_taken(
        &self,
        notification: &Notification,
        attempts: usize,
    ) -> Result<Attempts, S::Error> {
        let mut statuses = Vec::new();
        while statuses.len() < attempts && statuses.last() != Some(&StatusCode::OK) {
            statuses.push(self.deliver(notification).await?.status());
        }
        Ok(Attempts { statuses })
    }

    /// Asks for the challenge, as Meta does when a webhook is registered.
    ///
    /// # Errors
    ///
    /// Returns the error of the app.
    pub async fn handshake(&self, verify_token: &str, challenge: &str) -> Result<Response<B>, S::Error> {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("hub.mode", "subscribe")
            .append_pair("hub.challenge", challenge)
            .append_pair("hub.verify_token", verify_token)
            .finish();
        let mut request = Request::new(Full::default());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = self.uri(&format!("?{query}"));
        self.send(request).await
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<B>, S::Error> {
        let mut app = self.app.clone();
        poll_fn(|cx| app.poll_ready(cx)).await?;
        app.call(request).await
    }

    #[expect(clippy::panic, reason = "a mistake in a test should fail that test")]
    fn uri(&self, query: &str) -> Uri {
        format!("{}{query}", self.path)
            .parse()
            .unwrap_or_else(|error| panic!("`{}` is not a path: {error}", self.path))
    }
}

/// The attempts of [`Platform::deliver_until_taken`] to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempts {
    statuses: Vec<StatusCode>,
}

impl Attempts {
    /// Returns whether the last response was 200.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.statuses.last() == Some(&StatusCode::OK)
    }

    /// Returns the status of each response, in order.
    #[must_use]
    pub fn statuses(&self) -> &[StatusCode] {
        &self.statuses
    }
}
