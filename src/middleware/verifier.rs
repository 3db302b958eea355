//! The verification of one request: of its headers first, then of its body, frame by frame.

mod macs;

use std::{borrow::Cow, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};

use self::macs::Macs;
use crate::{
    AppCredentials, Authorization, RejectionKind, SecretSlot,
    signature::{Signature, X_HUB_SIGNATURE_256},
};

/// What a body must match, from headers that were acceptable.
pub(crate) enum Expected<'a> {
    /// The signature in the headers, under one of the secrets. If the app is not known, nothing matches.
    Signature { signature: Signature, app: Cow<'a, AppCredentials>, is_known: bool },
    /// Nothing: the credential in the headers was right, and the body is not signed.
    Anything,
}

impl<'a> Expected<'a> {
    /// Reads the signature in the headers.
    pub(crate) fn signature(
        headers: &HeaderMap,
        app: Cow<'a, AppCredentials>,
        is_known: bool,
    ) -> Result<Self, RejectionKind> {
        let value = only(headers, X_HUB_SIGNATURE_256)
            .map_err(|Repeated| RejectionKind::RepeatedSignature)?
            .ok_or(RejectionKind::MissingSignature)?;
        let signature = Signature::parse(value).ok_or(RejectionKind::MalformedSignature)?;
        Ok(Self::Signature { signature, app, is_known })
    }

    /// Checks the credential of a request that is not signed.
    pub(crate) fn authorized(
        headers: &HeaderMap,
        authorization: &Authorization,
    ) -> Result<Self, RejectionKind> {
        match only(headers, AUTHORIZATION) {
            Ok(Some(value)) if authorization.matches(value) => Ok(Self::Anything),
            Ok(Some(_)) => Err(RejectionKind::WrongAuthorization),
            Ok(None) | Err(Repeated) => Err(RejectionKind::MissingAuthorization),
        }
    }
}

/// Verifies the body of a request whose headers were acceptable.
#[expect(clippy::large_enum_variant, reason = "nearly every request is signed")]
pub(crate) enum BodyVerifier {
    Signature { signature: Signature, macs: Macs, label: Option<Arc<str>>, is_known: bool },
    Anything,
}

impl BodyVerifier {
    /// Inlined, so that the MACs are made where they stay.
    #[inline]
    pub(crate) fn new(expected: Expected<'_>) -> Self {
        match expected {
            Expected::Signature { signature, app, is_known } => Self::Signature {
                signature,
                macs: Macs::new(app.app_secret(), app.previous_app_secrets()),
                label: app.label().cloned(),
                is_known,
            },
            Expected::Anything => Self::Anything,
        }
    }

    /// Hashes the next bytes of the body.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        if let Self::Signature { macs, .. } = self {
            macs.update(bytes);
        }
    }

    /// Returns the secret that the body was signed with and the label of the app, after all of the body was hashed.
    pub(crate) fn finish(&mut self) -> Result<(SecretSlot, Option<Arc<str>>), RejectionKind> {
        match self {
            Self::Signature { signature, macs, label, is_known } => {
                match (macs.verify(signature), is_known) {
                    (Some(secret), true) => Ok((secret, label.take())),
                    (None, true) => Err(RejectionKind::WrongSignature),
                    (_, false) => Err(RejectionKind::UnknownApp),
                }
            }
            Self::Anything => Ok((SecretSlot::Current, None)),
        }
    }
}

struct Repeated;

/// Returns the value of a header that must not be repeated, because a proxy might have checked the other value.
fn only(headers: &HeaderMap, name: HeaderName) -> Result<Option<&HeaderValue>, Repeated> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    match values.next() {
        Some(_) => Err(Repeated),
        None => Ok(value),
    }
}
