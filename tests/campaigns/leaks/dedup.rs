//! The types of the feature `dedup`.

use std::time::Duration;

use whatsapp_webhook::{
    dedup::{
        Batch, Claim, ClaimState, ClaimStore, Dedup, MemoryClaims, Renewal, Settlement, Token, Unavailable,
    },
    event::UpdateKey,
    testing::check_claim_store,
};

use super::types::{Hunt, block_on, debug, event};

const LEASE: Duration = Duration::from_secs(1);

pub(super) const HUNTS: &[Hunt] = &[
    ("Batch", |text| debug(&batch(text))),
    ("Claim", |text| debug(&Claim::new("", &keys(text), Token::new(), LEASE))),
    ("ClaimState", |_| debug(&[ClaimState::Claimed, ClaimState::InFlight, ClaimState::Done])),
    ("Claimed", |text| batch(text).updates().map(|claimed| debug(&claimed)).collect()),
    ("ClaimStoreFault", |text| {
        let mut fault = None;
        block_on(async { fault = check_claim_store(Forgetful(text.to_owned())).await.err() });
        format!("{} {fault:?}", fault.as_ref().unwrap())
    }),
    ("Dedup", |_| debug(&Dedup::new(MemoryClaims::new()))),
    ("MemoryClaims", |text| {
        let store = MemoryClaims::new();
        block_on(async {
            let claim = Claim::new(text, &[], Token::new(), LEASE);
            let Ok(_) = store.claim(claim).await;
        });
        debug(&store)
    }),
    ("Renewal", |text| debug(&Renewal::new("", Token::new(), &keys(text), LEASE))),
    ("Settled", |text| {
        let mut settled = None;
        let batch = batch(text);
        block_on(async { settled = Some(batch.settle().await) });
        debug(&settled.unwrap())
    }),
    ("Settlement", |text| {
        debug(&Settlement::new("", Token::new(), LEASE).done(&keys(text)).released(&keys(text)))
    }),
    ("Token", |_| debug(&Token::new()) + &Token::new().to_string()),
    // The source is the store's own error.
    ("Unavailable", |text| unavailable(text).to_string()),
];

/// A store that answers for no key.
struct Forgetful(String);

impl ClaimStore for Forgetful {
    type Error = String;

    async fn claim(&self, _: Claim<'_>) -> Result<Vec<ClaimState>, String> {
        Ok(Vec::new())
    }

    async fn settle(&self, _: Settlement<'_>) -> Result<(), String> {
        Err(self.0.clone())
    }

    async fn renew(&self, _: Renewal<'_>) -> Result<(), String> {
        Err(self.0.clone())
    }
}

fn keys(text: &str) -> Vec<UpdateKey> {
    event(text).updates().filter_map(|update| update.key()).collect()
}

fn batch(text: &str) -> Batch<MemoryClaims> {
    let mut batch = None;
    block_on(async {
        batch = Some(Dedup::new(MemoryClaims::new()).claim(&event(text)).await.unwrap());
    });
    batch.unwrap()
}

fn unavailable(text: &str) -> Unavailable {
    let mut unavailable = None;
    block_on(async {
        unavailable = Dedup::new(Forgetful(text.to_owned())).claim(&event(text)).await.err();
    });
    unavailable.unwrap()
}
