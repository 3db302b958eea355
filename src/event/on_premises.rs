//! Settings of the On-Premises client that concern webhooks.
//!
//! The client's notifications are decoded to [`WebhookEvent`](crate::WebhookEvent), like those of the Cloud API, and
//! [`WhatsAppWebhookLayer::on_premises`](https://docs.rs/whatsapp-webhook) receives them.

use crate::event::{Decimal, Text, WaId, macros::object};

object! {
    /// The body of `PATCH /v1/settings/application`, which points the On-Premises client to your receiver.
    ///
    /// Members that are left out keep their value. The response to `GET` has the same members in
    /// `{"settings": {"application": …}}`.
    ///
    /// ```json
    /// {"webhooks": {"url": "https://whatsapp:password@example.com/webhook", "max_concurrent_requests": 12,
    ///  "message": {"sent": true, "delivered": true, "read": true}}, "callback_persist": true}
    /// ```
    ///
    /// ```
    /// use whatsapp_webhook::event::on_premises::{ApplicationSettings, WebhookSettings};
    ///
    /// let mut webhooks = WebhookSettings::default();
    /// webhooks.url = Some("https://whatsapp:a-long-random-password@example.com/webhook".into());
    /// let mut settings = ApplicationSettings::default();
    /// settings.webhooks = Some(webhooks.into());
    /// assert_eq!(
    ///     serde_json::to_string(&settings)?,
    ///     r#"{"webhooks":{"url":"https://whatsapp:a-long-random-password@example.com/webhook"}}"#
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/whatsapp/on-premises/reference/settings/app>
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ApplicationSettings {
        /// The receiver, and the notifications that it gets.
        pub webhooks: Option<WebhookSettings>,
        /// Whether notifications that could not be sent are stored on disk, so that they survive a restart. `true` by default; a
        /// change requires a restart.
        pub callback_persist: Option<bool>,
        /// The increase of the pause between two attempts to send, in milliseconds. 3000 by default.
        pub callback_backoff_delay_ms: Option<Decimal>,
        /// The longest pause between two attempts to send, in milliseconds. 900000 by default.
        pub max_callback_backoff_delay_ms: Option<Decimal>,
        /// Whether `sent` statuses are sent; the older setting for [`MessageSettings::sent`].
        pub sent_status: Option<bool>,
        /// Whether messages are passed through without being stored after their delivery.
        pub pass_through: Option<bool>,
        /// The files that are downloaded before the notification is sent.
        pub media: Option<MediaSettings>,
        /// The interval between two heartbeats within a cluster, in seconds. 5 by default.
        pub heartbeat_interval: Option<i64>,
        /// The time without a heartbeat after which a node is unhealthy, in seconds. 30 by default.
        pub unhealthy_interval: Option<i64>,
        /// Whether a user's change of number is sent, as a `system` message.
        pub notify_user_change_number: Option<bool>,
        /// Whether messages include the state of the user's identity ([`Message::identity`](crate::event::Message::identity)).
        pub show_security_notifications: Option<bool>,
        /// Whether the files of ads are not downloaded.
        pub skip_referral_media_download: Option<bool>,
        /// Whether old entries are deleted from the database.
        pub db_garbagecollector_enable: Option<bool>,
        /// The kinds of entries that are deleted from the database.
        pub garbagecollector_enable: Option<GarbageCollectorSettings>,
        /// Whether the context of replies is left out.
        pub axolotl_context_striping_disabled: Option<bool>,
        /// Whether statuses leave out `conversation` and `pricing`.
        pub webhook_payload_conversation_pricingmodel_disabled: Option<bool>,
        /// The log level.
        pub log_level: Option<Text>,
        /// Whether the log is verbose.
        pub verbose_logging: Option<bool>,
        /// The contact to notify of failures.
        pub on_call_pager: Option<Text>,
        /// The client's own number; read-only.
        pub wa_id: Option<WaId>,
    }
}

object! {
    /// The receiver of the client's notifications, and the notifications that it gets.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WebhookSettings {
        /// The receiver's HTTPS URL, with user and password as in the example of [`ApplicationSettings`].
        pub url: Option<Text>,
        /// The largest number of concurrent requests: 6, 12 or 24. 6 by default.
        pub max_concurrent_requests: Option<i64>,
        /// The statuses that are sent.
        pub message: Option<MessageSettings>,
    }
}

object! {
    /// The statuses that the client sends.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct MessageSettings {
        /// Whether `sent` is sent. `false` by default.
        pub sent: Option<bool>,
        /// Whether `delivered` is sent. `true` by default.
        pub delivered: Option<bool>,
        /// Whether `read` is sent. `false` by default.
        pub read: Option<bool>,
    }
}

object! {
    /// The files that the client downloads.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct MediaSettings {
        /// The kinds of files: `image`, `document`, `audio`, `video`, `voice`, `sticker`.
        pub auto_download: Vec<Text>,
    }
}

object! {
    /// The entries that the client deletes from its database.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GarbageCollectorSettings {
        /// Whether files are deleted.
        pub media: Option<bool>,
        /// Whether messages are deleted.
        pub messages: Option<bool>,
    }
}
