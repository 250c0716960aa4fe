//! The inside of a block: its words, escaped, and what stands out among them.

use super::escape;
use crate::inline::{Inline, InlineKind};
use crate::text::ArticleText;
use std::ops::Range;

/// Where words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a paragraph, on lines of their own.
    Paragraph,
    /// On the one line of a heading.
    Heading,
    /// In a cell of a table.
    Cell,
}

/// A stretch of an article's text, as Markdown without the signs of its block.
pub(super) fn write(
    text: &str,
    range: Range<usize>,
    inlines: &[Inline<ArticleText>],
    place: Place,
    links: bool,
) -> String {
    let Some(text) = text.get(..range.end).filter(|text| text.is_char_boundary(range.start)) else {
        return String::new();
    };
    let mut line = Line {
        text,
        place,
        out: String::with_capacity(range.len() + range.len() / 16),
        before: None,
        begins: true,
        breaks: false,
        guard: None,
        in_link: false,
        lone_star: false,
    };
    let marks = marks(text, &range, inlines, place, links);
    let mut open: Vec<&Mark<'_>> = Vec::new();
    let mut at = range.start;
    for mark in &marks {
        if mark.start < at {
            // Inside of code, or crossing what is open.
            continue;
        }
        while let Some(inner) = open.pop_if(|inner| inner.end <= mark.start) {
            line.words(&mut at, inner.end);
            line.close(inner);
        }
        if open.last().is_some_and(|outer| mark.end > outer.end) {
            continue;
        }
        line.words(&mut at, mark.start);
        if *mark.kind == InlineKind::Code && line.would_define(&text[mark.start..mark.end]) {
            continue;
        }
        if *mark.kind == InlineKind::Code {
            line.code(&mut at, mark.end);
        } else {
            line.open(mark);
            open.push(mark);
        }
    }
    while let Some(inner) = open.pop() {
        line.words(&mut at, inner.end);
        line.close(inner);
    }
    line.words(&mut at, range.end);
    line.finish()
}

/// A sign with a beginning and an end.
struct Mark<'a> {
    start: usize,
    end: usize,
    kind: &'a InlineKind,
}

/// What of the inlines can be written so that it is read again.
fn marks<'a>(
    text: &str,
    range: &Range<usize>,
    inlines: &'a [Inline<ArticleText>],
    place: Place,
    links: bool,
) -> Vec<Mark<'a>> {
    let is_written = |kind: &InlineKind| match kind {
        InlineKind::Link(_) => links,
        InlineKind::Cell(_) => false,
        _ => true,
    };
    let clip = |inline: &'a Inline<ArticleText>| Mark {
        start: inline.span.start.max(range.start),
        end: inline.span.end.min(range.end),
        kind: &inline.kind,
    };
    let mut marks: Vec<Mark<'a>> = inlines.iter().filter(|inline| is_written(&inline.kind)).map(clip).collect();
    marks.retain(|mark| text.get(mark.start..mark.end).is_some_and(|text| !text.trim().is_empty()));
    let is_sign = |mark: &&Mark<'_>| matches!(mark.kind, InlineKind::Link(_) | InlineKind::Code);
    let starts: Vec<usize> = marks.iter().filter(is_sign).map(|mark| mark.start).collect();
    let mut ends: Vec<usize> = marks.iter().filter(is_sign).map(|mark| mark.end).collect();
    ends.sort_unstable();
    let own = range.clone();
    let mut closed: Vec<usize> = Vec::new();
    marks.retain(|mark| {
        let all = mark.start <= own.start && mark.end >= own.end;
        let stars = match mark.kind {
            // A heading is bold by itself.
            InlineKind::Strong => !(all && place == Place::Heading),
            InlineKind::Emphasis => true,
            _ => return true,
        };
        let inside = &text[mark.start..mark.end];
        let outside = (text[own.start..mark.start].chars().next_back(), text[mark.end..].chars().next());
        let reads = stars
            && escape::can_embrace(outside.0, inside.chars().next(), starts.binary_search(&mark.start).is_ok())
            && escape::can_embrace(outside.1, inside.chars().next_back(), ends.binary_search(&mark.end).is_ok())
            // Stars that close and stars that open would run together.
            && closed.binary_search(&mark.start).is_err();
        if reads {
            let at = closed.partition_point(|end| *end < mark.end);
            closed.insert(at, mark.end);
        }
        reads
    });
    marks
}

