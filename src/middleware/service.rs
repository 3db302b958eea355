//! The service: everything that is decided before a body is read.

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
    middleware::{
        authentication::Authentication,
        body::{ReadBody, check_headers},
        config::Config,
        limits::Limits,
        rejection::reject,
        verifier::BodyVerifier,
    },
};

/// The service produced by [`WhatsAppWebhookLayer`](crate::WhatsAppWebhookLayer), wrapping your inner
/// service.
///
/// The inner service is called for verified POST requests only; the layer's documentation lists the
/// responses to all other requests. The inner service must be `Clone` and receives the whole body as
/// `Full<Bytes>`. Its errors are returned unchanged. [`Verified`](crate::Verified) has an example
/// without axum.
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
        // The instance that was polled ready must be the one that is called: a clone need not be ready.
        let clone = self.inner.clone();
        let inner = mem::replace(&mut self.inner, clone);

        let Config { authentication, limits } = &*self.config;
        match *request.method() {
            Method::GET => {
                let response = authentication.on_get(request.uri().query());
                ResponseFuture::answer(response.unwrap_or_else(reject))
            }
            Method::POST => match begin(&request, authentication, limits) {
                Ok(verifier) => {
                    let (head, body) = request.into_parts();
                    let body = ReadBody::new(body, verifier, limits);
                    ResponseFuture::read(Request::from_parts(head, ()), body, inner)
                }
                Err(kind) => ResponseFuture::answer(reject(kind)),
            },
            _ => ResponseFuture::answer(reject(authentication.on_other_method())),
        }
    }
}

/// Checks everything that can be checked of a POST before its body is read.
fn begin<B: Body>(
    request: &Request<B>,
    authentication: &Authentication,
    limits: &Limits,
) -> Result<BodyVerifier, RejectionKind> {
    let verifier = authentication.on_post(request.headers())?;
    check_headers(request.headers(), &request.body().size_hint(), limits.max_body_size)?;
    Ok(verifier)
}
