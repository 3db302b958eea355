#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whatsapp_webhook_fuzz::challenge_query::run(data));
