//! The calls of the Graph API.

use std::time::{Duration, SystemTime};

use http::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use whatsapp_simulator::{Customer, Item};

use crate::bot::{ACCESS_TOKEN, ACCOUNT, Bot, NUMBER, SECRET, answer, call, send, send_with};

fn hello() -> Value {
    json!({ "body": "Hi" })
}

#[tokio::test]
async fn a_message_of_any_type_needs_a_customer_who_wrote_within_a_day_and_a_template_does_not() {
    let (_, simulator) = Bot::start(SECRET).await;
    let simulator = simulator.with_clock_stopped_at(SystemTime::now());
    let meta = simulator.with_template("order_shipped", "pt_BR", "Olá {{1}}", &[]).start().await.unwrap();
    let code = |answer: (u16, Value)| (answer.0, answer.1["error"]["code"].as_i64());
    let template = |name: &str, language: &str, values: Value| json!({ "name": name, "language": { "code": language }, "components": [{ "type": "body", "parameters": values }] });
    let ana = json!([{ "type": "text", "text": "Ana" }]);
    assert_eq!(code(send(&meta, "text", hello()).await), (400, Some(131_047)), "she never wrote");
    meta.chat(&Customer::new("15550002222")).says(Item::text("Hello")).await;
    meta.advance(Duration::from_secs(86_399)).await;
    assert_eq!(code(send(&meta, "text", hello()).await), (200, None));
    meta.advance(Duration::from_secs(1)).await;
    assert_eq!(code(send(&meta, "text", hello()).await), (400, Some(131_047)));
    assert_eq!(
        code(send(&meta, "template", template("order_shipped", "pt_BR", ana.clone())).await),
        (200, None)
    );
    assert_eq!(code(send(&meta, "template", template("hello_world", "en_US", json!([]))).await), (200, None));
    assert_eq!(
        code(send(&meta, "template", template("order_shipped", "pt", ana)).await),
        (404, Some(132_001))
    );
    assert_eq!(
        code(send(&meta, "template", template("order_shipped", "pt_BR", json!([]))).await),
        (400, Some(132_000))
    );
}

#[tokio::test]
async fn a_reaction_of_the_customer_does_not_open_the_window() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    meta.chat(&Customer::new("15550002222")).says(Item::reaction("wamid.1", "👍")).await;
    assert_eq!(send(&meta, "text", hello()).await.0, 400);
}

#[tokio::test]
async fn errors_have_metas_envelope() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let url = |path: &str| format!("{}/{path}", meta.graph_url());
    for (method, path, expected) in [
        (Method::POST, "1/messages", (400, 100, Some(33))),
        (Method::GET, "1/message_templates", (400, 100, Some(33))),
        (Method::GET, "1", (400, 100, Some(33))),
        (Method::POST, &format!("{NUMBER}/messages") as &str, (400, 100, None)),
        (Method::POST, &format!("{NUMBER}/register"), (501, 1, None)),
        (Method::GET, &format!("{NUMBER}/messages"), (501, 1, None)),
        (Method::GET, "debug_token/a/b", (501, 1, None)),
        (Method::GET, "debug_token", (501, 1, None)),
        (Method::GET, NUMBER, (501, 1, None)),
        (Method::DELETE, ACCOUNT, (501, 1, None)),
        (Method::DELETE, "1", (400, 100, Some(33))),
    ] {
        let (status, json) = answer(call(method, &url(path))).await;
        let error = &json["error"];
        let found = (status, error["code"].as_i64().unwrap(), error["error_subcode"].as_i64());
        assert_eq!(found, expected, "{path}: {json}");
        assert!(error["type"] == "OAuthException" && error["fbtrace_id"].is_string(), "{json}");
        assert_eq!(status == 501, error["message"].as_str().unwrap().contains("not simulated"), "{json}");
    }
}

