//! [`ArticleBlock`]: what stays of a page, block by block.
//!
//! The text of an article was written from pieces of the page and then polished. Its blocks
//! are found again by the two maps that lead there, `Kept` and `SourceMap`, which both keep
//! the order; so blocks never overlap, hold all of the text, and what nests on the page nests
//! in the article.

mod address;
mod flat;
mod record;
mod within;

pub use record::BlockRecord;

use crate::inline::{Inline, InlineKind};
use crate::page::{Block, Form, Page};
use crate::render::{Kept, Piece};
use crate::text::{ArticleText, PageText, Span, Text};
use std::cmp::Reverse;
use std::ops::Range;

/// A block of an article: a paragraph, heading, entry of a list, row, quotation, code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArticleBlock {
    /// Where it stands in the article's text.
    pub span: Span<ArticleText>,
    /// What it is.
    pub form: Form,
    /// How many bytes at its start are the sign of a heading or an entry (`## `, `• `, `2) `),
    /// as flat text has them; no sign of HTML is in the text.
    pub sign: usize,
    /// The quotations and entries of lists that it stands in, from the outside in.
    pub within: Vec<Container>,
    /// Which table of the page it is a row of.
    pub table: Option<u32>,
    /// What stands out inside of it, in order, what is around before what is inside.
    pub inlines: Vec<Inline<ArticleText>>,
    /// Of text whose white space counts: the lines as the page has them, where the article's
    /// text has lost the blanks before them.
    pub verbatim: Option<String>,
}

/// A quotation or an entry of a list that stands around a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Container {
    /// Blocks with the same number stand in the same one.
    pub id: u32,
    /// Which of the two it is.
    pub kind: ContainerKind,
}

/// What stands around a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// A quotation.
    Quote,
    /// An entry of a list.
    Entry {
        /// Entries with the same number are of the same list.
        list: u32,
        /// The number before it, if its list is an ordered one.
        number: Option<u32>,
    },
}

impl ArticleBlock {
    /// A paragraph of which no more is known.
    pub(crate) fn plain(span: Range<usize>) -> Self {
        ArticleBlock {
            span: Span::new(span.start, span.end),
            form: Form::Paragraph,
            sign: 0,
            within: Vec::new(),
            table: None,
            inlines: Vec::new(),
            verbatim: None,
        }
    }

    /// How many lists it stands in.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.within.iter().filter(|container| matches!(container.kind, ContainerKind::Entry { .. })).count()
    }
}

/// The paragraphs of a text of which no more is known.
pub(crate) fn plain(text: &str) -> Vec<ArticleBlock> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        blocks.push(ArticleBlock::plain(trimmed(text, at..at + part.len())));
        at += part.len() + 2;
    }
    blocks.retain(|block| !block.span.is_empty());
    blocks
}

/// Whether blocks are in order and hold all of a text.
pub(crate) fn fit(blocks: &[ArticleBlock], text: &str) -> bool {
    let mut at = 0;
    let blank = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim().is_empty());
    let in_order = blocks.iter().all(|block| {
        let before = std::mem::replace(&mut at, block.span.end);
        text.get(block.span.range()).is_some_and(|own| block.sign <= own.len()) && blank(before..block.span.start)
    });
    in_order && blank(at..text.len())
}

