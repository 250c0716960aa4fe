//! Lists and headings of flat text, told by the signs before them.

use super::{ArticleBlock, Container, ContainerKind};
use crate::page::{Block, Form, Page};
use crate::segment::list;

/// An entry that the next one may stand in.
#[derive(Debug, Clone, Copy)]
struct Entry {
    indent: usize,
    container: Container,
    is_numbered: bool,
}

/// The lists of a flat page, read from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The entries that are open, from the outside in.
    open: Vec<Entry>,
    /// How many lists and entries there were.
    count: u32,
}

/// Entries that stand further in than so many others stand beside the last of these.
const MAX_DEPTH: usize = 8;

impl Lists {
    /// Reads the sign of a block, and what it stands in.
    pub(super) fn read(&mut self, page: &Page<'_>, block: &Block, text: &str, into: &mut ArticleBlock) {
        let own = text.get(into.span.range()).unwrap_or_default();
        if let Form::Heading(_) = block.form {
            into.sign = hashes(own);
        }
        let sign = if block.form == Form::ListItem { sign(own) } else { None };
        let Some(sign) = sign else { return self.open.clear() };
        into.sign = sign.len;
        into.within = self.enter(indent(page.text(), block.span.start), sign.number);
    }

    /// Opens an entry; gives all that are open.
    fn enter(&mut self, indent: usize, number: Option<u32>) -> Vec<Container> {
        let mut sibling = None;
        while let Some(entry) = self.open.pop_if(|entry| entry.indent >= indent) {
            sibling = Some(entry);
        }
        if self.open.len() >= MAX_DEPTH {
            sibling = self.open.pop();
        }
        let list = sibling.filter(|entry| entry.is_numbered == number.is_some()).and_then(|entry| {
            match entry.container.kind {
                ContainerKind::Entry { list, .. } => Some(list),
                ContainerKind::Quote => None,
            }
        });
        let list = list.unwrap_or_else(|| self.next_id());
        let container = Container { id: self.next_id(), kind: ContainerKind::Entry { list, number } };
        self.open.push(Entry { indent, container, is_numbered: number.is_some() });
        self.open.iter().map(|entry| entry.container).collect()
    }

    fn next_id(&mut self) -> u32 {
        self.count = self.count.saturating_add(1);
        self.count
    }
}

/// The sign before an entry, with the blanks behind it, in bytes.
struct Sign {
    len: usize,
    number: Option<u32>,
}

fn sign(text: &str) -> Option<Sign> {
    // Lynx sets the letter `o`.
    if list::marker(text).is_none() && !text.starts_with("o ") {
        return None;
    }
    let rest = text.trim_start_matches(|c: char| !c.is_whitespace());
    let sign = &text[..text.len() - rest.len()];
    let number = sign.trim_end_matches(['.', ')']).parse().ok();
    Some(Sign { len: text.len() - rest.trim_start().len(), number })
}

/// How many bytes the `#` of a heading take, with the blanks behind them.
fn hashes(text: &str) -> usize {
    let words = text.trim_start_matches('#');
    if words.starts_with(' ') { text.len() - words.trim_start().len() } else { 0 }
}

/// How many columns stand before an offset on its line, if they are blank.
fn indent(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let blanks = before.chars().rev().take_while(|c| *c != '\n' && c.is_whitespace());
    blanks.map(|c| if c == '\t' { 8 } else { 1 }).sum()
}
