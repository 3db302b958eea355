//! A secret passes its checks before there can be a layer.

use whatsapp_webhook::WhatsAppWebhookLayer;

fn main() {
    let _ = WhatsAppWebhookLayer::new("", ""); //~ E0308
}
