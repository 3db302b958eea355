//! Ranges of addresses, for what is decided by the address of a client.

mod error;
mod forwarded;
mod range;
mod whois;

use std::{fmt, net::IpAddr, str::FromStr, sync::Arc};

use http::{HeaderMap, HeaderName};

pub use self::error::NetworksError;
use self::range::{Broadest, Range};

/// A list of address ranges, such as Meta's networks or your own proxies.
///
/// The list is made of text, with one address or one range in CIDR notation on each line, or of an
/// answer of whois ([`from_whois`](Self::from_whois)). There is no empty list, and no list that
/// admits everyone: the errors of [`from_str`](Self::from_str) say what is rejected.
///
/// IPv4 addresses in the form of IPv6 (`::ffff:192.0.2.1`) count as IPv4, both in the list and in
/// what is looked up. Other forms that contain an IPv4 address, such as 6to4 or NAT64, are IPv6.
///
/// A list is a first check, and never a replacement for the signature: anyone who can send from a
/// listed network passes. Meta's networks change; `docs/deploy.md` in the repository shows how to
/// fetch them and how to replace the list at run time.
///
/// A clone is cheap and shares the ranges. Two lists are equal if they contain the same addresses.
/// `Debug` prints the number of ranges.
///
/// ```
/// use std::net::IpAddr;
///
/// use http::{HeaderMap, HeaderName, HeaderValue};
/// use whatsapp_webhook::Networks;
///
/// let meta: Networks = "192.0.2.0/24 # an example\n2001:db8::/32".parse()?;
/// let proxies: Networks = "10.0.0.0/24".parse()?;
///
/// // The proxy added the address that it was called from. The client sent the rest itself.
/// let x_forwarded_for = HeaderName::from_static("x-forwarded-for");
/// let mut headers = HeaderMap::new();
/// headers.insert(&x_forwarded_for, HeaderValue::from_static("192.0.2.7, 203.0.113.9"));
/// let peer: IpAddr = "10.0.0.1".parse()?;
///
/// let client = proxies.client(peer, &headers, &x_forwarded_for);
/// assert_eq!(client, Some("203.0.113.9".parse()?));
/// assert!(!client.is_some_and(|client| meta.contains(client)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Networks {
    ranges: Arc<[Range]>,
}

impl Networks {
    /// Reads the answer of a whois server to a query for the routes of Meta's network, AS32934.
    ///
    /// Anyone can register a route with Meta's number as its origin, and whois answers with all of
    /// them. A route is in the list only if its origin is `AS32934`, its source is `RADB`, and its only
    /// maintainer is Meta's, `MAINT-AS32934`. All other objects are left out.
    ///
    /// The answer can contain bytes that are not UTF-8, in the descriptions of other routes: decode it
    /// with [`String::from_utf8_lossy`].
    ///
    /// ```
    /// use whatsapp_webhook::Networks;
    ///
    /// // whois -h whois.radb.net -- '-i origin AS32934'
    /// let answer = "\
    /// route:   192.0.2.0/24
    /// origin:  AS32934
    /// mnt-by:  MAINT-AS32934
    /// source:  RADB
    ///
    /// route:   198.51.100.0/24
    /// origin:  AS32934
    /// mnt-by:  MAINT-SOMEBODY-ELSE
    /// source:  RADB
    ///
    /// ";
    /// let meta = Networks::from_whois(answer)?;
    /// assert!(meta.contains("192.0.2.1".parse()?));
    /// assert!(!meta.contains("198.51.100.1".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if no route is Meta's, which includes an empty answer; if the answer ends in
    /// the middle of a line or of a route; or if one of Meta's routes is not a range, has bits set
    /// beyond its prefix, or is broader than /12 (IPv6: /24). Keep the previous list in all of these
    /// cases.
    pub fn from_whois(answer: &str) -> Result<Self, NetworksError> {
        Self::merged(whois::routes(answer)?).ok_or(NetworksError::NoRoutes)
    }

    /// Returns whether an address is in one of the ranges.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let number = range::number(address);
        let candidate = self.ranges.partition_point(|range| range.last < number);
        self.ranges.get(candidate).is_some_and(|range| range.first <= number)
    }

    /// Returns the address of the client, where `self` is the list of your own proxies.
    ///
    /// `peer` is the address that the connection comes from, and `header` the one that your proxies
    /// append the address of their own client to, such as `X-Forwarded-For`. The entries are read from
    /// the right, and the first address that is not one of your proxies is the client: a proxy of yours
    /// wrote that entry, while anyone may have written what is further left. Several lines of the
    /// header are one list. A port after an address is allowed, as in `192.0.2.1:4711` and
    /// `[2001:db8::1]:4711`. The header `Forwarded` has another syntax and is not supported.
    ///
    /// A peer that is not one of your proxies is itself the client, whatever its headers say.
    ///
    /// The result is `None` if it is unknown who the client is: the header is absent, an entry is not an
    /// address, or all addresses are those of your proxies. Reject such requests. An IPv4 address in the form of
    /// IPv6 is returned as IPv4.
    ///
    /// List the addresses of your proxies alone. In a larger range, such as the whole network of a
    /// data center, other machines can name any client.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap, header: &HeaderName) -> Option<IpAddr> {
        forwarded::client(self, peer, headers, header)
    }

    /// Sorts the ranges and joins those that overlap or touch; `None` if there are none.
    fn merged(mut ranges: Vec<Range>) -> Option<Self> {
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(previous) if range.first <= previous.last.saturating_add(1) => {
                    previous.last = previous.last.max(range.last);
                }
                _ => merged.push(range),
            }
        }
        (!merged.is_empty()).then(|| Self { ranges: merged.into() })
    }
}

/// Reads a list with one address or range on each line.
///
/// `#` starts a comment. Empty lines and white space around a range are ignored.
///
/// # Errors
///
/// Returns an error if the list is empty, or if a line is neither an address nor a range in CIDR
/// notation, has bits set beyond its prefix (`192.0.2.1/24`), or is broader than /8 (IPv6: /7, or
/// anything that contains all of IPv4).
impl FromStr for Networks {
    type Err = NetworksError;

    fn from_str(list: &str) -> Result<Self, NetworksError> {
        let mut ranges = Vec::new();
        for (line, text) in (1..).zip(list.lines()) {
            let range = text.split('#').next().unwrap_or_default().trim();
            if !range.is_empty() {
                ranges.push(Range::parse(range, line, Broadest { ipv4: 8, ipv6: 7 })?);
            }
        }
        Self::merged(ranges).ok_or(NetworksError::Empty)
    }
}

impl fmt::Debug for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Networks").field("ranges", &self.ranges.len()).finish()
    }
}