/// Words being written.
struct Line<'t> {
    /// The article's text up to the end of what is written.
    text: &'t str,
    place: Place,
    out: String,
    before: Option<char>,
    /// Nothing is written on this line yet.
    begins: bool,
    /// A line ended before the next word.
    breaks: bool,
    /// Where a character stands that would make its line a sign.
    guard: Option<usize>,
    in_link: bool,
    /// The last character written is a star of the text, alone between blanks.
    lone_star: bool,
}

impl Line<'_> {
    /// Writes the text from `at` to `to`.
    fn words(&mut self, at: &mut usize, to: usize) {
        let from = std::mem::replace(at, to.max(*at));
        for (offset, c) in self.text.get(from..to).unwrap_or_default().char_indices() {
            self.character(from + offset, c);
        }
    }

    fn character(&mut self, at: usize, c: char) {
        if matches!(c, '\n' | '\r') {
            self.breaks = true;
            self.before = None;
            return;
        }
        if (self.begins || self.breaks) && c.is_whitespace() {
            return;
        }
        self.start_line();
        if std::mem::take(&mut self.begins) && self.place == Place::Paragraph {
            self.guard = escape::at_line_start(line_at(self.text, at)).map(|offset| at + offset);
        }
        let rest = &self.text[at + c.len_utf8()..];
        let is_sign = escape::is_sign(c, self.before, rest)
            // It would run together with a sign of ours.
            || (c == '*' && self.out.ends_with('*'))
            || self.guard == Some(at)
            || (self.place == Place::Cell && c == '|')
            || (self.in_link && matches!(c, '[' | ']'))
            || (self.place == Place::Heading && c == '#' && self.ends_heading(rest));
        if is_sign {
            self.out.push('\\');
        }
        self.lone_star = c == '*' && !is_sign;
        self.out.push(c);
        self.before = Some(c);
    }

    /// Whether a `#` before `rest` would be taken for the end sign of a heading.
    fn ends_heading(&self, rest: &str) -> bool {
        self.before.is_none_or(|before| before.is_whitespace() || before == '#') && rest.trim().is_empty()
    }

    /// Writes what a sign of ours needs before it: the break of the line before, a second
    /// backslash behind one that would make the sign a character, and one before a star of the text
    /// that would run together with it.
    fn before_sign(&mut self) {
        if std::mem::take(&mut self.lone_star) && self.out.ends_with('*') {
            self.out.insert(self.out.len() - 1, '\\');
        }
        self.start_line();
        self.begins = false;
        let backslashes = self.out.bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes % 2 == 1 {
            self.out.push('\\');
        }
    }

    /// Writes the break of the line before.
    fn start_line(&mut self) {
        if !std::mem::take(&mut self.breaks) || self.out.is_empty() {
            return;
        }
        self.out.truncate(self.out.trim_end().len());
        if self.place == Place::Paragraph {
            self.out.push_str("\\\n");
            self.begins = true;
        } else {
            self.out.push(' ');
        }
    }

    fn open(&mut self, mark: &Mark<'_>) {
        self.before_sign();
        match mark.kind {
            InlineKind::Strong => self.out.push_str("**"),
            InlineKind::Emphasis => self.out.push('*'),
            InlineKind::Link(_) => {
                // Before a bracket it would make a picture.
                if self.out.ends_with('!') {
                    self.out.insert(self.out.len() - 1, '\\');
                }
                self.out.push('[');
                self.in_link = true;
            }
            InlineKind::Code | InlineKind::Cell(_) => {}
        }
    }

    fn close(&mut self, mark: &Mark<'_>) {
        self.before_sign();
        match mark.kind {
            InlineKind::Strong => self.out.push_str("**"),
            InlineKind::Emphasis => self.out.push('*'),
            InlineKind::Link(address) => {
                self.out.push_str("](");
                escape::address(address, &mut self.out);
                self.out.push(')');
                self.in_link = false;
            }
            InlineKind::Code | InlineKind::Cell(_) => {}
        }
    }

    /// Whether a line would be read as the definition of a link with this code in it: no backslash may stand in code, so that is
    /// written as words.
    fn would_define(&self, code: &str) -> bool {
        self.out.starts_with('[') && code.contains("]:")
    }

    /// Writes code between signs longer than any in it.
    fn code(&mut self, at: &mut usize, end: usize) {
        let text = self.text.get(*at..end).unwrap_or_default();
        *at = end;
        self.before_sign();
        self.before = text.chars().next_back();
        let code = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fence = "`".repeat(longest_run(&code, '`') + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let code = if self.place == Place::Cell { code.replace('|', "\\|") } else { code };
        for part in [fence.as_str(), pad, &code, pad, &fence] {
            self.out.push_str(part);
        }
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

/// The line of a text from `at` on.
fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    let (mut run, mut longest) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
