//! Flat text into blocks: one a line, or one a paragraph where lines were hard-wrapped.

use crate::page::{Block, Ending, Form};
use crate::segment::{Layout, fragments, wrap};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How flat text is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PlainConfig {
    /// Whether lines broken at a fixed column are joined to paragraphs. Default true.
    pub unwrap: bool,
    /// In how many of the first lines that are not blank a scraper's field
    /// (`date 2020-11-01`) is looked for. Default 5: front matter is no longer.
    pub dump_header_lines: u32,
}

impl Default for PlainConfig {
    fn default() -> Self {
        PlainConfig { unwrap: true, dump_header_lines: 5 }
    }
}

/// A subheading has no more words than this; the longest of the seeds has ten
/// ("What happened at the … front today, October 31?").
const MAX_HEADING_WORDS: u32 = 12;

/// The blocks of a flat text.
#[must_use]
pub fn layout(text: &str, config: &PlainConfig) -> Layout {
    let lines = lines(text);
    let width =
        config.unwrap.then(|| wrap::width(&lines.iter().map(|line| &text[line.clone()]).collect::<Vec<_>>())).flatten();
    let mut layout = Layout::default();
    let mut gap = true;
    let mut seen = 0;
    let mut in_text = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at].clone();
        if text[line.clone()].trim().is_empty() {
            gap = true;
            at += 1;
            continue;
        }
        seen += 1;
        if let Some(field_end) =
            (seen <= config.dump_header_lines && !in_text).then(|| dump_field(&text[line.clone()])).flatten()
        {
            let field_end = line.start + field_end;
            layout.push(text, line.start..field_end, Form::DumpField, false, gap);
            layout.push(text, field_end..line.end, Form::Paragraph, false, false);
            at += 1;
        } else {
            let lines_taken = width.map_or(1, |width| paragraph_lines(text, &lines[at..], width));
            let range = line.start..lines[at + lines_taken - 1].end;
            layout.push(text, range, form(text[line].trim()), lines_taken > 1, gap);
            // Below running text a `Source: …` is the article's own.
            in_text |= layout.blocks.last().is_some_and(|block| block.shape.is_sentence());
            at += lines_taken;
        }
        gap = false;
    }
    fragments::mark(&mut layout.blocks, text);
    mark_headings(&mut layout.blocks, text);
    layout
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        lines.push(start..end);
        start = end + 1;
    }
    lines.push(start..text.len());
    lines
}

/// How many of these lines make one hard-wrapped paragraph.
fn paragraph_lines(text: &str, lines: &[Range<usize>], width: usize) -> usize {
    let mut taken = 1;
    while taken < lines.len() {
        let (line, next) = (&text[lines[taken - 1].clone()], &text[lines[taken].clone()]);
        if next.trim().is_empty() || form(next.trim()) != Form::Paragraph || !wrap::is_full(line, next, width) {
            break;
        }
        taken += 1;
    }
    taken
}

/// What a line says it is by its first characters.
fn form(line: &str) -> Form {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        return Form::Heading(u8::try_from(hashes).unwrap_or(6));
    }
    if is_list_item(line) {
        return Form::ListItem;
    }
    if line.contains('\t') || line.matches(" | ").count() >= 2 {
        return Form::Row;
    }
    Form::Paragraph
}

fn is_list_item(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix(['*', '-', '+', '•', '·', '‣', '◦', '▪', '●', '○', '■']) {
        return rest.starts_with([' ', '\t', '\u{a0}']);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && matches!(line.as_bytes().get(digits..digits + 2), Some([b'.' | b')', b' ' | b'\t']))
}

/// The end of a field that a scraper put in front of a line, if the line begins with one:
/// `date 2020-11-01`, `url: https://…`, `title: …`.
fn dump_field(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let lead = line.len() - trimmed.len();
    let name_len = trimmed.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'_').count();
    let name = trimmed[..name_len].to_ascii_lowercase();
    let after = &trimmed[name_len..];
    let colon = after.starts_with(':');
    let value = after.strip_prefix(':').unwrap_or(after).trim_start();
    let gap = after.len() - value.len();
    let value_len = match name.as_str() {
        "date" | "published" | "publish_date" | "crawled" if gap > 0 => iso_date_len(value)?,
        "url" | "canonical_url" | "link"
            if gap > 0 && (value.starts_with("http://") || value.starts_with("https://")) =>
        {
            value.find(char::is_whitespace).unwrap_or(value.len())
        }
        "title" | "author" | "authors" | "source" | "language" if colon && gap > 1 => value.trim_end().len(),
        _ => return None,
    };
    Some(lead + name_len + gap + value_len)
}

/// The length of an ISO 8601 date, with its time if there is one, at the start of a text.
fn iso_date_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let dashed = |at| matches!(bytes.get(at), Some(b'-' | b'/' | b'.'));
    if !(digits(0..4) && dashed(4) && digits(5..7) && dashed(7) && digits(8..10)) {
        return None;
    }
    let time = text[10..].bytes().take_while(|b| b.is_ascii_digit() || b"T:.+Z-".contains(b)).count();
    let rest_is_time = time == 0 || bytes[10] == b'T';
    Some(10 + if rest_is_time { time } else { 0 })
}

/// A short line without a full stop between running text is a subheading.
fn mark_headings(blocks: &mut [Block], text: &str) {
    for i in 1..blocks.len().saturating_sub(1) {
        let (before, block, after) = (&blocks[i - 1], &blocks[i], &blocks[i + 1]);
        let heads = block.form == Form::Paragraph
            && block.shape.words <= MAX_HEADING_WORDS
            && matches!(block.shape.ending, Ending::Open | Ending::Question)
            && block.shape.letters > block.shape.digits
            && before.shape.is_sentence()
            && after.shape.is_sentence()
            && !starts_in_lower_case(text, block.span);
        if heads {
            blocks[i].form = Form::Heading(2);
        }
    }
}

fn starts_in_lower_case(text: &str, span: Span<crate::text::PageText>) -> bool {
    text[span.range()].chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(&str, Form)> {
        layout(text, &PlainConfig::default()).blocks.iter().map(|b| (&text[b.span.range()], b.form)).collect()
    }

    #[test]
    fn a_dump_header_is_split_from_the_rest_of_its_line() {
        assert_eq!(
            blocks(" date 2020-11-01 Support our paper!\nHeadline"),
            [
                ("date 2020-11-01", Form::DumpField),
                ("Support our paper!", Form::Paragraph),
                ("Headline", Form::Paragraph)
            ]
        );
        assert_eq!(blocks("url: https://example.org/a b")[0].0, "url: https://example.org/a");
    }

    #[test]
    fn prose_that_begins_like_a_field_is_not_one() {
        for line in [
            "Date night ends in tears",
            "Source of the Nile found",
            "Title: fight is on".trim_end_matches(": fight is on"),
        ] {
            assert_eq!(blocks(line), [(line, Form::Paragraph)]);
        }
    }

    #[test]
    fn lists_and_headings_are_recognised() {
        assert_eq!(
            blocks("• one\n2) two\n1994 was warm")[..2],
            [("• one", Form::ListItem), ("2) two", Form::ListItem)]
        );
        let text = "A first sentence of the article that is long enough.\nClimbing risk\nA second sentence of the article that is long enough.";
        assert_eq!(blocks(text)[1], ("Climbing risk", Form::Heading(2)));
    }
}
