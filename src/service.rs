//! The service: a request comes in here.

use std::{
    mem,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use crate::{
    RejectionKind, ResponseBody, ResponseFuture,
    body::{ReadBody, check_head},
    challenge,
    config::Config,
    rejection::refuse,
    signature::{Signature, X_HUB_SIGNATURE_256},
};

/// The service that [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer) makes of yours.
///
/// It calls the inner service with nothing but verified POST requests; see the layer for what
/// happens to all others. The inner service gets the whole body at once, as `Full<Bytes>`, and
/// its errors pass through unchanged. [`Verified`](crate::Verified) has an example without axum.
#[derive(Clone, Debug)]
pub struct WhatsAppWebhook<S> {
    inner: S,
    config: Arc<Config>,
}

impl<S> WhatsAppWebhook<S> {
    pub(crate) fn new(inner: S, config: Arc<Config>) -> Self {
        Self { inner, config }
    }
}

impl<S, B, R> Service<Request<B>> for WhatsAppWebhook<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>> + Clone,
    B: Body,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = ResponseFuture<S, B, S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The instance that was polled ready is the one to call; a clone of it need not be ready.
        let clone = self.inner.clone();
        let inner = mem::replace(&mut self.inner, clone);

        match *request.method() {
            Method::GET => {
                let query = request.uri().query().unwrap_or_default();
                ResponseFuture::answer(
                    challenge::check(query, &self.config.verify_tokens)
                        .map_or_else(refuse, challenge::answer),
                )
            }
            Method::POST => match check(&request, &self.config) {
                Ok(signature) => {
                    let (head, body) = request.into_parts();
                    let body = ReadBody::new(body, signature, &self.config);
                    ResponseFuture::read(Request::from_parts(head, ()), body, inner)
                }
                Err(kind) => ResponseFuture::answer(refuse(kind)),
            },
            _ => ResponseFuture::answer(refuse(RejectionKind::MethodNotAllowed)),
        }
    }
}

/// Everything that can be said of a POST before its body is read.
fn check<B: Body>(request: &Request<B>, config: &Config) -> Result<Signature, RejectionKind> {
    let signature = only_signature(request.headers())?;
    let hint = request.body().size_hint();
    check_head(request.headers(), &hint, config.max_body_size)?;
    Ok(signature)
}

fn only_signature(headers: &HeaderMap) -> Result<Signature, RejectionKind> {
    let mut values = headers.get_all(X_HUB_SIGNATURE_256).iter();
    let value = values.next().ok_or(RejectionKind::MissingSignature)?;
    if values.next().is_some() {
        return Err(RejectionKind::RepeatedSignature);
    }
    Signature::parse(value).ok_or(RejectionKind::MalformedSignature)
}
