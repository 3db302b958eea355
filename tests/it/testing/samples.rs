use std::collections::{HashMap, HashSet};

use serde_json::Value;
use whatsapp_webhook::{
    Content,
    testing::{Sample, samples},
};

/// The samples that hold what the crate does not know.
const UNKNOWN: &[&str] = &["batch", "unknown_field"];

#[test]
fn each_sample_is_known_in_full() {
    assert!(samples().count() >= 60);
    for sample in samples() {
        let event = sample.notification().event().unwrap();
        let is_unknown = event.updates().any(|update| matches!(update.content, Content::Unknown(_)));
        assert_eq!(is_unknown, UNKNOWN.contains(&sample.name()), "{}", sample.name());
        assert_eq!(event.unrecognized().next().is_some(), is_unknown, "{}", sample.name());
    }
}

#[test]
fn each_sample_belongs_to_its_field_and_says_when_it_is_sent() {
    let mut names = HashSet::new();
    for sample in samples() {
        assert!(names.insert(sample.name()), "{}", sample.name());
        let event = sample.notification().event().unwrap();
        assert_eq!(event.updates().next().unwrap().field(), sample.field());
        assert!(sample.occasion().ends_with('.') && sample.occasion().len() > 10, "{}", sample.name());
        assert_eq!(Sample::named(sample.name()), Some(sample));
    }
    assert_eq!(Sample::named("no such sample"), None);
}

#[test]
fn no_two_samples_hold_the_same_update() {
    let mut keys = HashMap::new();
    for sample in samples().filter(|sample| sample.name() != "batch") {
        for update in sample.notification().event().unwrap().updates() {
            let Some(key) = update.key() else { continue };
            let other = keys.insert(key, sample.name());
            assert_eq!(other, None, "an update of {} is in another one", sample.name());
        }
    }
}

#[test]
fn a_sample_is_sent_in_the_bytes_of_meta_and_equal_in_value() {
    for sample in samples() {
        let notification = sample.notification();
        let body = std::str::from_utf8(notification.body()).unwrap();
        assert!(body.is_ascii() && !body.contains('\n'), "{}", sample.name());
        assert_eq!(body.replace("\\/", "").find('/'), None, "{}", sample.name());
        let [sent, read] = [body, sample.json()].map(|json| serde_json::from_str::<Value>(json).unwrap());
        assert_eq!(sent, read);
    }
    let reaction = Sample::named("reaction").unwrap().notification();
    assert!(reaction.body().windows(12).any(|bytes| bytes == br"\ud83d\udc4d"));
}
