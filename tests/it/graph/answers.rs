//! The answers, in every spelling of Meta's pages and of recorded traffic.

use serde_json::json;
use whatsapp_webhook::{
    event::AppId,
    graph::{AccessToken, Callback, GraphError, Recipient},
};

use super::{account, answer, graph, number};

fn problem<A: std::fmt::Debug>(outcome: Result<A, GraphError>) -> &'static str {
    match outcome.unwrap_err() {
        GraphError::Unreadable { problem, .. } => problem,
        error => panic!("{error}"),
    }
}

#[test]
fn success_is_true_or_a_string_that_is() {
    for body in [r#"{"success":true}"#, r#"{"success":"true"}"#, " {\"success\": \"True\", \"more\": 1}\n"] {
        assert!(answer(graph().subscribe(&account()), body).is_ok(), "{body}");
    }
    for body in [r#"{"success":false}"#, r#"{"success":"false"}"#] {
        let problem = problem(answer(graph().subscribe(&account()), body));
        assert_eq!(problem, "the body says that the request did not succeed");
    }
    for body in ["", "null", "[]", "{}", r#"{"success":1}"#, r#"{"success":null}"#, "true", "\"true\""] {
        let problem = problem(answer(graph().subscribe(&account()), body));
        assert_eq!(problem, "the body does not say whether the request succeeded", "{body}");
    }
}

#[test]
fn an_override_is_confirmed_by_success_or_by_the_list() {
    let callback = Callback::new("https://n1.example.com/webhook", "its token").unwrap();
    let data = json!([{ "override_callback_uri": "https://n1.example.com/webhook",
        "whatsapp_business_api_data": { "id": "1", "name": "n", "link": "l" } }]);
    for body in
        [json!({ "success": true }), json!({ "success": true, "data": data }), json!({ "data": data })]
    {
        assert!(answer(graph().override_account(&account(), &callback), &body.to_string()).is_ok(), "{body}");
    }
    for body in [json!({ "success": false, "data": data }), json!({ "data": [] }), json!({})] {
        assert!(
            answer(graph().override_account(&account(), &callback), &body.to_string()).is_err(),
            "{body}"
        );
    }
}

