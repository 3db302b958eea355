use bytes::Bytes;
use http_body_util::Full;
use tower::Layer;
use whatsapp_webhook::{AppSecret, ConfigError, VerifyToken, WhatsAppWebhookLayer};

use crate::support::{SECRET, TOKEN, app, secret, send_now, signed};

#[test]
fn no_debug_holds_a_secret_a_token_a_signature_or_a_body() {
    let previous = AppSecret::new("canary-previous-secret").unwrap();
    let layer = WhatsAppWebhookLayer::for_app(app().with_previous_app_secret(previous).unwrap());
    let request = signed(b"canary-body", Full::new(Bytes::from("canary-body")));
    let seen = send_now(&layer, request).seen.unwrap();
    let service = layer.layer(());
    let signature = whatsapp_webhook::signature::sign(&secret(), b"canary-body");
    let texts = [
        format!("{:?} {:#?}", secret(), VerifyToken::new(TOKEN).unwrap()),
        format!("{layer:?} {layer:#?} {service:?}"),
        format!("{:?}", seen.verified),
        format!("{signature:?}"),
    ];
    let digits = &signature.to_str().unwrap()["sha256=".len()..];
    for text in texts {
        for canary in [SECRET, TOKEN, "canary", digits] {
            assert!(!text.contains(canary), "{text}");
        }
    }
}

#[test]
fn debug_of_a_secret_or_a_token_is_its_type_alone() {
    assert_eq!(format!("{:?}", secret()), "AppSecret(..)");
    assert_eq!(format!("{:?}", VerifyToken::new(TOKEN).unwrap()), "VerifyToken(..)");
}

#[test]
fn no_error_holds_the_value_it_rejects() {
    let errors = [
        AppSecret::new("canary").unwrap_err(),
        AppSecret::new(" canary-canary-canary").unwrap_err(),
        VerifyToken::new(" canary").unwrap_err(),
    ];
    for error in errors {
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[test]
fn a_newline_from_a_file_is_named_as_the_usual_slip() {
    let error = AppSecret::new(format!("{SECRET}\n")).unwrap_err();
    assert_eq!(error, ConfigError::AppSecretWhiteSpace);
    assert!(error.to_string().contains("newline"));
}
