//! Bodies of the full size: what an attacker would send that knew the app secret, and what Meta does.

use bytes::Bytes;

/// The largest body. Without optimization a smaller one will do: what is counted grows with the body.
pub(crate) const LIMIT: usize = if cfg!(debug_assertions) { 256 << 10 } else { 3 << 20 };

pub(crate) const TEXT: &str = r#"{"from":"5511987650001","id":"wamid.HBgNNTUxMTk4NzY1MDAwMRUCABIYFDNBQjA4RkQ5","timestamp":"1767225600","type":"text","text":{"body":"Is the blue one back in stock?"}}"#;

/// A delivery of 3 MiB: `before`, then `item` again and again, then `after`.
pub(crate) fn filled(before: &str, item: &str, after: &str) -> Bytes {
    let count = (LIMIT - before.len() - after.len()) / (item.len() + 1);
    let items = vec![item; count].join(",");
    Bytes::from(format!("{before}{items}{after}"))
}

fn value(before: &str, item: &str, after: &str) -> Bytes {
    value_of("messages", before, item, after)
}

fn value_of(field: &str, before: &str, item: &str, after: &str) -> Bytes {
    filled(
        &format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{before}"#
        ),
        item,
        &format!("{after}}}]}}]}}"),
    )
}

pub(crate) fn array(name: &str, item: &str) -> Bytes {
    value(&format!(r#"{{"{name}":["#), item, "]}")
}

/// The shortest items of the fields besides `messages` that hold some, whole and malformed.
fn shapes_of_other_fields() -> Vec<(String, Bytes)> {
    let head = r#""id":"a","timestamp":1"#;
    let text = format!(r#"{{{head},"type":"a"}}"#);
    let group = r#"{"timestamp":1,"group_id":"a","type":"a"}"#;
    let thread = |messages: &str| format!(r#"{{"messages":[{messages}]}}"#);
    let chunk = |threads: &str| format!(r#"{{"threads":[{threads}]}}"#);
    let mut shapes = Vec::new();
    for (field, before, after, item) in [
        (
            "user_preferences",
            r#"{"user_preferences":["#,
            "]}",
            r#"{"category":"a","value":"a","timestamp":1}"#,
        ),
        ("calls", r#"{"calls":["#, "]}", r#"{"id":"a","event":"a","timestamp":1}"#),
        ("calls", r#"{"calls":["#, "]}", r#"{"id":"a","event":"a","timestamp":1,"status":"a"}"#),
        (
            "calls",
            r#"{"calls":["#,
            "]}",
            r#"{"id":"a","event":"a","timestamp":1,"call_recording":{"type":"a"}}"#,
        ),
        ("calls", r#"{"statuses":["#, "]}", r#"{"id":"a","status":"a","timestamp":1}"#),
        ("message_echoes", r#"{"message_echoes":["#, "]}", &text),
        ("message_echoes", r#"{"message_echoes":["#, "]}", &format!(r#"{{{head},"text":{{"body":""}}}}"#)),
        (
            "message_echoes",
            r#"{"message_echoes":["#,
            "]}",
            &format!(r#"{{{head},"type":"image","image":{{"id":"a"}}}}"#),
        ),
        ("history", r#"{"messages":["#, "]}", &text),
        ("history", r#"{"history":[{"threads":[{"messages":["#, "]}]}]}", &text),
        ("history", r#"{"history":[{"threads":["#, "]}]}", &thread(&text)),
        ("history", r#"{"history":[1,{"threads":["#, "]}]}", &thread("")),
        ("history", r#"{"history":[{"threads":["#, "]}]}", &thread("1")),
        ("history", r#"{"history":[{"threads":["#, "]}]}", r#"{"id":"1","messages":[1]}"#),
        ("history", r#"{"history":[{"threads":["#, "]}]}", r#"{"context":{"username":"a"},"messages":[1]}"#),
        ("history", r#"{"history":["#, "]}", &chunk("1")),
        ("history", r#"{"history":[1,"#, "]}", &chunk(&thread(""))),
        ("history", r#"{"history":["#, "]}", &chunk(&thread("1"))),
        ("history", r#"{"history":["#, "]}", &chunk(&format!("{},1", thread("1")))),
        ("history", r#"{"history":["#, "]}", r#"{"errors":[{"code":1}]}"#),
        ("history", r#"{"history":["#, "]}", r#"{"errors":[{"code":1},1]}"#),
        ("history", r#"{"history":["#, "]}", r#"{"metadata":{"phase":1}}"#),
        ("history", r#"{"history":["#, "]}", r#"{"metadata":{"phase":1},"threads":[1],"errors":[1]}"#),
        ("smb_app_state_sync", r#"{"state_sync":["#, "]}", r#"{"type":"a","action":"a"}"#),
        (
            "smb_app_state_sync",
            r#"{"state_sync":["#,
            "]}",
            r#"{"type":"a","action":"a","contact":{"username":"a"}}"#,
        ),
        ("user_id_update", r#"{"user_id_update":["#, "]}", r#"{"user_id":{"current":"a"},"timestamp":1}"#),
        (
            "automatic_events",
            r#"{"automatic_events":["#,
            "]}",
            r#"{"id":"a","event_name":"a","timestamp":1}"#,
        ),
        ("group_lifecycle_update", r#"{"groups":["#, "]}", r#"{"timestamp":1,"type":"a"}"#),
        ("group_participants_update", r#"{"groups":["#, "]}", group),
        (
            "group_participants_update",
            r#"{"groups":["#,
            "]}",
            r#"{"timestamp":1,"group_id":"a","type":"a","added_participants":[{"input":"1"}]}"#,
        ),
        (
            "group_participants_update",
            r#"{"groups":["#,
            "]}",
            r#"{"timestamp":1,"group_id":"a","type":"a","added_participants":[{"input":1},{"input":1}]}"#,
        ),
        ("group_settings_update", r#"{"groups":["#, "]}", group),
        (
            "group_settings_update",
            r#"{"groups":["#,
            "]}",
            r#"{"timestamp":1,"group_id":"a","type":"a","group_subject":{"text":"a"}}"#,
        ),
        ("group_status_update", r#"{"groups":["#, "]}", group),
        ("standby", r#"{"standby":{"messages":["#, "]}}", &text),
        ("standby", r#"{"standby":{"message_echoes":["#, "]}}", &format!("{{{head}}}")),
        ("standby", r#"{"standby":{"message_echoes":["#, "]}}", &format!(r#"{{{head},"message":1}}"#)),
        ("standby", r#"{"standby":{"statuses":["#, "]}}", r#"{"id":"a","status":"s","timestamp":1}"#),
        ("tracking_events", r#"{"events":["#, "]}", r#"{"event_name":"a","timestamp":1}"#),
    ] {
        shapes.push((format!("{field} {before} {item}"), value_of(field, before, item, after)));
    }
    for change in [
        r#"{"field":"calls","value":{}}"#,
        r#"{"field":"calls","value":{"calls":[1]}}"#,
        r#"{"field":"calls","value":{"calls":[1],"errors":[1]}}"#,
        r#"{"field":"history","value":{}}"#,
        r#"{"field":"history","value":{"history":[1]}}"#,
        r#"{"field":"history","value":{"messages":[1]}}"#,
        r#"{"field":"standby","value":{}}"#,
        r#"{"field":"standby","value":{"standby":{"statuses":[1]}}}"#,
    ] {
        let before = r#"{"object":"whatsapp_business_account","entry":[{"changes":[{},"#;
        shapes.push((format!("changes {change}"), filled(before, change, "]}]}")));
    }
    shapes
}

/// Many contacts, beside one message or as many messages.
fn shapes_of_contacts() -> Vec<(String, Bytes)> {
    let mut shapes = Vec::new();
    for contact in
        [r#"{"wa_id":"1"}"#, r#"{"wa_id":1}"#, r#"{"wa_id":"1","user_id":"2","parent_user_id":"3"}"#]
    {
        let beside = format!(r#"{{"messages":[{TEXT}],"contacts":["#);
        shapes.push((format!("one message and contacts of {contact}"), value(&beside, contact, "]}")));
        let beside = format!(r#"{{"messages":[{TEXT},{TEXT}],"contacts":["#);
        shapes.push((format!("two messages and contacts of {contact}"), value(&beside, contact, "]}")));
    }
    // So many that both fit into the body.
    let count = LIMIT / 300;
    let message = |from: usize| {
        format!(
            r#"{{"from":"{}","id":"wamid.{from}","timestamp":"1767225600","type":"text","text":{{"body":"Hi"}}}}"#,
            5_511_900_000_000 + from
        )
    };
    let contact =
        |user: usize| format!(r#"{{"profile":{{"name":"Ana"}},"wa_id":"{}"}}"#, 5_511_900_000_000 + user);
    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(",");
    let messages = list(&mut (0..count).map(message));
    for (what, contacts) in [
        ("matching", list(&mut (0..count).map(contact))),
        ("in reverse order", list(&mut (0..count).rev().map(contact))),
        ("not matching", list(&mut (count..2 * count).map(contact))),
        ("all the same", list(&mut (0..count).map(|_| contact(1)))),
        ("all of one who is not there", list(&mut (0..count).map(|_| contact(count)))),
    ] {
        let what = format!("{count} messages and as many contacts, {what}");
        shapes.push((what, whole(&format!(r#""contacts":[{contacts}],"messages":[{messages}]"#))));
    }
    let messages = vec![message(0); count].join(",");
    for (what, contacts) in [
        ("contacts of others", list(&mut (1..count).map(contact))),
        (
            "malformed contacts of this user",
            vec![r#"{"wa_id":"5511900000000","profile":1}"#; count].join(","),
        ),
        ("contacts whose user ID is this number", vec![r#"{"user_id":"5511900000000"}"#; count].join(",")),
    ] {
        let what = format!("{count} messages of one user and as many {what}");
        shapes.push((what, whole(&format!(r#""contacts":[{contacts}],"messages":[{messages}]"#))));
    }
    let statuses = list(&mut (0..count).map(|user| {
        format!(
            r#"{{"id":"wamid.1","status":"sent","timestamp":1,"recipient_id":"{}"}}"#,
            5_511_900_000_000 + user
        )
    }));
    let contacts = list(&mut (count..2 * count).map(contact));
    let what = format!("{count} statuses and as many contacts of others");
    shapes.push((what, whole(&format!(r#""contacts":[{contacts}],"statuses":[{statuses}]"#))));
    // The only contact belongs to the only user, which only a look at all items can tell.
    let beside = r#"{"contacts":[{"wa_id":"9"}],"messages":["#;
    shapes.push(("one contact of another number".into(), value(beside, &message(1), "]}")));
    shapes
}

/// A notification of one change with these members in its value.
fn whole(members: &str) -> Bytes {
    Bytes::from(format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{{members}}}}}]}}]}}"#
    ))
}

/// Entries, changes and members that are as short as they can be, and items that are as long.
fn shapes_of_tiny_parts() -> Vec<(String, Bytes)> {
    const ENTRIES: &str = r#"{"object":"whatsapp_business_account","entry":["#;
    const CHANGES: &str = r#"{"object":"whatsapp_business_account","entry":[{"changes":[0,"#;
    let mut shapes = Vec::new();
    for (what, before, item, after) in [
        ("changes", CHANGES, r#"{"field":"","value":0}"#, "]}]}"),
        ("changes", CHANGES, r#"{"field":"calls","value":{"":0}}"#, "]}]}"),
        ("changes", CHANGES, r#"{"value":{"messages":[]},"field":"messages"}"#, "]}]}"),
        ("changes", CHANGES, r#"{"value":{"messages":[],"messages":[]},"field":"messages"}"#, "]}]}"),
        ("changes", CHANGES, r#"{"value":{"messages":[{}],"messages":[]},"field":"messages"}"#, "]}]}"),
        ("changes", CHANGES, "[]", "]}]}"),
        ("entries", ENTRIES, r#"{"changes":0}"#, "]}"),
        ("entries", ENTRIES, r#"{"changes":[0]}"#, "]}"),
        ("entries", ENTRIES, r#"{"changes":[{}]}"#, "]}"),
        ("entries", ENTRIES, r#"{"changes":[{"field":"","value":0}]}"#, "]}"),
        ("entries", ENTRIES, r#"{"changes":[],"changes":[0]}"#, "]}"),
        ("arrays of entries", r#"{"object":"whatsapp_business_account","#, r#""entry":[{}]"#, "}"),
        (
            "arrays of changes",
            r#"{"object":"whatsapp_business_account","entry":[{"#,
            r#""changes":[0]"#,
            "}]}",
        ),
        (
            "fields of one change",
            &format!("{CHANGES}{{"),
            r#""field":"messages""#,
            r#","value":{"messages":[1]}}]}]}"#,
        ),
        (
            "values of one change",
            &format!(r#"{CHANGES}{{"field":"messages","#),
            r#""value":{"messages":[1]}"#,
            "}]}]}",
        ),
    ] {
        shapes.push((format!("{what} {item}"), filled(before, item, after)));
    }
    for (what, before, item, after) in [
        ("arrays of messages", "{", r#""messages":[{}]"#, "}"),
        ("arrays of messages", "{", r#""messages":[1],"statuses":[1]"#, "}"),
        (
            "arrays of contacts",
            r#"{"messages":[{"id":"a","timestamp":1,"from":"1","type":"a"}],"#,
            r#""contacts":[{"wa_id":"1"}]"#,
            "}",
        ),
        ("members", r#"{"messages":[{"id":"a","timestamp":1,"type":"text","#, r#""text":0"#, "}]}"),
        (
            "members before the type",
            r#"{"messages":[{"id":"a","timestamp":1,"#,
            r#""text":0"#,
            r#","type":"text"}]}"#,
        ),
        (
            "members of two types",
            r#"{"messages":[{"id":"a","timestamp":1,"#,
            r#""text":0,"image":0"#,
            r#","type":"text"}]}"#,
        ),
        (
            "types of one message",
            r#"{"messages":[{"id":"a","timestamp":1,"#,
            r#""type":"text""#,
            r#","text":{"body":"a"}}]}"#,
        ),
        (
            "senders of one message",
            r#"{"messages":[{"id":"a","timestamp":1,"#,
            r#""from":"1""#,
            r#","type":"a"}]}"#,
        ),
        ("senders of one malformed message", r#"{"messages":[{"#, r#""from":"1""#, "}]}"),
        (
            "errors of one message",
            r#"{"messages":[{"id":"a","timestamp":1,"type":"a","#,
            r#""errors":[{"code":1}]"#,
            "}]}",
        ),
    ] {
        shapes.push((format!("{what}: {item}"), value(before, item, after)));
    }
    // Lists of the most elements that one item may hold, and of one more.
    for count in [4096, 4097] {
        for element in [
            "{}",
            "0",
            r#"{"a":0}"#,
            r#"{"name":{}}"#,
            r#"{"birthday":"1"}"#,
            r#"{"phones":[{}]}"#,
            r#"{"type":"a"}"#,
        ] {
            let list = vec![element; count].join(",");
            let message = format!(r#"{{"id":"a","timestamp":1,"type":"contacts","contacts":[{list}]}}"#);
            shapes.push((format!("messages of {count} contacts {element}"), array("messages", &message)));
        }
        let list = vec![r#"{"code":1}"#; count].join(",");
        let status = format!(r#"{{"id":"a","status":"s","timestamp":1,"errors":[{list}]}}"#);
        shapes.push((format!("statuses of {count} errors"), array("statuses", &status)));
    }
    let escapes = format!(
        r#"{{"id":"a","timestamp":1,"from":"1","type":"text","text":{{"body":"{}"}}}}"#,
        r"é".repeat(LIMIT / 7)
    );
    shapes.push(("one text of escapes".into(), array("messages", &escapes)));
    let unknown =
        format!(r#"{{"id":"a","timestamp":1,"from":"1","type":"new","new":"{}"}}"#, "a".repeat(LIMIT - 300));
    shapes.push(("one unknown message of the full size".into(), array("messages", &unknown)));
    let name = format!(r#"{{"id":"a","timestamp":1,"from":"1","type":"a","{}":1}}"#, r"a".repeat(LIMIT / 7));
    shapes.push(("one member with a name of escapes".into(), array("messages", &name)));
    let edits = nested_edits(30);
    shapes.push(("nested edits".into(), array("messages", &edits)));
    shapes
}

/// An edit of an edit of an edit, as deep as JSON may be nested here, malformed at the bottom.
pub(crate) fn nested_edits(depth: usize) -> String {
    let open = r#"{"type":"edit","edit":{"original_message_id":"a","message":"#;
    format!(
        r#"{{"from":"1","id":"a","timestamp":1,"type":"edit","edit":{{"original_message_id":"a","message":{}0{}}}}}"#,
        open.repeat(depth),
        "}}".repeat(depth)
    )
}

/// The bodies that cost the most: short items of every kind, whole, malformed and unknown.
pub(crate) fn adversarial() -> Vec<(String, Bytes)> {
    let arrays = ["messages", "statuses", "errors", "user_actions"];
    let mut shapes: Vec<(String, Bytes)> = Vec::new();
    for name in arrays.into_iter().chain(["contacts"]) {
        for item in ["{}", "1", "null", "\"\"", "[]", r#"{"a":1}"#] {
            let beside = format!(r#"{{"messages":[{TEXT}],"{name}":["#);
            shapes.push((format!("{name} of {item}"), value(&beside, item, "]}")));
        }
    }
    let message = r#"{"id":"a","timestamp":1,"type":"a"}"#;
    for (name, item) in [
        ("messages", message),
        ("messages", r#"{"id":"a","timestamp":1,"text":{"body":""}}"#),
        ("messages", r#"{"id":"a","timestamp":1,"type":"request_welcome"}"#),
        ("messages", r#"{"id":"a","timestamp":1,"image":{"id":"a"}}"#),
        ("messages", r#"{"id":"a","timestamp":1,"type":"unsupported","errors":[{"code":1}]}"#),
        ("messages", r#"{"id":"a","timestamp":1,"order":{"text":"a"},"type":"order"}"#),
        (
            "messages",
            r#"{"id":"a","timestamp":1,"type":"text","text":{"body":"a"},"context":{"id":"a"},"referral":{"ref":"a"}}"#,
        ),
        ("messages", r#"{"id":"a","timestamp":1,"type":"system","system":{"body":"a"}}"#),
        ("messages", r#"{"id":"a","timestamp":1,"type":"interactive","interactive":{"type":"x"}}"#),
        (
            "messages",
            r#"{"id":"a","timestamp":1,"edit":{"original_message_id":"a","message":{"type":"x"}},"type":"edit"}"#,
        ),
        ("messages", r#"{"id":"a","timestamp":1,"type":"request_welcome","_vnd":1}"#),
        ("statuses", r#"{"id":"a","status":"s","timestamp":1}"#),
        (
            "statuses",
            r#"{"id":"a","status":"s","timestamp":1,"pricing":{"type":"a"},"conversation":{"id":"a"}}"#,
        ),
        ("statuses", r#"{"id":"a","status":"s","timestamp":1,"payment":{"reference_id":"a"}}"#),
        ("errors", r#"{"code":1}"#),
        ("errors", r#"{"code":1,"details":"a"}"#),
        ("user_actions", r#"{"timestamp":1,"action_type":"a"}"#),
    ] {
        shapes.push((format!("{name} of {item}"), array(name, item)));
    }
    let contact = format!(r#"{{"messages":[{TEXT}],"contacts":["#);
    for item in [r#"{"wa_id":"1"}"#, r#"{"profile":{"name":"a"}}"#] {
        shapes.push((format!("contacts of {item}"), value(&contact, item, "]}")));
    }
    shapes.extend(shapes_of_other_fields());
    let inside = |list: &str| format!(r#"{{"messages":[{{"id":"a","timestamp":1,{list}["#);
    for (list, end, item) in [
        (r#""type":"contacts","contacts":"#, "]}]}", "{}"),
        (r#""type":"contacts","contacts":"#, "]}]}", r#"{"birthday":"1"}"#),
        (r#""type":"contacts","contacts":[{"phones":"#, "]}]}]}", r#"{"type":"a"}"#),
        (r#""type":"unsupported","errors":"#, "]}]}", r#"{"code":1}"#),
        (r#""type":"unsupported","errors":"#, "]}]}", "{}"),
        (r#""type":"order","order":{"product_items":"#, "]}}]}", r#"{"quantity":1}"#),
        (r#""type":"text","text":{"body":"a"},"context":{"mentions":"#, "]}}]}", r#""1""#),
    ] {
        shapes.push((format!("one message with a list of {item}"), value(&inside(list), item, end)));
    }
    let cards = vec![r#"{"birthday":"1"}"#; 1000].join(",");
    let full = format!(r#"{{"id":"a","timestamp":1,"type":"contacts","contacts":[{cards}]}}"#);
    shapes.push(("messages of 1000 cards".into(), array("messages", &full)));
    shapes.push(("good and bad in turn".into(), array("messages", &format!("{message},1"))));
    shapes.push(("good, then two bad".into(), array("messages", &format!("{message},1,{{}}"))));
    let members = value(&format!(r#"{{"messages":[{TEXT}],"a":1,"#), r#""":0"#, "}");
    shapes.push(("members without a name".into(), members));
    let members =
        value(&format!(r#"{{"messages":[{}"#, TEXT.trim_end_matches('}')), r#""text":{"body":"a"}"#, "}]}");
    shapes.push((
        "the same payload again and again".into(),
        Bytes::from(
            String::from_utf8(members.to_vec()).unwrap().replace("stock?\"\"text", "stock?\"},\"text"),
        ),
    ));
    for (what, before, item, after) in [
        ("entries of {}", r#"{"object":"whatsapp_business_account","entry":["#, "{}", "]}"),
        ("entries of 1", r#"{"object":"whatsapp_business_account","entry":["#, "1", "]}"),
        (
            "entries without changes",
            r#"{"object":"whatsapp_business_account","entry":[1,"#,
            r#"{"changes":[]}"#,
            "]}",
        ),
        ("changes of {}", r#"{"object":"whatsapp_business_account","entry":[{"changes":["#, "{}", "]}]}"),
        (
            "changes of a new field",
            r#"{"object":"whatsapp_business_account","entry":[{"changes":["#,
            r#"{"field":"a","value":1}"#,
            "]}]}",
        ),
        (
            "changes without items",
            r#"{"object":"whatsapp_business_account","entry":[{"changes":[1,"#,
            r#"{"field":"messages","value":{}}"#,
            "]}]}",
        ),
        (
            "changes with one bad item",
            r#"{"object":"whatsapp_business_account","entry":[{"changes":["#,
            r#"{"field":"messages","value":{"messages":[1]}}"#,
            "]}]}",
        ),
    ] {
        shapes.push((what.into(), filled(before, item, after)));
    }
    for (field, value) in [
        ("account_update", r#"{"event":"a"}"#),
        ("account_alerts", r#"{"entity_type":"a"}"#),
        ("account_review_update", r#"{"decision":"a"}"#),
        ("account_settings_update", r#"{"timestamp":1,"type":"a"}"#),
        ("business_capability_update", r#"{"max_phone_numbers_per_waba":1}"#),
        ("business_status_update", r#"{"event":"a"}"#),
        ("business_username_update", r#"{"status":"a"}"#),
        ("campaign_status_update", r#"{"new_status":"a"}"#),
        ("flows", r#"{"event":"a"}"#),
        ("message_template_components_update", r#"{"message_template_id":1}"#),
        ("message_template_quality_update", r#"{"new_quality_score":"a","message_template_id":1}"#),
        ("message_template_status_update", r#"{"event":"a","message_template_id":1}"#),
        ("messaging_handovers", r#"{"timestamp":1}"#),
        ("partner_solutions", r#"{"event":"a"}"#),
        ("payment_configuration_update", r#"{"status":"a"}"#),
        ("phone_number_name_update", r#"{"decision":"a"}"#),
        ("phone_number_quality_update", r#"{"event":"a"}"#),
        ("security", r#"{"event":"a"}"#),
        ("template_category_update", r#"{"new_category":"a","message_template_id":1}"#),
        ("template_correct_category_detection", r#"{"correct_category":"a","message_template_id":1}"#),
    ] {
        shapes.push((
            format!("changes of {field}"),
            filled(
                r#"{"object":"whatsapp_business_account","entry":[{"changes":["#,
                &format!(r#"{{"field":"{field}","value":{value}}}"#),
                "]}]}",
            ),
        ));
    }
    shapes.extend(shapes_of_contacts());
    shapes.extend(shapes_of_tiny_parts());
    shapes.push((
        "one long text".into(),
        array("messages", &TEXT.replace("stock", &"stock ".repeat(LIMIT / 7))),
    ));
    shapes.push((
        "nesting".into(),
        array("messages", &format!("{}1{}", "[".repeat(LIMIT / 3), "]".repeat(LIMIT / 3))),
    ));
    shapes
}

/// Texts, each in a change of its own, and all in one.
pub(crate) fn realistic() -> [Bytes; 2] {
    let contact = r#"{"profile":{"name":"Ana Prado"},"wa_id":"5511987650001"}"#;
    let change = format!(
        r#"{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"4930901820","phone_number_id":"200000000000017"}},"contacts":[{contact}],"messages":[{TEXT}]}}}}"#
    );
    let one_change_each = filled(
        r#"{"object":"whatsapp_business_account","entry":[{"id":"300000000000029","changes":["#,
        &change,
        "]}]}",
    );
    [one_change_each, array("messages", TEXT)]
}
