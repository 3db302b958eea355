//! A delivery that is written and read again is the same delivery, and is written as before.

use whatsapp_webhook::{DecodeError, WebhookEvent};

/// Checks the crate.
pub fn run(data: &[u8]) {
    check(data, write);
}

/// What the crate writes.
pub fn write(event: &WebhookEvent) -> Vec<u8> {
    serde_json::to_vec(event).expect("a delivery can be written")
}

/// Panics unless what is written reads as the same delivery.
pub fn check(data: &[u8], write: impl Fn(&WebhookEvent) -> Vec<u8>) {
    let Ok(event) = WebhookEvent::from_bytes(data.to_vec()) else { return };
    let written = write(&event);
    let text = || String::from_utf8_lossy(&written);
    let again: Result<WebhookEvent, DecodeError> = WebhookEvent::from_bytes(written.clone());
    let again = again.unwrap_or_else(|error| panic!("{error}: {}", text()));
    let rewritten = write(&again);
    assert_eq!(text(), String::from_utf8_lossy(&rewritten), "written otherwise the second time");
    assert_eq!(again.source(), event.source());
    assert!(event.messages().map(|(_, one)| one).eq(again.messages().map(|(_, one)| one)), "{}", text());
    assert!(event.statuses().map(|(_, one)| one).eq(again.statuses().map(|(_, one)| one)), "{}", text());
    let (mut ones, mut others) = (event.updates(), again.updates());
    loop {
        let (one, other) = match (ones.next(), others.next()) {
            (None, None) => break,
            (Some(one), Some(other)) => (one, other),
            _ => panic!("another number of updates: {}", text()),
        };
        assert_eq!(
            (one.field(), one.kind(), one.id()),
            (other.field(), other.kind(), other.id()),
            "{}",
            text()
        );
        assert_eq!(one.occurred_at(), other.occurred_at(), "{}", text());
        assert_eq!((one.sender(), one.recipient()), (other.sender(), other.recipient()), "{}", text());
        // The length of what is unknown depends on white space, which is written anew.
        if !matches!(one.content, whatsapp_webhook::Content::Unknown(_)) {
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "{}", text());
        }
    }
}
