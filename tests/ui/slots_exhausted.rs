//! A slot that is new breaks nobody.

use whatsapp_webhook::SecretSlot;

fn name(slot: SecretSlot) -> &'static str {
    match slot { //~ E0004
        SecretSlot::Current => "current",
        SecretSlot::Previous(_) => "previous",
    }
}

fn main() {
    let _ = name;
}
