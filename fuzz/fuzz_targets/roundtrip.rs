#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use whatsapp_webhook_fuzz::{mutate, roundtrip};

fuzz_target!(|data: &[u8]| roundtrip::run(data));

// Every other change is one of the JSON's tree: most changes of its bytes only break it.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    match mutate::json(&data[..size], seed) {
        Some(json) if seed.is_multiple_of(2) && json.len() <= max_size => {
            data[..json.len()].copy_from_slice(&json);
            json.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
