//! Stray tags: tags of HTML that were left in flat text become line breaks, or nothing.
//!
//! Columns of tables and databases hold `One.<br>Two.</p><p>Three.`, feeds the same with its signs escaped (`&lt;br /&gt;`). That is no page:
//! nothing stands around the text that its elements could tell from it, and what they say is where lines end.
//!
//! Only where the tags stand between lines, and most lines of prose have some; in a text about HTML sentences go on behind them, and examples
//! stand among lines without. With the tags that break lines go all others that have attributes, or that something closes.
//!
//! **Known gaps**: scripts and styles between their tags; tables, whose cells become words of a line; lines that begin in lower case, and those
//! of Chinese and Japanese where no sentence ends before most tags; texts with tags inside of lines alone (`<b>`, `<a href=…>`); texts of
//! sentences that begin with a tag (`<br>表示换行。<p>表示段落。`), which look like damage, and so does code in one line with little text around.

use crate::chars;
use crate::edits::Edits;
use crate::repair::line_ends::{Joint, Joints};
use crate::repair::settle::settle;
use crate::repair::tags::{self, Kind, MAX_DEPTH, Tag};
use crate::stage::Rewrite;
use crate::text::Text;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StrayTagsConfig {}

/// Takes tags out of flat text.
#[derive(Debug, Clone, Default)]
pub struct StrayTags {}

impl StrayTags {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: StrayTagsConfig) -> Self {
        StrayTags {}
    }
}

impl Rewrite for StrayTags {
    fn name(&self) -> &'static str {
        "stray-tags"
    }

    /// A page is read by its tags.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, take_all);
    }
}

/// What stands in the place of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nothing,
    Blank,
    Line,
    Paragraph,
}

/// Takes the tags of a text, once: those least escaped that are where lines end. What is escaped more often is the article's own, as in
/// `<p>A line ends with &lt;br&gt;.</p>`.
fn take_all(chars: &str, out: &mut Edits) {
    let mut tags = tags::of(chars);
    let Some(depth) = (0..=MAX_DEPTH).find(|depth| are_line_ends(chars, &at_depth(&tags, *depth))) else { return };
    tags.retain(|tag| tag.depth == depth);
    let paired = paired(&tags);
    let rows = rows(chars);
    let mut rows = rows.iter().peekable();
    for tag in &tags {
        while rows.next_if(|row| row.end <= tag.at.start).is_some() {}
        let in_row = rows.peek().is_some_and(|row| row.contains(&tag.at.start));
        if let Some(by) = written_for(tag, in_row, &paired) {
            out.replace(tag.at.clone(), by);
        }
    }
}

/// What is written for a tag; none if it stays.
fn written_for(tag: &Tag<'_>, in_row: bool, paired: &FxHashSet<String>) -> Option<&'static str> {
    match meaning(tag.name) {
        _ if tag.kind == Kind::Comment => Some(""),
        Some(By::Paragraph | By::Line) if in_row => Some(" "),
        Some(By::Paragraph) => Some("\n\n"),
        Some(By::Line) => Some("\n"),
        Some(By::Blank) => Some(" "),
        Some(By::Nothing) if tag.kind == Kind::Closes || tag.name.eq_ignore_ascii_case("wbr") => Some(""),
        // A word in brackets (`cp <source> <target>`) has no attributes, and nothing closes it.
        _ => (tag.is_dressed || paired.contains(&tag.name.to_ascii_lowercase())).then_some(""),
    }
}

fn at_depth<'a>(tags: &[Tag<'a>], depth: usize) -> Vec<Tag<'a>> {
    tags.iter().filter(|tag| tag.depth == depth).cloned().collect()
}

