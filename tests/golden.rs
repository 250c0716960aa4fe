//! Golden cases: every folder below `fixtures/stages/<stage>/` and `fixtures/pipelines/`.
//!
//! A stage case holds `input.txt` (or `input.html`, or `input.bin`) and
//! * for a repair or polish stage `expected.txt`, the text after the stage alone;
//! * for a judge `marks.txt`, what the stage says: one line a mark or fact, with the zones where it counts, if
//!   not everywhere. A judge of the
//!   second step runs behind all judges of the first. `input.html` is read as markup;
//!   A folder `rules` in the case holds rules of a user's own, as `--rules` takes them;
//! * for `decode`, which is no stage of a recipe but has cases like one, `expected.txt`,
//!   the text, and `decoding.json`, how it was read; `charset.txt` holds the charset that
//!   was declared with the bytes, if one was.
//!
//! A pipeline case holds `input.txt` (or `.html`, or the name of a file below the
//! repository in `input.path`) and `expected.txt` (title, blank line, body) and
//! `ledger.txt` (what was taken, why, and what is known of the document).
//!
//! A case below `fixtures/known-gaps/` holds `input.txt` (or `.html`) and `expected.txt`, the right
//! answer, which does not come out; `why.txt` says what does.
//!
//! A case below `fixtures/metadata/` holds `input.html` and `metadata.json`, what is known of
//! the article, the confidence of its language aside.
//!
//! `UPDATE_FIXTURES=1 cargo test --release --test golden` rewrites the expected files; read
//! the difference before you keep it.

use faircopy::catalog::{self, Phase};
use faircopy::decode::{DecodeConfig, decode};
use faircopy::lexicon::{AtSite, Lexicon, load};
use faircopy::segment::{SegmentConfig, segment_at};
use faircopy::{About, Article, Fact, Mark, Page, Recipe, StageSpec, Text, Zone};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(path)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect())
        .unwrap_or_default();
    folders.sort();
    folders
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn input(case: &Path) -> Vec<u8> {
    for file in ["input.txt", "input.html", "input.bin"] {
        if let Ok(bytes) = fs::read(case.join(file)) {
            return bytes;
        }
    }
    let path = fs::read_to_string(case.join("input.path")).unwrap_or_else(|_| panic!("{}: no input", case.display()));
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path.trim()))
        .unwrap_or_else(|error| panic!("{}: {error}", case.display()))
}

/// Compares with the expected file, or rewrites it; gives what differs.
fn compare(case: &Path, file: &str, got: &str) -> Option<String> {
    let path = case.join(file);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&path, got).unwrap();
        return None;
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (expected != got).then(|| format!("{}:\n--- expected\n{expected}\n--- got\n{got}", path.display()))
}

