//! A receiver that speaks TLS itself, without a proxy before it: `cargo run --example tls`.
//!
//! It takes `WHATSAPP_APP_SECRET` and `WHATSAPP_VERIFY_TOKEN`, and in `CERTIFICATE` and `KEY` the paths of the chain and
//! of the private key, in PEM. Where `CLIENT_CA` names a file of certificates, only a client that shows one signed by
//! those is heard: that is mTLS. `ADDR` is where to listen, `127.0.0.1:3000` by default, and `HANDSHAKE_TIMEOUT_SECS`
//! (10) is how long a client may take for the TLS handshake, and then for the headers of a request.
//!
//! The drain and the queue are left out here; `hyper.rs` has them.

use std::{
    env,
    error::Error,
    io::{self, Write},
    sync::Arc,
    time::Duration,
};

use axum::{Router, http::StatusCode, routing::post};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::WebPkiClientVerifier,
    },
};
use whatsapp_webhook::{AppSecret, VerifyToken, WebhookEvent, WhatsAppWebhookLayer};

const MAX_CONNECTIONS: usize = 1000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app_secret = AppSecret::new(env::var("WHATSAPP_APP_SECRET")?)?;
    let verify_token = VerifyToken::new(env::var("WHATSAPP_VERIFY_TOKEN")?)?;
    let webhook = WhatsAppWebhookLayer::new(app_secret, verify_token);
    let app = Router::new().route("/webhook", post(receive).layer(webhook));

    let patience = env::var("HANDSHAKE_TIMEOUT_SECS").map_or(Ok(10), |text| text.parse())?;
    let patience = Duration::from_secs(patience);
    let tls = TlsAcceptor::from(Arc::new(tls()?));
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let listener = TcpListener::bind(env::var("ADDR").unwrap_or("127.0.0.1:3000".to_owned())).await?;
    writeln!(io::stdout(), "Listening on https://{}/webhook", listener.local_addr()?)?;
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await?;
        let Ok((stream, _)) = listener.accept().await else {
            // The client is gone, or there are too many open files.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (tls, app) = (tls.clone(), app.clone());
        tokio::spawn(async move {
            // Whatever ends a connection, it is the client's affair.
            let _ = serve(stream, tls, app, patience).await;
            drop(slot);
        });
    }
}

/// Whatever is not answered with 200 is sent again.
async fn receive(event: WebhookEvent) -> StatusCode {
    match writeln!(io::stdout(), "{} updates", event.updates().count()) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn serve(
    stream: TcpStream,
    tls: TlsAcceptor,
    app: Router,
    patience: Duration,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let stream = TokioIo::new(timeout(patience, tls.accept(stream)).await??);
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience);
    server.serve_connection(stream, TowerToHyperService::new(app)).await?;
    Ok(())
}

fn tls() -> Result<ServerConfig, Box<dyn Error>> {
    let chain = certificates(&env::var("CERTIFICATE")?)?;
    let key = PrivateKeyDer::from_pem_file(env::var("KEY")?)?;
    let verifier = match env::var("CLIENT_CA") {
        Err(_) => WebPkiClientVerifier::no_client_auth(),
        Ok(path) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(&path)? {
                roots.add(certificate)?;
            }
            WebPkiClientVerifier::builder(Arc::new(roots)).build()?
        }
    };
    Ok(ServerConfig::builder().with_client_cert_verifier(verifier).with_single_cert(chain, key)?)
}

fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, Box<dyn Error>> {
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)?.collect::<Result<_, _>>()?;
    if certificates.is_empty() {
        return Err(io::Error::other(format!("no certificate in {path}")).into());
    }
    Ok(certificates)
}
