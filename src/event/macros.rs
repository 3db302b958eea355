//! The implementations that received types have in common, each written once. What stands inside a call is ordinary Rust.

mod identifiers;
mod object;
mod open_string;
mod string_traits;
mod tagged;

pub(crate) use self::{
    identifiers::identifiers, object::object, open_string::open_string, string_traits::string_traits,
    tagged::tagged,
};
