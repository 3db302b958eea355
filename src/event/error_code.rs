//! Names for Meta's error codes.
//!
//! Compare them with [`ApiError::code`](super::ApiError::code). Codes are stable; titles and messages are not. Codes missing from
//! this list are still valid: Meta has hundreds, and adds more. Most of these codes arrive in notifications; some arrive in
//! responses of the Graph API only, which [`ApiError`](super::ApiError) reads as well.
//!
//! Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>

/// The remedy of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Send the same message again later.
    Retry,
    /// Send a template, as the customer service window is closed.
    Template,
    /// Do not send, as no message can reach the user at present.
    Unreachable,
    /// Do not send, as the user has opted out.
    OptedOut,
    /// Resolve the problem of the account, the number or the payment first.
    Account,
}

/// The access token is not valid.
pub const AUTH_EXCEPTION: i64 = 0;
/// The request was invalid, or the server failed.
pub const API_UNKNOWN: i64 = 1;
/// The API is down or overloaded.
pub const API_SERVICE: i64 = 2;
/// The app made too many calls.
pub const API_TOO_MANY_CALLS: i64 = 4;
/// A permission is missing, or the access to the asset. In responses to requests.
pub const API_PERMISSION_DENIED: i64 = 10;
/// The business phone number was deleted, or a parameter is not valid.
pub const PARAMETER_VALUE_NOT_VALID: i64 = 33;
/// A parameter is not valid.
pub const INVALID_PARAMETER: i64 = 100;
/// The access token has expired or was revoked. In responses to requests.
pub const ACCESS_TOKEN_EXPIRED: i64 = 190;
/// A permission is missing, or the access to the asset. In responses to requests.
pub const API_PERMISSION: i64 = 200;
/// The account is blocked for a policy violation.
pub const TEMPORARILY_BLOCKED_FOR_POLICY_VIOLATIONS: i64 = 368;
/// On-Premises: a file could not be downloaded.
pub const ON_PREMISES_MEDIA_DOWNLOAD_ERROR: i64 = 400;
/// On-Premises: the account has a payment problem.
pub const ON_PREMISES_BUSINESS_ELIGIBILITY_PAYMENT_ISSUE: i64 = 402;
/// On-Premises: the message expired before it reached its recipient.
pub const ON_PREMISES_MESSAGE_EXPIRED: i64 = 410;
/// On-Premises: too many messages at once.
pub const ON_PREMISES_RATE_LIMIT_HIT: i64 = 429;
/// On-Premises: more than 24 hours have passed since the user last wrote.
pub const ON_PREMISES_RE_ENGAGEMENT_MESSAGE: i64 = 470;
/// On-Premises: too many users reported the number's messages.
pub const ON_PREMISES_SPAM_RATE_LIMIT_HIT: i64 = 471;
/// On-Premises: the user is part of an experiment in which no messages are sent.
pub const ON_PREMISES_USER_IN_EXPERIMENT: i64 = 472;
/// On-Premises: the user's identity may have changed.
pub const ON_PREMISES_IDENTITY_CHANGED: i64 = 480;
/// On-Premises: the server failed.
pub const ON_PREMISES_GENERIC_ERROR: i64 = 500;
/// On-Premises: the user sent a message of a type that the client does not pass on.
pub const ON_PREMISES_UNKNOWN_MESSAGE_TYPE: i64 = 501;
/// The account does not exist, or the app is not subscribed to it. In responses to requests.
pub const ACCOUNT_NOT_FOUND: i64 = 803;
/// On-Premises: the recipient has no WhatsApp account.
pub const ON_PREMISES_USER_NOT_VALID: i64 = 1013;
/// On-Premises: the recipient's app is too old for the message.
pub const ON_PREMISES_RECEIVER_INCAPABLE: i64 = 1026;
/// The verification handshake of a callback URL failed. In responses to requests that set the URL.
pub const CALLBACK_VERIFICATION_FAILED: i64 = 2200;
/// The account made too many calls to the Business Management API.
pub const RATE_LIMIT_ISSUES: i64 = 80007;
/// Too many messages at once from this number.
pub const RATE_LIMIT_HIT: i64 = 130429;
/// The user is part of an experiment in which no marketing messages are sent.
pub const USER_IN_EXPERIMENT: i64 = 130472;
/// The account is restricted from messaging users in this country.
pub const RESTRICTED_IN_COUNTRY: i64 = 130497;
/// An error that Meta does not specify.
pub const SOMETHING_WENT_WRONG: i64 = 131000;
/// A permission is missing.
pub const ACCESS_DENIED: i64 = 131005;
/// A parameter is missing.
pub const REQUIRED_PARAMETER_MISSING: i64 = 131008;
/// The value of a parameter is not valid.
pub const PARAMETER_VALUE_INVALID: i64 = 131009;
/// A service of Meta's is down.
pub const SERVICE_UNAVAILABLE: i64 = 131016;
/// The recipient is the sender.
pub const RECIPIENT_CANNOT_BE_SENDER: i64 = 131021;
/// The message is undeliverable: the recipient has no WhatsApp account, an outdated app, or has not accepted the terms.
pub const MESSAGE_UNDELIVERABLE: i64 = 131026;
/// The account is locked for a policy violation, or for a wrong PIN.
pub const ACCOUNT_LOCKED: i64 = 131031;
/// The display name needs approval first.
pub const DISPLAY_NAME_APPROVAL_NEEDED: i64 = 131037;
/// The account has a payment problem.
pub const BUSINESS_ELIGIBILITY_PAYMENT_ISSUE: i64 = 131042;
/// The account has a payment problem that blocks calls.
pub const CALLING_PAYMENT_ISSUE: i64 = 131044;
/// The number's certificate is incorrect: register the number again.
pub const INCORRECT_CERTIFICATE: i64 = 131045;
/// More than 24 hours have passed since the user last wrote.
pub const RE_ENGAGEMENT_MESSAGE: i64 = 131047;
/// Too many users blocked or reported the number.
pub const SPAM_RATE_LIMIT_HIT: i64 = 131048;
/// Meta did not deliver a marketing message, because the user receives many. Wait at least 24 hours before you send it again.
pub const HEALTHY_ECOSYSTEM_ENGAGEMENT: i64 = 131049;
/// The user has stopped the marketing messages of the business.
pub const USER_STOPPED_MARKETING_MESSAGES: i64 = 131050;
/// The type of the message is not supported, in either direction.
pub const UNSUPPORTED_MESSAGE_TYPE: i64 = 131051;
/// The user's file could not be downloaded. Ask the user to send it again.
pub const MEDIA_DOWNLOAD_ERROR: i64 = 131052;
/// The business's file could not be uploaded.
pub const MEDIA_UPLOAD_ERROR: i64 = 131053;
/// The method is not allowed: the Marketing Messages API accepts marketing templates only.
pub const METHOD_NOT_ALLOWED: i64 = 131055;
/// Too many messages at once to this user.
pub const PAIR_RATE_LIMIT_HIT: i64 = 131056;
/// The account is in maintenance.
pub const ACCOUNT_IN_MAINTENANCE_MODE: i64 = 131057;
/// The user's message is not available on numbers that also use the WhatsApp Business app.
pub const MESSAGE_NOT_AVAILABLE: i64 = 131060;
/// A message of this kind cannot be sent to a business-scoped user ID.
pub const USER_ID_NOT_SUPPORTED: i64 = 131062;
/// Marketing templates are disabled for the Cloud API.
pub const MARKETING_TEMPLATES_DISABLED: i64 = 131063;
/// The messaging limit of the business is reached.
pub const MESSAGING_LIMIT_REACHED: i64 = 131064;
/// The maximum price for the message is not available.
pub const MAX_PRICE_UNAVAILABLE: i64 = 131065;
/// Another app owns the thread of the conversation.
pub const NOT_THREAD_OWNER: i64 = 131070;
/// The number of parameters is not that of the template.
pub const TEMPLATE_PARAMETER_COUNT_MISMATCH: i64 = 132000;
/// The template does not exist in this language, or is not approved.
pub const TEMPLATE_DOES_NOT_EXIST: i64 = 132001;
/// The template's text, with its parameters, is too long.
pub const TEMPLATE_TEXT_TOO_LONG: i64 = 132005;
/// The template's text violates a policy.
pub const TEMPLATE_POLICY_VIOLATED: i64 = 132007;
/// The value of a template parameter is not valid.
pub const TEMPLATE_PARAMETER_VALUE_INVALID: i64 = 132008;
/// The format of a parameter is not that of the template.
pub const TEMPLATE_PARAMETER_FORMAT_MISMATCH: i64 = 132012;
/// The template is paused for low quality.
pub const TEMPLATE_PAUSED: i64 = 132015;
/// The template is disabled for low quality.
pub const TEMPLATE_DISABLED: i64 = 132016;
/// A template parameter holds a newline, a tab, or more than four spaces in a row.
pub const TEMPLATE_PARAMETER_CHARACTERS_INVALID: i64 = 132018;
/// The Flow is blocked.
pub const FLOW_BLOCKED: i64 = 132068;
/// The Flow is throttled.
pub const FLOW_THROTTLED: i64 = 132069;
/// The Marketing Messages API sends marketing templates only.
pub const MARKETING_TEMPLATES_ONLY: i64 = 134100;
/// The template is still being synced to the Marketing Messages API.
pub const TEMPLATE_NOT_SYNCED: i64 = 134101;
/// The template cannot be used with the Marketing Messages API.
pub const TEMPLATE_NOT_USABLE_FOR_MARKETING_MESSAGES: i64 = 134102;
/// The user's identity changed since the business last confirmed it.
pub const IDENTITY_KEY_HASH_MISMATCH: i64 = 137000;
/// The business declined to share the chat history.
pub const HISTORY_SHARING_DECLINED: i64 = 2593109;

