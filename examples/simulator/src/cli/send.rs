//! `send`: one notification.

use std::{
    io::{self, Read},
    time::SystemTime,
};

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::fs;
use whatsapp_simulator::Attempt;
use whatsapp_webhook::testing::Sample;

use super::{Outcome, Target, say, settings::Settings};

pub(super) async fn run(what: &str, target: Target) -> Outcome {
    let sample = Sample::named(what);
    let body = if sample.is_none() { read(what).await? } else { Bytes::new() };
    let simulator = Settings::from_environment()?.simulator(&target);
    // The clock stands still, so nothing is sent again.
    let meta = simulator.with_clock_stopped_at(SystemTime::now()).start().await?;
    let outcome = match sample {
        Some(sample) => meta.sends_sample(&sample).await,
        None => meta.posts(body).await,
    };
    let attempt = outcome.attempts.first().ok_or("the notification was not sent")?;
    say(target.json, &told(what, attempt), &format!("{what}: {}", line(attempt)))?;
    Ok(attempt.is_taken())
}

/// The bytes of a file, or of standard input.
async fn read(what: &str) -> Result<Bytes, String> {
    if what == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
        return Ok(bytes.into());
    }
    let bytes = fs::read(what).await;
    Ok(bytes.map_err(|error| format!("{what} is no sample (see `list`), and no file: {error}"))?.into())
}

/// An attempt, for programs.
pub(super) fn told(what: &str, attempt: &Attempt) -> Value {
    json!({
        "what": what,
        "status": attempt.status.as_ref().ok(),
        "error": attempt.status.as_ref().err(),
        "ms": attempt.elapsed.as_secs_f64() * 1000.0,
        "is_taken": attempt.is_taken(),
    })
}

/// An attempt, for people.
pub(super) fn line(attempt: &Attempt) -> String {
    let milliseconds = attempt.elapsed.as_secs_f64() * 1000.0;
    match &attempt.status {
        Ok(200) => format!("200 in {milliseconds:.1} ms"),
        Ok(status) => format!("{status} in {milliseconds:.1} ms; {}", advice(*status)),
        Err(reason) => reason.clone(),
    }
}

/// Returns the most likely cause of a status, for the author of a receiver.
fn advice(status: u16) -> &'static str {
    match status {
        401 => {
            "the signature does not match: is it the same app secret on both sides, and does nothing change the body?"
        }
        403 => "a gate or a proxy rejects this address",
        404 => "is this the path of the webhook?",
        405 => "the route does not take POST",
        413 => "the receiver or a proxy takes no body of this size",
        503 => "the receiver has no room, or its store is down",
        500..600 => "the handler failed, and Meta would send it again",
        _ => "Meta takes all but 200 for a failure, and would send it again",
    }
}
