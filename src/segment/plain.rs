//! Flat text into blocks: one a line, or one a paragraph where lines were hard-wrapped.

use crate::chars;
use crate::page::{Block, Ending, Form};
use crate::segment::line::{self, Line, has_cells};
use crate::segment::{Layout, fragments, list, one_line, shape, wrap};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How flat text is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PlainConfig {
    /// Whether lines are joined that were broken at a fixed column or at an element inside a
    /// sentence. Default true.
    pub unwrap: bool,
    /// In how many of the first lines that are not blank a scraper's field
    /// (`date 2020-11-01`) is looked for. Default 5: front matter is no longer.
    pub dump_header_lines: u32,
    /// What stands behind so many lines that are not blank is one paragraph that stays and keeps its line breaks, and the page is flagged `many_lines`.
    /// Default 250,000: a line takes up to a kilobyte and a half of memory, and a book has some ten thousand.
    pub max_lines: usize,
}

impl Default for PlainConfig {
    fn default() -> Self {
        PlainConfig { unwrap: true, dump_header_lines: 5, max_lines: 250_000 }
    }
}

/// A subheading has no more words than this; the longest of the seeds has ten
/// ("What happened at the … front today, October 31?").
const MAX_HEADING_WORDS: u32 = 12;

/// The blocks of a flat text.
#[must_use]
pub fn layout(text: &str, config: &PlainConfig) -> Layout {
    let (lines, limit) = line::of(text, config.max_lines);
    let mut units = units(&lines, config);
    let cut_from = one_line::least_bytes(&lines).filter(|_| limit.is_none());
    if config.unwrap && cut_from.is_none() {
        units = fragments::join(units, &lines);
    }
    let mut layout = Layout { folded: String::with_capacity(text.len()), limit, ..Layout::default() };
    layout.blocks.reserve(units.len());
    for unit in &units {
        let (first, last) = (&lines[unit.lines.start], &lines[unit.lines.end - 1]);
        let mut range = first.start..last.range().end;
        if let Some(field_end) = unit.field_end {
            layout.push(text, range.start..field_end, Form::DumpField, false, unit.gap);
            range.start = field_end;
        }
        let is_cut = cut_from.is_some_and(|least| first.text.len() >= least);
        if is_cut && unit.lines.len() == 1 {
            layout.push_pieces(text, range, form, unit.gap && unit.field_end.is_none());
        } else if unit.field_end.is_some() {
            layout.push(text, range, Form::Paragraph, false, false);
        } else {
            layout.push(text, range, unit.form, unit.lines.len() > 1, unit.gap);
            if let Some(block) = layout.blocks.last_mut() {
                block.shape.fragment = unit.fragments;
            }
        }
    }
    fragments::mark(&mut layout.blocks, text);
    mark_headings(&mut layout.blocks, text);
    layout
}

/// Where a wrapper broke the paragraphs of a flat text: each time from the end of a line to the start of the next.
pub(crate) fn wraps(text: &str) -> Vec<Range<usize>> {
    let config = PlainConfig::default();
    let (lines, _) = line::of(text, config.max_lines);
    let units = units(&lines, &config);
    let inside = units.iter().flat_map(|unit| lines[unit.lines.clone()].windows(2));
    inside.map(|pair| pair[0].range().end..pair[1].start).collect()
}

/// The lines of one block.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// From the first to behind the last.
    pub lines: Range<usize>,
    pub form: Form,
    /// A blank line stands before it.
    pub gap: bool,
    /// Nothing does, or lines of a single space alone.
    pub near: bool,
    /// It is a sentence that was cut into several lines.
    pub fragments: bool,
    /// Where a scraper's field ends that it begins with.
    pub field_end: Option<usize>,
}

