//! `Networks`: lists of address ranges, the answer of whois, the client behind proxies.

mod client;
mod list;
#[cfg(unix)]
mod script;
mod whois;

use std::net::IpAddr;

use whatsapp_webhook::Networks;

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn networks(list: &str) -> Networks {
    list.parse().unwrap()
}
