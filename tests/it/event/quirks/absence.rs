//! Section B, what is missing, null or empty.

use serde_json::json;
use whatsapp_webhook::{
    Content, Update,
    event::{
        MessageStatus, PricingCategory, Source,
        account_update::{AccountEvent, ViolationType},
        error_code,
        message::{MessageContent, UnsupportedType},
        message_template_status_update::TemplateRejectionReason,
        template_category_update::TemplateCategory,
    },
};

use super::{NUMBER, USER, account_update, change, first, message, status, template_status, with, written};
use crate::event::{event, inbound, leaves::is_same, messages, text_message};

#[test]
fn a_delivery_without_contacts_still_tells_who() {
    let value = json!({
        "messages": [with(json!({ "from": NUMBER, "id": "wamid.A", "timestamp": "1" }), &json!({ "type": "system", "system": { "type": "user_changed_number", "wa_id": "5511987650002" } }))],
        "statuses": [{ "id": "wamid.B", "status": "sent", "timestamp": "1767225600", "recipient_id": NUMBER }],
    });
    for value in [
        value.clone(),
        with(value.clone(), &json!({ "contacts": null })),
        with(value, &json!({ "contacts": [] })),
    ] {
        let event = change("messages", &value);
        assert_eq!(first(&event).contacts().count(), 0);
        let [message, status] = <[Update; 2]>::try_from(event.updates().collect::<Vec<_>>()).unwrap();
        assert_eq!((message.sender().unwrap().phone, message.recipient()), (Some(NUMBER), None));
        assert_eq!((status.sender(), status.recipient().unwrap().phone), (None, Some(NUMBER)));
    }
    let image = json!({ "id": "600000000000001", "file": "/media/1", "mime_type": "image/png" });
    let on_premises = json!({ "messages": [{ "from": NUMBER, "id": "ABGG", "timestamp": "1767225600", "type": "image", "image": image }] });
    let event = event(on_premises.to_string().into_bytes());
    assert_eq!((event.source(), first(&event).sender().unwrap().phone), (Source::OnPremises, Some(NUMBER)));
    assert_eq!(inbound(&event).next().unwrap().1.media().unwrap().file.as_deref(), Some("/media/1"));
}

#[test]
fn a_contact_without_a_profile_is_found_all_the_same() {
    for contact in [
        json!({ "wa_id": NUMBER }),
        json!({ "wa_id": NUMBER, "profile": null }),
        json!({ "wa_id": NUMBER, "profile": {} }),
    ] {
        for (field, array, item) in [
            ("messages", "messages", text_message("wamid.A")),
            (
                "messages",
                "statuses",
                json!({ "id": "wamid.B", "status": "failed", "timestamp": "1", "recipient_id": NUMBER }),
            ),
            (
                "user_preferences",
                "user_preferences",
                json!({ "wa_id": NUMBER, "category": "marketing_messages", "value": "stop", "timestamp": 1 }),
            ),
        ] {
            let event = change(field, &json!({ "contacts": [contact], array: [item] }));
            let update = first(&event);
            let found = update.contact().unwrap();
            assert_eq!(found.wa_id.as_ref().unwrap(), NUMBER);
            assert!(found.profile.as_ref().is_none_or(|profile| profile.name.is_none()));
        }
    }
}

#[test]
fn the_contact_of_an_echo_has_a_username_and_no_name() {
    let echo = with(text_message("wamid.A"), &json!({ "from": "4930901820", "to": NUMBER }));
    let contacts = json!([{ "profile": { "username": "ana.prado" }, "wa_id": NUMBER }]);
    let event = change("smb_message_echoes", &json!({ "contacts": contacts, "message_echoes": [echo] }));
    let update = first(&event);
    let recipient = update.recipient().unwrap();
    assert_eq!(
        (recipient.name, recipient.username, recipient.phone),
        (None, Some("ana.prado"), Some(NUMBER))
    );
}

