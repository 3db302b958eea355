//! There is no secret that nobody chose.

use whatsapp_webhook::AppSecret;

fn main() {
    let _ = AppSecret::default(); //~ E0599
}
