//! What the user's rules for a site say of a page: elements to take, to drop, or to read a field
//! from ([`crate::lexicon::sites`]).
//!
//! The reader has noted where the elements stand; of those around a piece of text the innermost
//! speaks. Where a rule says what is to be taken, all else goes: by the name of what it is, where
//! other rules know it (a title, a byline), so that fields are filled from there too. What is
//! inside a taken element is protected in [`resolve`](mod@crate::resolve) from what tags, class
//! words, links, surroundings and the model say against it.
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
/// as a ledger's confidence can show. For a taken element the same, below zero.
const SURE_WEIGHT: i32 = 2_000;

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
        let span = Span::new(start, end);
        if page.slice(span).trim().is_empty() {
            return;
        }
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
        Some(SiteWord::Take) => (Kind::SiteOutside, -SURE_WEIGHT),
        Some(SiteWord::Drop) => (Kind::SiteDrop, SURE_WEIGHT),
        Some(SiteWord::Title) => (Kind::Title, SURE_WEIGHT),
        Some(SiteWord::Byline) => (Kind::Byline, SURE_WEIGHT),
        Some(SiteWord::Date) => (Kind::Timestamp, SURE_WEIGHT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Layout, plain};
    use crate::site::SiteNotes;

    const TEXT: &str = "Home\n\nRain fell on Monday, and the river rose. Join us today.\n\nBy Ann Lee\n\nFoot";

    /// What is said of a page with notes on these texts: one line a mark or fact.
    fn says(notes: &[(SiteWord, &str)], taking: &[&str]) -> Vec<String> {
        let layout = plain::layout(TEXT, &plain::PlainConfig::default());
        let rule: Arc<str> = "r".into();
        let note = |(word, text): &(SiteWord, &str)| {
            let start = TEXT.find(text).unwrap();
            SiteNote { start, end: start + text.len(), word: *word, rule: rule.clone() }
        };
        let taking = taking.iter().map(|&rule| rule.into()).collect();
        let site = SiteNotes { notes: notes.iter().map(note).collect(), taking, ..SiteNotes::default() };
        let page = Page::new(TEXT, Layout { site, ..layout });
        let mut found = Findings::default();
        find(&page, &mut found);
        let mark = |mark: &crate::Mark| format!("{} {:+} {}", mark.kind, mark.weight, page.slice(mark.span).trim());
        let facts = found.facts.iter().map(|fact| format!("{fact:?}"));
        found.marks.iter().map(mark).chain(facts).collect()
    }

    #[test]
    fn without_notes_nothing_is_said() {
        assert!(says(&[], &[]).is_empty());
    }

    #[test]
    fn what_is_outside_of_a_taken_element_goes() {
        let story = "Rain fell on Monday, and the river rose. Join us today.\n\nBy Ann Lee";
        let found = says(&[(SiteWord::Take, story), (SiteWord::Drop, "Join us today.")], &["r"]);
        let expected = [
            "site.outside +2000 Home",
            "site.outside -2000 Rain fell on Monday, and the river rose.",
            "site.drop +2000 Join us today.",
            "site.outside -2000 By Ann Lee",
            "site.outside +2000 Foot",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_innermost_element_speaks() {
        let found = says(&[(SiteWord::Drop, TEXT), (SiteWord::Take, "By Ann Lee")], &["r"]);
        assert_eq!(found[2..], ["site.outside -2000 By Ann Lee", "site.drop +2000 Foot"]);
    }

    #[test]
    fn what_takes_nothing_changes_nothing_and_is_told() {
        let flag = "Flag(SiteRuleUnmatched)";
        assert_eq!(says(&[], &["r"]), [flag]);
        assert_eq!(says(&[(SiteWord::Take, ".")], &["r"]), [flag]);
        assert_eq!(says(&[(SiteWord::Drop, "Foot")], &["r"]), ["site.drop +2000 Foot", flag]);
        assert_eq!(says(&[(SiteWord::Take, TEXT), (SiteWord::Drop, TEXT)], &["r"]).last().unwrap(), flag);
    }

    #[test]
    fn fields_leave_the_page_as_whole_blocks() {
        assert_eq!(says(&[(SiteWord::Byline, "By Ann Lee")], &[]), ["furniture.byline +2000 By Ann Lee"]);
        assert!(says(&[(SiteWord::Byline, "Ann Lee")], &[]).is_empty());
    }
}
