//! Whatever an identifier, a language or a text holds, the shape of the request stays.

use bytes::Bytes;
use http::{Request, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};
use whatsapp_webhook::{
    event::{GroupId, MediaId, MessageId, PhoneNumberId, UserId, WaId, WabaId},
    graph::{AccessToken, Button, Call, Callback, Header, Parameter, Recipient, TemplateMessage},
};

use super::{graph, request};

/// Any text that is an identifier, with what steers URLs and JSON more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(
        prop_oneof![
            any::<char>().prop_map(String::from),
            prop::sample::select(vec![
                ".", "..", "/", "\\", "?", "#", "%", "%2e", "%2F", "@", ":", "//", "&", "=", "\"", "}", "]",
                ",", "\n", "\0", "..;", "{{1}}",
            ])
            .prop_map(String::from),
        ],
        1..12,
    );
    pieces.prop_map(|pieces| pieces.concat())
}

/// Whether a URL is of this host and version, and has this many further segments, none of which a client would resolve.
fn assert_place(request: &Request<Bytes>, segments: usize) -> Result<(), TestCaseError> {
    let uri = request.uri();
    prop_assert_eq!(uri.scheme_str(), Some("https"));
    prop_assert_eq!(uri.authority().map(|authority| authority.as_str()), Some("graph.facebook.com"));
    let path: Vec<&str> = uri.path().split('/').skip(1).collect();
    prop_assert_eq!(path.len(), segments + 1, "{}", uri);
    prop_assert_eq!(path[0], "v26.0");
    for segment in &path {
        let resolved = segment.to_lowercase().replace("%2e", ".");
        prop_assert!(!["", ".", ".."].contains(&&*resolved), "{}", uri);
    }
    Ok(())
}

fn json_of(request: &Request<Bytes>) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}

/// The paths of all values in JSON, without the values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::Array(elements) => elements.iter().map(shape).collect(),
        _ => Value::Null,
    }
}

fn template(to: &str, name: &str, language: &str, text: &str) -> TemplateMessage {
    TemplateMessage::new(Recipient::number(to), name, language)
        .header(Header::text_named(text, text))
        .body_named([
            (text, Parameter::from(text)),
            (text, Parameter::currency(text, 1, text)),
            (text, Parameter::date_time(text)),
        ])
        .button(0, Button::url(text))
        .button(1, Button::quick_reply(text))
        .button(2, Button::copy_code(text))
        .button(3, Button::flow(text))
        .callback_data(text)
}

