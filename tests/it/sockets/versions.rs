//! HTTP/1.1 and HTTP/2 on the same port.

use std::iter;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};

use super::{
    client::{NOTHING_NEW, padded},
    server::{PATIENCE, Server},
};
use crate::support::{Item, LIMIT, chunked, frames, signed};

async fn stream(server: &Server) -> TokioIo<TcpStream> {
    TokioIo::new(TcpStream::connect(server.address()).await.unwrap())
}

/// A connection that speaks HTTP/2 without asking first.
async fn http2<B>(server: &Server) -> http2::SendRequest<B>
where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static,
{
    http2_until_its_end(server).await.0
}

/// The same, and a task that ends with the connection.
async fn http2_until_its_end<B>(server: &Server) -> (http2::SendRequest<B>, JoinHandle<hyper::Result<()>>)
where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static,
{
    let (sender, connection) = http2::handshake(TokioExecutor::new(), stream(server).await).await.unwrap();
    (sender, tokio::spawn(connection))
}

fn unsigned() -> Request<Full<Bytes>> {
    Request::post("/webhook").body(Full::new(Bytes::from(NOTHING_NEW))).unwrap()
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
    let refused = sender.send_request(unsigned()).await.unwrap();
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

#[tokio::test]
async fn every_answer_but_a_verified_200_closes_its_http2_connection() {
    let server = Server::start("hyper", &[]);
    let (mut sender, connection) = http2_until_its_end(&server).await;
    for _ in 0..2 {
        let request = signed(NOTHING_NEW.as_bytes(), Full::new(Bytes::from(NOTHING_NEW)));
        assert_eq!(sender.send_request(request).await.unwrap().status(), StatusCode::OK);
    }
    assert!(!connection.is_finished());
    assert_eq!(sender.send_request(unsigned()).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    timeout(PATIENCE, connection).await.unwrap().unwrap().unwrap();
    assert!(sender.send_request(unsigned()).await.is_err());
}

#[tokio::test]
async fn an_http2_connection_has_four_streams() {
    let server = Server::start("hyper", &[("BODY_DEADLINE_SECS", "1")]);
    let mut sender = http2(&server).await;
    // Their bodies never begin. The connection ends with the first 408.
    let bodies = (0..5).map(|_| frames(iter::repeat_with(|| Item::<Bytes>::Pending)));
    let requests = bodies.map(|body| sender.send_request(signed(NOTHING_NEW.as_bytes(), body)));
    let mut statuses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        statuses.push(timeout(PATIENCE, request).await.unwrap().ok().map(|answer| answer.status()));
    }
    let late = Some(StatusCode::REQUEST_TIMEOUT);
    assert_eq!(statuses, [late, late, late, late, None]);
}
