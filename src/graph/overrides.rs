//! URLs that override the one of the app, for an account or a number.

use http::Method;
use serde_json::{Value, json};

use super::{Call, Callback, Done, Graph, reading};
use crate::event::{PhoneNumberId, WabaId};

/// The webhook URLs that a number's notifications could go to.
///
/// Meta sends them to the first URL that exists, in the order of [`effective`](Self::effective), and to no other, whether the URL works or not.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Callbacks {
    /// The URL of the number.
    pub phone_number: Option<String>,
    /// The URL of the WhatsApp Business Account.
    pub whatsapp_business_account: Option<String>,
    /// The URL of the app.
    pub application: Option<String>,
}

impl Callbacks {
    /// Returns the URL that notifications of the number are sent to: that of the number, else of the account, else of the app.
    #[must_use]
    pub fn effective(&self) -> Option<&str> {
        [&self.phone_number, &self.whatsapp_business_account, &self.application]
            .into_iter()
            .find_map(|url| url.as_deref())
    }

    fn read(body: &Value) -> Result<Self, &'static str> {
        if !body.is_object() {
            return Err("the body is no object");
        }
        let urls = body.get("webhook_configuration").unwrap_or(&Value::Null);
        Ok(Self {
            phone_number: reading::text(urls, "phone_number"),
            whatsapp_business_account: reading::text(urls, "whatsapp_business_account"),
            application: reading::text(urls, "application"),
        })
    }
}

/// The answer to an override can be the list of subscriptions alone.
fn read_override(body: &Value) -> Result<Done, &'static str> {
    match body.get("success") {
        None if !reading::list(body, "data").is_empty() => Ok(Done),
        _ => Done::read(body),
    }
}

impl Graph {
    /// Sends the account's notifications to another URL than the app's.
    ///
    /// The app must be subscribed first, by [`subscribe`](Self::subscribe), which also clears the override: the two are separate calls, in this order. Meta
    /// calls the URL with the handshake before it answers. There is no fallback if the URL fails later, so clear the override before you delete the
    /// token that can clear it.
    ///
    /// Needs a system user's token with `whatsapp_business_management`. Safe to repeat after any failure.
    ///
    /// ```
    /// use whatsapp_webhook::graph::{AccessToken, Callback, Graph};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let callback = Callback::new("https://customer.example.com/webhook", "its verify token")?;
    /// let (request, answer) = graph.override_account(&"102290129340398".parse()?, &callback).split();
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>
    pub fn override_account(&self, account: &WabaId, callback: &Callback) -> Call<Done> {
        self.post(&[account.as_str(), "subscribed_apps"], &configuration(callback), read_override)
    }

    /// Sends the number's notifications to another URL than the account's and the app's; `None` clears the number's URL.
    ///
    /// As for [`override_account`](Self::override_account), Meta calls the URL before it answers, and there is no fallback. Needs a system user's
    /// token with `whatsapp_business_management`. Meta rejects some numbers that also use the WhatsApp Business app with error 200; nothing
    /// is overridden then. Safe to repeat after any failure.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>
    pub fn override_number(&self, number: &PhoneNumberId, callback: Option<&Callback>) -> Call<Done> {
        let configuration = callback.map_or_else(|| json!({ "override_callback_uri": "" }), configuration);
        self.post(&[number.as_str()], &json!({ "webhook_configuration": configuration }), Done::read)
    }

    /// Asks for the URLs that notifications of a number could go to.
    ///
    /// Needs a system user's token with `whatsapp_business_management`. Changes nothing, so safe to repeat after any failure.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override>
    pub fn callbacks(&self, number: &PhoneNumberId) -> Call<Callbacks> {
        self.call(Method::GET, &[number.as_str()], &[("fields", "webhook_configuration")], Callbacks::read)
    }
}

fn configuration(callback: &Callback) -> Value {
    json!({ "override_callback_uri": callback.url(), "verify_token": callback.verify_token() })
}
