//! Processes of the example `receiver`, which are killed, stopped and started again.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle, sleep},
    time::{Duration, Instant},
};

use whatsapp_webhook::{AppSecret, signature};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// An ID that a process printed, and the attempt.
pub(crate) type Done = (String, u32);

/// The processes. All of them share a database.
pub(crate) struct Fleet {
    pub(crate) done: Arc<Mutex<Vec<Done>>>,
    processes: Vec<Process>,
    settings: Vec<(&'static str, String)>,
    /// By how much the clock of each process is off, if it is: `+1h`.
    clocks: Vec<&'static str>,
}

struct Process {
    child: Child,
    reader: Option<JoinHandle<()>>,
    port: u16,
}

/// The example beside the binary of the test.
fn example() -> PathBuf {
    let mut path = env::current_exe().unwrap();
    path.pop();
    path.pop();
    path.join("examples/receiver")
}

impl Fleet {
    pub(crate) fn start(count: usize, database: &str, handle_ms: u64) -> Self {
        Self::start_with_clocks(&vec![""; count], database, handle_ms)
    }

    pub(crate) fn start_with_clocks(clocks: &[&'static str], database: &str, handle_ms: u64) -> Self {
        let settings = vec![
            ("DATABASE_URL", database.to_owned()),
            ("HANDLE_MS", handle_ms.to_string()),
            ("WHATSAPP_APP_SECRET", SECRET.to_owned()),
            ("WHATSAPP_VERIFY_TOKEN", "a token".to_owned()),
        ];
        let mut fleet =
            Self { done: Arc::default(), processes: Vec::new(), settings, clocks: clocks.to_vec() };
        for index in 0..clocks.len() {
            let process = fleet.spawn(free_port(), index);
            fleet.processes.push(process);
        }
        fleet
    }

    fn spawn(&self, port: u16, index: usize) -> Process {
        let mut child = self
            .command(index)
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .env("ADDR", format!("127.0.0.1:{port}"))
            // `faketime` starts the example as a child of its own, so a process is ended with its group.
            .process_group(0)
            .stdout(Stdio::piped())
            .spawn()
            .expect("build the examples first: `cargo build --examples`");
        let (output, done) = (child.stdout.take().unwrap(), Arc::clone(&self.done));
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let rest = line.strip_prefix("done ").unwrap();
                let (id, attempt) = rest.split_once(" attempt=").unwrap();
                done.lock().unwrap().push((id.to_owned(), attempt.parse().unwrap()));
            }
        });
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() && start.elapsed() < Duration::from_secs(30) {
            sleep(Duration::from_millis(10));
        }
        Process { child, reader: Some(reader), port }
    }

    /// The example, with a clock that is off or not. The monotonic clock is the system's in any case.
    fn command(&self, index: usize) -> Command {
        match self.clocks[index] {
            "" => Command::new(example()),
            clock => {
                let mut command = Command::new("faketime");
                command.args(["-f", clock]).arg(example()).env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
                command
            }
        }
    }

    /// Sends a signal to a process.
    pub(crate) fn signal(&self, index: usize, signal: &str) {
        let id = self.processes[index].child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
    }

    /// The resident memory of a process, in MiB.
    pub(crate) fn memory(&self, index: usize) -> usize {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.processes[index].child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() >> 10
    }

    pub(crate) fn ports(&self) -> Vec<u16> {
        self.processes.iter().map(|process| process.port).collect()
    }

    /// Ends a process with a signal, starts another one in its place, and returns how long the first one took to end, and whether it ended
    /// well.
    pub(crate) fn replace(&mut self, index: usize, signal: &str) -> (Duration, bool) {
        let start = Instant::now();
        let process = &mut self.processes[index];
        let id = process.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        let status = process.child.wait().unwrap();
        let time = start.elapsed();
        process.reader.take().unwrap().join().unwrap();
        let port = process.port;
        self.processes[index] = self.spawn(port, index);
        (time, status.success())
    }

    /// Starts one more process.
    pub(crate) fn join(&mut self) {
        self.clocks.push("");
        let process = self.spawn(free_port(), self.clocks.len() - 1);
        self.processes.push(process);
    }

    /// Tells the last process to stop, and returns whether it ended well.
    pub(crate) fn leave(&mut self) -> bool {
        let last = self.processes.len() - 1;
        self.signal(last, "TERM");
        self.clocks.pop();
        let mut process = self.processes.pop().unwrap();
        let status = process.child.wait().unwrap();
        process.reader.take().unwrap().join().unwrap();
        status.success()
    }

    pub(crate) fn count_done(&self) -> usize {
        self.done.lock().unwrap().len()
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let group = format!("-{}", process.child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            let _ = process.child.wait();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Posts a notification, and returns the status, if there is an answer.
pub(crate) fn post(port: u16, body: &str) -> Option<u16> {
    let secret = AppSecret::new(SECRET).unwrap();
    let signature = signature::sign(&secret, body.as_bytes());
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let head = format!(
        "POST /webhook HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n",
        signature.to_str().unwrap(),
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).ok()?;
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}
