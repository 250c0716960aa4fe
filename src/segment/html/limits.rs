//! Parsing in linear time: what the standard's tree builder needs bounds for.
//!
//! html5ever builds the tree of the HTML standard, but some of its steps look at all open
//! elements, reopen all open formatting or compare an attribute with all before it, so
//! that a megabyte of nested tags takes minutes. [`Bounded`] stands between its tokenizer
//! and its tree builder and holds back the *tags* that would go too far, never text:
//!
//! * nested deeper than the limit: the text joins the deepest element allowed, with line
//!   breaks where blocks would begin and end;
//! * more than [`MAX_FORMATTING`] formatting elements left open: further ones change
//!   nothing but weight and slant. Each block reopens all of them, so this bounds the size
//!   of the tree;
//! * more nodes than the limit: tags become white space.
//!
//! Attributes are compared before the tree builder sees a tag, so [`Source`] finds the
//! excess in the text and it is not fed.

use super::HtmlConfig;
use super::offsets::{Feed, Noting, Piece};
use super::scan::Source;
use super::tags::{Role, is_formatting, is_of_frames, is_raw, is_void, role};
use html5ever::LocalName;
use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// How a page's scripts are thought of: where they run, `noscript` holds no elements. Where
/// they are off, so are frames, and the elements of `noframes` are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    Run,
    Off,
}

/// How many formatting elements may be open at once. Pages of the nineties leave a dozen
/// `<font>` open; nobody nests sixteen on purpose.
const MAX_FORMATTING: usize = 16;
/// How many elements one start tag can open: itself, the open formatting and a link, and
/// what is implied (`tbody`, `tr`).
const OPENED_BY_ONE: usize = MAX_FORMATTING + 6;
/// Strings of the parser hold four gigabytes; a longer source is read this far.
const MAX_BYTES: usize = 1 << 31;

/// A sink of the tree builder, and what it is told besides.
pub(super) trait Tree: TreeSink<Handle = NodeId> {
    /// How many nodes there are.
    fn nodes(&self) -> usize;
    /// These characters are given to the tree builder next.
    fn comes(&self, _text: &StrTendril) {}
    /// The tokenizer has read a tag or a comment.
    fn passed(&self) {}
    /// The tree builder has placed all characters that it was given.
    fn settled(&self) {}
}

impl Tree for HtmlTreeSink {
    fn nodes(&self) -> usize {
        self.0.borrow().tree.values().len()
    }
}

/// The tree of a page, and whether a limit was met.
pub(super) fn parse(source: &str, config: &HtmlConfig, scripts: Scripts) -> (Html, bool) {
    build(source, config, scripts, HtmlTreeSink::new(Html::new_document()), &Feed::default())
}

/// The same with the pieces that the text of the tree came from.
pub(super) fn parse_noting(source: &str, config: &HtmlConfig, scripts: Scripts) -> ((Html, Vec<Piece>), bool) {
    let feed = Feed::default();
    build(source, config, scripts, Noting::new(source, &feed), &feed)
}