#[tokio::test]
async fn a_call_needs_a_token_and_a_proof_must_be_right() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let url = format!("{}/{ACCOUNT}/subscribed_apps", meta.graph_url());
    let without = reqwest::Client::builder().no_proxy().build().unwrap().get(&url);
    assert_eq!(answer(without).await.0, 401);
    // printf EAAJB-token | openssl dgst -sha256 -hmac 'a secret for tests only'
    let right = "5105c905ca03702354226c43f7628ce3a2d4610cfc75e2623bfc248f09533a9c";
    for (proof, expected) in [(right, 200), (&right.replace(&right[..1], "x"), 400), ("", 400)] {
        assert_eq!(
            answer(call(Method::GET, &format!("{url}?appsecret_proof={proof}"))).await.0,
            expected,
            "{proof}"
        );
    }
}

#[tokio::test]
async fn an_app_that_is_not_subscribed_is_sent_nothing() {
    let (bot, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let url = format!("{}/{ACCOUNT}/subscribed_apps", meta.graph_url());
    let ana = meta.chat(&Customer::new("15550002222"));
    let subscribed = async || answer(call(Method::GET, &url)).await.1["data"].as_array().unwrap().len();
    assert_eq!(subscribed().await, 1);
    assert_eq!(answer(call(Method::DELETE, &url)).await, (200, json!({ "success": true })));
    assert_eq!(subscribed().await, 0);
    assert!(ana.says(Item::text("Hello")).await.attempts.is_empty());
    assert_eq!(answer(call(Method::POST, &url)).await, (200, json!({ "success": true })));
    assert!(ana.says(Item::text("Hello")).await.is_taken());
    assert_eq!(bot.memory().bodies.len(), 1);
}

#[tokio::test]
async fn media_go_up_and_down_in_two_hops_and_both_need_the_token() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let part = Part::bytes(b"\x89PNG".to_vec()).mime_str("image/png").unwrap();
    let form = Form::new().text("messaging_product", "whatsapp").text("type", "image/png").part("file", part);
    let (status, json) =
        answer(call(Method::POST, &format!("{}/{NUMBER}/media", meta.graph_url())).multipart(form)).await;
    let id = json["id"].as_str().unwrap();
    assert_eq!(status, 200);
    let url = format!("{}/{id}", meta.graph_url());
    let (status, file) = answer(call(Method::GET, &url)).await;
    assert_eq!((status, &file["mime_type"], &file["file_size"]), (200, &json!("image/png"), &json!("4")));
    let bytes = file["url"].as_str().unwrap();
    let response = call(Method::GET, bytes).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.bytes().await.unwrap(), &b"\x89PNG"[..]);
    let without = reqwest::Client::builder().no_proxy().build().unwrap().get(bytes);
    assert_eq!(without.send().await.unwrap().status(), 401);

    meta.chat(&Customer::new("15550002222"))
        .says(Item::image(&meta.upload("image/jpeg", &b"JPEG"[..])))
        .await;
    assert_eq!(send(&meta, "image", json!({ "id": id, "caption": "Look" })).await.0, 200);
    assert_eq!(answer(call(Method::DELETE, &url)).await, (200, json!({ "success": true })));
    assert_eq!(answer(call(Method::GET, &url)).await.0, 400);
    assert_eq!(send(&meta, "image", json!({ "id": id })).await.0, 400);
}

#[tokio::test]
async fn templates_are_listed_by_name() {
    let (_, simulator) = Bot::start(SECRET).await;
    let simulator =
        simulator.with_template("order", "en", "Hello", &[]).with_template("order", "es", "Hola", &["Sí"]);
    let meta = simulator.start().await.unwrap();
    let url = format!("{}/{ACCOUNT}/message_templates?name=order", meta.graph_url());
    let (_, list) = answer(call(Method::GET, &url)).await;
    let languages: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|template| template["language"].clone()).collect();
    assert_eq!(languages, ["en", "es"]);
    assert_eq!(list["data"][1]["components"][1]["buttons"][0]["text"], "Sí");
}

