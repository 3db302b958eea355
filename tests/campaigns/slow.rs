//! Clients that take their time, and hold what they can get, by the hundred and thousand. The examples run as
//! processes of their own, so that their memory can be told from that of the attack.
//!
//! Linux only: the figures of a process are read from `/proc`.

use std::{
    fs,
    io::Write,
    net::{SocketAddr, TcpStream as BlockingStream},
    thread::sleep,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::{self, Runtime},
    task::JoinSet,
    time::sleep_until,
};

use crate::{
    client::{NOTHING_NEW, declaring, padded, signed},
    server::{PATIENCE, RECEIVERS, Server},
    support::LIMIT,
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();
/// How many connections trickle.
const MANY: usize = if cfg!(debug_assertions) { 100 } else { 1000 };
/// The time that the examples give a body or a head in these tests, and how far from it a client may be cut off.
const ALLOWED: Duration = Duration::from_secs(3);
const MARGIN: Duration = Duration::from_secs(1);
/// A client that was not cut off by then is taken to be held open for good.
const END: Duration = Duration::from_secs(5);
const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// What became of a client: the status it got, if any, and when the connection was over for it.
#[derive(Debug)]
struct Cut {
    status: Option<u16>,
    after: Duration,
}

/// Sends the beginning of a request, and then one byte every 500 ms until it is cut off.
async fn trickle(address: SocketAddr, beginning: Vec<u8>, drops: u8) -> Cut {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&beginning).await.unwrap();
    let start = Instant::now();
    let mut answer = [0; 64];
    let mut next = start;
    let status = loop {
        next += Duration::from_millis(500);
        tokio::select! {
            read = stream.read(&mut answer) => {
                let answer = String::from_utf8_lossy(&answer[..read.unwrap_or(0)]).into_owned();
                break answer.split(' ').nth(1).and_then(|status| status.parse().ok());
            }
            () = sleep_until(next.into()) => {
                if start.elapsed() > END {
                    break None;
                }
                // A write that fails is followed by a read that tells why.
                let _ = stream.write_all(&[drops]).await;
            }
        }
    };
    Cut { status, after: start.elapsed() }
}

/// What a server and its other clients felt of an attack.
struct Siege {
    cuts: Vec<Cut>,
    /// How much the server's memory grew for each attacker.
    memory: usize,
    /// How long other clients waited for their 200, at the 99th percentile: before the attack, and during it.
    before: Duration,
    during: Duration,
}

fn besiege(server: &Server, attackers: usize, beginning: &[u8], drops: u8) -> Siege {
    let before = (0..100).map(|_| deliver(server)).collect();
    let (rss, files) = (Figure::Rss.of(server), files(server));
    let runtime = runtime();
    let attack = runtime.spawn({
        let (address, beginning) = (server.address(), beginning.to_vec());
        async move {
            let trickle = |_| trickle(address, beginning.clone(), drops);
            (0..attackers).map(trickle).collect::<JoinSet<_>>().join_all().await
        }
    });
    let (mut peak, mut during) = (rss, Vec::new());
    while !attack.is_finished() {
        during.push(deliver(server));
        peak = peak.max(Figure::Rss.of(server));
        sleep(Duration::from_millis(10));
    }
    let cuts = runtime.block_on(attack).unwrap();
    drop(runtime);
    wait_until(|| self::files(server) <= files);
    Siege { cuts, memory: (peak - rss) / attackers, before: p99(before), during: p99(during) }
}

/// Makes a small delivery on a connection of its own, and tells how long it took.
fn deliver(server: &Server) -> Duration {
    let start = Instant::now();
    assert_eq!(server.ask(signed(BODY)).status, 200);
    start.elapsed()
}

fn p99(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 99 / 100]
}

fn check_cuts(cuts: &[Cut], status: Option<u16>) -> Result<(), String> {
    let in_time = |cut: &&Cut| cut.status == status && cut.after.abs_diff(ALLOWED) <= MARGIN;
    match cuts.iter().find(|cut| !in_time(cut)) {
        None => Ok(()),
        Some(late) => Err(format!("{late:?}")),
    }
}

