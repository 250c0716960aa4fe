//! The laws of pages of HTML with the line model in the recipe: any tags, any nesting, and pages
//! made to hurt.

use faircopy::laws::html::{Read, judges_add_up, outline_is_sound, scored_soberly};
use faircopy::laws::targets::mark;
use faircopy::laws::{self, Law, Stage};
use faircopy::lexicon::Lexicon;
use faircopy::segment::html::HtmlConfig;
use faircopy::testing::{Choices, Document};
use faircopy::{About, Article, Family, LineModel, Mark, Outcome, Pipeline, Recipe};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

static MODEL: LazyLock<Arc<LineModel>> = LazyLock::new(|| LineModel::builtin().unwrap());
static STAGES: LazyLock<Vec<Stage>> = LazyLock::new(|| Stage::all(&Arc::new(Lexicon::builtin().unwrap())).unwrap());
static BALANCED: LazyLock<Pipeline> = LazyLock::new(|| Recipe::balanced().build().unwrap());
static BACKWARDS: LazyLock<Pipeline> = LazyLock::new(|| laws::backwards(&Recipe::balanced()).build().unwrap());
static UNPOLISHED: LazyLock<Pipeline> =
    LazyLock::new(|| Recipe { polish: Vec::new(), ..Recipe::balanced() }.build().unwrap());

const HTML: About<'static> = About { id: None, address: None, charset: None, media_type: Some("text/html") };

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/html_laws.txt"))),
        ..ProptestConfig::default()
    }
}

/// Pieces that pages are made of, with the words that rules and model know.
const PIECES: [&str; 36] = [
    "<div class='comment post-3' id=c7>",
    "<div class='entry-content'>",
    "<div hidden>",
    "<section style='display:none'>",
    "<section aria-hidden=true>",
    "</div>",
    "</section>",
    "<article>",
    "</article>",
    "<nav><ul class=menu>",
    "</ul></nav>",
    "<li><a href=/x>Another story of the day</a>",
    "<li class=card><h3>Ferry late</h3><p>It was the wind.",
    "<h1>The ferry was late</h1>",
    "<h2 class=title>What comes next?</h2>",
    "<p>The ferry to the island was late again on Monday, because the harbour was closed in the morning.",
    "<p>Die Fähre kam am Montag wieder zu spät, weil der Hafen am Morgen geschlossen war.</p>",
    "<p>星期一早上港口关闭，渡轮再次晚点，许多乘客在码头等了三个小时。</p>",
    "<p>تأخرت العبارة إلى الجزيرة مرة أخرى يوم الاثنين لأن الميناء كان مغلقا في الصباح.</p>",
    "<p class=byline>By Ann Lee</p>",
    "<time datetime=2024-01-01>1 January 2024</time>",
    "<figure><img><figcaption>The pier. Photo: Jo Park</figcaption></figure>",
    "<details><summary>Why?</summary>",
    "</details>",
    "<noscript><p>Please switch on scripts to read the whole of this story about the ferry.</p></noscript>",
    "<template><p>Not shown.</p></template>",
    "<script type=text/template><p>The ferry to the island was late again on Monday, said the port.</p></script>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"The ferry was late again.\"}</script>",
    "<script type=application/ld+json>{\"@type\":[",
    "<table><tr><th>Port<td>Time<tr><td>North<td>9:00",
    "</table>",
    "<form><input><button>Send</button><textarea>x</textarea></form>",
    "<pre>let x = 1;\n  x</pre>",
    "<br><br>",
    "{{ title }} [ad_1] Subscribe to our newsletter",
    "<footer>© 2024 The Northby Herald. All rights reserved.</footer>",
];

/// Made pages, and pages of pieces in any order, nested as they come.
fn pages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "</?(div|p|ul|table|td|span|a|main|aside|body|svg|select|b|h2|dl|dd)( class='[a-z]{1,8} [a-z-]{1,6}')?>",
        1 => "[a-zé中ا \n<>&;\"']{1,12}",
    ];
    prop_oneof![
        1 => vec(any::<u8>(), 0..160).prop_map(|seed| Document::from_bytes(&seed).html()),
        4 => vec((piece, 1_usize..4), 0..24)
            .prop_map(|pieces| pieces.into_iter().map(|(piece, times)| piece.repeat(times)).collect()),
    ]
}

fn check(law: Law) -> Result<(), TestCaseError> {
    law.map_err(TestCaseError::fail)
}

