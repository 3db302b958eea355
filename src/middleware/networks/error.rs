use std::{fmt, net::IpAddr};

/// Why a list of address ranges was rejected.
///
/// The message names the line and says what to do. Lines are counted from 1; in an answer of whois,
/// the line is that of the `route`.
///
/// `Debug` prints the same message as `Display`, because a `main` that returns an error prints its
/// `Debug`.
///
/// ```
/// use whatsapp_webhook::Networks;
///
/// let error = "# our proxies\n192.0.2.1/24".parse::<Networks>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 2: the address has bits set beyond the prefix: write 192.0.2.0/24 for the range, or the address alone",
/// );
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworksError {
    /// The list has no address.
    Empty,
    /// A line is neither an address nor a range in CIDR notation.
    NotARange {
        /// The number of the line.
        line: usize,
    },
    /// An address has bits set beyond the prefix of its range.
    HostBits {
        /// The number of the line.
        line: usize,
        /// The first address of the range that contains the address.
        first: IpAddr,
        /// The length of the prefix.
        prefix: u8,
    },
    /// A range is broader than any network that should be trusted as a whole.
    TooBroad {
        /// The number of the line.
        line: usize,
        /// The shortest prefix that is accepted.
        shortest_prefix: u8,
    },
    /// An answer of whois has no route of AS32934 that is maintained by Meta.
    NoRoutes,
    /// An answer of whois ends in the middle of a line or of a route.
    Truncated,
}

impl fmt::Debug for NetworksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NetworksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "the list of networks is empty: check the variable or file that you read it from; \
                 a list that admits nobody is not supported",
            ),
            Self::NotARange { line } => write!(
                f,
                "line {line}: this is neither an address nor a range: write one on each line, \
                 such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32"
            ),
            Self::HostBits { line, first, prefix } => write!(
                f,
                "line {line}: the address has bits set beyond the prefix: \
                 write {first}/{prefix} for the range, or the address alone"
            ),
            Self::TooBroad { line, shortest_prefix } => write!(
                f,
                "line {line}: the range is broader than /{shortest_prefix}: list only networks that you trust as a whole"
            ),
            Self::NoRoutes => f.write_str(
                "the answer of whois has no route of AS32934 that is maintained by Meta: keep the previous list, \
                 and check the query; its option is a hyphen and the letter i, and not a dash",
            ),
            Self::Truncated => f.write_str(
                "the answer of whois ends in the middle of a line or of a route: keep the previous list, \
                 and fetch the answer again, without changes to its end",
            ),
        }
    }
}

impl std::error::Error for NetworksError {}
