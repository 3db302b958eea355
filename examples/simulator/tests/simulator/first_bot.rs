//! `docs/first-bot.md` is a bot, and its test passes.

use std::{fs, path::Path, process::Command};

#[test]
fn the_bot_of_the_documentation_compiles_and_passes_its_test() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let page = fs::read_to_string(repository.join("docs/first-bot.md")).unwrap();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("order-bot");
    // Most of what it depends on is built there.
    let target = dir.ancestors().nth(2).unwrap();
    let _ = fs::remove_dir_all(&dir);
    let mut written = Vec::new();
    let mut parts = page.split("\n```");
    let mut before = parts.next().unwrap().to_owned();
    while let (Some(block), Some(after)) = (parts.next(), parts.next()) {
        // The file of a block is the last name before it.
        let name = before.rsplit('`').nth(1).filter(|name| name.ends_with(".rs") || *name == "Cargo.toml");
        if let (Some(name), Some((_, text))) = (name, block.split_once('\n')) {
            let text = text.replace("../whatsapp-webhook", repository.to_str().unwrap());
            let text = if name == "Cargo.toml" { text + "\n[workspace]\n" } else { text };
            let file = dir.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
            written.push(name.to_owned());
        }
        before = after.to_owned();
    }
    assert_eq!(written, ["Cargo.toml", "src/lib.rs", "src/main.rs", "tests/order.rs"]);
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--quiet", "--manifest-path"]).arg(dir.join("Cargo.toml"));
    let output = test.arg("--target-dir").arg(target).output().unwrap();
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}
