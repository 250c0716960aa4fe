//! Blocks as JSON.

use super::{ArticleBlock, Container, ContainerKind};
use crate::inline::{Inline, InlineKind};
use crate::page::Form;
use crate::text::ArticleText;
use serde::Serialize;

/// One block of a record.
#[derive(Debug, Serialize)]
pub struct BlockRecord<'a> {
    form: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// In how many lists and quotations it stands.
    #[serde(skip_serializing_if = "is_zero")]
    depth: usize,
    #[serde(skip_serializing_if = "is_zero")]
    quotes: usize,
    /// The number of its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// Its entry, and its table: blocks of one have the same number.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inlines: Vec<InlineRecord<'a>>,
}

/// What stands out in a block; places are in characters of the block's text.
#[derive(Debug, Serialize)]
struct InlineRecord<'a> {
    kind: &'static str,
    chars: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u16>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl<'a> BlockRecord<'a> {
    /// The record of a block of an article with this text.
    pub(crate) fn of(block: &'a ArticleBlock, text: &'a str) -> Self {
        let whole = text.get(block.span.range()).unwrap_or_default();
        // The sign of flat text is told by the form, the level and the number.
        let start = block.span.start + block.sign;
        let own = whole.get(block.sign..).unwrap_or_default();
        let entry = block.within.iter().rev().find(|container| container.kind != ContainerKind::Quote);
        let number = |container: &Container| match container.kind {
            ContainerKind::Entry { number, .. } => number,
            ContainerKind::Quote => None,
        };
        BlockRecord {
            form: name(block.form),
            level: if let Form::Heading(level) = block.form { Some(level) } else { None },
            depth: block.depth(),
            quotes: block.within.len() - block.depth(),
            number: entry.and_then(number),
            entry: entry.map(|entry| entry.id),
            table: block.table,
            text: block.verbatim.as_deref().unwrap_or(own),
            inlines: if block.verbatim.is_some() { Vec::new() } else { inlines(&block.inlines, own, start) },
        }
    }
}

/// Inlines with their places in characters. `own` begins at `start` of the article's text.
fn inlines<'a>(inlines: &'a [Inline<ArticleText>], own: &str, start: usize) -> Vec<InlineRecord<'a>> {
    let mut borders: Vec<usize> = inlines.iter().flat_map(|inline| [inline.span.start, inline.span.end]).collect();
    borders.sort_unstable();
    borders.dedup();
    let (mut at, mut chars) = (0, 0);
    let counts: Vec<usize> = borders
        .iter()
        .map(|border| {
            let border = border.saturating_sub(start);
            chars += own.get(at..border).map_or(0, |text| text.chars().count());
            at = border.max(at);
            chars
        })
        .collect();
    let place = |at: usize| borders.binary_search(&at).ok().and_then(|at| counts.get(at)).copied().unwrap_or(0);
    let record = |inline: &'a Inline<ArticleText>| InlineRecord {
        kind: inline.kind.name(),
        chars: [place(inline.span.start), place(inline.span.end)],
        address: if let InlineKind::Link(address) = &inline.kind { Some(address) } else { None },
        column: if let InlineKind::Cell(column) = &inline.kind { Some(*column) } else { None },
    };
    inlines.iter().map(record).collect()
}

fn name(form: Form) -> &'static str {
    match form {
        Form::Paragraph => "paragraph",
        Form::Heading(_) => "heading",
        Form::ListItem => "list_item",
        Form::Row => "row",
        Form::Caption => "caption",
        Form::Quote => "quote",
        Form::Verbatim => "verbatim",
        Form::DumpField => "dump_field",
        Form::Separator => "separator",
    }
}
