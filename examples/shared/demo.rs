//! Credentials from the environment, or demo ones, and what a receiver prints when it starts.

use std::{
    env::{self, VarError},
    error::Error,
    io::{self, Write},
    net::SocketAddr,
};

use tokio::net::TcpListener;
use whatsapp_webhook::{AppSecret, VerifyToken, WhatsAppWebhookLayer};

const DEMO_APP_SECRET: &str = "demo-app-secret-that-everyone-knows";
const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";

/// The credentials of a receiver.
pub(crate) struct Credentials {
    app_secret: String,
    verify_token: String,
}

impl Credentials {
    /// Reads `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`; each defaults to the demo credential.
    pub(crate) fn from_environment() -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            app_secret: variable("WHATSAPP_APP_SECRET", DEMO_APP_SECRET)?,
            verify_token: variable("WHATSAPP_VERIFY_TOKEN", DEMO_VERIFY_TOKEN)?,
        })
    }

    pub(crate) fn layer(&self) -> Result<WhatsAppWebhookLayer, Box<dyn Error>> {
        let app_secret = AppSecret::new(&self.app_secret)?;
        Ok(WhatsAppWebhookLayer::new(app_secret, VerifyToken::new(self.verify_token.as_str())?))
    }

    /// Prints the URL, and the commands to try next where the credentials are those of the demo.
    pub(crate) fn announce(&self, address: SocketAddr) -> Result<(), Box<dyn Error>> {
        let is_demo_app_secret = self.app_secret == DEMO_APP_SECRET;
        let is_demo_verify_token = self.verify_token == DEMO_VERIFY_TOKEN;
        if (is_demo_app_secret || is_demo_verify_token) && !address.ip().is_loopback() {
            return Err(
                "everyone knows the demo credentials: set your own to listen to other machines".into()
            );
        }
        let url = format!("http://{address}/webhook");
        let mut out = io::stdout().lock();
        writeln!(out, "Listening on {url}")?;
        if is_demo_app_secret {
            writeln!(out, "with the demo app secret {DEMO_APP_SECRET}; try, in another terminal:")?;
            writeln!(out, "  cargo run --example send -- text {url}")?;
        }
        if is_demo_verify_token {
            let query =
                format!("hub.mode=subscribe&hub.verify_token={DEMO_VERIFY_TOKEN}&hub.challenge=1158201444");
            writeln!(out, "with the demo verify token {DEMO_VERIFY_TOKEN}; try, in another terminal:")?;
            writeln!(out, "  curl '{url}?{query}'")?;
        }
        Ok(())
    }
}

/// Listens on `ADDR`, or on port 3000 of this machine alone.
pub(crate) async fn listen() -> Result<TcpListener, Box<dyn Error>> {
    let address = variable("ADDR", "127.0.0.1:3000")?;
    let listener = TcpListener::bind(&address).await;
    listener.map_err(|error| format!("cannot listen on ADDR={address}: {error}; set another ADDR").into())
}

fn variable(name: &str, demo: &str) -> Result<String, Box<dyn Error>> {
    match env::var(name) {
        Err(VarError::NotPresent) => Ok(demo.to_owned()),
        other => other.map_err(|error| format!("{name}: {error}").into()),
    }
}
