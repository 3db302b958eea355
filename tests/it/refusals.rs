use bytes::Bytes;
use http::{Method, Request, header::CONTENT_ENCODING};
use http_body_util::Full;
use tower::{Layer, ServiceExt, service_fn};
use whatsapp_webhook::{Rejection, RejectionKind};

use crate::support::{data, drive, frames, layer, send_now, signed};

#[test]
fn methods_other_than_get_and_post_are_rejected() {
    for method in ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "X"] {
        let mut request = signed(b"{}", Full::new(Bytes::from("{}")));
        *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = send_now(&layer(), request);
        assert_eq!(answer.status, 405);
        assert_eq!(answer.kind, Some(RejectionKind::MethodNotAllowed));
        assert_eq!(answer.headers["allow"], "GET, POST");
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}

#[test]
fn an_encoded_body_is_rejected_before_it_is_polled() {
    let body = frames([data(&b"{}"[..])]);
    let polls = body.polls();
    let mut request = signed(b"{}", body);
    let gzip = http::HeaderValue::from_static("gzip");
    request.headers_mut().insert(CONTENT_ENCODING, gzip);
    let answer = send_now(&layer(), request);
    assert_eq!(answer.status, 415);
    assert_eq!(answer.kind, Some(RejectionKind::UnsupportedContentEncoding));
    assert_eq!(polls.count(), 0);
}

#[test]
fn an_encoding_of_identity_passes() {
    let mut request = signed(b"{}", Full::new(Bytes::from("{}")));
    let identity = http::HeaderValue::from_static("identity");
    request.headers_mut().insert(CONTENT_ENCODING, identity);
    assert_eq!(send_now(&layer(), request).status, 200);
}

#[test]
fn the_signature_is_looked_at_before_anything_else_of_a_post() {
    let mut request = Request::post("/").body(Full::new(Bytes::from("{}"))).unwrap();
    for (name, value) in [("content-encoding", "gzip"), ("content-length", "x")] {
        let value = http::HeaderValue::from_static(value);
        request.headers_mut().insert(name, value);
    }
    assert_eq!(send_now(&layer(), request).status, 401);
}

#[test]
fn the_rejection_in_the_response_agrees_with_the_status_and_repeats_nothing() {
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, std::convert::Infallible>(http::Response::new(Full::<Bytes>::default()))
    });
    let mut request = signed(b"other", Full::new(Bytes::from("canary-body")));
    let canary = http::HeaderValue::from_static("canary-header");
    request.headers_mut().insert("x-canary", canary);
    let response = drive(layer().layer(inner).oneshot(request)).unwrap();
    let rejection: &Rejection = response.extensions().get().unwrap();
    assert_eq!(rejection.status(), response.status());
    let texts = [format!("{rejection:?}"), rejection.to_string(), rejection.kind().as_str().to_owned()];
    for text in texts {
        assert!(!text.contains("canary") && !text.contains("sha256="), "{text}");
    }
}
