//! Clients that take all connections of a receiver at next to no cost, and a sender who must be served nevertheless.

use std::{
    convert::Infallible,
    io::{self, Write},
    net::{SocketAddr, TcpStream as BlockingStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{Either, Empty, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime,
    sync::Semaphore,
    task::JoinSet,
    time::sleep,
};
use tower::{Layer, ServiceExt};

use crate::{
    client::{NOTHING_NEW, declaring, signed},
    server::Server,
    support::layer,
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();
/// How many connections a receiver of these tests has.
const SLOTS: usize = 20;
/// The time within which a signed notification must be answered.
const BOUND: Duration = Duration::from_secs(1);
/// The time for headers, for a body, and of a connection without a verified notification.
const TIMES: [(&str, &str); 3] =
    [("HEADER_TIMEOUT_SECS", "1"), ("BODY_DEADLINE_SECS", "1"), ("CONNECTION_LIFETIME_SECS", "2")];
/// The longest that a connection may last with them: its lifetime, a body's deadline, a second for its answer, and
/// another one for a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug)]
enum Attacker {
    /// One GET of a page that is not there over HTTP/2, and then an answer to each PING.
    IdleHttp2,
    /// The same, but nothing is read and no PING is answered.
    DeafHttp2,
    /// GETs of pages that are not there, one behind the other, whose answers nobody reads.
    NeverReading,
    /// A GET of a page that is not there just before each time limit for headers.
    Punctual,
    /// One byte of a body every half second.
    Trickling,
}

const ATTACKERS: [Attacker; 5] = [
    Attacker::IdleHttp2,
    Attacker::DeafHttp2,
    Attacker::NeverReading,
    Attacker::Punctual,
    Attacker::Trickling,
];
const NOT_FOUND: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

impl Attacker {
    /// Holds a connection for as long as the receiver lets it.
    async fn hold(self, address: SocketAddr) -> io::Result<()> {
        let mut stream = TcpStream::connect(address).await?;
        match self {
            Self::IdleHttp2 => {
                stream.write_all(&http2()).await?;
                answer_pings(stream).await
            }
            Self::DeafHttp2 => {
                stream.write_all(&http2()).await?;
                loop {
                    stream.write_all(&frame(PING, 0, &[0; 8])).await?;
                    sleep(Duration::from_millis(200)).await;
                }
            }
            Self::NeverReading => loop {
                stream.write_all(&NOT_FOUND.repeat(100)).await?;
            },
            Self::Punctual => loop {
                stream.write_all(NOT_FOUND).await?;
                read_for(&mut stream, Duration::from_millis(700)).await?;
            },
            Self::Trickling => {
                stream.write_all(declaring("60000", BODY).as_bytes()).await?;
                loop {
                    stream.write_all(b" ").await?;
                    read_for(&mut stream, Duration::from_millis(500)).await?;
                }
            }
        }
    }
}

/// Reads what comes within some time; an end of the connection is an error.
async fn read_for(stream: &mut TcpStream, time: Duration) -> io::Result<()> {
    let mut bytes = [0; 1024];
    tokio::select! {
        () = sleep(time) => Ok(()),
        end = async {
            loop {
                if stream.read(&mut bytes).await? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        } => end,
    }
}

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;

fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
    let stream = u8::from(kind == HEADERS);
    [&[0, 0, u8::try_from(payload.len()).unwrap(), kind, flags, 0, 0, 0, stream], payload].concat()
}

/// The beginning of an HTTP/2 connection, and one GET of `/`, all of whose headers are in HPACK's table.
fn http2() -> Vec<u8> {
    let get = frame(HEADERS, 5, &[0x82, 0x86, 0x84]);
    [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", frame(SETTINGS, 0, &[]).as_slice(), &get].concat()
}

async fn answer_pings(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
        stream.read_exact(&mut payload).await?;
        match (head[3], head[4]) {
            (SETTINGS, 0) => stream.write_all(&frame(SETTINGS, 1, &[])).await?,
            (PING, 0) => stream.write_all(&frame(PING, 1, &payload)).await?,
            _ => {}
        }
    }
}

/// Delivers notifications while attackers take all connections, and take them again when they lose them. The longest time
/// until an answer is returned, or that one was not answered in time.
fn besiege(address: SocketAddr, attacker: Attacker) -> Result<Duration, String> {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for _ in 0..SLOTS {
        runtime.spawn(async move {
            loop {
                let _ = attacker.hold(address).await;
                sleep(Duration::from_millis(100)).await;
            }
        });
    }
    thread::sleep(Duration::from_secs(1));
    (0..20).try_fold(Duration::ZERO, |longest, _| {
        thread::sleep(Duration::from_millis(100));
        let start = Instant::now();
        match deliver(address) {
            Ok(200) => Ok(longest.max(start.elapsed())),
            other => Err(format!("{other:?}")),
        }
    })
}

/// The status of a notification that is delivered on a connection of its own.
fn deliver(address: SocketAddr) -> io::Result<u16> {
    let mut stream = BlockingStream::connect_timeout(&address, BOUND)?;
    stream.set_read_timeout(Some(BOUND))?;
    stream.write_all(&signed(BODY))?;
    let mut start = [0; 12];
    io::Read::read_exact(&mut stream, &mut start)?;
    String::from_utf8_lossy(&start[9..]).parse().map_err(io::Error::other)
}

/// A receiver with the layer, a time limit for headers, and a limit on connections that waits for a free one.
fn careless() -> SocketAddr {
    let (tell, address) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            let slots = Arc::new(Semaphore::new(SLOTS));
            let mut server = auto::Builder::new(TokioExecutor::new());
            server.http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(1));
            server.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(1));
            loop {
                let slot = Arc::clone(&slots).acquire_owned().await.unwrap();
                let (stream, _) = listener.accept().await.unwrap();
                let connection =
                    server.serve_connection(TokioIo::new(stream), service_fn(route)).into_owned();
                tokio::spawn(async {
                    let _ = connection.await;
                    drop(slot);
                });
            }
        });
    });
    address.recv().unwrap()
}

