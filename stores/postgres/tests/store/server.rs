//! A PostgreSQL server of the tests' own, on a free port, which is stopped when it is dropped.
//!
//! It needs the binaries of Debian's package `postgresql`. PostgreSQL does not run as root, so root starts it as the user `postgres`.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use whatsapp_webhook_postgres::{
    Postgres,
    deadpool_postgres::{Config, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts},
    tokio_postgres::NoTls,
};

/// A running server.
pub(crate) struct Server {
    directory: PathBuf,
    pub(crate) port: u16,
    process: Child,
}

/// The directory of the newest installed binaries.
fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> =
        versions.filter_map(|version| Some(version.ok()?.path().join("bin"))).collect();
    found.retain(|bin| bin.join("initdb").exists());
    found.sort();
    found.pop()
}

/// A command that runs as a user who may start a server.
fn command(binary: &Path) -> Command {
    let is_root =
        fs::read_to_string("/proc/self/status").unwrap().lines().any(|line| line.starts_with("Uid:\t0"));
    if !is_root {
        return Command::new(binary);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(binary);
    command
}

impl Server {
    /// Starts a server, or says that there is none.
    pub(crate) fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            assert!(
                env::var_os("CI").is_none(),
                "there is no PostgreSQL: install Debian's package `postgresql`"
            );
            println!("skipped: there is no PostgreSQL; install Debian's package `postgresql`");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let directory =
            env::temp_dir().join(format!("whatsapp-webhook-postgres-{port}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Command::new("chown").arg("postgres").arg(&directory).stderr(Stdio::null()).status().unwrap();
        let data = directory.join("data");
        let created = command(&binaries.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--pgdata"])
            .arg(&data)
            .current_dir(&directory)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(created.success(), "initdb failed");
        let process = Self::run(&binaries, &directory, port);
        let server = Self { directory, port, process };
        server.wait_until_ready();
        Some(server)
    }

    fn run(binaries: &Path, directory: &Path, port: u16) -> Child {
        command(&binaries.join("postgres"))
            .arg("-D")
            .arg(directory.join("data"))
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"])
            .arg("-c")
            .arg(format!("unix_socket_directories={}", directory.display()))
            .current_dir(directory)
            .stdout(Stdio::null())
            .stderr(fs::File::create(directory.join("log")).unwrap())
            .spawn()
            .unwrap()
    }

    fn wait_until_ready(&self) {
        let start = Instant::now();
        let ready = binaries().unwrap().join("pg_isready");
        while !Command::new(&ready)
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-q"])
            .status()
            .unwrap()
            .success()
        {
            let log = fs::read_to_string(self.directory.join("log")).unwrap_or_default();
            assert!(start.elapsed() < Duration::from_secs(60), "PostgreSQL does not start: {log}");
            sleep(Duration::from_millis(50));
        }
    }

    /// Sends a signal to the server: `STOP` and `CONT` freeze all its processes and let them go on, as the group of the first one.
    pub(crate) fn freeze(&self, signal: &str) {
        let group =
            fs::read_to_string(format!("/proc/{}/task/{0}/children", self.process.id())).unwrap_or_default();
        for id in group.split_whitespace().chain([&*self.process.id().to_string()]) {
            let _ = Command::new("kill").args([&format!("-{signal}"), id]).stderr(Stdio::null()).status();
        }
    }

    fn signal(&self, signal: &str) {
        let status =
            Command::new("kill").args([&format!("-{signal}"), &self.process.id().to_string()]).status();
        assert!(status.unwrap().success());
    }

    /// Ends the server with a signal: `INT` is fast and clean, `QUIT` drops everything at once, and `KILL` is a crash.
    pub(crate) fn stop(&mut self, signal: &str) {
        self.signal(signal);
        self.process.wait().unwrap();
    }

    /// Ends the server with a signal, and starts it again.
    pub(crate) fn restart(&mut self, signal: &str) {
        self.stop(signal);
        self.start_again();
    }

    pub(crate) fn start_again(&mut self) {
        // After a SIGKILL, its processes hold the directory until they notice.
        let start = Instant::now();
        loop {
            self.process = Self::run(&binaries().unwrap(), &self.directory, self.port);
            sleep(Duration::from_millis(300));
            if self.process.try_wait().unwrap().is_none() {
                break;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "PostgreSQL does not start again");
        }
        self.wait_until_ready();
    }

    /// The server's log.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.directory.join("log")).unwrap()
    }

    /// The URL of a new, empty database.
    pub(crate) fn database(&self, name: &str) -> String {
        let status = command(&binaries().unwrap().join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "postgres", name])
            .current_dir(&self.directory)
            .status();
        assert!(status.unwrap().success(), "createdb failed");
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be frozen, or have ended before.
        self.freeze("CONT");
        let _ = Command::new("kill")
            .args(["-QUIT", &self.process.id().to_string()])
            .stderr(Stdio::null())
            .status();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A pool of connections to a database.
pub(crate) fn pool(url: &str, size: usize) -> Pool {
    let mut config = Config::new();
    config.url = Some(url.to_owned());
    config.manager = Some(ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let mut pool = whatsapp_webhook_postgres::deadpool_postgres::PoolConfig::new(size);
    pool.timeouts = Timeouts { wait: Some(Duration::from_secs(10)), ..Timeouts::default() };
    config.pool = Some(pool);
    config.create_pool(Some(Runtime::Tokio1), NoTls).unwrap()
}

/// A store in a new database.
pub(crate) async fn store(server: &Server, name: &str) -> Postgres {
    let store = Postgres::new(pool(&server.database(name), 8));
    store.migrate().await.unwrap();
    store
}
