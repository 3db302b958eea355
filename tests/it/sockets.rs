//! The examples as processes of their own, spoken to over real sockets.

mod client;
mod deliveries;
mod framing;
mod handshake;
mod lifetime;
mod lines;
mod metrics;
mod refusals;
mod server;
mod start;
mod versions;