#[test]
fn a_contact_card_without_a_name_keeps_its_phones() {
    let message =
        message(&json!({ "type": "contacts", "contacts": [{ "phones": [{ "phone": "+49 30 901820" }] }] }));
    let MessageContent::Contacts(cards) = &message.content else { panic!("{message:?}") };
    assert!(cards[0].name.is_none());
    assert_eq!(cards[0].phones[0].phone.as_deref(), Some("+49 30 901820"));
}

#[test]
fn an_empty_number_is_no_number() {
    let mut text = with(text_message("wamid.A"), &json!({ "from": "", "from_user_id": USER }));
    let status = json!({ "id": "wamid.B", "status": "read", "timestamp": "1", "recipient_id": "", "recipient_user_id": USER });
    let contact = json!({ "wa_id": "", "user_id": USER, "profile": { "name": "Ana" } });
    let mut value = json!({ "contacts": [contact], "messages": [text], "statuses": [status] });
    for _ in 0..2 {
        let event = change("messages", &value);
        assert_eq!(event.updates().count(), 2);
        for update in event.updates() {
            let user = if update.kind() == "text" { update.sender() } else { update.recipient() }.unwrap();
            assert_eq!((user.phone, user.user_id, user.name), (None, Some(USER), Some("Ana")));
        }
        // Since February 2026 the members are left out.
        text.as_object_mut().unwrap().remove("from");
        value["messages"] = json!([text]);
        value["contacts"][0].as_object_mut().unwrap().remove("wa_id");
        value["statuses"][0].as_object_mut().unwrap().remove("recipient_id");
    }
}

#[test]
fn a_user_id_in_the_place_of_the_number_is_a_user_id() {
    let parent = "BR.ENT.80000000000000000001";
    let contacts = json!([{ "profile": { "name": "Ana" }, "user_id": USER, "parent_user_id": parent }]);
    for from in [USER, parent] {
        let text = with(text_message("wamid.A"), &json!({ "from": from }));
        let alone = change("messages", &json!({ "messages": [text] }));
        let update = first(&alone);
        let sender = update.sender().unwrap();
        assert_eq!(sender.phone, None);
        assert_eq!(sender.to_string(), from);
        assert_eq!(
            (sender.user_id.is_some(), sender.parent_user_id.is_some()),
            (from == USER, from == parent)
        );
        let event = change("messages", &json!({ "contacts": contacts, "messages": [text] }));
        let update = first(&event);
        let sender = update.sender().unwrap();
        assert_eq!(
            (sender.phone, sender.user_id, sender.parent_user_id, sender.name),
            (None, Some(USER), Some(parent), Some("Ana")),
            "{from}"
        );
        let contact = json!({ "profile": { "name": "Ana" }, "wa_id": from });
        let event = change("messages", &json!({ "contacts": [contact], "messages": [text] }));
        let update = first(&event);
        let sender = update.sender().unwrap();
        assert_eq!((sender.phone, sender.name), (None, Some("Ana")), "{from}");
    }
}

#[test]
fn an_interactive_message_without_its_reply_keeps_its_errors() {
    let text = json!({ "from": NUMBER, "id": "wamid.Q", "timestamp": "1", "type": "interactive", "errors": [{ "code": 131_051, "title": "Unsupported" }] });
    let event = event(messages(&json!({ "messages": [text] })));
    let (update, message) = inbound(&event).next().unwrap();
    assert_eq!(
        (update.kind(), message.errors[0].code),
        ("interactive", error_code::UNSUPPORTED_MESSAGE_TYPE)
    );
    let MessageContent::Unknown(unknown) = &message.content else { panic!("{message:?}") };
    assert_eq!(unknown.reason().to_string(), "`interactive`: the member that `type` names is missing");
}

#[test]
fn a_button_without_a_payload_keeps_its_text() {
    for button in [
        json!({ "text": "Yes" }),
        json!({ "text": "Yes", "payload": null }),
        json!({ "text": "Yes", "payload": "" }),
    ] {
        let message = message(&json!({ "type": "button", "button": button }));
        let MessageContent::Button(button) = &message.content else { panic!("{message:?}") };
        assert_eq!((message.text(), button.payload.as_deref()), (Some("Yes"), None));
    }
}

