use std::{
    convert::Infallible,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use tower::{Layer, Service, ServiceExt, service_fn};
use whatsapp_webhook::{ResponseBody, WhatsAppWebhook};

use crate::support::{drive, layer, signed};

/// Sends `{}` through the layer to `inner`.
fn post<S, R>(inner: S) -> Result<Response<ResponseBody<R>>, S::Error>
where
    S: Service<Request<Full<Bytes>>, Response = Response<R>> + Clone,
{
    let request = signed(b"{}", Full::new(Bytes::from("{}")));
    drive(layer().layer(inner).oneshot(request))
}

#[test]
fn every_2xx_becomes_200_and_nothing_else_changes() {
    for code in 200..600 {
        let inner = service_fn(|_: Request<Full<Bytes>>| {
            let response = Response::builder().status(code).header("x-mine", "kept");
            let response = response.body(Full::<Bytes>::default()).unwrap();
            std::future::ready(Ok::<_, Infallible>(response))
        });
        let response = post(inner).unwrap();
        let expected = if code < 300 { 200 } else { code };
        assert_eq!(response.status(), expected);
        assert_eq!(response.headers()["x-mine"], "kept");
        assert_eq!(response.headers().len(), 1);
    }
}

#[test]
fn an_error_of_the_inner_service_passes_through() {
    #[derive(Debug, PartialEq)]
    struct Mine(u32);
    let inner = service_fn(async |_: Request<Full<Bytes>>| Err::<Response<Full<Bytes>>, _>(Mine(7)));
    assert_eq!(post(inner).unwrap_err(), Mine(7));
}

#[test]
fn an_inner_future_need_not_be_send() {
    let inner = service_fn(|_: Request<Full<Bytes>>| {
        let here = Rc::new(());
        async move {
            std::future::ready(()).await;
            drop(here);
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
        }
    });
    assert_eq!(post(inner).unwrap().status(), 200);
}

#[test]
fn the_head_of_the_request_reaches_the_inner_service_whole() {
    let inner = service_fn(async |request: Request<Full<Bytes>>| {
        assert_eq!(request.uri(), "/deep/path?x=1");
        assert_eq!(request.headers()["x-mine"], "kept");
        assert_eq!(request.extensions().get(), Some(&7_u8));
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let mut request = signed(b"{}", Full::new(Bytes::from("{}")));
    *request.uri_mut() = "/deep/path?x=1".parse().unwrap();
    request.headers_mut().insert("x-mine", "kept".parse().unwrap());
    request.extensions_mut().insert(7_u8);
    let response = drive(layer().layer(inner).oneshot(request)).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

/// A body that says how long it is, with trailers at its end.
struct WithTrailers(u8);

impl Body for WithTrailers {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0 += 1;
        Poll::Ready(match self.0 {
            1 => Some(Ok(Frame::data(Bytes::from("abc")))),
            2 => Some(Ok(Frame::trailers(HeaderMap::new()))),
            _ => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.0 == 2
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(3)
    }
}

#[test]
fn the_body_of_the_inner_response_passes_through_as_it_is() {
    let inner =
        service_fn(async |_: Request<Full<Bytes>>| Ok::<_, Infallible>(Response::new(WithTrailers(0))));
    let mut body = post(inner).unwrap().into_body();
    assert_eq!(body.size_hint().exact(), Some(3));
    assert!(!body.is_end_stream());
    assert!(drive(body.frame()).unwrap().unwrap().is_data());
    assert!(drive(body.frame()).unwrap().unwrap().is_trailers());
    assert!(body.is_end_stream());
    assert!(drive(body.frame()).is_none());
}

#[test]
fn the_service_and_its_future_are_send_and_static_when_the_parts_are() {
    fn assert_auto<T: Send + Sync + 'static>(_: &T) {}
    fn assert_send<T: Send + 'static>(_: T) {}
    #[derive(Clone)]
    struct Inner;
    impl Service<Request<Full<Bytes>>> for Inner {
        type Response = Response<Full<Bytes>>;
        type Error = Infallible;
        type Future = std::future::Ready<Result<Self::Response, Infallible>>;
        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }
        fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
            std::future::ready(Ok(Response::default()))
        }
    }
    let mut service: WhatsAppWebhook<Inner> = layer().layer(Inner);
    assert_auto(&service);
    assert_send(service.call(signed(b"{}", Full::new(Bytes::from("{}")))));
}
