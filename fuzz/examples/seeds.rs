//! Writes the inputs that each target's corpus begins with, into `corpus/` or the directory that is named.

use std::{env, fs, path::PathBuf};

fn main() {
    let root = env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus"), PathBuf::from);
    for target in whatsapp_webhook_fuzz::TARGETS {
        let directory = root.join(target.name);
        fs::create_dir_all(&directory).unwrap();
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            fs::write(directory.join(format!("seed-{number:03}")), seed).unwrap();
        }
    }
}
