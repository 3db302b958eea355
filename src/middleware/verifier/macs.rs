use std::iter;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{AppSecret, SecretSlot, signature::Signature};

/// The MACs of one body under every secret of a layer.
pub(crate) struct Macs {
    current: Hmac<Sha256>,
    /// Separate from the current one, so that a layer with a single secret allocates nothing.
    previous: Vec<Hmac<Sha256>>,
}

impl Macs {
    #[inline]
    pub(crate) fn new(current: &AppSecret, previous: &[AppSecret]) -> Self {
        Self { current: current.mac(), previous: previous.iter().map(AppSecret::mac).collect() }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.current.update(bytes);
        for mac in &mut self.previous {
            mac.update(bytes);
        }
    }

    /// Returns the secret whose MAC of the hashed bytes is `signature`.
    ///
    /// All MACs are compared, and no branch depends on a single outcome, so that the time taken does
    /// not reveal which secret matched.
    pub(crate) fn verify(&self, signature: &Signature) -> Option<SecretSlot> {
        let mut matching = 0_u32;
        for (slot, mac) in iter::once(&self.current).chain(&self.previous).enumerate() {
            let matches = signature.is_tag_of(mac.clone());
            matching |= u32::from(matches) << slot;
        }
        let first = SecretSlot::nth(matching.trailing_zeros() as usize);
        (matching != 0).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{middleware::credentials::MAX_APP_SECRETS, signature::sign};

    #[test]
    fn each_of_one_to_eight_secrets_is_found_in_its_slot() {
        let secrets: Vec<_> = (0..MAX_APP_SECRETS)
            .map(|n| AppSecret::new(format!("secret number {n} of 8")).unwrap())
            .collect();
        for count in 1..=secrets.len() {
            for (slot, secret) in secrets.iter().enumerate() {
                let signature = Signature::parse(&sign(secret, b"in two parts")).unwrap();
                let mut macs = Macs::new(&secrets[0], &secrets[1..count]);
                macs.update(b"in two ");
                macs.update(b"parts");
                let expected = match slot {
                    0 => Some(SecretSlot::Current),
                    _ => (slot < count).then(|| SecretSlot::Previous(slot - 1)),
                };
                assert_eq!(macs.verify(&signature), expected);
            }
        }
    }
}
