//! How JSON becomes the types, and what is lenient about it.
//!
//! [`cursor`] goes over a delivery once, and [`deserializer`] reads each item where it stands. [`json`] takes text apart without reading it. [`member`] and [`scalar`] say what the members of an object can do,
//! [`flat`] splits the members of an object among several, [`names`] remembers under which name each came, [`id_text`] is what
//! identifiers are made of, [`tagged`] reads objects whose `type` names their payload, [`items`] reads arrays element by element
//! into [`chunks`], and [`audit`] finds what all of these did not know.

pub(crate) mod audit;
pub(crate) mod chunks;
pub(crate) mod cursor;
mod deserializer;
pub(crate) mod flat;
pub(crate) mod id_text;
pub(crate) mod items;
pub(crate) mod json;
pub(crate) mod member;
pub(crate) mod names;
pub(crate) mod scalar;
pub(crate) mod short_text;
pub(crate) mod tagged;
