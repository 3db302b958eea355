//! `handshake`: the challenge.

use serde_json::json;

use super::{Outcome, Target, say, settings::Settings};

pub(super) async fn run(target: Target) -> Outcome {
    let settings = Settings::from_environment()?;
    let meta = settings.simulator(&target).start().await?;
    let outcome = meta.handshake(&settings.verify_token).await;
    let line = match &outcome.status {
        Ok(200) if outcome.is_right => "200 and the challenge: Meta would accept this webhook".to_owned(),
        Ok(200) => "200, but the body is not the challenge alone".to_owned(),
        Ok(403) => "403: is it the same verify token on both sides?".to_owned(),
        Ok(status) => format!("{status}, where Meta expects 200 and the challenge"),
        Err(reason) => reason.clone(),
    };
    let (status, error) = (outcome.status.as_ref().ok(), outcome.status.as_ref().err());
    say(target.json, &json!({ "status": status, "error": error, "is_right": outcome.is_right }), &line)?;
    Ok(outcome.is_right)
}