#[test]
fn a_reaction_without_an_emoji_was_taken_back() {
    for reaction in [
        json!({ "message_id": "wamid.R" }),
        json!({ "message_id": "wamid.R", "emoji": "" }),
        json!({ "message_id": "wamid.R", "emoji": null }),
    ] {
        let message = message(&json!({ "type": "reaction", "reaction": reaction }));
        let MessageContent::Reaction(reaction) = &message.content else { panic!("{message:?}") };
        assert_eq!((reaction.message_id.as_str(), reaction.emoji.as_deref()), ("wamid.R", None));
    }
}

#[test]
fn an_order_without_a_text_is_an_order() {
    let message = message(
        &json!({ "type": "order", "order": { "catalog_id": "900000000000011", "product_items": [{ "quantity": 1 }] } }),
    );
    let MessageContent::Order(order) = &message.content else { panic!("{message:?}") };
    assert_eq!((order.product_items.len(), message.text()), (1, None));
}

#[test]
fn an_unsupported_message_says_so_with_or_without_its_object() {
    for (members, kind) in [
        (json!({}), None),
        (json!({ "unsupported": null }), None),
        (json!({ "unsupported": { "type": "poll_creation" } }), Some(UnsupportedType::PollCreation)),
    ] {
        let errors =
            json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported" }] });
        let message = message(&with(errors, &members));
        let MessageContent::Unsupported(unsupported) = &message.content else { panic!("{message:?}") };
        assert_eq!((&unsupported.kind, message.errors[0].code), (&kind, 131_051));
    }
}

#[test]
fn a_status_without_a_conversation_or_a_pricing_is_a_status() {
    for members in [json!({}), json!({ "conversation": null, "pricing": null })] {
        let status = status(&members);
        assert_eq!((status.conversation.is_none(), status.pricing.is_none()), (true, true));
        assert_eq!(status.status, MessageStatus::Sent);
    }
    let status = status(&json!({ "pricing": { "billable": false, "category": "utility" } }));
    let pricing = status.pricing.as_ref().unwrap();
    assert_eq!((pricing.billable, &pricing.pricing_model), (Some(false), &None));
    assert_eq!(pricing.category, Some(PricingCategory::Utility));
}

#[test]
fn the_reason_of_a_template_is_none_null_or_missing() {
    for (members, reason) in [
        (json!({}), None),
        (json!({ "reason": null }), None),
        (json!({ "reason": "NONE" }), None),
        (
            json!({ "reason": "SCAM", "message_template_category": "UTILITY" }),
            Some(TemplateRejectionReason::Scam),
        ),
    ] {
        let template = template_status(&members);
        assert_eq!(template.reason, reason);
        let category = members.get("message_template_category").map(|_| TemplateCategory::Utility);
        assert_eq!(template.message_template_category, category);
    }
}

#[test]
fn an_approved_name_has_no_reason_to_be_rejected() {
    let value = json!({ "display_phone_number": "4930901820", "decision": "APPROVED", "requested_verified_name": "Blue Mugs", "rejection_reason": null });
    let event = change("phone_number_name_update", &value);
    let Content::PhoneNumberNameUpdate(name) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((name.decision.as_str(), &name.rejection_reason), ("APPROVED", &None));
}

#[test]
fn an_error_needs_no_more_than_its_code() {
    for (error, code, href) in [
        (json!({ "code": 0 }), 0, None),
        (json!({ "code": 0, "message": "", "href": null }), 0, None),
        (json!({ "code": 131_000, "href": "/docs/errors" }), 131_000, Some("/docs/errors")),
    ] {
        let event = change("messages", &json!({ "errors": [error] }));
        let Content::Error(error) = first(&event).content else { panic!("{event:?}") };
        assert_eq!((error.code, error.message.as_deref(), error.href.as_deref()), (code, None, href));
        assert_eq!(error.details(), None);
    }
}

