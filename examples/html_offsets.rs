//! How exactly the text of HTML pages is traced to their bytes, and what that costs.
//!
//! ```sh
//! cargo run --release --example html_offsets -- PAGE.html...
//! ```
//!
//! Reads the pages as they are, in any charset, with and without `source-offsets`. Prints the
//! share of page characters (white space aside) whose bytes are known exactly, the share of
//! blocks that one stretch of bytes decodes to, how many bytes of source a block points to for
//! each of its own, and the time for reading with and without, the best of three rounds.

use faircopy::decode::{DecodeConfig, decode};
use faircopy::segment::html::{HtmlConfig, read};
use faircopy::{About, Origin, Text};
use std::time::{Duration, Instant};

#[derive(Default)]
struct Tally {
    pages: usize,
    source_bytes: usize,
    chars: usize,
    exact_chars: usize,
    blocks: usize,
    exact_blocks: usize,
    block_bytes: usize,
    pointed_bytes: usize,
    without: Duration,
    with: Duration,
}

fn main() -> std::io::Result<()> {
    let mut tally = Tally::default();
    for path in std::env::args_os().skip(1) {
        let bytes = std::fs::read(path)?;
        let source = decode(&bytes, &About::default(), &DecodeConfig::default()).text;
        tally.add(&source);
    }
    tally.show();
    Ok(())
}

impl Tally {
    fn add(&mut self, source: &Text) {
        let with = HtmlConfig { source_offsets: true, ..HtmlConfig::default() };
        self.without += best_time(source, &HtmlConfig::default());
        self.with += best_time(source, &with);
        let (text, layout) = read(source, &with);
        self.pages += 1;
        self.source_bytes += source.as_str().len();
        for (at, c) in text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace()) {
            self.chars += 1;
            let origin = text.map().origin(at..at + c.len_utf8());
            self.exact_chars += usize::from(matches!(origin, Origin::Exact(_)));
        }
        let page = faircopy::Page::new(text.as_str(), layout);
        for block in page.blocks() {
            let origin = text.origin(block.span);
            self.blocks += 1;
            self.exact_blocks += usize::from(matches!(origin, Origin::Exact(_)));
            self.block_bytes += block.span.len();
            self.pointed_bytes += origin.span().len();
        }
    }

    fn show(&self) {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!("{} pages, {:.1} MB", self.pages, self.source_bytes as f64 / 1e6);
        println!("characters mapped exactly: {:.2} % of {}", percent(self.exact_chars, self.chars), self.chars);
        println!("blocks mapped exactly: {:.2} % of {}", percent(self.exact_blocks, self.blocks), self.blocks);
        println!("bytes pointed to for each of a block: {:.2}", percent(self.pointed_bytes, self.block_bytes) / 100.0);
        let speed = |time: Duration| self.source_bytes as f64 / 1e6 / time.as_secs_f64();
        println!("read without offsets: {:.1?}, {:.0} MB/s", self.without, speed(self.without));
        println!("read with offsets: {:.1?}, {:.0} MB/s", self.with, speed(self.with));
    }
}

fn best_time(source: &Text, config: &HtmlConfig) -> Duration {
    let once = || {
        let begun = Instant::now();
        std::hint::black_box(read(source, config));
        begun.elapsed()
    };
    once().min(once()).min(once())
}
