//! Samples, as if they happened now.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde_json::Value;
use whatsapp_webhook::testing::{Customer, Sample};

use super::World;

impl World {
    /// Sends a sample. The customers who wrote its messages are in the chats, and can be answered. Returns the number of the notification.
    pub(crate) fn send_sample(&mut self, sample: &Sample) -> u64 {
        let now = self.clock.now();
        let body = dated(sample, now);
        let number = self.post(body.clone(), sample.name());
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        let value = json.pointer("/entry/0/changes/0/value");
        let messages = value.and_then(|value| value.get("messages")).and_then(Value::as_array);
        for message in messages.into_iter().flatten() {
            let text = |name: &str| message.get(name).and_then(Value::as_str);
            let (Some(id), Some(from)) = (text("id"), text("from")) else { continue };
            let name =
                value.and_then(|value| value.pointer("/contacts/0/profile/name")).and_then(Value::as_str);
            let customer = Customer::new(from).named(name.unwrap_or(from));
            let customer = self.meet(&customer);
            if let Some(person) = self.people.get_mut(customer) {
                person.wrote_at = Some(now);
            }
            self.show(customer, id, message.clone(), Some(number));
        }
        number
    }
}

/// The bytes of a sample with the time of now: a bot that answers within 24 hours alone would be silent about an older message.
pub(crate) fn dated(sample: &Sample, now: SystemTime) -> Bytes {
    const TIMESTAMP: &str = r#""timestamp":""#;
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let body = String::from_utf8_lossy(sample.notification().body()).into_owned();
    let mut parts = body.split(TIMESTAMP);
    let mut dated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        dated.push_str(&format!("{TIMESTAMP}{seconds}{rest}"));
    }
    dated.into()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use whatsapp_webhook::{Content, WebhookEvent, testing::samples};

    use super::dated;

    #[test]
    fn the_messages_of_samples_are_dated_now_and_stay_what_they_are() {
        let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let mut messages = 0;
        for sample in samples() {
            let [before, after] = [sample.notification().body().clone(), dated(&sample, now)]
                .map(|body| WebhookEvent::from_bytes(body).unwrap());
            assert_eq!(before.updates().count(), after.updates().count());
            for (before, after) in before.updates().zip(after.updates()) {
                assert_eq!(before.kind(), after.kind(), "{}", sample.name());
                if let Content::Message(_) = after.content {
                    messages += 1;
                    assert_eq!(after.occurred_at().map(SystemTime::from), Some(now), "{}", sample.name());
                }
            }
        }
        assert!(messages > 30, "{messages}");
    }
}
