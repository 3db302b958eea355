//! No token, number or text is told by `Debug`, by an error, or by a source of one.

use http::StatusCode;
use serde_json::json;
use whatsapp_webhook::{
    AppSecret,
    event::{AppId, on_premises::ApplicationSettings},
    graph::{
        AccessToken, Button, Callback, Graph, Header, HeaderMedia, Parameter, Recipient, TemplateMessage,
    },
};

use super::{account, answer, number};

const TOKEN: &str = "EAAcanaryTOKEN0123456789";
const SECRET: &str = "canarySECRET0123456789abcdef0123";
const VERIFY: &str = "canary verify token";
const PHONE: &str = "+15550104242";
const TEXT: &str = "canary text";

fn graph() -> Graph {
    let secret = AppSecret::new(SECRET).unwrap();
    Graph::new(AccessToken::new(TOKEN).unwrap()).with_app_secret_proof(&secret)
}

/// What is told of something, also in alternate form.
fn debug(value: &impl std::fmt::Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[track_caller]
fn assert_secret(told: &str) {
    // printf EAAcanaryTOKEN0123456789 | openssl dgst -sha256 -hmac canarySECRET0123456789abcdef0123
    for canary in [
        TOKEN,
        SECRET,
        VERIFY,
        PHONE,
        TEXT,
        "ca5b10e322475d9b437b875fda4ff6c9c90377744da73c2cad02770ab398e13c",
    ] {
        assert!(!told.contains(canary), "{canary} is in {told}");
    }
    assert!(!told.contains("canary"), "{told}");
}

#[test]
fn debug_of_a_call_shows_the_method_and_the_path() {
    let call = graph().reply_text(&number(), Recipient::number(PHONE), TEXT);
    assert_eq!(format!("{call:?}"), "Call(POST /v26.0/106540352242922/messages)");
    let other = AccessToken::new(TOKEN).unwrap();
    let call = graph().token_info(&other);
    assert_eq!(format!("{call:?}"), "Call(GET /v26.0/debug_token)");
    assert_eq!(format!("{:?}", call.split().1), "Answer(..)");
}

#[test]
fn debug_tells_no_token_number_or_text() {
    let callback = Callback::new("https://example.com/canary", VERIFY).unwrap();
    let message = TemplateMessage::new(Recipient::number(PHONE), "order", "en")
        .header(Header::text(TEXT))
        .body([TEXT])
        .button(0, Button::url(TEXT))
        .component(json!({ "type": TEXT }))
        .callback_data(TEXT);
    let app: AppId = "1".parse().unwrap();
    let admin = AccessToken::new(TOKEN).unwrap();
    let mut settings = ApplicationSettings::default();
    settings.on_call_pager = Some(TEXT.into());
    for told in [
        debug(&graph()),
        debug(&admin),
        debug(&AccessToken::of_app(&app, SECRET).unwrap()),
        debug(&callback),
        debug(&message),
        debug(&Recipient::number(PHONE)),
        debug(&Parameter::currency("USD", 1, TEXT)),
        debug(&Header::image(HeaderMedia::link(TEXT))),
        debug(&HeaderMedia::link(TEXT)),
        debug(&Button::quick_reply(TEXT)),
        debug(&graph().send(&number(), &message)),
        debug(&graph().override_account(&account(), &callback)),
        debug(&graph().subscribe_app(&app, &callback, [TEXT])),
        debug(&graph().templates(&account(), TEXT)),
        debug(&settings.request(&"https://example.com".parse().unwrap(), &admin)),
    ] {
        assert_secret(&told);
    }
}

#[test]
fn a_request_hides_its_header() {
    let request = graph().callbacks(&number()).split().0;
    assert!(!debug(request.headers()).contains(TOKEN));
}

#[test]
fn an_answer_that_quotes_what_was_sent_tells_nothing_in_an_error() {
    let quoting = json!({ "error": { "message": format!("Malformed access token {TOKEN}"), "code": 190,
        "error_data": { "details": format!("{TOKEN} of {PHONE}: {TEXT}") } } });
    for body in
        [quoting.to_string(), format!("<html>{TOKEN} {PHONE} {TEXT}"), format!("{{\"{TOKEN}\": \"{TEXT}\"}}")]
    {
        for status in [200, 400] {
            let answer = graph().reply_text(&number(), Recipient::number(PHONE), TEXT).split().1;
            let error = answer.read(StatusCode::from_u16(status).unwrap(), body.as_bytes()).unwrap_err();
            assert_secret(&format!("{error} {error:?} {error:#?}"));
            assert!(std::error::Error::source(&error).is_none());
        }
    }
}

#[test]
fn a_token_that_meta_quotes_is_blotted_out_of_the_message() {
    let body = json!({ "error": { "message": format!("Malformed access token {TOKEN}"), "code": 190,
        "error_data": { "details": format!("{TOKEN}{TOKEN}") } } });
    let error = answer(graph().subscribe(&account()), &body.to_string()).unwrap_err();
    let error = error.api_error().unwrap();
    assert_eq!(error.message.as_deref(), Some("Malformed access token <access token>"));
    assert_eq!(error.details(), Some("<access token><access token>"));

    // The token that is asked about, too.
    let other = AccessToken::new("EAAother").unwrap();
    let body = json!({ "error": { "message": format!("{TOKEN} must not ask about EAAother"), "code": 100 } });
    let error = answer(graph().token_info(&other), &body.to_string()).unwrap_err();
    assert_eq!(
        error.api_error().unwrap().to_string(),
        "<access token> must not ask about <access token> (code 100)"
    );
}

#[test]
fn answers_hide_numbers_and_urls() {
    let sent = r#"{"contacts":[{"input":"+15550104242","wa_id":"15550104242"}],"messages":[{"id":"wamid.X","group_id":"canary"}]}"#;
    let told = debug(&answer(graph().reply_text(&number(), Recipient::number(PHONE), TEXT), sent).unwrap());
    assert!(!told.contains("5550104242") && !told.contains("canary"), "{told}");
    let url = r#"{"url":"https://lookaside.fbsbx.com/?hash=canary"}"#;
    let file = answer(graph().media(&"1".parse().unwrap()), url).unwrap();
    assert_secret(&debug(&file));
    let elsewhere =
        answer(graph().media(&"1".parse().unwrap()), r#"{"url":"https://canary.example.com/"}"#).unwrap();
    let error = graph().download(&elsewhere).unwrap_err();
    assert_secret(&format!("{error} {error:?}"));
}
