//! The subscription of the app to a WhatsApp Business Account.

use http::Method;
use serde_json::Value;

use super::{Call, Done, Graph, reading};
use crate::event::{AppId, WabaId};

/// An app that is subscribed to a WhatsApp Business Account.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subscription {
    /// The identifier of the app.
    pub app_id: Option<AppId>,
    /// The name of the app.
    pub name: Option<String>,
    /// The link to the app.
    pub link: Option<String>,
    /// The URL that overrides the one of the app, for this account.
    pub override_callback_uri: Option<String>,
}

impl Subscription {
    fn read_all(body: &Value) -> Result<Vec<Self>, &'static str> {
        if !body.get("data").is_some_and(Value::is_array) {
            return Err("the body has no list of subscriptions");
        }
        Ok(reading::list(body, "data").iter().map(Self::read).collect())
    }

    /// The members of the app are in an object of their own, or beside the URL.
    fn read(item: &Value) -> Self {
        let app = item.get("whatsapp_business_api_data").filter(|app| app.is_object()).unwrap_or(item);
        Self {
            app_id: reading::read(app, "id"),
            name: reading::text(app, "name"),
            link: reading::text(app, "link"),
            override_callback_uri: reading::text(item, "override_callback_uri"),
        }
    }
}

impl Graph {
    /// Subscribes the token's app to an account, so that notifications about the account are sent to the app's URL.
    ///
    /// **Clears the account's override**, if there is one: see [`override_account`](Self::override_account). Do not call this at every start
    /// if customers have overrides; ask by [`subscriptions`](Self::subscriptions) first. The fields are those of the app: see
    /// [`subscribe_app`](Self::subscribe_app).
    ///
    /// Needs a system user's token with `whatsapp_business_management`, with the account assigned to the user. Safe to repeat after any failure,
    /// apart from the override.
    ///
    /// ```
    /// # use whatsapp_webhook::graph::{AccessToken, Graph};
    /// # let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let (request, answer) = graph.subscribe(&"102290129340398".parse()?).split();
    /// assert_eq!(request.method(), http::Method::POST);
    /// assert_eq!(request.uri().path(), "/v26.0/102290129340398/subscribed_apps");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks>
    pub fn subscribe(&self, account: &WabaId) -> Call<Done> {
        self.call(Method::POST, &[account.as_str(), "subscribed_apps"], &[], Done::read)
    }

    /// Ends the subscription of the token's app to an account, and its notifications at once.
    ///
    /// Other apps stay subscribed. Needs a system user's token with `whatsapp_business_management`. Safe to repeat after any failure; error 803 can mean
    /// that the app was not subscribed.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks>
    pub fn unsubscribe(&self, account: &WabaId) -> Call<Done> {
        self.call(Method::DELETE, &[account.as_str(), "subscribed_apps"], &[], Done::read)
    }

    /// Lists the apps that are subscribed to an account, with their overrides.
    ///
    /// Several apps can be subscribed: look for the identifier of your own. Needs a system user's token with
    /// `whatsapp_business_management`. Changes nothing, so safe to repeat after any failure.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks>
    pub fn subscriptions(&self, account: &WabaId) -> Call<Vec<Subscription>> {
        self.call(Method::GET, &[account.as_str(), "subscribed_apps"], &[], Subscription::read_all)
    }
}
