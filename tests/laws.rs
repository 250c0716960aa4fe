//! The laws, over made documents and over random text.
//!
//! Inputs are arbitrary bytes that [`Document`] reads, so a failure shrinks to a small
//! document. What once failed is kept in `proptest-regressions/laws.txt` and tried first.

use faircopy::catalog::Phase;
use faircopy::laws::targets::mark;
use faircopy::laws::{self, Law, Stage};
use faircopy::lexicon::Lexicon;
use faircopy::lexicon::load::RuleFile;
use faircopy::segment::SegmentConfig;
#[cfg(feature = "html")]
use faircopy::segment::html::HtmlConfig;
use faircopy::segment::plain::PlainConfig;
use faircopy::testing::{Choices, Document, Part, scripts};
use faircopy::{
    About, BUILTIN, Edits, Findings, Flag, Kind, Origin, Page, Pipeline, Recipe, Rewrite, Span, StageSpec, Text,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock};

static STAGES: LazyLock<Vec<Stage>> = LazyLock::new(|| Stage::all(&Arc::new(Lexicon::builtin().unwrap())).unwrap());
static BALANCED: LazyLock<Pipeline> = LazyLock::new(|| Recipe::balanced().build().unwrap());
static KEEP: LazyLock<Pipeline> = LazyLock::new(|| Recipe::keep().build().unwrap());
static STRICT: LazyLock<Pipeline> = LazyLock::new(|| Recipe::strict().build().unwrap());
/// What is written before polish is what render wrote.
static UNPOLISHED: LazyLock<Pipeline> =
    LazyLock::new(|| Recipe { polish: Vec::new(), ..Recipe::balanced() }.build().unwrap());
static BACKWARDS: LazyLock<Pipeline> = LazyLock::new(|| laws::backwards(&Recipe::balanced()).build().unwrap());

/// Rules of a site that are for all that made pages have.
#[cfg(feature = "html")]
const SITE_RULES: &str = r#"
[[rule]]
id = "site-rules.all"
host = ["herald.example"]
take = ["article", "p ~ div", "div:nth-child(2n+1)"]
drop = ["a", "li:not(:first-child)", "section > p + p", ".ad *"]
title = ["h1", "h2"]
byline = ["[class*=author]", "em"]
date = ["time"]
hits = [{ html = "<p>Rain", drop = ["Rain"] }]
misses = [{ html = "Rain" }]
[[rule]]
id = "site-rules.blogs"
host = ["herald.example"]
path = "/blogs/*"
take = ["body"]
hits = [{ html = "<p>Rain", keep = ["Rain"] }]
misses = [{ html = "Rain" }]
"#;
/// The balanced recipe, with rules for a site.
#[cfg(feature = "html")]
static OF_SITE: LazyLock<Pipeline> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("site-rules")).unwrap();
    std::fs::write(folder.path().join("site-rules/herald.toml"), SITE_RULES).unwrap();
    let mut recipe = Recipe::balanced();
    recipe.rules.folders.push(folder.path().to_owned());
    recipe.build().unwrap()
});

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/laws.txt"))),
        ..ProptestConfig::default()
    }
}

/// Bytes that a document is read from.
fn seeds() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..160)
}

/// The bytes of a dump, which failures show as text.
#[derive(Clone)]
struct Dump(Vec<u8>);

impl std::fmt::Debug for Dump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Made documents as bytes, and now and then bytes of no kind at all.
fn dumps() -> impl Strategy<Value = Dump> {
    prop_oneof![
        4 => seeds().prop_map(|seed| Dump(Document::from_bytes(&seed).bytes())),
        1 => vec(any::<u8>(), 0..600).prop_map(Dump),
        1 => ".{0,300}".prop_map(|text| Dump(text.into_bytes())),
    ]
}

/// Made documents as text, and text of characters that stages look for.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => seeds().prop_map(|seed| Document::from_bytes(&seed).flat()),
        1 => "(?s).{0,200}",
        2 => r"([\[\]{}<>&;#%©*•|:.!?…’“”\-–—\\/@_ \t\r\n\u{a0}\u{200b}\u{ad}\u{feff}\u{202e}\u{301}]|[a-zA-Z0-9]|ad_1|&amp;|&#8217;|&nbsp;|â€™|Ã©|По|é|ﬁ|广告|։|।|한){0,120}",
    ]
}

