use whatsapp_webhook::testing;

use crate::support::{layer, secret, send_now};

#[test]
fn a_signed_request_is_one_that_the_layer_accepts() {
    let request = testing::signed(&secret(), "{}");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(send_now(&layer(), request).seen.unwrap().body, "{}");
}
