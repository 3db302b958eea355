//! A program of the cookbook, as a process of its own.

use std::{net::SocketAddr, path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

use crate::graph::{ACCOUNT, APP, Graph, NUMBER, SECRET, TOKEN};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) const VERIFY_TOKEN: &str = "a verify token";
pub(crate) const URL: &str = "https://example.com/webhook";

pub(crate) struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts a program that calls this Graph API.
    pub(crate) fn start(path: &str, graph: &Graph, arguments: &[&Path]) -> Self {
        let mut command = Command::new(path);
        command
            .args(arguments)
            .env("GRAPH_BASE", graph.base())
            .env("ADDR", "127.0.0.1:0")
            .env("WHATSAPP_APP_ID", APP)
            .env("WHATSAPP_APP_SECRET", SECRET)
            .env("WHATSAPP_ACCESS_TOKEN", TOKEN)
            .env("WHATSAPP_VERIFY_TOKEN", VERIFY_TOKEN)
            .env("WHATSAPP_ACCOUNT_ID", ACCOUNT)
            .env("WHATSAPP_PHONE_NUMBER_ID", NUMBER)
            .env("CALLBACK_URL", URL)
            .env("TEMPLATE", "order_shipped")
            .env("STATUS_SECS", "5");
        Self::spawn(command)
    }

    /// Starts a program as a newcomer does who has set nothing.
    pub(crate) fn start_without_credentials(path: &str, graph: &str) -> Self {
        let mut command = Command::new(path);
        for name in ["WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"] {
            command.env_remove(name);
        }
        command.env("ADDR", "127.0.0.1:0").env("GRAPH_BASE", graph);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let pipes = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.kill_on_drop(true).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next line that the program prints.
    pub(crate) async fn line(&mut self) -> String {
        timeout(PATIENCE, self.lines.next_line()).await.expect("the program prints a line").unwrap().unwrap()
    }

    /// Where the program listens.
    pub(crate) async fn address(&mut self) -> SocketAddr {
        loop {
            let line = self.line().await;
            if let Some(address) = line.strip_prefix("listening on http://") {
                return address.strip_suffix("/webhook").unwrap().parse().unwrap();
            }
        }
    }

    /// Asks the program to stop, as a supervisor does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits for the end: whether it is a success, and the lines that are left, with those of its errors.
    pub(crate) async fn end(mut self) -> (bool, Vec<String>) {
        let mut lines = Vec::new();
        while let Some(line) =
            timeout(PATIENCE, self.lines.next_line()).await.expect("the program ends").unwrap()
        {
            println!("{line}");
            lines.push(line);
        }
        let output = self.child.wait_with_output().await.unwrap();
        lines.extend(String::from_utf8(output.stderr).unwrap().lines().map(str::to_owned));
        (output.status.success(), lines)
    }
}
