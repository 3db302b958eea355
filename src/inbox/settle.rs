//! Settling what ended in one go.
//!
//! Lanes that end while the queue settles others wait, and are settled together afterwards, as notifications are [appended](super::append).

use std::time::Duration;

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::timeout,
};

use super::queue::{LaneSettlement, Queue};

/// How many lanes are settled at once.
const MOST: usize = 256;

/// Settles lanes for a worker.
#[derive(Clone)]
pub(super) struct Settler {
    settlements: mpsc::Sender<Waiting>,
}

/// A settlement, and where to tell whether its lease was held.
type Waiting = (LaneSettlement, oneshot::Sender<bool>);

impl Settler {
    /// Starts a settler, which ends with its last clone. A call of the queue may take up to `deadline`.
    pub(super) fn start<Q: Queue>(queue: Q, deadline: Duration) -> Self {
        let (settlements, waiting) = mpsc::channel(MOST);
        tokio::spawn(run(queue, waiting, deadline));
        Self { settlements }
    }

    /// Settles a lane, and returns whether its lease was held, or nothing if the queue failed.
    pub(super) async fn settle(&self, settlement: LaneSettlement) -> Option<bool> {
        let (reply, held) = oneshot::channel();
        self.settlements.send((settlement, reply)).await.ok()?;
        held.await.ok()
    }
}

async fn run<Q: Queue>(queue: Q, mut waiting: mpsc::Receiver<Waiting>, deadline: Duration) {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, MOST).await > 0 {
        let (settlements, replies): (Vec<_>, Vec<_>) = batch.drain(..).unzip();
        // A task of its own, as the queue may panic.
        let mut call = JoinSet::new();
        let queue = queue.clone();
        call.spawn(async move { queue.settle(&settlements).await });
        // If the queue fails, the replies are dropped.
        if let Ok(Some(Ok(Ok(held)))) = timeout(deadline, call.join_next()).await {
            for (reply, held) in replies.into_iter().zip(held) {
                let _ = reply.send(held);
            }
        }
    }
}
