//! Requests that a receiver of webhooks sends to Meta, and the readers of the answers (feature `graph`).
//!
//! The crate has no HTTP client. [`Graph`] builds an [`http::Request`], you send it with the client that you have, and
//! [`Answer::read`] reads the status and the body of the response:
//!
//! ```
//! use bytes::Bytes;
//! use http::{Request, Response};
//! use whatsapp_webhook::{Update, graph::Graph};
//!
//! /// Answers a message. `send` sends a request with any client.
//! async fn answer<E>(graph: &Graph, send: impl AsyncFn(Request<Bytes>) -> Result<Response<Bytes>, E>, update: &Update)
//! -> Result<(), Box<dyn std::error::Error>>
//! where
//!     E: std::error::Error + 'static,
//! {
//!     let Some(target) = update.reply_target() else { return Ok(()) };
//!     let (request, answer) = graph.reply_text(&target.from, &target.to, "Thank you, we are on it.").split();
//!     let response = send(request).await?;
//!     let sent = answer.read(response.status(), response.body())?;
//!     println!("sent as {}", sent.id);
//!     Ok(())
//! }
//! ```
//!
//! # Calls
//!
//! | call | needs |
//! | --- | --- |
//! | [`reply_text`](Graph::reply_text), [`reply`](Graph::reply), [`send`](Graph::send) a template, [`mark_read`](Graph::mark_read), [`show_typing`](Graph::show_typing), [`media`](Graph::media), [`download`](Graph::download) | a system user's token with `whatsapp_business_messaging` |
//! | [`templates`](Graph::templates), [`subscribe`](Graph::subscribe), [`unsubscribe`](Graph::unsubscribe), [`subscriptions`](Graph::subscriptions), [`override_account`](Graph::override_account), [`override_number`](Graph::override_number), [`callbacks`](Graph::callbacks) | a system user's token with `whatsapp_business_management` |
//! | [`subscribe_app`](Graph::subscribe_app), [`app_subscriptions`](Graph::app_subscriptions), [`token_info`](Graph::token_info) | the token of the app ([`AccessToken::of_app`]) |
//! | [`ApplicationSettings::request`](crate::event::on_premises::ApplicationSettings::request) | the token of an administrator of the On-Premises client |
//!
//! A token also needs access to the account that the call is about: assign the account to the system user.
//!
//! # Failures
//!
//! Nothing is retried and nothing is stored. A call without an answer (a time-out, a closed connection) may have been executed, and so may
//! one whose answer is [`GraphError::Unreadable`]. Meta has no idempotency key, so a message that is sent again is a second message.
//! [`GraphError::is_safe_to_resend`] names the answers after which a message was certainly not sent. For templates,
//! [`TemplateMessage::callback_data`] resolves the rest: the text comes back in the statuses of the message, with its identifier.
//!
//! # Privacy
//!
//! Tokens, phone numbers and texts are in no `Debug` of these types and in no error message. The [`http::Request`] is not one of these types: its
//! `Debug` prints the URL and the body.

mod access_token;
mod address;
mod app;
mod call;
mod callback;
mod done;
mod error;
mod media;
mod messages;
mod on_premises;
mod overrides;
mod reading;
mod recipient;
mod reply_target;
mod secret_text;
mod sent;
mod subscriptions;
mod template;
mod template_version;
mod token_info;

use std::{fmt, sync::Arc};

use http::{Method, Uri};
use serde_json::Value;

pub use self::{
    access_token::AccessToken,
    app::AppSubscription,
    call::{Answer, Call},
    callback::Callback,
    done::Done,
    error::{GraphError, GraphRejection},
    media::{DownloadError, MediaUrl},
    overrides::Callbacks,
    recipient::Recipient,
    reply_target::ReplyTarget,
    sent::Sent,
    subscriptions::Subscription,
    template::{Button, Header, HeaderMedia, Parameter, TemplateMessage},
    template_version::TemplateVersion,
    token_info::{GranularScope, TokenInfo},
};
use self::{address::Base, secret_text::SecretText};
use crate::{AppSecret, ConfigError};

