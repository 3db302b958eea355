//! The page in a real browser: `cargo test --test browser`.
//!
//! Needs chromedriver and Chromium (Debian: `chromium-driver`, `chromium`); without them the tests are skipped, and say so. With
//! `SCREENSHOTS=DIR` the test `the_page_is_worth_a_look` writes pictures.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod bot;
mod browser;
mod chat;
mod memory;
mod notifications;
mod pictures;
mod wide_and_narrow;
