use http::Method;
use serde_json::Value;

use super::{AccessToken, Call, Graph, error, reading};
use crate::event::{ApiError, AppId, Timestamp};

/// What Meta knows of an access token.
///
/// A token that is valid and has the right scopes still needs access to the account: assign the account to the system user. Meta answers with error 200
/// otherwise.
///
/// Source: <https://developers.facebook.com/docs/graph-api/reference/debug_token>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenInfo {
    /// Whether the token is valid now.
    pub is_valid: bool,
    /// The app that the token belongs to.
    pub app_id: Option<AppId>,
    /// The name of the app.
    pub application: Option<String>,
    /// The kind of token: `SYSTEM_USER`, `USER`, `APP`. On the wire: `type`.
    pub kind: Option<String>,
    /// When the token was issued.
    pub issued_at: Option<Timestamp>,
    /// When the token expires. `None` if never, as for system users.
    pub expires_at: Option<Timestamp>,
    /// When the access to data expires. `None` if never.
    pub data_access_expires_at: Option<Timestamp>,
    /// The permissions of the token, such as `whatsapp_business_messaging`.
    pub scopes: Vec<String>,
    /// The accounts that each permission is limited to. Incomplete: `whatsapp_business_management` is missing for some tokens that have it.
    pub granular_scopes: Vec<GranularScope>,
    /// The user that the token belongs to.
    pub user_id: Option<String>,
    /// Why the token is not valid.
    pub error: Option<ApiError>,
}

/// A permission, and the accounts that it is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GranularScope {
    /// The permission.
    pub scope: String,
    /// The accounts, in no stable order. `None` if the permission holds for all.
    pub target_ids: Option<Vec<String>>,
}

impl TokenInfo {
    /// Returns whether the token has a permission, such as `whatsapp_business_management`.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|ours| ours == scope)
    }

    fn read(body: &Value) -> Result<Self, &'static str> {
        let data =
            body.get("data").filter(|data| data.is_object()).ok_or("the body has no data on a token")?;
        let time = |name| {
            // 0 is never.
            reading::integer(data, name).filter(|seconds| *seconds > 0)?;
            reading::read(data, name)
        };
        let granular_scope = |item: &Value| {
            let targets = item.get("target_ids").filter(|ids| ids.is_array());
            Some(GranularScope {
                scope: reading::text(item, "scope")?,
                target_ids: targets.map(|_| reading::texts(item, "target_ids")),
            })
        };
        Ok(Self {
            is_valid: reading::flag(data, "is_valid")
                .ok_or("the body does not say whether the token is valid")?,
            app_id: reading::read(data, "app_id"),
            application: reading::text(data, "application"),
            kind: reading::text(data, "type"),
            issued_at: time("issued_at"),
            expires_at: time("expires_at"),
            data_access_expires_at: time("data_access_expires_at"),
            scopes: reading::texts(data, "scopes"),
            granular_scopes: reading::list(data, "granular_scopes")
                .iter()
                .filter_map(granular_scope)
                .collect(),
            user_id: reading::text(data, "user_id"),
            error: data.get("error").and_then(error::api_error),
        })
    }
}

impl Graph {
    /// Asks what Meta knows of a token: whether it is valid, when it expires, and its permissions.
    ///
    /// Needs the token of the app that the other token belongs to ([`AccessToken::of_app`]); a system user's token can ask about itself. The token
    /// that is asked about stands in the URL, as Meta demands, so do not log the URL. Changes nothing, so safe to repeat after any failure.
    ///
    /// ```
    /// use http::StatusCode;
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let token = AccessToken::new("EAAJB...")?;
    /// let (request, answer) = Graph::new(token.clone()).token_info(&token).split();
    /// # let body = br#"{"data":{"is_valid":true,"type":"SYSTEM_USER","expires_at":0,"scopes":["whatsapp_business_messaging"]}}"#;
    /// let info = answer.read(StatusCode::OK, body)?;
    /// assert!(info.is_valid && info.has_scope("whatsapp_business_messaging") && info.expires_at.is_none());
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/docs/graph-api/reference/debug_token>
    pub fn token_info(&self, token: &AccessToken) -> Call<TokenInfo> {
        self.call(Method::GET, &["debug_token"], &[("input_token", token.as_str())], TokenInfo::read)
            .hiding(token)
    }
}
