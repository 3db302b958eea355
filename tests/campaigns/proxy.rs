//! Both receivers behind a real nginx, which runs what `docs/deploy.md` says, word for word.

use std::{
    io::Read,
    iter,
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread::{self, sleep},
    time::{Duration, Instant},
};

use crate::{
    certificates::{Directory, Tls, are_there, status},
    client::{
        Answer, Client, NOTHING_NEW, chunk, chunked_head, declaring, get, head, padded, post, signature,
        signed,
    },
    server::{PATIENCE, RECEIVERS, Server},
    support::LIMIT,
};

const BODY: &[u8] = NOTHING_NEW.as_bytes();
const TOKEN: &str = "sch%C3%B6n+%26+gut+%2B+teuer";
const UNBUFFERED: &str = "        proxy_request_buffering off;\n";
const LAST: &str = "        gzip off;\n";
const LIMITED: &str = "        limit_conn per_address 100;\n";
const LARGE: &str = "        client_max_body_size 3m;\n";

/// The configuration in the document, without that of mTLS.
fn recipe() -> String {
    block(0).to_owned()
}

/// The same with it.
fn recipe_of_mtls() -> String {
    replace(&recipe(), "\n    location", &format!("\n{}\n    location", block(1)))
}

fn block(index: usize) -> &'static str {
    let document = include_str!("../../docs/deploy.md");
    let after = document.split("\n```nginx\n").nth(index + 1).unwrap();
    after.split_once("```\n").unwrap().0
}

/// Replaces what must be there.
fn replace(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in the document any more");
    text.replace(from, to)
}

struct Nginx {
    child: Child,
    address: SocketAddr,
    directory: Directory,
}

impl Nginx {
    /// Starts nginx with a configuration that a reader would have, and with paths and ports of this test.
    fn start(recipe: &str, upstream: SocketAddr) -> Self {
        Self::start_by("exec \"$0\" \"$@\"", recipe, upstream)
    }

