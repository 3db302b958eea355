//! The simulator, and what a test does with one that runs.

use std::{
    collections::HashMap,
    error::Error,
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::Uri;
use tokio::{net::TcpListener, task::AbortHandle};
use whatsapp_webhook::{
    ConfigError,
    testing::{Customer, Item, Sample},
};

use crate::{
    chat::{Chat, Outcome},
    courier::{Courier, Handshake},
    graph,
    page::{self, About, Guard, Page},
    shared::Shared,
    signer::Signer,
    world::{ACCOUNT, Attempt, Clock, Dispatch, Template, World, contents_of, kind_of},
};

/// The version of the Graph API that is in [`Running::graph_url`]. Calls of other versions are answered as well.
const VERSION: &str = "v26.0";

/// The settings of a simulator.
pub struct Simulator {
    webhook: Uri,
    signer: Result<Signer, ConfigError>,
    is_remote: bool,
    address: SocketAddr,
    clock: Clock,
    at_a_time: usize,
    patience: Duration,
    templates: Vec<Template>,
    secret: String,
    verify_token: String,
    allowed_hosts: Vec<String>,
}

impl Simulator {
    /// Creates a simulator that delivers to a webhook, and signs with the app secret.
    #[must_use]
    pub fn new(webhook: Uri, secret: &str) -> Self {
        Self {
            webhook,
            signer: Signer::new(secret),
            is_remote: false,
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            clock: Clock::new(SystemTime::now(), 1),
            at_a_time: 1,
            patience: Duration::from_secs(10),
            templates: Template::of_every_account(),
            secret: "your app secret".to_owned(),
            verify_token: String::new(),
            allowed_hosts: Vec::new(),
        }
    }

    /// Allows a webhook on another machine.
    #[must_use]
    pub fn with_remote_webhook(mut self) -> Self {
        self.is_remote = true;
        self
    }

    /// Sets the port of this machine to listen on, which is any free one by default.
    #[must_use]
    pub fn on_port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the verify token of the handshakes that the page asks for.
    #[must_use]
    pub fn with_verify_token(mut self, verify_token: &str) -> Self {
        verify_token.clone_into(&mut self.verify_token);
        self
    }

    /// Sets what the page calls the app secret, such as `the demo app secret`. The secret itself is never shown.
    #[must_use]
    pub fn with_secret_called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.secret);
        self
    }

    /// Allows requests that name another host than this machine, such as `host.docker.internal`.
    #[must_use]
    pub fn with_allowed_host(mut self, host: &str) -> Self {
        self.allowed_hosts.push(host.to_owned());
        self
    }

    /// Sets a time at which the clock stands still until [`Running::advance`] moves it.
    ///
    /// With such a clock a test sends the same bytes in each run.
    #[must_use]
    pub fn with_clock_stopped_at(mut self, time: SystemTime) -> Self {
        self.clock = Clock::new(time, 0);
        self
    }

    /// Sets how many notifications are delivered at the same time. The default is one, so that they arrive in a known order.
    #[must_use]
    pub fn with_connections(mut self, count: usize) -> Self {
        self.at_a_time = count.max(1);
        self
    }

    /// Sets how long [`Chat::reply`] waits, which is 10 seconds by default.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Adds a template: its name, its language such as `pt_BR`, its body with `{{1}}` or `{{name}}` for each parameter, and the labels of its
    /// quick-reply buttons.
    ///
    /// Every account has `hello_world` in `en_US`.
    #[must_use]
    pub fn with_template(mut self, name: &str, language: &str, body: &str, buttons: &[&str]) -> Self {
        self.templates.push(Template::new(name, language, body, buttons));
        self
    }

    /// Starts the simulator. It ends when the [`Running`] is dropped.
    ///
    /// # Errors
    ///
    /// The secret is not valid, the webhook is not on this machine, or the port is taken.
    pub async fn start(self) -> Result<Running, StartError> {
        let signer = self.signer.map_err(StartError::Secret)?;
        check(&self.webhook, self.is_remote).map_err(StartError::Webhook)?;
        let courier = Courier::new().map_err(StartError::Tls)?;
        let listener = TcpListener::bind(self.address).await.map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let mut world = World::new(self.webhook, self.clock);
        world.templates = self.templates;
        let shared = Arc::new(Shared::new(world, signer));
        let about =
            About { graph_url: graph_url(address), secret: self.secret, verify_token: self.verify_token };
        let page = Page { shared: Arc::clone(&shared), courier: courier.clone(), about: Arc::new(about) };
        let guard = Guard(self.allowed_hosts.into());
        let server = page::routes(page)
            .merge(graph::routes(Arc::clone(&shared)))
            .layer(axum::middleware::from_fn_with_state(guard, page::check));
        let server = tokio::spawn(async move { drop(axum::serve(listener, server).await) });
        let deliveries = tokio::spawn(courier.clone().run(Arc::clone(&shared), self.at_a_time));
        Ok(Running {
            shared,
            courier,
            address,
            patience: self.patience,
            is_remote: self.is_remote,
            tasks: [server.abort_handle(), deliveries.abort_handle()],
        })
    }
}

