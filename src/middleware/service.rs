//! The service, which each request comes to.

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use crate::{
    ResponseBody, ResponseFuture,
    middleware::{body::ReadBody, config::Config, observer::Observer},
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

    /// Always ready: the inner service is polled ready after the body was verified, so that no stranger takes a permit, a
    /// place in a buffer or a connection of a pool.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let observation = self.config.observer.as_ref().map(Observer::begin);
        let (mut head, body) = request.into_parts();
        match self.config.begin(&head, &body.size_hint()) {
            Ok(expected) => {
                self.config.authentication.hide_from_handler(&mut head.headers);
                let body = ReadBody::new(body, expected, &self.config.limits);
                ResponseFuture::read(head, body, self.inner.clone(), observation)
            }
            Err(response) => ResponseFuture::answer(response, observation),
        }
    }
}
