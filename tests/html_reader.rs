//! Golden pages of the HTML reader, and pages made to hurt it.
//!
//! A case is a folder of `fixtures/stages/html` with `input.html` and `expected.txt`: one
//! block a line, its form, `hidden` or `silent` if the page does not show it to all, a tab, its text with `⏎` for line breaks. `UPDATE_FIXTURES=1`
//! rewrites the expected files.

#![cfg(feature = "html")]

use faircopy::segment::html::{HtmlConfig, read};
use faircopy::{Form, Page, Text, Visibility};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

#[test]
fn golden_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stages/html");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 8);
    let mut wrong = Vec::new();
    for case in cases {
        let found = show(&std::fs::read_to_string(case.join("input.html")).unwrap());
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&expected, &found).unwrap();
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn show(html: &str) -> String {
    let (text, layout) = read(&Text::from(html), &HtmlConfig::default());
    let page = Page::new(text.as_str(), layout);
    let mut out = String::new();
    for block in page.blocks() {
        let form = match block.form {
            Form::Paragraph => "paragraph".to_owned(),
            Form::Heading(level) => format!("heading {level}"),
            Form::ListItem => "item".to_owned(),
            Form::Row => "row".to_owned(),
            Form::Caption => "caption".to_owned(),
            Form::Quote => "quote".to_owned(),
            Form::Verbatim => "verbatim".to_owned(),
            Form::DumpField => "field".to_owned(),
            Form::Separator => "separator".to_owned(),
        };
        let shown = match page.hints(block).map(|hints| hints.visibility) {
            Some(Visibility::Hidden) => " hidden",
            Some(Visibility::Silent) => " silent",
            _ => "",
        };
        writeln!(out, "{form}{shown}\t{}", page.text_of(block).replace('\n', "⏎")).unwrap();
    }
    out
}

const MANY: usize = 100_000;

/// Each shape takes a time that grows with the square of its size in a parser without
/// bounds: minutes, at this size. With bounds it takes a fraction of a second, or two seconds on a busy machine.
#[test]
fn hostile_pages_keep_their_text_in_linear_time() {
    let n = |piece: &str| piece.repeat(MANY);
    let numbered = |make: fn(usize) -> String| (0..MANY).map(make).collect::<String>();
    let shapes: Vec<(&str, String)> = vec![
        ("div", n("<div>")),
        ("div closed", format!("{}{}", n("<div>"), n("</div>"))),
        ("div /p", format!("{}{}", n("<div>"), n("</p>"))),
        ("div li", format!("{}{}", n("<div>"), n("<li></li>"))),
        ("span /x", format!("{}{}", n("<span>"), n("</x>"))),
        ("b", n("<b>")),
        ("b attributes", numbered(|i| format!("<b a{i}>"))),
        ("font", numbered(|i| format!("<font size={i}>"))),
        ("font div", format!("{}{}", numbered(|i| format!("<font size={i}>")), n("<div></font>"))),
        ("font p", format!("{}{}", numbered(|i| format!("<font size={i}>")), n("<p>y "))),
        ("a", n("<a href=x>")),
        ("a div", n("<a href=x><div>")),
        ("b p", n("<b><p></b>")),
        ("attributes", format!("<p {}>", numbered(|i| format!(" a{i}=1")))),
        ("end attributes", format!("<p></p {}>", numbered(|i| format!(" a{i}=1")))),
        ("table", n("<table>")),
        ("table td", n("<table><tr><td>")),
        ("table text", n("<table>y ")),
        ("ul li", n("<ul><li>")),
        ("dl dd", n("<dl><dd>")),
        ("blockquote", n("<blockquote>")),
        ("svg", n("<svg><g>")),
        ("math", n("<math><mi>")),
        ("select", n("<select><option>")),
        ("template", n("<template>")),
        ("button", n("<button>")),
        ("form", n("<form>")),
        ("object", n("<object>")),
        ("marquee", n("<marquee><b>")),
        ("br", n("<br>")),
        ("comment", n("<!--")),
        ("unclosed", n("<a b=\"")),
        ("less", n("<")),
        ("nul", n("\0")),
        ("entities", n("&lt;&#0;&nosuch;")),
        ("classes", n("<div class=c><p>y")),
        ("slots", format!("<div><template shadowrootmode=open>{}</template></div>", n("<slot>y"))),
        ("styles", n("<b style='display:block;white-space:pre'>\n")),
    ];
    for (name, shape) in shapes {
        let html = Text::from(format!("<p>First words.</p>{shape}<p>Last words.</p>"));
        let (text, took) = timed(&html, &HtmlConfig::default());
        let (noted, took_noting) = timed(&html, &HtmlConfig { source_offsets: true, ..HtmlConfig::default() });
        assert!(noted.as_str() == text.as_str(), "{name}");
        if std::env::var_os("SHOW_TIMES").is_some() {
            eprintln!("{name}: {took:?}, {took_noting:?} with offsets, {} bytes", text.as_str().len());
        }
        assert!(text.as_str().contains("First words."), "{name}");
        let swallowed = ["select", "template", "svg", "button", "object", "comment"].contains(&name);
        assert!(swallowed || text.as_str().contains("Last words."), "{name} {}", text.as_str().len());
        let longest = took.max(took_noting);
        assert!(longest < Duration::from_secs(15), "{name} took {longest:?}");
    }
}

fn timed(html: &Text, config: &HtmlConfig) -> (Text, Duration) {
    let begun = Instant::now();
    let (text, _) = read(html, config);
    (text, begun.elapsed())
}

#[test]
fn any_bytes_of_a_page_can_be_cut_off() {
    let html = "<html><body><p class='a b' title=\"x > y\">Rain &amp; sn&ouml;w<br>fell</p><!-- c --><table><tr><td>1<td>2</table>\
        <script>if (a<b) x('</p>')</script><pre>\n a </pre><svg><![CDATA[x]]></svg></body>";
    for (at, _) in html.char_indices() {
        let _ = read(&Text::from(&html[..at]), &HtmlConfig::default());
        let _ = read(&Text::from(&html[at..]), &HtmlConfig::default());
    }
}
