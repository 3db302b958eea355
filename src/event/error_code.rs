//! Names for Meta's error codes.
//!
//! Compare them with [`ApiError::code`](super::ApiError::code). Codes are stable; titles and messages are not. Codes missing from
//! this list are still valid: Meta has hundreds, and adds more. Most of these codes arrive in notifications; some arrive in
//! responses of the Graph API only, which [`ApiError`](super::ApiError) reads as well.
//!
//! Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>

/// Defines the codes, and the remedy of each.
macro_rules! error_codes {
    ($( $(#[$doc:meta])* $NAME:ident = $code:literal $(, $remedy:ident)?; )+) => {
        $(
            $(#[$doc])*
            #[doc = concat!("\n\nThe code is ", $code, ".")]
            pub const $NAME: i64 = $code;
        )+

        /// The remedy of an error; `None` for codes that are not listed here.
        pub(super) fn remedy(code: i64) -> Option<Remedy> {
            match code {
                $($code => error_codes!(@remedy $($remedy)?),)+
                _ => None,
            }
        }
    };
    (@remedy $remedy:ident) => { Some(Remedy::$remedy) };
    (@remedy) => { None };
}

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

error_codes! {
    /// The access token is not valid.
    AUTH_EXCEPTION = 0;
    /// The request was invalid, or the server failed.
    API_UNKNOWN = 1, Retry;
    /// The API is down or overloaded.
    API_SERVICE = 2, Retry;
    /// The app made too many calls.
    API_TOO_MANY_CALLS = 4, Retry;
    /// A permission is missing, or the access to the asset. In responses to requests.
    API_PERMISSION_DENIED = 10, Account;
    /// The business phone number was deleted, or a parameter is not valid.
    PARAMETER_VALUE_NOT_VALID = 33;
    /// A parameter is not valid.
    INVALID_PARAMETER = 100;
    /// The access token has expired or was revoked. In responses to requests.
    ACCESS_TOKEN_EXPIRED = 190;
    /// A permission is missing, or the access to the asset. In responses to requests.
    API_PERMISSION = 200, Account;
    /// The account is blocked for a policy violation.
    TEMPORARILY_BLOCKED_FOR_POLICY_VIOLATIONS = 368, Account;
    /// On-Premises: a file could not be downloaded.
    ON_PREMISES_MEDIA_DOWNLOAD_ERROR = 400, Retry;
    /// On-Premises: the account has a payment problem.
    ON_PREMISES_BUSINESS_ELIGIBILITY_PAYMENT_ISSUE = 402, Account;
    /// On-Premises: the message expired before it reached its recipient.
    ON_PREMISES_MESSAGE_EXPIRED = 410, Unreachable;
    /// On-Premises: too many messages at once.
    ON_PREMISES_RATE_LIMIT_HIT = 429, Retry;
    /// On-Premises: more than 24 hours have passed since the user last wrote.
    ON_PREMISES_RE_ENGAGEMENT_MESSAGE = 470, Template;
    /// On-Premises: too many users reported the number's messages.
    ON_PREMISES_SPAM_RATE_LIMIT_HIT = 471, Account;
    /// On-Premises: the user is part of an experiment in which no messages are sent.
    ON_PREMISES_USER_IN_EXPERIMENT = 472, Unreachable;
    /// On-Premises: the user's identity may have changed.
    ON_PREMISES_IDENTITY_CHANGED = 480;
    /// On-Premises: the server failed.
    ON_PREMISES_GENERIC_ERROR = 500, Retry;
    /// On-Premises: the user sent a message of a type that the client does not pass on.
    ON_PREMISES_UNKNOWN_MESSAGE_TYPE = 501;
    /// The account does not exist, or the app is not subscribed to it. In responses to requests.
    ACCOUNT_NOT_FOUND = 803;
    /// On-Premises: the recipient has no WhatsApp account.
    ON_PREMISES_USER_NOT_VALID = 1013, Unreachable;
    /// On-Premises: the recipient's app is too old for the message.
    ON_PREMISES_RECEIVER_INCAPABLE = 1026, Unreachable;
    /// The verification handshake of a callback URL failed. In responses to requests that set the URL.
    CALLBACK_VERIFICATION_FAILED = 2200;
    /// The account made too many calls to the Business Management API.
    RATE_LIMIT_ISSUES = 80007, Retry;
    /// Too many messages at once from this number.
    RATE_LIMIT_HIT = 130429, Retry;
    /// The user is part of an experiment in which no marketing messages are sent.
    USER_IN_EXPERIMENT = 130472, Unreachable;
    /// The account is restricted from messaging users in this country.
    RESTRICTED_IN_COUNTRY = 130497, Account;
    /// An error that Meta does not specify.
    SOMETHING_WENT_WRONG = 131000, Retry;
    /// A permission is missing.
    ACCESS_DENIED = 131005, Account;
    /// A parameter is missing.
    REQUIRED_PARAMETER_MISSING = 131008;
    /// The value of a parameter is not valid.
    PARAMETER_VALUE_INVALID = 131009;
    /// A service of Meta's is down.
    SERVICE_UNAVAILABLE = 131016, Retry;
    /// The recipient is the sender.
    RECIPIENT_CANNOT_BE_SENDER = 131021;
    /// The message is undeliverable: the recipient has no WhatsApp account, an outdated app, or has not accepted the terms.
    MESSAGE_UNDELIVERABLE = 131026, Unreachable;
    /// The account is locked for a policy violation, or for a wrong PIN.
    ACCOUNT_LOCKED = 131031, Account;
    /// The display name needs approval first.
    DISPLAY_NAME_APPROVAL_NEEDED = 131037, Account;
    /// The account has a payment problem.
    BUSINESS_ELIGIBILITY_PAYMENT_ISSUE = 131042, Account;
    /// The account has a payment problem that blocks calls.
    CALLING_PAYMENT_ISSUE = 131044, Account;
    /// The number's certificate is incorrect: register the number again.
    INCORRECT_CERTIFICATE = 131045, Account;
    /// More than 24 hours have passed since the user last wrote.
    RE_ENGAGEMENT_MESSAGE = 131047, Template;
    /// Too many users blocked or reported the number.
    SPAM_RATE_LIMIT_HIT = 131048, Account;
    /// Meta did not deliver a marketing message, because the user receives many. Wait at least 24 hours before you send it again.
    HEALTHY_ECOSYSTEM_ENGAGEMENT = 131049, Unreachable;
    /// The user has stopped the marketing messages of the business.
    USER_STOPPED_MARKETING_MESSAGES = 131050, OptedOut;
    /// The type of the message is not supported, in either direction.
    UNSUPPORTED_MESSAGE_TYPE = 131051;
    /// The user's file could not be downloaded. Ask the user to send it again.
    MEDIA_DOWNLOAD_ERROR = 131052;
    /// The business's file could not be uploaded.
    MEDIA_UPLOAD_ERROR = 131053;
    /// The method is not allowed: the Marketing Messages API accepts marketing templates only.
    METHOD_NOT_ALLOWED = 131055;
    /// Too many messages at once to this user.
    PAIR_RATE_LIMIT_HIT = 131056, Retry;
    /// The account is in maintenance.
    ACCOUNT_IN_MAINTENANCE_MODE = 131057, Retry;
    /// The user's message is not available on numbers that also use the WhatsApp Business app.
    MESSAGE_NOT_AVAILABLE = 131060;
    /// A message of this kind cannot be sent to a business-scoped user ID.
    USER_ID_NOT_SUPPORTED = 131062;
    /// Marketing templates are disabled for the Cloud API.
    MARKETING_TEMPLATES_DISABLED = 131063;
    /// The messaging limit of the business is reached.
    MESSAGING_LIMIT_REACHED = 131064;
    /// The maximum price for the message is not available.
    MAX_PRICE_UNAVAILABLE = 131065;
    /// Another app owns the thread of the conversation.
    NOT_THREAD_OWNER = 131070;
    /// The number of parameters is not that of the template.
    TEMPLATE_PARAMETER_COUNT_MISMATCH = 132000;
    /// The template does not exist in this language, or is not approved.
    TEMPLATE_DOES_NOT_EXIST = 132001;
    /// The template's text, with its parameters, is too long.
    TEMPLATE_TEXT_TOO_LONG = 132005;
    /// The template's text violates a policy.
    TEMPLATE_POLICY_VIOLATED = 132007;
    /// The value of a template parameter is not valid.
    TEMPLATE_PARAMETER_VALUE_INVALID = 132008;
    /// The format of a parameter is not that of the template.
    TEMPLATE_PARAMETER_FORMAT_MISMATCH = 132012;
    /// The template is paused for low quality.
    TEMPLATE_PAUSED = 132015;
    /// The template is disabled for low quality.
    TEMPLATE_DISABLED = 132016;
    /// A template parameter holds a newline, a tab, or more than four spaces in a row.
    TEMPLATE_PARAMETER_CHARACTERS_INVALID = 132018;
    /// The Flow is blocked.
    FLOW_BLOCKED = 132068;
    /// The Flow is throttled.
    FLOW_THROTTLED = 132069, Retry;
    /// The Marketing Messages API sends marketing templates only.
    MARKETING_TEMPLATES_ONLY = 134100;
    /// The template is still being synced to the Marketing Messages API.
    TEMPLATE_NOT_SYNCED = 134101, Retry;
    /// The template cannot be used with the Marketing Messages API.
    TEMPLATE_NOT_USABLE_FOR_MARKETING_MESSAGES = 134102;
    /// The user's identity changed since the business last confirmed it.
    IDENTITY_KEY_HASH_MISMATCH = 137000;
    /// The business declined to share the chat history.
    HISTORY_SHARING_DECLINED = 2593109;
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
