use std::sync::Arc;

use bytes::Buf;
use http_body::SizeHint;

use super::buffer::Buffer;
use crate::{
    RejectionKind, Verified,
    config::{Config, Reservation},
    proof::Proof,
};

/// What every body gets without drawing on the budget, so that a flood of large bodies does not
/// keep out the small ones that Meta mostly sends.
const FREE_OF_BUDGET: usize = 64 << 10;

/// What has come of a body, its proof, and what it may still take.
pub(super) struct Received {
    buffer: Buffer,
    proof: Proof,
    limit: usize,
    reservation: Reservation,
}

impl Received {
    pub(super) fn new(proof: Proof, config: &Config, hint: &SizeHint) -> Self {
        Self {
            buffer: Buffer::new(hint, config.max_body_size),
            proof,
            limit: config.max_body_size,
            reservation: Reservation::new(Arc::clone(&config.body_budget)),
        }
    }

    pub(super) fn push(&mut self, data: impl Buf) -> Result<(), RejectionKind> {
        if !data.has_remaining() {
            return Ok(());
        }
        let length = self.buffer.len().saturating_add(data.remaining());
        if length > self.limit {
            return Err(RejectionKind::BodyTooLarge);
        }
        if !self.reservation.grow_to(length.saturating_sub(FREE_OF_BUDGET)) {
            return Err(RejectionKind::BodyBudgetExhausted);
        }
        self.proof.update(self.buffer.push(data));
        Ok(())
    }

    /// To be called once, at the end of the body.
    pub(super) fn verify(&mut self) -> Result<Verified, RejectionKind> {
        let secret = self.proof.verify().ok_or(RejectionKind::WrongSignature)?;
        self.reservation.release();
        Ok(Verified::new(self.buffer.take(), secret))
    }
}
