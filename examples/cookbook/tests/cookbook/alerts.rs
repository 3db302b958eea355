//! `08_alerts`.

use serde_json::json;
use whatsapp_simulator::{Customer, Item};

use crate::simulated::Simulated;

#[tokio::test]
async fn what_needs_a_person_is_printed_and_nothing_else_is() {
    let mut bot = Simulated::start(env!("CARGO_BIN_EXE_08_alerts")).await;
    let template = json!({ "event": "REJECTED", "message_template_id": 594_425_479_261_596_i64, "message_template_name": "order_shipped",
        "message_template_language": "en", "reason": "INVALID_FORMAT" });
    bot.meta.chat(&Customer::new("15550002222")).says(Item::text("Hello")).await;
    for (field, value, expected) in [
        (
            "message_template_status_update",
            template,
            "ALERT 102290129340398: the template order_shipped is REJECTED",
        ),
        (
            "account_update",
            json!({ "event": "ACCOUNT_RESTRICTION" }),
            "ALERT 102290129340398: ACCOUNT_RESTRICTION",
        ),
        ("a_field_of_next_year", json!({ "x": 1 }), "ALERT 102290129340398: a_field_of_next_year of 7 bytes"),
    ] {
        assert!(bot.meta.sends(Item::of(field, value)).await.is_taken());
        assert_eq!(bot.program.line().await, expected);
    }
}