fn check(law: Law) -> Result<(), TestCaseError> {
    law.map_err(TestCaseError::fail)
}

fn judges() -> impl Iterator<Item = (&'static str, &'static dyn faircopy::Judge)> {
    STAGES.iter().filter_map(|stage| stage.judge().map(|(_, judge)| (stage.entry.name, judge)))
}

fn rewrites(phase: Phase) -> Vec<&'static dyn Rewrite> {
    STAGES.iter().filter(|stage| stage.entry.phase == phase).filter_map(Stage::rewrite).collect()
}

/// Reads three lines, and what follows as one.
static OF_FEW_LINES: LazyLock<Pipeline> = LazyLock::new(|| {
    let plain = PlainConfig { max_lines: 3, ..PlainConfig::default() };
    let segment = SegmentConfig { plain, ..SegmentConfig::default() };
    Recipe { segment, polish: Vec::new(), ..Recipe::balanced() }.build().unwrap()
});

/// Reads everything as HTML, with offsets.
#[cfg(feature = "html")]
static NOTING: LazyLock<Pipeline> = LazyLock::new(|| {
    let mut recipe = Recipe::balanced();
    recipe.segment.from = faircopy::segment::From::Html;
    recipe.segment.html.source_offsets = true;
    recipe.build().unwrap()
});

/// A tag, a word, an entity, or what looks like one of them.
#[cfg(feature = "html")]
fn soup() -> impl Strategy<Value = String> {
    let others = [
        "<!-- x -->",
        "<!doctype html>",
        "<!x>",
        "<?x>",
        "<![CDATA[x]]>",
        "<p a='>' b=\"&lt;\" c d>",
        "<b",
        "<noscript>",
        "</noscript>",
        "<plaintext>",
        "<frameset>",
        "&amp;",
        "&nbsp;",
        "&notit;",
        "&ampx",
        "&#8217;",
        "&#x;",
        "&#",
        "&x;",
        "&",
        "\0",
        "\u{feff}",
        "<",
        "</",
        "<5",
        "&NotEqualTilde;",
        "\r\n",
        "&#0;",
    ];
    let tags =
        "</?(div|b|p|font|table|tr|td|li|h2|a|pre|br|caption|select|svg|math|template|textarea|script|title|body)>";
    prop_oneof![4 => tags, 4 => "[a-zé中  \n\r\t]{1,8}", 2 => prop::sample::select(others.to_vec()).prop_map(str::to_owned)]
}

/// Charsets beyond those of browsers in which every byte is another character.
const ONE_TO_ONE: [&str; 20] = [
    "IBM437",
    "IBM737",
    "IBM775",
    "IBM850",
    "IBM852",
    "IBM855",
    "IBM857",
    "IBM00858",
    "IBM862",
    "IBM866",
    "IBM1125",
    "KZ-1048",
    "PTCP154",
    "x-mac-ce",
    "x-mac-greek",
    "IBM037",
    "IBM500",
    "IBM1047",
    "IBM424",
    "IBM1026",
];

/// A polish stage of a user's own.
struct NoRain;

impl Rewrite for NoRain {
    fn name(&self) -> &'static str {
        "no-rain"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        for (at, word) in text.as_str().match_indices("rain") {
            out.take_out(at..at + word.len(), "");
        }
    }
}

