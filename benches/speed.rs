//! How fast each phase and each stage is, on text made from `seeds/`.
//!
//! Run with `cargo bench`. Compare rows of one run with each other (the first is a plain
//! split into lines); machines differ and drift.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use faircopy::{About, Page, Pipeline, Recipe, StageSpec, Text, catalog, lexicon::Lexicon};
use std::fmt::Write as _;
use std::sync::Arc;

fn main() {
    divan::main();
}

/// Flat documents of about 16 KB: the five seeds behind each other, in turn.
fn flat() -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
        .expect("seeds")
        .map(|entry| entry.expect("entry").path())
        .collect();
    names.sort();
    let seeds: Vec<String> = names.iter().map(|name| std::fs::read_to_string(name).expect("seed")).collect();
    (0..seeds.len())
        .map(|first| {
            (0..seeds.len()).map(|at| seeds[(first + at) % seeds.len()].as_str()).collect::<Vec<_>>().join("\n\n")
        })
        .collect()
}

/// The same as HTML: a menu, an article of paragraphs, a footer.
fn html() -> Vec<String> {
    let page = |text: String| {
        let mut html = String::from("<!DOCTYPE html><html><head><title>A page</title></head><body><nav><ul>");
        for name in ["News", "World", "Sports", "Culture", "Weather"] {
            let _ = write!(html, "<li><a href=\"/{name}\" class=\"menu-item\">{name}</a></li>");
        }
        html.push_str("</ul></nav><main><article class=\"story\">");
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(html, "<p class=\"paragraph\">{}</p>", line.replace('&', "&amp;").replace('<', "&lt;"));
        }
        html.push_str("</article></main><footer><p>© 2020</p></footer></body></html>");
        html
    };
    flat().into_iter().map(page).collect()
}

fn bytes(documents: &[String]) -> BytesCount {
    BytesCount::new(documents.iter().map(String::len).sum::<usize>())
}

fn clean_all(pipeline: &Pipeline, documents: &[String]) {
    for document in documents {
        black_box(pipeline.clean(document.as_bytes(), About::default()));
    }
}

#[divan::bench]
fn a_split_into_lines(bencher: Bencher) {
    let documents = flat();
    bencher
        .counter(bytes(&documents))
        .bench_local(|| documents.iter().flat_map(|text| text.lines()).map(str::len).fold(0, usize::max));
}

#[divan::bench]
fn segment_flat(bencher: Bencher) {
    let documents = flat();
    bencher
        .counter(bytes(&documents))
        .bench_local(|| documents.iter().map(|text| Page::from_text(text).blocks().len()).sum::<usize>());
}

#[divan::bench]
fn whole_flat(bencher: Bencher) {
    let documents = flat();
    let pipeline = Recipe::balanced().build().expect("builds");
    bencher.counter(bytes(&documents)).bench_local(|| clean_all(&pipeline, &documents));
}

/// All judges but language, and resolve, on pages that are already cut.
#[divan::bench]
fn judging_flat_without_language(bencher: Bencher) {
    let documents = flat();
    let mut recipe = Recipe::balanced();
    recipe.judge.retain(|stage| stage.name() != "script-language");
    let pipeline = recipe.build().expect("builds");
    let texts: Vec<Text> = documents.iter().map(|text| Text::from(text.as_str())).collect();
    let pages = || documents.iter().map(|text| Page::from_text(text)).collect::<Vec<_>>();
    bencher.counter(bytes(&documents)).with_inputs(pages).bench_local_values(|pages| {
        for (page, text) in pages.into_iter().zip(&texts) {
            black_box(pipeline.judge(page, text));
        }
    });
}

#[divan::bench]
fn whole_flat_without_language(bencher: Bencher) {
    let documents = flat();
    let mut recipe = Recipe::balanced();
    recipe.judge.retain(|stage| stage.name() != "script-language");
    let pipeline = recipe.build().expect("builds");
    bencher.counter(bytes(&documents)).bench_local(|| clean_all(&pipeline, &documents));
}

#[divan::bench]
fn whole_html(bencher: Bencher) {
    let documents = html();
    let pipeline = Recipe::balanced().build().expect("builds");
    bencher.counter(bytes(&documents)).bench_local(|| clean_all(&pipeline, &documents));
}

/// One stage alone between decode, segment, resolve and render: subtract `none`.
#[divan::bench(args = std::iter::once("none").chain(catalog::STAGES.iter().map(|stage| stage.name)))]
fn with_one_stage(bencher: Bencher, name: &str) {
    let documents = flat();
    let mut recipe = Recipe::default();
    if let Some(stage) = catalog::find(name) {
        let list = match stage.phase.key() {
            "repair" => &mut recipe.repair,
            "judge" => &mut recipe.judge,
            _ => &mut recipe.polish,
        };
        list.push(StageSpec::Name(name.to_owned()));
    }
    let pipeline = recipe.build().expect("builds");
    bencher.counter(bytes(&documents)).bench_local(|| clean_all(&pipeline, &documents));
}

/// Finding all phrases of all languages in a page that is already cut.
#[divan::bench]
fn lexicon_scan(bencher: Bencher) {
    let documents = flat();
    let lexicon = Arc::new(Lexicon::builtin().expect("loads"));
    let pages: Vec<Page<'_>> = documents.iter().map(|text| Page::from_text(text)).collect();
    bencher.counter(bytes(&documents)).bench_local(|| {
        for page in &pages {
            black_box(lexicon.scan(page));
        }
    });
}
