//! How fast each phase and each stage is, on text made from `seeds/`.
//!
//! Run with `cargo bench`. Compare rows of one run with each other (the first is a plain
//! split into lines); machines differ and drift.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use faircopy::decode::{DecodeConfig, decode};
use faircopy::language::{fluency, identify};
use faircopy::{About, Edits, Page, Pipeline, Recipe, Rewrite, StageSpec, Text, catalog, lexicon::Lexicon};
use std::fmt::Write as _;
use std::sync::Arc;

#[cfg(feature = "html")]
#[path = "speed/html.rs"]
mod html;

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

/// Flat documents of about 16 KB that are all different: the dumps of `train/composed/put-aside/`, in many languages, behind each other.
/// What stays in the processor's caches from one document to the next is less than with [`flat`].
fn composed() -> Vec<String> {
    const BYTES: usize = 16_000;
    let mut names: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/train/composed/put-aside"))
        .expect("composed dumps")
        .map(|entry| entry.expect("entry").path())
        .collect();
    names.sort();
    let mut documents = vec![String::new()];
    for name in names {
        for line in std::fs::read_to_string(name).expect("composed dump").lines() {
            let is_full = documents.last().is_some_and(|text| text.len() >= BYTES);
            if is_full && line.starts_with("=== ") {
                documents.push(String::new());
            }
            if let (Some(text), Some((_, words))) = (documents.last_mut(), line.split_once('\t')) {
                text.push_str(words);
                text.push('\n');
            }
        }
    }
    documents
}

/// The same as [`flat`] as HTML: a menu, an article of paragraphs, a footer.
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

#[divan::bench(sample_count = 20)]
fn whole_composed(bencher: Bencher) {
    let documents = composed();
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

/// A megabyte or two of made text in a charset, for decoding.
fn encoded(charset: &str) -> Vec<u8> {
    const BYTES: usize = 1 << 21;
    let text = match charset {
        "Shift_JIS" => "雨が三日降って、川の水が橋より高くなったと知事は語った。水曜日は雪の見込み。\n",
        "windows-1252" => "L’été dernier, la rivière a débordé après trois jours de pluie.\n",
        _ => "Дождь шёл три дня, и река поднялась выше моста, сказал губернатор. В среду ожидается снег.\n",
    };
    let text = text.repeat(BYTES / text.len() + 1);
    encoding_rs::Encoding::for_label(charset.as_bytes()).expect("a charset").encode(&text).0.into_owned()
}

const ENCODED: [&str; 4] = ["UTF-8", "windows-1251", "windows-1252", "Shift_JIS"];

/// Compare with `decode_std_utf8` for UTF-8 and with `decode_chardetng_alone`, which only guesses,
/// for the others.
#[divan::bench(args = ENCODED)]
fn decode_large(bencher: Bencher, charset: &str) {
    let bytes = encoded(charset);
    let read = || decode(&bytes, &About::default(), &DecodeConfig::default());
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(read);
}

/// Short texts are what costs most a byte: nearly every reading of them is tried.
#[divan::bench(args = ["windows-1251", "windows-1252", "Shift_JIS"])]
fn decode_three_kilobytes(bencher: Bencher, charset: &str) {
    let bytes = &encoded(charset)[..3000];
    let read = || decode(bytes, &About::default(), &DecodeConfig::default());
    bencher.counter(BytesCount::of_slice(bytes)).bench_local(read);
}

#[divan::bench]
fn decode_std_utf8(bencher: Bencher) {
    let bytes = encoded("UTF-8");
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| std::str::from_utf8(&bytes).map(str::to_owned));
}

#[divan::bench(args = ["windows-1251", "windows-1252", "Shift_JIS"])]
fn decode_chardetng_alone(bencher: Bencher, charset: &str) {
    let bytes = encoded(charset);
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(&bytes, true);
        detector.guess(None, chardetng::Utf8Detection::Deny)
    });
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

