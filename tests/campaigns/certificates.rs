//! Certificates for a day, and clients that show them. `openssl` makes them, so that no key is in the repository.

use std::{
    env, fs,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{self, Command},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{client::Client, server::PATIENCE};

/// The name in the certificate of Meta's webhook clients.
pub(crate) const META: &str = "client.webhooks.fbclientcerts.com";

const CONFIGURATION: &str = "
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[leaf]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = DNS:localhost
";

/// A directory of its own, which is gone when it is dropped.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("whatsapp-webhook-{}-{}", process::id(), COUNT.fetch_add(1, Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_default()
    }

    /// Makes `name.pem` and `name.key`, signed by another one of this directory or by itself.
    pub(crate) fn certify(&self, name: &str, common_name: &str, by: Option<&str>, kind: &str) {
        let configuration = self.write("openssl.cnf", CONFIGURATION);
        let [certificate, key] = ["pem", "key"].map(|extension| self.path(&format!("{name}.{extension}")));
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-days", "1", "-nodes", "-newkey", "ec"]);
        openssl.args(["-pkeyopt", "ec_paramgen_curve:prime256v1", "-config", &configuration]);
        openssl.args(["-extensions", kind, "-subj", &format!("/CN={common_name}")]);
        openssl.args(["-keyout", &key, "-out", &certificate]);
        if let Some(by) = by {
            let [certificate, key] = ["pem", "key"].map(|extension| self.path(&format!("{by}.{extension}")));
            openssl.args(["-CA", &certificate, "-CAkey", &key]);
        }
        let output = openssl.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Certificates as there are in the world: a server's, and clients' of Meta and of others.
    ///
    /// | name | who |
    /// | --- | --- |
    /// | `server` | signed by `authority`, for `localhost` |
    /// | `meta` | what Meta shows, signed by `between`, which `meta_authority` has signed |
    /// | `namesake` | the same name, signed by another authority |
    /// | `sibling` | another name, signed as `meta` is |
    /// | `impostor` | another name and an organization called `x,CN=` and Meta's name, signed as `meta` is |
    pub(crate) fn certify_all(&self) {
        self.certify("authority", "Authority", None, "authority");
        self.certify("server", "localhost", Some("authority"), "leaf");
        self.certify("meta_authority", "Authority of Meta", None, "authority");
        self.certify("between", "Between", Some("meta_authority"), "authority");
        self.certify("meta", META, Some("between"), "leaf");
        self.certify("sibling", "other.fbclientcerts.com", Some("between"), "leaf");
        self.certify("impostor", &format!("Somebody/O=x,CN={META}"), Some("between"), "leaf");
        self.certify("namesake", META, Some("authority"), "leaf");
        for name in ["meta", "sibling", "impostor"] {
            self.write(
                &format!("{name}.pem"),
                &(self.read(&format!("{name}.pem")) + &self.read("between.pem")),
            );
        }
    }

    /// A TLS connection that trusts `authority`, and shows the certificate of this name.
    pub(crate) fn connect(&self, address: SocketAddr, shown: Option<&str>) -> Client<Tls> {
        self.connect_over(TcpStream::connect(address).unwrap(), shown)
    }

    /// The same over a stream that is open already.
    pub(crate) fn connect_over(&self, stream: TcpStream, shown: Option<&str>) -> Client<Tls> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(self.path("authority.pem")).unwrap()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots);
        let config = match shown {
            None => config.with_no_client_auth(),
            Some(name) => {
                let chain = CertificateDer::pem_file_iter(self.path(&format!("{name}.pem"))).unwrap();
                let key = PrivateKeyDer::from_pem_file(self.path(&format!("{name}.key"))).unwrap();
                config.with_client_auth_cert(chain.map(Result::unwrap).collect(), key).unwrap()
            }
        };
        let session = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Client::over(Tls(StreamOwned::new(session, stream)))
    }
}

/// The status that a request gets, if it is not the connection that is refused.
pub(crate) fn status(mut client: Client<Tls>, request: &[u8]) -> Option<u16> {
    client.try_send(request).ok()?;
    client.status()
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A stream of TLS, which may end without a word: servers do that.
pub(crate) struct Tls(StreamOwned<ClientConnection, TcpStream>);

impl Read for Tls {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
            read => read,
        }
    }
}

impl Write for Tls {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// Whether there are the programs that a test needs.
pub(crate) fn are_there(programs: &[&str]) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &&&str| {
        let sbin = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
        env::split_paths(&paths).chain(sbin).any(|path| Path::new(&path).join(name).is_file())
    };
    let missing: Vec<_> = programs.iter().filter(|name| !is_there(name)).collect();
    if !missing.is_empty() {
        println!("skipped: there is no {missing:?}");
    }
    missing.is_empty()
}
