//! Lexicons: rule files as data, compiled once, scanned once a page.
//!
//! A rule file holds the phrases of one language for one stage; its form is described in
//! [`record`]. [`Lexicon::scan`] finds all of them in one pass over the folded text of a
//! page and [`Hits`] hands each stage those of its own lexicon.

mod behind_text;
mod builtin;
pub mod load;
mod matcher;
mod phrase;
pub mod record;
mod said;
pub mod sites;
mod table;

pub use load::{RuleFile, check};
pub use record::{Record, Take, Where, Zones};
pub use sites::{AtSite, SiteRule, SiteRules};

use crate::error::BuildError;
use crate::kind::Kind;
use crate::marks::{Family, Findings, Mark, Rule};
use crate::page::{Block, Page};
use crate::text::{PageText, Span};
use matcher::Matcher;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// A rule, ready to match.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    /// Its id, unique among all lexicons (`en.promo.follow-channel`).
    pub id: Arc<str>,
    /// The lexicon (stage) it belongs to: the name of its folder.
    pub lexicon: Arc<str>,
    /// The file it was read from.
    pub file: Arc<str>,
    /// What it says, as written.
    pub record: Record,
}

/// All rules of a pipeline, compiled.
#[derive(Debug, Clone)]
pub struct Lexicon {
    rules: Vec<CompiledRule>,
    sites: SiteRules,
    matcher: Matcher,
    digest: String,
    id: u64,
}

impl Lexicon {
    /// The rules that come with faircopy.
    ///
    /// # Errors
    /// None in a released version: a test loads every file.
    pub fn builtin() -> Result<Self, BuildError> {
        Self::from_files(builtin::files())
    }

    /// The rules that come with faircopy and those of the user's folders, each laid out as
    /// `<lexicon>/<language>.toml`. A user's rule replaces a built-in one of the same id.
    ///
    /// # Errors
    /// When a folder or file cannot be read, a file is not a rule file, or a rule breaks
    /// one of its own examples.
    pub fn with_folders<P: AsRef<Path>>(folders: &[P]) -> Result<Self, BuildError> {
        let mut files: Vec<RuleFile> = builtin::files();
        for folder in folders {
            files.extend(load::folder(folder.as_ref())?);
        }
        Self::from_files(files)
    }

    /// The rules of these files alone.
    ///
    /// # Errors
    /// As [`with_folders`](Self::with_folders).
    pub fn from_files(files: impl IntoIterator<Item = RuleFile>) -> Result<Self, BuildError> {
        let mut rules: Vec<CompiledRule> = Vec::new();
        let mut sites: Vec<SiteRule> = Vec::new();
        let mut sha = Sha256::new();
        sha.update(said::FILE);
        for file in files {
            sha.update(file.lexicon.as_bytes());
            sha.update(file.text.as_bytes());
            if file.lexicon == sites::SITE_RULES {
                for rule in sites::site_rules(&file)? {
                    put(&mut sites, rule, |rule| (&rule.id, &rule.file))?;
                }
                continue;
            }
            for rule in load::rules(&file)? {
                put(&mut rules, rule, |rule| (&rule.id, &rule.file))?;
            }
        }
        let bytes = sha.finalize();
        let digest: String = bytes.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let id = bytes.iter().take(8).fold(0, |id, b| id << 8 | u64::from(*b));
        let matcher = Matcher::new(&rules);
        Ok(Lexicon { rules, sites: SiteRules::new(sites)?, matcher, digest, id })
    }

    /// All rules, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// The rules for sites; none are built in.
    #[must_use]
    pub fn sites(&self) -> &SiteRules {
        &self.sites
    }

