//! How long a store of claims keeps the keys of handled updates.

use std::time::Duration;

use whatsapp_webhook::{
    WebhookEvent,
    dedup::{ClaimStore, Dedup},
};

/// Handles an update twice, and again after the retention of one second.
pub(crate) async fn check<S: ClaimStore>(store: S, event: &WebhookEvent) {
    let dedup = Dedup::new(store).with_retention(Duration::from_secs(1));
    for _ in 0..2 {
        let mut batch = dedup.claim(event).await.unwrap();
        assert_eq!(batch.updates().map(|claimed| claimed.done()).count(), 1);
        assert_eq!(batch.settle().await.status(), 200);
        assert_eq!(dedup.claim(event).await.unwrap().duplicates(), 1);
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
}
