//! The keys that are kept in memory.

use std::time::Duration;

use whatsapp_webhook::{
    dedup::{Claim, ClaimStore, MemoryClaims, Settlement, Token},
    event::UpdateKey,
};

#[test]
fn a_million_keys_in_memory_take_no_more_than_40_mb() {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    let mut store = None;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let info = allocation_counter::measure(|| {
        let claims = MemoryClaims::new();
        for thousand in 0..1000_u128 {
            let keys: Vec<UpdateKey> =
                (0..1000).map(|key| UpdateKey::from_bytes((thousand * 1000 + key).to_be_bytes())).collect();
            let token = Token::new();
            runtime.block_on(async {
                claims.claim(Claim::new("", &keys, token, HOUR)).await.unwrap();
                claims.settle(Settlement::new("", token, 24 * 8 * HOUR).done(&keys)).await.unwrap();
            });
        }
        store = Some(claims);
    });
    println!("a million keys in memory: {:.1} MB", info.bytes_current as f64 / 1e6);
    assert!((16_000_000..40_000_000).contains(&info.bytes_current), "{}", info.bytes_current);
}
