#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whatsapp_webhook_fuzz::signature_header::run(data));