#[test]
fn what_polish_takes_out_was_somewhere_in_the_document() {
    let bytes = b"Home\n\nThe town had rain for days, and nobody there complained about it.\n";
    let article = Recipe::balanced().build().unwrap().with_polish(NoRain).clean(bytes, About::default());
    let taken = &article.rewritten.iter().find(|rewritten| rewritten.stage == "no-rain").unwrap().taken_out;
    assert_eq!((taken[0].text.as_str(), taken[0].received), ("rain", Origin::Within(Span::new(0, bytes.len()))));
    assert_eq!(laws::provenance(bytes, &article), Ok(()));
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn articles_conserve_their_pages_and_invent_nothing(Dump(bytes) in dumps()) {
        for pipeline in [&*BALANCED, &*KEEP, &*STRICT] {
            let article = pipeline.clean(&bytes, About::default());
            check(laws::conserved(&article))?;
            check(laws::blocks_hold_the_text(&article))?;
            check(laws::provenance(&bytes, &article))?;
        }
        check(laws::nothing_invented(&UNPOLISHED.clean(&bytes, About::default())))?;
    }

    #[test]
    fn every_character_knows_its_bytes(Dump(bytes) in dumps()) {
        let decoded = faircopy::decode::decode(&bytes, &About::default(), &Default::default());
        check(laws::text_provenance(&bytes, &decoded))?;
    }

    #[test]
    fn single_bytes_are_one_to_one(bytes in proptest::collection::vec(any::<u8>(), 0..60), charset in 0..ONE_TO_ONE.len()) {
        check(laws::one_to_one(&bytes, ONE_TO_ONE[charset]))?;
    }

    #[test]
    fn the_decoder_keeps_its_laws(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        check(laws::targets::decode(&bytes))?;
    }

    #[test]
    fn flat_text_is_cut_well(text in texts(), unwrap in any::<bool>(), max_lines in prop_oneof![Just(250_000), 0_usize..9]) {
        let config = PlainConfig { unwrap, max_lines, ..PlainConfig::default() };
        check(laws::cut_well(&Page::new(&text, faircopy::segment::plain::layout(&text, &config))))?;
    }

    #[test]
    fn behind_the_last_line_that_is_read_nothing_is_lost(Dump(bytes) in dumps()) {
        let article = OF_FEW_LINES.clean(&bytes, About { media_type: Some("text/plain"), ..About::default() });
        check(laws::conserved(&article))?;
        check(laws::provenance(&bytes, &article))?;
        check(laws::blocks_hold_the_text(&article))?;
        check(laws::nothing_invented(&article))?;
        if article.flags.contains(&Flag::ManyLines) {
            prop_assert!(!article.decisions.last().unwrap().is_removed());
        }
    }

    #[test]
    fn a_page_in_one_line_stays_one(seed in vec(any::<u8>(), 8..160)) {
        let words = Document::from_bytes(&seed).flat().split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(!words.is_empty());
        let text = vec![words.as_str(); 1 + 2400 / words.len()].join(" ");
        check(laws::cut_well(&Page::from_text(&text)))?;
        for pipeline in [&*BALANCED, &*KEEP, &*STRICT] {
            let article = pipeline.clean(text.as_bytes(), About { media_type: Some("text/plain"), ..About::default() });
            check(laws::conserved(&article))?;
            check(laws::blocks_hold_the_text(&article))?;
            // A scraper's field at its beginning is a block of its own.
            prop_assert!(article.text.lines().filter(|line| !line.is_empty()).count() <= 2, "{}", article.text);
        }
        check(laws::nothing_invented(&UNPOLISHED.clean(text.as_bytes(), About::default())))?;
    }

    #[test]
    fn every_rewrite_is_idempotent(text in texts()) {
        for stage in STAGES.iter().filter_map(Stage::rewrite) {
            check(laws::idempotent(stage, &text))?;
        }
        check(laws::repair_settles(&rewrites(Phase::Polish), &text))?;
    }

    #[test]
    fn repair_of_a_dump_is_idempotent(seed in seeds()) {
        check(laws::repair_settles(&rewrites(Phase::Repair), &Document::from_bytes(&seed).flat()))?;
    }

    #[test]
    fn every_stage_alone_is_what_it_is_in_a_pipeline(text in texts()) {
        for stage in STAGES.iter() {
            check(laws::alone_as_in_pipeline(stage, &text))?;
        }
        check(laws::sum_of_stages(&STAGES, &BALANCED, &text))?;
    }

    #[test]
    fn every_judge_stays_within_the_page(text in texts()) {
        let page = Page::from_text(&text);
        for (_, judge) in judges() {
            check(laws::findings_in_bounds(&page, &judge.findings(&page)))?;
        }
        let all = BALANCED.findings(Page::from_text(&text));
        check(laws::findings_in_bounds(&page, &all))?;
    }

    #[test]
    fn judges_of_one_step_commute(Dump(bytes) in dumps()) {
        check(laws::commute(&BALANCED, &BACKWARDS, &bytes))?;
    }

    #[test]
    fn one_more_mark_never_brings_text_back(text in texts(), seed in vec(any::<u8>(), 8..120)) {
        let page = Page::from_text(&text);
        let mut choices = Choices::new(&seed);
        let extra = mark(&page, &mut choices);
        let mut marks = BALANCED.findings(Page::from_text(&text)).marks;
        while !choices.is_spent() {
            marks.push(mark(&page, &mut choices));
        }
        check(laws::monotone(&page, &marks, extra, &Recipe::balanced().resolve))?;
    }

    #[test]
    fn prose_is_spared(seed in vec(any::<u8>(), 0..12)) {
        let document = Document::prose(&mut Choices::new(&seed));
        let text = document.flat();
        let page = Page::from_text(&text);
        for (name, judge) in judges() {
            check(laws::spares_prose(name, &page, &judge.findings(&page)))?;
        }
        check(laws::spares_prose("all stages", &page, &BALANCED.findings(Page::from_text(&text))))?;
        let article = BALANCED.clean(text.as_bytes(), About::default());
        let solid = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(solid(&article.text), solid(&text));
    }

    #[test]
    fn recipes_survive_their_own_toml(seed in vec(any::<u8>(), 0..60)) {
        let mut choices = Choices::new(&seed);
        let mut recipe = Recipe::builtin(choices.pick(&BUILTIN).0).unwrap();
        while !choices.is_spent() {
            let list = match choices.below(3) {
                0 => &mut recipe.repair,
                1 => &mut recipe.judge,
                _ => &mut recipe.polish,
            };
            if choices.one_in(2) && !list.is_empty() {
                list.remove(choices.below(list.len()));
            } else if let Some(spec) = list.get_mut(0) {
                let settings = [("max-words".to_owned(), toml::Value::Integer(choices.below(99) as i64))];
                *spec = StageSpec::Set { stage: spec.name().to_owned(), settings: settings.into_iter().collect() };
            }
            recipe.resolve.body = choices.below(900) as i32;
            recipe.rules.folders.push(format!("rules {}", choices.byte()).into());
        }
        check(laws::recipe_round_trip(&recipe))?;
    }

    #[test]
    fn rule_files_survive_their_own_toml(phrase in "[^\\p{C}*]{1,20}\\*?", seed in vec(any::<u8>(), 0..12)) {
        let mut choices = Choices::new(&seed);
        let quoted = toml::Value::String(phrase.clone());
        let text = format!(
            "language = \"xx\"\n[[rule]]\nid = \"xx.test.rule\"\nkind = \"{}\"\nwhere = \"{}\"\nphrases = [{quoted}]\n\
             weight = {}\nhits = [{quoted}]\nmisses = [\"-\"]\nzones = {}\nwith = [[{quoted}]]\n",
            choices.pick(Kind::ALL),
            choices.pick(&["whole", "start", "end", "inside"]),
            choices.below(900),
            choices.pick(&["[\"head\"]", "[\"body\", \"tail\"]", "[]"]),
        );
        let file = RuleFile { lexicon: "test".into(), name: "test.toml".into(), text };
        check(laws::rules_round_trip(&file))?;
    }
}

