//! Section C, names that differ.

use serde_json::{Value, json};
use whatsapp_webhook::{
    Content,
    event::{
        PricingCategory,
        account_update::{CertificationRejection, RestrictionType},
        automatic_events::AutomaticEventName,
        calls::CallOutcome,
        message::{InteractiveContent, MessageContent, SystemType},
        security::SecurityEvent,
    },
};

use super::{NUMBER, USER, account_update, change, first, message, status, template_status, with, written};
use crate::event::text_message;

#[test]
fn members_with_two_names_are_read_by_either() {
    for name in ["recipient_participant_id", "participant_recipient_id"] {
        assert_eq!(status(&json!({ name: NUMBER })).recipient_participant_id.unwrap().as_str(), NUMBER);
    }
    for name in ["recipient_parent_user_id", "parent_recipient_user_id", "parent_user_id"] {
        assert_eq!(status(&json!({ name: USER })).recipient_parent_user_id.unwrap(), USER);
    }
    for name in ["biz_opaque_callback_data", "biz_opaque_callback_date"] {
        let status = status(&json!({ name: "order 17" }));
        assert_eq!(status.biz_opaque_callback_data.as_deref(), Some("order 17"));
        let call = json!({ "id": "wacid.Q", "event": "connect", "timestamp": "1", name: "order 17" });
        let event = change("calls", &json!({ "calls": [call] }));
        let Content::Call(call) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(call.biz_opaque_callback_data.as_deref(), Some("order 17"));
    }
    for name in ["message_id", "messsage_id"] {
        let message = message(&json!({ "type": "reaction", "reaction": { name: "wamid.R", "emoji": "👍" } }));
        let MessageContent::Reaction(reaction) = &message.content else { panic!("{message:?}") };
        assert_eq!(reaction.message_id, "wamid.R");
    }
    for name in ["ad_account_linked", "ad_account_id"] {
        let account = account_update("AD_ACCOUNT_LINKED", &json!({ "waba_info": { name: "act_17" } }));
        assert_eq!(account.waba_info.unwrap().ad_account_linked.as_deref(), Some("act_17"));
    }
}

#[test]
fn values_with_two_spellings_are_one_value() {
    for (spelling, outcome) in [
        ("COMPLETED", CallOutcome::Completed),
        ("Completed", CallOutcome::Completed),
        ("FAILED", CallOutcome::Failed),
        ("Failed", CallOutcome::Failed),
    ] {
        let call = json!({ "id": "wacid.Q", "event": "terminate", "timestamp": "1", "status": spelling });
        let event = change("calls", &json!({ "calls": [call] }));
        let Content::Call(call) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(call.status.as_ref().unwrap()[0], outcome);
    }
    for spelling in ["PIN_REQUEST_SUCCESS", "PIN_RESET_SUCCESS"] {
        let event = change("security", &json!({ "event": spelling }));
        let Content::SecurityUpdate(security) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(security.event, SecurityEvent::PinRequestSuccess);
    }
    for spelling in ["LEGAL NAME NOT MATCHING", "LEGAL_NAME_NOT_MATCHING"] {
        let info = json!({ "client_business_id": "17", "status": "FAILED", "rejection_reasons": [spelling] });
        let account = account_update(
            "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
            &json!({ "partner_client_certification_info": info }),
        );
        let info = account.partner_client_certification_info.unwrap();
        assert_eq!(*info.rejection_reasons, [CertificationRejection::LegalNameNotMatching]);
    }
    for spelling in ["Purchase", "purchase"] {
        let item = json!({ "id": "wamid.Q", "event_name": spelling, "timestamp": 1 });
        let event = change("automatic_events", &json!({ "automatic_events": [item] }));
        let Content::AutomaticEvent(event) = first(&event).content else { panic!("{event:?}") };
        assert_eq!(event.event_name, AutomaticEventName::Purchase);
    }
}