/// Of 32 KiB for both ends, 2 are for the client's, which is not measured here.
fn check_memory(siege: &Siege) -> Result<(), String> {
    if siege.memory <= 30 * KIB { Ok(()) } else { Err(format!("{} B for each connection", siege.memory)) }
}

/// 50 ms; where the machine itself is slow, ten times what it takes without an attack.
fn check_latency(siege: &Siege) -> Result<(), String> {
    let allowed = Duration::from_millis(50).max(10 * siege.before);
    if siege.during < allowed { Ok(()) } else { Err(format!("{:?} for other clients", siege.during)) }
}

fn print(name: &str, siege: &Siege) {
    let times = siege.cuts.iter().map(|cut| cut.after);
    println!(
        "{name}: {} connections, over after {:.2?} to {:.2?}, {:.1} KiB of the server's memory each; \
         p99 of other clients {:.1?}, {:.1?} before",
        siege.cuts.len(),
        times.clone().min().unwrap_or_default(),
        times.max().unwrap_or_default(),
        siege.memory as f64 / KIB as f64,
        siege.during,
        siege.before,
    );
}

#[test]
fn a_thousand_trickling_bodies_are_cut_off_in_time_and_harm_nobody() {
    if !may_open_files(MANY + 200) {
        return;
    }
    let slow = declaring("60000", BODY);
    let seconds = ALLOWED.as_secs().to_string();
    let allowed = [("BODY_DEADLINE_SECS", seconds.as_str()), ("MAX_CONNECTIONS", "5000")];
    for receiver in RECEIVERS {
        let siege = besiege(&Server::start(receiver, &allowed), MANY, slow.as_bytes(), b' ');
        print(&format!("trickling bodies, {receiver}"), &siege);
        check_cuts(&siege.cuts, Some(408)).unwrap();
        check_memory(&siege).unwrap();
        check_latency(&siege).unwrap();
    }

    let patient = [("BODY_DEADLINE_SECS", "60")];
    let siege = besiege(&Server::start("hyper", &patient), 20, slow.as_bytes(), b' ');
    print("control, a deadline of 60 s", &siege);
    check_cuts(&siege.cuts, Some(408)).unwrap_err();

    let heavy = [slow.as_bytes(), &[b' '; 59_000]].concat();
    let siege = besiege(&Server::start("hyper", &allowed), 50, &heavy, b' ');
    print("control, 59 KB sent at once", &siege);
    check_memory(&siege).unwrap_err();
}

#[test]
fn heads_that_are_never_finished_are_cut_off_by_hyper_and_never_by_axum() {
    let half = b"POST /webhook HTTP/1.1\r\nHost: localhost\r\nX: ";
    let seconds = ALLOWED.as_secs().to_string();
    let server = Server::start("hyper", &[("HEADER_TIMEOUT_SECS", seconds.as_str())]);
    let siege = besiege(&server, 100, half, b'x');
    print("half a head, hyper", &siege);
    check_cuts(&siege.cuts, None).unwrap();

    let siege = besiege(&Server::start("axum", &[]), 20, half, b'x');
    print("control, half a head, axum::serve", &siege);
    check_cuts(&siege.cuts, None).unwrap_err();
    assert!(
        siege.cuts.iter().all(|cut| cut.after >= END),
        "axum::serve has a timer now: say so in the documents"
    );
}

/// Sends a body but for its last byte, and keeps the connection for as long as the server does.
async fn hold(address: SocketAddr) {
    let body = padded(LIMIT);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(declaring(&LIMIT.to_string(), &body).as_bytes()).await.unwrap();
    // It fails where the server has stopped to read.
    let _ = stream.write_all(&body[1..]).await;
    drop(body);
    let _ = stream.read(&mut [0]).await;
}