/// Clean prose of about 32 KB in one language.
fn prose(language: &str) -> String {
    let sentences: &[&str] = match language {
        "english" => &[
            "Rain fell on the town for three days, and nobody complained.",
            "“It’s only water,” she said — and laughed.",
        ],
        "french" => &[
            "L’été dernier, la rivière a débordé deux fois près de l’école.",
            "« Ça suffit », répète le maire, très gêné.",
        ],
        "german" => &["Über die Brücke fährt ein Zug; Möwen schreien.", "„Schön“, sagte sie, „größer wird es nicht.“"],
        "polish" => {
            &["Żółty jeż śpi; kosztował dziesięć złotych.", "Deszcz padał trzy dni, rzeka wystąpiła z brzegów."]
        }
        "vietnamese" => &["Mưa rơi suốt ba ngày, không ai phàn nàn.", "Người dân được hưởng trọn không gian."],
        "russian" => &["Дождь шёл три дня, «и хватит», — сказал он.", "Река поднялась и затопила мост у деревни."],
        "arabic" => &["هطل المطر ثلاثة أيام، ولم يشتك أحد.", "قال إن النهر ارتفع."],
        "hindi" => &["तीन दिन तक बारिश हुई और नदी का जलस्तर बढ़ गया।", "गाँव के लोग ख़ुश थे।"],
        "chinese" => &["下了三天雨，“够了”，他说。", "河水上涨，淹没了村边的桥。"],
        "japanese" => &["雨が三日間降り、川の水位が上がった。", "「もう十分だ」と彼は言った。"],
        _ => &["비가 사흘 동안 내렸고 아무도 불평하지 않았다.", "강물이 불어나 다리가 잠겼다."],
    };
    let mut text = String::new();
    while text.len() < 32 << 10 {
        let sentence = sentences[text.len() % sentences.len()];
        text.push_str(sentence);
        text.push(if text.len().is_multiple_of(5) { '\n' } else { ' ' });
    }
    text
}

const LANGUAGES: [&str; 11] = [
    "english",
    "french",
    "german",
    "polish",
    "vietnamese",
    "russian",
    "arabic",
    "hindi",
    "chinese",
    "japanese",
    "korean",
];

/// The yardstick of the next one.
#[divan::bench(args = LANGUAGES)]
fn is_utf8(bencher: Bencher, language: &str) {
    let text = prose(language);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| std::str::from_utf8(black_box(text.as_bytes())).is_ok());
}

/// All repair stages of `balanced`, which find nothing.
#[divan::bench(args = LANGUAGES)]
fn repair_clean(bencher: Bencher, language: &str) {
    let text = Text::from(prose(language));
    let stages = repair_stages();
    bencher.counter(BytesCount::new(text.as_str().len())).bench_local(|| find_edits(&stages, &text));
}

/// One repair stage on clean text.
#[divan::bench(args = ["entities", "encoding-repair", "newlines", "controls", "spaces", "letter-forms", "nfc"])]
fn repair_stage_french(bencher: Bencher, name: &str) {
    let text = Text::from(prose("french"));
    let stages: Vec<_> = repair_stages().into_iter().filter(|stage| stage.name() == name).collect();
    bencher.counter(BytesCount::new(text.as_str().len())).bench_local(|| find_edits(&stages, &text));
}

fn repair_stages() -> Vec<Box<dyn Rewrite>> {
    let stages = Recipe::balanced().repair;
    stages
        .iter()
        .map(|stage| catalog::find(stage.name()).and_then(|stage| stage.build_rewrite().ok()).expect("builds"))
        .collect()
}

fn find_edits(stages: &[Box<dyn Rewrite>], text: &Text) -> usize {
    let mut edits = Edits::default();
    for stage in stages {
        stage.run(black_box(text), &mut edits);
    }
    edits.len()
}

/// Lines of some fifty characters in eleven languages.
fn short_lines() -> Vec<String> {
    let words = LANGUAGES.iter().map(|language| prose(language).chars().take(4000).collect::<String>());
    words
        .flat_map(|text| text.chars().collect::<Vec<_>>().chunks(50).map(String::from_iter).collect::<Vec<_>>())
        .collect()
}

#[divan::bench]
fn language_lines_are_utf8(bencher: Bencher) {
    let lines = short_lines();
    let check = || lines.iter().filter(|line| std::str::from_utf8(black_box(line.as_bytes())).is_ok()).count();
    bencher.counter(bytes(&lines)).bench(check);
}

#[divan::bench]
fn language_of_lines(bencher: Bencher) {
    let lines = short_lines();
    bencher.counter(bytes(&lines)).bench(|| lines.iter().filter(|line| identify(line).language.is_some()).count());
}

#[divan::bench]
fn language_of_lines_by_whatlang_alone(bencher: Bencher) {
    let lines = short_lines();
    bencher.counter(bytes(&lines)).bench(|| lines.iter().filter(|line| whatlang::detect(line).is_some()).count());
}

#[divan::bench(args = LANGUAGES)]
fn language_of_document(bencher: Bencher, language: &str) {
    let text = prose(language);
    bencher.counter(BytesCount::of_str(&text)).bench(|| identify(black_box(&text)));
}

#[divan::bench(args = LANGUAGES)]
fn fluency_of(bencher: Bencher, language: &str) {
    let text = prose(language);
    bencher.counter(BytesCount::of_str(&text)).bench(|| fluency(black_box(&text)));
}
