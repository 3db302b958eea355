//! A server of one thread on a free port, which it prints: `serve nothing|ours|hyper|by-hand [SECRETS]`.

use std::{env, error::Error};

use axum::{Router, body::Bytes, extract::DefaultBodyLimit, http::StatusCode, routing::post};
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use peers::candidates::{app_by_hand, our_app, our_service};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let kind = env::args().nth(1).unwrap_or_default();
    let secrets = env::args().nth(2).map_or(Ok(1), |secrets| secrets.parse())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    match kind.as_str() {
        "nothing" => axum::serve(listener, nothing()).await?,
        "ours" => axum::serve(listener, our_app(secrets)).await?,
        "by-hand" => axum::serve(listener, app_by_hand()).await?,
        "hyper" => serve_hyper(listener, secrets).await?,
        _ => return Err("serve nothing|ours|hyper|by-hand [SECRETS]".into()),
    }
    Ok(())
}

/// It reads the body and does not look at it.
fn nothing() -> Router {
    let receive = async |_: Bytes| StatusCode::OK;
    Router::new().route("/webhook", post(receive)).layer(DefaultBodyLimit::max(3 * 1024 * 1024))
}

async fn serve_hyper(listener: TcpListener, secrets: usize) -> Result<(), Box<dyn Error>> {
    let service = TowerToHyperService::new(our_service(secrets));
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone()));
    }
}
