//! The corpora and the seeds, through the checks of their targets.

use std::{env, fs, panic::catch_unwind, path::Path};

use whatsapp_webhook_fuzz::{TARGETS, Target, mutate};

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
    for target in TARGETS {
        let step = if target.takes_json() { 40 } else { 1 };
        for seed in (target.seeds)().iter().step_by(step) {
            (0..seed.len()).for_each(|end| (target.run)(&seed[..end]));
        }
    }
}

/// What the engine does with the JSON, in small: changes upon changes of the seeds. `FUZZ_CHANGES` makes it more.
#[test]
fn changes_of_the_seeds_pass() {
    let count: u32 = env::var("FUZZ_CHANGES").map_or(5_000, |count| count.parse().unwrap());
    for Target { name, run, seeds } in TARGETS.into_iter().filter(|target| target.takes_json()) {
        let seeds = seeds();
        let mut input = Vec::new();
        let mut done = 0;
        for seed in 0..count {
            if seed % 8 == 0 {
                input.clone_from(&seeds[seed as usize / 8 % seeds.len()]);
            }
            let Some(changed) = mutate::json(&input, seed) else { continue };
            input = changed;
            if catch_unwind(|| run(&input)).is_err() {
                panic!("{name}: {}", String::from_utf8_lossy(&input));
            }
            done += 1;
        }
        println!("{name}: {done} changes");
        assert!(done > count / 2);
    }
}
