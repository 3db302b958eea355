//! The settings of the On-Premises client.

use http::{Method, Uri};
use serde_json::Value;

use super::{AccessToken, Call, Done, address::Base};
use crate::event::on_premises::ApplicationSettings;

/// Members that the client takes as strings only, although it sends them as numbers.
const STRINGS: [&str; 2] = ["callback_backoff_delay_ms", "max_callback_backoff_delay_ms"];

impl ApplicationSettings {
    /// Builds the request that changes these settings of the On-Premises client (feature `graph`): `PATCH /v1/settings/application`.
    ///
    /// Settings that are `None` keep their value. A change of `callback_persist`, `pass_through` or `max_concurrent_requests` takes effect after a restart.
    /// Safe to repeat after any failure.
    ///
    /// `base` is the address of the client, such as `https://wa.example.com:9090`, and `admin` the token of an administrator, which a login at `/v1/users/login` returns. The token is added for https, and for http on
    /// a loopback address; to any other address the request goes without it, and the client answers with 401.
    ///
    /// ```
    /// use whatsapp_webhook::{event::on_premises::{ApplicationSettings, WebhookSettings}, graph::AccessToken};
    ///
    /// let mut webhooks = WebhookSettings::default();
    /// webhooks.url = Some("https://whatsapp:a-long-random-password@example.com/webhook".into());
    /// let mut settings = ApplicationSettings::default();
    /// settings.webhooks = Some(webhooks);
    /// let admin = AccessToken::new("eyJhbGciOi...")?;
    /// let (request, answer) = settings.request(&"https://wa.example.com:9090".parse()?, &admin).split();
    /// assert_eq!(request.method(), http::Method::PATCH);
    /// answer.read(http::StatusCode::OK, b"null")?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/whatsapp/on-premises/reference/settings/app>
    pub fn request(&self, base: &Uri, admin: &AccessToken) -> Call<Done> {
        let base = Base::of(base);
        let uri =
            base.as_ref().map(|base| base.uri(&["v1", "settings", "application"], &[])).unwrap_or_default();
        let admin = base.filter(Base::is_safe).map(|_| admin);
        // Every status 2xx without errors is a success, with a body of `null` or `{}` or none.
        Call::new(Method::PATCH, uri, admin, |_| Ok(Done)).with_json(&self.as_written())
    }

    fn as_written(&self) -> Value {
        let mut settings = serde_json::to_value(self).unwrap_or_default();
        for name in STRINGS {
            if let Some(number) = settings.get_mut(name).filter(|value| value.is_number()) {
                *number = number.to_string().into();
            }
        }
        settings
    }
}
