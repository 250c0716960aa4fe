//! Articles as Markdown.
//!
//! A golden case is a folder of `fixtures/markdown` with `input.html` or `input.txt` and
//! `expected.md`, which is what becomes of it when nothing is taken out, links shown.
//! `UPDATE_FIXTURES=1` rewrites the expected files; read the difference before you keep it.
//!
//! The law, here and for any text: a reader of Markdown finds the words of the article's text,
//! in their order.

#![cfg(feature = "html")]

use faircopy::segment::From;
use faircopy::segment::SegmentConfig;
use faircopy::{About, Article, MarkdownOptions, Pipeline, Recipe};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::path::Path;
use std::sync::LazyLock;

/// A pipeline that takes nothing out.
fn whole(from: From) -> Pipeline {
    let segment = SegmentConfig { from, ..SegmentConfig::default() };
    Recipe { judge: Vec::new(), segment, ..Recipe::keep() }.build().unwrap()
}

static HTML: LazyLock<Pipeline> = LazyLock::new(|| whole(From::Html));
static TEXT: LazyLock<Pipeline> = LazyLock::new(|| whole(From::Text));

fn markdown(article: &Article, links: bool) -> String {
    article.to_markdown(&MarkdownOptions { links, ..MarkdownOptions::default() })
}

/// All that GitHub reads.
fn events(markdown: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    Parser::new_ext(markdown, options)
}

/// The text that a reader of Markdown sees, without the numbers of lists.
fn seen(markdown: &str) -> String {
    let mut out = String::new();
    for event in events(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) => {}
            Event::End(
                pulldown_cmark::TagEnd::Strong | pulldown_cmark::TagEnd::Emphasis | pulldown_cmark::TagEnd::Link,
            ) => {}
            Event::Start(Tag::Strikethrough | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_) => out.push_str(&format!(" unwanted {event:?} ")),
            _ => out.push('\n'),
        }
    }
    out
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// A reader of the Markdown finds the words of the text in their order, and the blocks fit.
fn says_the_same(article: &Article) -> Result<(), String> {
    let mut at = 0;
    let mut expected = String::new();
    for block in &article.blocks {
        let between = article.text.get(at..block.span.start).ok_or("a block in the wrong place")?;
        if !between.trim().is_empty() {
            return Err(format!("no block has {between:?}"));
        }
        at = block.span.end;
        expected.push_str(article.text.get(block.span.start + block.sign..at).ok_or("no border of a character")?);
        expected.push('\n');
        for inline in &block.inlines {
            let text = article.text.get(inline.span.range()).ok_or("no border of a character")?;
            if inline.span.start < block.span.start || inline.span.end > block.span.end || text.trim().is_empty() {
                return Err(format!("{inline:?} of {block:?}"));
            }
        }
    }
    for links in [false, true] {
        let markdown = article.to_markdown(&MarkdownOptions { title: false, links });
        let seen = seen(&markdown);
        if words(&seen) != words(&expected) {
            return Err(format!("--- markdown\n{markdown}\n--- seen\n{seen}\n--- text\n{}", article.text));
        }
    }
    Ok(())
}

#[test]
fn golden_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/markdown");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 8);
    let mut wrong = Vec::new();
    for case in cases {
        let read = |name: &str| std::fs::read(case.join(name));
        let article = match read("input.html") {
            Ok(bytes) => {
                HTML.clean(&bytes, About { address: Some("https://example.org/news/rain.html"), ..About::default() })
            }
            Err(_) => TEXT.clean(&read("input.txt").unwrap(), About::default()),
        };
        if let Err(why) = says_the_same(&article) {
            wrong.push(format!("{}:\n{why}", case.display()));
        }
        let found = markdown(&article, true);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(case.join("expected.md"), &found).unwrap();
        }
        if read("expected.md").unwrap_or_default() != found.as_bytes() {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every bold, emphasised, coded and linked stretch that a reader finds, in its order.
fn marked(markdown: &str) -> Vec<String> {
    let mut open: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Strong) => open.push(("strong".into(), String::new())),
            Event::Start(Tag::Emphasis) => open.push(("emphasis".into(), String::new())),
            Event::Start(Tag::Link { dest_url, .. }) => open.push((dest_url.into_string(), String::new())),
            Event::End(
                pulldown_cmark::TagEnd::Strong | pulldown_cmark::TagEnd::Emphasis | pulldown_cmark::TagEnd::Link,
            ) => {
                let (kind, text) = open.pop().unwrap();
                found.push(format!("{kind}: {text}"));
            }
            Event::Code(text) => {
                found.push(format!("code: {text}"));
                open.iter_mut().for_each(|(_, inside)| inside.push_str(&text));
            }
            Event::Text(text) => open.iter_mut().for_each(|(_, inside)| inside.push_str(&text)),
            _ => {}
        }
    }
    found
}

fn marked_in(html: &str) -> Vec<String> {
    let article = HTML.clean(html.as_bytes(), About::default());
    says_the_same(&article).unwrap();
    marked(&markdown(&article, true))
}

