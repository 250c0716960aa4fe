//! A block while it is written: where it begins and ends, and the hints it gives.

use super::{Between, Joint, Reader};
use crate::page::{Form, Hints, Visibility};
use crate::segment::html::element::Open;
use crate::segment::html::tags::Role;

/// A heading with more characters, white space aside, is none.
const HEADING_CHARS: usize = 300;

/// A block that is being written.
pub(super) struct Draft<'t> {
    pub(super) start: usize,
    pub(super) form: Form,
    pub(super) chars: usize,
    pub(super) link_chars: usize,
    pub(super) strong_chars: usize,
    pub(super) visibility: Visibility,
    /// How many links have text in it, and which was the last.
    pub(super) links: u16,
    pub(super) last_link: u32,
    /// What stood between the block before and this one.
    pub(super) between: Between,
    /// How many elements stand around all of its text.
    pub(super) depth: usize,
    /// How many of these are open until it ends; the others, inline elements around its
    /// first word, are kept in `inner`.
    pub(super) outer: usize,
    pub(super) inner: Vec<Open<'t>>,
}

impl<'t> Reader<'t> {
    pub(super) fn begin_block(&mut self) {
        // A row is the block, whichever cell speaks first.
        let holds = |open: &Open<'_>| if self.in_row { open.role == Role::Row } else { open.role != Role::Inline };
        let outer = self.open.iter().rposition(holds).map_or(0, |at| at + 1);
        let depth = if self.in_row { outer } else { self.open.len() };
        self.lowest = self.open.len();
        self.record();
        self.draft = Some(Draft {
            start: self.out.len(),
            form: if self.in_row { Form::Row } else { self.around().form },
            chars: 0,
            link_chars: 0,
            strong_chars: 0,
            visibility: self.around().visibility,
            links: 0,
            last_link: 0,
            between: std::mem::take(&mut self.between),
            depth,
            outer,
            inner: self.open[outer..depth].to_vec(),
        });
    }

    pub(super) fn end_block(&mut self) {
        self.joint = Joint::default();
        let Some(draft) = self.draft.take() else { return };
        // What an unclosed heading swallows is no heading.
        let is_long = matches!(draft.form, Form::Heading(_)) && draft.chars > HEADING_CHARS;
        let form = if is_long { Form::Paragraph } else { draft.form };
        let blocks_before = self.layout.blocks.len();
        self.layout.push(&self.out, draft.start..self.out.len(), form, false, true);
        if self.layout.blocks.len() == blocks_before {
            self.out.truncate(draft.start);
            self.places.truncate(draft.start);
            self.site.truncate(draft.start);
            self.layout.cut_inlines(draft.start);
            return;
        }
        let hints = self.hints(&draft);
        self.layout.hint(hints);
        self.out.push_str("\n\n");
    }

    /// Gives all open elements their place in the outline.
    fn record(&mut self) {
        let known = self.open.iter().rposition(|open| open.element.is_some());
        let mut parent = known.and_then(|at| self.open[at].element);
        for open in &mut self.open[known.map_or(0, |at| at + 1)..] {
            if !open.tag.is_empty() {
                parent = Some(self.layout.outline.add(parent, open.tag, open.marks.words()));
                open.element = parent;
                if let (Some(element), Some(number)) = (parent, open.notes.number) {
                    self.layout.outline.set_number(element, number);
                }
            }
        }
    }

    fn hints(&self, draft: &Draft<'t>) -> Hints {
        let open = draft.depth.min(self.lowest).min(self.open.len());
        let closed = open.saturating_sub(draft.outer)..draft.depth.saturating_sub(draft.outer);
        let inner = draft.inner.get(closed).unwrap_or_default();
        let percent = |chars: usize| u8::try_from(chars * 100 / draft.chars.max(1)).unwrap_or(100);
        Hints {
            element: self.open[..open].iter().chain(inner).rev().find_map(|open| open.element),
            link_percent: percent(draft.link_chars),
            strong_percent: percent(draft.strong_chars),
            visibility: draft.visibility,
            links: draft.links,
            pictures_before: draft.between.pictures,
            controls_before: draft.between.controls,
        }
    }
}
