//! Template messages.

use serde_json::{Value, json};
use whatsapp_webhook::{
    event::MediaId,
    graph::{Button, Header, HeaderMedia, Parameter, Recipient, TemplateMessage},
};

use super::{graph, number, told};

fn template(name: &str) -> TemplateMessage {
    TemplateMessage::new(Recipient::number("+15550100"), name, "pt_BR")
}

fn body(message: &TemplateMessage) -> Value {
    told(graph().send(&number(), message)).2
}

fn components(message: &TemplateMessage) -> Value {
    body(message)["template"]["components"].clone()
}

#[test]
fn the_request_of_the_reference_comes_out_as_its_json() {
    let message = template("order_shipped")
        .header(Header::document(HeaderMedia::link("https://example.com/n17.pdf"), "n17.pdf"))
        .body_named([
            ("who", Parameter::from("Ana")),
            ("sum", Parameter::currency("BRL", 10_990, "R$ 10,99")),
        ])
        .button(0, Button::url("n17"))
        .callback_data("order-17");
    let expected = r#"
        {"messaging_product":"whatsapp","recipient_type":"individual","to":"+15550100","type":"template",
         "biz_opaque_callback_data":"order-17",
         "template":{"name":"order_shipped","language":{"code":"pt_BR"},
          "components":[
           {"type":"header","parameters":[{"type":"document","document":{"link":"https://example.com/n17.pdf","filename":"n17.pdf"}}]},
           {"type":"body","parameters":[{"type":"text","parameter_name":"who","text":"Ana"},
             {"type":"currency","parameter_name":"sum","currency":{"fallback_value":"R$ 10,99","code":"BRL","amount_1000":10990}}]},
           {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"n17"}]}]}}"#;
    assert_eq!(body(&message), serde_json::from_str::<Value>(expected).unwrap());
}

#[test]
fn a_template_without_values_has_no_components() {
    assert_eq!(
        body(&template("hello_world")),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15550100", "type": "template",
            "template": { "name": "hello_world", "language": { "code": "pt_BR" } } })
    );
}

#[test]
fn a_user_without_a_number_gets_a_template_by_user_id() {
    let to: whatsapp_webhook::event::UserId = "BR.1234".parse().unwrap();
    let message = body(&TemplateMessage::new(&to, "hello_world", "en"));
    assert_eq!((&message["recipient"], message.get("to")), (&json!("BR.1234"), None));
}

#[test]
fn values_are_texts_amounts_and_times_by_position() {
    let values = [
        Parameter::from("Ana"),
        Parameter::currency("USD", -5, "-$0.01"),
        Parameter::date_time("1 May 2026"),
    ];
    assert_eq!(
        components(&template("invoice").body(values)),
        json!([{ "type": "body", "parameters": [
            { "type": "text", "text": "Ana" },
            { "type": "currency", "currency": { "fallback_value": "-$0.01", "code": "USD", "amount_1000": -5 } },
            { "type": "date_time", "date_time": { "fallback_value": "1 May 2026" } },
        ] }])
    );
    let owned = vec![String::from("Ana"), String::from("17")];
    assert_eq!(components(&template("a").body(&owned)), components(&template("a").body(owned)));
}

#[test]
fn a_header_is_a_text_a_file_or_a_place() {
    let id: MediaId = "1003383421387256".parse().unwrap();
    for (header, expected) in [
        (Header::text("n17"), json!({ "type": "text", "text": "n17" })),
        (
            Header::text_named("order", "n17"),
            json!({ "type": "text", "parameter_name": "order", "text": "n17" }),
        ),
        (
            Header::image(HeaderMedia::link("https://example.com/a.png")),
            json!({ "type": "image", "image": { "link": "https://example.com/a.png" } }),
        ),
        (Header::video((&id).into()), json!({ "type": "video", "video": { "id": "1003383421387256" } })),
        (
            Header::document((&id).into(), "n17.pdf"),
            json!({ "type": "document", "document": { "id": "1003383421387256", "filename": "n17.pdf" } }),
        ),
        (
            Header::location(37.442_116, -122.5, "Philz Coffee", "101 Forest Ave"),
            json!({ "type": "location", "location": { "latitude": "37.442116", "longitude": "-122.5",
                "name": "Philz Coffee", "address": "101 Forest Ave" } }),
        ),
    ] {
        assert_eq!(
            components(&template("a").header(header)),
            json!([{ "type": "header", "parameters": [expected] }])
        );
    }
}

#[test]
fn each_kind_of_button_has_its_shape_and_its_index() {
    for (button, sub_type, parameter) in [
        (Button::url("n17"), "url", json!({ "type": "text", "text": "n17" })),
        (Button::quick_reply("yes-17"), "quick_reply", json!({ "type": "payload", "payload": "yes-17" })),
        (Button::copy_code("SAVE20"), "copy_code", json!({ "type": "coupon_code", "coupon_code": "SAVE20" })),
        (Button::flow("t17"), "flow", json!({ "type": "action", "action": { "flow_token": "t17" } })),
        (
            Button::flow_with_data("t17", json!({ "order": 17 })),
            "flow",
            json!({ "type": "action", "action": { "flow_token": "t17", "flow_action_data": { "order": 17 } } }),
        ),
    ] {
        let message = template("a").button(0, button.clone()).button(9, button);
        let expected = |index: &str| json!({ "type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter] });
        assert_eq!(components(&message), json!([expected("0"), expected("9")]));
    }
}

#[test]
fn a_one_time_code_stands_in_the_body_and_in_the_button() {
    assert_eq!(
        components(&template("code").one_time_code("J$FpnYnP")),
        json!([
            { "type": "body", "parameters": [{ "type": "text", "text": "J$FpnYnP" }] },
            { "type": "button", "sub_type": "url", "index": "0", "parameters": [{ "type": "text", "text": "J$FpnYnP" }] },
        ])
    );
}

#[test]
fn a_component_is_sent_as_it_is() {
    let carousel = json!({ "type": "carousel", "cards": [{ "card_index": 0, "components": [] }] });
    assert_eq!(components(&template("sale").component(&carousel)), json!([carousel]));
}

#[test]
fn nothing_is_repaired() {
    let message = template("A Name\n").body(["", "a\n\tb     c"]).body(["again"]);
    let message = body(&message);
    assert_eq!(message["template"]["name"], "A Name\n");
    assert_eq!(
        message["template"]["components"],
        json!([
            { "type": "body", "parameters": [{ "type": "text", "text": "" }, { "type": "text", "text": "a\n\tb     c" }] },
            { "type": "body", "parameters": [{ "type": "text", "text": "again" }] },
        ])
    );
}
