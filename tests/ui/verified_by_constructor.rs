//! Nothing but the layer can say that a body was verified.

use whatsapp_webhook::{SecretSlot, Verified};

fn main() {
    let _ = Verified::new(Default::default(), SecretSlot::Current, None); //~ E0624
}
