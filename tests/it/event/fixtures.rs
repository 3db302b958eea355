//! Every documented payload, in our own words: known in full, and written back as it came.

use whatsapp_webhook::{Content, event::message::MessageContent};

use super::{all_fixtures, event, is_unknown};

#[test]
fn every_fixture_is_known_in_full_and_leaves_as_it_came() {
    let fixtures = all_fixtures();
    assert!(fixtures.len() >= 317, "{} fixtures", fixtures.len());
    for (name, body) in fixtures {
        let event = event(body.to_string().into_bytes());
        assert!(event.updates().count() > 0, "{name} has no updates");
        for update in event.updates() {
            assert!(!is_unknown(&update.content), "{name}: {:?}", update.content);
            if let Content::Message(message) = update.content {
                assert!(!matches!(message.content, MessageContent::Unknown(_)), "{name}");
            }
        }
        let unrecognized: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
        assert!(unrecognized.is_empty(), "{name}: {unrecognized:?}");
        assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name}");
    }
}
