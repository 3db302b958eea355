//! The credentials, from the environment or those of the demo.

use std::env::{self, VarError};

use whatsapp_simulator::Simulator;

use super::Target;

const DEMO_APP_SECRET: &str = "demo-app-secret-that-everyone-knows";
const DEMO_VERIFY_TOKEN: &str = "demo-verify-token";

/// The credentials of the app.
pub(super) struct Settings {
    pub(super) app_secret: String,
    pub(super) verify_token: String,
    /// Where the secret comes from, for people.
    pub(super) secret_name: &'static str,
}

impl Settings {
    /// Reads `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`; each defaults to that of the demo.
    ///
    /// # Errors
    ///
    /// A variable is not UTF-8.
    pub(super) fn from_environment() -> Result<Self, String> {
        let app_secret = variable("WHATSAPP_APP_SECRET")?;
        let secret_name = match app_secret {
            Some(_) => "the secret in WHATSAPP_APP_SECRET",
            None => "the demo app secret",
        };
        Ok(Self {
            app_secret: app_secret.unwrap_or_else(|| DEMO_APP_SECRET.to_owned()),
            verify_token: variable("WHATSAPP_VERIFY_TOKEN")?.unwrap_or_else(|| DEMO_VERIFY_TOKEN.to_owned()),
            secret_name,
        })
    }

    pub(super) fn simulator(&self, target: &Target) -> Simulator {
        let simulator = Simulator::new(target.url.clone(), &self.app_secret)
            .with_verify_token(&self.verify_token)
            .with_secret_called(self.secret_name);
        if target.remote { simulator.with_remote_webhook() } else { simulator }
    }
}

fn variable(name: &str) -> Result<Option<String>, String> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(format!("{name} is not UTF-8")),
    }
}
