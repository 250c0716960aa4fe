//! Which elements of a page the rules for its site name.
//!
//! Selectors are matched on the tree before it becomes text; the reader notes where the text of
//! the elements begins and ends. What matching costs is added up before ([`steps`]): a selector
//! looks at most at an element, all around it, their attributes and, with `~`, the siblings
//! before each of them. A page on which that is too much is read without its rules.

use super::plain_layout;
use crate::lexicon::sites::SiteRule;
use crate::metadata::{Fields, dates, names};
use crate::segment::Layout;
use crate::site::{SiteNote, SiteNotes, SiteWord};
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, Selector};
use std::sync::Arc;

/// What matching may cost: a second or so. Thirty thousand elements, as many as the largest live
/// tickers have, twenty deep and under thirty selectors, are a tenth of it.
const MAX_STEPS: u64 = 200_000_000;
/// So many elements are looked at for a field's text.
const MAX_TRIED: usize = 16;
/// A byline is of so many elements at most.
const MAX_NAMES: usize = 8;
/// A longer text is no field, in bytes.
const MAX_FIELD_BYTES: usize = 1000;

/// The elements that rules name, and what else is known before the page is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Matched {
    by_node: FxHashMap<NodeId, Vec<(SiteWord, Arc<str>)>>,
    /// The notes of the page, without the elements.
    notes: SiteNotes,
    fields: Fields,
}

impl Matched {
    /// What these rules name in a tree.
    pub(super) fn of(tree: &Html, rules: &[&SiteRule]) -> Self {
        let mut matched = Matched::default();
        let selectors: usize = rules.iter().map(|rule| rule.selectors.len()).sum();
        if selectors == 0 {
            return matched;
        }
        let takes = |rule: &&&SiteRule| !rule.record.take.is_empty();
        matched.notes.taking = rules.iter().filter(takes).map(|rule| rule.id.clone()).collect();
        if steps(tree).saturating_mul(selectors as u64) > MAX_STEPS {
            matched.notes.untried = true;
            return matched;
        }
        for rule in rules {
            for (word, selector) in &rule.selectors {
                if matches!(word, SiteWord::Take | SiteWord::Drop) {
                    tree.select(selector).for_each(|element| matched.note(element.id(), *word, &rule.id));
                }
            }
            for word in [SiteWord::Title, SiteWord::Byline, SiteWord::Date] {
                matched.read_field(tree, rule, word);
            }
        }
        // Of what rules say of one element the last word speaks.
        matched.by_node.values_mut().for_each(|words| words.sort());
        matched
    }

    fn note(&mut self, node: NodeId, word: SiteWord, rule: &Arc<str>) {
        self.notes.matched += 1;
        self.by_node.entry(node).or_default().push((word, rule.clone()));
    }

    /// Reads a field from what the first of its selectors that finds text has found.
    fn read_field(&mut self, tree: &Html, rule: &SiteRule, word: SiteWord) {
        let wanted = if word == SiteWord::Byline { MAX_NAMES } else { 1 };
        for (_, selector) in rule.selectors.iter().filter(|(of, _)| *of == word) {
            let found = texts(tree, selector, word, wanted);
            if found.is_empty() {
                continue;
            }
            found.iter().for_each(|(node, _)| self.note(*node, word, &rule.id));
            let mut values: Vec<String> = Vec::new();
            for (_, text) in found {
                if !values.contains(&text) {
                    values.push(text);
                }
            }
            let value = values.join(", ");
            let field = match word {
                SiteWord::Title => &mut self.fields.title,
                SiteWord::Date => &mut self.fields.published,
                _ => &mut self.fields.byline,
            };
            field.get_or_insert(value);
            return;
        }
    }

    /// The layout of a text that stands in no elements.
    pub(super) fn without_elements(&self, text: &str) -> Layout {
        Layout { site: self.notes.clone(), ..plain_layout(text) }
    }

    /// Puts the fields that rules read before what the markup says by itself.
    pub(super) fn fill(&self, fields: &mut Fields) {
        if self.fields.title.is_some() {
            fields.title.clone_from(&self.fields.title);
        }
        if let Some(date) = &self.fields.published {
            fields.published = Some(dates::iso(date).unwrap_or_else(|| date.clone()));
        }
        if let Some(byline) = &self.fields.byline {
            fields.byline = Some(byline.clone());
            let people = names::split(byline);
            if !people.is_empty() {
                fields.authors = people;
            }
        }
    }
}