    /// The rule of an id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&CompiledRule> {
        self.rules.iter().find(|rule| &*rule.id == id)
    }

    /// Sixteen hexadecimal digits that change when any rule file changes.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// Finds all phrases in a page.
    #[must_use]
    pub fn scan(&self, page: &Page<'_>) -> Hits {
        let mut hits = Vec::new();
        let mut places = matcher::Places::default();
        for block in page.blocks() {
            self.matcher.scan(&self.rules, page, block, &mut places, &mut hits);
        }
        Hits { hits }
    }

    /// The rules of one lexicon whose phrases, of those that begin a block or are all of one, stand at a place inside of it (a byte of
    /// its folded text), each with where its phrase ends there. What a rule wants besides is not asked.
    pub(crate) fn anchored_at<'a>(
        &'a self,
        lexicon: &'a str,
        folded: &str,
        at: usize,
    ) -> impl Iterator<Item = (&'a CompiledRule, usize)> {
        let places = self.matcher.anchored_at(folded, at).into_iter();
        places.map(|(rule, end)| (&self.rules[rule], end)).filter(move |(rule, _)| &*rule.lexicon == lexicon)
    }

    /// Adds a mark for every hit of one lexicon on a page: what most stages do.
    pub fn mark_all(&self, lexicon: &str, page: &Page<'_>, out: &mut Findings) {
        for hit in &page.hits(self).hits {
            let rule = &self.rules[hit.rule];
            if &*rule.lexicon == lexicon {
                out.marks.push(hit.mark(rule, page, &page.blocks()[hit.block]));
            }
        }
    }

    /// The hits of one lexicon on a page, with their rules and blocks.
    pub fn hits_of<'a>(
        &'a self,
        lexicon: &'a str,
        page: &'a Page<'_>,
    ) -> impl Iterator<Item = (&'a Hit, &'a CompiledRule, &'a Block)> {
        page.hits(self).hits.iter().filter_map(move |hit| {
            let rule = &self.rules[hit.rule];
            (&*rule.lexicon == lexicon).then(|| (hit, rule, &page.blocks()[hit.block]))
        })
    }
}

/// Adds a rule, or puts it in the place of the one with its id, which must be of another file.
fn put<R>(rules: &mut Vec<R>, rule: R, names: impl Fn(&R) -> (&Arc<str>, &Arc<str>)) -> Result<(), BuildError> {
    let (id, file) = names(&rule);
    let old = rules.iter().position(|old| names(old).0 == id);
    match old {
        Some(old) if names(&rules[old]).1 == file => Err(BuildError::Rule {
            place: file.to_string(),
            rule: id.to_string(),
            why: "two rules have this id; rename one".into(),
        }),
        Some(old) => {
            rules[old] = rule;
            Ok(())
        }
        None => {
            rules.push(rule);
            Ok(())
        }
    }
}

/// One rule that fires on one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    rule: usize,
    block: usize,
    /// Where the phrase stands in the folded text of the block.
    pub folded: std::ops::Range<usize>,
}

impl Hit {
    /// The mark that this hit makes.
    #[must_use]
    pub fn mark(&self, rule: &CompiledRule, page: &Page<'_>, block: &Block) -> Mark {
        let span = match rule.record.take() {
            // A label that a paragraph was joined with goes alone.
            Take::Block | Take::Headline if rule.record.place == Where::Whole && self.is_behind_text(page, block) => {
                let label = Span::new(page.unfold(block, self.folded.start), block.span.end);
                Span::new(label.end - page.slice(label).trim_start().len(), label.end)
            }
            Take::Block | Take::Headline => block.span,
            Take::Sentence => {
                let sentence = page.sentence_at(block, page.unfold(block, self.folded.start));
                // Only what is sure of one sentence takes another with it.
                if rule.record.weight >= SURE { with_its_bracket(page, block, sentence) } else { sentence }
            }
            Take::Phrase => with_signs(
                page,
                block,
                Span::new(page.unfold(block, self.folded.start), page.unfold(block, self.folded.end)),
            ),
        };
        Mark {
            span,
            kind: rule.record.kind,
            rule: Rule::Loaded(rule.id.clone()),
            family: rule.record.family.unwrap_or(Family::Phrase),
            weight: rule.record.weight,
            zones: rule.record.zones,
        }
    }
}

impl Hit {
    fn is_behind_text(&self, page: &Page<'_>, block: &Block) -> bool {
        page.folded(block)[..self.folded.start].contains(char::is_alphanumeric)
    }
}