    /// The same by a script that runs its arguments.
    fn start_by(script: &str, recipe: &str, upstream: SocketAddr) -> Self {
        let directory = Directory::new();
        directory.certify_all();
        let address = free_address();
        let of_reader = "/etc/letsencrypt/live/example.com";
        let mut site = replace(recipe, "listen 443 ssl;", &format!("listen {address} ssl;"));
        for (theirs, ours) in [("fullchain.pem", "server.pem"), ("privkey.pem", "server.key")] {
            site = replace(&site, &format!("{of_reader}/{theirs}"), &directory.path(ours));
        }
        for log in ["access.log", "error.log"] {
            site = replace(&site, &format!("/var/log/nginx/{log}"), &directory.path(log));
        }
        // It is there only with mTLS.
        let authority = "/etc/nginx/meta-outbound-api-ca-2025-12.pem";
        site = site.replace(authority, &directory.path("meta_authority.pem"));
        site = replace(&site, "127.0.0.1:3000", &upstream.to_string());
        site = replace(&site, "/var/lib/nginx/webhook", &directory.path("bodies"));
        let site = directory.write("site.conf", &site);
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {};", directory.path(name)))
            .concat();
        let main = format!(
            "daemon off; master_process off; pid {};
             events {{}}
             http {{ {temporary} gzip on; gzip_types text/plain; gzip_min_length 1; include {site}; }}",
            directory.path("pid")
        );
        let main = directory.write("nginx.conf", &main);
        let script = script.replace("BODIES", &directory.path("bodies"));
        let child = Command::new("sh")
            .env("PATH", "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin")
            .args(["-c", &script, "nginx", "-c", &main, "-e", &directory.path("error.log")])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut nginx = Self { child, address, directory };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = nginx.child.try_wait().unwrap();
            assert!(ended.is_none() && start.elapsed() < PATIENCE, "{}", nginx.directory.read("error.log"));
            sleep(Duration::from_millis(10));
        }
        nginx
    }

    fn connect(&self) -> Client<Tls> {
        self.directory.connect(self.address, None)
    }

    fn ask(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut client = self.connect();
        client.send(request);
        client.answer()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The recipe, and the same with the body passed on as it comes.
fn both_ways() -> [(&'static str, String); 2] {
    [("unbuffered", unbuffered()), ("buffered", recipe())]
}

fn unbuffered() -> String {
    replace(&recipe(), LAST, &[UNBUFFERED, LAST].concat())
}

fn handshake() -> String {
    format!("hub.mode=subscribe&hub.verify_token={TOKEN}&hub.challenge=1158201444")
}

fn in_chunks(body: &[u8], signed: &[u8]) -> Vec<u8> {
    let chunks: Vec<u8> = body.chunks(65_536).chain([&b""[..]]).flat_map(chunk).collect();
    [chunked_head(signed).as_bytes(), &chunks].concat()
}

/// What a request gets that has come through the proxy, or how it differs from what it should get.
fn check(nginx: &Nginx) -> Result<usize, String> {
    let body = padded(LIMIT);
    let medium = padded(2 << 20);
    let right = signature(BODY);
    let with = |name, value| post(BODY, &[("X-Hub-Signature-256", &right), (name, value)]);
    let cases: [(&str, Vec<u8>, u16, &str, &str); 17] = [
        ("a delivery", signed(BODY), 200, "", ""),
        ("a delivery in chunks", in_chunks(BODY, BODY), 200, "", ""),
        ("2 MiB", signed(&medium), 200, "", ""),
        ("2 MiB in chunks", in_chunks(&medium, &medium), 200, "", ""),
        ("3 MiB", signed(&body), 200, "", ""),
        ("3 MiB in chunks", in_chunks(&body, &body), 200, "", ""),
        ("bytes that are no text", signed(b"\0\r\n\xff\x1f\x8b"), 400, "", ""),
        ("a handshake", get(&handshake()).into_bytes(), 200, "x-content-type-options", "nosniff"),
        (
            "a handshake without the token",
            head("GET", "", &[]).into_bytes(),
            403,
            "cache-control",
            "no-store",
        ),
        ("a long query", get(&"a".repeat(3000)).into_bytes(), 414, "", ""),
        ("no signature", post(BODY, &[]), 401, "www-authenticate", "X-Hub-Signature-256"),
        (
            "no signature but a forwarded one",
            post(BODY, &[("X-Forwarded-For", "173.252.127.1")]),
            401,
            "",
            "",
        ),
        ("a signature of something else", in_chunks(b"{}", BODY), 401, "", ""),
        ("two signatures", with("X-Hub-Signature-256", &right), 401, "", ""),
        ("a method", head("PUT", "", &[("Content-Length", "0")]).into_bytes(), 405, "allow", "GET, POST"),
        ("gzip", with("Content-Encoding", "gzip"), 415, "", ""),
        ("a byte over 3 MiB", declaring("3145729", BODY).into_bytes(), 413, "", ""),
    ];
    for (name, request, status, header, value) in &cases {
        let answer = nginx.ask(request);
        let has_header = header.is_empty() || answer.headers.get(*header).is_some_and(|have| have == value);
        if answer.status != *status || !has_header {
            return Err(format!("{name}: {answer:?}"));
        }
    }
    Ok(cases.len())
}

#[test]
fn through_nginx_each_request_gets_what_it_gets_without() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    for receiver in RECEIVERS {
        let server = Server::start(receiver, &[]);
        for (way, recipe) in both_ways() {
            let count = check(&Nginx::start(&recipe, server.address())).unwrap();
            println!("nginx before {receiver}, {way}: {count} of {count} answers as without it");
        }
        let unsigned = replace(&recipe(), LAST, "proxy_set_header X-Hub-Signature-256 '';\n");
        let error = check(&Nginx::start(&unsigned, server.address())).unwrap_err();
        println!("control, a proxy that drops the signature: {}", &error[..40]);
    }
}

#[test]
fn without_its_line_for_the_size_nginx_rejects_legal_deliveries() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start("axum", &[]);
    let with_default = Nginx::start(&replace(&recipe(), LARGE, ""), server.address());
    let statuses =
        [1 << 20, (1 << 20) + 1, 2 << 20].map(|length| with_default.ask(signed(padded(length))).status);
    println!("nginx without client_max_body_size: 1 MiB, a byte more and 2 MiB get {statuses:?}");
    assert_eq!(statuses, [200, 413, 413]);
    let error = check(&with_default).unwrap_err();
    assert!(error.starts_with("2 MiB: Answer { status: 413"), "{error}");
}

