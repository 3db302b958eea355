//! What a server allocates for a body in tiny frames that comes over a socket, hyper's share included.
//!
//! Only the server's thread is counted; the client has another one.

use std::{
    cell::RefCell,
    convert::Infallible,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    rc::Rc,
    thread,
    time::Duration,
};

use allocation_counter::measure;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    client,
    server::conn::{http1, http2},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    service::TowerToHyperService,
};
use tokio::runtime::{Builder, Runtime};
use tower::{Layer, Service, service_fn};
use whatsapp_webhook::{
    Verified, WhatsAppWebhook,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use crate::drive;

const LENGTH: usize = 3 << 20;
/// The most that a server may hold of a body, as a multiple of its length. Our buffer takes 1.67 at most; the rest is
/// what hyper has received and we have not read yet.
const MOST: f64 = 2.1;

#[derive(Clone, Copy)]
enum Version {
    Http1,
    Http2,
}

/// The layer, with time enough on a busy machine.
fn ours() -> WhatsAppWebhook<drive::Nothing> {
    drive::layer().with_body_deadline(Duration::from_secs(300)).layer(drive::Nothing)
}

/// Reads a body as most do.
async fn collect(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = request.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body.len(), LENGTH);
    Ok(Response::default())
}

fn body() -> Bytes {
    Bytes::from(vec![b' '; LENGTH])
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Sends the body in chunks of `size`.
fn over_http1(address: SocketAddr, size: usize) -> Option<StatusCode> {
    let body = body();
    let signature = sign(&drive::secret(), &body);
    let signature = signature.to_str().unwrap();
    let mut wire = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
         {X_HUB_SIGNATURE_256}: {signature}\r\n\r\n"
    )
    .into_bytes();
    for chunk in body.chunks(size) {
        write!(wire, "{:x}\r\n", chunk.len()).unwrap();
        wire.extend([chunk, b"\r\n"].concat());
    }
    wire.extend(b"0\r\n\r\n");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&wire).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1)?.parse().ok()
}

/// Sends the body in DATA frames of `size`; nothing is answered if the server ends the connection before.
fn over_http2(address: SocketAddr, size: usize) -> Option<StatusCode> {
    let bytes = body();
    let signature = sign(&drive::secret(), &bytes);
    let body = drive::Frames { bytes, size };
    let request =
        Request::post("http://localhost/").header(X_HUB_SIGNATURE_256, signature).body(body).unwrap();
    runtime().block_on(async {
        let stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let io = TokioIo::new(stream);
        let (mut sender, connection) =
            client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
        tokio::spawn(connection);
        sender.send_request(request).await.ok().map(|response| response.status())
    })
}

/// The peak of the server's memory over the body's length.
fn peak<S, R>(service: S, version: Version, size: usize) -> (f64, Option<StatusCode>)
where
    S: Service<Request<Incoming>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
    R: Body<Data = Bytes, Error = Infallible> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let client = thread::spawn(move || match version {
        Version::Http1 => over_http1(address, size),
        Version::Http2 => over_http2(address, size),
    });
    let stream = listener.accept().unwrap().0;
    stream.set_nonblocking(true).unwrap();
    let service = TowerToHyperService::new(service);
    let runtime = runtime();
    let info = measure(|| {
        // The client tells how it ended.
        let _ = runtime.block_on(async {
            let io = TokioIo::new(tokio::net::TcpStream::from_std(stream).unwrap());
            match version {
                Version::Http1 => http1::Builder::new().serve_connection(io, service).await,
                Version::Http2 => {
                    http2::Builder::new(TokioExecutor::new()).serve_connection(io, service).await
                }
            }
        });
    });
    (info.bytes_max as f64 / LENGTH as f64, client.join().unwrap())
}

