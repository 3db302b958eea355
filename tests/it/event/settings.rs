//! The settings of the On-Premises client.

use serde_json::json;
use whatsapp_webhook::event::on_premises::ApplicationSettings;

use super::leaves::is_same;

fn everything() -> ApplicationSettings {
    serde_json::from_value(every_setting()).unwrap()
}

fn every_setting() -> serde_json::Value {
    json!({
        "webhooks": {
            "url": "https://receiver:a-long-random-password@example.com/webhook",
            "max_concurrent_requests": 24,
            "message": { "sent": true, "delivered": true, "read": false },
        },
        "callback_persist": true,
        "callback_backoff_delay_ms": 2500,
        "max_callback_backoff_delay_ms": "600000",
        "sent_status": false,
        "pass_through": true,
        "media": { "auto_download": ["image", "voice"] },
        "heartbeat_interval": 4,
        "unhealthy_interval": 20,
        "notify_user_change_number": true,
        "show_security_notifications": true,
        "skip_referral_media_download": false,
        "db_garbagecollector_enable": true,
        "garbagecollector_enable": { "media": false, "messages": true },
        "axolotl_context_striping_disabled": false,
        "webhook_payload_conversation_pricingmodel_disabled": true,
        "log_level": "warning",
        "verbose_logging": false,
        "on_call_pager": "pager@example.com",
        "wa_id": "4930901820",
    })
}

#[test]
fn every_setting_is_written_equal_in_value() {
    assert!(is_same(&serde_json::to_value(everything()).unwrap(), &every_setting()));
    assert_eq!(serde_json::to_value(ApplicationSettings::default()).unwrap(), json!({}));
    let shown = format!("{:?}", everything());
    assert!(!shown.contains("password") && !shown.contains("pager@") && !shown.contains("4930901820"));
}
