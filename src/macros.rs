//! The shapes that received types have, each written once.

mod identifiers;
mod object;
mod open_string;
mod scalar;
mod tagged;

pub(crate) use self::{
    identifiers::identifiers,
    object::object,
    open_string::open_string,
    scalar::{scalar, serde_through_member},
    tagged::tagged,
};