/// A mark of a rule: the model's are its own.
fn of_rule(mark: Mark) -> Mark {
    if mark.family == Family::Model { Mark { family: Family::Phrase, ..mark } } else { mark }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn outlines_are_sound_and_every_page_is_scored(source in pages(), max_depth in 4_usize..40) {
        for config in [HtmlConfig::default(), HtmlConfig { max_depth, ..HtmlConfig::default() }] {
            let read = Read::new(&source, &config);
            let page = BALANCED.after_first(read.page());
            check(outline_is_sound(&page))?;
            check(laws::cut_well(&page))?;
            check(scored_soberly(&MODEL, &page))?;
        }
    }

    #[test]
    fn articles_of_pages_conserve_and_invent_nothing(source in pages()) {
        let article = BALANCED.clean(source.as_bytes(), HTML);
        check(laws::conserved(&article))?;
        check(laws::blocks_hold_the_text(&article))?;
        check(laws::provenance(source.as_bytes(), &article))?;
        check(laws::nothing_invented(&UNPOLISHED.clean(source.as_bytes(), HTML)))?;
        prop_assert!(article == BACKWARDS.clean(source.as_bytes(), HTML), "the order of judges shows");
    }

    #[test]
    fn judges_of_pages_add_up(source in pages()) {
        let read = Read::new(&source, &HtmlConfig::default());
        check(judges_add_up(&STAGES, &BALANCED, &read))?;
        check(laws::findings_in_bounds(&read.page(), &BALANCED.findings(read.page())))?;
    }

    #[test]
    fn one_more_mark_of_a_rule_never_brings_text_back(source in pages(), seed in vec(any::<u8>(), 8..120)) {
        let read = Read::new(&source, &HtmlConfig::default());
        let page = BALANCED.after_first(read.page());
        let mut choices = Choices::new(&seed);
        let extra = of_rule(mark(&page, &mut choices));
        let mut marks = BALANCED.findings(read.page()).marks;
        while !choices.is_spent() {
            marks.push(of_rule(mark(&page, &mut choices)));
        }
        check(laws::monotone(&page, &marks, extra, &Recipe::balanced().resolve))?;
    }
}

fn clean(page: &str) -> Article {
    BALANCED.clean(page.as_bytes(), HTML)
}

const PROSE: &str = "The ferry to the island was late again on Monday, because the harbour was closed.";

#[test]
fn odd_and_empty_pages_are_judged() {
    let pages = [
        "",
        ">",
        "<>",
        "<p>",
        "<html></html>",
        "<p>x",
        "<p>One block alone.</p>",
        "<body hidden><p>Hidden.",
        "<script>x</script>",
        "<noscript>x</noscript>",
        "<template><p>x</template>",
        "<script type='application/ld+json'>{}</script>",
        "<script type='application/ld+json'>[[[[</script>",
        "<title>x</title>",
        "<table></table>",
        "<hr><hr>",
        "<frameset><frame>",
        "<svg><text>x</text></svg>",
        "<p>* * *</p>",
        "<!---->",
        "\u{feff}<p>\u{200b}",
    ];
    for source in pages {
        let read = Read::new(source, &HtmlConfig::default());
        let page = BALANCED.after_first(read.page());
        assert_eq!(outline_is_sound(&page), Ok(()), "{source}");
        assert_eq!(scored_soberly(&MODEL, &page), Ok(()), "{source}");
        let article = clean(source);
        assert_eq!(laws::conserved(&article), Ok(()), "{source}");
        assert_eq!((article.outcome == Outcome::Kept), !article.text.is_empty(), "{source}");
    }
}

/// A page that shows no running text gives what it has elsewhere.
#[test]
fn pages_without_prose_give_what_they_keep_elsewhere() {
    let text = format!("{PROSE} {PROSE} {PROSE}");
    let elsewhere = [
        format!("<noscript><p>{text}</p></noscript>"),
        format!("<script type='text/template'><p>{text}</p></script>"),
        format!("<div style='display:none'><p>{text}</p></div>"),
        format!("<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{text}\"}}</script>"),
    ];
    for part in elsewhere {
        let article =
            clean(&format!("<html><body><nav><a href=/>Home</a></nav>{part}<div id=root></div></body></html>"));
        assert!(article.text.contains(PROSE), "{part}: {:?}", article.text);
    }
}

