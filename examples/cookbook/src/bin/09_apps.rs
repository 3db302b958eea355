//! Receives for several apps, each at a path of its own: `cargo run --bin 09_apps`.
//!
//! `APPS` has a name, an app secret and a verify token for each app, such as `shop:SECRET:TOKEN,bank:SECRET:TOKEN`; the webhook of `shop` is
//! `/webhook/shop`. Without `APPS`, there are two apps with credentials that everyone knows, and `examples/simulator` can deliver to both.
//! `cargo test apps` runs the program offline.
//!
//! The path chooses the secret, and the signature proves that the app sent the notification. One app can serve many accounts and
//! numbers, so the signature proves no account: tell them apart by `update.phone_number_id()`.

use std::{collections::HashMap, env, error::Error, process::ExitCode};

use axum::{Router, http::request::Parts, routing::post};
use whatsapp_webhook::{
    AppCredentials, AppSecret, ConfigError, Verified, VerifyToken, WebhookEvent, WhatsAppWebhookLayer,
};
use whatsapp_webhook_cookbook::{exit, listen};

const DEMO_APPS: &str =
    "shop:demo-app-secret-of-the-shop:demo-verify-token,bank:demo-app-secret-of-the-bank:demo-verify-token";

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let apps = apps(&env::var("APPS").unwrap_or_else(|_| DEMO_APPS.to_owned()))?;
    let webhook = WhatsAppWebhookLayer::for_apps(move |head: &Parts| {
        apps.get(head.uri.path().strip_prefix("/webhook/")?).cloned()
    });
    let app = Router::new().route("/webhook/{app}", post(receive).layer(webhook));
    Ok(axum::serve(listen().await?, app).await?)
}

/// Reads the credentials, by the names of the apps.
fn apps(text: &str) -> Result<HashMap<String, AppCredentials>, Box<dyn Error>> {
    let app = |part: &str| {
        let mut parts = part.splitn(3, ':');
        let (Some(name), Some(secret), Some(token)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("APPS: an app is NAME:SECRET:TOKEN".into());
        };
        let credentials =
            credentials(name, secret, token).map_err(|error| format!("APPS: {name}: {error}"))?;
        Ok((name.to_owned(), credentials))
    };
    text.split(',').map(app).collect()
}

fn credentials(name: &str, secret: &str, token: &str) -> Result<AppCredentials, ConfigError> {
    Ok(AppCredentials::new(AppSecret::new(secret)?, VerifyToken::new(token)?).with_label(name))
}

async fn receive(verified: Verified, event: WebhookEvent) {
    for update in event.updates() {
        println!("{}: {}", verified.label().unwrap_or_default(), update.kind());
    }
}
