//! The response future.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode, request::Parts};
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    Rejection, ResponseBody, Verified,
    middleware::{body::ReadBody, observer::Observation},
};

pin_project! {
    /// The response future of [`WhatsAppWebhook`](crate::WhatsAppWebhook).
    ///
    /// # Panics
    ///
    /// Panics when the future has to wait for the body outside of a tokio runtime with time enabled,
    /// because the deadline needs a timer. A body that is available at once needs no runtime, and neither does a layer
    /// [without a deadline](crate::WhatsAppWebhookLayer::without_body_deadline). Panics when it is polled after it completed
    /// or panicked, like most futures.
    pub struct ResponseFuture<S, B, F> {
        #[pin]
        state: State<S, B, F>,
        observation: Option<Box<Observation>>,
    }
}

pin_project! {
    #[project = StateProj]
    #[project_replace = StateOwn]
    enum State<S, B, F> {
        Answer {
            response: Response<Full<Bytes>>,
        },
        /// Until the body is verified, and then until the inner service is ready.
        Read {
            head: Parts,
            #[pin]
            body: ReadBody<B>,
            verified: Option<Verified>,
            inner: S,
        },
        Call {
            #[pin]
            future: F,
        },
        Done,
    }
}

impl<S, B, F> ResponseFuture<S, B, F> {
    /// Returns a response of the layer itself.
    pub(crate) fn answer(response: Response<Full<Bytes>>, observation: Option<Box<Observation>>) -> Self {
        Self { state: State::Answer { response }, observation }
    }

    /// Reads the body, and calls `inner` once the body is verified and `inner` is ready.
    #[inline]
    pub(crate) fn read(
        head: Parts,
        body: ReadBody<B>,
        inner: S,
        observation: Option<Box<Observation>>,
    ) -> Self {
        Self { state: State::Read { head, body, verified: None, inner }, observation }
    }
}

impl<S, B, R> Future for ResponseFuture<S, B, S::Future>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>>,
    B: Body,
{
    type Output = Result<Response<ResponseBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProj::Read { body, verified, inner, .. } => {
                    if verified.is_none() {
                        match ready!(body.poll(cx)) {
                            Ok(body) => {
                                this.observation.iter_mut().for_each(|it| it.verified(&body));
                                *verified = Some(body);
                            }
                            Err(kind) => {
                                let response = Rejection::new(kind).into_response();
                                this.state.set(State::Answer { response });
                                continue;
                            }
                        }
                    }
                    if let Err(error) = ready!(inner.poll_ready(cx)) {
                        this.state.set(State::Done);
                        return Poll::Ready(Err(error));
                    }
                }
                StateProj::Call { future } => {
                    let outcome = ready!(future.poll(cx));
                    this.state.set(State::Done);
                    let response = outcome.map(acknowledge);
                    if let (Ok(response), Some(observation)) = (&response, this.observation.take()) {
                        observation.answered(response.status());
                    }
                    return Poll::Ready(response);
                }
                StateProj::Answer { .. } | StateProj::Done => {}
            }
            // The state is left behind first, so that a panic of the inner service cannot lead to a second call.
            match this.state.as_mut().project_replace(State::Done) {
                StateOwn::Read { head, verified: Some(verified), mut inner, .. } => {
                    let future = inner.call(pass_on(head, verified));
                    this.state.set(State::Call { future });
                }
                StateOwn::Answer { response } => {
                    if let Some(observation) = this.observation.take() {
                        observation.answered_by_layer(&response);
                    }
                    return Poll::Ready(Ok(response.map(ResponseBody::own)));
                }
                _ => polled_after_completion(),
            }
        }
    }
}

#[expect(clippy::panic, reason = "as for most futures, a bug of the caller")]
#[cold]
fn polled_after_completion() -> ! {
    panic!("ResponseFuture was polled after it completed")
}

impl<S, B, F> fmt::Debug for ResponseFuture<S, B, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

fn pass_on(head: Parts, verified: Verified) -> Request<Full<Bytes>> {
    let mut request = Request::from_parts(head, Full::new(verified.body().clone()));
    request.extensions_mut().insert(verified);
    request
}

/// Turns any 2xx into 200, because Meta treats every other status as a failure and retries for days.
fn acknowledge<R>(mut response: Response<R>) -> Response<ResponseBody<R>> {
    if response.status().is_success() {
        *response.status_mut() = StatusCode::OK;
    }
    response.map(ResponseBody::inner)
}
