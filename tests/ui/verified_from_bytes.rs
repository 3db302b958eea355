//! An event of unverified bytes does not pass for a verified one.

use whatsapp_webhook::{Verified, WebhookEvent};

fn handle(_: &Verified) {}

fn main() {
    if let Ok(event) = WebhookEvent::from_bytes("{}") {
        handle(&event); //~ E0308
    }
}