#[cfg(feature = "html")]
proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn html_is_cut_well(seed in seeds(), noise in vec(("[<>/a-z\"'= &;!-]{1,12}", any::<prop::sample::Index>()), 0..4)) {
        let mut source = Document::from_bytes(&seed).html();
        for (junk, at) in noise {
            let mut at = at.index(source.len() + 1);
            while !source.is_char_boundary(at) {
                at -= 1;
            }
            source.insert_str(at, &junk);
        }
        let (text, layout) = faircopy::segment::html::read(&source.as_str().into(), &Default::default());
        let page = Page::new(text.as_str(), layout);
        check(laws::cut_well(&page))?;
        for (_, judge) in judges() {
            check(laws::findings_in_bounds(&page, &judge.findings(&page)))?;
        }
        check(laws::offsets_lead_back(source.as_bytes(), &Default::default()))?;
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&source);
        check(laws::offsets_lead_back(&latin, &Default::default()))?;
    }

    #[test]
    fn rules_for_sites_keep_the_laws(seed in seeds(), noise in vec(soup(), 0..20), blogs in any::<bool>()) {
        let source = Document::from_bytes(&seed).html() + &noise.concat();
        let address = if blogs { "https://herald.example/blogs/a" } else { "https://www.herald.example/" };
        let at = |address| About { media_type: Some("text/html"), address: Some(address), ..About::default() };
        let article = OF_SITE.clean(source.as_bytes(), at(address));
        check(laws::conserved(&article))?;
        check(laws::provenance(source.as_bytes(), &article))?;
        check(laws::spares_other_sites(&OF_SITE, &BALANCED, source.as_bytes(), at("https://post.example/")))?;
        check(laws::spares_other_sites(&OF_SITE, &BALANCED, source.as_bytes(), About::default()))?;
    }

    #[test]
    fn offsets_lead_back_from_tag_soup(pieces in vec(soup(), 0..60), max_depth in 6_usize..40, max_nodes in 10_usize..90) {
        let source = pieces.concat();
        let small = HtmlConfig { max_depth, max_nodes, max_attributes: 2, ..HtmlConfig::default() };
        for config in [small, HtmlConfig::default()] {
            check(laws::offsets_lead_back(source.as_bytes(), &config))?;
        }
    }

    #[test]
    fn articles_of_html_lead_back(Dump(bytes) in dumps()) {
        let article = NOTING.clean(&bytes, About::default());
        check(laws::conserved(&article))?;
        check(laws::provenance(&bytes, &article))?;
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn a_batch_agrees_with_single_documents(documents in vec(dumps(), 0..6), threads in 1_usize..5) {
        let documents: Vec<Vec<u8>> = documents.into_iter().map(|Dump(bytes)| bytes).collect();
        check(laws::agreement(&BALANCED, &documents, NonZeroUsize::new(threads).unwrap()))?;
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn languages_are_told_soberly(text in prop_oneof![
        2 => seeds().prop_map(|seed| Document::from_bytes(&seed).flat()),
        1 => "\\PC{0,200}",
    ]) {
        check(laws::tells_soberly(&text))?;
        check(laws::ignores_line_order(&text))?;
    }
}

#[test]
fn rule_files_of_our_own_survive_their_own_toml() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/rules");
    for file in faircopy::lexicon::load::folder(&folder).unwrap() {
        laws::rules_round_trip(&file).unwrap();
    }
}