/// A builder of requests to the Graph API, with a token.
///
/// See the [module](self) for an example. `Graph` is cheap to clone, and sends nothing by itself. `Debug` shows the base URL.
///
/// Source: <https://developers.facebook.com/docs/graph-api/overview>
#[derive(Clone)]
pub struct Graph {
    token: AccessToken,
    base: Base,
    proof: Option<Arc<SecretText>>,
    media_hosts: Vec<String>,
}

impl Graph {
    /// Creates a builder of requests to `https://graph.facebook.com/v26.0`.
    #[must_use]
    pub fn new(token: AccessToken) -> Self {
        let uri = Uri::from_static("https://graph.facebook.com/v26.0");
        #[expect(clippy::expect_used, reason = "a constant, which every test tries")]
        let base = Base::new(&uri).expect("the URL of the Graph API is a valid base");
        Self { token, base, proof: None, media_hosts: Vec::new() }
    }

    /// Sends the requests to another base URL: another version, a proxy, or a mock on your own machine.
    ///
    /// **The token goes wherever the base leads**, so never take the base from a notification.
    ///
    /// # Errors
    ///
    /// Returns an error if the scheme is neither `https`, nor `http` with a loopback address or `localhost`; or if the URL has a user, a
    /// query or dot segments.
    ///
    /// ```
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let graph = graph.with_base("https://graph.facebook.com/v25.0".parse()?)?;
    /// assert!(graph.clone().with_base("http://127.0.0.1:3000/v26.0".parse()?).is_ok());
    /// assert!(graph.with_base("http://example.com/v26.0".parse()?).is_err());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "callers have a `Uri` that they parsed for this")]
    pub fn with_base(mut self, base: Uri) -> Result<Self, ConfigError> {
        self.base = Base::new(&base)?;
        Ok(self)
    }

    /// Adds `appsecret_proof` to each request, which proves that the sender of the token also has the app secret.
    ///
    /// Needed if *Require App Secret* is on in the App Dashboard (App settings > Advanced), and for calls of solution partners: without
    /// the proof, Meta then answers with error 100. The secret must be that of the app that the token belongs to. A proof is harmless
    /// where it is not required.
    ///
    /// Source: <https://developers.facebook.com/docs/graph-api/guides/secure-requests>
    #[must_use]
    pub fn with_app_secret_proof(mut self, app_secret: &AppSecret) -> Self {
        self.proof = Some(Arc::new(self.token.proof(app_secret)));
        self
    }

    /// Allows [`download`](Self::download) to send the token to a further host over https.
    ///
    /// Meta documents no list of the hosts of its files. `*.fbsbx.com`, `*.facebook.com` and `*.whatsapp.net` are built in. `host` is a
    /// host, such as `media.example.com`, if need be with a port; or `*.` and a domain, for the hosts below the domain.
    #[must_use]
    pub fn with_media_host(mut self, host: &str) -> Self {
        self.media_hosts.push(host.to_ascii_lowercase());
        self
    }

    /// A call without a body.
    fn call<A>(
        &self,
        method: Method,
        segments: &[&str],
        query: &[(&str, &str)],
        read: impl Fn(&Value) -> Result<A, &'static str> + Send + Sync + 'static,
    ) -> Call<A> {
        let proof = self.proof.as_ref().map(|proof| ("appsecret_proof", proof.as_str()));
        let query: Vec<_> = query.iter().copied().chain(proof).collect();
        Call::new(method, self.base.uri(segments, &query), Some(&self.token), read)
    }

    /// A POST of JSON.
    fn post<A>(
        &self,
        segments: &[&str],
        body: &Value,
        read: impl Fn(&Value) -> Result<A, &'static str> + Send + Sync + 'static,
    ) -> Call<A> {
        self.call(Method::POST, segments, &[], read).with_json(body)
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph").field("base", &self.base.as_text()).finish_non_exhaustive()
    }
}
