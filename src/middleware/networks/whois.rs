use super::{Broadest, NetworksError, Range};

/// The number of Meta's network.
const ORIGIN: &str = "AS32934";

/// Meta's maintainers, each with the registry that it belongs to. The same name in another registry
/// can belong to anyone.
const MAINTAINERS: &[(&str, &str)] = &[("RADB", "MAINT-AS32934")];

/// Reads the routes that Meta has registered, of an answer that lists all with the origin AS32934.
pub(super) fn routes(answer: &str) -> Result<Vec<Range>, NetworksError> {
    let objects = objects(answer);
    let is_whole = answer.is_empty() || answer.ends_with('\n');
    if !is_whole || objects.last().is_some_and(Object::is_truncated) {
        return Err(NetworksError::Truncated);
    }
    let routes = objects.iter().filter_map(|object| Some((object.line, object.route_of_meta()?)));
    routes.map(|(line, route)| Range::parse(route, line, Broadest { ipv4: 12, ipv6: 24 })).collect()
}

/// A paragraph of an answer: attributes in the language RPSL (RFC 2622).
struct Object<'a> {
    /// The number of its first line.
    line: usize,
    /// The name of its first attribute, which is the kind of the object.
    class: &'a str,
    /// Each word of a value, with the name of its attribute.
    words: Vec<(&'a str, &'a str)>,
}

impl<'a> Object<'a> {
    fn is_route(&self) -> bool {
        ["route", "route6"].iter().any(|class| self.class.eq_ignore_ascii_case(class))
    }

    /// Whether the object is a route that lacks an attribute which every route has.
    fn is_truncated(&self) -> bool {
        self.is_route() && ["origin", "mnt-by", "source"].into_iter().any(|name| self.lacks(name))
    }

    fn lacks(&self, name: &str) -> bool {
        self.values(name).next().is_none()
    }

    /// Returns the range of a route if Meta, and nobody else, maintains it.
    ///
    /// Each attribute but `mnt-by` must have one value, so that two objects without an empty line
    /// between them are not read as one. All maintainers must be Meta's, because a registry asks only
    /// one of them for consent.
    fn route_of_meta(&self) -> Option<&'a str> {
        let route = only(self.values("route").chain(self.values("route6")))?;
        let origin = only(self.values("origin"))?;
        let source = only(self.values("source"))?;
        let is_metas = |maintainer: &str| {
            MAINTAINERS.iter().any(|(registry, name)| {
                source.eq_ignore_ascii_case(registry) && maintainer.eq_ignore_ascii_case(name)
            })
        };
        let is_route_of_meta = self.is_route()
            && origin.eq_ignore_ascii_case(ORIGIN)
            && !self.lacks("mnt-by")
            && self.values("mnt-by").all(is_metas);
        is_route_of_meta.then_some(route)
    }

    /// Returns the words of all attributes with a name.
    fn values(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.words.iter().filter(move |(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, word)| *word)
    }
}

/// Returns the only item, if there is exactly one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let item = items.next()?;
    items.next().is_none().then_some(item)
}

/// Splits an answer into its objects. An empty line ends an object; a comment does not.
fn objects(answer: &str) -> Vec<Object<'_>> {
    let mut objects: Vec<Object<'_>> = Vec::new();
    let mut is_inside = false;
    let mut name = "";
    for (line, text) in (1..).zip(answer.lines()) {
        if text.is_empty() {
            (is_inside, name) = (false, "");
            continue;
        }
        if text.starts_with(['%', '#']) {
            continue;
        }
        // A line that starts with white space or `+` continues the value before it.
        let value = match text.strip_prefix([' ', '\t', '+']) {
            Some(value) => value,
            None => {
                let (attribute, value) = text.split_once(':').unwrap_or((text, ""));
                name = attribute.trim();
                value
            }
        };
        if !is_inside {
            objects.push(Object { line, class: name, words: Vec::new() });
            is_inside = true;
        }
        let value = value.split('#').next().unwrap_or_default();
        let words = value.split([' ', '\t', ',']).filter(|word| !word.is_empty());
        if let Some(object) = objects.last_mut() {
            object.words.extend(words.map(|word| (name, word)));
        }
    }
    objects
}
