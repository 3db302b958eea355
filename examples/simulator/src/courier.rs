//! Delivers notifications when they are due.

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use reqwest::redirect::Policy;
use tokio::{sync::Semaphore, time::sleep};

use crate::shared::Shared;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A challenge, as Meta sends them.
const CHALLENGE: &str = "1158201444";

/// Posts notifications to the webhook.
#[derive(Clone, Debug)]
pub(crate) struct Courier {
    http: reqwest::Client,
}

impl Courier {
    /// # Errors
    ///
    /// TLS cannot be set up.
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        // Proxies of the environment are for the internet; redirects are not followed, as a notification belongs to the webhook alone.
        let http =
            reqwest::Client::builder().no_proxy().redirect(Policy::none()).timeout(PATIENCE).build()?;
        Ok(Self { http })
    }

    /// Delivers what is due, up to so many notifications at a time, for ever.
    pub(crate) async fn run(self, shared: Arc<Shared>, at_a_time: usize) {
        let places = Arc::new(Semaphore::new(at_a_time));
        let mut changes = shared.changes();
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            changes.mark_unchanged();
            let due = shared.look(|world| world.next_due().map(|time| world.clock.until(time)));
            if due != Some(Some(Duration::ZERO)) {
                let pause = async {
                    match due.flatten() {
                        Some(pause) => sleep(pause).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    () = pause => {}
                    changed = changes.changed() => if changed.is_err() { return },
                }
                continue;
            }
            let Some((number, body)) = shared.change(|world| world.advance_to_attempt()) else { continue };
            let (courier, shared) = (self.clone(), Arc::clone(&shared));
            tokio::spawn(async move {
                let at = shared.look(|world| world.clock.now());
                let start = Instant::now();
                let status = courier.post(&shared, body).await;
                shared.change(|world| world.attempted(number, at, status, start.elapsed()));
                drop(place);
            });
        }
    }

    /// Posts a notification once. Returns the status of the response, or why there is none.
    async fn post(&self, shared: &Shared, body: Bytes) -> Result<u16, String> {
        let webhook = shared.look(|world| world.webhook.to_string());
        let request = self.http.post(webhook).headers(shared.signer.headers(&body)).body(body);
        Ok(request.send().await.map_err(|error| reason(&error))?.status().as_u16())
    }

    /// Asks for the challenge, as Meta does when a webhook is registered.
    pub(crate) async fn handshake(&self, shared: &Shared, verify_token: &str) -> Handshake {
        let webhook = shared.look(|world| world.webhook.to_string());
        let answer = async {
            let query =
                [("hub.mode", "subscribe"), ("hub.challenge", CHALLENGE), ("hub.verify_token", verify_token)];
            let response = self.http.get(webhook).query(&query).send().await?;
            let status = response.status().as_u16();
            Ok((status, status == 200 && response.text().await? == CHALLENGE))
        };
        match answer.await {
            Ok((status, is_right)) => Handshake { status: Ok(status), is_right },
            Err(error) => Handshake { status: Err(reason(&error)), is_right: false },
        }
    }
}

/// The outcome of a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Handshake {
    /// The status of the response, or why there was none.
    pub status: Result<u16, String>,
    /// Whether the receiver answered with 200 and the challenge alone.
    pub is_right: bool,
}

/// Why there is no response, without the URL, which may have a token.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", PATIENCE.as_secs());
    }
    let mut source: &dyn Error = error;
    while let Some(next) = source.source() {
        source = next;
    }
    let reason = source.to_string();
    if error.is_connect() { format!("no connection: {reason}") } else { format!("no answer: {reason}") }
}
