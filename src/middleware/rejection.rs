//! Rejections: the reason for you, and a response that reveals nothing to the client.

mod kind;

use std::fmt;

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE},
};
use http_body_util::Full;

pub use self::kind::RejectionKind;

/// Why the layer rejected a request.
///
/// The client receives a status and an empty body, so that guessing signatures or tokens reveals
/// nothing. The reason is for you: the layer puts the `Rejection` into the extensions of the
/// **response**, where an outer layer can count it. With the feature `tracing`, the layer also logs one
/// event.
///
/// A `Rejection` contains nothing that the client sent.
///
/// ```
/// use std::convert::Infallible;
///
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use http_body_util::Full;
/// use tower::{Layer, ServiceExt, service_fn};
/// use whatsapp_webhook::{
///     AppSecret, Rejection, RejectionKind, VerifyToken, WhatsAppWebhookLayer,
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
/// let webhook = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token")?);
/// let service = webhook.layer(service_fn(async |_: Request<Full<Bytes>>| {
///     Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
/// }));
///
/// let unsigned = Request::post("/webhook").body(Full::new(Bytes::from("{}")))?;
/// let response = service.oneshot(unsigned).await?;
/// assert_eq!(response.status(), 401);
///
/// let rejection = response.extensions().get::<Rejection>().ok_or("not rejected")?;
/// assert_eq!(rejection.kind(), RejectionKind::MissingSignature);
/// assert_eq!(rejection.kind().as_str(), "missing_signature");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    kind: RejectionKind,
    status: StatusCode,
}

impl Rejection {
    pub(crate) fn new(kind: RejectionKind) -> Self {
        Self { kind, status: kind.status() }
    }

    /// Rejects a GET. An unknown app looks like a wrong token there, and like a wrong signature elsewhere.
    pub(crate) fn of_get(kind: RejectionKind) -> Self {
        let like = if kind == RejectionKind::UnknownApp { RejectionKind::WrongToken } else { kind };
        Self { kind, status: like.status() }
    }

    /// Returns what was wrong with the request.
    #[must_use]
    pub fn kind(&self) -> RejectionKind {
        self.kind
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Logs the rejection, and builds the response.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        #[cfg(feature = "tracing")]
        self.log();

        let mut response = Response::new(Full::default());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let extra = match (self.kind, self.status) {
            (RejectionKind::MissingAuthorization | RejectionKind::WrongAuthorization, _) => {
                Some((WWW_AUTHENTICATE, "Basic, Bearer"))
            }
            (RejectionKind::NotPost, _) => Some((ALLOW, "POST")),
            (_, StatusCode::UNAUTHORIZED) => Some((WWW_AUTHENTICATE, "X-Hub-Signature-256")),
            (_, StatusCode::METHOD_NOT_ALLOWED) => Some((ALLOW, "GET, POST")),
            (_, StatusCode::SERVICE_UNAVAILABLE) => Some((RETRY_AFTER, "1")),
            _ => None,
        };
        if let Some((name, value)) = extra {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response.extensions_mut().insert(self);
        response
    }

    /// Logs labels only, because a log must not contain text that the client chose.
    #[cfg(feature = "tracing")]
    fn log(&self) {
        let (reason, status) = (self.kind.as_str(), self.status.as_u16());
        if self.kind.is_noise() {
            tracing::debug!(target: "whatsapp_webhook", reason, status, help = %self, "webhook request rejected");
        } else {
            tracing::warn!(target: "whatsapp_webhook", reason, status, help = %self, "webhook request rejected");
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.message())
    }
}

impl std::error::Error for Rejection {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rejection_says_what_to_check() {
        let rejection = Rejection::new(RejectionKind::WrongSignature);
        assert!(rejection.to_string().contains("the app secret belongs to another app"));
    }
}