#[test]
fn the_layers_deadline_and_budget_hold_behind_nginx() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let variables = [("BODY_DEADLINE_SECS", "1"), ("BODY_BUDGET_MIB", "0")];
    let server = Server::start("hyper", &variables);
    let nginx = Nginx::start(&unbuffered(), server.address());
    let mut client = nginx.connect();
    let request = signed(BODY);
    client.send(&request[..request.len() - 1]);
    assert_eq!(client.answer().status, 408);

    // The byte that is too many is the last one: see below for a body that goes on.
    let busy = nginx.ask(signed(padded((64 << 10) + 1)));
    assert_eq!((busy.status, busy.headers.get("retry-after").unwrap().as_bytes()), (503, &b"1"[..]));
    assert_eq!(nginx.ask(signed(BODY)).status, 200);
}

#[test]
fn a_body_that_is_rejected_while_nginx_still_sends_it_may_be_a_bad_gateway() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start("hyper", &[("BODY_BUDGET_MIB", "0")]);
    let large = padded(2 << 20);
    for (way, recipe) in both_ways() {
        let nginx = Nginx::start(&recipe, server.address());
        for (request, expected) in [(post(&large, &[]), 401), (signed(&large), 503)] {
            let got: Vec<_> = (0..20).map(|_| status(nginx.connect(), &request).unwrap()).collect();
            let same = got.iter().filter(|got| **got == expected).count();
            println!("nginx, {way}, 2 MiB refused early: {same} of 20 get {expected}, the others 502");
            assert!(got.iter().all(|got| *got == expected || *got == 502), "{got:?}");
        }
        assert_eq!(nginx.ask(signed(BODY)).status, 200);
    }
}

/// The statuses of twenty notifications of 200 kB.
fn deliver(nginx: &Nginx) -> Vec<u16> {
    let large = signed(padded(200_000));
    (0..20).map(|_| status(nginx.connect(), &large).unwrap()).collect()
}

#[test]
fn with_buffering_no_slow_body_takes_the_receivers_connections_or_budget() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    // Budget for one body of 3 MiB.
    let variables = [("BODY_BUDGET_MIB", "3"), ("MAX_CONNECTIONS", "20")];
    let got = both_ways().map(|(way, recipe)| {
        let server = Server::start("hyper", &variables);
        let nginx = Nginx::start(&recipe, server.address());
        let body = padded(LIMIT - 1);
        let mut holder = nginx.connect();
        holder.send([declaring(&LIMIT.to_string(), &body).as_bytes(), &body].concat());
        sleep(Duration::from_millis(500));
        let held = deliver(&nginx);
        println!("nginx, {way}, one slow body holds the budget: 200 kB get {held:?}");

        drop(holder);
        let slow = declaring("60000", BODY);
        let trickle = || {
            let mut client = nginx.connect();
            client.send([slow.as_bytes(), b" "].concat());
            client
        };
        let trickling: Vec<_> = iter::repeat_with(trickle).take(40).collect();
        let beside = deliver(&nginx);
        println!("nginx, {way}, {} slow bodies, 20 connections: 200 kB get {beside:?}", trickling.len());
        [held, beside]
    });
    let [[unbuffered, _], buffered] = got;
    assert_eq!(buffered, [[200; 20], [200; 20]]);
    assert!(unbuffered.iter().all(|status| [502, 503].contains(status)), "{unbuffered:?}");
}

