//! Where in the source the text of a tree came from: a sink that notes it while parsing.
//!
//! The tokenizer takes its input from a queue, so what is left there tells how far it has
//! read when it hands characters on ([`Feed`]). Characters that stand in the source as they
//! are, are `exact`; those of an entity came from somewhere within the bytes read since the
//! token before. The tree builder puts characters into text nodes in their order, some of
//! them later (in tables) and some never, so [`Noting`] finds each text that it places among
//! those that are to come.

use super::limits::Tree;
use ego_tree::NodeId;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use memchr::memmem;
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::ops::Range;

/// The input of a tokenizer, and where in the source it ends.
#[derive(Default)]
pub(super) struct Feed {
    pub(super) queue: BufferQueue,
    pub(super) upto: Cell<usize>,
}

impl Feed {
    /// How far in the source the tokenizer has read.
    fn position(&self) -> usize {
        let Some(first) = self.queue.pop_front() else { return self.upto.get() };
        let mut left = first.len();
        if !self.queue.is_empty() {
            // What turned out to be no entity was put back before the rest.
            let mut others = Vec::new();
            while let Some(buffer) = self.queue.pop_front() {
                left += buffer.len();
                others.push(buffer);
            }
            others.into_iter().rev().for_each(|buffer| self.queue.push_front(buffer));
        }
        self.queue.push_front(first);
        self.upto.get().saturating_sub(left)
    }
}

/// A piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    /// The text stands there as it is, byte for byte.
    pub(super) exact: bool,
}

/// Some of the text of a text node, and its place in the source.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) node: NodeId,
    pub(super) len: usize,
    pub(super) place: Place,
}

/// Characters that the tree builder was given and has not placed yet.
struct Coming {
    place: Place,
    /// The characters themselves, where they do not stand in the source.
    made: StrTendril,
    /// So much of them has been placed.
    placed: usize,
}

impl Coming {
    fn text<'a>(&'a self, source: &'a [u8]) -> &'a [u8] {
        if self.place.exact { &source[self.place.range.clone()] } else { self.made.as_bytes() }
    }
}

/// A sink that builds the same tree as scraper's own and notes where its text came from.
pub(super) struct Noting<'s> {
    tree: HtmlTreeSink,
    source: &'s [u8],
    feed: &'s Feed,
    /// Up to here the source has been read and its characters noted.
    done: Cell<usize>,
    coming: RefCell<VecDeque<Coming>>,
    pieces: RefCell<Vec<Piece>>,
}

impl<'s> Noting<'s> {
    pub(super) fn new(source: &'s str, feed: &'s Feed) -> Self {
        Noting {
            tree: HtmlTreeSink::new(Html::new_document()),
            source: source.as_bytes(),
            feed,
            done: Cell::new(0),
            coming: RefCell::default(),
            pieces: RefCell::default(),
        }
    }

    fn position(&self) -> usize {
        self.feed.position().clamp(self.done.get(), self.source.len())
    }

    /// Where in the source a text stands that the tree builder places now.
    fn place_of(&self, text: &StrTendril) -> Place {
        let text = text.as_bytes();
        let mut coming = self.coming.borrow_mut();
        while let Some(front) = coming.front_mut() {
            let whole = front.text(self.source);
            let rest = &whole[front.placed..];
            // White space at its beginning may have been left out, or all of it.
            let skipped = if rest.starts_with(text) { Some(0) } else { memmem::find(rest, text) };
            let Some(skipped) = skipped else {
                coming.pop_front();
                continue;
            };
            let range = front.placed + skipped..front.placed + skipped + text.len();
            let is_spent = range.end == whole.len();
            front.placed = range.end;
            let mut place = front.place.clone();
            if place.exact {
                place.range = place.range.start + range.start..place.range.start + range.end;
            }
            if is_spent {
                coming.pop_front();
            }
            return place;
        }
        // The tree builder made it up, for a NUL.
        Place { range: self.done.get()..self.done.get(), exact: false }
    }

    fn note(&self, node: Option<NodeId>, len: usize, place: Place) {
        let Some(node) = node.filter(|_| len > 0) else { return };
        let mut pieces = self.pieces.borrow_mut();
        if let Some(last) = pieces.last_mut()
            && (last.node, last.place.exact, place.exact) == (node, true, true)
            && last.place.range.end == place.range.start
        {
            last.len += len;
            last.place.range.end = place.range.end;
            return;
        }
        pieces.push(Piece { node, len, place });
    }

    fn last_child(&self, parent: NodeId) -> Option<NodeId> {
        self.tree.0.borrow().tree.get(parent)?.last_child().map(|node| node.id())
    }

    fn before(&self, sibling: NodeId) -> Option<NodeId> {
        self.tree.0.borrow().tree.get(sibling)?.prev_sibling().map(|node| node.id())
    }

    fn has_parent(&self, node: NodeId) -> bool {
        self.tree.0.borrow().tree.get(node).is_some_and(|node| node.parent().is_some())
    }
}

impl Tree for Noting<'_> {
    fn nodes(&self) -> usize {
        self.tree.nodes()
    }

    fn comes(&self, text: &StrTendril) {
        let (from, to) = (self.done.get(), self.position());
        let read = &self.source[from..to];
        let place = if read.starts_with(text.as_bytes()) {
            Place { range: from..from + text.len(), exact: true }
        } else if read.ends_with(text.as_bytes()) {
            Place { range: to - text.len()..to, exact: true }
        } else {
            Place { range: from..to, exact: false }
        };
        self.done.set(place.range.end);
        let made = if place.exact { StrTendril::new() } else { text.clone() };
        self.coming.borrow_mut().push_back(Coming { place, made, placed: 0 });
    }

    fn passed(&self) {
        self.done.set(self.position());
    }

    fn settled(&self) {
        self.coming.borrow_mut().clear();
    }
}

/// As scraper does it; text is noted on its way.
impl TreeSink for Noting<'_> {
    /// The tree, and the pieces of its text nodes: node after node, those of one in order.
    type Output = (Html, Vec<Piece>);
    type Handle = NodeId;
    type ElemName<'a>
        = Ref<'a, QualName>
    where
        Self: 'a;

    fn finish(self) -> Self::Output {
        let mut pieces = self.pieces.into_inner();
        // They are nearly in order: only tables and tags closed in the wrong order move text.
        pieces.sort_by_key(|piece| piece.node);
        (self.tree.finish(), pieces)
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.tree.parse_error(message);
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn get_document(&self) -> NodeId {
        self.tree.get_document()
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.tree.same_node(one, other)
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.tree.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.tree.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.tree.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.tree.create_pi(target, data)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.tree.append_doctype_to_document(name, public_id, system_id);
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let NodeOrText::AppendText(text) = child else { return self.tree.append(parent, child) };
        let (len, place) = (text.len(), self.place_of(&text));
        self.tree.append(parent, NodeOrText::AppendText(text));
        self.note(self.last_child(*parent), len, place);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let NodeOrText::AppendText(text) = child else { return self.tree.append_before_sibling(sibling, child) };
        let (len, place) = (text.len(), self.place_of(&text));
        if self.has_parent(*sibling) {
            self.tree.append_before_sibling(sibling, NodeOrText::AppendText(text));
            self.note(self.before(*sibling), len, place);
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, before: &NodeId, child: NodeOrText<NodeId>) {
        if self.has_parent(*element) {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.tree.reparent_children(node, new_parent);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(target, attrs);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.tree.get_template_contents(target)
    }

    fn mark_script_already_started(&self, node: &NodeId) {
        self.tree.mark_script_already_started(node);
    }
}
