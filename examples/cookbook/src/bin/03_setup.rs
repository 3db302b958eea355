//! Checks what Meta needs before notifications arrive, and says what is missing: `cargo run --bin 03_setup`.
//!
//! With `-- --apply` the program sets the app's URL and fields, and subscribes the app to the account; the receiver must be running
//! then, because Meta calls it first. It clears no URL that an account or a number overrides.
//!
//! Needs `WHATSAPP_APP_ID`, `WHATSAPP_ACCOUNT_ID`, `WHATSAPP_PHONE_NUMBER_ID` and `CALLBACK_URL` in the environment, beside the variables of
//! `01_echo`. `cargo test setup` runs the program offline.

use std::{env, error::Error, process::ExitCode};

use whatsapp_webhook::{
    event::{AppId, PhoneNumberId, WabaId},
    graph::{AccessToken, Call, Callback, Graph},
};
use whatsapp_webhook_cookbook::{Client, Settings, client_with, variable};

/// The fields to subscribe to. Add what you need; `docs/setup.md` lists them.
const FIELDS: [&str; 2] = ["messages", "message_template_status_update"];

/// What a token needs to receive, to answer and to subscribe.
const PERMISSIONS: [&str; 2] = ["whatsapp_business_messaging", "whatsapp_business_management"];

/// What there is to check.
struct Setup {
    /// With the token of the system user.
    user: Client,
    /// With the token of the app.
    app: Client,
    token: AccessToken,
    app_id: AppId,
    account: WabaId,
    number: PhoneNumberId,
    url: String,
    callback: Callback,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(problems) if problems.is_empty() => {
            println!("Everything is set up.");
            ExitCode::SUCCESS
        }
        Ok(problems) => {
            problems.iter().for_each(|problem| println!("- {problem}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let setup = Setup::from_environment()?;
    if env::args().nth(1).as_deref() == Some("--apply") {
        setup.apply().await?;
    }
    let checks = [
        setup.check_token().await?,
        setup.check_app().await?,
        setup.check_account().await?,
        setup.check_number().await?,
    ];
    Ok(checks.concat())
}

impl Setup {
    fn from_environment() -> Result<Self, Box<dyn Error>> {
        let app_id: AppId = variable("WHATSAPP_APP_ID")?.parse()?;
        let app_token = AccessToken::of_app(&app_id, variable("WHATSAPP_APP_SECRET")?)?;
        let url = variable("CALLBACK_URL")?;
        Ok(Self {
            user: Settings::from_environment()?.client,
            app: client_with(app_token)?,
            token: AccessToken::new(variable("WHATSAPP_ACCESS_TOKEN")?)?,
            account: variable("WHATSAPP_ACCOUNT_ID")?.parse()?,
            number: variable("WHATSAPP_PHONE_NUMBER_ID")?.parse()?,
            callback: Callback::new(&url, variable("WHATSAPP_VERIFY_TOKEN")?)?,
            app_id,
            url,
        })
    }

    /// Sets what is not set yet.
    async fn apply(&self) -> Result<(), Box<dyn Error>> {
        if !self.check_app().await?.is_empty() {
            // The whole list of fields, because it may replace the one that is there.
            let subscribe = |graph: &Graph| graph.subscribe_app(&self.app_id, &self.callback, FIELDS);
            self.app.send_again(|graph| announce(subscribe(graph))).await?;
        }
        if !self.is_subscribed().await? {
            self.user.send_again(|graph| announce(graph.subscribe(&self.account))).await?;
        }
        Ok(())
    }

    async fn check_token(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let info = self.app.send_again(|graph| graph.token_info(&self.token)).await?;
        if !info.is_valid {
            return Ok(vec![
                "The access token is not valid: it expired or was revoked. Generate a new one.".to_owned(),
            ]);
        }
        let mut problems = Vec::new();
        if let Some(other) = info.app_id.as_ref().filter(|app| **app != self.app_id) {
            problems.push(format!(
                "The access token belongs to another app, {other}. Generate one for {}.",
                self.app_id
            ));
        }
        for permission in PERMISSIONS {
            if !info.has_scope(permission) {
                problems.push(format!(
                    "The access token lacks the permission {permission}. Generate a new one with it."
                ));
            }
        }
        Ok(problems)
    }

    async fn check_app(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let subscriptions = self.app.send_again(|graph| graph.app_subscriptions(&self.app_id)).await?;
        let Some(ours) = subscriptions.iter().find(|subscription| subscription.is_of_whatsapp()) else {
            return Ok(vec![
                "The app has no webhook URL. Set it in the App Dashboard, or run again with --apply."
                    .to_owned(),
            ]);
        };
        let mut problems = Vec::new();
        if ours.active == Some(false) {
            problems.push("The app's subscription is not active. Run again with --apply.".to_owned());
        }
        match ours.callback_url.as_deref() {
            Some(url) if url != self.url => {
                problems.push(format!("The app's notifications go to {url}, not to {}.", self.url))
            }
            _ => {}
        }
        for field in FIELDS.iter().filter(|field| !ours.fields.iter().any(|ours| ours == *field)) {
            problems.push(format!("The app is not subscribed to the field {field}. Run again with --apply."));
        }
        Ok(problems)
    }

    async fn check_account(&self) -> Result<Vec<String>, Box<dyn Error>> {
        if self.is_subscribed().await? {
            return Ok(Vec::new());
        }
        Ok(vec![format!(
            "The app is not subscribed to the account {}: nothing of the account arrives. Run again with --apply.",
            self.account
        )])
    }

    async fn is_subscribed(&self) -> Result<bool, Box<dyn Error>> {
        let subscriptions = self.user.send_again(|graph| graph.subscriptions(&self.account)).await?;
        Ok(subscriptions.iter().any(|subscription| subscription.app_id.as_ref() == Some(&self.app_id)))
    }

    /// The URL of the number comes before that of the account, and that before the app's.
    async fn check_number(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let callbacks = self.user.send_again(|graph| graph.callbacks(&self.number)).await?;
        let overrides =
            [("number", &callbacks.phone_number), ("account", &callbacks.whatsapp_business_account)];
        let first = overrides.into_iter().find_map(|(level, url)| Some((level, url.as_deref()?)));
        Ok(match first {
            Some((level, url)) if url != self.url => {
                vec![format!(
                    "The {level} overrides the app's URL: its notifications go to {url}, not to {}.",
                    self.url
                )]
            }
            _ => Vec::new(),
        })
    }
}

/// Prints a call before it is sent. `Debug` of a call shows the method and the path.
fn announce<A>(call: Call<A>) -> Call<A> {
    println!("{call:?}");
    call
}