/// A rule of this weight fires on nothing of an article (docs/rules.md).
pub(crate) const SURE: i32 = 600;

/// A sentence that a bracket opens, with what else stands in that bracket: `(Related: A new boat? The yard is glad.)`.
fn with_its_bracket(page: &Page<'_>, block: &Block, sentence: Span<PageText>) -> Span<PageText> {
    /// A longer bracket is a paragraph.
    const MAX_BYTES: usize = 300;
    let text = page.slice(sentence);
    let closing = match text.as_bytes().first() {
        Some(b'(') => b')',
        Some(b'[') => b']',
        _ => return sentence,
    };
    let behind = page.slice(Span::new(sentence.end, block.span.end)).as_bytes();
    match memchr::memchr(closing, &behind[..behind.len().min(MAX_BYTES)]) {
        Some(at) if !text.as_bytes().contains(&closing) => Span::new(sentence.start, sentence.end + at + 1),
        _ => sentence,
    }
}

/// A phrase with the brackets that hold nothing else, or with the comma that ties it to the words before.
fn with_signs(page: &Page<'_>, block: &Block, phrase: Span<PageText>) -> Span<PageText> {
    let before = page.slice(Span::new(block.span.start, phrase.start)).trim_end_matches(' ');
    let after = page.slice(Span::new(phrase.end, block.span.end));
    let closed = after.trim_start_matches(' ');
    let brackets = [('(', ')'), ('[', ']')];
    if brackets.iter().any(|(open, close)| before.ends_with(*open) && closed.starts_with(*close)) {
        let end = phrase.end + (after.len() - closed.len()) + 1;
        return Span::new(block.span.start + before.len() - 1, end);
    }
    let tied = before.ends_with(',') && after.starts_with(|c: char| !c.is_alphanumeric());
    if tied { Span::new(block.span.start + before.len() - 1, phrase.end) } else { phrase }
}

/// Where the phrases of a lexicon stand in a page, by block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    hits: Vec<Hit>,
}

impl Hits {
    pub(crate) fn none() -> &'static Hits {
        static NONE: Hits = Hits { hits: Vec::new() };
        &NONE
    }
}

/// Whether a rule of this kind may only be loaded with a look-alike it must miss.
pub(crate) fn needs_look_alike(kind: Kind) -> bool {
    !matches!(kind, Kind::AdSlot | Kind::RuleLine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_a_bracket_opens_takes_the_rest_of_it() {
        let taken = |text: &str, first: &str| {
            let page = Page::from_text(text);
            let at = page.text().find(first).unwrap();
            page.slice(with_its_bracket(&page, &page.blocks()[0], Span::new(at, at + first.len()))).to_owned()
        };
        let text = "It is low. (Related: A new boat? The yard is glad.) So are we.";
        assert_eq!(taken(text, "(Related: A new boat?"), "(Related: A new boat? The yard is glad.)");
        assert_eq!(taken(text, "It is low."), "It is low.");
        assert_eq!(
            taken("(Related: A new boat.) It is (too) low.", "(Related: A new boat.)"),
            "(Related: A new boat.)"
        );
        let open = format!("(Related: A new boat? {}) So.", "The yard is glad. ".repeat(20));
        assert_eq!(taken(&open, "(Related: A new boat?"), "(Related: A new boat?");
    }

    #[test]
    fn a_phrase_takes_the_signs_that_stood_for_it_alone() {
        let taken = |text: &str| {
            let page = Page::from_text(text);
            let at = page.text().find("opens new tab").unwrap();
            let phrase = Span::new(at, at + "opens new tab".len());
            page.slice(with_signs(&page, &page.blocks()[0], phrase)).to_owned()
        };
        assert_eq!(taken("The firm, opens new tab, said so."), ", opens new tab");
        assert_eq!(taken("The firm, opens new tab said so."), ", opens new tab");
        assert_eq!(taken("The firm (opens new tab) said so."), "(opens new tab)");
        assert_eq!(taken("The firm (it opens new tab) said so."), "opens new tab");
        assert_eq!(taken("opens new tab"), "opens new tab");
    }
}
