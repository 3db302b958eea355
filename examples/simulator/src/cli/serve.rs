//! The page, and the log of what is delivered.

use std::{
    io::{self, IsTerminal, Write},
    time::UNIX_EPOCH,
};

use clap::Args;
use serde_json::json;
use tokio::signal::ctrl_c;
use whatsapp_simulator::{Attempt, Customer, Dispatch};

use super::{Outcome, Target, say, send::line, settings::Settings};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    target: Target,
    /// The port of this machine for the page and the Graph API.
    #[arg(long, default_value_t = 4004)]
    port: u16,
    /// Allows requests that name this host, such as `host.docker.internal`.
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// How many notifications are delivered at a time.
    #[arg(long, default_value_t = 1)]
    connections: usize,
    /// A template, as NAME:LANGUAGE:BODY, such as `order:en:Hello {{1}}`.
    #[arg(long, value_name = "TEMPLATE")]
    template: Vec<String>,
}

pub(super) async fn run(options: Options) -> Outcome {
    let settings = Settings::from_environment()?;
    let mut simulator =
        settings.simulator(&options.target).on_port(options.port).with_connections(options.connections);
    for host in &options.allow_host {
        simulator = simulator.with_allowed_host(host);
    }
    for template in &options.template {
        let mut parts = template.splitn(3, ':');
        let (Some(name), Some(language), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(format!("{template} is not NAME:LANGUAGE:BODY").into());
        };
        simulator = simulator.with_template(name, language, body, &[]);
    }
    let meta = simulator.start().await?;
    // A customer with a number, one with a user ID alone, and one with both.
    for customer in [
        Customer::new("15550002222").named("Ana"),
        Customer::new("15550002223").named("Bo").with_user_id("US.1349120865530274").without_phone(),
        Customer::new("15550002224").named("Chen").with_user_id("US.1349120865530275"),
    ] {
        let _ = meta.chat(&customer);
    }
    if options.target.json {
        println!(
            "{}",
            json!({ "page": meta.page_url(), "graph": meta.graph_url(), "webhook": options.target.url.to_string() })
        );
    } else {
        let mut out = io::stdout().lock();
        writeln!(out, "The page:      {}", meta.page_url())?;
        writeln!(out, "The Graph API: {} (GRAPH_BASE of the examples)", meta.graph_url())?;
        writeln!(out, "Notifications: to {}, signed with {}", options.target.url, settings.secret_name)?;
        writeln!(out, "Ctrl-C ends it.")?;
    }
    let colors = io::stdout().is_terminal();
    tokio::select! {
        () = meta.watch(|notification, attempt| log(options.target.json, colors, notification, attempt)) => {}
        stopped = ctrl_c() => stopped?,
    }
    Ok(true)
}

/// Tells an attempt in a line.
fn log(is_json: bool, colors: bool, notification: &Dispatch, attempt: &Attempt) {
    let seconds = attempt.at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (hours, minutes, seconds_of_minute) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let count = notification.attempts().len();
    let again = match attempt.next_attempt.and_then(|next| next.duration_since(attempt.at).ok()) {
        Some(pause) => format!("; again in {} s", pause.as_secs()),
        None => String::new(),
    };
    let color = match (colors, attempt.is_taken()) {
        (false, _) => ["", ""],
        (true, true) => ["\x1b[32m", "\x1b[0m"],
        (true, false) => ["\x1b[31m", "\x1b[0m"],
    };
    let line = format!(
        "{hours:02}:{minutes:02}:{seconds_of_minute:02} UTC  {:<20} {}{}{}{again}{}",
        notification.contents(),
        color[0],
        line(attempt),
        color[1],
        if count > 1 { format!(" (attempt {count})") } else { String::new() },
    );
    let json = json!({ "at": seconds, "contents": notification.contents(), "attempt": count,
        "status": attempt.status.as_ref().ok(), "error": attempt.status.as_ref().err(),
        "ms": attempt.elapsed.as_secs_f64() * 1000.0 });
    // A terminal that is gone is no reason to stop.
    let _ = say(is_json, &json, &line);
}