#[test]
fn twin_values_are_one_variant() {
    for (spelling, category) in [
        ("authentication_international", PricingCategory::AuthenticationInternational),
        ("authentication-international", PricingCategory::AuthenticationInternational),
    ] {
        let status = status(&json!({ "pricing": { "category": spelling } }));
        assert_eq!(status.pricing.unwrap().category, Some(category));
    }
    for (spelling, restriction) in [
        ("RESTRICTED_ADD_PHONE_NUMBER_ACTION", RestrictionType::AddPhoneNumber),
        ("RESTRICTION_ADD_PHONE_NUMBER_ACTION", RestrictionType::AddPhoneNumber),
    ] {
        let info = json!([{ "restriction_type": spelling }]);
        let account = account_update("ACCOUNT_RESTRICTION", &json!({ "restriction_info": info }));
        assert_eq!(account.restriction_info[0].restriction_type, restriction);
    }
    for (spelling, kind) in [
        ("user_changed_number", SystemType::UserChangedNumber),
        ("customer_changed_number", SystemType::UserChangedNumber),
        ("customer_identity_changed", SystemType::CustomerIdentityChanged),
        ("user_identity_changed", SystemType::CustomerIdentityChanged),
    ] {
        let message = message(&json!({ "type": "system", "system": { "type": spelling } }));
        let MessageContent::System(system) = &message.content else { panic!("{message:?}") };
        assert_eq!(system.kind, Some(kind));
    }
}

#[test]
fn fields_with_several_names_hold_the_same() {
    let participants = json!({ "groups": [{ "timestamp": "1", "group_id": "group-of-neighbors", "type": "group_participants_add" }] });
    let username = json!({ "username": "bluemugs", "status": "approved" });
    let echoes = json!({ "message_echoes": [text_message("wamid.A")] });
    for (fields, value, kind) in [
        (
            &["group_participants_update", "group_participant_update"][..],
            &participants,
            "group_participants_add",
        ),
        (
            &["business_username_updates", "business_username_update", "phone_number_username_update"],
            &username,
            "approved",
        ),
        (&["smb_message_echoes", "message_echoes"], &echoes, "text"),
    ] {
        let shapes = fields.iter().map(|field| {
            let event = change(field, value);
            let update = first(&event);
            assert_eq!((update.field(), update.kind()), (*field, kind));
            std::mem::discriminant(&update.content)
                == std::mem::discriminant(&first(&change(fields[0], value)).content)
        });
        assert!(shapes.into_iter().all(|same| same));
    }
}

#[test]
fn the_old_name_of_unsupported_is_read_and_written_as_the_new_one() {
    for kind in ["unsupported", "unknown"] {
        let message = message(&json!({ "type": kind, "errors": [{ "code": 131_051 }] }));
        assert!(matches!(message.content, MessageContent::Unsupported(_)));
        assert_eq!(
            (message.content.kind(), &written(&message)["type"]),
            ("unsupported", &json!("unsupported"))
        );
    }
}

#[test]
fn the_language_of_a_template_is_kept_as_it_came() {
    for language in ["en_US", "en-US", "en"] {
        let template = template_status(&json!({ "message_template_language": language }));
        assert_eq!(template.message_template_language.as_deref(), Some(language));
    }
}

#[test]
fn the_origin_of_a_card_stands_in_it_or_beside_it() {
    use whatsapp_webhook::event::message::ContactOrigin;

    let card = json!({ "phones": [{ "phone": "+55 11 98765-0001" }] });
    let inside = json!([with(card.clone(), &json!({ "origin": "contact_request" }))]);
    let message_inside = message(&json!({ "type": "contacts", "contacts": inside }));
    let MessageContent::Contacts(cards) = &message_inside.content else { panic!("{message_inside:?}") };
    assert_eq!(cards[0].origin, Some(ContactOrigin::ContactRequest));
    let beside = message(&json!({ "type": "contacts", "contacts": [card], "origin": "contact_request" }));
    assert_eq!(beside.origin, Some(ContactOrigin::ContactRequest));
    assert_eq!(written(&beside)["origin"], "contact_request");
}

#[test]
fn an_address_is_read_in_both_of_its_shapes() {
    let reply = json!({ "name": "address_message", "body": "Rua das Flores 5", "response_json": "{\"city\":\"Santos\"}" });
    for interactive in [
        json!({ "type": "nfm_reply", "nfm_reply": reply }),
        json!({ "type": "interactive", "action": "address_message", "nfm_reply": reply }),
        json!({ "action": "address_message", "nfm_reply": reply }),
    ] {
        let message = message(&json!({ "type": "interactive", "interactive": interactive }));
        let MessageContent::Interactive(read) = &message.content else { panic!("{message:?}") };
        let InteractiveContent::NfmReply(reply) = &read.content else { panic!("{interactive}") };
        assert_eq!(reply.name.as_deref(), Some("address_message"));
        assert_eq!(reply.decode::<Value>().unwrap()["city"], "Santos");
        assert_eq!(written(&message)["interactive"]["type"], "nfm_reply");
        assert_eq!(written(&message)["interactive"]["nfm_reply"], interactive["nfm_reply"]);
        assert_eq!(written(&message)["interactive"].get("action"), interactive.get("action"));
    }
}