fn report(wrong: Vec<String>, cases: usize) {
    assert!(cases > 0, "no cases found");
    assert!(wrong.is_empty(), "{} of {cases} cases differ\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Cases like those of a stage that are none, with a test each.
const NO_STAGES: [&str; 2] = ["decode", "html"];

#[test]
fn stages() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for folder in folders(&fixtures().join("stages")) {
        let stage = name(&folder);
        if NO_STAGES.contains(&stage.as_str()) {
            continue;
        }
        let entry = catalog::find(&stage).unwrap_or_else(|| panic!("{}: no stage of that name", folder.display()));
        for case in folders(&folder) {
            cases += 1;
            let input = input(&case);
            let text = String::from_utf8_lossy(&input);
            let markup = case.join("input.html").exists();
            wrong.extend(match entry.phase {
                Phase::Judge(_) => compare(&case, "marks.txt", &marks(&stage, &text, markup, &case)),
                Phase::Repair | Phase::Polish => compare(&case, "expected.txt", &rewritten(&stage, &text)),
            });
        }
    }
    report(wrong, cases);
}

/// They say something of every text.
const SPEAK_ALWAYS: [&str; 2] = ["script-language", "line-model"];

/// Every stage has three cases; a judge hits in one of them and is silent about another.
#[test]
fn every_stage_has_hits_and_misses() {
    for entry in catalog::STAGES {
        let cases = folders(&fixtures().join("stages").join(entry.name));
        assert!(cases.len() >= 3, "{}: fewer than three cases", entry.name);
        if matches!(entry.phase, Phase::Judge(_)) {
            let is_silent = |case: &&PathBuf| fs::read_to_string(case.join("marks.txt")).unwrap().is_empty();
            let silent = cases.iter().filter(is_silent).count();
            let speaks_always = SPEAK_ALWAYS.contains(&entry.name);
            let has_both = silent < cases.len() && (silent > 0 || speaks_always);
            assert!(has_both, "{}: no hit, or no look-alike", entry.name);
        }
    }
}

fn rewritten(stage: &str, text: &str) -> String {
    let stage = catalog::find(stage).and_then(|entry| entry.build_rewrite().ok()).expect("a rewrite stage");
    stage.apply(&Text::from(text)).as_str().to_owned()
}

#[test]
fn decoding() {
    let mut wrong = Vec::new();
    let cases = folders(&fixtures().join("stages/decode"));
    for case in &cases {
        let charset = fs::read_to_string(case.join("charset.txt")).ok();
        let about = About { charset: charset.as_deref().map(str::trim), ..About::default() };
        let decoded = decode(&input(case), &about, &DecodeConfig::default());
        let how = serde_json::to_string_pretty(&decoded.decoding).unwrap();
        wrong.extend(compare(case, "expected.txt", decoded.text.as_str()));
        wrong.extend(compare(case, "decoding.json", &format!("{how}\n")));
    }
    report(wrong, cases.len());
}

/// What one judge says about a text or a page: its marks and facts, a line each.
fn marks(stage: &str, text: &str, markup: bool, case: &Path) -> String {
    let of_first =
        |name: &str| catalog::find(name).is_some_and(|entry| entry.phase == Phase::Judge(faircopy::Step::First));
    let mut before = Recipe::balanced();
    before.judge.retain(|spec| of_first(spec.name()));
    let rules = rules_of(case);
    let site = AtSite { rules: Some(rules.sites()), address: None };
    let (text, layout) = segment_at(Text::from(text), markup, &SegmentConfig::default(), site);
    let page = || Page::new(text.as_str(), layout.clone());
    let first = before.build().unwrap().findings(page());
    let judge = catalog::find(stage).and_then(|entry| entry.build_judge().ok()).expect("a judge");
    let page = if of_first(stage) { page() } else { page().with_first(first) };
    let mut found = judge.findings(&page);
    found.sort();
    let mut out = String::new();
    for (at, mark) in found.marks.iter().enumerate() {
        // Many languages have the same words: of equal claims the first of the strongest speaks.
        let same = |other: &Mark| (other.span, other.kind, other.family) == (mark.span, mark.kind, mark.family);
        let stronger = |(index, other): (usize, &Mark)| {
            same(other) && (other.weight > mark.weight || (other.weight == mark.weight && index < at))
        };
        if found.marks.iter().enumerate().any(stronger) {
            continue;
        }
        let text = page.slice(mark.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let family = format!("{:?}", mark.family).to_lowercase();
        let zones: Vec<String> = Zone::ALL
            .into_iter()
            .filter(|&zone| mark.zones.has(zone))
            .map(|zone| format!("{zone:?}").to_lowercase())
            .collect();
        let place = if zones.len() < Zone::ALL.len() { format!(" in {}", zones.join(" and ")) } else { String::new() };
        writeln!(out, "{} {:+}{place} ({family}, {}): {text}", mark.kind, mark.weight, mark.rule).unwrap();
    }
    found.facts.dedup();
    for fact in &found.facts {
        match fact {
            Fact::Field { field, value, .. } => {
                writeln!(out, "{} = {value}", format!("{field:?}").to_lowercase()).unwrap()
            }
            // The confidence changes whenever the model is trained anew.
            Fact::Language { tag, .. } => writeln!(out, "language = {tag}").unwrap(),
            Fact::Script(name) => writeln!(out, "script = {name}").unwrap(),
            Fact::ShellScript(name) => writeln!(out, "shell script = {name}").unwrap(),
            Fact::ShellLanguage(code) => writeln!(out, "shell language = {code}").unwrap(),
            other => writeln!(out, "{other:?}").unwrap(),
        }
    }
    out
}

/// The rules that come with a case; most have none.
fn rules_of(case: &Path) -> Lexicon {
    let folder = case.join("rules");
    let files = if folder.is_dir() { load::folder(&folder).unwrap() } else { Vec::new() };
    Lexicon::from_files(files).unwrap()
}

/// The rules of a user's own that come with cases hit and miss what they say.
#[cfg(feature = "html")]
#[test]
fn rules_of_cases_keep_their_examples() {
    for case in folders(&fixtures().join("stages/site-rules")) {
        let lexicon = rules_of(&case);
        assert!(!lexicon.sites().rules().is_empty(), "{}", case.display());
        assert_eq!(faircopy::lexicon::check(&lexicon), [""; 0], "{}", case.display());
    }
}

#[cfg(feature = "html")]
#[test]
fn example_rules_of_the_guide_keep_their_examples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example-rules");
    let lexicon = Lexicon::from_files(load::folder(&folder).unwrap()).unwrap();
    assert_eq!(lexicon.sites().rules().len(), 2);
    assert_eq!(faircopy::lexicon::check(&lexicon), [""; 0]);
}

#[test]
fn the_rule_of_the_guide_keeps_its_examples() {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")).unwrap();
    let text = guide.split("```toml\n").nth(1).and_then(|block| block.split("```").next()).unwrap().to_owned();
    let file = load::RuleFile { lexicon: "promo-footers".into(), name: "docs/rules.md".into(), text };
    let lexicon = Lexicon::from_files([file]).unwrap();
    assert_eq!((lexicon.rules().len(), faircopy::lexicon::check(&lexicon)), (1, Vec::new()));
}

#[test]
fn pipelines() {
    let pipeline = Recipe::balanced().build().unwrap();
    let mut wrong = Vec::new();
    let cases = folders(&fixtures().join("pipelines"));
    for case in &cases {
        let article = pipeline.clean(&input(case), about(case));
        wrong.extend(compare(case, "expected.txt", &txt(&article)));
        wrong.extend(compare(case, "ledger.txt", &ledger(&article)));
    }
    report(wrong, cases.len());
}

#[test]
fn metadata() {
    let pipeline = Recipe::balanced().build().unwrap();
    let mut wrong = Vec::new();
    let cases = folders(&fixtures().join("metadata"));
    for case in &cases {
        let article = pipeline.clean(&input(case), about(case));
        let mut metadata = serde_json::to_value(&article.metadata).unwrap();
        metadata.as_object_mut().unwrap().remove("language_confidence");
        let got = serde_json::to_string_pretty(&metadata).unwrap();
        wrong.extend(compare(case, "metadata.json", &format!("{got}\n")));
    }
    report(wrong, cases.len());
}

fn about(case: &Path) -> About<'static> {
    let media_type = case.join("input.html").exists().then_some("text/html");
    About { media_type, ..About::default() }
}

