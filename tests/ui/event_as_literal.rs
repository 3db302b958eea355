//! An event is read from bytes, and in no other way.

use whatsapp_webhook::WebhookEvent;

fn main() {
    let _ = WebhookEvent { body: Default::default(), envelope: loop {}, places: loop {} }; //~ E0451
}
