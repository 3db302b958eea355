//! Nothing but the layer can say that a request was rejected.

use whatsapp_webhook::{Rejection, RejectionKind};

fn main() {
    let _ = Rejection { kind: RejectionKind::WrongSignature, status: Default::default() }; //~ E0451
}
