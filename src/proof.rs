//! What a request brings to prove where it is from.

use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};

use crate::{
    RejectionKind, SecretSlot,
    config::Authentication,
    signature::{Macs, Signature, X_HUB_SIGNATURE_256},
};

/// A request's claim, as far as its headers tell; a signature is proven by the body's last byte.
pub(crate) enum Proof {
    Signature { signature: Signature, macs: Macs },
    Authorization,
}

impl Proof {
    pub(crate) fn of(headers: &HeaderMap, authentication: &Authentication) -> Result<Self, RejectionKind> {
        match authentication {
            Authentication::Signature { app_secret, previous_app_secrets, .. } => {
                let value = only(headers, X_HUB_SIGNATURE_256)
                    .map_err(|Repeated| RejectionKind::RepeatedSignature)?
                    .ok_or(RejectionKind::MissingSignature)?;
                let signature = Signature::parse(value).ok_or(RejectionKind::MalformedSignature)?;
                Ok(Self::Signature { signature, macs: Macs::new(app_secret, previous_app_secrets) })
            }
            Authentication::Authorization(authorization) => match only(headers, AUTHORIZATION) {
                Ok(Some(value)) if authorization.matches(value) => Ok(Self::Authorization),
                Ok(Some(_)) => Err(RejectionKind::WrongAuthorization),
                Ok(None) | Err(Repeated) => Err(RejectionKind::MissingAuthorization),
            },
        }
    }

    /// Takes note of the body's next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        if let Self::Signature { macs, .. } = self {
            macs.update(bytes);
        }
    }

    /// The secret that the body was signed with, once all of it was noted.
    pub(crate) fn verify(&self) -> Option<SecretSlot> {
        match self {
            Self::Signature { signature, macs } => macs.verify(signature),
            Self::Authorization => Some(SecretSlot::Current),
        }
    }
}

struct Repeated;

/// The value of a header that must not come twice: whoever reads another one of the two would see another request.
fn only(headers: &HeaderMap, name: HeaderName) -> Result<Option<&HeaderValue>, Repeated> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    match values.next() {
        Some(_) => Err(Repeated),
        None => Ok(value),
    }
}
