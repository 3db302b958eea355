//! The corpora and the seeds, through the checks of their targets.

use std::{fs, path::Path};

use whatsapp_webhook_fuzz::{TARGETS, Target};

#[test]
fn every_input_of_every_corpus_passes() {
    for Target { name, run, seeds } in TARGETS {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut count = 0;
        for file in fs::read_dir(&directory).unwrap() {
            let path = file.unwrap().path();
            println!("{}", path.display()); // the last one that is printed is the one that failed
            run(&fs::read(&path).unwrap());
            count += 1;
        }
        let seeds = seeds();
        seeds.iter().for_each(|seed| run(seed));
        assert!(count > 0 && !seeds.is_empty(), "{name} has no corpus");
        println!("{name}: {count} inputs and {} seeds", seeds.len());
    }
}

/// A prefix of an input is another one, and there are many of them.
#[test]
fn every_seed_cut_anywhere_passes() {
    for Target { name, run, seeds } in TARGETS {
        let step = if name == "event" || name == "roundtrip" { 40 } else { 1 };
        for seed in seeds().iter().step_by(step) {
            (0..seed.len()).for_each(|end| run(&seed[..end]));
        }
    }
}
