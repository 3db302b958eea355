//! What is unrecognized in the payloads of others: what it is, and who made it up.
//!
//! Nothing here is documented by Meta. What is belongs into `src`.

/// As `describe` puts it, and whose it is.
pub(super) const INVENTED: &[(&str, &str)] = &[
    // Fields, types and members.
    ("field brand_new_field", "made up to try other models with"),
    ("field call_events", "migue.ai: its name for `calls`"),
    ("field some_future_webhook_type", "migue.ai: a test of the unknown"),
    ("field status", "devlooped: statuses under a field of their own"),
    ("field unknown_field", "migue.ai: a test of the unknown"),
    ("field unknown_field_xyz", "piusalfred: a test of the unknown"),
    ("type messages poll_vote", "made up to try other models with"),
    ("member all", "pywa: a delivery wrapped to be tested with all its members"),
    ("member details", "piusalfred: a test of the unknown"),
    ("member event", "piusalfred: a test of the unknown"),
    ("member flow_name", "migue.ai: its idea of `flows`"),
    ("member status", "migue.ai: its idea of `flows`"),
    ("member initiated_by", "a slip of Meta's page: the member stands beside `groups` instead of inside"),
    ("member messages/contacts/contact_image", "vumi: the base64 of a picture, in no page"),
    ("member messages/text", "ndoh-hub: a text left in a message of the type `image`"),
    ("member statuses/random", "ndoh-hub: a test of the unknown"),
    // Values.
    ("value ban_info/waba_ban_state FLAGGED", "wa-sdk: the state of something else"),
    ("value groups/type group_create", "meta-cloud-api: the type of another field"),
    ("value messages/referral/media_type image or video", "a placeholder of Meta's page, copied"),
    ("value messages/referral/source_type ad or post", "a placeholder of Meta's page, copied"),
    ("value messages/unsupported/type pool", "pywa: a slip for `poll`"),
    ("value status Needs\u{a0}Testing", "a space of Meta's page that does not break, copied"),
    ("value statuses/status foo", "vumi: a test of the unknown"),
    ("value statuses/status held", "made up to try other models with"),
    ("value statuses/status sending", "ndoh-hub: a state of its own"),
    ("value type [phone_number_settings]", "a placeholder of Meta's page, copied"),
    ("value user_preferences/category unknown", "pywa: a test of the unknown"),
    ("value user_preferences/value bla", "pywa: a test of the unknown"),
    // Shapes. All of it is delivered raw.
    (
        " malformed: missing member `entry`",
        "endpoint-flow, pywa: a change, and a request, taken for deliveries",
    ),
    ("contacts malformed: the object has no member of its type", "vumi: a contact without members"),
    (
        "entry malformed: expected an array, got an object",
        "api-whatsapp-docs: arrays turned into objects by a tool",
    ),
    ("entry malformed: expected an array, got a string", "wa-sdk: a test of the malformed"),
    (
        "entry/changes malformed: `ban_info.waba_ban_state`: expected a string, got an array",
        "api-whatsapp-docs: the page's list of choices, copied",
    ),
    ("entry/changes malformed: missing member `event`", "migue.ai: tests of the malformed"),
    ("entry/changes malformed: missing member `field`", "endpoint-flow: a delivery cut short"),
    (
        "messages malformed: `image`: the member that `type` names is missing",
        "ndoh-hub: a text of the type `image`",
    ),
    (
        "messages malformed: `interactive`: the member that `type` names is missing",
        "Meta itself, beside `errors`: there is nothing to type",
    ),
    ("messages malformed: `text`: the member that `type` names is missing", "vumi: tests of the malformed"),
    (
        "messages malformed: `location.latitude`: expected a number, got a string",
        "netflie: a placeholder of Meta's page, copied",
    ),
    ("messages malformed: `location`: missing member `latitude`", "vumi: a place without coordinates"),
    (
        "messages malformed: `order.product_items[0].quantity`: expected a number, got a string",
        "netflie, wa-sdk: a placeholder of Meta's page, copied",
    ),
    (
        "messages malformed: `timestamp`: expected seconds since 1970, or a time in ISO 8601, got null",
        "ndoh-hub: a message that was never sent",
    ),
    (
        "messages malformed: `timestamp`: expected seconds since 1970, or a time in ISO 8601, got a string",
        "wa-sdk: a placeholder of Meta's page, copied",
    ),
    ("messages malformed: missing member `id`", "wa-sdk: messages without an identifier in its README"),
    (
        "statuses malformed: `timestamp`: expected seconds since 1970, or a time in ISO 8601, got a string",
        "wa-sdk: a placeholder of Meta's page, copied",
    ),
    ("statuses malformed: missing member `id`", "ndoh-hub: a test of the malformed"),
];
