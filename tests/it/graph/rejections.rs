//! Errors, and which of them are safe to send again after.

use http::StatusCode;
use serde_json::json;
use whatsapp_webhook::graph::GraphError;

use super::{account, graph};

fn read(status: u16, body: &str) -> GraphError {
    let status = StatusCode::from_u16(status).unwrap();
    graph().subscribe(&account()).split().1.read(status, body.as_bytes()).unwrap_err()
}

fn code(status: u16, code: i64) -> GraphError {
    read(status, &json!({ "error": { "message": "m", "type": "OAuthException", "code": code } }).to_string())
}

#[test]
fn every_member_of_an_error_is_read() {
    let error = read(
        400,
        r#"{"error":{"message":"(#190) Error validating access token","type":"OAuthException","code":190,"error_subcode":463,
            "is_transient":true,"error_user_title":"t","error_user_msg":"m","fbtrace_id":"AbC",
            "error_data":{"messaging_product":"whatsapp","details":"The session has expired"}}}"#,
    );
    assert_eq!(
        error.to_string(),
        "Meta rejected the request with status 400 and code 190, subcode 463 (fbtrace_id AbC)"
    );
    let GraphError::Rejected(rejection) = error else { panic!() };
    assert_eq!(
        (rejection.status, rejection.error.code, rejection.subcode),
        (StatusCode::BAD_REQUEST, 190, Some(463))
    );
    assert_eq!((rejection.trace.as_deref(), rejection.transient), (Some("AbC"), true));
    assert_eq!(rejection.error.message.as_deref(), Some("(#190) Error validating access token"));
    assert_eq!(rejection.error.details(), Some("The session has expired"));
}

#[test]
fn an_error_needs_nothing_but_its_code() {
    for body in [
        r#"{"error":{"code":100}}"#,
        r#"{"error":{"code":"100","error_data":"text","message":{"a":1},"is_transient":"false","error_subcode":null}}"#,
        r#"{"error":{"code":100,"error_data":{"blame_field_specs":[["to"]],"details":[1]}}}"#,
    ] {
        let GraphError::Rejected(rejection) = read(400, body) else { panic!("{body}") };
        assert_eq!(
            (rejection.error.code, rejection.subcode, rejection.transient),
            (100, None, false),
            "{body}"
        );
    }
}

#[test]
fn an_error_counts_whatever_the_status_is() {
    assert!(matches!(code(200, 100), GraphError::Rejected(_)));
    assert!(matches!(code(500, 131_057), GraphError::Rejected(_)));
}

#[test]
fn what_is_no_answer_of_metas_is_unreadable() {
    for (status, body, expected) in [
        (502, "<html>", "the body is not JSON"),
        (200, "<html>", "the body is not JSON"),
        (200, "{\"success\":true", "the body is not JSON"),
        (504, "", "the status is not 2xx, and the body has no error of Meta's"),
        (500, r#"{"success":true}"#, "the status is not 2xx, and the body has no error of Meta's"),
        (302, "{}", "the status is not 2xx, and the body has no error of Meta's"),
        (401, r#"{"error":"unauthorized"}"#, "the status is not 2xx, and the body has no error of Meta's"),
        (
            400,
            r#"{"error":{"message":"no code"}}"#,
            "the status is not 2xx, and the body has no error of Meta's",
        ),
    ] {
        let error = read(status, body);
        assert!(error.to_string().starts_with(&format!("the answer with status {status} cannot be read: ")));
        let GraphError::Unreadable { status: found, problem, .. } = error else { panic!("{body}") };
        assert_eq!((found.as_u16(), problem), (status, expected), "{body}");
    }
    let deep = "[".repeat(100_000);
    assert!(matches!(read(200, &deep), GraphError::Unreadable { .. }));
}

#[test]
fn only_a_refusal_for_now_is_safe_to_send_again_after() {
    for safe in [4, 80_007, 130_429, 131_056, 131_057] {
        assert!(code(400, safe).is_safe_to_resend(), "{safe}");
    }
    assert!(code(429, 613).is_safe_to_resend());
    assert!(read(429, "Too many requests").is_safe_to_resend());
    for unsafe_code in [1, 2, 100, 131_000, 131_016, 131_026, 131_047, 132_000, 190] {
        assert!(!code(500, unsafe_code).is_safe_to_resend(), "{unsafe_code}");
    }
    for (status, body) in [(200, ""), (500, ""), (502, "<html>"), (503, "{}"), (504, "")] {
        assert!(!read(status, body).is_safe_to_resend(), "{status}");
    }
}

#[test]
fn what_may_have_been_executed_is_not_safe_to_send_again() {
    let transient = r#"{"error":{"code":100,"is_transient":true}}"#;
    for uncertain in
        [code(500, 1), code(500, 2), code(500, 131_000), code(500, 131_016), read(400, transient)]
    {
        assert!(uncertain.may_have_been_executed() && !uncertain.is_safe_to_resend(), "{uncertain}");
    }
    for (status, body) in [(200, ""), (500, ""), (502, "<html>"), (503, "{}"), (504, "")] {
        assert!(read(status, body).may_have_been_executed(), "{status}");
    }
    for certain in [4, 80_007, 130_429, 131_056, 131_057, 100, 131_026, 131_047, 132_000, 132_001, 190] {
        assert!(!code(400, certain).may_have_been_executed(), "{certain}");
    }
    assert!(!read(429, "Too many requests").may_have_been_executed());
}
