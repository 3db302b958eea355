use std::fmt;

use bytes::Bytes;
use http::{Method, Request, Uri, uri::Scheme};
use serde_json::Value;

use super::{Call, Graph, reading};
use crate::event::{MediaId, Text};

/// The domains of Meta's files. The hosts below them get the token.
const MEDIA_DOMAINS: [&str; 3] = [".fbsbx.com", ".facebook.com", ".whatsapp.net"];

/// Where a media file can be downloaded, for five minutes.
///
/// `Debug` hides the URL.
///
/// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media>
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaUrl {
    /// The URL, which only answers requests with the access token: see [`Graph::download`].
    pub url: Text,
    /// The type of the file, such as `image/jpeg`.
    pub mime_type: Option<String>,
    /// The SHA-256 hash of the file, in hex.
    pub sha256: Option<String>,
    /// The size of the file in bytes.
    pub file_size: Option<u64>,
    /// The identifier of the file.
    pub id: Option<MediaId>,
}

impl MediaUrl {
    fn read(body: &Value) -> Result<Self, &'static str> {
        Ok(Self {
            url: reading::read(body, "url").ok_or("the body has no URL")?,
            mime_type: reading::text(body, "mime_type"),
            sha256: reading::text(body, "sha256"),
            file_size: reading::integer(body, "file_size").and_then(|size| size.try_into().ok()),
            id: reading::read(body, "id"),
        })
    }
}

impl Graph {
    /// Asks for the URL of a media file.
    ///
    /// The identifier of a notification is valid for seven days, the URL for five minutes. Needs `whatsapp_business_messaging`. Changes nothing, so
    /// safe to repeat after any failure.
    ///
    /// ```
    /// use http::StatusCode;
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let (request, answer) = graph.media(&"1003383421387256".parse()?).split();
    /// # let body = br#"{"url":"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1","file_size":"30380"}"#;
    /// let file = answer.read(StatusCode::OK, body)?;
    /// let request = graph.download(&file)?;
    /// assert_eq!(request.uri().host(), Some("lookaside.fbsbx.com"));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#get-media-url>
    pub fn media(&self, id: &MediaId) -> Call<MediaUrl> {
        self.call(Method::GET, &[id.as_str()], &[], MediaUrl::read)
    }

    /// Builds the request for the content of a media file.
    ///
    /// The response's body is the file, of up to 100 MB: bound what you read. A 404 means that the URL has expired; ask for a new one. Send the
    /// request with a client that follows no redirects, or one that drops the `Authorization` header when the host changes. Changes nothing, so
    /// safe to repeat after any failure.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL is not one that the token may be sent to: https on a host below `fbsbx.com`, `facebook.com` or
    /// `whatsapp.net`, on a host of [`with_media_host`](Self::with_media_host), or the scheme, host and port of the base URL.
    ///
    /// Source: <https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#download-media>
    pub fn download(&self, file: &MediaUrl) -> Result<Request<Bytes>, DownloadError> {
        let uri: Uri = file.url.parse().map_err(|_| DownloadError::Malformed)?;
        if !self.base.is_origin_of(&uri) && !self.is_media_host(&uri) {
            return Err(DownloadError::ForbiddenHost);
        }
        let call: Call<()> = Call::new(Method::GET, uri, Some(&self.token), |_| Ok(()));
        Ok(call.split().0)
    }

    /// Whether the URL is https on one of the hosts that the token may be sent to.
    fn is_media_host(&self, uri: &Uri) -> bool {
        let Some(authority) = uri.authority().filter(|_| uri.scheme() == Some(&Scheme::HTTPS)) else {
            return false;
        };
        let host = authority.as_str().to_ascii_lowercase();
        let host = host.strip_suffix(":443").unwrap_or(&host);
        // Nothing that clients could read in another way, such as a user before the host.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
        let is_name = !host.contains([':', '[']);
        let is_below = |domain: &str| is_name && host.ends_with(domain);
        host.bytes().all(is_plain)
            && (MEDIA_DOMAINS.iter().any(|domain| is_below(domain))
                || self.media_hosts.iter().any(|allowed| match allowed.strip_prefix('*') {
                    Some(domain) => domain.starts_with('.') && is_below(domain),
                    None => !host.is_empty() && allowed == host,
                }))
    }
}

/// Why a media file is not downloaded with the token.
///
/// The message contains neither the URL nor its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DownloadError {
    /// The URL cannot be parsed.
    Malformed,
    /// The URL is not https, or its host is not one that the token may be sent to.
    ForbiddenHost,
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the URL of the media file cannot be parsed",
            Self::ForbiddenHost => {
                "the URL of the media file is not https on a host that the access token may be sent to: \
                 if the host is Meta's, or yours, allow it by `Graph::with_media_host`"
            }
        })
    }
}

impl std::error::Error for DownloadError {}
