//! An event is read from bytes, and in no other way.

use whatsapp_webhook::WebhookEvent;

fn main() {
    let _ = WebhookEvent { raw: Default::default(), envelope: loop {} }; //~ E0451
}
