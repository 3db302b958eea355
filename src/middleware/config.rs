//! The configuration of a layer.

use crate::middleware::{authentication::Authentication, limits::Limits};

/// The configuration of a layer, which its clones and their services share.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) authentication: Authentication,
    pub(crate) limits: Limits,
}