fn units(lines: &[Line<'_>], config: &PlainConfig) -> Vec<Unit> {
    let broken = config.unwrap.then(|| wrap::breaks(lines)).flatten();
    let mut circles = list::Circles::default();
    let mut units: Vec<Unit> = Vec::new();
    let (mut gap, mut near, mut at) = (true, false, 0);
    while at < lines.len() {
        if lines[at].is_blank() {
            gap = true;
            near &= lines[at].indent == 1;
            at += 1;
            continue;
        }
        let field_end = dump_field_of(lines, at, &units, config);
        let before = units.last().map(|unit| &lines[unit.lines.end - 1]);
        let circle = circles.is_entry(&lines[at], before);
        let form = if circle { Form::ListItem } else { form(lines[at].text) };
        let len = if field_end.is_some() {
            1
        } else {
            paragraph_lines(&lines[at..], broken.as_deref().map(|broken| &broken[at..]), form)
        };
        units.push(Unit { lines: at..at + len, form, gap, near, fragments: false, field_end });
        at += len;
        (gap, near) = (false, true);
    }
    units
}

/// The end of a scraper's field at the start of this line, if it stands before the text.
fn dump_field_of(lines: &[Line<'_>], at: usize, before: &[Unit], config: &PlainConfig) -> Option<usize> {
    if before.len() >= config.dump_header_lines as usize {
        return None;
    }
    let end = dump_field(lines[at].text)?;
    // Below running text a `Source: …` is the article's own.
    let is_text =
        |unit: &Unit| unit.field_end.is_none() && shape::of(lines[unit.lines.start].text, false).is_sentence();
    (!before.iter().any(is_text)).then_some(lines[at].start + end)
}

/// How many of these lines make one hard-wrapped paragraph.
fn paragraph_lines(lines: &[Line<'_>], broken: Option<&[bool]>, form: Form) -> usize {
    let Some(broken) = broken else { return 1 };
    let goes_on = |at: &usize| broken[at - 1] && belongs(&lines[0], &lines[at - 1], &lines[*at], form);
    1 + (1..lines.len()).take_while(goes_on).count()
}

/// Whether the line `next` belongs to the block that begins with `first`: it is no entry of
/// its own and stands where the block stands.
fn belongs(first: &Line<'_>, line: &Line<'_>, next: &Line<'_>, block: Form) -> bool {
    let text_indent = match block {
        Form::Row => return false,
        Form::ListItem => first.indent + list::marker(first.text).map_or(2, |marker| marker.columns),
        _ => first.indent,
    };
    let is_first = first.start == line.start;
    let stands = match block {
        Form::ListItem if is_first => (first.indent..=text_indent + 2).contains(&next.indent),
        // The first line of a paragraph may stand further in.
        _ if is_first => next.indent <= first.indent,
        _ => next.indent == line.indent,
    };
    let circle = |line: &Line<'_>| line.text.starts_with("o ");
    match form(next.text) {
        Form::Paragraph if block == Form::ListItem && circle(first) && circle(next) => next.indent > first.indent,
        Form::Paragraph => stands,
        Form::ListItem => {
            let entry_below = block == Form::ListItem && next.indent <= first.indent;
            let open = shape::ending(line.text) == Ending::Open;
            stands && open && !entry_below && list::marker(next.text).is_some_and(|marker| !marker.sure)
        }
        _ => false,
    }
}

/// What a line says it is by its first characters.
fn form(line: &str) -> Form {
    let hashes = line.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        return Form::Heading(u8::try_from(hashes).unwrap_or(6));
    }
    if list::marker(line).is_some() {
        return Form::ListItem;
    }
    if has_cells(line) {
        return Form::Row;
    }
    Form::Paragraph
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
            && block.part.is_none()
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
    text[span.range()].chars().find(|c| chars::is_alphanumeric(*c)).is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::Flag;

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
    fn what_stands_behind_too_many_lines_is_one_piece() {
        let few = PlainConfig { max_lines: 2, ..PlainConfig::default() };
        let text = "One\n\nTwo\n\nThree\nFour.\n\nFive\n";
        let layout = layout(text, &few);
        let blocks: Vec<_> = layout.blocks.iter().map(|block| &text[block.span.range()]).collect();
        assert_eq!(blocks, ["One", "Two", "Three\nFour.\n\nFive"]);
        assert_eq!(layout.limit, Some(Flag::ManyLines));
        assert_eq!(super::layout("One\nTwo\nThree", &few).limit, Some(Flag::ManyLines));
        for text in ["", "One\n\n \nTwo\n\n \n", "One\nTwo"] {
            assert_eq!(super::layout(text, &few).limit, None, "{text:?}");
        }
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
    fn entries_and_paragraphs_of_wrapped_text_are_whole() {
        let text = "   The ferry to the island has been late all week, because the old
   engine of the only boat was taken out of the water on Monday for
   repairs.
     * The first boat leaves the port at seven in the morning, when
       the fishermen have gone.
          o Children under six need no ticket, if they travel with a
            grown-up.
     * Dogs travel free.
   The port office expects that the repairs will be made before Friday
   - or so the people say there - if the weather holds.";
        let forms: Vec<(Form, usize)> = blocks(text).iter().map(|(text, form)| (*form, text.lines().count())).collect();
        let entries = [(Form::ListItem, 2), (Form::ListItem, 2), (Form::ListItem, 1)];
        assert_eq!(forms, [&[(Form::Paragraph, 3)][..], &entries, &[(Form::Paragraph, 2)]].concat());
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
