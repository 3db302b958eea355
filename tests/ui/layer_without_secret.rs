//! There is no layer without a secret.

use whatsapp_webhook::{ConfigError, VerifyToken, WhatsAppWebhookLayer};

fn main() -> Result<(), ConfigError> {
    let _ = WhatsAppWebhookLayer::new(None, VerifyToken::new("a token")?); //~ E0308
    Ok(())
}
