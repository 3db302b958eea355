//! Requests to the Graph API, and the answers.

mod answers;
mod media;
mod properties;
mod rejections;
mod reply_targets;
mod requests;
mod secrecy;
mod templates;

use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::Value;
use whatsapp_webhook::{
    event::{PhoneNumberId, WabaId},
    graph::{AccessToken, Call, Graph, GraphError},
};

const TOKEN: &str = "EAAJB1xZtoken0123456789";

fn graph() -> Graph {
    Graph::new(AccessToken::new(TOKEN).unwrap())
}

fn number() -> PhoneNumberId {
    "106540352242922".parse().unwrap()
}

fn account() -> WabaId {
    "102290129340398".parse().unwrap()
}

fn request<A>(call: Call<A>) -> Request<Bytes> {
    call.split().0
}

/// The method, the path with the query, and the JSON of the body.
fn told<A>(call: Call<A>) -> (String, String, Value) {
    let request = request(call);
    let body =
        if request.body().is_empty() { Value::Null } else { serde_json::from_slice(request.body()).unwrap() };
    let path = request.uri().path_and_query().unwrap().to_string();
    (request.method().to_string(), path, body)
}

/// The answer of a call to this body with status 200.
fn answer<A>(call: Call<A>, body: &str) -> Result<A, GraphError> {
    call.split().1.read(StatusCode::OK, body.as_bytes())
}