/// Documents made from a fixed sequence, for rates that are reported.
fn sample(count: u32) -> Vec<Document> {
    let mut state = 7_u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..count).map(|_| Document::from_bytes(&(0..120).map(|_| byte()).collect::<Vec<_>>())).collect()
}

/// A paragraph that no generator makes.
const PARAGRAPH: &str = "Two carpenters from the mainland repaired the roof of the school before the autumn storms began, \
     and the children painted its doors in the colours of the harbour.";

/// Stages that look at one line at a time: what stands around it does not matter to them.
const LINE_STAGES: [&str; 5] = ["ad-markers", "promo-footers", "comments", "notices", "source-footers"];

/// The texts that a list of findings speaks against, sorted.
fn spoken_of(page: &Page<'_>, findings: &Findings) -> Vec<(String, String)> {
    let mut all: Vec<_> =
        findings.marks.iter().map(|mark| (mark.rule.to_string(), page.slice(mark.span).to_owned())).collect();
    all.sort();
    all
}

#[test]
fn a_paragraph_more_is_nothing_to_rules_that_look_at_lines() {
    for mut document in sample(200) {
        // A paragraph beside a glued or wrapped line changes that line; that is not meant.
        document.layout = Default::default();
        let texts = [document.flat(), document.with_paragraph(document.parts.len() / 2, PARAGRAPH).flat()];
        for (name, judge) in judges().filter(|(name, _)| LINE_STAGES.contains(name)) {
            let [before, after] = texts.each_ref().map(|text| {
                let page = Page::from_text(text);
                spoken_of(&page, &judge.findings(&page))
            });
            assert_eq!(before, after, "{name}");
        }
    }
}

