//! Events of every integration go through `lambda_http` to the router, and the responses back.

mod events;

use lambda_http::{Body, IntoResponse, Response, http::Method, request};
use serde_json::Value;
use tower::ServiceExt;
use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer, signature};

use self::events::{Call, ENCODINGS, INTEGRATIONS};

const SECRET: &str = "a secret for tests only";
/// The characters that an encoding of a query may lose.
const TOKEN: &str = "a+b & c=d 100% e%2Bf";

/// Escapes as Meta does, two updates, and quotation marks and backslashes that JSON escapes once more.
const NOTIFICATION: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
    "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"2"},"messages":[
    {"from":"15550002222","id":"wamid.A","timestamp":"1760000000","type":"text","text":{"body":"Gr\u00fc\u00dfe \"\\\/\" \ud83d\ude00"}},
    {"from":"15550002222","id":"wamid.B","timestamp":"1760000001","type":"text","text":{"body":"two"}}]}}]}]}"#;

/// What the integration gets back.
async fn respond(event: &Value) -> Response<Body> {
    let layer = WhatsAppWebhookLayer::new(AppSecret::new(SECRET).unwrap(), VerifyToken::new(TOKEN).unwrap());
    let request = request::from_str(&event.to_string()).unwrap();
    let response = super::app(layer).oneshot(request).await.unwrap();
    response.into_response().await
}

fn sign(body: &str) -> String {
    let header = signature::sign(&AppSecret::new(SECRET).unwrap(), body.as_bytes());
    header.to_str().unwrap().to_owned()
}

fn post<'a>(body: &'a str, signature: &'a str) -> Call<'a> {
    Call { method: Method::POST, query: &[], signature: Some(signature), body: Some(body) }
}

#[tokio::test]
async fn a_signed_notification_is_answered_with_200() {
    let signature = sign(NOTIFICATION);
    for (name, event) in INTEGRATIONS {
        for encoding in ENCODINGS {
            let response = respond(&event(&post(NOTIFICATION, &signature), encoding)).await;
            assert_eq!(response.status(), 200, "{name}, {encoding:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_signature_is_answered_with_401() {
    let signature = sign("another body");
    for (name, event) in INTEGRATIONS {
        for encoding in ENCODINGS {
            let response = respond(&event(&post(NOTIFICATION, &signature), encoding)).await;
            assert_eq!(response.status(), 401, "{name}, {encoding:?}");
        }
    }
}

#[tokio::test]
async fn an_absent_signature_is_answered_with_401() {
    for (name, event) in INTEGRATIONS {
        for encoding in ENCODINGS {
            let call = Call { signature: None, ..post(NOTIFICATION, "") };
            let response = respond(&event(&call, encoding)).await;
            assert_eq!(response.status(), 401, "{name}, {encoding:?}");
        }
    }
}

#[tokio::test]
async fn a_signed_body_that_is_no_notification_is_answered_with_400() {
    let signature = sign("{}");
    for (name, event) in INTEGRATIONS {
        let response = respond(&event(&post("{}", &signature), ENCODINGS[0])).await;
        assert_eq!(response.status(), 400, "{name}");
    }
}

/// The challenge comes back as text, and not as base64.
#[tokio::test]
async fn the_handshake_returns_the_challenge_whatever_the_token_contains() {
    for (name, event) in INTEGRATIONS {
        for (token, status, body) in [(TOKEN, 200, "1158201444"), ("a b & c=d 100% e%2Bf", 403, "")] {
            let query =
                [("hub.mode", "subscribe"), ("hub.challenge", "1158201444"), ("hub.verify_token", token)];
            let call = Call { method: Method::GET, query: &query, signature: None, body: None };
            let response = respond(&event(&call, ENCODINGS[0])).await;
            assert_eq!(response.status(), status, "{name}");
            let content = response.into_body();
            assert!(!matches!(content, Body::Binary(_)), "{name}");
            assert_eq!(&*content, body.as_bytes(), "{name}");
        }
    }
}

#[tokio::test]
async fn a_body_of_3_mib_fits_into_an_invocation_as_base64() {
    const MOST_OF_AN_INVOCATION: usize = 6 << 20;
    let body = format!("{NOTIFICATION}{}", " ".repeat((3 << 20) - NOTIFICATION.len()));
    let signature = sign(&body);
    for (name, event) in INTEGRATIONS {
        let event = event(&post(&body, &signature), ENCODINGS[1]);
        assert!(event.to_string().len() < MOST_OF_AN_INVOCATION, "{name}");
        assert_eq!(respond(&event).await.status(), 200, "{name}");
    }
}

/// Of the two lists of headers in such an event, the request has the last value alone.
#[tokio::test]
async fn a_repeated_signature_of_a_rest_event_still_has_to_match() {
    let (right, wrong) = (sign(NOTIFICATION), sign("another body"));
    for (first, last, status) in [(&wrong, &right, 200), (&right, &wrong, 401)] {
        let mut event = events::rest(&post(NOTIFICATION, last), ENCODINGS[0]);
        event["multiValueHeaders"]["X-Hub-Signature-256"] = serde_json::json!([first, last]);
        assert_eq!(respond(&event).await.status(), status);
    }
}
