//! The response future.

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    ResponseBody, Verified,
    middleware::{body::ReadBody, rejection::reject},
};

pin_project! {
    /// The response future of [`WhatsAppWebhook`](crate::WhatsAppWebhook).
    ///
    /// # Panics
    ///
    /// Panics when the future has to wait for the body outside of a tokio runtime with time enabled,
    /// because the deadline needs a timer. A body that is available at once needs no runtime.
    pub struct ResponseFuture<S, B, F> {
        #[pin]
        state: State<S, B, F>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, B, F> {
        Answer {
            response: Option<Response<Full<Bytes>>>,
        },
        Read {
            head: Request<()>,
            #[pin]
            body: ReadBody<B>,
            inner: S,
        },
        Call {
            #[pin]
            future: F,
        },
    }
}

impl<S, B, F> ResponseFuture<S, B, F> {
    /// Returns a response of the layer itself.
    pub(crate) fn answer(response: Response<Full<Bytes>>) -> Self {
        let state = State::Answer { response: Some(response) };
        Self { state }
    }

    /// Reads the body, and calls `inner`, which must be ready, once the body is verified.
    pub(crate) fn read(head: Request<()>, body: ReadBody<B>, inner: S) -> Self {
        let state = State::Read { head, body, inner };
        Self { state }
    }
}

impl<S, B, R> Future for ResponseFuture<S, B, S::Future>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>>,
    B: Body,
{
    type Output = Result<Response<ResponseBody<R>>, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProj::Read { head, body, inner } => match ready!(body.poll(cx)) {
                    Ok(verified) => State::Call { future: inner.call(pass_on(mem::take(head), verified)) },
                    Err(kind) => State::Answer { response: Some(reject(kind)) },
                },
                StateProj::Call { future } => {
                    return future.poll(cx).map_ok(acknowledge);
                }
                StateProj::Answer { response } => {
                    #[expect(clippy::expect_used, reason = "as for any future, a caller's bug")]
                    let response = response.take().expect("polled after completion");
                    return Poll::Ready(Ok(response.map(ResponseBody::own)));
                }
            };
            state.set(next);
        }
    }
}

impl<S, B, F> fmt::Debug for ResponseFuture<S, B, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

fn pass_on(head: Request<()>, verified: Verified) -> Request<Full<Bytes>> {
    let mut request = head.map(|()| Full::new(verified.body().clone()));
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
