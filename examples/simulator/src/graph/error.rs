//! Errors in Meta's envelope.

use axum::{
    Json,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

/// An error of the Graph API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GraphError {
    status: u16,
    code: i64,
    subcode: Option<i64>,
    message: String,
    /// The defect of this call.
    details: Option<String>,
}

impl GraphError {
    fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self { status, code, subcode: None, message: message.into(), details: None }
    }

    fn with_details(self, details: impl Into<String>) -> Self {
        Self { details: Some(details.into()), ..self }
    }

    /// The access token is missing.
    pub(crate) fn token() -> Self {
        Self::new(401, 190, "Invalid OAuth access token - Cannot parse access token")
    }

    /// The proof was made with another secret or token.
    pub(crate) fn proof() -> Self {
        Self::new(400, 100, "Invalid appsecret_proof provided in the API argument")
    }

    /// Meta does not say whether an object is missing or forbidden, and the status is not 404.
    pub(crate) fn unknown_object(id: &str) -> Self {
        let message = format!(
            "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation"
        );
        Self { subcode: Some(33), ..Self::new(400, 100, message) }
    }

    /// A member is missing, or one too many.
    pub(crate) fn parameter(details: impl Into<String>) -> Self {
        Self::new(400, 100, "(#100) Invalid parameter").with_details(details)
    }

    /// A member has a value that is not allowed.
    pub(crate) fn value(details: impl Into<String>) -> Self {
        Self::new(400, 131_009, "(#131009) Parameter value is not valid").with_details(details)
    }

    /// The customer wrote more than 24 hours ago, or never.
    pub(crate) fn window_closed() -> Self {
        Self::new(400, 131_047, "(#131047) Re-engagement message")
            .with_details("More than 24 hours have passed since the recipient last wrote: send a template")
    }

    /// The recipient cannot be reached.
    pub(crate) fn undeliverable() -> Self {
        Self::new(400, 131_026, "(#131026) Message undeliverable")
            .with_details("no customer has this user ID")
    }

    /// There is no template of that name in that language.
    pub(crate) fn unknown_template(name: &str, language: &str) -> Self {
        Self::new(404, 132_001, "(#132001) Template name does not exist in the translation")
            .with_details(format!("template name ({name}) does not exist in {language}"))
    }

    /// A template message has another number of parameters than its template.
    pub(crate) fn template_parameters(found: usize, expected: usize) -> Self {
        let details = format!(
            "body: number of localizable_params ({found}) does not match the expected number of params ({expected})"
        );
        Self::new(400, 132_000, "(#132000) Number of parameters does not match the expected number of params")
            .with_details(details)
    }

    /// The error that a test asked for.
    pub(crate) fn wanted(code: i64) -> Self {
        Self::new(400, code, format!("(#{code}) the simulator was asked to reject this message"))
    }

    /// The simulator does not know the call.
    pub(crate) fn unknown_call(method: &Method, path: &str) -> Self {
        Self::not_simulated(&format!("{method} {path} is not among the calls of the simulator"))
    }

    /// The simulator does not do this.
    pub(crate) fn not_simulated(what: &str) -> Self {
        Self::new(501, 1, format!("not simulated: {what}"))
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let error = Envelope {
            message: self.message,
            kind: "OAuthException",
            code: self.code,
            error_subcode: self.subcode,
            error_data: self.details.map(|details| Details { messaging_product: "whatsapp", details }),
            fbtrace_id: "Simulator",
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(json!({ "error": error }))).into_response()
    }
}

/// An error in the members of Meta.
#[derive(Serialize)]
struct Envelope {
    message: String,
    #[serde(rename = "type")]
    kind: &'static str,
    code: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_subcode: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_data: Option<Details>,
    fbtrace_id: &'static str,
}

#[derive(Serialize)]
struct Details {
    messaging_product: &'static str,
    details: String,
}