fn graph_url(address: SocketAddr) -> String {
    format!("http://{address}/{VERSION}")
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Whether notifications may go to a webhook.
fn check(webhook: &Uri, is_remote: bool) -> Result<(), &'static str> {
    let host = webhook.host().ok_or("the webhook is not a URL such as http://127.0.0.1:3000/webhook")?;
    if !matches!(webhook.scheme_str(), Some("http" | "https")) {
        return Err("the URL of the webhook must begin with http:// or https://");
    }
    if is_remote || is_loopback(host) {
        return Ok(());
    }
    Err("the webhook is on another machine; say --remote, or with_remote_webhook(), if that is what you want")
}

/// Whether a host name or address is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Why a simulator did not start.
#[derive(Debug)]
pub enum StartError {
    /// The app secret is not valid.
    Secret(ConfigError),
    /// The URL of the webhook is not valid, or leads to another machine.
    Webhook(&'static str),
    /// The address cannot be listened on.
    Listen(io::Error),
    /// TLS cannot be set up.
    Tls(reqwest::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(error) => error.fmt(f),
            Self::Webhook(error) => f.write_str(error),
            Self::Listen(error) => write!(f, "cannot listen, so set another port: {error}"),
            Self::Tls(error) => error.fmt(f),
        }
    }
}

impl Error for StartError {}

/// A simulator that runs until it is dropped.
#[derive(Debug)]
pub struct Running {
    shared: Arc<Shared>,
    courier: Courier,
    address: SocketAddr,
    patience: Duration,
    is_remote: bool,
    tasks: [AbortHandle; 2],
}

impl Running {
    /// Returns the base URL of the Graph API, which the bot uses in place of `https://graph.facebook.com/v26.0`.
    #[must_use]
    pub fn graph_url(&self) -> String {
        graph_url(self.address)
    }

    /// Returns the URL of the page.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Sets another webhook, such as that of a bot which was told the address of this simulator when it started.
    ///
    /// # Errors
    ///
    /// The webhook is not on this machine.
    pub fn deliver_to(&self, webhook: Uri) -> Result<(), StartError> {
        check(&webhook, self.is_remote).map_err(StartError::Webhook)?;
        self.shared.change(|world| world.webhook = webhook);
        Ok(())
    }

    /// Asks the webhook for the challenge, as Meta does when it is registered.
    pub async fn handshake(&self, verify_token: &str) -> Handshake {
        self.courier.handshake(&self.shared, verify_token).await
    }

    /// Returns the conversation with a customer.
    #[must_use]
    pub fn chat(&self, customer: &Customer) -> Chat {
        let number = self.shared.change(|world| world.meet(customer));
        Chat::new(Arc::clone(&self.shared), number, self.patience)
    }

    /// Sends an update that is no customer's message, such as `Item::of("account_update", ..)`, and waits for the first attempt.
    pub async fn sends(&self, item: Item) -> Outcome {
        let kind = kind_of(&item);
        let number = self.shared.change(|world| {
            let now = world.clock.now();
            world.send(item.in_account(ACCOUNT).at(now), &kind)
        });
        Outcome::of(&self.shared, None, number).await
    }

