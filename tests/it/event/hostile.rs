//! Input that was made to hurt: nested, repeated, escaped, or out of range.

use std::time::{Duration, Instant};

use serde_json::Value;
use whatsapp_webhook::{
    Content, WebhookEvent,
    event::{Decimal, Message, Timestamp, message::MessageContent},
};

use super::least;

fn notification(value: &str) -> WebhookEvent {
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{value}}}]}}]}}"#
    );
    WebhookEvent::from_bytes(body).unwrap()
}

#[test]
fn the_last_of_repeated_members_counts_wherever_the_content_stands() {
    let head = r#""from":"1","id":"wamid.A","timestamp":"1""#;
    for (members, kind, text) in [
        (r#""type":"x","text":{"body":"a"},"type":"text""#, "text", Some("a")),
        (r#""text":{"body":"a"},"type":"x","type":"text""#, "text", Some("a")),
        (r#""text":{"body":"a"},"type":"text","text":{"body":"b"}"#, "text", Some("b")),
        (r#""text":true,"text":{"body":"b"},"type":"text""#, "text", Some("b")),
        (r#""type":"text","type":"x","text":{"body":"a"}"#, "x", None),
        (r#""text":{"body":"a"},"type":"image","image":{"id":"6","caption":"b"}"#, "image", Some("b")),
        (r#""text":{"body":"a"},"image":{"id":"6"},"type":"text""#, "text", Some("a")),
        (r#""\u0074ype":"text","t\u0065xt":{"b\u006fdy":"a"}"#, "text", Some("a")),
    ] {
        for item in [format!("{{{head},{members}}}"), format!("{{{members},{head}}}")] {
            let event = notification(&format!(r#"{{"messages":[{item}]}}"#));
            let update = event.updates().next().unwrap();
            assert_eq!(update.kind(), kind, "{item}");
            assert_eq!(update.message().unwrap().text(), text, "{item}");
        }
    }
}

#[test]
fn a_content_in_front_of_its_type_is_read_in_every_object_with_a_type() {
    let reply = r#"{"button_reply":{"title":"Yes","id":"yes"},"type":"button_reply"}"#;
    let edit = r#"{"message":{"text":{"body":"new"},"type":"text"},"original_message_id":"wamid.O"}"#;
    for (content, text) in [
        (format!(r#""interactive":{reply},"type":"interactive""#), "Yes"),
        (format!(r#""edit":{edit},"type":"edit""#), "new"),
    ] {
        let event =
            notification(&format!(r#"{{"messages":[{{{content},"id":"wamid.A","timestamp":"1"}}]}}"#));
        assert_eq!(event.updates().next().unwrap().message().unwrap().text(), Some(text), "{content}");
        assert_eq!(event.unrecognized().count(), 0, "{content}");
    }
}

#[test]
fn escaped_identifiers_of_malformed_items_are_decoded() {
    let item = r#"{"\u0069d":"wamid.\u0041\/\u00e9","from":"\u0035511987650001","from_user_id":"BR.\u0031","type":"te\u0078t"}"#;
    let event = notification(&format!(
        r#"{{"contacts":[{{"wa_id":"\u0035511987650001","profile":{{"name":"Ana"}}}}],"messages":[{item}]}}"#
    ));
    let update = event.updates().next().unwrap();
    let Content::Unknown(unknown) = &update.content else { panic!("{update:?}") };
    assert_eq!(unknown.raw(), item);
    assert_eq!(update.id(), Some("wamid.A/é"));
    let sender = update.sender().unwrap();
    assert_eq!(
        (sender.phone, sender.user_id, sender.name),
        (Some("5511987650001"), Some("BR.1"), Some("Ana"))
    );
    let status = r#"{"id":"wamid.\u0053","recipient_id":"\u0035511987650001"}"#;
    let event = notification(&format!(r#"{{"statuses":[{status}]}}"#));
    let update = event.updates().next().unwrap();
    assert_eq!((update.id(), update.recipient().unwrap().phone), (Some("wamid.S"), Some("5511987650001")));
    // The same of items that are well-formed.
    let message = r#"{"id":"wamid.\u0041","from":"\u0035511987650001","timestamp":"\u0031","type":"te\u0078t","text":{"body":"x"}}"#;
    let event = notification(&format!(r#"{{"messages":[{message}]}}"#));
    let update = event.updates().next().unwrap();
    assert_eq!((update.id(), update.kind()), (Some("wamid.A"), "text"));
    assert_eq!(update.sender().unwrap().phone, Some("5511987650001"));
}

#[test]
fn every_number_is_written_without_a_panic_and_read_as_the_same() {
    for number in [
        "-9.223372036854775808e18",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "1e308",
        "-1e308",
        "5e-324",
        "1e-400",
        "1e-99999999999999999999",
        "0e99999999999999999999",
        "-0",
        "-0.0",
        "0.1",
        "123456789012345678901234567890.123456789",
    ] {
        let order = format!(
            r#"{{"id":"wamid.A","timestamp":"1","type":"order","order":{{"product_items":[{{"item_price":{number},"quantity":"{number}"}}]}}}}"#
        );
        let message: Message =
            serde_json::from_str(&order).unwrap_or_else(|error| panic!("{number}: {error}"));
        let written = serde_json::to_string(&message).unwrap();
        let again: Message = serde_json::from_str(&written).unwrap();
        assert_eq!(message, again, "{number}: {written}");
        let MessageContent::Order(order) = &message.content else { panic!("{message:?}") };
        assert_eq!(order.product_items[0].item_price, order.product_items[0].quantity);
        let decimal: Decimal = number.parse().unwrap();
        for decimals in [0, 2, 19, 255] {
            let _ = (decimal.minor_units(decimals), decimal.as_f64(), format!("{decimal:?} {decimal:>5}"));
        }
        let place = format!(
            r#"{{"id":"wamid.A","timestamp":"1","type":"location","location":{{"latitude":{number},"longitude":"{number}"}}}}"#
        );
        let place: Message = serde_json::from_str(&place).unwrap();
        let written: Message = serde_json::from_str(&serde_json::to_string(&place).unwrap()).unwrap();
        assert_eq!(place, written, "{number}");
    }
}

#[test]
fn every_time_is_written_as_the_same_instant() {
    for time in [
        "0",
        "1",
        "1767225600",
        "99999999999",
        "100000000000",
        "1767225600123",
        r#""1970-01-01T00:00:00.001Z""#,
        r#""1973-03-03T09:46:39.999Z""#,
        r#""2026-01-01T00:00:00.5+01:30""#,
        r#""5138-11-16T09:46:40Z""#,
        r#""9999-12-31T23:59:59Z""#,
        r#""9999-12-31T23:59:59.999Z""#,
    ] {
        let read: Timestamp = serde_json::from_str(time).unwrap();
        let written = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Timestamp>(&written).unwrap(), read, "{time}: {written}");
    }
}

/// Edits in edits, `depth` of them, with a malformed one at the bottom.
fn nested_edits(depth: usize) -> WebhookEvent {
    let open = r#"{"type":"edit","edit":{"original_message_id":"wamid.O","message":"#.repeat(depth);
    let item = format!(
        r#"{{"id":"wamid.A","timestamp":"1",{}{{"type":"text","text":true}}{}"#,
        &open[1..],
        "}}".repeat(depth)
    );
    notification(&format!(r#"{{"messages":[{item}]}}"#))
}

#[test]
fn nested_edits_that_are_malformed_at_the_bottom_cost_time_linear_in_their_depth() {
    let time = |depth: usize| {
        let event = nested_edits(depth);
        let start = Instant::now();
        for _ in 0..10 {
            assert_eq!(event.updates().count(), 1);
            assert!(event.unrecognized().count() >= 1);
            for update in event.updates() {
                let _ = (serde_json::to_string(&update.content).unwrap(), format!("{update:?}"));
                if let Some(MessageContent::Edit(edit)) = update.message().map(|message| &message.content) {
                    let _ = edit.message.content.text();
                }
            }
        }
        start.elapsed()
    };
    let (few, many) = (least(|| time(60)), least(|| time(600)));
    println!("nested edits: 60 deep in {:?}, 600 deep in {:?}", few / 10, many / 10);
    assert!(few < Duration::from_millis(500), "{few:?} for ten times 60");
    assert!(many < few * 40 + Duration::from_millis(50), "{few:?} for 60, {many:?} for 600");
}

/// Each value that can stand in itself as far as its names go: a body is walked without recursion.
#[test]
fn values_in_themselves_cost_time_linear_in_their_depth() {
    let nested = |open: &str, bottom: &str, close: &str, depth: usize| {
        format!("{}{bottom}{}", open.repeat(depth), close.repeat(depth))
    };
    for (name, open, close) in [
        ("context", r#"{"context":"#, "}"),
        ("interactive", r#"{"type":"interactive","interactive":"#, "}"),
        ("conversation", r#"{"conversation":{"pricing":"#, "}}"),
        ("errors", r#"{"errors":["#, "]}"),
        ("standby", r#"{"standby":"#, "}"),
        ("history", r#"{"history":[{"threads":[{"messages":["#, "]}]}]}"),
        ("type twice", r#"{"type":"x","text":{},"type":"text","text":"#, "}"),
    ] {
        let time = |depth: usize| {
            let item = nested(open, "true", close, depth);
            let body = format!(
                r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{"messages":[{item}],"statuses":[{item}]}}}},{{"field":"standby","value":{item}}},{{"field":"history","value":{item}}}]}}]}}"#
            );
            let event = WebhookEvent::from_bytes(body).unwrap();
            let start = Instant::now();
            let _ = (event.updates().count(), event.unrecognized().count(), format!("{event:?}"));
            event
                .updates()
                .for_each(|update| _ = (update.sender(), update.recipient(), update.phone_number_id()));
            start.elapsed()
        };
        let (few, many) = (least(|| time(100)), least(|| time(10_000)));
        println!("{name}: 100 deep in {few:?}, 10,000 deep in {many:?}");
        assert!(
            many < few * 400 + Duration::from_millis(100),
            "{name}: {few:?} for 100, {many:?} for 10,000"
        );
    }
}

#[test]
fn lists_of_one_item_are_counted_together() {
    let item = |cards: usize, phones: usize| {
        let phones = vec![r#"{"phone":"1"}"#; phones].join(",");
        let cards = vec![format!(r#"{{"phones":[{phones}]}}"#); cards].join(",");
        let message = format!(r#"{{"id":"wamid.A","timestamp":"1","type":"contacts","contacts":[{cards}]}}"#);
        let event = notification(&format!(r#"{{"messages":[{message},{message}]}}"#));
        let updates: Vec<_> = event.updates().collect();
        let raw: Vec<&str> = updates.iter().map(|update| update.raw()).collect();
        assert_eq!(raw, [&*message, &*message]);
        let is_known: Vec<bool> = updates.iter().map(|update| update.message().is_some()).collect();
        if !is_known[0] {
            let found: Vec<String> = event.unrecognized().map(|found| found.to_string()).collect();
            assert!(found[0].ends_with("the lists hold more elements than WhatsApp sends"), "{found:?}");
        }
        is_known
    };
    assert_eq!(item(64, 63), [true, true]); // 64 and 64 × 63 elements are 4096
    assert_eq!(item(64, 64), [false, false]);
    let nulls = vec!["null"; 5000].join(",");
    let message =
        format!(r#"{{"id":"wamid.A","timestamp":"1","type":"request_welcome","errors":[{nulls}]}}"#);
    let event = notification(&format!(r#"{{"messages":[{message}]}}"#));
    assert!(event.updates().next().unwrap().message().is_none());
    let Some(Content::Unknown(unknown)) = event.updates().next().map(|update| update.content) else {
        panic!()
    };
    assert_eq!(unknown.decode::<Value>().unwrap()["errors"].as_array().unwrap().len(), 5000);
}

#[test]
fn a_malformed_member_counts_only_if_no_later_one_has_its_name() {
    let item = |members: &str| {
        format!(
            r#"{{"messages":[{{{members},"id":"wamid.A","timestamp":"1","type":"text","text":{{"body":"x"}}}}]}}"#
        )
    };
    for (members, from) in [
        (r#""from":{},"from":"1""#, Some("1")),
        (r#""from":"1","from":{}"#, None),
        (r#""fr\u006fm":[1],"from":"2""#, Some("2")),
    ] {
        let event = notification(&item(members));
        let update = event.updates().next().unwrap();
        let found = update.message().and_then(|message| message.from.as_ref()).map(|from| from.as_str());
        assert_eq!(found, from, "{members}");
        assert_eq!(event.unrecognized().count(), usize::from(from.is_none()), "{members}");
    }
}

#[test]
fn a_content_that_comes_twice_is_counted_once() {
    let cards = format!("[{}]", vec![r#"{"birthday":"1"}"#; 2100].join(","));
    let event = notification(&format!(
        r#"{{"messages":[{{"id":"wamid.A","timestamp":"1","type":"contacts","contacts":{cards},"contacts":{cards}}}]}}"#
    ));
    assert_eq!(event.updates().next().unwrap().kind(), "contacts");
}

#[test]
fn a_value_none_is_absent_however_it_is_spelled() {
    for none in ["NONE", "\\u004eONE", "N\\u004fNE"] {
        let event = notification(&format!(
            r#"{{"statuses":[{{"id":"wamid.A","status":"sent","timestamp":"1","recipient_type":"{none}"}}]}}"#
        ));
        assert_eq!(event.updates().next().unwrap().status().unwrap().recipient_type, None, "{none}");
    }
}

#[test]
fn a_part_around_the_items_is_not_read_for_each_change_or_item() {
    let time = |count: usize| {
        let change = r#"{"field":"account_update","value":{"event":"ACCOUNT_DELETED"}}"#;
        let body = format!(
            r#"{{"entry":[{{"id":"1","time":1749416383,"changes":[{}]}}]}}"#,
            vec![change; count].join(",")
        );
        let event = WebhookEvent::from_bytes(body).unwrap();
        let start = Instant::now();
        assert!(
            event
                .updates()
                .all(|update| update.conversation_context().is_none() && update.occurred_at().is_some())
        );
        start.elapsed()
    };
    let (few, many) = (least(|| time(500)), least(|| time(5_000)));
    assert!(many < few * 40 + Duration::from_millis(50), "{few:?} for 500, {many:?} for 5,000");
}

#[test]
fn a_contact_is_read_once_for_all_messages_of_its_user() {
    let malformed = format!(r#"{{"wa_id":1,{}"profile":[]}}"#, r#""wa_id":1,"#.repeat(90));
    let good = format!(r#"{{"wa_id":"2","profile":{{"name":"{}"}}}}"#, "\\n".repeat(480));
    let contacts = [vec![malformed.as_str(); 16].join(","), good].join(",");
    let messages = vec![r#"{"from":1},{"from":2}"#; 20_000].join(",");
    let event = notification(&format!(r#"{{"contacts":[{contacts}],"messages":[{messages}]}}"#));
    let start = Instant::now();
    let names =
        event.updates().filter(|update| update.sender().is_some_and(|user| user.name.is_some())).count();
    assert_eq!(names, 20_000);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