fn build<S: Tree>(source: &str, config: &HtmlConfig, scripts: Scripts, sink: S, feed: &Feed) -> (S::Output, bool) {
    let options = TreeBuilderOpts { scripting_enabled: scripts == Scripts::Run, ..TreeBuilderOpts::default() };
    let bounded = Bounded {
        builder: TreeBuilder::new(sink, options),
        max_depth: config.max_depth,
        max_nodes: config.max_nodes,
        scripts,
        known_open: Cell::new(0),
        since_known: Cell::new(0),
        deep: Cell::new(false),
        formatting: Cell::new(0),
        held: RefCell::default(),
        limited: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    let mut end = source.len().min(MAX_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let scanned = Source::scan(&source[..end], config.max_attributes, scripts);
    let mut at = 0;
    for cut in &scanned.cuts {
        read(&tokenizer, feed, &source[at..cut.range.start], cut.range.start);
        read(&tokenizer, feed, cut.instead, cut.range.end);
        at = cut.range.end;
    }
    read(&tokenizer, feed, &source[at..end], end);
    tokenizer.end();
    let limited = tokenizer.sink.limited.get() || scanned.limited || end < source.len();
    (tokenizer.sink.builder.sink.finish(), limited)
}

/// Reads a piece that ends, or stands for what ends, at `upto` in the source.
fn read<S: Tree>(tokenizer: &Tokenizer<Bounded<S>>, feed: &Feed, piece: &str, upto: usize) {
    feed.queue.push_back(StrTendril::from_slice(piece));
    feed.upto.set(upto);
    // It stops after each script, as if to run it.
    while !matches!(tokenizer.feed(&feed.queue), TokenizerResult::Done) {}
}

/// The tree builder, with tags that go too far held back.
struct Bounded<S> {
    builder: TreeBuilder<NodeId, S>,
    max_depth: usize,
    max_nodes: usize,
    scripts: Scripts,
    /// How many elements were open when they were last counted, and how many tags since.
    known_open: Cell<usize>,
    since_known: Cell<usize>,
    /// The last count met the limit and no tag has changed it since.
    deep: Cell<bool>,
    /// Formatting tags opened and not closed, those held back included.
    formatting: Cell<usize>,
    /// How many start tags of each name were held back for depth: their end tags must be.
    held: RefCell<HashMap<LocalName, usize>>,
    limited: Cell<bool>,
}

impl<S: Tree> TokenSink for Bounded<S> {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let result = match token {
            Token::CharacterTokens(text) => return self.characters(text, line),
            Token::TagToken(tag) if self.scripts == Scripts::Off && is_of_frames(&tag.name) => {
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start_tag(tag, line),
            Token::TagToken(tag) => self.end_tag(tag, line),
            Token::CommentToken(_) => TokenSinkResult::Continue,
            other => return self.builder.process_token(other, line),
        };
        self.builder.sink.passed();
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl<S: Tree> Bounded<S> {
    fn start_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        if is_raw(&tag.name) {
            // Its content would be read as tags.
            return self.pass(tag, line);
        }
        if is_formatting(&tag.name) {
            self.formatting.set(self.formatting.get() + 1);
            if self.formatting.get() > MAX_FORMATTING {
                return TokenSinkResult::Continue;
            }
        }
        if self.is_full() {
            self.limited.set(true);
            return self.space(&tag, line);
        }
        if is_void(&tag.name) || !self.is_deep() {
            return self.pass(tag, line);
        }
        self.limited.set(true);
        let result = self.line_break(&tag, line);
        *self.held.borrow_mut().entry(tag.name).or_default() += 1;
        result
    }

    fn end_tag(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        if is_formatting(&tag.name) {
            let open = self.formatting.get();
            self.formatting.set(open.saturating_sub(1));
            if open > MAX_FORMATTING {
                return TokenSinkResult::Continue;
            }
        }
        let held = self.held.borrow_mut().get_mut(&tag.name).is_some_and(|count| {
            let some = *count > 0;
            *count = count.saturating_sub(1);
            some
        });
        if held {
            return if self.is_full() { self.space(&tag, line) } else { self.line_break(&tag, line) };
        }
        // Without a partner these two make an element.
        if matches!(&*tag.name, "p" | "br") && self.is_full() {
            return self.space(&tag, line);
        }
        self.pass(tag, line)
    }

    fn pass(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        self.deep.set(false);
        self.since_known.set(self.since_known.get() + 1);
        self.give(tag, line)
    }

    fn give(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        let result = self.builder.process_token(Token::TagToken(tag), line);
        self.builder.sink.settled();
        result
    }

    fn characters(&self, text: StrTendril, line: u64) -> TokenSinkResult<NodeId> {
        self.builder.sink.comes(&text);
        self.builder.process_token(Token::CharacterTokens(text), line)
    }

    /// A line break where a block tag was held back.
    fn line_break(&self, tag: &Tag, line: u64) -> TokenSinkResult<NodeId> {
        if role(&tag.name) == Role::Inline {
            return TokenSinkResult::Continue;
        }
        let br = Tag {
            kind: TagKind::StartTag,
            name: LocalName::from("br"),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.give(br, line)
    }

    fn space(&self, tag: &Tag, line: u64) -> TokenSinkResult<NodeId> {
        if role(&tag.name) == Role::Inline {
            return TokenSinkResult::Continue;
        }
        self.characters(StrTendril::from_slice(" "), line)
    }

    fn is_full(&self) -> bool {
        self.builder.sink.nodes() >= self.max_nodes
    }

    /// Whether as many elements are open as may be. They are counted only when the tags
    /// since the last count could have opened so many.
    fn is_deep(&self) -> bool {
        let could_be_open = self.known_open.get() + (self.since_known.get() + 1) * OPENED_BY_ONE;
        if self.deep.get() || could_be_open < self.max_depth {
            return self.deep.get();
        }
        let counter = Counter(Cell::new(0));
        self.builder.trace_handles(&counter);
        self.known_open.set(counter.0.get());
        self.since_known.set(0);
        self.deep.set(counter.0.get() >= self.max_depth);
        if !self.deep.get() {
            // What they stood in was closed, and they with it.
            self.held.borrow_mut().clear();
        }
        self.deep.get()
    }
}

struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