/// A connection from another address of this machine.
#[cfg(target_os = "linux")]
fn connect_from_elsewhere(nginx: &Nginx) -> Client<Tls> {
    nginx.directory.connect_over(stream_from("127.0.0.2", nginx.address), None)
}

/// A stream from an address of this machine.
#[cfg(target_os = "linux")]
fn stream_from(own: &str, other: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(own.parse().unwrap(), 0)).unwrap();
        socket.connect(other).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream
}

#[cfg(target_os = "linux")]
#[test]
fn nginx_limits_the_requests_of_one_address_and_not_those_of_others() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start("hyper", &[]);
    let with_five_of = |beginning: &[u8], recipe: &str| {
        let nginx = Nginx::start(recipe, server.address());
        let begin = || {
            let mut client = connect_from_elsewhere(&nginx);
            client.send(beginning);
            client
        };
        let _held: Vec<_> = iter::repeat_with(begin).take(5).collect();
        sleep(Duration::from_millis(300));
        [connect_from_elsewhere(&nginx), nginx.connect()].map(|client| status(client, &signed(BODY)).unwrap())
    };
    let five = replace(&recipe(), LIMITED, &LIMITED.replace("100", "5"));
    let slow = declaring("60000", BODY);
    let got = with_five_of(slow.as_bytes(), &five);
    println!(
        "nginx, five slow bodies of an address, which may have five: it gets {}, others {}",
        got[0], got[1]
    );
    assert_eq!(got, [429, 200]);
    // What nginx does not count: headers that are not complete.
    assert_eq!(with_five_of(&slow.as_bytes()[..20], &five), [200, 200]);
    assert_eq!(with_five_of(slow.as_bytes(), &replace(&recipe(), LIMITED, "")), [200, 200]);
}

#[cfg(target_os = "linux")]
#[test]
fn bodies_for_which_nginx_has_no_room_get_500_and_others_pass() {
    let may_mount = Command::new("unshare").args(["-m", "true"]).status().is_ok_and(|it| it.success());
    if !are_there(&["nginx", "openssl"]) || !may_mount {
        println!("skipped: there is no nginx, or no right to mount a file system");
        return;
    }
    let server = Server::start("hyper", &[]);
    let script = "exec unshare -m sh -c 'mkdir -p BODIES && mount -t tmpfs -o size=1m,mode=0777 tmpfs BODIES && exec nginx \"$@\"' nginx \"$@\"";
    let nginx = Nginx::start_by(script, &recipe(), server.address());
    let got = [64 << 10, 2 << 20, 64 << 10].map(|length| nginx.ask(signed(padded(length))).status);
    println!("nginx with 1 MiB for bodies: 64 KiB, 2 MiB and 64 KiB get {got:?}");
    assert_eq!(got, [200, 500, 200]);
}

/// Sends the last bytes of a delivery one by one, each in less than a second, and more than a second in all.
fn trickle(nginx: &Nginx) -> u16 {
    let mut client = nginx.connect();
    let request = signed(BODY);
    let (first, last) = request.split_at(request.len() - 5);
    client.send(first);
    for byte in last {
        sleep(Duration::from_millis(400));
        client.send([*byte]);
    }
    client.answer().status
}

#[test]
fn nginx_alone_bounds_each_pause_of_a_body_and_not_the_whole() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let short = |recipe: &str| replace(recipe, "client_body_timeout 10s", "client_body_timeout 1s");
    let server = Server::start("hyper", &[("BODY_DEADLINE_SECS", "1")]);
    let [unbuffered, buffered] =
        both_ways().map(|(_, recipe)| Nginx::start(&short(&recipe), server.address()));
    let statuses = [trickle(&unbuffered), trickle(&buffered)];
    println!("a body in 2 s, with a second for it: {} unbuffered, {} buffered", statuses[0], statuses[1]);
    assert_eq!(statuses, [408, 200]);

    let mut pausing = buffered.connect();
    let request = signed(BODY);
    pausing.send(&request[..request.len() - 1]);
    assert_eq!(pausing.rest(), "", "nginx hangs up without an answer");
}

