//! HTTP/1.1 by hand, because no client library sends what these tests do.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
};

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use whatsapp_webhook::signature::sign;

use super::server::PATIENCE;
use crate::support::secret;

/// The shortest delivery there is.
pub(super) const NOTHING_NEW: &str = r#"{"object":"whatsapp_business_account","entry":[]}"#;

/// The same in this many bytes.
pub(super) fn padded(length: usize) -> Vec<u8> {
    let mut body = NOTHING_NEW.as_bytes().to_vec();
    body.resize(length, b' ');
    body
}

/// A connection to a receiver.
pub(super) struct Client<S: Read = TcpStream> {
    stream: BufReader<S>,
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Client {
    pub(super) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self::over(stream)
    }

    /// Says that nothing more will be sent.
    pub(super) fn finish(&self) {
        // The receiver may have closed the connection before.
        let _ = self.stream.get_ref().shutdown(Shutdown::Write);
    }
}

impl<S: Read + Write> Client<S> {
    pub(super) fn over(stream: S) -> Self {
        Self { stream: BufReader::new(stream) }
    }

    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).unwrap();
    }

    pub(super) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_ref())
    }

    /// The status of an answer, if it is not the connection that is refused.
    pub(super) fn status(&mut self) -> Option<u16> {
        let mut line = String::new();
        self.stream.read_line(&mut line).ok()?;
        line.split(' ').nth(1)?.parse().ok()
    }

    pub(super) fn answer(&mut self) -> Answer {
        let status = self.status().unwrap();
        let mut headers = HeaderMap::new();
        while let Some((name, value)) = self.line().split_once(": ") {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap());
        }
        let length =
            headers.get("content-length").map_or(0, |value| value.to_str().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        Answer { status, headers, body: String::from_utf8(body).unwrap() }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Waits until the receiver closes the connection; what it still sent is returned.
    pub(super) fn rest(mut self) -> String {
        let mut rest = Vec::new();
        if let Err(error) = self.stream.read_to_end(&mut rest) {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
        String::from_utf8_lossy(&rest).into_owned()
    }
}

/// The head of a request to the webhook.
pub(super) fn head(method: &str, query: &str, headers: &[(&str, &str)]) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("{method} /webhook{query} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")
}

pub(super) fn get(query: &str) -> String {
    head("GET", &format!("?{query}"), &[])
}

/// A POST with a whole body, its length, and other headers.
pub(super) fn post(body: &[u8], headers: &[(&str, &str)]) -> Vec<u8> {
    let length = body.len().to_string();
    let headers = [headers, &[("Content-Length", &length)]].concat();
    [head("POST", "", &headers).as_bytes(), body].concat()
}

/// A POST as Meta sends it.
pub(super) fn signed(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    post(body, &[("X-Hub-Signature-256", &signature(body))])
}

/// The head of a POST whose body follows in chunks.
pub(super) fn chunked_head(body: &[u8]) -> String {
    head("POST", "", &[("X-Hub-Signature-256", &signature(body)), ("Transfer-Encoding", "chunked")])
}

/// The head of a POST that declares a length of any kind.
pub(super) fn declaring(length: &str, body: &[u8]) -> String {
    head("POST", "", &[("X-Hub-Signature-256", &signature(body)), ("Content-Length", length)])
}

pub(super) fn signature(body: &[u8]) -> String {
    sign(&secret(), body).to_str().unwrap().to_owned()
}

/// One chunk of a chunked body.
pub(super) fn chunk(data: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", data.len()).as_bytes(), data, b"\r\n"].concat()
}

/// A message of one user.
pub(super) fn message(id: usize, payload: &Value) -> Value {
    let mut message =
        json!({ "from": "16505551234", "id": format!("wamid.{id}"), "timestamp": "1749416383" });
    message.as_object_mut().unwrap().extend(payload.as_object().unwrap().clone());
    message
}

pub(super) fn text(id: usize, body: &str) -> Value {
    message(id, &json!({ "type": "text", "text": { "body": body } }))
}

/// A delivery of messages.
pub(super) fn delivery(messages: &[Value]) -> String {
    let value = json!({ "messaging_product": "whatsapp", "messages": messages });
    let change = json!({ "field": "messages", "value": value });
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [change] }] })
        .to_string()
}
