//! The check of a store of claims.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::sleep};

use crate::{
    dedup::{Claim, ClaimState, ClaimStore, Renewal, Settlement, Token},
    event::UpdateKey,
};

/// Checks that a store of claims does what [`Dedup`](crate::dedup::Dedup) relies on.
///
/// Call the function in a test of the store, against a real server. A check takes about four seconds, uses namespaces that start with `check-`, and
/// leaves some keys there.
///
/// ```
/// use whatsapp_webhook::{dedup::MemoryClaims, testing::check_claim_store};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// check_claim_store(MemoryClaims::new()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns the first fault that was found, or the store's own error.
pub async fn check_claim_store<S: ClaimStore>(store: S) -> Result<(), ClaimStoreFault> {
    let check = Check { store: Arc::new(store), space: format!("check-{}", Token::new()) };
    check.a_key_has_one_owner().await?;
    check.a_released_key_is_free_and_a_handled_one_is_not().await?;
    check.a_repeated_claim_is_the_same().await?;
    check.states_come_in_the_order_of_the_keys().await?;
    check.a_lease_ends_unless_it_is_renewed().await?;
    check.who_lost_a_key_changes_nothing().await?;
    check.namespaces_are_apart().await?;
    check.of_many_tokens_one_gets_a_key().await?;
    check.a_thousand_keys_at_once().await
}

/// Why a store of claims is not fit for [`Dedup`](crate::dedup::Dedup).
#[derive(Debug)]
pub struct ClaimStoreFault {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl fmt::Display for ClaimStoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ClaimStoreFault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

type Checked = Result<(), ClaimStoreFault>;

struct Check<S> {
    store: Arc<S>,
    space: String,
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_secs(1);

use ClaimState::{Claimed, Done, InFlight};

fn key(number: u128) -> UpdateKey {
    UpdateKey::from_bytes(number.to_be_bytes())
}

fn fault(message: impl Into<String>) -> ClaimStoreFault {
    ClaimStoreFault { message: message.into(), source: None }
}

fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> ClaimStoreFault {
    ClaimStoreFault { message: "the store failed".to_owned(), source: Some(error.into()) }
}

impl<S: ClaimStore> Check<S> {
    async fn claim_in(
        &self,
        space: &str,
        keys: &[UpdateKey],
        token: Token,
        lease: Duration,
    ) -> Result<Vec<ClaimState>, ClaimStoreFault> {
        self.store.claim(Claim { namespace: space, keys, token, lease }).await.map_err(failed)
    }

    async fn claim(&self, keys: &[UpdateKey], token: Token) -> Result<Vec<ClaimState>, ClaimStoreFault> {
        self.claim_in(&self.space, keys, token, LONG).await
    }

    async fn settle(&self, token: Token, done: &[UpdateKey], released: &[UpdateKey]) -> Checked {
        let settlement = Settlement { namespace: &self.space, token, done, released, retention: LONG };
        self.store.settle(settlement).await.map_err(failed)
    }

    /// The states that a token gets that holds none of the keys.
    async fn expect(&self, keys: &[UpdateKey], states: &[ClaimState], what: &str) -> Checked {
        let found = self.claim(keys, Token::new()).await?;
        if found == states {
            Ok(())
        } else {
            Err(fault(format!("{what}: expected {states:?}, found {found:?}")))
        }
    }

    async fn a_key_has_one_owner(&self) -> Checked {
        self.expect(&[key(1)], &[Claimed], "a new key").await?;
        self.expect(&[key(1)], &[InFlight], "a key that another token holds").await
    }

    async fn a_released_key_is_free_and_a_handled_one_is_not(&self) -> Checked {
        let token = Token::new();
        let keys = [key(10), key(11), key(12)];
        self.claim(&keys, token).await?;
        self.settle(token, &[key(10)], &[key(11)]).await?;
        self.expect(
            &keys,
            &[Done, Claimed, InFlight],
            "a key that was handled, one that was released, and one that was neither",
        )
        .await?;
        self.settle(token, &[], &[key(10)]).await?;
        self.expect(&[key(10)], &[Done], "a handled key that was released later").await
    }

