//! Sending the calls of `Graph`, with reqwest.

use std::{error::Error, fmt, time::Duration};

use tokio::time::sleep;
use whatsapp_webhook::{
    event::MediaId,
    graph::{Call, Graph, GraphError},
};

/// How long a call may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The pause before a call is sent again.
const PAUSE: Duration = Duration::from_millis(500);

/// A `Graph`, and the HTTP client that sends its requests.
#[derive(Clone, Debug)]
pub struct Client {
    /// Builds the requests.
    pub graph: Graph,
    http: reqwest::Client,
}

impl Client {
    /// Creates a client that follows no redirects, so that the token goes to Meta alone.
    ///
    /// # Errors
    ///
    /// Returns an error if TLS cannot be set up.
    pub fn new(graph: Graph) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT);
        Ok(Self { graph, http: http.build()? })
    }

    /// Sends a call that is safe to repeat, up to three times.
    ///
    /// # Errors
    ///
    /// Returns the last error.
    pub async fn send_again<A>(&self, call: impl Fn(&Graph) -> Call<A>) -> Result<A, SendError> {
        for _ in 0..2 {
            match self.send(call(&self.graph)).await {
                Err(error) if error.may_have_been_executed() || error.is_safe_to_resend() => {
                    sleep(PAUSE).await;
                }
                outcome => return outcome,
            }
        }
        self.send(call(&self.graph)).await
    }

    /// Sends a call, and reads its answer.
    ///
    /// # Errors
    ///
    /// Returns an error if there was no answer, or if the answer was an error.
    pub async fn send<A>(&self, call: Call<A>) -> Result<A, SendError> {
        let (request, answer) = call.split();
        let request = request.try_into().map_err(SendError::lost)?;
        let response = self.http.execute(request).await.map_err(SendError::lost)?;
        let status = response.status();
        let body = response.bytes().await.map_err(SendError::lost)?;
        answer.read(status, &body).map_err(SendError::Answered)
    }
}

impl Client {
    /// Downloads a media file of up to so many bytes, in two hops: its URL, then its bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such file any more, or if it is larger.
    pub async fn download(&self, id: &MediaId, limit: usize) -> Result<Vec<u8>, DownloadFailed> {
        let failed = |error: reqwest::Error| DownloadFailed(error.without_url().into());
        let file =
            self.send_again(|graph| graph.media(id)).await.map_err(|error| DownloadFailed(error.into()))?;
        let request = self.graph.download(&file).map_err(|error| DownloadFailed(error.into()))?;
        let response = self.http.execute(request.try_into().map_err(failed)?).await.map_err(failed)?;
        let mut response = response.error_for_status().map_err(failed)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > limit {
                return Err(DownloadFailed(format!("the file has more than {limit} bytes").into()));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

/// Why a media file was not downloaded.
#[derive(Debug)]
pub struct DownloadFailed(Box<dyn Error + Send + Sync>);

impl fmt::Display for DownloadFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for DownloadFailed {}

/// Why a call did not succeed.
#[derive(Debug)]
pub enum SendError {
    /// No answer came. Meta may have executed the call.
    Lost(reqwest::Error),
    /// The answer was an error.
    Answered(GraphError),
}

impl SendError {
    /// The URL of a call can contain a token.
    fn lost(error: reqwest::Error) -> Self {
        Self::Lost(error.without_url())
    }

    /// Returns whether Meta may have executed the call all the same.
    #[must_use]
    pub fn may_have_been_executed(&self) -> bool {
        match self {
            Self::Lost(_) => true,
            Self::Answered(error) => error.may_have_been_executed(),
        }
    }

    /// Returns whether the same call can succeed later, and was certainly not executed.
    #[must_use]
    pub fn is_safe_to_resend(&self) -> bool {
        matches!(self, Self::Answered(error) if error.is_safe_to_resend())
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(_) => f.write_str("no answer came from Meta, so the call may have been executed"),
            Self::Answered(error) => error.fmt(f),
        }
    }
}

impl Error for SendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Lost(error) => Some(error),
            Self::Answered(_) => None,
        }
    }
}