#[test]
fn a_sent_message_has_its_identifier_and_what_is_known_of_the_recipient() {
    let sent = |body: &str| answer(graph().reply_text(&number(), Recipient::number("+1"), "x"), body);
    let full = sent(
        r#"{"messaging_product":"whatsapp","contacts":[{"input":"+15550100","wa_id":"15550100 ","user_id":"BR.123"}],
            "messages":[{"id":"wamid.X","message_status":"held_for_quality_assessment"}]}"#,
    );
    let full = full.unwrap();
    assert_eq!(
        (&full.id, full.message_status.as_deref()),
        (&"wamid.X".parse().unwrap(), Some("held_for_quality_assessment"))
    );
    assert_eq!((full.wa_id.unwrap().as_str(), full.user_id.unwrap().as_str()), ("15550100", "BR.123"));

    let by_user_id =
        sent(r#"{"contacts":[{"input":"BR.123","user_id":"BR.123"}],"messages":[{"id":"wamid.X"}]}"#)
            .unwrap();
    assert_eq!((by_user_id.wa_id, by_user_id.message_status), (None, None));
    for body in [
        r#"{"contacts":[{"input":"g","wa_id":"g"}],"messages":[{"id":"wamid.X","group_id":"g1"}]}"#,
        r#"{"contacts":[{"input":"g","group_id":"g1"}],"messages":[{"id":"wamid.X"}]}"#,
    ] {
        assert_eq!(sent(body).unwrap().group_id.unwrap(), "g1");
    }
    assert_eq!(sent(r#"{"messages":[{"id":"wamid.X"}]}"#).unwrap().id, "wamid.X");
    for body in [r#"{"messages":[]}"#, r#"{"messages":[{"id":""}]}"#, r#"{"success":true}"#, "{}"] {
        assert_eq!(problem(sent(body)), "the body has no message identifier");
    }
}

#[test]
fn the_app_of_a_subscription_stands_in_an_object_or_beside_the_url() {
    let list = |body: &str| answer(graph().subscriptions(&account()), body);
    let app: AppId = "670843887433847".parse().unwrap();
    let nested = list(
        r#"{"data":[{"override_callback_uri":"https://t1.example.com/webhook",
            "whatsapp_business_api_data":{"id":"670843887433847","name":"Shop","link":"https://www.facebook.com/games/?app_id=1"}}]}"#,
    );
    let flat = list(
        r#"{"data":[{"override_callback_uri":"https://t1.example.com/webhook","id":670843887433847,"name":"Shop"}]}"#,
    );
    for subscriptions in [nested.unwrap(), flat.unwrap()] {
        let [subscription] = &*subscriptions else { panic!() };
        assert_eq!(subscription.app_id.as_ref(), Some(&app));
        assert_eq!(subscription.name.as_deref(), Some("Shop"));
        assert_eq!(subscription.override_callback_uri.as_deref(), Some("https://t1.example.com/webhook"));
    }
    assert!(list(r#"{"data":[]}"#).unwrap().is_empty());
    assert_eq!(
        list(r#"{"data":[{"whatsapp_business_api_data":{"id":"1"}}]}"#).unwrap()[0].override_callback_uri,
        None
    );
    assert_eq!(problem(list("{}")), "the body has no list of subscriptions");
}

#[test]
fn the_urls_of_a_number_are_read_and_the_first_one_is_in_effect() {
    let urls = |body: &str| answer(graph().callbacks(&number()), body).unwrap();
    let all = urls(
        r#"{"webhook_configuration":{"phone_number":"https://n","whatsapp_business_account":"https://w","application":"https://a"},"id":"1"}"#,
    );
    assert_eq!(all.effective(), Some("https://n"));
    let two = urls(
        r#"{"webhook_configuration":{"phone_number":"","whatsapp_business_account":"https://w","application":"https://a"},"id":"1"}"#,
    );
    assert_eq!((two.phone_number.as_deref(), two.effective()), (None, Some("https://w")));
    assert_eq!(
        urls(r#"{"webhook_configuration":{"application":"https://a"}}"#).effective(),
        Some("https://a")
    );
    assert_eq!(urls(r#"{"id":"1"}"#).effective(), None);
    assert_eq!(problem(answer(graph().callbacks(&number()), "[]")), "the body is no object");
}

#[test]
fn a_token_that_never_expires_has_no_time_of_expiry() {
    let ask = |body: &str| answer(graph().token_info(&AccessToken::new("x").unwrap()), body);
    let info = ask(
        r#"{"data":{"app_id":"670843887433847","type":"SYSTEM_USER","application":"Shop","expires_at":0,
            "data_access_expires_at":"0","is_valid":true,"issued_at":1749416383,
            "scopes":["whatsapp_business_management","whatsapp_business_messaging"],
            "granular_scopes":[{"scope":"whatsapp_business_messaging","target_ids":["1",2]},{"scope":"business_management"},{}],
            "user_id":"122100000000000001"}}"#,
    );
    let info = info.unwrap();
    assert!(info.is_valid && info.has_scope("whatsapp_business_management") && !info.has_scope("email"));
    assert_eq!((info.expires_at, info.data_access_expires_at), (None, None));
    assert_eq!(info.issued_at.unwrap().as_secs(), 1_749_416_383);
    assert_eq!(
        (info.kind.as_deref(), info.user_id.as_deref()),
        (Some("SYSTEM_USER"), Some("122100000000000001"))
    );
    assert_eq!(info.granular_scopes.len(), 2);
    assert_eq!(info.granular_scopes[0].target_ids, Some(vec!["1".to_owned(), "2".to_owned()]));
    assert_eq!(info.granular_scopes[1].target_ids, None);

    let expired = ask(
        r#"{"data":{"error":{"code":190,"message":"Error validating access token","subcode":463},"expires_at":1749416383,"is_valid":false,"scopes":[]}}"#,
    );
    let expired = expired.unwrap();
    assert_eq!((expired.is_valid, expired.error.unwrap().code), (false, 190));
    assert_eq!(expired.expires_at.unwrap().to_string(), "2025-06-08T20:59:43Z");
    assert_eq!(problem(ask("{}")), "the body has no data on a token");
    assert_eq!(problem(ask(r#"{"data":{}}"#)), "the body does not say whether the token is valid");
}

#[test]
fn the_languages_of_one_template_are_listed() {
    let list = |body: &str| answer(graph().templates(&account(), "order_shipped"), body);
    let versions = list(
        r#"{"data":[
            {"name":"order_shipped","language":"pt_BR","status":"APPROVED","category":"UTILITY","parameter_format":"NAMED","id":"1",
             "components":[{"type":"BODY","text":"Olá {{who}}."}]},
            {"name":"order_shipped","language":"en","status":"approved","id":2},
            {"name":"order_shipped_again","language":"es","status":"APPROVED","id":"3"},
            {"name":"order_shipped","language":"es","status":"PENDING","id":"4"}],
            "paging":{"cursors":{"before":"b","after":"a"}}}"#,
    );
    let versions = versions.unwrap();
    let told: Vec<_> = versions.iter().map(|version| (&*version.language, version.is_approved())).collect();
    assert_eq!(told, [("pt_BR", true), ("en", true), ("es", false)]);
    assert_eq!(versions[1].id.as_ref().unwrap(), "2");
    assert_eq!(
        versions[0].components.as_ref().unwrap().as_str(),
        r#"[{"text":"Olá {{who}}.","type":"BODY"}]"#
    );
    assert_eq!(
        (versions[0].category.as_deref(), versions[0].parameter_format.as_deref()),
        (Some("UTILITY"), Some("NAMED"))
    );
    assert!(list(r#"{"data":[]}"#).unwrap().is_empty());
    assert_eq!(problem(list("{}")), "the body has no list of templates");
    let first_page =
        r#"{"data":[],"paging":{"next":"https://graph.facebook.com/v26.0/1/message_templates?after=a"}}"#;
    assert_eq!(problem(list(first_page)), "the list of templates has further pages");
}

#[test]
fn the_on_premises_client_answers_with_anything() {
    let settings = whatsapp_webhook::event::on_premises::ApplicationSettings::default();
    let admin = AccessToken::new("admin").unwrap();
    let base = "https://wa.example.com:9090".parse().unwrap();
    for body in ["", "null", "{}", r#"{"meta":{"version":"v2.55"}}"#] {
        assert!(answer(settings.request(&base, &admin), body).is_ok(), "{body}");
    }
    let refused = answer(
        settings.request(&base, &admin),
        r#"{"errors":[{"code":1005,"title":"Access denied","details":"Invalid credentials."}],"meta":{"version":"v2.55"}}"#,
    );
    let GraphError::Rejected(rejection) = refused.unwrap_err() else { panic!() };
    assert_eq!((rejection.error.code, rejection.error.details()), (1005, Some("Invalid credentials.")));
}

#[test]
fn the_fields_of_an_app_are_texts_or_objects_with_a_name() {
    let list = |body: &str| answer(graph().app_subscriptions(&"1".parse().unwrap()), body);
    let body = r#"{"data":[{"object":"page","fields":["feed"]},
        {"object":"whatsapp_business_account","callback_url":"https://example.com/webhook","active":true,
         "fields":[{"name":"messages","version":"v26.0"},"account_update",7,{}]}, 7]}"#;
    let subscriptions = list(body).unwrap();
    assert_eq!(subscriptions.len(), 2);
    assert!(!subscriptions[0].is_of_whatsapp() && subscriptions[0].active.is_none());
    assert!(subscriptions[1].is_of_whatsapp() && subscriptions[1].active == Some(true));
    assert_eq!(subscriptions[1].callback_url.as_deref(), Some("https://example.com/webhook"));
    assert_eq!(subscriptions[1].fields, ["messages", "account_update"]);
    assert_eq!(list(r#"{"data":[]}"#).unwrap(), []);
    assert_eq!(problem(list("{}")), "the body has no list of subscriptions");
}
