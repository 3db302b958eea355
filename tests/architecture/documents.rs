//! What the documents name must exist.

use std::{fs, path::Path};

use super::{root, rust_files};

/// The documents whose names of tests, files and pages must exist.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/performance.md",
    "docs/campaigns.md",
    "docs/deploy.md",
    "docs/observe.md",
    "docs/troubleshooting.md",
    "docs/quirks.md",
    "docs/setup.md",
    "docs/inbox.md",
    "docs/performance-inbox.md",
];

/// The headings of a document as they stand in links: in lower case, with hyphens.
fn headings(file: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(file).unwrap();
    let headings: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect();
    headings.into_iter().map(|heading| {
        let letters = heading.to_lowercase().replace(' ', "-");
        letters.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
    })
}

/// The tests that hold an invariant or stop a threat are named in the documents, and so are files.
#[test]
fn the_documents_name_only_what_exists() {
    let code: String = ["src", "tests", "examples", "stores"]
        .into_iter()
        .flat_map(rust_files)
        .map(|(_, text)| text)
        .collect();
    for document in DOCUMENTS {
        let folder = root().join(document).parent().unwrap().to_owned();
        let text = fs::read_to_string(root().join(document)).unwrap();
        let text: String = text.split("```").step_by(2).collect(); // without blocks of code
        for span in text.split('`').skip(1).step_by(2) {
            // A name as long as a sentence is a test's; the tests are named so.
            let is_name = span.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            let is_field = root().join(format!("src/event/change/{span}.rs")).exists();
            let is_metric = span.starts_with("whatsapp_webhook_"); // compared with the example that exports it
            if is_name && !is_field && !is_metric && span.matches('_').count() >= 3 {
                assert!(code.contains(&format!("fn {span}")), "{document} names `{span}`, which is nowhere");
            }
            let is_path = ["src/", "tests/", "examples/", "benches/", "stores/"]
                .iter()
                .any(|folder| span.starts_with(folder));
            // Capitals stand for a name of the reader's choice.
            if is_path && !span.contains(|c: char| c.is_ascii_uppercase()) {
                assert!(root().join(span).exists(), "{document} names `{span}`, which is not there");
            }
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { root().join(document) } else { folder.join(file) };
            assert!(file.exists(), "{document} links to {link}, which is not there");
            assert!(
                heading.is_empty() || headings(&file).any(|found| found == heading),
                "{document} links to {link}, which is no heading there"
            );
        }
    }
}

/// docs.rs shows the table on the page of the layer, and the README as well.
#[test]
fn the_table_of_responses_is_the_same_in_the_readme_and_on_the_layers_page() {
    let table = fs::read_to_string(root().join("src/middleware/responses.md")).unwrap();
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(&format!("## Responses\n\n{table}\n")), "README.md has another table");
    let layer = fs::read_to_string(root().join("src/middleware/layer.rs")).unwrap();
    assert!(layer.contains(r#"#[doc = include_str!("responses.md")]"#));
}

/// A program that a reader copies is compiled and run as it stands.
#[test]
fn the_program_of_the_readme_is_an_example() {
    let program = fs::read_to_string(root().join("examples/readme.rs")).unwrap();
    let code = &program[program.find("use std").unwrap()..];
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(&format!("```rust,no_run\n{code}```\n")), "README.md has another program");
}

#[test]
fn the_code_of_the_page_on_metrics_is_in_the_example() {
    let example = fs::read_to_string(root().join("examples/metrics.rs")).unwrap();
    let page = fs::read_to_string(root().join("docs/observe.md")).unwrap();
    let blocks: Vec<_> =
        page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        assert!(example.contains(block), "examples/metrics.rs has not\n{block}");
    }
}

/// So that a peculiarity can be cited by its number, and none is without a test or a reason.
#[test]
fn the_quirks_are_numbered_and_each_has_a_test_or_a_reason() {
    let text = fs::read_to_string(root().join("docs/quirks.md")).unwrap();
    let code: String =
        ["src", "tests", "examples"].into_iter().flat_map(rust_files).map(|(_, text)| text).collect();
    let mut numbers = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let Ok(number) = cells[0].parse::<usize>() else { continue };
        numbers.push(number);
        assert_eq!(cells.len(), 4, "docs/quirks.md, row {number}: a row has four cells");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "docs/quirks.md, row {number}: a cell is empty");
        let tests: Vec<&str> = cells[3].split('`').skip(1).step_by(2).collect();
        let are_there = tests.iter().all(|test| code.contains(&format!("fn {test}()")));
        assert!(
            are_there && (!tests.is_empty() || cells[3].starts_with("none: ")),
            "docs/quirks.md, row {number}: the last cell names tests, or says `none: ` and why"
        );
    }
    numbers.sort_unstable(); // a new row is numbered 100, wherever it belongs
    let expected: Vec<usize> = (1..=numbers.len().max(99)).collect();
    assert_eq!(numbers, expected, "docs/quirks.md: each row is there once, 1 to 99 and whatever came later");
    let quirks: String = rust_files("tests/it/event/quirks").into_iter().map(|(_, text)| text).collect();
    let tests: Vec<&str> =
        quirks.split("#[test]\nfn ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    assert!(!tests.is_empty(), "tests/it/event/quirks holds no tests");
    for test in tests {
        assert!(text.contains(&format!("`{test}`")), "docs/quirks.md has no row for `{test}`");
    }
}

/// The cookbook is a package of its own, which compiles the code.
#[test]
fn the_code_of_the_readme_that_sends_a_call_is_in_the_cookbook() {
    let client = fs::read_to_string(root().join("examples/cookbook/src/client.rs")).unwrap();
    let client = client.replace("\n    ", "\n");
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let block =
        readme.split("```rust,ignore\n").find(|block| block.starts_with("pub async fn send<A>")).unwrap();
    let code = block.split("```").next().unwrap();
    assert!(client.contains(code), "examples/cookbook/src/client.rs has not\n{code}");
}