    /// Sends a sample, dated now, and waits for the first attempt. The customers of its messages can be answered.
    pub async fn sends_sample(&self, sample: &Sample) -> Outcome {
        let number = self.shared.change(|world| world.send_sample(sample));
        Outcome::of(&self.shared, None, Some(number)).await
    }

    /// Sends a notification in the bytes as they are, and waits for the first attempt.
    pub async fn posts(&self, body: impl Into<bytes::Bytes>) -> Outcome {
        let body = body.into();
        let contents = contents_of(&body);
        let number = self.shared.change(|world| world.post(body, &contents));
        Outcome::of(&self.shared, None, Some(number)).await
    }

    /// Holds all updates from now on, until they are released.
    pub fn hold(&self) {
        self.shared.change(|world| world.is_held = true);
    }

    /// Releases the updates that were held, and holds none any more: in one notification, or, with a seed, repeated, shuffled and in other
    /// batches, as `Chaos` has them. Waits for the first attempt of each notification.
    pub async fn release(&self, seed: Option<u64>) -> Vec<Outcome> {
        let numbers = self.shared.change(|world| {
            world.is_held = false;
            world.release(seed)
        });
        let mut outcomes = Vec::new();
        for number in numbers {
            outcomes.push(Outcome::of(&self.shared, None, Some(number)).await);
        }
        outcomes
    }

    /// Lets the next message that the business sends be rejected with an error code, such as 130429 for too many messages.
    pub fn rejects_next(&self, code: i64) {
        self.shared.change(|world| world.rejects_next = Some(code));
    }

    /// Moves the clock ahead, and waits until all that is due then has been delivered or failed.
    pub async fn advance(&self, time: Duration) {
        self.shared.change(|world| world.clock.advance(time));
        self.settled().await;
    }

    /// Waits until no notification is due or under way.
    pub async fn settled(&self) {
        self.shared.until(|world| world.is_settled().then_some(())).await;
    }

    /// Returns the time of the simulator.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.shared.look(|world| world.clock.now())
    }

    /// Stores a media file, and returns its ID for [`Item::image`] and its like.
    #[must_use]
    pub fn upload(&self, mime_type: &str, bytes: impl Into<bytes::Bytes>) -> String {
        self.shared.change(|world| world.media.store(mime_type, bytes.into()))
    }

    /// Returns the notifications so far, of which the latest 200 are kept.
    #[must_use]
    pub fn notifications(&self) -> Vec<Dispatch> {
        self.shared.look(|world| world.dispatches.iter().cloned().collect())
    }
}

/// Changes, for programs that show what happens.
impl Running {
    /// Calls a function with each attempt to deliver a notification, for ever.
    pub async fn watch(&self, mut tell: impl FnMut(&Dispatch, &Attempt)) {
        let mut changes = self.shared.changes();
        let mut told: HashMap<u64, usize> = HashMap::new();
        loop {
            let notifications = self.notifications();
            told.retain(|number, _| notifications.iter().any(|notification| notification.number == *number));
            for notification in &notifications {
                let told = told.entry(notification.number).or_default();
                notification.attempts().iter().skip(*told).for_each(|attempt| tell(notification, attempt));
                *told = notification.attempts().len();
            }
            if changes.changed().await.is_err() {
                return;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn notifications_go_to_this_machine_unless_another_one_is_allowed() {
        for (url, expected) in [
            ("http://127.0.0.1:3000/webhook", true),
            ("http://localhost/", true),
            ("http://[::1]:3000/", true),
            ("https://example.com/webhook", false),
            ("http://127.0.0.1.example.com/", false),
            ("http://localhost.example.com/", false),
            ("http://10.0.0.1/", false),
            ("/webhook", false),
        ] {
            assert_eq!(check(&url.parse().unwrap(), false).is_ok(), expected, "{url}");
        }
        assert!(check(&"https://example.com/webhook".parse().unwrap(), true).is_ok());
        assert!(check(&"ftp://example.com/webhook".parse().unwrap(), true).is_err());
    }
}
