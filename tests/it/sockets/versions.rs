//! HTTP/1.1 and HTTP/2 on the same port.

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use super::{
    client::{NOTHING_NEW, padded},
    server::Server,
};
use crate::support::{LIMIT, chunked, signed};

async fn stream(server: &Server) -> TokioIo<TcpStream> {
    TokioIo::new(TcpStream::connect(server.address()).await.unwrap())
}

/// A connection that speaks HTTP/2 without asking first.
async fn http2<B>(server: &Server) -> http2::SendRequest<B>
where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static,
{
    let (sender, connection) = http2::handshake(TokioExecutor::new(), stream(server).await).await.unwrap();
    tokio::spawn(connection);
    sender
}

#[tokio::test]
async fn one_port_speaks_http1_and_http2() {
    let server = Server::start("hyper", &[]);
    let request = || signed(NOTHING_NEW.as_bytes(), Full::new(Bytes::from(NOTHING_NEW)));

    let (mut sender, connection) = http1::handshake(stream(&server).await).await.unwrap();
    tokio::spawn(connection);
    assert_eq!(sender.send_request(request()).await.unwrap().status(), StatusCode::OK);

    let mut sender = http2(&server).await;
    assert_eq!(sender.send_request(request()).await.unwrap().status(), StatusCode::OK);
    let unsigned = Request::post("/webhook").body(Full::new(Bytes::from(NOTHING_NEW))).unwrap();
    let refused = sender.send_request(unsigned).await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.into_body().collect().await.unwrap().to_bytes(), "");
}

#[tokio::test]
async fn a_body_in_many_http2_frames_is_put_together() {
    let server = Server::start("hyper", &[]);
    let mut sender = http2(&server).await;
    for (length, frame) in [(1000, 10), (100_000, 1000), (LIMIT, 16_384)] {
        let body = Bytes::from(padded(length));
        let request = signed(&body, chunked(&body, frame));
        assert_eq!(sender.send_request(request).await.unwrap().status(), StatusCode::OK, "{length}");
    }
}

#[tokio::test]
async fn the_limit_holds_in_http2() {
    let server = Server::start("hyper", &[]);
    let mut sender = http2(&server).await;
    let body = Bytes::from(padded(LIMIT + 1));
    let answer = sender.send_request(signed(&body, chunked(&body, 16_384))).await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
