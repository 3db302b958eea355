//! Every documented payload, in our own words: known in full, and written back equal in value.

use whatsapp_webhook::{Content, event::message::MessageContent};

use super::{all_fixtures, event, is_unknown, leaves::Leaves};

#[test]
fn every_fixture_is_known_in_full_and_written_equal_in_value() {
    let fixtures = all_fixtures();
    assert!(fixtures.len() >= 317, "{} fixtures", fixtures.len());
    let mut leaves = Leaves::default();
    for (name, body) in fixtures {
        let event = event(body.to_string().into_bytes());
        assert!(event.updates().count() > 0, "{name} has no updates");
        for update in event.updates() {
            assert!(!is_unknown(&update.content), "{name}: {:?}", update.content);
            if let Content::Message(message) = &update.content {
                assert!(!matches!(message.content, MessageContent::Unknown(_)), "{name}");
            }
        }
        let unrecognized: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
        assert!(unrecognized.is_empty(), "{name}: {unrecognized:?}");
        assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name}");
        leaves.add(&event, &name);
    }
    let kept = leaves.all - leaves.count_lost();
    println!("{kept} of {} leaves of the fixtures are written equal in value", leaves.all);
    leaves.lost.iter().for_each(|(reason, count)| println!("{count:5} spelled in another way: {reason}"));
    assert_eq!(leaves.named, 0);
    assert!(kept * 1000 >= leaves.all * 995);
}
