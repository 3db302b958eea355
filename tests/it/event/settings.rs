//! The settings of the On-Premises client.

use serde_json::{Value, json};
use whatsapp_webhook::event::on_premises::ApplicationSettings;

use super::leaves::is_same;

#[test]
fn every_setting_is_written_equal_in_value() {
    let every_setting: Value = serde_json::from_str(include_str!("settings/every_setting.json")).unwrap();
    let settings: ApplicationSettings = serde_json::from_value(every_setting.clone()).unwrap();
    assert!(is_same(&serde_json::to_value(&settings).unwrap(), &every_setting));
    assert_eq!(serde_json::to_value(ApplicationSettings::default()).unwrap(), json!({}));
    let shown = format!("{settings:?}");
    assert!(!shown.contains("password") && !shown.contains("pager@") && !shown.contains("4930901820"));
}
