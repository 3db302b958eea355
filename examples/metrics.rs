//! A receiver with metrics for Prometheus: `cargo run --example metrics`.
//!
//! The receiver listens on `127.0.0.1:3000`, path `/webhook`. The metrics are on a port of their own, which must not be public:
//! `127.0.0.1:3001`, path `/metrics`. `docs/observe.md` says what each metric answers, and `docs/alerts.yml` has alert rules.
//!
//! `ADDR` and `METRICS_ADDR` change where to listen, and `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN` are those of your app.

#[path = "shared/demo.rs"]
mod demo;

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    io::{self, Write},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use tokio::net::TcpListener;
use whatsapp_webhook::{Outcome, WebhookEvent};

use self::demo::Credentials;

const ABOUT: &str = "\
# HELP whatsapp_webhook_requests_total Requests that were answered, by what became of them.
# TYPE whatsapp_webhook_requests_total counter
# HELP whatsapp_webhook_verified_total Verified notifications, by the app secret that signed them.
# TYPE whatsapp_webhook_verified_total counter
# HELP whatsapp_webhook_body_bytes Size of verified bodies.
# TYPE whatsapp_webhook_body_bytes histogram
# HELP whatsapp_webhook_read_seconds Time to receive and verify a body.
# TYPE whatsapp_webhook_read_seconds histogram
# HELP whatsapp_webhook_handler_seconds Time of the handler.
# TYPE whatsapp_webhook_handler_seconds histogram
# HELP whatsapp_webhook_updates_total Updates of notifications, by the name of their type.
# TYPE whatsapp_webhook_updates_total counter
# HELP whatsapp_webhook_unrecognized_total Parts of notifications that this version of the crate does not model.
# TYPE whatsapp_webhook_unrecognized_total counter
# HELP whatsapp_webhook_lag_seconds Time from what an update is about to its arrival.
# TYPE whatsapp_webhook_lag_seconds histogram
";
const SECONDS: &[f64] = &[0.001, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0, 300.0, 3600.0, 86400.0];
const BYTES: &[f64] = &[1024.0, 8192.0, 65536.0, 524288.0, 3145728.0];

/// The value of each series. A crate such as `metrics` or `prometheus` takes its place in a program of yours.
#[derive(Default)]
struct Metrics(Mutex<BTreeMap<String, f64>>);

impl Metrics {
    fn add(&self, name: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<_> = labels.iter().map(|(label, value)| format!("{label}={value:?}")).collect();
        let series = format!("{name}{{{}}}", labels.join(","));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(series).or_default() += value;
    }

    fn observe(&self, name: &str, bounds: &[f64], value: f64) {
        let bucket = format!("{name}_bucket");
        for bound in bounds.iter().filter(|bound| value <= **bound) {
            self.add(&bucket, &[("le", &bound.to_string())], 1.0);
        }
        self.add(&bucket, &[("le", "+Inf")], 1.0);
        self.add(&format!("{name}_sum"), &[], value);
        self.add(&format!("{name}_count"), &[], 1.0);
    }

    fn text(&self) -> String {
        let values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        values.iter().fold(ABOUT.to_owned(), |text, (series, value)| format!("{text}{series} {value}\n"))
    }
}

/// Counts a request, for `with_observer`.
fn count_request(metrics: &Metrics, outcome: &Outcome) {
    let status = format!("{}xx", outcome.status.as_u16() / 100);
    let labels = [("outcome", outcome.kind.as_str()), ("status", &status)];
    metrics.add("whatsapp_webhook_requests_total", &labels, 1.0);
    // Strangers decide about the size and time of what is not verified.
    if let Some(secret) = outcome.secret {
        metrics.add("whatsapp_webhook_verified_total", &[("secret", secret.as_str())], 1.0);
        metrics.observe("whatsapp_webhook_body_bytes", BYTES, outcome.body_bytes as f64);
        metrics.observe("whatsapp_webhook_read_seconds", SECONDS, outcome.read.as_secs_f64());
        metrics.observe("whatsapp_webhook_handler_seconds", SECONDS, outcome.handled.as_secs_f64());
    }
}

/// Counts the updates of a notification, in the handler.
fn count_updates(metrics: &Metrics, event: &WebhookEvent) {
    let now = SystemTime::now();
    for update in event.updates() {
        metrics.add("whatsapp_webhook_updates_total", &[("update", update.name())], 1.0);
        if let Some(time) = update.occurred_at() {
            metrics.observe("whatsapp_webhook_lag_seconds", SECONDS, time.age_at(now).as_secs_f64());
        }
    }
    metrics.add("whatsapp_webhook_unrecognized_total", &[], event.unrecognized().count() as f64);
}

async fn receive(State(metrics): State<Arc<Metrics>>, event: WebhookEvent) {
    count_updates(&metrics, &event);
}

async fn run() -> Result<(), Box<dyn Error>> {
    let metrics = Arc::new(Metrics::default());
    let observed = Arc::clone(&metrics);
    let credentials = Credentials::from_environment()?;
    let webhook = credentials.layer()?.with_observer(move |outcome| count_request(&observed, outcome));
    let app = Router::new().route("/webhook", post(receive).layer(webhook));
    let text = get(async |State(metrics): State<Arc<Metrics>>| metrics.text());
    let for_prometheus = Router::new().route("/metrics", text);

    let listener = demo::listen().await?;
    credentials.announce(listener.local_addr()?)?;
    let address = env::var("METRICS_ADDR").unwrap_or_else(|_| "127.0.0.1:3001".to_owned());
    let other =
        TcpListener::bind(&address).await.map_err(|error| format!("METRICS_ADDR={address}: {error}"))?;
    writeln!(io::stdout(), "Metrics on http://{}/metrics", other.local_addr()?)?;
    tokio::try_join!(
        axum::serve(listener, app.with_state(Arc::clone(&metrics))).into_future(),
        axum::serve(other, for_prometheus.with_state(metrics)).into_future(),
    )?;
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "Error: {error}");
    ExitCode::FAILURE
}
