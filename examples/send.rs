//! Tries a webhook without Meta: signs a payload and posts it, as Meta would.
//!
//! ```text
//! cargo run --example send -- text                                        a sample to the examples' receivers
//! cargo run --example send -- delivered http://127.0.0.1:8080/webhook     a sample to your own
//! cargo run --example send -- stored.json                                 a file; `-` is standard input
//! cargo run --example send -- challenge                                   the handshake by GET
//! cargo run --example send -- --list                                      all samples
//! ```
//!
//! A sample is dated now, and a file is sent as it is.
//!
//! `WHATSAPP_APP_SECRET` signs and `WHATSAPP_VERIFY_TOKEN` is sent with the challenge; without them, the demo
//! credentials of the receivers `axum` and `hyper`. It speaks plain HTTP: behind a TLS proxy, send to the port behind it.
//!
//! The exit code is 0 only if the receiver answers as Meta expects.

#[path = "../src/testing/samples/table.rs"]
mod table;

use std::{
    env,
    error::Error,
    fs,
    io::{self, Read, Write},
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use http::{
    Request, StatusCode, Uri,
    header::{CONTENT_TYPE, HOST},
};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};
use whatsapp_webhook::{
    AppSecret,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use self::table::TABLE;

const DEMO_APP_SECRET: &str = "demo-app-secret-that-everyone-knows";
const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";
const DEFAULT_URL: &str = "http://127.0.0.1:3000/webhook";
const CHALLENGE: &str = "1158201444";
const PATIENCE: Duration = Duration::from_secs(30);

const USAGE: &str = "\
Usage: send WHAT [URL]

Signs a notification as Meta would, and posts it to URL, http://127.0.0.1:3000/webhook by default.

WHAT is one of
  the name of a sample, such as `text`; `--list` prints all of them
  the path of a file with a notification, or `-` for standard input
  `challenge`, for the handshake by GET

WHATSAPP_APP_SECRET signs and WHATSAPP_VERIFY_TOKEN is sent with the challenge; by default those of the demo.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    run().await.unwrap_or_else(|error| {
        let _ = writeln!(io::stderr(), "Error: {error}");
        ExitCode::FAILURE
    })
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let what = arguments.next().ok_or("say what to send, or `--help`")?;
    match what.as_str() {
        "--help" | "-h" => {
            say(format_args!("{USAGE}"))?;
            return Ok(ExitCode::SUCCESS);
        }
        "--list" => return list(),
        _ => {}
    }
    let url = arguments.next().unwrap_or_else(|| DEFAULT_URL.to_owned());
    let receiver = Receiver::at(&url)?;
    if what == "challenge" { ask(&receiver).await } else { post(&receiver, payload(&what)?).await }
}

fn list() -> Result<ExitCode, Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for (_, name, occasion, _) in TABLE {
        writeln!(out, "{name:<30} {occasion}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn payload(what: &str) -> Result<Bytes, Box<dyn Error>> {
    if let Some((.., json)) = TABLE.iter().find(|(_, name, ..)| *name == what) {
        return Ok(dated_now(json)?.into());
    }
    let mut bytes = Vec::new();
    if what == "-" {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(what)
            .map_err(|error| format!("{what} is no sample (see --list), and no file: {error}"))?;
    }
    Ok(bytes.into())
}

/// A sample with the time of now: a bot that answers within 24 hours alone would be silent about an older message.
fn dated_now(json: &str) -> Result<String, Box<dyn Error>> {
    const TIMESTAMP: &str = r#""timestamp": ""#;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let mut parts = json.split(TIMESTAMP);
    let mut dated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        dated.push_str(&format!("{TIMESTAMP}{now}{rest}"));
    }
    Ok(dated)
}

