//! Secrets are not compared byte by byte, which would tell how much of one was right.

use whatsapp_webhook::AppSecret;

fn same(one: &AppSecret, other: &AppSecret) -> bool {
    one == other //~ E0369
}

fn main() {
    let _ = same;
}
