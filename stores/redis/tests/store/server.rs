//! A Redis server of the tests' own, on a free port, which is killed when it is dropped. It needs the binary of Debian's package `redis-server`.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use whatsapp_webhook_redis::redis::Client;

pub(crate) struct Server {
    directory: PathBuf,
    pub(crate) port: u16,
    options: Vec<String>,
    process: Child,
}

pub(crate) const KEEPS: &[&str] =
    &["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"];

impl Server {
    /// Starts a server, or says that there is none.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        if Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().is_err() {
            assert!(
                env::var_os("CI").is_none(),
                "there is no Redis: install Debian's package `redis-server`"
            );
            println!("skipped: there is no Redis; install Debian's package `redis-server`");
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let directory = env::temp_dir().join(format!("whatsapp-webhook-redis-{port}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let process = Self::run(&directory, port, &options);
        Some(Self { directory, port, options, process })
    }

    fn run(directory: &PathBuf, port: u16, options: &[String]) -> Child {
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
            .arg(directory)
            .args(options)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(30), "Redis does not start");
            sleep(Duration::from_millis(20));
        }
        process
    }

    /// Kills the server.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) fn start_again(&mut self) {
        self.process = Self::run(&self.directory, self.port, &self.options);
    }

    pub(crate) fn client(&self) -> Client {
        Client::open(format!("redis://127.0.0.1:{}/", self.port)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