#[test]
#[cfg_attr(debug_assertions, ignore = "hyper takes its time for millions of frames")]
fn a_server_holds_little_more_than_twice_a_body_however_small_its_chunks_are() {
    for size in [1, 2, 16, 1024, 16_384] {
        let (ratio, status) = peak(ours(), Version::Http1, size);
        println!("HTTP/1.1, {LENGTH} bytes in chunks of {size}: {ratio:.2} times the body");
        assert_eq!(status, Some(StatusCode::OK));
        assert!(ratio <= MOST);
    }
    let (ratio, _) = peak(service_fn(collect), Version::Http1, 1);
    println!("HTTP/1.1, {LENGTH} bytes in chunks of 1, collected: {ratio:.2} times the body");
    assert!(ratio > MOST, "collecting is caught");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "hyper takes its time for millions of frames")]
fn a_server_holds_little_more_than_twice_a_body_however_small_its_http2_frames_are() {
    for size in [1, 2, 16, 1024, 16_384] {
        let (ratio, status) = peak(ours(), Version::Http2, size);
        println!("HTTP/2, {LENGTH} bytes in frames of {size}: {ratio:.2} times the body, {status:?}");
        // hyper may refuse to take so many small frames.
        assert!(status == Some(StatusCode::OK) || (status.is_none() && size < 256));
        assert!(ratio <= MOST);
    }
}

/// Sends a large body over one connection, and then small ones, one after the other.
fn large_and_then_small(address: SocketAddr) {
    let mut stream = TcpStream::connect(address).unwrap();
    for length in [LENGTH].into_iter().chain([SMALL; KEPT]) {
        let body = vec![b' '; length];
        let signature = sign(&drive::secret(), &body);
        let signature = signature.to_str().unwrap();
        let head = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{X_HUB_SIGNATURE_256}: {signature}\r\n\r\n"
        );
        stream.write_all(&[head.as_bytes(), &body].concat()).unwrap();
        let mut answer = [0; 1024];
        let read = stream.read(&mut answer).unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..read]));
    }
}

/// How many small bodies are kept, and their length.
const KEPT: usize = 100;
const SMALL: usize = 200;

type Keep = Rc<RefCell<Vec<Bytes>>>;

/// The memory that is still in use for each kept body, after its connection is closed.
fn memory_of_kept<S, R>(service: impl FnOnce(Keep) -> S) -> i64
where
    S: Service<Request<Incoming>, Response = Response<R>, Error = Infallible> + Clone,
    R: Body<Data = Bytes, Error = Infallible> + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let client = thread::spawn(move || large_and_then_small(address));
    let stream = listener.accept().unwrap().0;
    stream.set_nonblocking(true).unwrap();
    let kept = Keep::default();
    let service = TowerToHyperService::new(service(Rc::clone(&kept)));
    let runtime = runtime();
    let info = measure(|| {
        runtime.block_on(async {
            let io = TokioIo::new(tokio::net::TcpStream::from_std(stream).unwrap());
            http1::Builder::new().serve_connection(io, service).await.unwrap();
        });
    });
    client.join().unwrap();
    assert_eq!(kept.borrow().len(), KEPT);
    info.bytes_current / KEPT as i64
}

fn keep(kept: &Keep, body: &Bytes) {
    if body.len() == SMALL {
        kept.borrow_mut().push(body.clone());
    }
}

#[test]
fn a_kept_body_keeps_nothing_of_its_connection_in_memory() {
    let ours = memory_of_kept(|kept| {
        let handler = service_fn(move |request: Request<Full<Bytes>>| {
            keep(&kept, request.extensions().get::<Verified>().unwrap().body());
            std::future::ready(Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())))
        });
        drive::layer().with_body_deadline(Duration::from_secs(300)).layer(handler)
    });
    let frames = memory_of_kept(|kept| {
        service_fn(move |request: Request<Incoming>| {
            let kept = Rc::clone(&kept);
            async move {
                let mut body = request.into_body();
                while let Some(frame) = body.frame().await {
                    keep(&kept, frame.unwrap().data_ref().unwrap());
                }
                Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
            }
        })
    });
    println!("a kept body of {SMALL} bytes: {ours} bytes in memory, and {frames} where its frame is kept");
    assert!(ours < 2 * SMALL as i64);
    assert!(frames > 10 * SMALL as i64, "a frame that is kept as it came is caught");
}
