//! The requests, as Meta documents them.

use http::Uri;
use serde_json::{Value, json};
use whatsapp_webhook::{
    AppSecret,
    event::{
        GroupId, MessageId, UserId, WaId,
        on_premises::{ApplicationSettings, WebhookSettings},
    },
    graph::{AccessToken, Callback, Recipient},
};

use super::{TOKEN, account, graph, number, request, told};

fn message() -> MessageId {
    "wamid.X".parse().unwrap()
}

fn callback() -> Callback {
    Callback::new("https://n1.example.com/webhook", "its token").unwrap()
}

#[test]
fn each_request_has_the_token_and_a_content_type_if_it_has_a_body() {
    let with_body = request(graph().mark_read(&number(), &message()));
    assert_eq!(with_body.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert!(with_body.headers()["authorization"].is_sensitive());
    assert_eq!(with_body.headers()["content-type"], "application/json");
    let without = request(graph().subscribe(&account()));
    assert_eq!(without.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert!(!without.headers().contains_key("content-type") && without.body().is_empty());
}

#[test]
fn a_message_is_marked_as_read() {
    let expected = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.X" });
    let path = "/v26.0/106540352242922/messages".to_owned();
    assert_eq!(told(graph().mark_read(&number(), &message())), ("POST".to_owned(), path, expected));
}

#[test]
fn the_typing_indicator_also_marks_the_message_as_read() {
    let expected = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.X",
        "typing_indicator": { "type": "text" } });
    assert_eq!(told(graph().show_typing(&number(), &message())).2, expected);
}

#[test]
fn a_text_goes_to_a_number_a_user_id_or_a_group() {
    let text = |to: Recipient| told(graph().reply_text(&number(), to, "Olá \"Ana\"\n")).2;
    let expected = |kind: &str, member: &str, to: &str| {
        let mut message = json!({ "messaging_product": "whatsapp", "recipient_type": kind, "type": "text",
            "text": { "body": "Olá \"Ana\"\n" } });
        message[member] = to.into();
        message
    };
    let number: WaId = "16505551234".parse().unwrap();
    let user: UserId = "BR.13491208655302741918".parse().unwrap();
    let group: GroupId = "Y2FwaV9ncm91cDox".parse().unwrap();
    let misplaced: WaId = "BR.13491208655302741918".parse().unwrap();
    assert_eq!(text(Recipient::number("+15550100")), expected("individual", "to", "+15550100"));
    assert_eq!(text((&number).into()), expected("individual", "to", "+16505551234"));
    assert_eq!(text((&user).into()), expected("individual", "recipient", "BR.13491208655302741918"));
    assert_eq!(text((&misplaced).into()), expected("individual", "recipient", "BR.13491208655302741918"));
    assert_eq!(text((&group).into()), expected("group", "to", "Y2FwaV9ncm91cDox"));
}

#[test]
fn a_reply_of_any_type_has_its_content_under_the_type() {
    let content = json!({ "id": "1003383421387256", "caption": "The parcel" });
    let call = graph().reply(&number(), Recipient::number("+15550100"), "image", &content);
    let expected = json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15550100",
        "type": "image", "image": content });
    assert_eq!(told(call).2, expected);
}

#[test]
fn the_type_of_a_reply_does_not_replace_the_recipient() {
    for kind in ["to", "recipient_type", "messaging_product", "type"] {
        let body = told(graph().reply(&number(), Recipient::number("+15550100"), kind, "+15550199")).2;
        assert_eq!((&body["to"], &body["type"]), (&json!("+15550100"), &json!(kind)));
        assert!(!body.to_string().contains("+15550199"));
    }
}

#[test]
fn content_that_is_no_json_is_null() {
    let content = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert_eq!(
        told(graph().reply(&number(), Recipient::number("+1"), "image", content)).2["image"],
        Value::Null
    );
}

#[test]
fn an_account_is_subscribed_listed_and_unsubscribed_without_a_body() {
    let path = || "/v26.0/102290129340398/subscribed_apps".to_owned();
    assert_eq!(told(graph().subscribe(&account())), ("POST".to_owned(), path(), Value::Null));
    assert_eq!(told(graph().subscriptions(&account())), ("GET".to_owned(), path(), Value::Null));
    assert_eq!(told(graph().unsubscribe(&account())), ("DELETE".to_owned(), path(), Value::Null));
}

#[test]
fn an_account_and_a_number_have_urls_of_their_own() {
    let urls =
        json!({ "override_callback_uri": "https://n1.example.com/webhook", "verify_token": "its token" });
    let path = "/v26.0/102290129340398/subscribed_apps".to_owned();
    let told_account = told(graph().override_account(&account(), &callback()));
    assert_eq!(told_account, ("POST".to_owned(), path, urls.clone()));

    let path = || "/v26.0/106540352242922".to_owned();
    let told_number = told(graph().override_number(&number(), Some(&callback())));
    assert_eq!(told_number, ("POST".to_owned(), path(), json!({ "webhook_configuration": urls })));
    let cleared = json!({ "webhook_configuration": { "override_callback_uri": "" } });
    assert_eq!(told(graph().override_number(&number(), None)), ("POST".to_owned(), path(), cleared));
    assert_eq!(told(graph().callbacks(&number())).1, "/v26.0/106540352242922?fields=webhook_configuration");
}

