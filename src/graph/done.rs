use serde_json::Value;

use super::reading;

/// The answer to a call that changes something: Meta did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done;

impl Done {
    /// Reads `{"success": true}`, which a page of Meta's shows as the string `"true"`.
    pub(super) fn read(body: &Value) -> Result<Self, &'static str> {
        match reading::flag(body, "success") {
            Some(true) => Ok(Self),
            Some(false) => Err("the body says that the request did not succeed"),
            None => Err("the body does not say whether the request succeeded"),
        }
    }
}