#[test]
fn what_stands_out_is_read_again() {
    assert_eq!(
        marked_in("<p>It <b>rained *hard*</b>, a<i>ll</i> d<b>a</b>y."),
        ["strong: rained *hard*", "emphasis: ll", "strong: a"]
    );
    assert_eq!(
        marked_in("<p><b>All <i>of</i></b> <i>this <b>and</b> that</i> <b><i>both</i></b>"),
        ["emphasis: of", "strong: All of", "strong: and", "emphasis: this and that", "strong: both", "emphasis: both"]
    );
    assert_eq!(
        marked_in("<p>Run <code>a `b` | c</code> and <kbd>`</kbd>, <b><code>x</code></b>"),
        ["code: a `b` | c", "code: `", "code: x", "strong: x"]
    );
    assert_eq!(
        marked_in("<p>Wow!<a href='https://example.org/a (b)?c=1&amp;copy;=2'>[see] <b>here</b></a>"),
        ["strong: here", "https://example.org/a%20%28b%29?c=1&copy;=2: [see] here"]
    );
}

#[test]
fn a_title_that_the_text_begins_with_is_written_once() {
    let html = "<title>Rain at last</title><h1>Rain at\nlast</h1><p>It rained for three days in the whole country.";
    let article = HTML.clean(html.as_bytes(), About::default());
    assert_eq!(markdown(&article, false).matches("Rain at last").count(), 1);
}

#[test]
fn a_star_of_the_text_is_no_part_of_a_sign_beside_it() {
    marked_in("<p>雨<b>1. *</b></p>");
    marked_in("<p>The sum is <b>* a</b> and <i>b *</i></p>");
}

#[test]
fn code_with_a_bracket_and_a_colon_defines_no_link() {
    for page in ["<p><a href=/x><code>1. ]:", "<p>[a <code>b]: c</code> d", "<p>[a] <code>x[1:]: y</code>"] {
        says_the_same(&HTML.clean(page.as_bytes(), About::default())).unwrap();
    }
    // Where no bracket opens the line, code stays code.
    assert_eq!(marked_in("<p>Write <code>if x[0]: rain()</code> here.").len(), 1);
}

#[test]
fn signs_that_would_not_be_read_are_left_out() {
    // A bracket inside and a letter outside; bold behind emphasis without a space.
    assert_eq!(marked_in("<p>word<b>(note)</b>word <i>a</i><b>b</b>"), ["emphasis: a"]);
    assert_eq!(marked_in("<h2><b>Rain</b></h2>"), [] as [&str; 0]);
}

#[test]
fn a_text_that_was_changed_is_written_as_paragraphs() {
    let mut article = TEXT.clean("Rain fell.\n\nSnow fell.".as_bytes(), About::default());
    article.text = "#1 in 5 * 3 is *NEW* <b> a_b _c\n\n# One\n---".into();
    article.metadata.title = Some("Rain & *sun* #".into());
    assert_eq!(
        markdown(&article, false),
        "# Rain & \\*sun\\* \\#\n\n#1 in 5 * 3 is \\*NEW\\* \\<b> a_b \\_c\n\n\\# One\\\n\\---\n"
    );
    article.text = "# Rain".into();
    article.metadata.title = Some("Rain".into());
    assert_eq!(markdown(&article, false), "# Rain\n\n\\# Rain\n");
    article.text.clear();
    assert_eq!(markdown(&article, false), "");
}

/// Words and signs that Markdown reads, at the start of lines and inside.
fn hostile_text() -> impl Strategy<Value = String> {
    r"([a-zA-Z0-9]{1,3}|[ \n]|  |\n\n|\t|[*_`#|\\\[\]()<>&;:~!=+.\-]|\*\*|```|---|1\. |2\) |- |# |> |\[ \] |\[a\]: |&amp;|<b>|</p>|!\[|\]\(| \| |\n\* |\n  - |\n1\. |雨|«|»|é|’){0,80}"
}

fn hostile_page() -> impl Strategy<Value = String> {
    let tag = prop_oneof![
        Just("p"),
        Just("b"),
        Just("i"),
        Just("code"),
        Just("a href=/x"),
        Just("ul"),
        Just("ol"),
        Just("ol start=7"),
        Just("li"),
        Just("li value=4"),
        Just("dl"),
        Just("dt"),
        Just("dd"),
        Just("blockquote"),
        Just("pre"),
        Just("h2"),
        Just("table"),
        Just("tr"),
        Just("td"),
        Just("th"),
        Just("td colspan=2"),
        Just("br"),
        Just("div"),
        Just("article"),
    ];
    let text = r"([a-z0-9]{1,3}|[*_`#|\\\[\]()&;:~!=+.\- \n]|1\. |- |&lt;b>|\]\(|\*\*|```| \| |é|«|雨){1,6}";
    let piece = (0..4u8, tag, text).prop_map(|(kind, tag, text)| match kind {
        0 => format!("<{tag}>"),
        1 => format!("</{}>", tag.split(' ').next().unwrap_or(tag)),
        _ => text,
    });
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| format!("<p>{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_flat_text_is_read_again(text in hostile_text()) {
        let article = TEXT.clean(text.as_bytes(), About::default());
        says_the_same(&article).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_page_is_read_again(page in hostile_page()) {
        let article = HTML.clean(page.as_bytes(), About::default());
        says_the_same(&article).map_err(TestCaseError::fail)?;
    }
}
