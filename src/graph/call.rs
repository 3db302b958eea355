use std::fmt;

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::Value;

use super::{AccessToken, GraphError, error};

/// Reads the body of an answer that is no error.
type Read<A> = Box<dyn Fn(&Value) -> Result<A, &'static str> + Send + Sync>;

/// The content type of most bodies.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request that is ready to be sent, and the reader of its answer.
///
/// Nothing is sent before you send it, nothing is sent twice, and dropping the call has no effect.
/// `Debug` shows the method and the path.
#[must_use = "nothing is sent until you send the request"]
pub struct Call<A> {
    request: Request<Bytes>,
    answer: Answer<A>,
}

impl<A> Call<A> {
    /// Returns the request to send, and the reader of its answer.
    ///
    /// Send the request with the HTTP client you have, and do not follow redirects with it. The request has neither
    /// `Content-Length` nor `User-Agent`, which clients add. Bound the time and the size of the answer yourself: Meta's answers are
    /// small, and some seconds are enough.
    ///
    /// The `Authorization` header is marked as sensitive. Do not log the request as a whole: its own `Debug` prints the query and the
    /// body, which can contain a token, a phone number or the text of a message.
    ///
    /// ```
    /// use http::StatusCode;
    /// use whatsapp_webhook::graph::{AccessToken, Graph};
    ///
    /// let graph = Graph::new(AccessToken::new("EAAJB...")?);
    /// let (request, answer) = graph.mark_read(&"106540352242922".parse()?, &"wamid.A".parse()?).split();
    /// assert_eq!(request.uri(), "https://graph.facebook.com/v26.0/106540352242922/messages");
    /// // let response = client.execute(request.try_into()?).await?;
    /// answer.read(StatusCode::OK, br#"{"success": true}"#)?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "nothing is sent until you send the request"]
    pub fn split(self) -> (Request<Bytes>, Answer<A>) {
        (self.request, self.answer)
    }

    /// A call of a method and a URL, with this credential, whose answer the function reads.
    pub(super) fn new(
        method: Method,
        uri: Uri,
        token: Option<&AccessToken>,
        read: impl Fn(&Value) -> Result<A, &'static str> + Send + Sync + 'static,
    ) -> Self {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, token.header());
        }
        let tokens = token.cloned().into_iter().collect();
        Self { request, answer: Answer { read: Box::new(read), tokens } }
    }

    /// Adds a body.
    pub(super) fn with_body(mut self, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        self.request.headers_mut().insert(CONTENT_TYPE, content_type);
        *self.request.body_mut() = body.into();
        self
    }

    /// Adds a body of JSON.
    pub(super) fn with_json(self, body: &Value) -> Self {
        self.with_body(JSON, body.to_string())
    }

    /// Also blots this token out of Meta's error messages.
    pub(super) fn hiding(mut self, token: &AccessToken) -> Self {
        self.answer.tokens.push(token.clone());
        self
    }
}

impl<A> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", self.request.method(), self.request.uri().path())
    }
}

/// The reader of the answer to one request.
///
/// [`Call::split`] returns it. `Answer` is `Send` and owns what it needs, so it can wait in a task for the response.
#[must_use = "the answer says whether Meta accepted the request"]
pub struct Answer<A> {
    read: Read<A>,
    /// The tokens that Meta's error messages may quote.
    tokens: Vec<AccessToken>,
}

impl<A> Answer<A> {
    /// Reads the answer: the status and the whole body of the response.
    ///
    /// # Errors
    ///
    /// [`GraphError::Rejected`] if the body is an error of Meta's, whatever the status. [`GraphError::Unreadable`] for everything
    /// else that is not the expected answer, such as a proxy's page; the request may have been executed then. For a response that did not come,
    /// in time or at all, there is nothing to read: the same holds.
    pub fn read(self, status: StatusCode, body: &[u8]) -> Result<A, GraphError> {
        let text = String::from_utf8_lossy(body);
        let unreadable = |problem| GraphError::Unreadable { status, problem };
        let value = match text.trim_ascii() {
            "" => Value::Null,
            text => serde_json::from_str(text).map_err(|_| unreadable("the body is not JSON"))?,
        };
        if let Some(rejection) = error::rejection(status, &value, &self.tokens) {
            return Err(GraphError::Rejected(Box::new(rejection)));
        }
        if !status.is_success() {
            return Err(unreadable("the status is not 2xx, and the body has no error of Meta's"));
        }
        (self.read)(&value).map_err(unreadable)
    }
}

impl<A> fmt::Debug for Answer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(..)")
    }
}