/// The most memory that a server takes while bodies of the full size are held, and 300 small deliveries are made.
fn peak_while_held(server: &Server, bodies: usize) -> usize {
    let runtime = runtime();
    let address = server.address();
    let holders: JoinSet<()> = {
        let _guard = runtime.enter();
        (0..bodies).map(|_| hold(address)).collect()
    };
    for _ in 0..300 {
        deliver(server);
        sleep(Duration::from_millis(10));
    }
    drop(holders);
    Figure::Peak.of(server)
}

fn check_held(peak: usize) -> Result<(), String> {
    const BUDGET: usize = 64 * MIB;
    if peak <= 2 * BUDGET + 32 * MIB { Ok(()) } else { Err(format!("{} MiB", peak / MIB)) }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "it moves a gigabyte")]
fn two_hundred_held_bodies_of_3_mib_take_no_more_memory_than_the_budget_says() {
    let start = |budget| {
        Server::start(
            "hyper",
            &[("BODY_DEADLINE_SECS", "60"), ("BODY_BUDGET_MIB", budget), ("MAX_CONNECTIONS", "5000")],
        )
    };
    let peak = peak_while_held(&start("64"), 200);
    println!(
        "held bodies: 200 of 3 MiB, at most {} MiB in all, 300 of 300 small deliveries made",
        peak / MIB
    );
    check_held(peak).unwrap();

    let peak = peak_while_held(&start("100000"), 200);
    println!("control, no budget to speak of: {} MiB", peak / MIB);
    check_held(peak).unwrap_err();
}

/// By how much a request raises the most memory that a server ever had.
fn raise(server: &Server, head: &str) -> usize {
    for _ in 0..10 {
        deliver(server);
    }
    let before = Figure::Peak.of(server);
    let mut stream = BlockingStream::connect(server.address()).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    // The server may close the connection before it has all.
    let _ = stream.write_all(&[head.as_bytes(), &padded(LIMIT)].concat());
    deliver(server);
    wait_until(|| {
        stream.set_nonblocking(true).unwrap();
        !matches!(stream.peek(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
    });
    Figure::Peak.of(server) - before
}

fn check_raise(raise: usize) -> Result<(), String> {
    if raise < MIB { Ok(()) } else { Err(format!("{} KiB", raise / KIB)) }
}

#[test]
fn a_body_that_its_head_condemns_takes_less_than_1_mib() {
    let body = padded(LIMIT);
    let unsigned = declaring(&LIMIT.to_string(), &body).replace("sha256=", "sha1=");
    for receiver in RECEIVERS {
        for (name, head) in [("too large", declaring("1099511627776", &body)), ("unsigned", unsigned.clone())]
        {
            let raise = raise(&Server::start(receiver, &[]), &head);
            println!("refused by its head, {receiver}, {name}: {} KiB", raise / KIB);
            check_raise(raise).unwrap();
        }
        let raise = raise(&Server::start(receiver, &[]), &declaring(&LIMIT.to_string(), &body));
        println!("control, read: {} KiB", raise / KIB);
        check_raise(raise).unwrap_err();
    }
}

/// A figure of a process, in bytes.
#[derive(Clone, Copy)]
pub(crate) enum Figure {
    /// What it has in memory now.
    Rss,
    /// The most that it ever had.
    Peak,
}

impl Figure {
    pub(crate) fn of(self, server: &Server) -> usize {
        let name = match self {
            Self::Rss => "VmRSS:",
            Self::Peak => "VmHWM:",
        };
        let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() * KIB
    }
}

/// How many files a server has open, its connections among them.
fn files(server: &Server) -> usize {
    fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().count()
}

/// Whether this process, and with it a server that it starts, may have so many files open.
fn may_open_files(count: usize) -> bool {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let enough = line.split_whitespace().next().unwrap().parse().is_ok_and(|limit: usize| limit >= count);
    if !enough {
        println!("skipped: it takes {count} open files, more than `ulimit -n` allows");
    }
    enough
}

fn wait_until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE);
        sleep(Duration::from_millis(20));
    }
}

fn runtime() -> Runtime {
    runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}
