#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whatsapp_webhook_fuzz::request_frames::run(data));
