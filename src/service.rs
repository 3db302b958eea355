//! The service: a request comes in here.

use std::{
    mem,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use crate::{
    RejectionKind, ResponseBody, ResponseFuture,
    body::{ReadBody, check_head},
    challenge,
    config::{Authentication, Config},
    proof::Proof,
    rejection::refuse,
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
            Method::GET => ResponseFuture::answer(
                challenge(&request, &self.config).map_or_else(refuse, challenge::answer),
            ),
            Method::POST => match check(&request, &self.config) {
                Ok(proof) => {
                    let (head, body) = request.into_parts();
                    let body = ReadBody::new(body, proof, &self.config);
                    ResponseFuture::read(Request::from_parts(head, ()), body, inner)
                }
                Err(kind) => ResponseFuture::answer(refuse(kind)),
            },
            _ => ResponseFuture::answer(refuse(method_not_allowed(&self.config))),
        }
    }
}

fn challenge<B>(request: &Request<B>, config: &Config) -> Result<String, RejectionKind> {
    match &config.authentication {
        Authentication::Signature { verify_tokens, .. } => {
            challenge::check(request.uri().query().unwrap_or_default(), verify_tokens)
        }
        Authentication::Authorization(_) => Err(RejectionKind::NotPost),
    }
}

fn method_not_allowed(config: &Config) -> RejectionKind {
    match config.authentication {
        Authentication::Signature { .. } => RejectionKind::MethodNotAllowed,
        Authentication::Authorization(_) => RejectionKind::NotPost,
    }
}

/// Everything that can be said of a POST before its body is read.
fn check<B: Body>(request: &Request<B>, config: &Config) -> Result<Proof, RejectionKind> {
    let proof = Proof::of(request.headers(), &config.authentication)?;
    let hint = request.body().size_hint();
    check_head(request.headers(), &hint, config.max_body_size)?;
    Ok(proof)
}
