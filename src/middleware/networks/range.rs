use std::net::{IpAddr, Ipv6Addr};

use super::NetworksError;

/// The first and the last of the IPv4 addresses, in the form of IPv6: `::ffff:0:0/96`.
const IPV4: (u128, u128) = (0xffff_0000_0000, 0xffff_ffff_ffff);

/// A range of addresses as numbers, those of IPv4 in the form of IPv6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    pub(super) first: u128,
    pub(super) last: u128,
}

/// The shortest prefixes that are accepted.
#[derive(Clone, Copy)]
pub(super) struct Broadest {
    pub(super) ipv4: u8,
    pub(super) ipv6: u8,
}

/// Returns an address as a number, an address of IPv4 in the form of IPv6.
pub(super) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl Range {
    /// Reads an address, or a range in CIDR notation.
    pub(super) fn parse(text: &str, line: usize, broadest: Broadest) -> Result<Self, NetworksError> {
        let malformed = NetworksError::NotARange { line };
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().map_err(|_| malformed)?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => bits,
            Some(text) => length(text).filter(|prefix| *prefix <= bits).ok_or(malformed)?,
        };

        let host_bits = bits - prefix;
        let mask = u128::MAX.checked_shr(128 - u32::from(host_bits)).unwrap_or(0);
        let first = number(address) & !mask;
        let last = first | mask;
        let is_ipv4 = IPV4.0 <= first && last <= IPV4.1;
        let contains_ipv4 = first <= IPV4.0 && IPV4.1 <= last;
        let (bits, shortest_prefix) =
            if is_ipv4 || contains_ipv4 { (32, broadest.ipv4) } else { (128, broadest.ipv6) };
        if host_bits > bits - shortest_prefix {
            return Err(NetworksError::TooBroad { line, shortest_prefix });
        }
        if first != number(address) {
            let first = Ipv6Addr::from_bits(first);
            let first = if address.is_ipv4() { first.to_canonical() } else { IpAddr::V6(first) };
            return Err(NetworksError::HostBits { line, first, prefix });
        }
        Ok(Self { first, last })
    }
}

/// Reads the length of a prefix in its one spelling: no `+`, and no zeros in front.
fn length(text: &str) -> Option<u8> {
    text.parse().ok().filter(|length: &u8| length.to_string() == text)
}
