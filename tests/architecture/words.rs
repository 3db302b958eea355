//! One word a thing, in documents and comments.

use std::fs;

use super::{root, rust_files};

/// The words that are not used, and those that are used in their place.
const WORDS: &[(&str, &str)] = &[
    ("the platform", "Meta"),
    ("refuse", "reject"),
    ("refusal", "rejection"),
    ("refusing", "rejecting"),
    ("event body", "notification"),
    ("unmodelled", "unknown"),
    ("leaf", "item"),
    ("the two ends", "sender and recipient"),
];

/// Where such a word means another thing.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("docs/inbox.md", "refuse", "a store that does not work with a server, in the name of a test"),
    ("tests/allocations/sockets.rs", "refuse", "a library that does not take what it is given"),
    ("tests/campaigns/certificates.rs", "refuse", "a connection"),
    ("tests/it/sockets/client.rs", "refuse", "a connection"),
    ("tests/it/event/leaves.rs", "leaf", "a value of JSON that has no others in it"),
    ("ARCHITECTURE.md", "leaf", "a value of JSON that has no others in it"),
];

/// The documents, and the comments of the sources, line by line.
fn lines() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for folder in ["", "docs", "stores/postgres", "stores/redis", "stores/sqlite"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let text = fs::read_to_string(root().join(&path)).unwrap();
                lines.extend(text.lines().map(|line| (path.clone(), line.to_owned())));
            }
        }
    }
    for folder in ["src", "examples", "benches", "tests", "stores"] {
        for (path, text) in rust_files(folder) {
            let path = format!("{folder}/{path}");
            if path != "tests/architecture/words.rs" {
                let comments = text.lines().filter_map(|line| line.split_once("//"));
                lines.extend(comments.map(|(_, comment)| (path.clone(), comment.to_owned())));
            }
        }
    }
    lines
}

#[test]
fn each_thing_has_one_word() {
    let lines = lines();
    assert!(lines.len() > 10_000, "{} lines", lines.len());
    let mut used = vec![false; EXCEPTIONS.len()];
    let mut wrong = Vec::new();
    for (path, line) in &lines {
        let line = line.to_lowercase();
        for (word, instead) in WORDS.iter().filter(|(word, _)| line.contains(word)) {
            let excused = EXCEPTIONS
                .iter()
                .position(|(place, excused, _)| path.starts_with(place) && word.starts_with(excused));
            match excused {
                Some(exception) => used[exception] = true,
                None => wrong.push(format!("{path}: {line:?} has {word:?}, not {instead:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unused = EXCEPTIONS.iter().zip(used).filter(|(_, used)| !used).map(|(exception, _)| exception);
    assert_eq!(unused.collect::<Vec<_>>(), [] as [&(&str, &str, &str); 0], "exceptions that nothing needs");
}
