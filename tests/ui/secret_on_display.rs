//! A secret cannot be printed.

use whatsapp_webhook::AppSecret;

fn print(secret: &AppSecret) -> String {
    secret.to_string() //~ E0599
}

fn main() {
    let _ = print;
}
