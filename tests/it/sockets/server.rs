//! An example that runs as a child process.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, sync_channel},
    thread,
    time::{Duration, Instant, SystemTime},
};

use super::client::{Answer, Client};
use crate::support::SECRET;

/// The receivers. What one of them does, both do.
pub(super) const RECEIVERS: [&str; 2] = ["axum", "hyper"];
/// A verify token with all that a query has to encode.
pub(super) const TOKEN: &str = "schön & gut + teuer";
/// How long a test waits for what must come.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    lines: Receiver<String>,
}

impl Server {
    pub(super) fn both() -> [Self; 2] {
        RECEIVERS.map(|example| Self::start(example, &[]))
    }

    /// Starts an example and waits until it listens.
    pub(super) fn start(example: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_with(example, &[], variables)
    }

    /// The same with arguments.
    pub(super) fn start_with(example: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(example);
        command.args(arguments);
        Self::run(command, variables)
    }

    /// Starts an example whose standard error nobody reads until the test asks for it.
    pub(super) fn start_with_a_stuck_log(example: &str) -> Self {
        let mut command = command(example);
        command.stderr(Stdio::piped());
        Self::run(command, &[])
    }

    fn run(mut command: Command, variables: &[(&str, &str)]) -> Self {
        let mut child = command
            .env("ADDR", "127.0.0.1:0")
            .env("WHATSAPP_APP_SECRET", SECRET)
            .env("WHATSAPP_VERIFY_TOKEN", TOKEN)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = lines(child.stdout.take().unwrap());
        let first = lines.recv_timeout(PATIENCE).unwrap();
        let url = first.strip_prefix("Listening on ").unwrap();
        let address = url.split_once("://").and_then(|(_, url)| url.strip_suffix("/webhook")).unwrap();
        Self { child, address: address.parse().unwrap(), lines }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of its process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/webhook", self.address)
    }

    /// Sends a request on a connection of its own.
    pub(super) fn ask(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut client = Client::connect(self.address);
        client.send(request);
        client.answer()
    }

    /// The next line that it prints.
    pub(super) fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    pub(super) fn next_lines(&self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.line()).collect()
    }

    /// The next lines of its log.
    pub(super) fn log(&mut self) -> impl Iterator<Item = String> {
        BufReader::new(self.child.stderr.take().unwrap()).lines().map_while(Result::ok)
    }

    /// Closes its standard output, behind the next line.
    pub(super) fn stop_reading(&mut self) {
        self.lines = sync_channel(0).1;
    }

    /// How it ends, while nobody reads what it prints.
    pub(super) fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it runs on");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills it. These are the lines that nobody had asked for.
    pub(super) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.lines.iter().collect()
    }

    /// Asks it to stop, as a supervisor does.
    #[cfg(unix)]
    pub(super) fn terminate(&self) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits for its end.
    #[cfg(unix)]
    pub(super) fn end(mut self) -> (ExitStatus, Vec<String>) {
        let lines = self.lines.iter().collect();
        (self.child.wait().unwrap(), lines)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a stream, read one by one as a test asks for them. If none asks, the writer gets stuck.
fn lines(stdout: ChildStdout) -> Receiver<String> {
    let (sender, receiver) = sync_channel(0);
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    receiver
}

/// A command that runs an example, which is built if it is not there or older than its source.
pub(super) fn command(example: &str) -> Command {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let path = profile.join("examples").join(example).with_extension(env::consts::EXE_EXTENSION);
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = [source.join("src"), source.join("examples")];
    if !path.exists() || source.iter().any(|source| changed(source) > changed(&path)) {
        build(example, profile);
    }
    let mut command = Command::new(path);
    command.stderr(Stdio::null());
    command
}

/// When a file last changed, or any file of a directory.
fn changed(path: &Path) -> SystemTime {
    let own = path.metadata().and_then(|file| file.modified()).unwrap();
    let below = path.read_dir().into_iter().flatten().map(|entry| changed(&entry.unwrap().path()));
    below.fold(own, SystemTime::max)
}

/// `cargo test --test it` alone builds no examples.
fn build(example: &str, profile: &Path) {
    let target: PathBuf = profile.parent().unwrap().into();
    let name = match profile.file_name().and_then(OsStr::to_str).unwrap() {
        "debug" => "dev",
        name => name,
    };
    let mut cargo = Command::new(env!("CARGO"));
    // Cargo tells a test of this crate in the environment, and some build scripts would run again for that.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&*name);
        }
    }
    cargo.args(["build", "--example", example, "--features", "inbox", "--profile", name, "--target-dir"]);
    cargo.arg(target);
    assert!(cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
}
