//! The subscription of the app itself.

use http::{HeaderValue, Method};

use super::{Call, Callback, Done, Graph, address::push_encoded};
use crate::event::AppId;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl Graph {
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