/// What a page is repeated with, to see how time grows.
type Shape = (&'static str, fn(usize) -> String);

/// Pages that take a time with the square of their size where a stage looks at all blocks from
/// each: alike, nested, or with too much in them.
const SHAPES: [Shape; 12] = [
    ("siblings alike", |n| format!("<div class=a>{}</div>", "<p class=b>A line of some words".repeat(n))),
    ("sentences alike", |n| format!("<main>{}</main>", format!("<p>{PROSE}").repeat(n))),
    ("links alike", |n| format!("<ul>{}</ul>", "<li><a href=/x>Read this story too</a>".repeat(n))),
    ("cards", |n| "<div class=card><h3>Ferry late</h3><p>It was the wind, they said.</p></div>".repeat(n)),
    ("text at each level", |n| {
        let deep = "<div class=q>Some words of text here ".repeat(400);
        format!("{deep}{}", "</div>".repeat(400)).repeat(n / 400)
    }),
    ("a table", |n| format!("<table>{}</table>", "<tr><td>North<td>9:00<td>late".repeat(n))),
    ("tables in tables", |n| "<table><tr><td>x<table><tr><td>y z</table></table>".repeat(n / 2)),
    ("class words", |n| (0..n).map(|i| format!("<p class='w{i} x-{i} y_{i}'>Some words of text {i}")).collect()),
    ("words of one class", |n| {
        let words: String = (0..n * 4).map(|i| format!(" word{}", i % 977)).collect();
        format!("<div class='{words}'><p>{PROSE}</div>")
    }),
    ("linked data", |n| {
        let body = format!("{PROSE} ").repeat(n);
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"Article\",\"articleBody\":\"{body}\"}}</script><p>{PROSE}"
        )
    }),
    ("nodes of linked data", |n| {
        let nodes = (0..n).map(|i| format!("{{\"@type\":\"Article\",\"headline\":\"Ferry {i}\",\"url\":\"/{i}\"}}"));
        let nodes = nodes.collect::<Vec<_>>().join(",");
        format!("<script type='application/ld+json'>[{nodes}]</script><p>{PROSE}")
    }),
    ("headings", |n| "<h2>What comes next?</h2><h3>By Ann Lee</h3>".repeat(n / 2)),
];

const SMALL: usize = 2_000;
const TIMES: usize = 8;
/// Half of what the square of the size would be.
const MOST_GROWN: f64 = 32.0;
/// On a busy machine the first ones may say nothing.
const ATTEMPTS: usize = 10;

/// Eight times as much of a page takes some eight times as long; with the square of the size it
/// would be sixty-four. Other programs on the machine lengthen a run, so the shortest of a few counts.
#[test]
fn whole_pipelines_take_linear_time() {
    let shortest = |page: &str, runs: usize| {
        let run = |_| {
            let begun = Instant::now();
            let article = clean(page);
            assert_eq!(laws::conserved(&article), Ok(()));
            begun.elapsed()
        };
        (0..runs).map(run).min().unwrap_or_default()
    };
    clean(PROSE);
    for (name, shape) in SHAPES {
        let (small, large) = (shape(SMALL), shape(SMALL * TIMES));
        let mut grown = f64::MAX;
        for _ in 0..ATTEMPTS {
            let (short, long) = (shortest(&small, 3), shortest(&large, 1));
            grown = grown.min(long.as_secs_f64() / short.max(Duration::from_millis(1)).as_secs_f64());
            if std::env::var_os("SHOW_TIMES").is_some() {
                eprintln!("{name}: {short:?}, {long:?} for {} bytes", large.len());
            }
            if grown < MOST_GROWN {
                break;
            }
        }
        assert!(grown < MOST_GROWN, "{name}: {TIMES} times the page takes {grown:.0} times as long");
    }
}

/// A hundred thousand blocks alike, and nesting as deep as the reader goes.
#[test]
fn huge_pages_are_judged_whole() {
    let siblings = clean(&format!("<div>{}</div>", "<p class=b>A line of some words".repeat(100_000)));
    assert_eq!(laws::conserved(&siblings), Ok(()));
    let deep = format!("{}{}", "<div class=q>Some words of text ".repeat(600), format!("<p>{PROSE}</p>").repeat(3));
    let read = Read::new(&deep, &HtmlConfig::default());
    let page = BALANCED.after_first(read.page());
    assert_eq!(outline_is_sound(&page), Ok(()));
    assert_eq!(scored_soberly(&MODEL, &page), Ok(()));
}
