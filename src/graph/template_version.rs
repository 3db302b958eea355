use http::Method;
use serde_json::Value;

use super::{Call, Graph, reading};
use crate::event::{RawJson, TemplateId, WabaId};

/// A template in one language.
///
/// Meta treats the languages of a template as independent: each has its own review, its own status, and its own parameters.
///
/// Source: <https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemplateVersion {
    /// The identifier of the template in this language.
    pub id: Option<TemplateId>,
    /// The name, which all languages share.
    pub name: String,
    /// The language code, such as `pt_BR`, `en` or `en_US`. `en` is not `en_US`.
    pub language: String,
    /// The status, such as `APPROVED`, `PENDING`, `REJECTED`, `PAUSED` or `DISABLED`.
    pub status: Option<String>,
    /// The category: `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    pub category: Option<String>,
    /// The format of the parameters: `POSITIONAL` or `NAMED`, in upper or lower case.
    pub parameter_format: Option<String>,
    /// The components as Meta's JSON: header, body, footer and buttons.
    pub components: Option<RawJson>,
}

impl TemplateVersion {
    /// Returns whether messages can be sent in this version: the status is `APPROVED`.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("APPROVED"))
    }

    fn read(item: &Value) -> Option<Self> {
        Some(Self {
            id: reading::read(item, "id"),
            name: reading::text(item, "name")?,
            language: reading::text(item, "language")?,
            status: reading::text(item, "status"),
            category: reading::text(item, "category"),
            parameter_format: reading::text(item, "parameter_format"),
            components: reading::read(item, "components"),
        })
    }
}

impl Graph {
    /// Lists the languages of a template, with the status of each.
    ///
    /// Ask when the program starts whether each language that you send is there and approved: a message in another one is rejected with error 132001, and
    /// there is no fallback. Later changes arrive as `message_template_status_update`.
    ///
    /// Templates whose name only contains `name` are left out. An answer that is not the whole list, which Meta sends for more than 200 templates,
    /// is [`GraphError::Unreadable`](super::GraphError::Unreadable). Needs a system user's token with `whatsapp_business_management`. Changes nothing,
    /// so safe to repeat after any failure.
    ///
    /// ```
    /// use http::StatusCode;
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let (request, answer) = graph.templates(&"102290129340398".parse()?, "order_shipped").split();
    /// # let body = br#"{"data":[{"name":"order_shipped","language":"pt_BR","status":"APPROVED","id":"1"}]}"#;
    /// let versions = answer.read(StatusCode::OK, body)?;
    /// assert!(versions.iter().any(|version| version.language == "pt_BR" && version.is_approved()));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates>
    pub fn templates(&self, account: &WabaId, name: impl AsRef<str>) -> Call<Vec<TemplateVersion>> {
        let name = name.as_ref().to_owned();
        let query = [
            ("name", &*name),
            ("fields", "id,name,language,status,category,parameter_format,components"),
            ("limit", "200"),
        ];
        let wanted = name.clone();
        self.call(Method::GET, &[account.as_str(), "message_templates"], &query, move |body| {
            if !body.get("data").is_some_and(Value::is_array) {
                return Err("the body has no list of templates");
            }
            if body.get("paging").is_some_and(|paging| reading::text(paging, "next").is_some()) {
                return Err("the list of templates has further pages");
            }
            let versions = reading::list(body, "data").iter().filter_map(TemplateVersion::read);
            Ok(versions.filter(|version| version.name == wanted).collect())
        })
    }
}
