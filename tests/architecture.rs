//! The invariants of ARCHITECTURE.md that can be read off the source text.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy.toml covers the test functions, not their helpers"
)]

#[path = "architecture/documents.rs"]
mod documents;
#[path = "architecture/inside_event.rs"]
mod inside_event;
#[path = "architecture/layout.rs"]
mod layout;
#[path = "architecture/use_trees.rs"]
mod use_trees;
#[path = "architecture/words.rs"]
mod words;

use std::{collections::BTreeMap, fs, path::Path};

use self::use_trees::{paths, paths_of_crate, segments, starts};

/// Every module of `src/`, and the modules that it may import.
///
/// A module may import only modules that stand above it, so there is no circle. The parts of a module may have rows of
/// their own, such as `middleware::layer`; the row of the module then holds for its own file.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("event", &[]),
    ("log", &[]),
    ("config_error", &[]),
    ("signature", &["config_error"]),
    ("keys", &["event"]),
    ("dedup", &["event"]),
    ("graph", &["event", "config_error", "signature"]),
    ("middleware::rejection", &[]),
    ("middleware::credentials", &["config_error", "signature"]),
    ("middleware::verified", &["event", "middleware::credentials"]),
    ("middleware::extraction", &["event", "middleware::verified"]),
    ("middleware::observer", &["middleware::rejection", "middleware::verified"]),
    ("middleware::limits", &[]),
    ("middleware::networks", &[]),
    ("middleware::challenge", &["middleware::rejection", "middleware::credentials"]),
    (
        "middleware::verifier",
        &["signature", "middleware::rejection", "middleware::verified", "middleware::credentials"],
    ),
    (
        "middleware::authentication",
        &[
            "signature",
            "middleware::rejection",
            "middleware::credentials",
            "middleware::challenge",
            "middleware::verifier",
        ],
    ),
    (
        "middleware::body",
        &["middleware::rejection", "middleware::verified", "middleware::limits", "middleware::verifier"],
    ),
    (
        "middleware::config",
        &[
            "middleware::rejection",
            "middleware::verified",
            "middleware::limits",
            "middleware::observer",
            "middleware::verifier",
            "middleware::authentication",
            "middleware::body",
        ],
    ),
    (
        "middleware::future",
        &["middleware::rejection", "middleware::verified", "middleware::observer", "middleware::body"],
    ),
    (
        "middleware::service",
        &["middleware::observer", "middleware::config", "middleware::body", "middleware::future"],
    ),
    (
        "middleware::layer",
        &[
            "signature",
            "middleware::credentials",
            "middleware::verified",
            "middleware::limits",
            "middleware::observer",
            "middleware::authentication",
            "middleware::config",
            "middleware::service",
        ],
    ),
    ("middleware", &[]),
    ("inbox", &["event", "keys", "log", "dedup", "middleware::extraction"]),
    ("extract", &["event", "log", "dedup", "middleware::verified", "middleware::extraction"]),
    ("_guide", &[]),
    ("testing", &["event", "signature", "keys", "dedup", "inbox"]),
];

/// The crates that `event` has no business with; without the feature `middleware` they are not even there.
const NOT_FOR_EVENT: &[&str] = &[
    "axum",
    "axum_core",
    "hmac",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "sha2",
    "subtle",
    "tokio",
    "tower",
    "tower_layer",
    "tower_service",
    "tracing",
];

/// A file of `src/`: its path below `src/`, and its code without comments and unit tests.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The module at the root that the file belongs to: `event` for `event.rs` and for everything below `event/`.
    fn root_module(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The file's own path as a module: `middleware::body::buffer` for `middleware/body/buffer.rs`.
    fn module_path(&self) -> String {
        self.path.strip_suffix(".rs").unwrap().replace('/', "::")
    }

    /// The row of the table of imports that holds for the file.
    fn row(&self) -> Option<&'static str> {
        row(&segments(&self.module_path()))
    }

    /// Whether the code has a path that starts with this crate's name.
    fn mentions(&self, krate: &str) -> bool {
        let path = format!("{krate}::");
        starts(&self.code, &path).next().is_some()
    }
}

