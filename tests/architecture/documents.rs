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
    "docs/performance-inbox.md",
    "docs/start.md",
    "docs/first-bot.md",
    "docs/handlers.md",
    "docs/answering.md",
    "docs/work.md",
    "docs/testing.md",
    "docs/simulator.md",
    "docs/hosts.md",
    "docs/apps.md",
    "docs/inbox.md",
    "docs/on-premises.md",
    "docs/coming-from.md",
    "docs/faq.md",
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
            let is_of_reader = document == &"docs/first-bot.md"
                && ["src/", "tests/"].iter().any(|folder| span.starts_with(folder));
            if is_path && !is_of_reader && !span.contains(|c: char| c.is_ascii_uppercase()) {
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

/// The front page is read to its end.
#[test]
fn the_readme_has_at_most_150_lines() {
    let lines = fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(lines <= 150, "README.md has {lines} lines");
}

/// A page of the guide is read on docs.rs, where a relative link leads nowhere.
#[test]
fn the_pages_of_the_guide_link_to_pages_of_the_guide_as_docs_rs_has_them() {
    const GUIDE: &str = "https://docs.rs/whatsapp-webhook/latest/whatsapp_webhook/_guide/";
    let guide = fs::read_to_string(root().join("src/_guide.rs")).unwrap();
    let pages: Vec<&str> =
        guide.split("include_str!(\"../").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(pages.len() >= 15, "{pages:?}");
    for page in pages.iter().copied().chain(["README.md"]) {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let text: String = text.split("```").step_by(2).collect();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let is_relative = !link.contains("://") && !link.starts_with('#');
            assert!(!is_relative || page == "README.md", "{page} links to {link}");
            if let Some(name) = link.strip_prefix(GUIDE).and_then(|rest| rest.split('/').next()) {
                let is_there = name == "index.html" || guide.contains(&format!("pub mod {name} {{}}"));
                assert!(is_there, "{page} links to {link}, which is no page of the guide");
            }
        }
    }
}

/// A program that a reader copies is compiled and run as it stands.
#[test]
fn the_program_of_the_guide_is_an_example() {
    let program = fs::read_to_string(root().join("examples/start.rs")).unwrap();
    let code = &program[program.find("use std").unwrap()..];
    let page = fs::read_to_string(root().join("docs/start.md")).unwrap();
    assert!(page.contains(&format!("```rust,no_run\n{code}```\n")), "docs/start.md has another program");
}

#[test]
fn the_code_of_the_page_on_metrics_is_in_the_example() {
    let example = fs::read_to_string(root().join("examples/metrics.rs")).unwrap();
    let page = fs::read_to_string(root().join("docs/observe.md")).unwrap();
    let blocks: Vec<_> =
        page.split("```rust,ignore\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
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
fn the_code_of_the_guide_that_sends_a_call_is_in_the_cookbook() {
    let client = fs::read_to_string(root().join("examples/cookbook/src/client.rs")).unwrap();
    let client = client.replace("\n    ", "\n");
    let page = fs::read_to_string(root().join("docs/answering.md")).unwrap();
    let block =
        page.split("```rust,ignore\n").find(|block| block.starts_with("pub async fn send<A>")).unwrap();
    let code = block.split("```").next().unwrap();
    assert!(client.contains(code), "examples/cookbook/src/client.rs has not\n{code}");
}