/// The blocks of an article: of what is kept of `page`, in the text that polish made of it.
/// `address` is where the page was found.
pub(crate) fn of(page: &Page<'_>, kept: &Kept, polished: &Text, address: Option<&str>) -> Vec<ArticleBlock> {
    let text = polished.as_str();
    let place = |at: usize| floor(text, polished.map().place_of(at));
    let paragraph = |piece: &Piece| page.blocks().get(piece.block).map(Block::paragraph);
    let groups: Vec<&[Piece]> = kept.pieces.chunk_by(|a, b| paragraph(a) == paragraph(b)).collect();
    let mut ends: Vec<usize> = groups.iter().skip(1).filter_map(|group| group.first()).map(|p| place(p.at)).collect();
    ends.push(text.len());
    let base = address::Base::of(page, address);
    let mut flat = flat::Lists::default();
    let mut coming = Coming::new(page.inlines());
    let mut blocks = Vec::with_capacity(groups.len());
    let mut start = 0;
    for (group, end) in groups.into_iter().zip(ends) {
        let span = trimmed(text, start..end);
        start = end;
        let Some(on_page) = group.first().and_then(|piece| page.blocks().get(piece.block)) else { continue };
        if span.is_empty() {
            continue;
        }
        // In the middle of a line a row of signs sets nothing apart.
        let form =
            if on_page.part.is_some() && on_page.form == Form::Separator { Form::Paragraph } else { on_page.form };
        let mut block = ArticleBlock { form, ..ArticleBlock::plain(span.clone()) };
        match page.hints(on_page).and_then(|hints| hints.element) {
            Some(element) => {
                block.within = within::containers(page.outline(), element, block.form);
                block.table = within::table(page.outline(), element).filter(|_| block.form == Form::Row);
            }
            None => flat.read(page, on_page, text, &mut block),
        }
        let inside = coming.inside(on_page.span);
        block.inlines = inlines(inside, text, &span, |at| place(place_in(group, at)), base);
        if block.form == Form::Verbatim {
            block.verbatim = verbatim(kept, group, &text[span]);
        }
        blocks.push(block);
    }
    blocks
}

/// The part of a text that is not white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// The border of a character at or before an offset.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where what stands at `at` of the page was written; what is gone stands where the next
/// piece of its block does.
fn place_in(pieces: &[Piece], at: usize) -> usize {
    let next = pieces.partition_point(|piece| piece.page.end <= at);
    match (pieces.get(next), pieces.last()) {
        (Some(piece), _) => piece.at + at.saturating_sub(piece.page.start),
        (None, Some(last)) => last.at + last.page.len(),
        (None, None) => 0,
    }
}

/// The inlines of a page, handed out block by block: each is looked at once for every block
/// that it touches.
struct Coming<'p> {
    rest: std::iter::Peekable<std::slice::Iter<'p, Inline<PageText>>>,
    open: Vec<&'p Inline<PageText>>,
}

impl<'p> Coming<'p> {
    fn new(all: &'p [Inline<PageText>]) -> Self {
        Coming { rest: all.iter().peekable(), open: Vec::new() }
    }

    /// Those that touch a block; blocks are to be asked for in their order.
    fn inside(&mut self, block: Span<PageText>) -> &[&'p Inline<PageText>] {
        self.open.retain(|inline| inline.span.end > block.start);
        while let Some(inline) = self.rest.next_if(|inline| inline.span.start < block.end) {
            if inline.span.end > block.start {
                self.open.push(inline);
            }
        }
        &self.open
    }
}

/// Inlines of the page where they stand in the article.
fn inlines(
    on_page: &[&Inline<PageText>],
    text: &str,
    block: &Range<usize>,
    place: impl Fn(usize) -> usize,
    base: address::Base<'_>,
) -> Vec<Inline<ArticleText>> {
    let mut found: Vec<Inline<ArticleText>> = Vec::new();
    for inline in on_page {
        let clipped = |at: usize| place(at).clamp(block.start, block.end);
        let range = trimmed(text, clipped(inline.span.start)..clipped(inline.span.end));
        if range.is_empty() {
            continue;
        }
        let kind = match &inline.kind {
            InlineKind::Link(address) => InlineKind::Link(base.join(address)),
            other => other.clone(),
        };
        // Two that touch are one.
        let before = found.iter_mut().rev().take(KINDS).find(|before| before.kind == kind);
        match before.filter(|before| before.span.end == range.start) {
            Some(before) => before.span.end = range.end,
            None => found.push(Inline { span: Span::new(range.start, range.end), kind }),
        }
    }
    found.sort_by_key(|inline| (inline.span.start, Reverse(inline.span.end)));
    found
}

/// As many inlines can stand around one place.
const KINDS: usize = 5;

/// The lines of code or verse as the page has them, if polish changed nothing but white space.
fn verbatim(kept: &Kept, group: &[Piece], polished: &str) -> Option<String> {
    let (first, last) = (group.first()?, group.last()?);
    let end = (last.at + last.page.len()).min(kept.text.len());
    let text = kept.text.get(first.at..floor(&kept.text, end))?.trim_end();
    let same = text != polished && text.split_whitespace().eq(polished.split_whitespace());
    same.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
