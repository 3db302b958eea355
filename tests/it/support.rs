//! What the tests share: a layer, signed requests, bodies made to measure, and a way to drive a
//! future without any runtime.

use std::{
    convert::Infallible,
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
};

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, ServiceExt, service_fn};
use whatsapp_webhook::{
    AppCredentials, AppSecret, Rejection, RejectionKind, Verified, VerifyToken, WhatsAppWebhookLayer,
    signature::{X_HUB_SIGNATURE_256, sign},
};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "verify-token-0123456789";
/// The layer's default limit of a body.
pub(crate) const LIMIT: usize = 3 << 20;

pub(crate) fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

pub(crate) fn app() -> AppCredentials {
    AppCredentials::new(secret(), VerifyToken::new(TOKEN).unwrap())
}

pub(crate) fn layer() -> WhatsAppWebhookLayer {
    WhatsAppWebhookLayer::for_app(app())
}

/// A POST with the right signature of `bytes`, whatever `body` then sends.
pub(crate) fn signed<B>(bytes: &[u8], body: B) -> Request<B> {
    with_signature(sign(&secret(), bytes), body)
}

pub(crate) fn with_signature<B>(signature: HeaderValue, body: B) -> Request<B> {
    Request::post("/webhook").header(X_HUB_SIGNATURE_256, signature).body(body).unwrap()
}

/// What a request got, and what the inner service saw of it.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) kind: Option<RejectionKind>,
    pub(crate) seen: Option<Seen>,
}

pub(crate) struct Seen {
    pub(crate) body: Bytes,
    pub(crate) verified: Verified,
}

/// Sends a request through the layer to a service that answers 200 and `handled`.
pub(crate) async fn send<B: Body>(layer: &WhatsAppWebhookLayer, request: Request<B>) -> Answer {
    let seen = Arc::new(Mutex::new(None));
    let inner = service_fn(|request: Request<Full<Bytes>>| async {
        let verified = request.extensions().get::<Verified>().cloned().unwrap();
        let body = request.into_body().collect().await?.to_bytes();
        *seen.lock().unwrap() = Some(Seen { body, verified });
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from("handled"))))
    });
    let response = layer.layer(inner).oneshot(request).await.unwrap();
    let kind = response.extensions().get().map(Rejection::kind);
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let seen = seen.lock().unwrap().take();
    Answer { status: parts.status, headers: parts.headers, body, kind, seen }
}

/// [`send`] without a runtime: nothing in it may need one.
pub(crate) fn send_now<B: Body>(layer: &WhatsAppWebhookLayer, request: Request<B>) -> Answer {
    drive(send(layer, request))
}

/// Polls a future to its end, without a runtime and without waiting.
pub(crate) fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
    panic!("still pending");
}

/// Waits until a service is ready for requests like this one.
pub(crate) async fn ready<S, B>(service: &mut S, _: &Request<B>) -> Result<(), S::Error>
where
    S: Service<Request<B>>,
{
    poll_fn(|cx| service.poll_ready(cx)).await
}

/// Calls a service once it is ready.
pub(crate) async fn call<S, B>(service: &mut S, request: Request<B>) -> Result<S::Response, S::Error>
where
    S: Service<Request<B>>,
{
    ready(service, &request).await?;
    service.call(request).await
}

/// Polls a future once.
pub(crate) async fn is_pending<F: Future>(mut future: Pin<&mut F>) -> bool {
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}

/// A body that yields what an iterator does, and counts how often it is polled.
///
/// After a `Poll::Pending` item nobody is woken: the body hangs until it is polled again.
pub(crate) struct Frames<I> {
    items: I,
    declared: Option<u64>,
    polls: Polls,
}

/// How often a body has been polled.
#[derive(Clone, Default)]
pub(crate) struct Polls(Arc<AtomicUsize>);

impl Polls {
    pub(crate) fn count(&self) -> usize {
        self.0.load(SeqCst)
    }
}

#[derive(Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection lost")
    }
}

impl std::error::Error for Broken {}

pub(crate) type Item<D> = Poll<Result<Frame<D>, Broken>>;

pub(crate) fn data<D: Buf>(data: D) -> Item<D> {
    Poll::Ready(Ok(Frame::data(data)))
}

pub(crate) fn frames<I: IntoIterator>(items: I) -> Frames<I::IntoIter> {
    Frames { items: items.into_iter(), declared: None, polls: Polls::default() }
}

/// `bytes` in frames of `size`.
pub(crate) fn chunked(bytes: &Bytes, size: usize) -> Frames<impl Iterator<Item = Item<Bytes>> + use<>> {
    let bytes = bytes.clone();
    let starts = (0..bytes.len()).step_by(size);
    frames(starts.map(move |start| data(bytes.slice(start..bytes.len().min(start + size)))))
}

impl<I> Frames<I> {
    pub(crate) fn declaring(mut self, length: u64) -> Self {
        self.declared = Some(length);
        self
    }

    pub(crate) fn polls(&self) -> Polls {
        self.polls.clone()
    }
}

impl<D: Buf, I: Iterator<Item = Item<D>> + Unpin> Body for Frames<I> {
    type Data = D;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<D>, Broken>>> {
        self.polls.0.fetch_add(1, SeqCst);
        match self.items.next() {
            Some(item) => item.map(Some),
            None => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.declared.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