proptest! {
    #[test]
    fn whatever_an_identifier_holds_the_url_stays(id in text()) {
        let number: PhoneNumberId = id.parse().unwrap();
        let account: WabaId = id.parse().unwrap();
        let media: MediaId = id.parse().unwrap();
        let message: MessageId = id.parse().unwrap();
        let app = id.parse().unwrap();
        let callback = Callback::new("https://example.com/", "a token").unwrap();
        assert_place(&request(graph().media(&media)), 1)?;
        assert_place(&request(graph().mark_read(&number, &message)), 2)?;
        assert_place(&request(graph().reply_text(&number, Recipient::number(&id), &id)), 2)?;
        assert_place(&request(graph().callbacks(&number)), 1)?;
        assert_place(&request(graph().override_number(&number, None)), 1)?;
        assert_place(&request(graph().subscribe(&account)), 2)?;
        assert_place(&request(graph().subscribe_app(&app, &callback, [&id])), 2)?;
        let listed = request(graph().templates(&account, &id));
        assert_place(&listed, 2)?;
        prop_assert_eq!(listed.uri().query().unwrap().split('&').count(), 3);
    }

    #[test]
    fn whatever_a_template_holds_the_shape_of_its_json_stays(
        to in text(), name in text(), language in text(), value in text(),
    ) {
        let number: PhoneNumberId = "1".parse().unwrap();
        let sent = json_of(&request(graph().send(&number, &template(&to, &name, &language, &value))));
        let plain = json_of(&request(graph().send(&number, &template("to", "name", "en", "x"))));
        prop_assert_eq!(shape(&sent), shape(&plain));
        prop_assert_eq!(&sent["to"], &json!(to));
        prop_assert_eq!(&sent["template"]["name"], &json!(name));
        prop_assert_eq!(&sent["template"]["language"]["code"], &json!(language));
        prop_assert_eq!(&sent["template"]["components"][1]["parameters"][0]["text"], &json!(value));
        prop_assert_eq!(&sent["template"]["components"][2]["index"], "0");
    }

    #[test]
    fn whatever_a_recipient_holds_it_is_one_member(id in text(), body in text()) {
        let number: PhoneNumberId = "1".parse().unwrap();
        for to in [
            Recipient::number(&id),
            Recipient::from(&id.parse::<WaId>().unwrap()),
            Recipient::from(&id.parse::<UserId>().unwrap()),
            Recipient::from(&id.parse::<GroupId>().unwrap()),
        ] {
            let message = json_of(&request(graph().reply_text(&number, to, &body)));
            let members = message.as_object().unwrap();
            prop_assert_eq!(members.len(), 5);
            prop_assert!(members.contains_key("to") != members.contains_key("recipient"));
            prop_assert_eq!(&message["text"], &json!({ "body": body }));
            prop_assert_eq!(&message["type"], "text");
        }
    }

    #[test]
    fn whatever_a_form_holds_it_has_five_members(token in "[!-~]{1,40}", fields in prop::collection::vec(text(), 0..4)) {
        let callback = Callback::new("https://example.com/?a=b&c=d", &token).unwrap();
        let request = request(graph().subscribe_app(&"1".parse().unwrap(), &callback, &fields));
        let form = str::from_utf8(request.body()).unwrap();
        let names: Vec<&str> = form.split('&').map(|member| member.split_once('=').unwrap().0).collect();
        prop_assert_eq!(names, ["object", "callback_url", "verify_token", "fields", "include_values"]);
        prop_assert!(form.starts_with("object=whatsapp_business_account&"));
    }

    #[test]
    fn whatever_an_answer_holds_reading_it_does_not_panic(status in 100_u16..1000, body in any::<Vec<u8>>(), id in text()) {
        fn read<A>(call: Call<A>, status: StatusCode, body: &[u8]) {
            let _ = call.split().1.read(status, body);
        }
        let status = StatusCode::from_u16(status).unwrap();
        let bodies = [
            body,
            json!({ "error": { "code": id, "message": id } }).to_string().into_bytes(),
            json!({ "data": [id, { "name": id }], "messages": [id], "url": id, "success": id }).to_string().into_bytes(),
        ];
        for body in bodies {
            read(graph().media(&"1".parse().unwrap()), status, &body);
            read(graph().subscribe(&"1".parse().unwrap()), status, &body);
            read(graph().subscriptions(&"1".parse().unwrap()), status, &body);
            read(graph().app_subscriptions(&"1".parse().unwrap()), status, &body);
            read(graph().templates(&"1".parse().unwrap(), &id), status, &body);
            read(graph().callbacks(&"1".parse().unwrap()), status, &body);
            read(graph().token_info(&AccessToken::new("x").unwrap()), status, &body);
            read(graph().reply_text(&"1".parse().unwrap(), Recipient::number("+1"), &id), status, &body);
        }
    }

    #[test]
    fn whatever_a_url_of_a_file_holds_the_token_goes_to_metas_hosts_alone(before in text(), after in text()) {
        for url in [format!("https://{before}.fbsbx.com/{after}"), format!("https://lookaside.fbsbx.com{after}"), format!("{before}{after}")] {
            let body = json!({ "url": url }).to_string();
            let Ok(file) = graph().media(&"1".parse().unwrap()).split().1.read(StatusCode::OK, body.as_bytes()) else { continue };
            let Ok(request) = graph().download(&file) else { continue };
            let authority = request.uri().authority().unwrap().as_str().to_lowercase();
            prop_assert_eq!(request.uri().scheme_str(), Some("https"));
            prop_assert!(authority.strip_suffix(":443").unwrap_or(&authority).ends_with(".fbsbx.com"), "{}", url);
            prop_assert!(authority.chars().all(|c| c.is_ascii_alphanumeric() || "-.:".contains(c)), "{}", url);
        }
    }
}