/// A paragraph in the language of the document's own prose.
fn paragraph_for(document: &Document) -> String {
    let text = document.flat();
    let own = scripts().iter().find(|pieces| pieces.prose.iter().any(|sentence| text.contains(sentence.as_str())));
    own.map_or(PARAGRAPH.to_owned(), |pieces| pieces.prose.iter().take(3).cloned().collect::<Vec<_>>().join(" "))
}

/// What a paragraph more does to made documents.
#[derive(Debug, Default)]
struct Longer {
    /// From how many no more is taken than before.
    unharmed: u32,
    /// Characters of their prose, and how many of those are taken without and with it.
    prose: usize,
    taken: [usize; 2],
}

fn with_a_paragraph_more(pipeline: &Pipeline, documents: u32) -> Longer {
    let mut all = Longer::default();
    for mut document in sample(documents) {
        document.layout = Default::default();
        let longer = document.with_paragraph(document.parts.len() / 2, &paragraph_for(&document));
        let parts = document.parts.iter().filter(|part| part.0 == Part::Prose);
        let prose: String = parts.map(|part| part.1.concat()).collect();
        let chars = |texts: Vec<String>| texts.iter().map(|text| text.chars().count()).sum::<usize>();
        let [before, after] = [document.flat(), longer.flat()].map(|text| {
            let article = pipeline.clean(text.as_bytes(), About::default());
            let removed = article.decisions.iter().filter(|d| d.is_removed()).map(|d| d.text.clone());
            let (of_prose, other): (Vec<String>, Vec<String>) = removed.partition(|text| prose.contains(text.as_str()));
            [chars(of_prose), chars(other)]
        });
        all.unharmed += u32::from(after.iter().sum::<usize>() <= before.iter().sum::<usize>());
        all.prose += prose.chars().count();
        all.taken = [all.taken[0] + before[0], all.taken[1] + after[0]];
    }
    println!("a paragraph more in {documents} made documents: {all:?}");
    all
}

#[test]
fn a_paragraph_more_seldom_takes_more() {
    let mut rules = Recipe::balanced();
    rules.judge.retain(|stage| stage.name() != "line-model");
    // Measured: 291 to 300 of 300.
    assert!(with_a_paragraph_more(&rules.build().unwrap(), 300).unharmed >= 285);
    // To the model more of an article makes all that is none plainer, and in documents made of
    // random parts paragraphs stand where none would, the same ones several times: 199 of 300 lose no
    // more, and of their prose 11.5 % is taken where it was 10.5 %. (Before the model knew what kind of text a page is, and
    // tables that keep features apart: 180, and 7.8 % where it was 6.3.)
    let all = with_a_paragraph_more(&BALANCED, 300);
    assert!(all.unharmed >= 185 && all.taken[1] * 100 <= all.prose * 13, "{all:?}");
    assert!(all.taken[1] * 100 <= all.taken[0] * 100 + all.prose * 2, "{all:?}");
}

#[test]
fn the_keep_recipe_settles() {
    let (mut held, mut all) = (0, 0);
    for document in sample(300) {
        all += 1;
        match laws::settles(&KEEP, &document.bytes()) {
            Ok(()) => held += 1,
            Err(why) => println!("{why}"),
        }
    }
    println!("the keep recipe changes nothing in its own output for {held} of {all} made documents");
    // Measured: 239 of 300, and 596 of 610 real dumps. What is missing: a removal moves
    // another line to the place where a title or a dump's field is looked for; short lines
    // that now look wrapped are joined.
    assert!(held * 100 >= all * 70);
}
