//! A receiver behind a proxy, with a gate: `cargo run --example gate -- networks FILE`, or `-- certificate`.
//!
//! A gate rejects requests before they cost a hash. It never takes the place of the signature.
//!
//! - `networks FILE` admits the clients whose address is in `FILE`, the answer of a registry that the script in
//!   `docs/deploy.md` fetches. The receiver reads the file again every hour, or every `RELOAD_SECS`.
//! - `certificate` admits the clients that the proxy marks with `X-Meta-Client: yes`, after it checked their certificate
//!   (mTLS).
//!
//! Both believe a header only if it comes from a proxy: `PROXIES` has the addresses, by default `127.0.0.1,::1`. The
//! other environment variables are `ADDR`, `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`, as in `axum.rs`.

#[path = "shared/demo.rs"]
mod demo;
#[path = "shared/print.rs"]
mod print;
#[path = "shared/stop.rs"]
mod stop;

use std::{
    env,
    error::Error,
    fs,
    io::{self, Write},
    net::{IpAddr, SocketAddr},
    process::ExitCode,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    Router,
    extract::ConnectInfo,
    http::{HeaderName, StatusCode, request::Parts},
    middleware::map_response,
    response::Response,
    routing::post,
};
use tokio::time::sleep;
use whatsapp_webhook::{Networks, WebhookEvent, WhatsAppWebhookLayer};

use self::{demo::Credentials, stop::asked_to_stop};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "Error: {error}");
    ExitCode::FAILURE
}

async fn run() -> Result<(), Box<dyn Error>> {
    let credentials = Credentials::from_environment()?;
    let proxies = proxies()?;
    let mut arguments = env::args().skip(1);
    let webhook = match (arguments.next().as_deref(), arguments.next()) {
        (Some("networks"), Some(file)) => with_networks(credentials.layer()?, proxies, &file)?,
        (Some("certificate"), None) => with_certificate(credentials.layer()?, proxies),
        _ => return Err("the arguments are `networks FILE` or `certificate`".into()),
    };
    let receive = post(receive).layer(webhook).layer(map_response(explain));
    let app = Router::new().route("/webhook", receive);

    let listener = demo::listen().await?;
    credentials.announce(listener.local_addr()?)?;
    // The gate needs the address of the peer.
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(async { drop(asked_to_stop().await) }).await?;
    Ok(())
}

fn proxies() -> Result<Networks, Box<dyn Error>> {
    let addresses = env::var("PROXIES").unwrap_or("127.0.0.1,::1".to_owned());
    Ok(addresses.replace(',', "\n").parse().map_err(|error| format!("PROXIES: {error}"))?)
}

/// Admits clients whose address is in the file.
fn with_networks(
    webhook: WhatsAppWebhookLayer,
    proxies: Networks,
    file: &str,
) -> Result<WhatsAppWebhookLayer, Box<dyn Error>> {
    let meta = Arc::new(RwLock::new(read_list(file)?));
    tokio::spawn(reload(file.to_owned(), Arc::clone(&meta), reload_interval()?));
    Ok(webhook.with_gate(move |head| {
        let client = peer(head).and_then(|peer| proxies.client(peer, &head.headers, &FORWARDED_FOR));
        let meta = meta.read().unwrap_or_else(PoisonError::into_inner);
        client.is_some_and(|client| meta.contains(client))
    }))
}

fn read_list(file: &str) -> Result<Networks, Box<dyn Error>> {
    let answer = fs::read(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    Ok(Networks::from_whois(&String::from_utf8_lossy(&answer)).map_err(|error| format!("{file}: {error}"))?)
}

/// Replaces the list from time to time. If the file cannot be read, the old list stays in use.
async fn reload(file: String, list: Arc<RwLock<Networks>>, interval: Duration) {
    loop {
        sleep(interval).await;
        match read_list(&file) {
            Ok(new) => *list.write().unwrap_or_else(PoisonError::into_inner) = new,
            Err(error) => drop(writeln!(io::stderr(), "the old list of networks stays in use: {error}")),
        }
    }
}

fn reload_interval() -> Result<Duration, Box<dyn Error>> {
    let seconds = env::var("RELOAD_SECS").map_or(Ok(3600), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|error| format!("RELOAD_SECS: {error}"))?))
}

/// Admits clients that the proxy has marked.
fn with_certificate(webhook: WhatsAppWebhookLayer, proxies: Networks) -> WhatsAppWebhookLayer {
    webhook.with_gate(move |head| {
        let comes_from_proxy = peer(head).is_some_and(|peer| proxies.contains(peer));
        comes_from_proxy && head.headers.get("x-meta-client").is_some_and(|verdict| verdict == "yes")
    })
}

fn peer(head: &Parts) -> Option<IpAddr> {
    head.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip())
}

/// Meta sends again whatever is not answered with 200, so an update that could not be printed is not lost.
async fn receive(event: WebhookEvent) -> StatusCode {
    match event.updates().try_for_each(|update| print::update(&update)) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn explain(response: Response) -> Response {
    print::rejection(&response);
    response
}