/// The names of elements that are opened and closed.
fn paired(tags: &[Tag<'_>]) -> FxHashSet<String> {
    let names = |kind| tags.iter().filter(move |tag| tag.kind == kind).map(|tag| tag.name.to_ascii_lowercase());
    let opened: FxHashSet<String> = names(Kind::Opens).collect();
    names(Kind::Closes).filter(|name| opened.contains(name)).collect()
}

/// The rows of tables in Markdown, which have no other way to break a line than a tag.
fn rows(chars: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let lines = chars.split_inclusive('\n').map(|line| {
        end += line.len();
        (end - line.len()..end, line.trim())
    });
    lines.filter(|(_, line)| line.len() > 1 && line.starts_with('|') && line.ends_with('|')).map(|(at, _)| at).collect()
}

fn breaks(tag: &Tag<'_>) -> bool {
    matches!(meaning(tag.name), Some(By::Line | By::Paragraph))
}

/// Whether the lines of a text are those that its tags make.
fn are_line_ends(chars: &str, tags: &[Tag<'_>]) -> bool {
    joints(chars, tags).are_line_ends() && is_prose_in_tags(chars, tags)
}

/// Whether the tags of a text are words of its sentences more often than they end lines. Those of a page have attributes, and what goes on
/// behind them does so at once.
pub(crate) fn are_words(chars: &str) -> bool {
    let tags = at_depth(&tags::of(chars), 0);
    let has_attributes = |tag: &Tag<'_>| tag.kind != Kind::Comment && chars[tag.at.clone()].contains('=');
    let [mut words, mut ends] = [0; 2];
    for (at, signs) in places(chars, &tags) {
        let behind = &chars[at.end..];
        match Joint::between(&chars[..at.start], behind) {
            Joint::Stop | Joint::Break => ends += signs,
            Joint::GoesOn => {
                words += usize::from(!behind.starts_with(|c: char| c == '\n' || chars::is_alphanumeric(c)))
            }
            Joint::Unclear => {}
        }
    }
    words > ends && !tags.iter().any(has_attributes)
}

/// What stands on both sides of the tags that break lines.
fn joints(chars: &str, tags: &[Tag<'_>]) -> Joints {
    let mut joints = Joints::default();
    for (at, signs) in places(chars, tags) {
        joints.add(Joint::between(&chars[..at.start], &chars[at.end..]), signs);
    }
    joints
}

/// Where tags are that break lines, and how many; tags side by side are one place.
fn places<'a>(chars: &'a str, tags: &'a [Tag<'_>]) -> impl Iterator<Item = (Range<usize>, usize)> + 'a {
    let touch = move |a: &Tag<'_>, b: &Tag<'_>| chars[a.at.end..b.at.start].trim().is_empty();
    tags.chunk_by(touch).filter_map(|place| {
        let signs = place.iter().filter(|tag| breaks(tag)).count();
        let at = place.first()?.at.start..place.last()?.at.end;
        (signs > 0).then_some((at, signs))
    })
}

/// A line with so many bytes outside of its tags is prose; entries of lists and cells of tables are shorter
/// (`fixtures/stages/stray-tags/examples-of-html-stay`).
const MIN_PROSE_BYTES: usize = 30;