/// The remedy of an error; `None` for codes that have none, or are not listed here.
pub(super) fn remedy(code: i64) -> Option<Remedy> {
    match code {
        API_UNKNOWN
        | API_SERVICE
        | API_TOO_MANY_CALLS
        | ON_PREMISES_MEDIA_DOWNLOAD_ERROR
        | ON_PREMISES_RATE_LIMIT_HIT
        | ON_PREMISES_GENERIC_ERROR
        | RATE_LIMIT_ISSUES
        | RATE_LIMIT_HIT
        | SOMETHING_WENT_WRONG
        | SERVICE_UNAVAILABLE
        | PAIR_RATE_LIMIT_HIT
        | ACCOUNT_IN_MAINTENANCE_MODE
        | FLOW_THROTTLED
        | TEMPLATE_NOT_SYNCED => Some(Remedy::Retry),
        ON_PREMISES_RE_ENGAGEMENT_MESSAGE | RE_ENGAGEMENT_MESSAGE => Some(Remedy::Template),
        ON_PREMISES_MESSAGE_EXPIRED
        | ON_PREMISES_USER_IN_EXPERIMENT
        | ON_PREMISES_USER_NOT_VALID
        | ON_PREMISES_RECEIVER_INCAPABLE
        | USER_IN_EXPERIMENT
        | MESSAGE_UNDELIVERABLE
        | HEALTHY_ECOSYSTEM_ENGAGEMENT => Some(Remedy::Unreachable),
        USER_STOPPED_MARKETING_MESSAGES => Some(Remedy::OptedOut),
        API_PERMISSION_DENIED
        | API_PERMISSION
        | TEMPORARILY_BLOCKED_FOR_POLICY_VIOLATIONS
        | ON_PREMISES_BUSINESS_ELIGIBILITY_PAYMENT_ISSUE
        | ON_PREMISES_SPAM_RATE_LIMIT_HIT
        | RESTRICTED_IN_COUNTRY
        | ACCESS_DENIED
        | ACCOUNT_LOCKED
        | DISPLAY_NAME_APPROVAL_NEEDED
        | BUSINESS_ELIGIBILITY_PAYMENT_ISSUE
        | CALLING_PAYMENT_ISSUE
        | INCORRECT_CERTIFICATE
        | SPAM_RATE_LIMIT_HIT => Some(Remedy::Account),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_one_remedy_at_most() {
        assert_eq!(remedy(RE_ENGAGEMENT_MESSAGE), Some(Remedy::Template));
        assert_eq!(remedy(RATE_LIMIT_HIT), Some(Remedy::Retry));
        assert_eq!(remedy(TEMPLATE_PAUSED), None);
        assert_eq!(remedy(TEMPLATE_NOT_SYNCED), Some(Remedy::Retry));
        assert_eq!(remedy(API_PERMISSION), Some(Remedy::Account));
        assert_eq!(remedy(-1), None);
    }
}
