//! The right use, so that the other cases fail for their own reasons.

use whatsapp_webhook::{AppSecret, ConfigError, Verified, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

fn handle(verified: &Verified) -> usize {
    WebhookEvent::from_verified(verified).map_or(0, |event| event.updates().count())
}

fn main() -> Result<(), ConfigError> {
    let secret = AppSecret::new("0123456789abcdef0123456789abcdef")?;
    let layer = WhatsAppWebhookLayer::new(secret, VerifyToken::new("a token")?);
    println!("{layer:?} {}", size_of_val(&handle));
    Ok(())
}
