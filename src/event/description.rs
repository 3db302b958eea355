//! What the model consists of, for the tests that hold it against the fixtures and the documentation.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

mod documentation;
mod fixtures;

use std::{any::type_name, collections::BTreeMap};

use super::{change::ROWS, read::Read};

/// The objects and the lists of values of the model, by the names of their types.
#[derive(Default)]
pub(crate) struct Description {
    pub(crate) objects: BTreeMap<&'static str, Object>,
    pub(crate) values: BTreeMap<&'static str, &'static [&'static str]>,
}

/// An object of the model.
pub(crate) struct Object {
    /// Its members: the name in Rust, and the name on the wire.
    pub(crate) members: Vec<(&'static str, &'static str)>,
    /// The lines of its documentation.
    pub(crate) docs: Vec<&'static str>,
    /// Reads JSON as the object, and writes it again.
    pub(crate) rewrite: fn(&str) -> Result<serde_json::Value, serde_json::Error>,
    /// The path of its type.
    path: &'static str,
}

impl Description {
    /// The whole model.
    pub(crate) fn of_model() -> Self {
        let mut description = Self::default();
        ROWS.iter().for_each(|row| (row.describe)(&mut description));
        super::Contact::describe(&mut description);
        super::Metadata::describe(&mut description);
        super::ConversationContext::describe(&mut description);
        super::on_premises::ApplicationSettings::describe(&mut description);
        description
    }

    /// Notes an object. Returns whether it is new.
    pub(crate) fn object<T: Read + serde::Serialize + serde::de::DeserializeOwned>(
        &mut self,
        name: &'static str,
        members: &[(&'static str, &'static str)],
        docs: &[&'static str],
    ) -> bool {
        let rewrite = |json: &str| serde_json::to_value(serde_json::from_str::<T>(json)?);
        let path = type_name::<T>();
        let object = Object { members: members.to_vec(), docs: docs.to_vec(), rewrite, path };
        match self.objects.insert(name, object) {
            Some(known) => {
                assert_eq!(known.path, path, "two objects are called {name}");
                false
            }
            None => true,
        }
    }

    /// Notes a list of values.
    pub(crate) fn values(&mut self, name: &'static str, values: &'static [&'static str]) {
        let known = self.values.insert(name, values);
        assert!(known.is_none_or(|known| known == values), "two lists of values are called {name}");
    }
}
