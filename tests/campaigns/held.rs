//! What unsigned bodies that are held open take: memory that no budget counts, and the budget itself.
//!
//! Linux only: the figures of a process are read from `/proc`.

use std::{
    iter,
    net::SocketAddr,
    thread::sleep,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::{self, Runtime},
    task::JoinSet,
};

use crate::{
    client::{NOTHING_NEW, declaring, padded, signed},
    server::Server,
    slow::Figure,
    support::{self, Item, LIMIT, data, frames},
};

const VALUE: HeaderValue = HeaderValue::from_static("x");
const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;
const CONNECTIONS: usize = 100;
/// How many requests an HTTP/2 connection of the example may have.
const STREAMS: usize = 4;
/// The part of each body that the budget does not count.
const FREE: usize = 64 * KIB;
/// What a body may take beside the budget: a buffer that has doubled for the first byte that the budget counts.
const PER_BODY: usize = 128 * KIB;
/// What an HTTP/1.1 connection may take: the headers, and what hyper reads ahead, 64 KiB of each.
const HTTP1: usize = PER_BODY + 128 * KIB;
/// What an HTTP/2 connection may take: 8 KiB of headers are up to 64 KiB in memory.
const HTTP2: usize = STREAMS * (PER_BODY + 64 * KIB);

/// Sends large headers and the first bytes of a body that is a byte longer, and keeps the connection; if it is
/// rejected, it comes again.
async fn hold_http1(address: SocketAddr, body: Bytes) {
    let head = declaring(&(body.len() + 1).to_string(), &body);
    let head = head.replace("\r\n\r\n", &format!("\r\nX: {}\r\n\r\n", "x".repeat(60_000)));
    let request = [head.as_bytes(), &body].concat();
    loop {
        let mut stream = TcpStream::connect(address).await.unwrap();
        if stream.write_all(&request).await.is_ok() {
            let _ = stream.read(&mut [0]).await;
        }
    }
}

/// The same over HTTP/2, with as many bodies as there are streams.
async fn hold_http2(address: SocketAddr, body: Bytes) {
    let io = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let request = || {
        let pieces = body.chunks(16 * KIB).map(Bytes::copy_from_slice).map(data).collect::<Vec<_>>();
        let never_ending = pieces.into_iter().chain(iter::repeat_with(|| Item::<Bytes>::Pending));
        let mut request = support::signed(&body, frames(never_ending));
        for number in 0..200 {
            request.headers_mut().insert(HeaderName::try_from(number.to_string()).unwrap(), VALUE);
        }
        request
    };
    let held: Vec<_> = iter::repeat_with(|| sender.send_request(request())).take(STREAMS).collect();
    for held in held {
        let _ = held.await;
    }
}

fn runtime() -> Runtime {
    runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

fn start(budget: &str) -> Server {
    Server::start("hyper", &[("BODY_DEADLINE_SECS", "60"), ("BODY_BUDGET_MIB", budget)])
}

/// The resident memory that held connections take, for each of them, once it does not grow any more.
fn memory<F: Future<Output = ()> + Send + 'static>(
    server: &Server,
    hold: impl Fn(SocketAddr, Bytes) -> F,
    length: usize,
) -> usize {
    let before = Figure::Rss.of(server);
    let runtime = runtime();
    let body = Bytes::from(padded(length));
    let _held: JoinSet<()> = {
        let _guard = runtime.enter();
        (0..CONNECTIONS).map(|_| hold(server.address(), body.clone())).collect()
    };
    let mut memory = 0;
    loop {
        sleep(Duration::from_millis(500));
        let now = Figure::Rss.of(server);
        if now <= memory + 64 * KIB {
            return (now - before) / CONNECTIONS;
        }
        memory = now;
    }
}

#[test]
fn a_connection_takes_no_more_memory_than_the_formula_says() {
    for length in [FREE, FREE + 1] {
        let http1 = memory(&start("64"), hold_http1, length);
        let http2 = memory(&start("64"), hold_http2, length);
        println!(
            "bodies of {length} bytes, for each connection: HTTP/1.1 {} KiB, HTTP/2 {} KiB; {} and {} KiB allowed",
            http1 / KIB,
            http2 / KIB,
            HTTP1 / KIB,
            HTTP2 / KIB
        );
        assert!(http1 <= HTTP1);
        assert!(http2 <= HTTP2);
    }
    let unlimited = memory(&start("100000"), hold_http1, MIB);
    println!("control, 1 MiB that no budget counts: {} KiB", unlimited / KIB);
    assert!(unlimited > HTTP1);
}

#[test]
fn whoever_holds_the_budget_keeps_large_notifications_out_and_no_small_ones() {
    const BUDGET: usize = 64 * MIB;
    let server = start("64");
    let runtime = runtime();
    // As many of the full size as the budget has room for, and one that takes the rest.
    let full = LIMIT - 1;
    let count = BUDGET / (full - FREE);
    let rest = BUDGET - count * (full - FREE);
    let lengths = iter::repeat_n(full, count).chain([rest + FREE]);
    let attack: JoinSet<()> = {
        let _guard = runtime.enter();
        lengths.map(|length| hold_http1(server.address(), padded(length).into())).collect()
    };
    let connections = attack.len();
    let start = Instant::now();
    let large = signed(padded(200_000));
    let ask = |request: &[u8]| (0..20).map(|_| server.ask(request).status).collect::<Vec<_>>();
    // A large one that gets in may take the room of an attacker, who then sends everything again.
    while ask(&large) != [503; 20] {
        assert!(start.elapsed() < Duration::from_secs(30), "the budget is held");
        sleep(Duration::from_millis(500));
    }
    println!(
        "{connections} connections hold the budget of {BUDGET} bytes: 20 of 20 notifications of 200 kB get 503, 20 of 20 small ones 200"
    );
    assert_eq!(ask(&signed(NOTHING_NEW)), [200; 20]);

    drop(attack);
    drop(runtime);
    while server.ask(&large).status == 503 {
        assert!(start.elapsed() < Duration::from_secs(60), "the budget comes back");
    }
}
