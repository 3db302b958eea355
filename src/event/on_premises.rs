//! The settings of the On-Premises client that concern webhooks.
//!
//! The client's notifications are read as [`WebhookEvent`](crate::WebhookEvent), like those of the Cloud API, and
//! [`WhatsAppWebhookLayer::on_premises`](https://docs.rs/whatsapp-webhook) receives them.

use crate::event::{Decimal, Text, WaId, macros::object};

object! {
    /// The body of `PATCH /v1/settings/application`, which points the On-Premises client at your receiver.
    ///
    /// What is left out stays as it is. `GET` answers the same members inside of `{"settings": {"application": …}}`.
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
    #[derive(Default)]
    pub struct ApplicationSettings {
        /// Where notifications go, and which.
        pub webhooks: Option<WebhookSettings>,
        /// Whether notifications that could not be delivered are kept on disk, so that a restart does not lose them. `true` unless
        /// changed; a change needs a restart.
        pub callback_persist: Option<bool>,
        /// By how many milliseconds the pause between two attempts to deliver grows. 3000 unless changed.
        pub callback_backoff_delay_ms: Option<Decimal>,
        /// The longest pause between two attempts to deliver, in milliseconds. 900000 unless changed.
        pub max_callback_backoff_delay_ms: Option<Decimal>,
        /// Whether `sent` statuses are sent; the older switch for [`MessageSettings::sent`].
        pub sent_status: Option<bool>,
        /// Whether messages are not stored after their delivery.
        pub pass_through: Option<bool>,
        /// Which files are downloaded before the notification is sent.
        pub media: Option<MediaSettings>,
        /// Seconds between two signs of life within a cluster. 5 unless changed.
        pub heartbeat_interval: Option<i64>,
        /// Seconds without a sign of life after which a node counts as unhealthy. 30 unless changed.
        pub unhealthy_interval: Option<i64>,
        /// Whether a changed number of a user is told, as a `system` message.
        pub notify_user_change_number: Option<bool>,
        /// Whether messages tell the state of the user's identity ([`Message::identity`](crate::event::Message::identity)).
        pub show_security_notifications: Option<bool>,
        /// Whether the files of ads are left where they are.
        pub skip_referral_media_download: Option<bool>,
        /// Whether old entries are removed from the database.
        pub db_garbagecollector_enable: Option<bool>,
        /// What is removed from the database.
        pub garbagecollector_enable: Option<GarbageCollectorSettings>,
        /// Whether the context of replies is left out.
        pub axolotl_context_striping_disabled: Option<bool>,
        /// Whether statuses come without `conversation` and `pricing`.
        pub webhook_payload_conversation_pricingmodel_disabled: Option<bool>,
        /// How much is logged.
        pub log_level: Option<Text>,
        /// Whether more is logged.
        pub verbose_logging: Option<bool>,
        /// Whom to call when something fails.
        pub on_call_pager: Option<Text>,
        /// The client's own number; it can only be read.
        pub wa_id: Option<WaId>,
    }
}

object! {
    /// Where the client sends notifications, and which.
    #[derive(Default)]
    pub struct WebhookSettings {
        /// The receiver's URL, with the user and password that [`ApplicationSettings`] shows. It must be HTTPS.
        pub url: Option<Text>,
        /// How many notifications may be under way at once: 6, 12 or 24. 6 unless changed.
        pub max_concurrent_requests: Option<i64>,
        /// Which statuses are sent.
        pub message: Option<MessageSettings>,
    }
}

object! {
    /// Which statuses the client sends.
    #[derive(Default)]
    pub struct MessageSettings {
        /// `sent`; not unless changed.
        pub sent: Option<bool>,
        /// `delivered`; sent unless changed.
        pub delivered: Option<bool>,
        /// `read`; not unless changed.
        pub read: Option<bool>,
    }
}

object! {
    /// Which files the client downloads.
    #[derive(Default)]
    pub struct MediaSettings {
        /// The kinds: `image`, `document`, `audio`, `video`, `voice`, `sticker`.
        pub auto_download: Vec<Text>,
    }
}

object! {
    /// What the client removes from its database.
    #[derive(Default)]
    pub struct GarbageCollectorSettings {
        /// Files.
        pub media: Option<bool>,
        /// Messages.
        pub messages: Option<bool>,
    }
}
