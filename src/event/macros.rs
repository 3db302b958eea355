//! The implementations that received types have in common, each written once. What stands inside a call is ordinary Rust.

mod object;
mod open_string;
mod string_type;
mod tagged;

pub(crate) use self::{object::object, open_string::open_string, string_type::string_type, tagged::tagged};