/// The elements that a selector finds with text, and the text.
fn texts(tree: &Html, selector: &Selector, word: SiteWord, wanted: usize) -> Vec<(NodeId, String)> {
    let found = tree.select(selector).take(MAX_TRIED).filter_map(|element| {
        let text = field_text(element, word)?;
        Some((element.id(), text))
    });
    found.take(wanted).collect()
}

/// The text of an element, or what its attributes say in its place.
fn field_text(element: ElementRef<'_>, word: SiteWord) -> Option<String> {
    let attributes = element.value();
    let date = attributes.attr("datetime").filter(|_| word == SiteWord::Date);
    let mut text = String::new();
    match date.or(attributes.attr("content")) {
        Some(value) => add_words(&mut text, value),
        None => {
            let mut pieces = element.descendants().filter_map(|node| {
                let parent = node.parent().and_then(|parent| parent.value().as_element());
                let is_code = parent.is_some_and(|parent| matches!(parent.name(), "script" | "style"));
                node.value().as_text().filter(|_| !is_code)
            });
            // A piece too much is enough to see that it is no field.
            let _ = pieces.try_for_each(|piece| {
                add_words(&mut text, piece);
                (text.len() <= MAX_FIELD_BYTES).then_some(())
            });
        }
    }
    let text = text.trim();
    (text.len() <= MAX_FIELD_BYTES && text.contains(char::is_alphanumeric)).then(|| text.to_owned())
}

/// Adds a piece of text, white space as single spaces.
fn add_words(text: &mut String, piece: &str) {
    for c in piece.chars() {
        if text.len() > MAX_FIELD_BYTES {
            return;
        }
        match c.is_whitespace() {
            true if text.ends_with(' ') => {}
            true => text.push(' '),
            false => text.push(c),
        }
    }
}

/// How much one selector may have to look at in a tree, at most.
fn steps(tree: &Html) -> u64 {
    /// Attributes are compared so many bytes in a step.
    const STEP_BYTES: usize = 16;
    let mut total = 0_u64;
    // For each open element: what is looked at from it upwards, and its children so far.
    let mut open: Vec<(u64, u64)> = Vec::new();
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => {
                let weight = node.value().as_element().map_or(1, |element| {
                    let attributes = element.attrs().map(|(_, value)| 1 + value.len() / STEP_BYTES);
                    1 + attributes.sum::<usize>() as u64
                });
                let (above, before) = open.last_mut().map_or((0, 0), |(above, children)| {
                    let before = *children;
                    *children += weight;
                    (*above, before)
                });
                let here = above + before + weight;
                total = total.saturating_add(here);
                open.push((here, 0));
            }
            Edge::Close(_) => drop(open.pop()),
        }
    }
    total
}

/// Notes of the elements that the reader has come to.
pub(super) struct Noting<'m> {
    matched: &'m Matched,
    notes: SiteNotes,
    /// The notes that have not ended, with how many elements are open inside.
    open: Vec<(usize, usize)>,
}

impl<'m> Noting<'m> {
    pub(super) fn new(matched: &'m Matched) -> Self {
        Noting { matched, notes: matched.notes.clone(), open: Vec::new() }
    }

    /// An element was opened, the last of `depth`; its text will be written from `at` on.
    pub(super) fn enter(&mut self, node: NodeId, depth: usize, at: usize) {
        if self.matched.by_node.is_empty() {
            return;
        }
        for (word, rule) in self.matched.by_node.get(&node).into_iter().flatten() {
            self.open.push((depth, self.notes.notes.len()));
            self.notes.notes.push(SiteNote { start: at, end: at, word: *word, rule: rule.clone() });
        }
    }

    /// The last of `depth` open elements ends, and its text at `at`.
    pub(super) fn leave(&mut self, depth: usize, at: usize) {
        while let Some((_, note)) = self.open.pop_if(|(of, _)| *of == depth) {
            self.notes.notes[note].end = at;
        }
    }

    /// What was written from `at` on is taken back.
    pub(super) fn truncate(&mut self, at: usize) {
        for note in &mut self.notes.notes {
            note.start = note.start.min(at);
            note.end = note.end.min(at);
        }
    }

    /// The notes, in the order of the page; those without text are left out.
    pub(super) fn notes(mut self) -> SiteNotes {
        self.notes.notes.retain(|note| note.start < note.end);
        self.notes
    }
}
