//! What the user's rules for a site say of a page: elements to take, to drop, or to read a field
//! from ([`crate::lexicon::sites`]).
//!
//! The reader has noted where the elements stand; of those around a piece of text the innermost
//! speaks. Where a rule says what is to be taken, all else goes: by the name of what it is, where
//! other rules know it (a title, a byline), so that fields are filled from there too. What is
//! inside a taken element is protected in [`resolve`](crate::resolve()) from what tags, class
//! words, links and surroundings say.
//!
//! **Known gaps**: elements that the reader leaves out (scripts, controls, `noscript`) cannot be
//! taken.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Fact, Family, Findings, Flag, Rule};
use crate::page::{Block, Page};
use crate::site::{SiteNote, SiteWord};
use crate::stage::Judge;
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SiteRulesConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct SiteRules;

impl SiteRules {
    /// The stage; the rules have been asked when the page was read.
    #[must_use]
    pub fn new(_config: SiteRulesConfig, _lexicon: Arc<Lexicon>) -> Self {
        SiteRules
    }
}

/// What the user says of a site is as sure as anything: more than all else together, and as much
/// as a ledger's confidence can show.
const SURE_WEIGHT: i32 = 2_000;
/// What a taken element says for the text inside: as much as an article's own container. So what
/// is sure by its own words (600) still goes from the body, and what is likely (300) stays.
const TAKEN_WEIGHT: i32 = -150;

impl Judge for SiteRules {
    fn name(&self) -> &'static str {
        "site-rules"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        find(page, out);
    }
}

/// Adds what the rules for the page's site say of it.
pub(crate) fn find(page: &Page<'_>, out: &mut Findings) {
    let site = page.site();
    let stretches = stretches(page);
    let takes = |rule: &Arc<str>| {
        let of_rule = |stretch: &&Stretch<'_>| stretch.word == SiteWord::Take && stretch.rule == rule;
        stretches.iter().filter(of_rule).any(|stretch| has_text(page, stretch))
    };
    let (taken, missing): (Vec<_>, Vec<_>) = site.taking.iter().partition(|rule| takes(rule));
    if !missing.is_empty() || site.untried {
        out.fact(Fact::Flag(Flag::SiteRuleUnmatched));
    }
    let outside = taken.first().copied();
    let speaks = |stretch: &&Stretch<'_>| stretch.word != SiteWord::Take || taken.contains(&stretch.rule);
    let speaking: Vec<&Stretch<'_>> = stretches.iter().filter(speaks).collect();
    for block in page.blocks() {
        mark_block(page, block, &speaking, outside, out);
    }
}

/// A piece of the page of which one note speaks: the innermost there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch<'p> {
    start: usize,
    end: usize,
    word: SiteWord,
    rule: &'p Arc<str>,
}

/// The pieces of the page inside noted elements, from top to bottom, each with its innermost note.
fn stretches<'p>(page: &'p Page<'_>) -> Vec<Stretch<'p>> {
    let mut found: Vec<Stretch<'p>> = Vec::new();
    let mut around: Vec<Stretch<'p>> = Vec::new();
    let mut at = 0;
    for note in page.site().notes.iter().filter(|note| !is_field(note) || is_whole(page, note)) {
        close(&mut around, &mut at, note.start, &mut found);
        if let Some(innermost) = around.last() {
            push(&mut found, Stretch { start: at, end: note.start, ..*innermost });
        }
        at = at.max(note.start);
        around.push(Stretch { start: note.start, end: note.end, word: note.word, rule: &note.rule });
    }
    close(&mut around, &mut at, usize::MAX, &mut found);
    found
}

/// Whether a note is of a field.
fn is_field(note: &SiteNote) -> bool {
    !matches!(note.word, SiteWord::Take | SiteWord::Drop)
}

/// Whether an element is made of whole blocks. The text of a field leaves the page only as such:
/// a sentence needs its words.
fn is_whole(page: &Page<'_>, note: &SiteNote) -> bool {
    let blocks = page.blocks();
    let first = blocks.partition_point(|block| block.span.end <= note.start);
    let end = blocks.partition_point(|block| block.span.start < note.end);
    blocks[first..end.max(first)].iter().all(|block| note.start <= block.span.start && block.span.end <= note.end)
}

/// Ends the elements around that end before `upto`.
fn close<'p>(around: &mut Vec<Stretch<'p>>, at: &mut usize, upto: usize, found: &mut Vec<Stretch<'p>>) {
    while let Some(innermost) = around.pop_if(|note| note.end <= upto) {
        push(found, Stretch { start: *at, ..innermost });
        *at = (*at).max(innermost.end);
    }
}

fn push<'p>(found: &mut Vec<Stretch<'p>>, stretch: Stretch<'p>) {
    if stretch.start < stretch.end {
        found.push(stretch);
    }
}

fn has_text(page: &Page<'_>, stretch: &Stretch<'_>) -> bool {
    page.slice(Span::new(stretch.start, stretch.end)).contains(char::is_alphanumeric)
}

/// Adds the marks on one block.
fn mark_block(page: &Page<'_>, block: &Block, all: &[&Stretch<'_>], outside: Option<&Arc<str>>, out: &mut Findings) {
    let from = all.partition_point(|stretch| stretch.end <= block.span.start);
    let mut at = block.span.start;
    let mut add = |start: usize, end: usize, word: Option<SiteWord>, rule: &Arc<str>| {
        let text = page.slice(Span::new(start, end));
        let bare = text.trim();
        let from = start + (text.len() - text.trim_start().len());
        let span = Span::new(from, from + bare.len());
        let (kind, weight) = says(word);
        out.mark(span, kind, Rule::Loaded(rule.clone()), Family::Site, weight);
    };
    for stretch in all[from..].iter().take_while(|stretch| stretch.start < block.span.end) {
        let (start, end) = (stretch.start.max(at), stretch.end.min(block.span.end));
        if let Some(rule) = outside {
            add(at, start, None, rule);
        }
        add(start, end, Some(stretch.word), stretch.rule);
        at = end;
    }
    if let Some(rule) = outside {
        add(at, block.span.end, None, rule);
    }
}

/// The kind and weight of a mark; without a word it is on what stands outside of all elements.
fn says(word: Option<SiteWord>) -> (Kind, i32) {
    match word {
        None => (Kind::SiteOutside, SURE_WEIGHT),
        Some(SiteWord::Take) => (Kind::SiteOutside, TAKEN_WEIGHT),
        Some(SiteWord::Drop) => (Kind::SiteDrop, SURE_WEIGHT),
        Some(SiteWord::Title) => (Kind::Title, SURE_WEIGHT),
        Some(SiteWord::Byline) => (Kind::Byline, SURE_WEIGHT),
        Some(SiteWord::Date) => (Kind::Timestamp, SURE_WEIGHT),
    }
}
