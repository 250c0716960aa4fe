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
//! Attributes are compared before the tree builder sees a tag, so [`surplus`] finds the
//! excess in the source and it is not fed.

use super::HtmlConfig;
use super::tags::{Role, is_formatting, is_raw, is_void, role};
use html5ever::LocalName;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts, TreeSink};
use memchr::{memchr, memmem};
use scraper::{Html, HtmlTreeSink};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

type NodeId = <HtmlTreeSink as TreeSink>::Handle;

/// How a page's scripts are thought of: where they run, `noscript` holds no elements.
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
/// How many unclosed tags are looked at for text, see [`Source::scan`].
const MAX_RESCUES: usize = 16;

/// The tree of a page, and whether a limit was met.
pub(super) fn parse(source: &str, config: &HtmlConfig, scripts: Scripts) -> (Html, bool) {
    let sink = HtmlTreeSink::new(Html::new_document());
    let options = TreeBuilderOpts { scripting_enabled: scripts == Scripts::Run, ..TreeBuilderOpts::default() };
    let bounded = Bounded {
        builder: TreeBuilder::new(sink, options),
        max_depth: config.max_depth,
        max_nodes: config.max_nodes,
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
        feed(&tokenizer, &source[at..cut.range.start]);
        feed(&tokenizer, cut.instead);
        at = cut.range.end;
    }
    feed(&tokenizer, &source[at..end]);
    tokenizer.end();
    let limited = tokenizer.sink.limited.get() || scanned.limited || end < source.len();
    (tokenizer.sink.builder.sink.finish(), limited)
}

fn feed(tokenizer: &Tokenizer<Bounded>, piece: &str) {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(piece));
    // It stops after each script, as if to run it.
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
}

/// The tree builder, with tags that go too far held back.
struct Bounded {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    max_depth: usize,
    max_nodes: usize,
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

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => self.start_tag(tag, line),
            Token::TagToken(tag) => self.end_tag(tag, line),
            Token::CommentToken(_) => TokenSinkResult::Continue,
            other => self.builder.process_token(other, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Bounded {
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
        self.builder.process_token(Token::TagToken(tag), line)
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
        self.builder.process_token(Token::TagToken(br), line)
    }

    fn space(&self, tag: &Tag, line: u64) -> TokenSinkResult<NodeId> {
        if role(&tag.name) == Role::Inline {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(Token::CharacterTokens(StrTendril::from_slice(" ")), line)
    }

    fn is_full(&self) -> bool {
        self.builder.sink.0.borrow().tree.values().len() >= self.max_nodes
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

/// What is fed in place of a piece of source.
struct Cut {
    range: Range<usize>,
    instead: &'static str,
}

struct Source {
    cuts: Vec<Cut>,
    limited: bool,
}

impl Source {
    /// Finds attributes beyond `max` in one tag, and tags that the end of the source leaves
    /// open: the parser would drop all that follows the `<`, which in a cut-off page is a
    /// bit of tag but in flat text the rest of the text.
    fn scan(source: &str, max: usize, scripts: Scripts) -> Self {
        let bytes = source.as_bytes();
        let mut found = Source { cuts: Vec::new(), limited: false };
        let mut rescues = 0;
        let mut at = 0;
        while let Some(open) = memchr(b'<', &bytes[at..]).map(|offset| at + offset) {
            at = open + 1;
            let is_end = bytes.get(at) == Some(&b'/');
            let name_start = at + usize::from(is_end);
            if bytes[at..].starts_with(b"!--") {
                at = comment_end(bytes, at + 3);
                continue;
            }
            if !bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                continue;
            }
            let tag = scan_tag(bytes, name_start, max);
            if !tag.closed {
                let rest = &bytes[at..];
                if rescues < MAX_RESCUES && (memchr(b'<', rest).is_some() || memchr(b'\n', rest).is_some()) {
                    rescues += 1;
                    found.cuts.push(Cut { range: open..at, instead: "&lt;" });
                    continue;
                }
                return found;
            }
            at = tag.end;
            if let Some(range) = tag.surplus {
                found.limited = true;
                found.cuts.push(Cut { range, instead: "" });
            }
            let mut name = [0; 10];
            let Some(name) = lower(&bytes[name_start..tag.name_end], &mut name) else { continue };
            if !is_end && is_raw(name) && (name != "noscript" || scripts == Scripts::Run) {
                match raw_end(bytes, at, name) {
                    Some(end) => at = end,
                    None => return found,
                }
            }
        }
        found
    }
}

/// The name of a tag in lower case, unless it is longer than any raw element's.
fn lower<'n>(name: &[u8], room: &'n mut [u8; 10]) -> Option<&'n str> {
    let room = room.get_mut(..name.len())?;
    room.copy_from_slice(name);
    room.make_ascii_lowercase();
    std::str::from_utf8(room).ok()
}

/// Where a comment ends whose text begins at `at`.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    if rest.starts_with(b">") || rest.starts_with(b"->") {
        return at;
    }
    let mut from = 0;
    while let Some(dashes) = memmem::find(&rest[from..], b"--") {
        from += dashes + 2;
        if rest[from..].starts_with(b">") || rest[from..].starts_with(b"!>") {
            return at + from;
        }
        // Three dashes: the second may begin the end.
        from -= 1;
    }
    bytes.len()
}

