//! A proxy before a server, whose connections can be late, slow, silent or cut.

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

/// What happens to the bytes that go through the proxy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Line {
    /// Each goes on at once.
    Sound,
    /// Each goes on after half a second.
    Late,
    /// A thousand go on in a second.
    Slow,
    /// None goes on, and no side is told. A connection that was used meanwhile stays silent, as one whose other end is gone.
    Silent,
    /// All connections are closed, and so is each new one.
    Cut,
}

pub(crate) struct Proxy {
    pub(crate) port: u16,
    line: watch::Sender<Line>,
}

impl Proxy {
    /// Starts a proxy before the server on a port of this machine.
    pub(crate) async fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, line) = watch::channel(Line::Sound);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                tokio::spawn(pass_on(from_client, to_server, line.clone()));
                tokio::spawn(pass_on(from_server, to_client, line.clone()));
            }
        });
        Self { port, line: sender }
    }

    pub(crate) fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn pass_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut line: watch::Receiver<Line>) {
    let mut watched = line.clone();
    let passing = async {
        let mut bytes = vec![0; 65_536];
        while let Ok(length @ 1..) = from.read(&mut bytes).await {
            let state = *line.borrow_and_update();
            match state {
                Line::Sound | Line::Cut => {}
                Line::Late => sleep(Duration::from_millis(500)).await,
                Line::Slow => sleep(Duration::from_millis(length as u64)).await,
                Line::Silent => std::future::pending().await,
            }
            if to.write_all(&bytes[..length]).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = passing => {}
        _ = watched.wait_for(|line| *line == Line::Cut) => {}
    }
}
