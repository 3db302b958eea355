//! `07_opt_out`.

use serde_json::json;
use whatsapp_simulator::{Customer, Item};

use crate::simulated::Simulated;

#[tokio::test]
async fn offers_end_with_stop_in_words_or_in_whatsapp_and_come_again_with_start() {
    let bot = Simulated::start(env!("CARGO_BIN_EXE_07_opt_out")).await;
    let ana = bot.meta.chat(&Customer::new("15550002222"));
    let ask = async |text: &str| {
        assert!(ana.says(Item::text(text)).await.is_taken());
        ana.reply().await.unwrap().text().unwrap().contains("half price")
    };
    assert!(ask("Hello").await);
    assert!(!ask(" stop ").await);
    assert!(!ask("Hello").await);
    assert!(!ask("START").await);
    assert!(ask("Hello").await);
    for (value, gets_offers) in [("stop", false), ("resume", true), ("something_new", false)] {
        let preference = json!({ "wa_id": "15550002222", "detail": "-", "category": "marketing_messages", "value": value, "timestamp": 1_731_705_721 });
        let update = Item::of(
            "user_preferences",
            json!({ "messaging_product": "whatsapp", "user_preferences": [preference] }),
        );
        assert!(bot.meta.sends(update).await.is_taken());
        assert_eq!(ask("Hello").await, gets_offers, "{value}");
    }
}
