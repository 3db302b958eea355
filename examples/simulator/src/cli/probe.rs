//! `probe`: requests that Meta never sends.

use std::{
    convert::Infallible,
    io,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{
    Method,
    header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
};
use reqwest::{Body, Client, RequestBuilder, redirect::Policy};
use serde_json::json;
use whatsapp_webhook::{
    AppSecret,
    signature::{X_HUB_SIGNATURE_256, sign},
};

use super::{Outcome, Target, say, settings::Settings};

/// A notification without updates, which changes nothing at the receiver.
const EMPTY: &str = r#"{"object":"whatsapp_business_account","entry":[]}"#;

/// More than Meta ever sends.
const OVERSIZE: u64 = 64 * 1024 * 1024;

/// Requests to one webhook.
struct Probe {
    http: Client,
    url: String,
    secret: AppSecret,
}

impl Probe {
    fn post(&self) -> RequestBuilder {
        self.http.post(&self.url).header(CONTENT_TYPE, "application/json")
    }

    fn signed(&self, body: &'static str) -> RequestBuilder {
        self.post().header(X_HUB_SIGNATURE_256, sign(&self.secret, body.as_bytes())).body(body)
    }
}

/// A request, and the statuses that are right for it.
struct Case {
    name: &'static str,
    request: RequestBuilder,
    expected: &'static [u16],
    /// Whether the end of the connection is an answer as well.
    may_be_closed: bool,
}

pub(super) async fn run(patience: u64, target: Target) -> Outcome {
    let settings = Settings::from_environment()?;
    // Starting checks whether the webhook may be tried at all.
    let meta = settings.simulator(&target).start().await?;
    let http = Client::builder().no_proxy().redirect(Policy::none()).timeout(Duration::from_secs(patience));
    let probe = Probe {
        http: http.build()?,
        url: target.url.to_string(),
        secret: AppSecret::new(&settings.app_secret)?,
    };
    let handshake = meta.handshake(&settings.verify_token).await;
    let mut is_right =
        report(&target, "handshake", "200 and the challenge", handshake.is_right, &handshake.status)?;
    for Case { name, request, expected, may_be_closed } in cases(&probe)? {
        let start = Instant::now();
        let status = match request.send().await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(error) if error.is_timeout() => Err(format!("no answer within {patience} s")),
            Err(_) => Err(format!("closed after {:.1} s", start.elapsed().as_secs_f64())),
        };
        let is_closed = status.as_ref().is_err_and(|reason| reason.starts_with("closed"));
        let is_expected =
            status.as_ref().is_ok_and(|status| expected.contains(status)) || (may_be_closed && is_closed);
        let wanted: Vec<_> = expected.iter().map(u16::to_string).collect();
        let wanted = wanted.join(" or ") + if may_be_closed { ", or closed" } else { "" };
        is_right &= report(&target, name, &wanted, is_expected, &status)?;
    }
    Ok(is_right)
}

fn cases(probe: &Probe) -> Result<Vec<Case>, Box<dyn std::error::Error>> {
    let another = AppSecret::new("not the secret of this app")?;
    let case = |name, request, expected| Case { name, request, expected, may_be_closed: false };
    let first = || stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{"))]);
    // The first byte comes, and no other one.
    let slow = first().chain(stream::pending());
    let truncated =
        stream::iter([Ok(Bytes::from_static(b"{")), Err(io::Error::other("the connection breaks off"))]);
    let signature = sign(&probe.secret, EMPTY.as_bytes());
    Ok(vec![
        case("signed", probe.signed(EMPTY), &[200]),
        case("unsigned", probe.post().body(EMPTY), &[401, 403]),
        case(
            "wrong secret",
            probe.post().header(X_HUB_SIGNATURE_256, sign(&another, EMPTY.as_bytes())).body(EMPTY),
            &[401, 403],
        ),
        case(
            "changed body",
            probe.post().header(X_HUB_SIGNATURE_256, &signature).body(EMPTY.replace("[]", "[ ]")),
            &[401, 403],
        ),
        case(
            "legacy signature alone",
            probe
                .post()
                .header("x-hub-signature", "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709")
                .body(EMPTY),
            &[401, 403],
        ),
        case(
            "wrong verify token",
            probe.http.get(&probe.url).query(&[
                ("hub.mode", "subscribe"),
                ("hub.challenge", "1"),
                ("hub.verify_token", "not the token"),
            ]),
            &[403],
        ),
        case("another method", probe.http.request(Method::PUT, &probe.url).body(EMPTY), &[405]),
        case("gzip", probe.signed(EMPTY).header(CONTENT_ENCODING, "gzip"), &[415, 400, 401]),
        Case {
            name: "oversize, declared",
            request: probe
                .post()
                .header(X_HUB_SIGNATURE_256, &signature)
                .header(CONTENT_LENGTH, OVERSIZE)
                .body(Body::wrap_stream(first().chain(stream::pending()))),
            expected: &[413],
            may_be_closed: true,
        },
        Case {
            name: "slow body",
            request: probe
                .post()
                .header(X_HUB_SIGNATURE_256, &signature)
                .header(CONTENT_LENGTH, EMPTY.len())
                .body(Body::wrap_stream(slow)),
            expected: &[408],
            may_be_closed: true,
        },
        Case {
            name: "truncated body",
            request: probe
                .post()
                .header(X_HUB_SIGNATURE_256, &signature)
                .header(CONTENT_LENGTH, EMPTY.len())
                .body(Body::wrap_stream(truncated)),
            expected: &[400, 408],
            may_be_closed: true,
        },
        // The receiver is still there.
        case("signed, at the end", probe.signed(EMPTY), &[200]),
    ])
}

fn report(
    target: &Target,
    name: &str,
    expected: &str,
    is_right: bool,
    status: &Result<u16, String>,
) -> Result<bool, io::Error> {
    let found = status.as_ref().map_or_else(Clone::clone, u16::to_string);
    let sign = if is_right { "✓" } else { "✗" };
    let json = json!({ "probe": name, "expected": expected, "found": found, "is_right": is_right });
    say(target.json, &json, &format!("{sign} {name:<24} {found:<20} expected {expected}"))?;
    Ok(is_right)
}