#[test]
fn chunks_are_passed_on_as_they_come_or_collected_first() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let heads = both_ways().map(|(_, recipe)| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let nginx = Nginx::start(&recipe, listener.local_addr().unwrap());
        let received = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut bytes = vec![0; 4096];
            let length = stream.read(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes[..length]).to_lowercase()
        });
        let mut client = nginx.connect();
        client.send([chunked_head(BODY).as_bytes(), &chunk(BODY)].concat());
        sleep(Duration::from_millis(200));
        client.send(chunk(b""));
        received.join().unwrap()
    });
    let has = |name| heads.each_ref().map(|head| head.contains(&format!("\r\n{name}: ")));
    assert_eq!(has("transfer-encoding"), [true, false]);
    assert_eq!(has("content-length"), [false, true]);
    assert_eq!(has("x-hub-signature-256"), [true, true]);
}

#[test]
fn a_challenge_is_not_compressed_on_its_way() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start("axum", &[]);
    let request = head("GET", &format!("?{}", handshake()), &[("Accept-Encoding", "gzip")]);
    let encoding = |recipe: &str| {
        let answer = Nginx::start(recipe, server.address()).ask(&request);
        assert_eq!(answer.status, 200);
        answer.headers.get("content-encoding").cloned()
    };
    assert_eq!(encoding(&recipe()), None);
    assert_eq!(encoding(&replace(&recipe(), LAST, "")).unwrap(), "gzip");
}

/// What the logs say of a handshake that is answered, and of one whose receiver is gone.
fn logs(recipe: &str) -> String {
    let server = Server::start("axum", &[]);
    let nginx = Nginx::start(recipe, server.address());
    assert_eq!(nginx.ask(get(&handshake())).status, 200);
    server.kill();
    assert_eq!(nginx.ask(get(&handshake())).status, 502);
    let logs = || ["access.log", "error.log"].map(|name| nginx.directory.read(name)).concat();
    let start = Instant::now();
    // nginx writes a line after the answer.
    while logs().matches("GET /webhook").count() < 2 {
        assert!(start.elapsed() < PATIENCE, "{}", logs());
        sleep(Duration::from_millis(10));
    }
    logs()
}

#[test]
fn the_verify_token_is_in_no_log_of_nginx() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let logs_of_recipe = logs(&recipe());
    assert!(!logs_of_recipe.contains(TOKEN), "{logs_of_recipe}");

    for (line, usual) in
        [("access.log without_query", "access.log combined"), ("error.log crit", "error.log error")]
    {
        assert!(logs(&replace(&recipe(), line, usual)).contains(TOKEN), "{usual}");
    }
}

#[test]
fn nginx_with_mtls_hears_metas_client_and_nobody_else() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start("axum", &[]);
    let clients = [Some("meta"), None, Some("namesake"), Some("sibling"), Some("impostor")];
    let statuses = |recipe: &str| {
        let nginx = Nginx::start(recipe, server.address());
        clients.map(|shown| {
            status(nginx.directory.connect(nginx.address, shown), &signed(BODY)).unwrap_or_default()
        })
    };
    let got = statuses(&recipe_of_mtls());
    println!(
        "nginx with mTLS: Meta's client, none, of another authority, of another name, \
         with Meta's name inside of another get {got:?}"
    );
    assert_eq!(got, [200, 400, 400, 403, 403]);
    let without = statuses(&recipe());
    println!("control, without mTLS: {without:?}");
    assert_eq!(without, [200; 5]);
    let comma = replace(&recipe_of_mtls(), r#""(^|[^\\\\],)CN="#, r#""(^|,)CN="#);
    let any_comma = statuses(&comma);
    println!("control, with any comma before the name: {any_comma:?}");
    assert_eq!(any_comma, [200, 400, 400, 403, 200]);
    // It is a second wall: the signature is asked for as ever.
    let nginx = Nginx::start(&recipe_of_mtls(), server.address());
    assert_eq!(status(nginx.directory.connect(nginx.address, Some("meta")), &post(BODY, &[])), Some(401));
}

