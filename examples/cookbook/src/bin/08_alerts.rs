//! Tells a person what needs one: `cargo run --bin 08_alerts`.
//!
//! Meta rejects and pauses templates, lowers the quality of numbers, restricts accounts, and says so once, in fields of their own: subscribe the
//! app to `account_alerts`, `account_update`, `message_template_status_update`, `message_template_quality_update` and
//! `phone_number_quality_update`. The program prints a line for each; in yours, this is a message to whoever is on duty.
//!
//! Without variables in the environment, the program talks to the simulator in `examples/simulator`. `cargo test alerts` runs it offline.

use std::{error::Error, process::ExitCode};

use axum::{Router, routing::post};
use whatsapp_webhook::{Content, Update, WebhookEvent};
use whatsapp_webhook_cookbook::{Settings, exit, listen};

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Settings { webhook, .. } = Settings::from_environment()?;
    let app = Router::new().route("/webhook", post(receive).layer(webhook));
    Ok(axum::serve(listen().await?, app).await?)
}

async fn receive(event: WebhookEvent) {
    for update in event.updates() {
        if let Some(alert) = alert(&update) {
            println!("ALERT {alert}");
        }
    }
}

/// Returns the alert of an update, if a person should see one.
fn alert(update: &Update) -> Option<String> {
    let account = update.waba_id().map(ToString::to_string).unwrap_or_default();
    if let Some(template) = update.template() {
        let name = template.name.map(ToString::to_string).unwrap_or_default();
        let what = match &update.content {
            Content::TemplateStatusUpdate(status) => format!("is {}", status.event),
            Content::TemplateQualityUpdate(quality) => {
                format!("has the quality {}", quality.new_quality_score)
            }
            _ => "was changed by Meta".to_owned(),
        };
        return Some(format!("{account}: the template {name} {what}"));
    }
    match &update.content {
        Content::AccountUpdate(change) => Some(format!("{account}: {}", change.event)),
        Content::AccountAlert(alert) => {
            let kind = alert.alert_type().map(ToString::to_string).unwrap_or_default();
            Some(format!("{account}: {kind}"))
        }
        Content::PhoneNumberQualityUpdate(change) => Some(format!("{account}: a number: {}", change.event)),
        // A field that is newer than this program may be an alert.
        Content::Unknown(unknown) if update.field() != "messages" => {
            Some(format!("{account}: {} of {} bytes", update.field(), unknown.raw().to_string().len()))
        }
        _ => None,
    }
}
