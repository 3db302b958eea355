//! A proxy before a server, that delays, slows down, silences or cuts its connections.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    time::sleep,
};

/// How the connections through the proxy go wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    None,
    /// Bytes are passed on after half a second.
    Delayed,
    /// A thousand bytes are passed on in a second.
    Slow,
    /// Nothing is passed on, and neither side is told. A connection that was used meanwhile stays silent, like one whose peer is gone.
    Silent,
    /// All connections are closed, also new ones.
    Cut,
}

pub(crate) struct Proxy {
    pub(crate) port: u16,
    fault: watch::Sender<Fault>,
}

impl Proxy {
    /// Starts a proxy before the server on a port of this machine.
    pub(crate) async fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, fault) = watch::channel(Fault::None);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                tokio::spawn(pass_on(from_client, to_server, fault.clone()));
                tokio::spawn(pass_on(from_server, to_client, fault.clone()));
            }
        });
        Self { port, fault: sender }
    }

    pub(crate) fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

async fn pass_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut fault: watch::Receiver<Fault>) {
    let mut watched = fault.clone();
    let passing = async {
        let mut bytes = vec![0; 65_536];
        while let Ok(length @ 1..) = from.read(&mut bytes).await {
            let now = *fault.borrow_and_update();
            match now {
                Fault::None | Fault::Cut => {}
                Fault::Delayed => sleep(Duration::from_millis(500)).await,
                Fault::Slow => sleep(Duration::from_millis(length as u64)).await,
                Fault::Silent => std::future::pending().await,
            }
            if to.write_all(&bytes[..length]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = passing => {}
        _ = watched.wait_for(|fault| *fault == Fault::Cut) => {}
    }
}
