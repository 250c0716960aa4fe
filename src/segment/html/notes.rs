//! What the reader notes of open elements beside their text: what stands out inside a line,
//! cells, and the numbers of lists.

use super::element::Open;
use crate::inline::{Inline, InlineKind};
use crate::page::Form;
use crate::text::{PageText, Span};
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// A longer address is made by a machine for a machine (or is a whole picture).
const MAX_ADDRESS_BYTES: usize = 2000;
/// A row has no more columns than this.
const MAX_COLUMNS: u16 = 1000;
/// The largest number that CommonMark takes for one of a list.
const MAX_NUMBER: u32 = 999_999_999;

/// What is noted of an open element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Notes<'t> {
    /// As what its text stands out, and where it begins.
    begun: Option<(Begun<'t>, usize)>,
    in_emphasis: bool,
    in_code: bool,
    /// Which of the open elements is the innermost list around it.
    list: Option<usize>,
    /// Of an ordered list: the number of its next entry.
    next: Option<u32>,
    /// Of an entry of an ordered list: its number.
    pub(super) number: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
enum Begun<'t> {
    Strong,
    Emphasis,
    Code,
    Link(&'t str),
    Cell(u16),
}

/// A row that is being read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    next: u16,
}

impl Columns {
    /// A row begins.
    pub(super) fn restart(&mut self) {
        self.next = 0;
    }

    /// The column of the next cell.
    fn take(&mut self, cell: &Element) -> u16 {
        let width = cell.attr("colspan").and_then(|width| width.trim().parse().ok()).unwrap_or(1);
        let column = self.next;
        self.next = column.saturating_add(width).clamp(column.saturating_add(1), MAX_COLUMNS);
        column
    }
}

impl<'t> Notes<'t> {
    /// What is noted of an element inside the `open` ones; its text begins at `at`.
    pub(super) fn of(element: &'t Element, open: &mut [Open<'t>], at: usize) -> Self {
        let Some(around) = open.last().copied() else { return Notes::default() };
        let tag = element.name();
        let outer = around.notes;
        let mut notes =
            Notes { in_emphasis: outer.in_emphasis, in_code: outer.in_code, list: outer.list, ..Notes::default() };
        match tag {
            "b" | "strong" if !around.in_strong => notes.begun = Some((Begun::Strong, at)),
            "em" | "i" | "cite" | "dfn" | "var" if !outer.in_emphasis => {
                notes.begun = Some((Begun::Emphasis, at));
                notes.in_emphasis = true;
            }
            "code" | "kbd" | "samp" | "tt" if !outer.in_code && around.form != Form::Verbatim => {
                notes.begun = Some((Begun::Code, at));
                notes.in_code = true;
            }
            "a" if around.link == 0 => notes.begun = address(element).map(|address| (Begun::Link(address), at)),
            "ol" => {
                notes.next = first_number(element);
                notes.list = Some(open.len());
            }
            "ul" | "menu" | "dir" | "dl" => notes.list = Some(open.len()),
            "li" => notes.number = number(element, outer.list.and_then(|list| open.get_mut(list))),
            _ => {}
        }
        notes
    }

    /// Notes of a cell, whose text begins at `at`.
    pub(super) fn cell(mut self, element: &Element, columns: &mut Columns, at: usize) -> Self {
        self.begun = Some((Begun::Cell(columns.take(element)), at));
        self
    }

    /// What stood out, now that the element ends at `end`.
    pub(super) fn end(self, end: usize) -> Option<Inline<PageText>> {
        let (begun, start) = self.begun.filter(|(_, start)| *start < end)?;
        let kind = match begun {
            Begun::Strong => InlineKind::Strong,
            Begun::Emphasis => InlineKind::Emphasis,
            Begun::Code => InlineKind::Code,
            Begun::Link(address) => InlineKind::Link(address.into()),
            Begun::Cell(column) => InlineKind::Cell(column),
        };
        Some(Inline { span: Span::new(start, end), kind })
    }
}

/// The address that the links of a page start from, if its head names one.
pub(super) fn base(head: NodeRef<'_, Node>) -> Option<String> {
    let mut elements = head.children().filter_map(|child| child.value().as_element());
    elements.find(|element| element.name() == "base").and_then(address).map(str::to_owned)
}

/// The address of a link that leads somewhere.
fn address(element: &Element) -> Option<&str> {
    let address = element.attr("href")?.trim();
    let leads = !address.is_empty() && address.len() <= MAX_ADDRESS_BYTES;
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_program = ["javascript", "data", "vbscript", "about", "blob"].iter().any(|s| scheme.eq_ignore_ascii_case(s));
    (leads && !is_program).then_some(address)
}

/// The number of the first entry of an ordered list; none for one that counts down, whose
/// numbers are known only at its end.
fn first_number(list: &Element) -> Option<u32> {
    if list.attr("reversed").is_some() {
        return None;
    }
    list.attr("start").map_or(Some(1), in_range)
}

/// The number of an entry; its list goes on with the next.
fn number(entry: &Element, list: Option<&mut Open<'_>>) -> Option<u32> {
    let next = &mut list?.notes.next;
    let own = entry.attr("value").and_then(in_range);
    let number = own.or(*next).filter(|_| next.is_some())?;
    *next = Some(number + 1).filter(|next| *next <= MAX_NUMBER);
    Some(number)
}

fn in_range(number: &str) -> Option<u32> {
    number.trim().parse().ok().filter(|number| *number <= MAX_NUMBER)
}