async fn route(
    request: Request<Incoming>,
) -> Result<Response<Either<whatsapp_webhook::ResponseBody<Empty<Bytes>>, Empty<Bytes>>>, Infallible> {
    if request.uri().path() != "/webhook" {
        let mut not_found = Response::new(Either::Right(Empty::new()));
        *not_found.status_mut() = StatusCode::NOT_FOUND;
        return Ok(not_found);
    }
    let accept = |_: Request<Full<Bytes>>| async { Ok::<_, Infallible>(Response::new(Empty::new())) };
    Ok(layer().layer(tower::service_fn(accept)).oneshot(request).await?.map(Either::Left))
}

#[test]
fn whoever_takes_all_connections_keeps_no_notification_out() {
    for attacker in ATTACKERS {
        let slots = SLOTS.to_string();
        let variables = [&TIMES[..], &[("MAX_CONNECTIONS", &slots)]].concat();
        let mut server = Server::start("hyper", &variables);
        let longest = besiege(server.address(), attacker).unwrap();
        println!(
            "{SLOTS} of {SLOTS} connections {attacker:?}: 20 of 20 notifications answered within {longest:.1?}"
        );

        #[cfg(unix)]
        {
            server.terminate();
            assert!(server.ended().success());
        }

        let missed = besiege(careless(), attacker).unwrap_err();
        println!("control, a receiver that waits for a free connection: {missed}");
    }
}

/// How long attackers hold their connections, where nobody else wants them.
fn hold_all(address: SocketAddr, attacker: Attacker, limit: Duration) -> Vec<Option<Duration>> {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let hold = |_| async move {
            let start = Instant::now();
            tokio::time::timeout(limit, attacker.hold(address)).await.ok().map(|_| start.elapsed())
        };
        (0..SLOTS).map(hold).collect::<JoinSet<_>>().join_all().await
    })
}

#[test]
fn a_connection_without_a_verified_notification_ends_within_its_lifetime() {
    for attacker in ATTACKERS {
        let server = Server::start("hyper", &TIMES);
        let held = hold_all(server.address(), attacker, 2 * LONGEST);
        let longest = held.into_iter().map(|held| held.unwrap_or(Duration::MAX)).max().unwrap();
        println!("{SLOTS} connections {attacker:?}: over after {longest:.1?} at most");
        assert!(longest <= LONGEST);
    }
    // The deadline of the layer ends the other one.
    for attacker in &ATTACKERS[..4] {
        let held = hold_all(careless(), *attacker, LONGEST);
        println!("control, {attacker:?}: still open after {LONGEST:.1?}");
        assert!(held.iter().all(Option::is_none));
    }
}
