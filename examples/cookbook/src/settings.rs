//! The settings, from the environment.

use std::{
    env::{self, VarError},
    error::Error,
};

use axum::http::Uri;
use tokio::net::TcpListener;
use whatsapp_webhook::{
    AppSecret, VerifyToken, WhatsAppWebhookLayer,
    graph::{AccessToken, Graph},
};

use crate::Client;

/// The settings that all programs share.
#[derive(Debug)]
pub struct Settings {
    /// Sends calls with the access token.
    pub client: Client,
    /// Verifies notifications.
    pub webhook: WhatsAppWebhookLayer,
}

impl Settings {
    /// Reads `WHATSAPP_ACCESS_TOKEN`, `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`; and `GRAPH_BASE`, if there is one.
    ///
    /// Without any of the three, the settings are those of the simulator in `examples/simulator`.
    ///
    /// # Errors
    ///
    /// Returns an error that names the variable which is missing or malformed.
    pub fn from_environment() -> Result<Self, Box<dyn Error>> {
        let is_demo = is_demo();
        let setting = |name: &str, demo: &str| if is_demo { Ok(demo.to_owned()) } else { variable(name) };
        let app_secret =
            AppSecret::new(setting("WHATSAPP_APP_SECRET", "demo-app-secret-that-everyone-knows")?)?;
        let verify_token = VerifyToken::new(setting("WHATSAPP_VERIFY_TOKEN", "demo-verify-token")?)?;
        let token = AccessToken::new(setting("WHATSAPP_ACCESS_TOKEN", "demo-access-token")?)?;
        let mut graph = graph(token)?.with_app_secret_proof(&app_secret);
        if is_demo && env::var_os("GRAPH_BASE").is_none() {
            graph = graph.with_base(Uri::from_static("http://127.0.0.1:4004/v26.0"))?;
        }
        Ok(Self { client: Client::new(graph)?, webhook: WhatsAppWebhookLayer::new(app_secret, verify_token) })
    }
}

/// Whether the credentials are those that everyone knows.
fn is_demo() -> bool {
    let names = ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN", "APPS"];
    names.iter().all(|name| env::var_os(name).is_none())
}

/// Returns a client with another token, such as that of the app.
///
/// # Errors
///
/// Returns an error if `GRAPH_BASE` is malformed.
pub fn client_with(token: AccessToken) -> Result<Client, Box<dyn Error>> {
    Ok(Client::new(graph(token)?)?)
}

/// `GRAPH_BASE` is another version of the API, a proxy, or the mock of the tests.
fn graph(token: AccessToken) -> Result<Graph, Box<dyn Error>> {
    let graph = Graph::new(token);
    Ok(match env::var("GRAPH_BASE") {
        Ok(base) => graph.with_base(base.parse()?)?,
        Err(_) => graph,
    })
}

/// Reads a variable of the environment.
///
/// # Errors
///
/// Returns an error that names the variable.
pub fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| match error {
        VarError::NotPresent => format!("set {name}"),
        VarError::NotUnicode(_) => format!("{name} is not UTF-8"),
    })
}

/// Listens on `ADDR`, or on port 3000 of this machine alone, and prints the address.
///
/// # Errors
///
/// Returns an error if the address is taken, or if other machines reach it and the credentials are those of the simulator.
pub async fn listen() -> Result<TcpListener, Box<dyn Error>> {
    let address = env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(&address).await;
    let listener = listener.map_err(|error| format!("cannot listen on ADDR={address}: {error}"))?;
    if is_demo() && !listener.local_addr()?.ip().is_loopback() {
        return Err(
            "everyone knows the credentials of the simulator: set WHATSAPP_APP_SECRET and the others".into(),
        );
    }
    if is_demo() {
        println!(
            "No credentials are set, so this bot is one of the simulator: examples/simulator, http://127.0.0.1:4004/"
        );
    }
    println!("listening on http://{}/webhook", listener.local_addr()?);
    Ok(listener)
}