fn txt(article: &Article) -> String {
    let title = article.metadata.title.as_ref().map(|title| format!("{title}\n\n")).unwrap_or_default();
    format!("{title}{}\n", article.text)
}

fn ledger(article: &Article) -> String {
    let mut out = String::new();
    for rewritten in &article.rewritten {
        for taken in &rewritten.taken_out {
            writeln!(out, "{} took out: {}", rewritten.stage, taken.text.trim()).unwrap();
        }
    }
    for removed in article.removed() {
        let reasons: Vec<String> = removed
            .reasons
            .iter()
            .filter(|reason| reason.counted)
            .map(|reason| format!("{} {:+}", reason.rule, reason.weight))
            .collect();
        let kind = removed.kind.map_or("", faircopy::Kind::id);
        writeln!(
            out,
            "{kind}: {}\n    {} = {} in the {:?}, needs {}",
            removed.text,
            reasons.join(", "),
            removed.sum,
            removed.zone,
            removed.threshold
        )
        .unwrap();
    }
    writeln!(out, "flags: {:?}", article.flags).unwrap();
    let mut metadata = serde_json::to_value(&article.metadata).unwrap();
    metadata.as_object_mut().unwrap().remove("language_confidence");
    for (key, value) in metadata.as_object().unwrap() {
        writeln!(out, "{key} = {value}").unwrap();
    }
    out
}

/// What is wrong today, with the right answer beside it: fails on the day it works.
#[test]
fn known_gaps() {
    let pipeline = Recipe::balanced().build().unwrap();
    let cases = folders(&fixtures().join("known-gaps"));
    assert!(!cases.is_empty(), "no cases found");
    for case in cases {
        let article = pipeline.clean(&input(&case), about(&case));
        let right = fs::read_to_string(case.join("expected.txt")).unwrap();
        assert_ne!(txt(&article), right, "{}: this works now; move it to fixtures/pipelines", case.display());
    }
}

#[test]
fn rule_examples() {
    let lexicon = faircopy::lexicon::Lexicon::builtin().unwrap();
    let wrong = faircopy::lexicon::check(&lexicon);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every rule over article text: what it would take alone, anywhere.
#[test]
fn no_rule_takes_article_text() {
    let lexicon = faircopy::lexicon::Lexicon::builtin().unwrap();
    let mut taken = Vec::new();
    // What rules alone would take here the line model acquits, which only the pipeline shows.
    let acquitted = ["newsletter-with-subscribers-in-the-story", "guide-that-asks-its-reader"];
    for case in folders(&fixtures().join("pipelines")) {
        if acquitted.contains(&name(&case).as_str()) {
            continue;
        }
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
        let body = if expected.contains("\n\n") { expected.split_once("\n\n").unwrap().1 } else { &expected };
        let page = Page::from_text(body);
        for rule in lexicon.rules().iter().filter(|rule| rule.record.weight >= 600) {
            for (_, hit, block) in lexicon.hits_of(&rule.lexicon, &page).filter(|(_, hit, _)| hit.id == rule.id) {
                taken.push(format!("{}: {} takes: {}", name(&case), hit.id, page.text_of(block)));
            }
        }
    }
    assert!(taken.is_empty(), "{}", taken.join("\n"));
}

#[test]
fn a_recipe_runs_a_stage_with_its_settings() {
    let mut recipe = Recipe::default();
    let settings = toml::toml! { separators = false };
    recipe.judge.push(StageSpec::Set { stage: "ad-markers".into(), settings });
    let article = recipe.build().unwrap().clean(b"* * *\n[ad_1]\nRain fell.", About::default());
    assert_eq!(article.text, "* * *\n\nRain fell.");
}