    async fn a_repeated_claim_is_the_same(&self) -> Checked {
        let token = Token::new();
        self.claim(&[key(20)], token).await?;
        match *self.claim(&[key(20)], token).await? {
            [Claimed] => Ok(()),
            ref found => {
                Err(fault(format!("a key that the token holds: expected [Claimed], found {found:?}")))
            }
        }
    }

    async fn states_come_in_the_order_of_the_keys(&self) -> Checked {
        let token = Token::new();
        self.claim(&[key(31), key(33)], token).await?;
        self.settle(token, &[key(33)], &[]).await?;
        self.expect(&[key(30), key(31), key(32), key(33)], &[Claimed, InFlight, Claimed, Done], "four keys")
            .await
    }

    async fn a_lease_ends_unless_it_is_renewed(&self) -> Checked {
        let token = Token::new();
        let keys = [key(40), key(41)];
        self.claim_in(&self.space, &keys, token, SHORT).await?;
        let renewal = Renewal { namespace: &self.space, token, keys: &[key(41)], lease: LONG };
        self.store.renew(renewal).await.map_err(failed)?;
        sleep(SHORT + SHORT / 2).await;
        self.expect(&keys, &[Claimed, InFlight], "a key whose lease has ended, and a renewed one").await
    }

    async fn who_lost_a_key_changes_nothing(&self) -> Checked {
        let (first, second) = (Token::new(), Token::new());
        let keys = [key(50), key(51), key(52)];
        self.claim_in(&self.space, &keys, first, SHORT).await?;
        sleep(SHORT + SHORT / 2).await;
        self.claim(&keys, second).await?;
        self.settle(first, &[key(50)], &[key(51)]).await?;
        let renewal = Renewal {
            namespace: &self.space,
            token: first,
            keys: &[key(52)],
            lease: Duration::from_millis(1),
        };
        self.store.renew(renewal).await.map_err(failed)?;
        sleep(SHORT / 10).await;
        self.expect(&keys, &[InFlight; 3], "keys that a token lost, and then marked, released and renewed")
            .await
    }

    async fn namespaces_are_apart(&self) -> Checked {
        let other = format!("{}-other", self.space);
        self.claim(&[key(60)], Token::new()).await?;
        match *self.claim_in(&other, &[key(60)], Token::new(), LONG).await? {
            [Claimed] => Ok(()),
            ref found => {
                Err(fault(format!("a key of another namespace: expected [Claimed], found {found:?}")))
            }
        }
    }

    async fn of_many_tokens_one_gets_a_key(&self) -> Checked {
        let keys: Vec<UpdateKey> = (100..120).map(key).collect();
        let mut claims = JoinSet::new();
        for _ in 0..16 {
            let (store, space, keys) = (Arc::clone(&self.store), self.space.clone(), keys.clone());
            claims.spawn(async move {
                store.claim(Claim { namespace: &space, keys: &keys, token: Token::new(), lease: LONG }).await
            });
        }
        let mut owners = 0;
        while let Some(claim) = claims.join_next().await {
            let states = claim.map_err(failed)?.map_err(failed)?;
            owners += states.iter().filter(|state| **state == Claimed).count();
        }
        if owners == keys.len() {
            Ok(())
        } else {
            Err(fault(format!("16 tokens that claim 20 keys at once: expected 20 claims, found {owners}")))
        }
    }

    /// A notification can have a thousand updates.
    async fn a_thousand_keys_at_once(&self) -> Checked {
        let keys: Vec<UpdateKey> = (1000..2000).map(key).collect();
        let token = Token::new();
        self.expect_all(&self.claim(&keys, token).await?, Claimed)?;
        self.settle(token, &keys, &[]).await?;
        self.expect_all(&self.claim(&keys, Token::new()).await?, Done)
    }

    fn expect_all(&self, found: &[ClaimState], state: ClaimState) -> Checked {
        let count = found.iter().filter(|found| **found == state).count();
        if count == 1000 { Ok(()) } else { Err(fault(format!("a thousand keys: {count} are {state:?}"))) }
    }
}
