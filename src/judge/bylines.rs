//! Who wrote it: `By Ann Lee`, a name alone under the last paragraph, reporting and
//! editing lines; and the agency, when the byline is one.
//!
//! Labels ("By", "Von", "Автор:") are rules of `furniture`; what follows must look like
//! names. So `By Friday, talks had ended` is no byline.
//!
//! **Known gaps**: names in scripts without capitals are believed after a label only; a
//! name alone in the head is left in the text.

use crate::kind::Kind;
use crate::lexicon::{Lexicon, Where};
use crate::marks::{Family, Field, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Page};
use crate::stage::Judge;
use crate::text::Span;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};
use unicode_script::Script;

/// Settings of `bylines`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BylinesConfig {
    /// What follows the label has at most so many words. Default 8: two names and "and".
    pub max_words: u32,
}

impl Default for BylinesConfig {
    fn default() -> Self {
        BylinesConfig { max_words: 8 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Bylines {
    config: BylinesConfig,
    lexicon: Arc<Lexicon>,
}

/// What follows the label looks like names.
const NAMES_WEIGHT: i32 = 250;
/// A rule with this weight needs no edge.
const SURE: i32 = 600;
/// A name alone under the last paragraph: enough in the tail.
const SIGNATURE_WEIGHT: i32 = 240;
/// A signature has two to four words: `Ann Lee`, `Ann van der Lee`.
const SIGNATURE_WORDS: std::ops::RangeInclusive<u32> = 2..=4;
/// Words in lower case inside a name.
const PARTICLES: [&str; 16] =
    ["van", "von", "der", "den", "de", "del", "della", "da", "dos", "di", "du", "la", "le", "bin", "al", "ter"];
/// So many blocks from the top or the bottom of the page may be a byline.
const EDGE_BLOCKS: usize = 3;

/// News agencies, as bylines and datelines write them.
const AGENCIES: &str = include_str!("agencies.txt");

/// The agency of this name, in its usual spelling.
#[must_use]
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_matches(['(', ')']);
    const MAX_BYTES: usize = 40;
    if name.len() > MAX_BYTES {
        return None;
    }
    /// The names by their lower-case form.
    static BY_NAME: LazyLock<FxHashMap<String, &'static str>> =
        LazyLock::new(|| AGENCIES.lines().rev().map(|agency| (agency.to_ascii_lowercase(), agency)).collect());
    BY_NAME.get(&name.to_ascii_lowercase()).copied()
}

impl Bylines {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: BylinesConfig, lexicon: Arc<Lexicon>) -> Self {
        Bylines { config, lexicon }
    }

    fn labelled(&self, page: &Page<'_>, out: &mut Findings) {
        let last = page.blocks().len();
        for (hit, rule, block) in self.lexicon.hits_of("furniture", page) {
            let near_edge = block.index < EDGE_BLOCKS || block.index + EDGE_BLOCKS >= last;
            // A rule that is sure says so wherever its line stands.
            let sure = rule.record.weight >= SURE || rule.record.place != Where::Start;
            if page.zone(block) == Zone::Body && !near_edge && !sure {
                continue;
            }
            let label_end = page.unfold(block, hit.folded.end);
            let rest = page.text().get(label_end..block.span.end).unwrap_or_default();
            let names = rest.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–' | '—' | ',' | '.' | '(' | ')')
            });
            match rule.record.kind {
                Kind::Byline if rule.record.place != Where::Start => {
                    out.marks.push(hit.mark(rule, page, block));
                    // A whole line that a rule has words for is a desk or a label, no name.
                    if rule.record.place == Where::End {
                        self.byline(page.text_of(block), block.span, out);
                    }
                }
                Kind::Byline if self.are_names(names, block.shape.script) => {
                    out.marks.push(hit.mark(rule, page, block));
                    out.mark(block.span, Kind::Byline, "bylines.names", Family::Shape, NAMES_WEIGHT);
                    self.byline(names, block.span, out);
                }
                Kind::DeskCredit => {
                    out.marks.push(hit.mark(rule, page, block));
                    out.field(Field::Desk, page.text_of(block), block.span);
                }
                _ => {}
            }
        }
    }

    fn byline(&self, names: &str, span: Span<crate::PageText>, out: &mut Findings) {
        out.field(Field::Byline, names, span);
        if let Some(agency) = agency(names) {
            out.field(Field::Agency, agency, span);
        }
    }

    /// Words that all begin in upper case but for particles, and no end of a sentence.
    fn are_names(&self, text: &str, script: Script) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let capital = |word: &&str| {
            word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
        };
        let cased = matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian);
        let capitals = words.iter().filter(|word| capital(word)).count();
        !words.is_empty()
            && words.len() <= self.config.max_words as usize
            && (!cased || (words.first().is_some_and(capital) && capitals * 2 > words.len()))
            && !text.contains(|c: char| c.is_ascii_digit() || c == ':')
            && !text.contains([',', '?', '!']) | (capitals == words.len())
    }

    /// A name, or a short bracket, alone on the last line, after running text.
    fn signature(&self, page: &Page<'_>, out: &mut Findings) {
        let [.., before, last] = page.blocks() else { return };
        let text = page.text_of(last);
        let name = text.split('(').next().unwrap_or_default().trim();
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let all_capital = name.split_whitespace().all(|word| capital(word) || PARTICLES.contains(&word))
            && name.split_whitespace().next().is_some_and(capital)
            && name.split_whitespace().next_back().is_some_and(capital);
        let named =
            SIGNATURE_WORDS.contains(&last.shape.words) && last.shape.uppers < last.shape.letters && all_capital;
        let bracketed = text.starts_with('(') && text.ends_with(')') && last.shape.words <= *SIGNATURE_WORDS.end();
        let looks = before.shape.is_sentence()
            && page.zone(last) == Zone::Tail
            && matches!(last.shape.ending, Ending::Open)
            && last.shape.digits == 0
            && (named || bracketed);
        let name = if bracketed { text.trim_matches(['(', ')']) } else { name };
        if looks {
            out.mark(last.span, Kind::Byline, "bylines.signature", Family::Shape, SIGNATURE_WEIGHT);
            out.field(Field::Byline, name, last.span);
            if let Some(agency) = text.split(['(', ')']).nth(1).and_then(agency) {
                out.field(Field::Agency, agency, last.span);
            }
        }
    }

    /// An agency alone on its line.
    fn agency_line(&self, page: &Page<'_>, block: &Block, out: &mut Findings) {
        if block.shape.words <= 3
            && page.zone(block) != Zone::Body
            && let Some(agency) = agency(page.text_of(block))
        {
            out.mark(block.span, Kind::Byline, "bylines.agency", Family::Phrase, NAMES_WEIGHT);
            out.field(Field::Agency, agency, block.span);
        }
    }
}

impl Judge for Bylines {
    fn name(&self) -> &'static str {
        "bylines"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.labelled(page, out);
        self.signature(page, out);
        for block in page.blocks() {
            self.agency_line(page, block, out);
        }
    }
}