/// Where the end tag of a raw element begins.
fn raw_end(bytes: &[u8], at: usize, name: &str) -> Option<usize> {
    let mut from = at;
    while let Some(offset) = memmem::find(bytes.get(from..)?, b"</") {
        let open = from + offset;
        let found = bytes.get(open + 2..open + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(open);
        }
        from = open + 2;
    }
    None
}

struct ScannedTag {
    name_end: usize,
    /// One past its `>`, or the end of the source.
    end: usize,
    closed: bool,
    /// The attributes beyond the limit.
    surplus: Option<Range<usize>>,
}

/// Reads a tag from its name on, by the tokenizer's rules.
fn scan_tag(bytes: &[u8], name_start: usize, max: usize) -> ScannedTag {
    let name_end = upto(bytes, name_start, |b| is_space(b) || matches!(b, b'/' | b'>'));
    let mut at = name_end;
    let mut count = 0;
    let mut surplus = None;
    let closed = loop {
        at = upto(bytes, at, |b| !(is_space(b) || b == b'/'));
        match bytes.get(at) {
            None => break false,
            Some(b'>') => break true,
            Some(_) => {}
        }
        count += 1;
        if count == max + 1 {
            surplus = Some(at);
        }
        // The first character belongs to the name, whatever it is.
        at = upto(bytes, at + 1, |b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        let sign = upto(bytes, at, |b| !is_space(b));
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        at = upto(bytes, sign + 1, |b| !is_space(b));
        match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => match memchr(quote, &bytes[at + 1..]) {
                Some(offset) => at += offset + 2,
                None => {
                    at = bytes.len();
                    break false;
                }
            },
            _ => at = upto(bytes, at, |b| is_space(b) || b == b'>'),
        }
    };
    let end = if closed { at + 1 } else { bytes.len() };
    ScannedTag { name_end, end, closed, surplus: surplus.map(|start| start..at) }
}

/// The first byte from `from` on that `stops` a run, or the end.
fn upto(bytes: &[u8], from: usize, stops: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|&b| stops(b)).map_or(bytes.len(), |offset| from + offset)
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(source: &str, max: usize) -> Vec<&str> {
        Source::scan(source, max, Scripts::Run).cuts.iter().map(|cut| &source[cut.range.clone()]).collect()
    }

    #[test]
    fn surplus_attributes_are_found() {
        assert_eq!(cuts("<p a b='>' c=\">\" d/e=f>x", 3), ["d/e=f"]);
        assert_eq!(cuts("<p a b = c>x</p d e f>", 2), ["f"]);
        assert_eq!(cuts("<!-- <p a b c> --><script>i<p a b c</script><p a b>", 2), [""; 0]);
        assert_eq!(cuts("<!--a---><p a b c>", 2), ["c"]);
    }

    #[test]
    fn an_unclosed_tag_with_text_is_found() {
        assert_eq!(cuts("<p>5 <b 6\nand more", 9), ["<"]);
        assert_eq!(cuts("<p>cut off <a href=\"x", 9), [""; 0]);
    }
}
