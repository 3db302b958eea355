use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::{HeaderMap, HeaderName};

use super::Networks;

/// Returns the rightmost address that is not a proxy's, of the header's entries and then the peer.
pub(super) fn client(
    proxies: &Networks,
    peer: IpAddr,
    headers: &HeaderMap,
    header: &HeaderName,
) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    if !proxies.contains(peer) {
        return Some(peer);
    }
    let lines = headers.get_all(header).iter().rev();
    for entry in lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')) {
        let address = address(entry)?.to_canonical();
        if !proxies.contains(address) {
            return Some(address);
        }
    }
    None
}

/// Reads an address, with or without a port, and with or without brackets where it is one of IPv6.
fn address(entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok()?.trim_matches([' ', '\t']);
    if let Ok(address) = entry.parse() {
        return Some(address);
    }
    if let Ok(address) = entry.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    let address: Ipv6Addr = entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
    Some(address.into())
}