#[test]
fn the_subscriptions_of_an_app_are_asked_for() {
    let call = graph().app_subscriptions(&"670843887433847".parse().unwrap());
    let path = "/v26.0/670843887433847/subscriptions".to_owned();
    assert_eq!(told(call), ("GET".to_owned(), path, Value::Null));
}

#[test]
fn the_app_is_subscribed_by_a_form_that_names_its_object() {
    let app = "670843887433847".parse().unwrap();
    let fields = ["messages", "message_template_status_update"];
    let request = request(graph().subscribe_app(&app, &callback(), fields));
    assert_eq!(request.uri(), "https://graph.facebook.com/v26.0/670843887433847/subscriptions");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let form: Vec<_> = form_urlencoded(request.body());
    assert_eq!(
        form,
        [
            "object=whatsapp_business_account",
            "callback_url=https%3A%2F%2Fn1.example.com%2Fwebhook",
            "verify_token=its%20token",
            "fields=messages%2Cmessage_template_status_update",
            "include_values=true",
        ]
    );
}

fn form_urlencoded(body: &[u8]) -> Vec<&str> {
    str::from_utf8(body).unwrap().split('&').collect()
}

#[test]
fn a_token_and_the_languages_of_a_template_are_asked_for() {
    let other = AccessToken::new("EAA|other").unwrap();
    assert_eq!(told(graph().token_info(&other)).1, "/v26.0/debug_token?input_token=EAA%7Cother");
    assert_eq!(
        told(graph().templates(&account(), "order_shipped")).1,
        "/v26.0/102290129340398/message_templates?name=order_shipped\
         &fields=id%2Cname%2Clanguage%2Cstatus%2Ccategory%2Cparameter_format%2Ccomponents&limit=200"
    );
}

#[test]
fn the_proof_of_the_app_secret_is_in_every_request() {
    let secret = AppSecret::new("0123456789abcdef0123456789abcdef").unwrap();
    let graph = graph().with_app_secret_proof(&secret);
    // printf EAAJB1xZtoken0123456789 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    let proof = "appsecret_proof=034aaf34fbf484732e250253ba14a61d59fc1a8587ab8bfdd85b0c9b7a331dc7";
    let app = "1".parse().unwrap();
    let other = AccessToken::new("other").unwrap();
    let queries = [
        told(graph.mark_read(&number(), &message())).1,
        told(graph.reply_text(&number(), Recipient::number("+1"), "x")).1,
        told(graph.subscribe(&account())).1,
        told(graph.unsubscribe(&account())).1,
        told(graph.override_number(&number(), None)).1,
        told(graph.callbacks(&number())).1,
        told(graph.media(&"1".parse().unwrap())).1,
        told(graph.token_info(&other)).1,
        told(graph.templates(&account(), "x")).1,
        request(graph.subscribe_app(&app, &callback(), ["messages"])).uri().to_string(),
    ];
    for query in queries {
        assert!(query.ends_with(&format!("?{proof}")) || query.ends_with(&format!("&{proof}")), "{query}");
    }
}

#[test]
fn requests_go_to_another_base_if_one_is_set() {
    let base: Uri = "http://127.0.0.1:3000/mock/v26.0/".parse().unwrap();
    let graph = graph().with_base(base).unwrap();
    let uri = request(graph.callbacks(&number())).uri().to_string();
    assert_eq!(uri, "http://127.0.0.1:3000/mock/v26.0/106540352242922?fields=webhook_configuration");
}

#[test]
fn settings_of_the_on_premises_client_are_a_patch() {
    let mut webhooks = WebhookSettings::default();
    webhooks.url = Some("https://whatsapp:a-long-random-password@example.com/webhook".into());
    webhooks.max_concurrent_requests = Some(12);
    let mut settings = ApplicationSettings::default();
    settings.webhooks = Some(webhooks);
    settings.callback_backoff_delay_ms = Some("3000".parse().unwrap());
    settings.max_callback_backoff_delay_ms = Some("900000".parse().unwrap());
    let admin = AccessToken::new("eyJhbGciOi").unwrap();

    let to = |base: &str| request(settings.request(&base.parse().unwrap(), &admin));
    let request = to("https://wa.example.com:9090");
    assert_eq!(
        (request.method(), request.uri().to_string()),
        (&http::Method::PATCH, "https://wa.example.com:9090/v1/settings/application".to_owned())
    );
    assert_eq!(request.headers()["authorization"], "Bearer eyJhbGciOi");
    let expected = json!({
        "webhooks": { "url": "https://whatsapp:a-long-random-password@example.com/webhook", "max_concurrent_requests": 12 },
        "callback_backoff_delay_ms": "3000", "max_callback_backoff_delay_ms": "900000",
    });
    assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), expected);

    assert!(to("http://127.0.0.1:9090/").headers().contains_key("authorization"));
    for base in ["http://wa.example.com:9090", "/", "wa.example.com"] {
        assert!(!to(base).headers().contains_key("authorization"), "{base}");
    }
}
