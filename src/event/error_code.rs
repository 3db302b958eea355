//! The platform's error codes that arrive in webhooks, by name.
//!
//! Compare them with [`Error::code`](super::Error::code). Codes are stable; titles and messages are not. A code that is not
//! here is no mistake of yours: the platform has hundreds, and adds more.
//!
//! Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes>

/// Names codes, and says once for each what can be done about it.
macro_rules! error_codes {
    ($( $(#[$doc:meta])* $NAME:ident = $code:literal $(, $remedy:ident)?; )+) => {
        $(
            $(#[$doc])*
            #[doc = concat!("\n\nThe code is ", $code, ".")]
            pub const $NAME: i64 = $code;
        )+

        /// What can be done about an error; none for codes without a name here.
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

/// What can be done about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Send the same again, later.
    Retry,
    /// Send a template: the customer service window is closed.
    Template,
    /// Nothing can reach this user now.
    Unreachable,
    /// The user does not want to be written to.
    OptedOut,
    /// Put the account, the number or the payment in order first.
    Account,
}

error_codes! {
    /// The access token is not valid.
    AUTH_EXCEPTION = 0;
    /// The request was wrong, or the server failed.
    API_UNKNOWN = 1, Retry;
    /// The platform is down or overloaded.
    API_SERVICE = 2, Retry;
    /// The app made too many calls.
    API_TOO_MANY_CALLS = 4, Retry;
    /// The business phone number was deleted, or a parameter is not valid.
    PARAMETER_VALUE_NOT_VALID = 33;
    /// A parameter is not valid.
    INVALID_PARAMETER = 100;
    /// The account is blocked for a violation of policy.
    TEMPORARILY_BLOCKED_FOR_POLICY_VIOLATIONS = 368, Account;
    /// On-Premises: a file could not be fetched.
    ON_PREMISES_MEDIA_DOWNLOAD_ERROR = 400, Retry;
    /// On-Premises: the account has a payment problem.
    ON_PREMISES_BUSINESS_ELIGIBILITY_PAYMENT_ISSUE = 402, Account;
    /// On-Premises: the message waited too long for its recipient.
    ON_PREMISES_MESSAGE_EXPIRED = 410, Unreachable;
    /// On-Premises: too many messages at once.
    ON_PREMISES_RATE_LIMIT_HIT = 429, Retry;
    /// On-Premises: more than 24 hours have passed since the user last wrote.
    ON_PREMISES_RE_ENGAGEMENT_MESSAGE = 470, Template;
    /// On-Premises: too many users reported the number's messages.
    ON_PREMISES_SPAM_RATE_LIMIT_HIT = 471, Account;
    /// On-Premises: the user takes part in an experiment in which no messages are sent.
    ON_PREMISES_USER_IN_EXPERIMENT = 472, Unreachable;
    /// On-Premises: the user's identity may have changed.
    ON_PREMISES_IDENTITY_CHANGED = 480;
    /// On-Premises: the server failed.
    ON_PREMISES_GENERIC_ERROR = 500, Retry;
    /// On-Premises: the user sent something that is not passed on.
    ON_PREMISES_UNKNOWN_MESSAGE_TYPE = 501;
    /// On-Premises: the recipient has no WhatsApp account.
    ON_PREMISES_USER_NOT_VALID = 1013, Unreachable;
    /// On-Premises: the recipient's app is too old for the message.
    ON_PREMISES_RECEIVER_INCAPABLE = 1026, Unreachable;
    /// The account made too many calls of the Business Management API.
    RATE_LIMIT_ISSUES = 80007, Retry;
    /// Too many messages at once from this number.
    RATE_LIMIT_HIT = 130429, Retry;
    /// The user takes part in an experiment in which no marketing messages are sent.
    USER_IN_EXPERIMENT = 130472, Unreachable;
    /// The account may not write to users in this country.
    RESTRICTED_IN_COUNTRY = 130497, Account;
    /// Something failed, and the platform does not say what.
    SOMETHING_WENT_WRONG = 131000, Retry;
    /// A permission is missing.
    ACCESS_DENIED = 131005, Account;
    /// A parameter is missing.
    REQUIRED_PARAMETER_MISSING = 131008;
    /// A parameter has a value that is not allowed.
    PARAMETER_VALUE_INVALID = 131009;
    /// A service of the platform is down.
    SERVICE_UNAVAILABLE = 131016, Retry;
    /// The recipient is the sender.
    RECIPIENT_CANNOT_BE_SENDER = 131021;
    /// The message cannot be delivered: the recipient has no WhatsApp account, an old app, or has not accepted the terms.
    MESSAGE_UNDELIVERABLE = 131026, Unreachable;
    /// The account is locked for a violation of policy, or for a wrong PIN.
    ACCOUNT_LOCKED = 131031, Account;
    /// The display name has to be approved first.
    DISPLAY_NAME_APPROVAL_NEEDED = 131037, Account;
    /// The account has a payment problem.
    BUSINESS_ELIGIBILITY_PAYMENT_ISSUE = 131042, Account;
    /// The account has a payment problem that stops calls.
    CALLING_PAYMENT_ISSUE = 131044, Account;
    /// The number's certificate is wrong: register it again.
    INCORRECT_CERTIFICATE = 131045, Account;
    /// More than 24 hours have passed since the user last wrote.
    RE_ENGAGEMENT_MESSAGE = 131047, Template;
    /// Too many users blocked or reported the number.
    SPAM_RATE_LIMIT_HIT = 131048, Account;
    /// The platform chose not to deliver a marketing message, because the user gets many. Do not send it again at once.
    HEALTHY_ECOSYSTEM_ENGAGEMENT = 131049, Unreachable;
    /// The user has stopped marketing messages of the business.
    USER_STOPPED_MARKETING_MESSAGES = 131050, OptedOut;
    /// The user sent something that is not passed on, or the business sent something that is not supported.
    UNSUPPORTED_MESSAGE_TYPE = 131051;
    /// The user's file could not be fetched. Ask for it again.
    MEDIA_DOWNLOAD_ERROR = 131052;
    /// The business's file could not be sent.
    MEDIA_UPLOAD_ERROR = 131053;
    /// Too many messages at once to this user.
    PAIR_RATE_LIMIT_HIT = 131056, Retry;
    /// The account is in maintenance.
    ACCOUNT_IN_MAINTENANCE_MODE = 131057, Retry;
    /// The user's message is not available on numbers that also use the WhatsApp Business app.
    MESSAGE_NOT_AVAILABLE = 131060;
    /// This kind of message cannot be sent to a business-scoped user ID.
    USER_ID_NOT_SUPPORTED = 131062;
    /// The template has another number of parameters.
    TEMPLATE_PARAMETER_COUNT_MISMATCH = 132000;
    /// The template does not exist in this language, or is not approved.
    TEMPLATE_DOES_NOT_EXIST = 132001;
    /// The template's text is too long with its parameters.
    TEMPLATE_TEXT_TOO_LONG = 132005;
    /// The template's text breaks a rule.
    TEMPLATE_POLICY_VIOLATED = 132007;
    /// The template's parameters have another format.
    TEMPLATE_PARAMETER_FORMAT_MISMATCH = 132012;
    /// The template is paused for low quality.
    TEMPLATE_PAUSED = 132015;
    /// The template is disabled for low quality.
    TEMPLATE_DISABLED = 132016;
    /// The Flow is blocked.
    FLOW_BLOCKED = 132068;
    /// The Flow is throttled.
    FLOW_THROTTLED = 132069, Retry;
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
        assert_eq!(remedy(-1), None);
    }
}
