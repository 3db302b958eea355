//! The subscription of the app itself.

use http::{HeaderValue, Method};
use serde_json::Value;

use super::{Call, Callback, Done, Graph, address::push_encoded, reading};
use crate::event::AppId;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What an app is subscribed to, and where its notifications go unless an account or a number overrides the URL.
///
/// Source: <https://developers.facebook.com/docs/graph-api/reference/app/subscriptions>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppSubscription {
    /// The kind of object: `whatsapp_business_account` for WhatsApp, or that of another product.
    pub object: String,
    /// The webhook URL.
    pub callback_url: Option<String>,
    /// Whether Meta sends notifications.
    pub active: Option<bool>,
    /// The fields, such as `messages`.
    pub fields: Vec<String>,
}

impl AppSubscription {
    /// Returns whether the subscription is the one for WhatsApp.
    #[must_use]
    pub fn is_of_whatsapp(&self) -> bool {
        self.object == "whatsapp_business_account"
    }

    fn read_all(body: &Value) -> Result<Vec<Self>, &'static str> {
        if !body.get("data").is_some_and(Value::is_array) {
            return Err("the body has no list of subscriptions");
        }
        Ok(reading::list(body, "data").iter().filter_map(Self::read).collect())
    }

    /// Meta's pages show a field as text, and as an object with a name.
    fn read(item: &Value) -> Option<Self> {
        let field =
            |field: &Value| field.as_str().map(str::to_owned).or_else(|| reading::text(field, "name"));
        Some(Self {
            object: reading::text(item, "object")?,
            callback_url: reading::text(item, "callback_url"),
            active: reading::flag(item, "active"),
            fields: reading::list(item, "fields").iter().filter_map(field).collect(),
        })
    }
}

impl Graph {
    /// Asks what the app is subscribed to: one subscription for each product of Meta's that it uses.
    ///
    /// Needs the token of the app: [`AccessToken::of_app`](super::AccessToken::of_app). Changes nothing, so safe to repeat after any
    /// failure.
    ///
    /// ```
    /// use http::StatusCode;
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let app = "670843887433847".parse()?;
    /// let graph = Graph::new(AccessToken::of_app(&app, "0123456789abcdef0123456789abcdef")?);
    /// let (request, answer) = graph.app_subscriptions(&app).split();
    /// # let body = br#"{"data":[{"object":"whatsapp_business_account","callback_url":"https://example.com/webhook",
    /// #     "active":true,"fields":[{"name":"messages","version":"v26.0"}]}]}"#;
    /// let subscriptions = answer.read(StatusCode::OK, body)?;
    /// let whatsapp = subscriptions.iter().find(|subscription| subscription.is_of_whatsapp());
    /// assert_eq!(whatsapp.unwrap().fields, ["messages"]);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/graph-api/reference/app/subscriptions>
    pub fn app_subscriptions(&self, app: &AppId) -> Call<Vec<AppSubscription>> {
        self.call(Method::GET, &[app.as_str(), "subscriptions"], &[], AppSubscription::read_all)
    }

    /// Sets the app's webhook URL, verify token and fields for WhatsApp, as the dashboard does under WhatsApp > Configuration.
    ///
    /// **Replaces the URL and the token that were set before.** Whether Meta keeps fields that are not in `fields` is not documented, so give
    /// the whole list, such as `["messages", "message_template_status_update"]`. Subscriptions of other Meta products stay. Meta calls the URL with the handshake before it answers; error 2200 means that the
    /// handshake failed, and its message says how.
    ///
    /// Needs the token of the app: [`AccessToken::of_app`](super::AccessToken::of_app). Safe to repeat after any failure. The reverse call is
    /// not offered: a request to delete that names no object would delete the subscriptions of all products.
    ///
    /// ```
    /// use whatsapp_webhook::graph::{AccessToken, Callback, Graph};
    ///
    /// let app = "670843887433847".parse()?;
    /// let graph = Graph::new(AccessToken::of_app(&app, "0123456789abcdef0123456789abcdef")?);
    /// let callback = Callback::new("https://example.com/webhook", "a token")?;
    /// let (request, answer) = graph.subscribe_app(&app, &callback, ["messages"]).split();
    /// assert_eq!(request.uri().path(), "/v26.0/670843887433847/subscriptions");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/graph-api/reference/app/subscriptions>
    pub fn subscribe_app(
        &self,
        app: &AppId,
        callback: &Callback,
        fields: impl IntoIterator<Item: AsRef<str>>,
    ) -> Call<Done> {
        let fields: Vec<_> = fields.into_iter().map(|field| field.as_ref().to_owned()).collect();
        let mut form = String::new();
        for (name, value) in [
            ("object", "whatsapp_business_account"),
            ("callback_url", callback.url()),
            ("verify_token", callback.verify_token()),
            ("fields", &fields.join(",")),
            // Otherwise notifications name the fields that changed, and not the values.
            ("include_values", "true"),
        ] {
            if !form.is_empty() {
                form.push('&');
            }
            form.push_str(name);
            form.push('=');
            push_encoded(&mut form, value);
        }
        self.call(Method::POST, &[app.as_str(), "subscriptions"], &[], Done::read).with_body(FORM, form)
    }
}