#[test]
fn the_details_of_an_error_are_found_at_both_places() {
    for error in [
        json!({ "code": 501, "title": "Unknown", "details": "The app is too old" }),
        json!({ "code": 501, "title": "Unknown", "error_data": { "details": "The app is too old" } }),
    ] {
        let message = message(&json!({ "type": "unknown", "errors": [error] }));
        assert!(matches!(message.content, MessageContent::Unsupported(_)));
        assert_eq!(message.errors[0].details(), Some("The app is too old"));
        assert_eq!(written(&message)["errors"][0], error);
    }
}

#[test]
fn a_restriction_may_name_the_violation_alone() {
    let account =
        account_update("ACCOUNT_RESTRICTION", &json!({ "violation_info": { "violation_type": "SCAM" } }));
    assert_eq!(account.restriction_info.len(), 0);
    assert_eq!(account.violation_info.as_ref().unwrap().violation_type, Some(ViolationType::Scam));
}

#[test]
fn a_removed_partner_may_leave_a_number_alone() {
    let account = account_update("PARTNER_REMOVED", &json!({ "phone_number": "4930901820" }));
    assert_eq!(account.phone_number.as_ref().unwrap(), "4930901820");
    assert!(account.waba_info.is_none());
    assert_eq!(account.event, AccountEvent::PartnerRemoved);
}

#[test]
fn a_standby_with_nothing_in_it_is_no_update_and_no_error() {
    for value in
        [json!({ "standby": {} }), json!({ "messaging_product": "whatsapp" }), json!({ "standby": null })]
    {
        let event = change("standby", &value);
        assert_eq!(event.updates().count(), 0, "{value}");
    }
}

#[test]
fn a_permission_to_call_is_known_without_a_type() {
    let reply = json!({ "type": "call_permission_reply", "call_permission_reply": { "response": "reject" } });
    let message = message(&json!({ "interactive": reply }));
    let MessageContent::Interactive(interactive) = &message.content else { panic!("{message:?}") };
    assert_eq!(interactive.content.kind(), "call_permission_reply");
    assert_eq!(written(&message)["type"], "interactive"); // the `type` that was left out is written
}

#[test]
fn the_empty_parts_of_a_contact_card_are_absent() {
    let card = json!({ "addresses": [], "emails": [], "ims": [], "org": {}, "urls": [], "name": { "formatted_name": "Rui" }, "birthday": "" });
    let message = message(&json!({ "type": "contacts", "contacts": [card] }));
    let MessageContent::Contacts(cards) = &message.content else { panic!("{message:?}") };
    let card = &cards[0];
    assert_eq!((card.addresses.len(), card.birthday.is_none()), (0, true));
    assert!(card.org.as_ref().is_none_or(|org| org.company.is_none()));
    assert!(is_same(&written(card), &json!({ "name": { "formatted_name": "Rui" } })));
}

#[test]
fn a_file_may_come_without_its_url() {
    for (members, url) in
        [(json!({}), None), (json!({ "url": "https://example.com/1" }), Some("https://example.com/1"))]
    {
        let image =
            with(json!({ "id": "600000000000001", "mime_type": "image/png", "sha256": "YQ==" }), &members);
        let message = message(&json!({ "type": "image", "image": image }));
        let media = message.media().unwrap();
        assert_eq!((media.id.as_ref().unwrap().as_str(), media.url.as_deref()), ("600000000000001", url));
    }
}

#[test]
fn what_was_deleted_has_no_name() {
    let event = change(
        "business_username_updates",
        &json!({ "display_phone_number": "4930901820", "status": "deleted" }),
    );
    let Content::BusinessUsernameUpdate(update) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((update.status.as_str(), update.username.as_deref()), ("deleted", None));
    let contact = json!({ "full_name": "Ana Prado", "phone_number": NUMBER });
    let sync = json!({ "type": "contact", "contact": contact, "action": "remove", "metadata": { "timestamp": "1767225600" } });
    let event = change("smb_app_state_sync", &json!({ "state_sync": [sync] }));
    let Content::StateSync(sync) = first(&event).content else { panic!("{event:?}") };
    assert_eq!((sync.action.as_str(), &sync.contact.as_ref().unwrap().first_name), ("remove", &None));
}
