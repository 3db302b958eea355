//! What the programs share: the settings, and the client that sends their calls.

mod client;
mod settings;

pub use self::{
    client::{Client, SendError},
    settings::{Settings, client_with, listen, variable},
};
