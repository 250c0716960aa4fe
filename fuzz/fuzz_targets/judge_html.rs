#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(why) = faircopy::laws::targets::judge_html(bytes) {
        panic!("{why}");
    }
});