async fn post(receiver: &Receiver, body: Bytes) -> Result<ExitCode, Box<dyn Error>> {
    let app_secret = AppSecret::new(variable("WHATSAPP_APP_SECRET", DEMO_APP_SECRET))?;
    say(format_args!("POST {} ({} bytes)", receiver.url, body.len()))?;
    let request = Request::post(receiver.target())
        .header(HOST, &receiver.authority)
        .header(CONTENT_TYPE, "application/json")
        .header(X_HUB_SIGNATURE_256, sign(&app_secret, &body))
        .body(Full::new(body))?;
    let (status, _) = receiver.send(request).await?;
    report(status, hint(status))
}

async fn ask(receiver: &Receiver) -> Result<ExitCode, Box<dyn Error>> {
    let token = variable("WHATSAPP_VERIFY_TOKEN", DEMO_VERIFY_TOKEN);
    say(format_args!("GET {} (challenge {CHALLENGE})", receiver.url))?;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", CHALLENGE)
        .append_pair("hub.verify_token", &token)
        .finish();
    let request = Request::get(format!("{}?{query}", receiver.uri.path()))
        .header(HOST, &receiver.authority)
        .body(Full::default())?;
    let (status, body) = receiver.send(request).await?;
    match status {
        StatusCode::OK if body != CHALLENGE => {
            report(StatusCode::OK, Some("but the answer is not the challenge"))?;
            Ok(ExitCode::FAILURE)
        }
        StatusCode::FORBIDDEN => report(status, Some("the receiver has another verify token")),
        _ => report(status, hint(status)),
    }
}

/// Where to send to.
struct Receiver {
    url: String,
    uri: Uri,
    authority: String,
}

impl Receiver {
    fn at(url: &str) -> Result<Self, Box<dyn Error>> {
        let uri: Uri = url.parse().map_err(|error| format!("{url} is no URL: {error}"))?;
        match (uri.scheme_str(), uri.authority()) {
            (Some("http"), Some(authority)) => {
                Ok(Self { url: url.to_owned(), authority: authority.to_string(), uri })
            }
            (Some("https"), _) => {
                Err("this example speaks no TLS: send to the http:// port behind your proxy".into())
            }
            _ => Err(format!("{url} is no http:// URL").into()),
        }
    }

    /// The path and query, which is what a request line holds.
    fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", |target| target.as_str())
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), Box<dyn Error>> {
        timeout(PATIENCE, self.exchange(request)).await.map_err(|_| format!("no answer in {PATIENCE:?}"))?
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), Box<dyn Error>> {
        let address =
            format!("{}:{}", self.uri.host().unwrap_or_default(), self.uri.port_u16().unwrap_or(80));
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| format!("{error}: start a receiver with `cargo run --example axum`"))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let response = sender.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        Ok((status, body))
    }
}

fn variable(name: &str, default: &str) -> String {
    env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// What to do about an answer.
fn hint(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::OK => return None,
        StatusCode::BAD_REQUEST => {
            "the receiver could not read it: is it a WhatsApp notification? The receiver printed why"
        }
        StatusCode::UNAUTHORIZED => "the receiver has another app secret",
        StatusCode::NOT_FOUND => "there is no webhook at this path; the examples have it at /webhook",
        StatusCode::METHOD_NOT_ALLOWED => "what is at this path is no webhook",
        StatusCode::REQUEST_TIMEOUT => "the body took too long",
        StatusCode::PAYLOAD_TOO_LARGE => "the body is over the receiver's limit",
        StatusCode::SERVICE_UNAVAILABLE => "the receiver is busy: Meta would send it again",
        _ if status.is_server_error() => "the handler failed: see what the receiver logged",
        _ if status.is_success() => "Meta treats any status but 200 as a failure",
        _ => "no webhook answers so: is it the right URL?",
    })
}

fn report(status: StatusCode, hint: Option<&str>) -> Result<ExitCode, Box<dyn Error>> {
    match hint {
        Some(hint) => say(format_args!("{status}: {hint}"))?,
        None => say(format_args!("{status}"))?,
    }
    Ok(if status == StatusCode::OK { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}
