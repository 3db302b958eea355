//! `list`: the samples.

use serde_json::json;
use whatsapp_webhook::testing::samples;

use super::{Outcome, say};

pub(super) fn run(is_json: bool) -> Outcome {
    for sample in samples() {
        let (name, field, occasion) = (sample.name(), sample.field(), sample.occasion());
        say(
            is_json,
            &json!({ "name": name, "field": field, "occasion": occasion }),
            &format!("{name:<30} {occasion}"),
        )?;
    }
    Ok(true)
}