/// The block in the document with the gate's line for nginx.
fn recipe_with(line: &str) -> String {
    replace(&recipe(), LAST, &format!("{LAST}{line}"))
}

/// What a registry says of Meta's routes, if these are all.
fn routes(ranges: &[&str]) -> String {
    let route = |range| format!("route: {range}\norigin: AS32934\nmnt-by: MAINT-AS32934\nsource: RADB\n\n");
    ranges.iter().map(route).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn behind_nginx_the_gate_admits_the_listed_addresses_and_reads_the_list_again() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let directory = Directory::new();
    let list = directory.write("meta.whois", &routes(&["127.0.0.2/32"]));
    let variables = [("PROXIES", "127.0.0.1"), ("RELOAD_SECS", "1")];
    let server = Server::start_with("gate", &["networks", &list], &variables);
    let nginx = Nginx::start(&recipe_with(block(5)), server.address());
    let claiming = post(BODY, &[("x-hub-signature-256", &signature(BODY)), ("x-forwarded-for", "127.0.0.2")]);
    let statuses = |request: &[u8]| {
        ["127.0.0.2", "127.0.0.3"].map(|own| {
            let stream = stream_from(own, nginx.address);
            status(nginx.directory.connect_over(stream, None), request).unwrap()
        })
    };
    assert_eq!(statuses(&signed(BODY)), [200, 403]);
    assert_eq!(statuses(&claiming), [200, 403], "a client cannot name its address");
    assert_eq!(statuses(&post(BODY, &[])), [401, 403], "the signature is asked for as ever");
    let mut direct = Client::over(stream_from("127.0.0.3", server.address()));
    direct.send(&claiming);
    assert_eq!(direct.status(), Some(403), "a peer that is no proxy is believed nothing");

    directory.write("meta.whois", "no list at all");
    sleep(Duration::from_millis(2500));
    assert_eq!(statuses(&signed(BODY)), [200, 403], "a file that cannot be read changes nothing");
    directory.write("meta.whois", &routes(&["127.0.0.3/32"]));
    sleep(Duration::from_millis(2500));
    assert_eq!(statuses(&signed(BODY)), [403, 200]);
}

#[test]
fn behind_nginx_the_gate_admits_the_client_whose_certificate_nginx_has_checked() {
    if !are_there(&["nginx", "openssl"]) {
        return;
    }
    let server = Server::start_with("gate", &["certificate"], &[("PROXIES", "127.0.0.1")]);
    let optional = |recipe: &str| {
        let server = format!("\n{}\n    location", block(3));
        block(2).to_owned() + &replace(recipe, "\n    location", &server)
    };
    let claiming = post(BODY, &[("x-hub-signature-256", &signature(BODY)), ("x-meta-client", "yes")]);
    let clients = [Some("meta"), None, Some("namesake"), Some("sibling"), Some("impostor")];
    let statuses = |recipe: &str, request: &[u8]| {
        let nginx = Nginx::start(&optional(recipe), server.address());
        clients
            .map(|shown| status(nginx.directory.connect(nginx.address, shown), request).unwrap_or_default())
    };
    let with_verdict = recipe_with(block(4));
    assert_eq!(statuses(&with_verdict, &signed(BODY)), [200, 403, 400, 403, 403]);
    assert_eq!(statuses(&with_verdict, &claiming), [200, 403, 400, 403, 403]);
    assert_eq!(statuses(&with_verdict, &post(BODY, &[])), [401, 403, 400, 403, 403]);
    let without_verdict = statuses(&recipe(), &claiming);
    println!("control, an nginx that passes on the header of a client: {without_verdict:?}");
    assert_eq!(without_verdict, [200, 200, 400, 200, 200]);
    let other = Server::start_with("gate", &["certificate"], &[("PROXIES", "192.0.2.1")]);
    assert_eq!(other.ask(&claiming).status, 403, "a peer that is no proxy is believed nothing");
}
