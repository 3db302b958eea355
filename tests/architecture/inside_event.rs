//! The layers of the event model: which of its modules may import which.

use std::collections::BTreeMap;

use super::{
    Source,
    use_trees::{paths, paths_of_crate, segments, starts, tree},
};

/// The modules of `src/event`, layer by layer. A module may import only modules of the layers above its own.
///
/// First come JSON and reading, then the values and the types, then the table of fields, then finding, walking and the
/// updates.
const LAYERS: &[&[&str]] = &[
    &["json", "error_code"],
    &["decode_error"],
    &["find", "read"],
    &["value"],
    &["unknown"],
    &["contact", "metadata", "on_premises", "payment", "pricing", "template"],
    &["user"],
    &["content"],
    &["api_error", "user_action"],
    &["message", "status"],
    &["transcript_message"],
    &["change"],
    &["context"],
    &["walk"],
    &["unrecognized", "update"],
];

/// Names that a module may import from a layer below its own, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("content", "Content", "the signature of the function in a row of the table names it"),
    ("read", "Unknown", "it takes the place of content whose `type` is not modeled"),
    ("read", "UnknownReason", "it says why"),
    ("read", "UnrecognizedReason", "the watch notes it"),
];

/// Code that is imported where it is used, and code of tests.
const ANYWHERE: &[&str] = &["macros", "description"];

/// The layer of a module, counted from the top.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The name of the module below `event` that a file belongs to.
fn module_of(source: &Source) -> Option<&str> {
    let below = source.path.strip_prefix("event/")?;
    below.split('/').next().map(|first| first.strip_suffix(".rs").unwrap_or(first))
}

/// The names that `event.rs` and `change.rs` export, each with the module below `event` that it is in.
fn exported(sources: &[Source]) -> BTreeMap<String, String> {
    // `contents!` declares it.
    let mut names = BTreeMap::from([("Content".to_owned(), "change".to_owned())]);
    for source in sources.iter().filter(|source| ["event.rs", "event/change.rs"].contains(&&*source.path)) {
        let is_change = source.path == "event/change.rs";
        for at in starts(&source.code, "use self::") {
            let rest = &source.code[at + "use self::".len()..];
            for path in paths(&rest[..tree(rest)]) {
                let path = segments(&path);
                let module = if is_change { "change" } else { &path[0] };
                names.insert(path.last().unwrap().clone(), module.to_owned());
            }
        }
        for declaration in source.code.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
            let name = declaration.trim_end_matches(';');
            names.insert(name.to_owned(), if is_change { "change" } else { name }.to_owned());
        }
    }
    names
}

/// The paths below `event` that a file imports.
fn imports(source: &Source) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for path in paths_of_crate(&source.code).iter().map(|path| segments(path)) {
        match path.split_first() {
            Some((first, rest)) if first == "event" => found.push(rest.to_vec()),
            _ => found.push(path), // a name of the model that the crate's root exports
        }
    }
    // Of a file that stands directly in `event`, the parent is `event`.
    if source.path.matches('/').count() == 1 {
        for at in starts(&source.code, "super::") {
            let rest = &source.code[at + "super::".len()..];
            found.extend(paths(&rest[..tree(rest)]).iter().map(|path| segments(path)));
        }
    }
    found
}

#[test]
fn each_module_of_the_event_model_imports_from_layers_above_it() {
    let sources = super::sources();
    let exported = exported(&sources);
    for source in &sources {
        let Some(module) = module_of(source).filter(|module| !ANYWHERE.contains(module)) else { continue };
        let path = &source.path;
        let Some(mine) = layer(module) else { panic!("src/{path}: `{module}` is in no layer of this test") };
        for import in imports(source) {
            let first = &*import[0];
            let (from, name) = match exported.get(first) {
                _ if layer(first).is_some() => (first, import.get(1).map_or(first, |name| name)),
                Some(module) => (&**module, first),
                None => {
                    assert!(
                        ANYWHERE.contains(&first) || first == "WebhookEvent",
                        "src/{path}: `{first}` is in no layer of this test"
                    );
                    continue;
                }
            };
            let is_above = layer(from).is_some_and(|layer| layer < mine) || from == module;
            let is_allowed = EXCEPTIONS.iter().any(|(who, what, _)| (*who, *what) == (module, name));
            assert!(
                is_above || is_allowed,
                "src/{path}: `{module}` must not import `{name}` of `{from}`, which is not in a layer above it"
            );
        }
    }
}

/// Each exception is still needed, and each module of a layer is there.
#[test]
fn the_layers_of_the_event_model_name_only_what_exists() {
    let sources = super::sources();
    if sources.is_empty() {
        return;
    }
    for module in LAYERS.iter().copied().flatten() {
        let path = format!("event/{module}.rs");
        assert!(sources.iter().any(|source| source.path == path), "src/{path} is not there");
    }
    for (module, name, _) in EXCEPTIONS {
        let mut files = sources.iter().filter(|source| module_of(source) == Some(module));
        let is_used =
            files.any(|source| imports(source).iter().any(|path| path.iter().any(|part| part == name)));
        assert!(is_used, "`{module}` no longer imports `{name}`");
    }
}

/// Every macro of the crate.
const MACROS: &[&str] = &["contents", "object", "open_string", "samples", "string_type", "tagged"];

#[test]
fn the_crate_has_no_macro_that_is_not_in_this_list() {
    let sources = super::sources();
    if sources.is_empty() {
        return;
    }
    let code: String = sources.iter().map(|source| &*source.code).collect();
    let mut names: Vec<&str> = code
        .split("macro_rules! ")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, MACROS);
}
