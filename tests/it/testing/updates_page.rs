//! `docs/updates.md` is made of the samples.

use std::{collections::BTreeMap, env, fmt::Write, fs, path::Path};

use whatsapp_webhook::testing::{Sample, samples};

const INTRODUCTION: &str = "\
# All updates

The JSON of each kind of update, when Meta sends it, and the `Content` that it is decoded to. These are the samples of the feature `testing`, in our own words and with made-up
numbers: `testing::Sample::named(\"text\")` in a test, `cargo run --example send -- text` for a receiver that runs. `UPDATE_DOCS=1 cargo test --all-features updates_page` writes
this page anew.
";

fn page() -> String {
    let mut fields: BTreeMap<&str, Vec<Sample>> = BTreeMap::new();
    for sample in samples() {
        fields.entry(sample.field()).or_default().push(sample);
    }
    let mut page = INTRODUCTION.to_owned();
    for (field, samples) in fields {
        write!(page, "\n## {field}\n\n| sample | when | decoded to |\n| --- | --- | --- |\n").unwrap();
        for sample in &samples {
            writeln!(page, "| `{}` | {} | {} |", sample.name(), sample.occasion(), decoded(sample)).unwrap();
        }
        for sample in samples {
            write!(page, "\n`{}`:\n\n```json\n{}\n```\n", sample.name(), sample.json().trim_end()).unwrap();
        }
    }
    page
}

/// The contents of a sample, each once, with the type of a message.
fn decoded(sample: &Sample) -> String {
    let event = sample.notification().event().unwrap();
    let mut contents: Vec<String> = Vec::new();
    for update in event.updates() {
        let content = match update.message() {
            Some(_) => format!("`Content::{}`, type `{}`", update.name(), update.kind()),
            None => format!("`Content::{}`", update.name()),
        };
        if !contents.contains(&content) {
            contents.push(content);
        }
    }
    contents.join("; ")
}

#[test]
fn the_page_of_all_updates_is_that_of_the_samples() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/updates.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, page()).unwrap();
    }
    assert!(
        fs::read_to_string(file).unwrap() == page(),
        "docs/updates.md is not that of the samples; write it with UPDATE_DOCS=1"
    );
}
