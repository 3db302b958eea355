//! The check of stores, on stores with a defect each.

use std::{collections::HashMap, convert::Infallible, sync::Mutex};

use tokio::{task::yield_now, time::Instant};
use whatsapp_webhook::{
    dedup::{Claim, ClaimState, ClaimStore, MemoryClaims, Renewal, Settlement, Token},
    event::UpdateKey,
    testing::check_claim_store,
};

type Place = (String, UpdateKey);
type Owner = (Option<Token>, Instant);

/// A store as many write it, with a defect.
struct Careless {
    /// The owner of a key, or none if it is done, and when the lease ends.
    keys: Mutex<HashMap<Place, Owner>>,
    defect: Defect,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Defect {
    None,
    LooksThenSets,
    AnyoneReleases,
    AnyoneRenews,
    ReleasesWhatIsDone,
    NeverEnds,
    OneNamespace,
    ItsOwnOrder,
    ARepeatIsAnother,
    AtMost500,
}

impl Careless {
    fn new(defect: Defect) -> Self {
        Self { keys: Mutex::default(), defect }
    }

    fn place(&self, namespace: &str, key: UpdateKey) -> Place {
        (if self.defect == Defect::OneNamespace { "" } else { namespace }.to_owned(), key)
    }
}

impl ClaimStore for Careless {
    type Error = Infallible;

    async fn claim(&self, claim: Claim<'_>) -> Result<Vec<ClaimState>, Infallible> {
        let mut states = Vec::new();
        let count = if self.defect == Defect::AtMost500 { 500 } else { claim.keys.len() };
        for key in claim.keys.iter().take(count) {
            let place = self.place(claim.namespace, *key);
            let found = self.keys.lock().unwrap().get(&place).copied();
            if self.defect == Defect::LooksThenSets {
                yield_now().await;
            }
            let state = match found {
                Some((None, _)) => ClaimState::Done,
                Some((Some(token), until)) => {
                    let is_mine = token == claim.token && self.defect != Defect::ARepeatIsAnother;
                    let is_over = until <= Instant::now() && self.defect != Defect::NeverEnds;
                    if is_mine || is_over { ClaimState::Claimed } else { ClaimState::InFlight }
                }
                None => ClaimState::Claimed,
            };
            if state == ClaimState::Claimed {
                self.keys.lock().unwrap().insert(place, (Some(claim.token), Instant::now() + claim.lease));
            }
            states.push(state);
        }
        states.resize(claim.keys.len(), ClaimState::Claimed);
        if self.defect == Defect::ItsOwnOrder {
            states.reverse();
        }
        Ok(states)
    }

    async fn settle(&self, settlement: Settlement<'_>) -> Result<(), Infallible> {
        let mut keys = self.keys.lock().unwrap();
        let is_mine = |owner: Option<&Owner>| match owner {
            Some((Some(token), _)) => *token == settlement.token || self.defect == Defect::AnyoneReleases,
            Some((None, _)) => self.defect == Defect::ReleasesWhatIsDone,
            None => false,
        };
        for key in settlement.done {
            let place = self.place(settlement.namespace, *key);
            if is_mine(keys.get(&place)) {
                keys.insert(place, (None, Instant::now()));
            }
        }
        for key in settlement.released {
            let place = self.place(settlement.namespace, *key);
            if is_mine(keys.get(&place)) {
                keys.remove(&place);
            }
        }
        Ok(())
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<(), Infallible> {
        let mut keys = self.keys.lock().unwrap();
        for key in renewal.keys {
            if let Some((Some(token), until)) = keys.get_mut(&self.place(renewal.namespace, *key))
                && (*token == renewal.token || self.defect == Defect::AnyoneRenews)
            {
                *until = Instant::now() + renewal.lease;
            }
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn the_check_of_a_store_finds_each_defect() {
    check_claim_store(MemoryClaims::new()).await.unwrap();
    check_claim_store(Careless::new(Defect::None)).await.unwrap();
    for defect in [
        Defect::LooksThenSets,
        Defect::AnyoneReleases,
        Defect::AnyoneRenews,
        Defect::ReleasesWhatIsDone,
        Defect::NeverEnds,
        Defect::OneNamespace,
        Defect::ItsOwnOrder,
        Defect::ARepeatIsAnother,
        Defect::AtMost500,
    ] {
        let fault = check_claim_store(Careless::new(defect)).await.expect_err(&format!("{defect:?}"));
        println!("{defect:?}: {fault}");
    }
}
