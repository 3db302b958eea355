//! What is left of clients that went away in the middle of a body.

use std::{
    cell::RefCell,
    convert::Infallible,
    net::SocketAddr,
    pin::pin,
    rc::Rc,
    time::{Duration, Instant},
};

use allocation_counter::measure;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::Service};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime,
    task::LocalSet,
    time::sleep,
};
use tower::{Layer, service_fn};
use whatsapp_webhook::signature::{X_HUB_SIGNATURE_256, sign};

use crate::drive;

const LIMIT: usize = 3 << 20;
/// More than what is free of the budget.
const SENT: usize = 100_000;
const AT_ONCE: usize = 20;
/// How far from where it began the live memory may end.
const MARGIN: u64 = 64 << 10;

/// Serves connections of this thread. `open` has one more owner for each that is open.
async fn serve<S, B>(listener: TcpListener, service: S, open: Rc<()>)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + 'static,
    B: Body<Data = Bytes, Error = Infallible> + 'static,
{
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        let open = Rc::clone(&open);
        tokio::task::spawn_local(async move {
            let _ = pin!(connection).await;
            drop(open);
        });
    }
}

fn head(body: &[u8]) -> String {
    let signature = sign(&drive::secret(), body);
    let signature = signature.to_str().unwrap();
    let length = body.len();
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\n{X_HUB_SIGNATURE_256}: {signature}\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Sends the beginning of bodies of the full size, and leaves.
async fn abort(address: SocketAddr, head: &str, connections: usize, open: &Rc<()>) {
    let idle = Rc::strong_count(open);
    for _ in 0..connections / AT_ONCE {
        let mut clients = Vec::new();
        for _ in 0..AT_ONCE {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&[b' '; SENT]).await.unwrap();
            clients.push(stream);
        }
        until(|| Rc::strong_count(open) == idle + AT_ONCE).await;
        drop(clients);
        until(|| Rc::strong_count(open) == idle).await;
    }
}

async fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(10));
        sleep(Duration::from_millis(1)).await;
    }
}

/// By how much the live memory changes while 1,000 bodies are aborted, and what a whole body gets afterwards.
fn change<S, B>(service: S) -> (i64, String)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + 'static,
    B: Body<Data = Bytes, Error = Infallible> + 'static,
{
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let local = LocalSet::new();
    let open = Rc::new(());
    let body = vec![b' '; LIMIT];
    let head = head(&body);
    let address = local.block_on(&runtime, async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::task::spawn_local(serve(listener, service, Rc::clone(&open)));
        tokio::task::yield_now().await;
        abort(address, &head, 2 * AT_ONCE, &open).await;
        address
    });
    let info = measure(|| local.block_on(&runtime, abort(address, &head, 1000, &open)));
    let status = local.block_on(&runtime, async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    (info.bytes_current, status)
}

fn check(change: i64) -> Result<(), String> {
    if change.unsigned_abs() <= MARGIN { Ok(()) } else { Err(format!("{change} B")) }
}

#[test]
fn a_thousand_aborted_bodies_leave_no_memory_and_no_budget_behind() {
    // Enough for those that are open at once, and afterwards for one of the full size.
    let layer = drive::layer().with_body_budget(LIMIT);
    let service = layer.layer(service_fn(|_: Request<Full<Bytes>>| async {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    }));
    let (left, status) = change(TowerToHyperService::new(service));
    println!("1000 aborted bodies: {left} B more in use than before");
    check(left).unwrap();
    assert_eq!(status, "HTTP/1.1 200");
}

#[test]
fn a_service_that_keeps_aborted_bodies_is_found_out() {
    let kept = Rc::new(RefCell::new(Vec::new()));
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        let kept = Rc::clone(&kept);
        async move {
            while let Some(Ok(frame)) = request.body_mut().frame().await {
                kept.borrow_mut().extend(frame.into_data());
            }
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
        }
    });
    let (left, _) = change(service);
    println!("control, bodies that are kept: {left} B more in use than before");
    check(left).unwrap_err();
}