/// The requests that the crate itself builds are answered in the shapes that it reads.
#[tokio::test]
async fn the_graph_of_the_crate_understands_the_answers() {
    use whatsapp_webhook::{
        AppSecret,
        graph::{AccessToken, Graph, Recipient},
    };

    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let graph = Graph::new(AccessToken::new(ACCESS_TOKEN).unwrap())
        .with_base(meta.graph_url().parse().unwrap())
        .unwrap();
    let graph = graph.with_app_secret_proof(&AppSecret::new(SECRET).unwrap());
    let id = meta.chat(&Customer::new("15550002222")).says(Item::text("Hello")).await.id.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let execute = async |request: http::Request<bytes::Bytes>| {
        let response = http.execute(request.try_into().unwrap()).await.unwrap();
        (response.status(), response.bytes().await.unwrap())
    };
    let number = NUMBER.parse().unwrap();
    let (request, reader) = graph.reply_text(&number, Recipient::number("+15550002222"), "Hi").split();
    let (status, body) = execute(request).await;
    assert!(reader.read(status, &body).unwrap().id.as_str().starts_with("wamid."));
    let (request, reader) = graph.show_typing(&number, &id.parse().unwrap()).split();
    let (status, body) = execute(request).await;
    reader.read(status, &body).unwrap();
    let (request, reader) = graph.media(&meta.upload("image/png", &b"PNG"[..]).parse().unwrap()).split();
    let (status, body) = execute(request).await;
    let file = reader.read(status, &body).unwrap();
    let (_, bytes) = execute(graph.download(&file).unwrap()).await;
    assert_eq!((file.file_size, &bytes[..]), (Some(3), &b"PNG"[..]));
    let (request, reader) = graph.templates(&ACCOUNT.parse().unwrap(), "hello_world").split();
    let (status, body) = execute(request).await;
    assert_eq!(reader.read(status, &body).unwrap().len(), 1);
    let (request, reader) = graph.subscriptions(&ACCOUNT.parse().unwrap()).split();
    let (status, body) = execute(request).await;
    assert_eq!(reader.read(status, &body).unwrap().len(), 1);
    let (request, reader) = graph.reply_text(&number, Recipient::number("+15550009999"), "Hi").split();
    let (status, body) = execute(request).await;
    let error = reader.read(status, &body).unwrap_err();
    assert!(format!("{error:?}").contains("131047"), "{error:?}");
}

#[tokio::test]
async fn a_recipient_that_does_not_exist_is_an_error_and_groups_are_not_simulated() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let text = |recipient: Value| {
        let mut message = json!({ "text": { "body": "Hi" } });
        message.as_object_mut().unwrap().extend(recipient.as_object().unwrap().clone());
        message
    };
    for (recipient, expected) in [
        (json!({ "recipient": "US.unknown" }), (400, 131_026)),
        (json!({ "to": "123" }), (400, 100)),
        (json!({}), (400, 100)),
        (json!({ "to": "120363", "recipient_type": "group" }), (501, 1)),
    ] {
        let (status, json) = send_with(&meta, text(recipient.clone())).await;
        assert_eq!((status, json["error"]["code"].as_i64().unwrap()), expected, "{recipient}");
    }
}

#[tokio::test]
async fn a_message_without_a_type_is_a_text() {
    let (_, simulator) = Bot::start(SECRET).await;
    let meta = simulator.start().await.unwrap();
    let ana = meta.chat(&Customer::new("15550002222"));
    ana.says(Item::text("Hello")).await;
    assert_eq!(send_with(&meta, json!({ "to": "+15550002222", "text": { "body": "Hi" } })).await.0, 200);
    let reply = ana.reply().await.unwrap();
    assert_eq!((reply.kind(), reply.text()), ("text", Some("Hi")));
}
