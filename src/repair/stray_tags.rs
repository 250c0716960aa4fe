//! Stray tags: tags of HTML that were left in flat text become line breaks, or nothing.
//!
//! Columns of tables and databases hold `One.<br>Two.</p><p>Three.`, feeds the same with its signs escaped (`&lt;br /&gt;`). That is no page:
//! nothing stands around the text that its elements could tell from it, and what they say is where lines end.
//!
//! Only where most lines hold tags that end one; a text about HTML shows a few, among lines without.
//!
//! **Known gaps**: scripts and styles between their tags; tables, whose cells become words of a line; attributes with `>` in them.

use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
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

/// So many tags that end a line, at least half of which close an element or are `br`: who writes about HTML names more that open.
const MIN_BREAKS: usize = 4;
/// More tags and their attributes than so many bytes are none.
const MAX_TAG_BYTES: usize = 2000;

/// What stands in the place of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nothing,
    Blank,
    Line,
    Paragraph,
}

#[derive(Debug, Clone)]
struct Tag {
    at: Range<usize>,
    by: By,
    /// Whether it closes an element, or is one without content.
    closes: bool,
}

/// Takes all tags of a text, once.
fn take_all(chars: &str, out: &mut Edits) {
    let tags = tags(chars);
    if are_line_ends(chars, &tags) {
        for tag in tags {
            let by = match tag.by {
                By::Nothing => "",
                By::Blank => " ",
                By::Line => "\n",
                By::Paragraph => "\n\n",
            };
            out.replace(tag.at, by);
        }
    }
}

/// Whether the lines of a text are those that its tags make.
fn are_line_ends(chars: &str, tags: &[Tag]) -> bool {
    let breaks = || tags.iter().filter(|tag| matches!(tag.by, By::Line | By::Paragraph));
    let closing = breaks().filter(|tag| tag.closes).count();
    if breaks().count() < MIN_BREAKS || closing * 2 < breaks().count() {
        return false;
    }
    let mut starts = breaks().map(|tag| tag.at.start).peekable();
    let [mut lines, mut with_tags, mut end] = [0; 3];
    for line in chars.split_inclusive('\n') {
        end += line.len();
        let mut holds = false;
        while starts.next_if(|start| *start < end).is_some() {
            holds = true;
        }
        lines += usize::from(!line.trim().is_empty());
        with_tags += usize::from(holds);
    }
    with_tags * 2 > lines
}

/// All tags of a text, in their order.
fn tags(chars: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for at in memchr::memchr2_iter(b'<', b'&', chars.as_bytes()) {
        if tags.last().is_none_or(|last| last.at.end <= at) {
            tags.extend(tag_at(chars, at));
        }
    }
    tags
}

/// The tag that begins at `at`, with its signs as they are or escaped, once or twice.
fn tag_at(chars: &str, at: usize) -> Option<Tag> {
    let opened = sign(&chars[at..], '<', "lt;")?;
    let inside = &chars[at + opened..];
    let closed = |at: &usize| sign(&inside[*at..], '>', "gt;").map(|len| (*at, len));
    let ends = memchr::memchr3_iter(b'>', b'&', b'<', inside.as_bytes()).take_while(|at| *at <= MAX_TAG_BYTES);
    let (len, closing) = ends.take_while(|at| sign(&inside[*at..], '<', "lt;").is_none()).find_map(|at| closed(&at))?;
    let (by, closes) = meaning(&inside[..len])?;
    Some(Tag { at: at..at + opened + len + closing, by, closes })
}

/// The length of a sign at the start of a text, as it is or as an entity.
fn sign(text: &str, plain: char, name: &str) -> Option<usize> {
    if text.starts_with(plain) {
        return Some(plain.len_utf8());
    }
    let entity = text.strip_prefix('&')?;
    let once = entity.strip_prefix("amp;").unwrap_or(entity);
    once.starts_with(name).then(|| text.len() - once.len() + name.len())
}

/// What a tag stands for by what is between its signs; none if it is no tag.
fn meaning(inside: &str) -> Option<(By, bool)> {
    if inside.starts_with("!--") && inside.ends_with("--") {
        return Some((By::Nothing, true));
    }
    let (inside, closes) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    let is_tag = attributes.is_empty() || attributes.starts_with(|c: char| c.is_ascii_whitespace() || c == '/');
    let by = match name.to_ascii_lowercase().as_str() {
        _ if !is_tag => return None,
        "br" => return Some((By::Line, true)),
        "hr" => return Some((By::Paragraph, true)),
        "li" | "tr" | "dt" | "dd" | "option" => By::Line,
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "tbody" | "thead"
        | "blockquote" | "section" | "article" | "header" | "footer" | "figure" | "figcaption" | "aside" | "nav"
        | "main" | "form" | "pre" | "address" | "center" => By::Paragraph,
        "td" | "th" => By::Blank,
        "a" | "b" | "strong" | "i" | "em" | "u" | "s" | "span" | "font" | "small" | "big" | "sup" | "sub" | "img"
        | "mark" | "code" | "cite" | "q" | "abbr" | "time" | "del" | "ins" | "strike" | "wbr" | "picture"
        | "source" | "iframe" | "video" | "audio" | "label" | "button" | "input" => By::Nothing,
        _ => return None,
    };
    Some((by, closes))
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
                "One.&lt;br /&gt;Two.&lt;br&gt;Three.&amp;lt;br&amp;gt;Four &lt;i&gt;it&lt;/i&gt;.&lt;/p&gt;",
                "One.\nTwo.\nThree.\nFour it.\n\n",
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
            "A <br> ends a line.\nA paragraph stands between <p> and </p>.\nA list is in <ul>.\nIts entries are in <li>.\nSo much for today.\nThere is more to say.\nBut not now.\nNor ever.\nThe end.",
            "Use <p>, <div>, <ul>, <li>, <table> and <tr>, but no <br>.",
            "a < b, b > c, c <d> e, <https://a.example>, <ann@a.example>, List<String>, &lt; and &gt;",
            "<br> <br> <br>",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
