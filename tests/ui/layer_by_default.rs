//! There is no layer without a secret.

use whatsapp_webhook::WhatsAppWebhookLayer;

fn main() {
    let _ = WhatsAppWebhookLayer::default(); //~ E0599
}