/// Whether most lines of prose have tags that break lines, or stand behind one that opens. In a text that shows HTML only its examples have.
fn is_prose_in_tags(chars: &str, tags: &[Tag<'_>]) -> bool {
    let mut tags = tags.iter().peekable();
    let [mut with, mut without, mut end] = [0_usize; 3];
    let mut opened = false;
    let is_prose = |line: &str, own: usize| own >= MIN_PROSE_BYTES && !line.starts_with('|');
    for line in chars.split_inclusive('\n') {
        let mut tail = end;
        end += line.len();
        let mut own = line.trim().len();
        let mut holds = opened;
        while let Some(tag) = tags.next_if(|tag| tag.at.start < end) {
            own = own.saturating_sub(tag.at.len());
            holds |= breaks(tag);
            opened = breaks(tag) && tag.kind == Kind::Opens;
            tail = tag.at.end.min(end);
        }
        opened &= chars[tail..end].trim().is_empty();
        with += usize::from(is_prose(line, own) && holds);
        without += usize::from(is_prose(line, own) && !holds);
    }
    with >= without
}

/// What a tag stands for by the name of its element; none if that is nobody's word for a line or a piece of one.
fn meaning(name: &str) -> Option<By> {
    Some(match name.to_ascii_lowercase().as_str() {
        "br" | "li" | "tr" | "dt" | "dd" | "option" => By::Line,
        "hr" | "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "tbody"
        | "thead" | "blockquote" | "section" | "article" | "header" | "footer" | "figure" | "figcaption" | "aside"
        | "nav" | "main" | "form" | "pre" | "address" | "center" => By::Paragraph,
        "td" | "th" => By::Blank,
        "a" | "b" | "strong" | "i" | "em" | "u" | "s" | "span" | "font" | "small" | "big" | "sup" | "sub" | "wbr"
        | "mark" | "code" | "cite" | "q" => By::Nothing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        StrayTags::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn tags_are_where_lines_end() {
        for (tagged, lines) in [
            ("One.<br>Two.<br/>Three.<BR />Four.<br clear=\"all\">Five.", "One.\nTwo.\nThree.\nFour.\nFive."),
            (
                "One <b>two</b>.</p><p class=\"a\">Three <a href=\"https://a.example/?a=1&amp;b=2\">four</a>.</p><p>5 < 6 & 7.</p>",
                "One two.\n\n\n\nThree four.\n\n\n\n5 < 6 & 7.\n\n",
            ),
            (
                "One.&lt;br /&gt;Two.&lt;br&gt;Three.&lt;br&gt;Four &lt;i&gt;it&lt;/i&gt;.&lt;/p&gt;",
                "One.\nTwo.\nThree.\nFour it.\n\n",
            ),
            ("One.&amp;lt;br&amp;gt;Two.&amp;lt;br&amp;gt;Three.", "One.\nTwo.\nThree."),
            ("One.<p>Two.<p>Three.<p>Four was c", "One.\n\nTwo.\n\nThree.\n\nFour was c"),
            ("One.<br><br>\"Two,\" she said.", "One.\n\n\"Two,\" she said."),
            ("One.<o:p></o:p></p><p title=\"a > b\">Two<!-- <p>no</p> -->.<\\/p>Three.", "One.\n\n\n\nTwo.\n\nThree."),
            ("One.<br>Let a <b hold for all, so c > d.<br>Three.", "One.\nLet a <b hold for all, so c > d.\nThree."),
            (
                "One.<br>Type cp <source> <target>, <s>not</s> mv.<br>Three.",
                "One.\nType cp <source> <target>, not mv.\nThree.",
            ),
            (
                "One.<p>A line ends with &lt;br&gt; in HTML.</p><p>Write List&lt;i&gt;.</p>",
                "One.\n\nA line ends with &lt;br&gt; in HTML.\n\n\n\nWrite List&lt;i&gt;.\n\n",
            ),
            (
                "渡し船は残る<br>町議会は決定した。</p><p>船は渡っている。</p>",
                "渡し船は残る\n町議会は決定した。\n\n\n\n船は渡っている。\n\n",
            ),
            (
                "| Soup | What is in it |\n| Borscht | Beetroot<br>Cabbage<br>Beef<br>Dill |",
                "| Soup | What is in it |\n| Borscht | Beetroot Cabbage Beef Dill |",
            ),
            ("One.<br />\n<br />\nTwo.<br />\nThree.<!-- no --></div>\n", "One.\n\n\n\nTwo.\n\nThree.\n\n\n"),
        ] {
            assert_eq!(plain(tagged), lines);
            assert_eq!(plain(lines), lines);
        }
    }

    #[test]
    fn text_about_tags_stays() {
        for text in [
            "The <br> element is old. Some write <br /> with a slash, and a bare <br> is enough. A poem needs one <br> a verse.",
            "Open with <p> and close with </p>, or with <div> and </div>. Browsers forgive a missing </p>.",
            "It is written <ul><li>One</li><li>Two</li></ul> in HTML.",
            "Der Umbruch: Mit <br> erzwingt man ihn, in XHTML mit <br/>. Wer mit <br><br> trennt, irrt, denn dafür gibt es <p> und </p>.",
            "在HTML中,<br>表示换行,<br/>是XHTML的写法。段落用<p>和</p>,区块用<div>和</div>。不要用<br><br>来分段。",
            "HTMLの<br>タグは改行を表します。段落には<p>と</p>を使い、<br><br>で分けません。",
            "A break is &lt;br&gt; or &lt;br /&gt;, a paragraph ends in &lt;/p&gt;, a division in &lt;/div&gt;.",
            "How to make a list\nOpen your editor and write these lines.\n<ul>\n  <li>Coffee</li>\n  <li>Tea</li>\n</ul>\nSave the file and open it in a browser.",
            "A <br> ends a line.\nA paragraph stands between <p> and </p>.\nA list is in <ul>.\nIts entries are in <li>.\nSo much for today.\nThere is more to say.\nBut not now.\nNor ever.\nThe end.",
            "Use <p>, <div>, <ul>, <li>, <table> and <tr>, but no <br>.",
            "a < b, b > c, c <d> e, <https://a.example>, <ann@a.example>, List<String>, &lt; and &gt;",
            "<br> <br> <br>",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn tags_are_words_of_a_text_about_them() {
        for text in [
            "<br> is a tag. A poem needs one <br> at the end of a verse, and <br /> is the same",
            "<h2>Rain</h2> is a heading, while <p>Rain fell.</p> is a paragraph",
            "<br> hi all\n<li> hello br\n<p> what is new?",
        ] {
            assert!(are_words(text), "{text}");
        }
        for text in
            ["<p>Rain fell.</p><p>It was late</p>", "<ul><li>rain</li><li>snow</li></ul>", "<p>rain</p>\n<p>snow</p>\n"]
        {
            assert!(!are_words(text), "{text}");
        }
    }
}