/// All files of `src/`, or nothing where the tests stand without them.
#[allow(clippy::print_stderr, reason = "a skipped test should say so")]
fn sources() -> Vec<Source> {
    let texts = rust_files("src");
    if texts.is_empty() {
        eprintln!("skipped: there is no src/");
    }
    texts.into_iter().map(|(path, text)| Source { path, code: code(&text) }).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The path below `folder`, and the text, of each Rust file in it.
fn rust_files(folder: &str) -> Vec<(String, String)> {
    fn collect(directory: &Path, below: &str, files: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.file_name() == "target" {
                continue; // what was built in a package of its own
            }
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{path}/"), files);
            } else if path.ends_with(".rs") {
                files.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }

    let mut files = Vec::new();
    let directory = root().join(folder);
    if directory.is_dir() {
        collect(&directory, "", &mut files);
    }
    files
}

/// The text without comments, without the unit tests at its end, and without items for tests alone.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().map(|line| line.split("//").next().unwrap());
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" && !line.starts_with("#[cfg(all(test,") {
            code.push_str(line);
            code.push('\n');
            continue;
        }
        match lines.next() {
            Some(item) if item.ends_with('{') => break,
            Some(item) if !item.ends_with(';') => lines.by_ref().find(|line| line.ends_with(';')),
            _ => None,
        };
    }
    code
}

/// The row of the table for a path: that of its first two segments, if there is one, or else that of its first.
fn row(path: &[String]) -> Option<&'static str> {
    let rows = MAY_IMPORT.iter().map(|(module, _)| *module);
    (1..=path.len().min(2)).rev().map(|length| path[..length].join("::")).find_map(|path| {
        let mut rows = rows.clone();
        rows.find(|row| *row == path)
    })
}

/// Whether the parts of a module have rows of their own.
fn has_parts(module: &str) -> bool {
    MAY_IMPORT.iter().any(|(row, _)| row.split_once("::").is_some_and(|(parent, _)| parent == module))
}

/// The names that a file exports by `pub use`, each with its path from the root of the crate.
fn exports(source: &Source) -> BTreeMap<String, Vec<String>> {
    let mut exports = BTreeMap::new();
    for (prefix, from) in
        [("pub use crate::", String::new()), ("pub use self::", source.module_path() + "::")]
    {
        for statement in source.code.split(';') {
            let Some((_, tree)) = statement.split_once(prefix) else { continue };
            for path in paths(tree) {
                let path = segments(&format!("{from}{path}"));
                exports.insert(path.last().unwrap().clone(), path);
            }
        }
    }
    exports
}

/// The row of the table that a path behind `crate::` leads to, through `pub use` where need be.
fn imported(path: &str, sources: &[Source]) -> Option<&'static str> {
    let mut path = segments(path);
    for _ in 0..3 {
        let found = row(&path);
        if let Some(found) = found
            && !(has_parts(found) && path.len() > 1)
        {
            return Some(found);
        }
        // The name is exported by the crate's root, or by the module with parts if it is not declared there.
        let (file, name) = match found {
            Some(module) => (format!("{module}.rs"), path.get(1)?),
            None => ("lib.rs".to_owned(), path.first()?),
        };
        let exporter = sources.iter().find(|source| source.path == file)?;
        match exports(exporter).remove(name) {
            Some(exported) => path = exported,
            None => return found,
        }
    }
    None
}

#[test]
fn the_table_of_imports_has_no_circle() {
    let mut above = Vec::new();
    for (module, imports) in MAY_IMPORT {
        for import in *imports {
            assert!(
                above.contains(import),
                "`{module}` may import `{import}`, which does not stand above it"
            );
        }
        above.push(module);
    }
}

