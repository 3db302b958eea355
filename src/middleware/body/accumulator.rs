use std::sync::Arc;

use bytes::Buf;
use http_body::SizeHint;

use super::buffer::Buffer;
use crate::{
    RejectionKind, Verified,
    middleware::{
        limits::{Limits, Reservation},
        verifier::{BodyVerifier, Expected},
    },
};

/// The part of each body that does not draw on the budget, so that a flood of large bodies does not keep out the small
/// ones, which are most of what Meta sends.
const FREE_OF_BUDGET: usize = 64 << 10;

/// Collects a body under the limits, and verifies it.
pub(super) struct Accumulator {
    buffer: Buffer,
    verifier: BodyVerifier,
    max_size: usize,
    reservation: Reservation,
}

impl Accumulator {
    #[inline]
    pub(super) fn new(expected: Expected<'_>, limits: &Limits, hint: &SizeHint) -> Self {
        Self {
            buffer: Buffer::new(hint, limits.max_body_size),
            verifier: BodyVerifier::new(expected),
            max_size: limits.max_body_size,
            reservation: Reservation::new(Arc::clone(&limits.body_budget)),
        }
    }

    pub(super) fn push(&mut self, data: impl Buf) -> Result<(), RejectionKind> {
        if !data.has_remaining() {
            return Ok(());
        }
        let length = self.buffer.len().saturating_add(data.remaining());
        if length > self.max_size {
            return Err(RejectionKind::BodyTooLarge);
        }
        if !self.reservation.grow_to(length.saturating_sub(FREE_OF_BUDGET)) {
            return Err(RejectionKind::BodyBudgetExhausted);
        }
        self.verifier.update(self.buffer.push(data));
        Ok(())
    }

    /// Verifies the whole body. Called once, at the end of the body, whose share of the budget is kept until the
    /// accumulator is dropped.
    pub(super) fn finish(&mut self) -> Result<Verified, RejectionKind> {
        let (secret, label) = self.verifier.finish()?;
        Ok(Verified::new(self.buffer.take(), secret, label))
    }
}
