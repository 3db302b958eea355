//! Nothing but the layer can say that a body was verified.

use whatsapp_webhook::{SecretSlot, Verified};

fn main() {
    let _ = Verified { body: Default::default(), secret: SecretSlot::Current, label: None }; //~ E0451
}