#[test]
fn imports_point_one_way() {
    let sources = sources();
    let table: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    for source in sources.iter().filter(|source| source.path != "lib.rs") {
        let path = &source.path;
        let Some(module) = source.row() else {
            panic!("src/{path}: the module is not in the table of this test, nor in ARCHITECTURE.md");
        };
        let is_part = source.path.contains('/') && has_parts(source.root_module());
        assert!(
            !is_part || module.contains("::"),
            "src/{path}: parts of `{module}` have rows of their own in the table of this test, and this one has none"
        );
        // By `super::` a file may only name the module that its row is for.
        let is_inner = source.module_path() != module;
        assert!(
            !source.code.contains("super::super::") && (is_inner || !source.code.contains("super::")),
            "src/{path}: write `crate::` in place of `super::`, so that this test sees what is imported"
        );
        for name in paths_of_crate(&source.code) {
            let Some(import) = imported(&name, &sources) else {
                panic!("src/{path}: `crate::{name}` is neither in a module nor exported by src/lib.rs");
            };
            assert!(
                import == module || table[module].contains(&import),
                "src/{path}: `{module}` must not import `{import}` (by `crate::{name}`); \
                 ARCHITECTURE.md says which way imports point"
            );
        }
    }
}

#[test]
fn the_middleware_module_only_declares_and_exports_its_parts() {
    for source in sources().iter().filter(|source| source.path == "middleware.rs") {
        let statements = source.code.split(';').map(str::trim).filter(|statement| !statement.is_empty());
        for statement in statements {
            let is_declaration = statement.starts_with("mod ") || statement.starts_with("pub mod ");
            assert!(
                is_declaration || statement.starts_with("pub use self::"),
                "src/{}: `{statement}` belongs in a part of the module",
                source.path
            );
        }
    }
}

/// The rule itself is tried on imports that it must tell apart.
#[test]
fn an_import_is_followed_to_the_module_that_declares_it() {
    let sources = sources();
    if sources.is_empty() {
        return;
    }
    for (path, expected) in [
        ("Verified", Some("middleware::verified")),
        ("VerifyToken", Some("middleware::credentials")),
        ("middleware::Verified", Some("middleware::verified")),
        ("middleware::challenge::check", Some("middleware::challenge")),
        ("AppSecret", Some("signature")),
        ("WebhookEvent", Some("event")),
        ("event::read::Reader", Some("event")),
        ("middleware", Some("middleware")),
        ("Nowhere", None),
        ("middleware::nowhere", Some("middleware")),
    ] {
        assert_eq!(imported(path, &sources), expected, "{path}");
    }
}

#[test]
fn event_knows_no_http() {
    for source in sources().iter().filter(|source| source.root_module() == "event") {
        for krate in NOT_FOR_EVENT {
            assert!(!source.mentions(krate), "src/{}: the event model must not use `{krate}`", source.path);
        }
        assert!(!source.code.contains("cfg(feature"), "src/{}: the event model has no features", source.path);
    }
}

#[test]
fn only_extract_knows_axum() {
    for source in sources().iter().filter(|source| source.root_module() != "extract") {
        for krate in ["axum", "axum_core"] {
            assert!(!source.mentions(krate), "src/{}: only src/extract.rs may use `{krate}`", source.path);
        }
    }
}

#[test]
fn only_the_event_model_parses_json() {
    // `graph` reads Meta's answers to requests of one's own, `testing` writes notifications, and no module of the middleware may import them.
    let is_reader = |source: &&Source| ["event", "graph", "testing"].contains(&source.root_module());
    for source in sources().iter().filter(|source| !is_reader(source)) {
        for krate in ["serde", "serde_json"] {
            assert!(
                !source.mentions(krate),
                "src/{}: nothing outside of src/event, src/graph and src/testing may use `{krate}`, so that nothing is parsed before the \
                 signature is verified",
                source.path
            );
        }
    }
}

#[test]
fn no_serde_attribute_buffers() {
    for source in sources() {
        for (at, _) in source.code.match_indices("serde(") {
            let attribute = &source.code[at..];
            let attribute = &attribute[..attribute.find(']').unwrap_or(attribute.len())];
            for word in ["flatten", "untagged", "tag"] {
                assert!(
                    starts(attribute, word).next().is_none(),
                    "src/{}: `{word}` buffers what it reads and loses the error's path; use `tagged!` of src/event/macros",
                    source.path
                );
            }
        }
    }
}

#[test]
fn a_module_with_parts_is_a_file_beside_its_folder() {
    for source in sources() {
        assert!(!source.path.ends_with("mod.rs"), "src/{}: call it by its folder's name", source.path);
    }
}
