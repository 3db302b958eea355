//! What cannot be done without: the hash, and the least of parsing.

use bytes::Bytes;
use hmac::Mac;
use http::{Request, StatusCode};
use http_body_util::Full;

use super::{Candidate, Duty, HMAC, HMAC_AND_BORROWED, HMAC_AND_OWNED, NOTHING, counted};
use crate::{
    delivery::{Delivery, key},
    minimal,
};

pub(super) fn all() -> Vec<Candidate> {
    let drop_it = |request: Request<Full<Bytes>>| {
        drop(request);
        StatusCode::OK
    };
    vec![
        Candidate::new(NOTHING, Duty::Accept, Delivery::request, drop_it),
        candidate(HMAC, Duty::Verify, |_| StatusCode::OK),
        candidate(HMAC_AND_BORROWED, Duty::VerifyAndCount, |body| counted(minimal::count_borrowed(body))),
        candidate(HMAC_AND_OWNED, Duty::VerifyAndCount, |body| counted(minimal::count_owned(body))),
    ]
}

/// The body and the signature are handed over without a request around them.
fn candidate(name: &'static str, duty: Duty, then: fn(&[u8]) -> StatusCode) -> Candidate {
    let key = key();
    let prepare = |delivery: &Delivery| (delivery.body.clone(), delivery.tag);
    Candidate::new(name, duty, prepare, move |(body, tag): (Bytes, [u8; 32])| {
        match key.clone().chain_update(&body).verify(&tag.into()) {
            Ok(()) => then(&body),
            Err(_) => StatusCode::UNAUTHORIZED,
        }
    })
}
