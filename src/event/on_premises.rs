//! The settings of the On-Premises client that concern webhooks.
//!
//! The client's notifications are read as [`WebhookEvent`](crate::WebhookEvent), like those of the Cloud API, and
//! [`WhatsAppWebhookLayer::on_premises`](https://docs.rs/whatsapp-webhook) receives them.

use crate::macros::object;

/// Gives settings of which none is set yet.
macro_rules! unset {
    ($Name:ident { $($member:ident),+ $(,)? }) => {
        impl Default for $Name {
            /// Nothing is set, so nothing would be changed.
            fn default() -> Self {
                Self { $($member: Default::default(),)+ names: Default::default() }
            }
        }
    };
}

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
    pub struct ApplicationSettings {
        /// Where notifications go, and which.
        webhooks: Option<Box<WebhookSettings>>,
        /// Whether notifications that could not be delivered are kept on disk, so that a restart does not lose them. `true` unless
        /// changed; a change needs a restart.
        callback_persist: Option<bool>,
        /// By how many milliseconds the pause between two attempts to deliver grows. 3000 unless changed.
        callback_backoff_delay_ms: Option<Number>,
        /// The longest pause between two attempts to deliver, in milliseconds. 900000 unless changed.
        max_callback_backoff_delay_ms: Option<Number>,
        /// Whether `sent` statuses are sent; the older switch for [`MessageSettings::sent`].
        sent_status: Option<bool>,
        /// Whether messages are not stored after their delivery.
        pass_through: Option<bool>,
        /// Which files are downloaded before the notification is sent.
        media: Option<Box<MediaSettings>>,
        /// Seconds between two signs of life within a cluster. 5 unless changed.
        heartbeat_interval: Option<i64>,
        /// Seconds without a sign of life after which a node counts as unhealthy. 30 unless changed.
        unhealthy_interval: Option<i64>,
        /// Whether a changed number of a user is told, as a `system` message.
        notify_user_change_number: Option<bool>,
        /// Whether messages tell the state of the user's identity ([`Message::identity`](crate::event::Message::identity)).
        show_security_notifications: Option<bool>,
        /// Whether the files of ads are left where they are.
        skip_referral_media_download: Option<bool>,
        /// Whether old entries are removed from the database.
        db_garbagecollector_enable: Option<bool>,
        /// What is removed from the database.
        garbagecollector_enable: Option<Box<GarbageCollectorSettings>>,
        /// Whether the context of replies is left out.
        axolotl_context_striping_disabled: Option<bool>,
        /// Whether statuses come without `conversation` and `pricing`.
        webhook_payload_conversation_pricingmodel_disabled: Option<bool>,
        /// How much is logged.
        log_level: Option<Box<str>>,
        /// Whether more is logged.
        verbose_logging: Option<bool>,
        /// Whom to call when something fails.
        on_call_pager: Option<Box<str>>,
        /// The client's own number; it can only be read.
        wa_id: Option<super::WaId>,
    }
}

unset!(ApplicationSettings {
    webhooks,
    callback_persist,
    callback_backoff_delay_ms,
    max_callback_backoff_delay_ms,
    sent_status,
    pass_through,
    media,
    heartbeat_interval,
    unhealthy_interval,
    notify_user_change_number,
    show_security_notifications,
    skip_referral_media_download,
    db_garbagecollector_enable,
    garbagecollector_enable,
    axolotl_context_striping_disabled,
    webhook_payload_conversation_pricingmodel_disabled,
    log_level,
    verbose_logging,
    on_call_pager,
    wa_id,
});

/// A number of milliseconds, which the client writes as a number and as a string.
type Number = super::Decimal;

object! {
    /// Where the client sends notifications, and which.
    pub struct WebhookSettings {
        /// The receiver's URL, with the user and password that [`ApplicationSettings`] shows. It must be HTTPS.
        url: Option<Box<str>>,
        /// How many notifications may be under way at once: 6, 12 or 24. 6 unless changed.
        max_concurrent_requests: Option<i64>,
        /// Which statuses are sent.
        message: Option<Box<MessageSettings>>,
    }
}

unset!(WebhookSettings { url, max_concurrent_requests, message });

object! {
    /// Which statuses the client sends.
    pub struct MessageSettings {
        /// `sent`; not unless changed.
        sent: Option<bool>,
        /// `delivered`; sent unless changed.
        delivered: Option<bool>,
        /// `read`; not unless changed.
        read: Option<bool>,
    }
}

unset!(MessageSettings { sent, delivered, read });

object! {
    /// Which files the client downloads.
    pub struct MediaSettings {
        /// The kinds: `image`, `document`, `audio`, `video`, `voice`, `sticker`.
        auto_download: Box<[Box<str>]>,
    }
}

unset!(MediaSettings { auto_download });

object! {
    /// What the client removes from its database.
    pub struct GarbageCollectorSettings {
        /// Files.
        media: Option<bool>,
        /// Messages.
        messages: Option<bool>,
    }
}

unset!(GarbageCollectorSettings { media, messages });
