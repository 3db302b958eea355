//! A slot that is new breaks nobody.

use whatsapp_webhook::SecretSlot;

fn only(slot: SecretSlot) {
    let (SecretSlot::Current | SecretSlot::Previous(_)) = slot; //~ E0005
}

fn main() {
    let _ = only;
}
