//! The testing kit.

#[cfg(feature = "axum")]
mod chaos;
mod items;
mod platform;
mod samples;
mod updates_page;
