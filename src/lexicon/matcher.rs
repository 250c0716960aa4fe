//! Finding phrases: tables for those at the edges of a block, one automaton for the rest.
//!
//! Most phrases are anchored (a whole line, its start), and most text is the inside of
//! long paragraphs. So anchored phrases are looked up by their first two bytes, and only
//! blocks short enough for some rule are run through the automaton.

use crate::error::BuildError;
use crate::lexicon::record::NEAR_BYTES;
use crate::lexicon::{CompiledRule, Hit, Where};
use crate::page::{Block, Page};
use crate::segment::fold::fold;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::HashMap;
use std::ops::Range;

/// Which list of a rule a phrase is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Phrases,
    With(usize),
    Unless,
}

#[derive(Debug, Clone)]
struct Phrase {
    rule: usize,
    list: List,
    /// Folded, signs around it gone.
    text: String,
    /// The last word may go on.
    open: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Matcher {
    phrases: Vec<Phrase>,
    /// Phrases at the start of a block or that are all of it, by their first two bytes.
    anchored: HashMap<[u8; 2], Vec<usize>>,
    /// The same for whole-block phrases with `#` in the place of digits.
    masked: HashMap<[u8; 2], Vec<usize>>,
    inside: AhoCorasick,
    /// The phrase behind each pattern of the automaton.
    inside_phrases: Vec<usize>,
    /// The longest block that any rule of the automaton would hit, in characters.
    inside_max_chars: u32,
}

/// A place where a phrase of some list stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rule: usize,
    list: List,
    start: usize,
    end: usize,
}

impl Matcher {
    pub(super) fn new(rules: &[CompiledRule]) -> Result<Self, BuildError> {
        let mut phrases = Vec::new();
        for (rule, compiled) in rules.iter().enumerate() {
            let record = &compiled.record;
            let mut add =
                |list, texts: &[String]| phrases.extend(texts.iter().map(|text| Phrase::new(rule, list, text)));
            add(List::Phrases, &record.phrases);
            for (at, texts) in record.with.iter().enumerate() {
                add(List::With(at), texts);
            }
            add(List::Unless, &record.unless);
        }
        let mut matcher = Matcher {
            anchored: HashMap::new(),
            masked: HashMap::new(),
            inside: AhoCorasick::new::<[&str; 0], &str>([]).map_err(too_large)?,
            inside_phrases: Vec::new(),
            inside_max_chars: 0,
            phrases,
        };
        for (at, phrase) in matcher.phrases.iter().enumerate() {
            let record = &rules[phrase.rule].record;
            match (phrase.list, record.place) {
                (List::Phrases, Where::Whole) if phrase.text.contains('#') => &mut matcher.masked,
                (List::Phrases, Where::Whole | Where::Start) => &mut matcher.anchored,
                _ => {
                    matcher.inside_phrases.push(at);
                    matcher.inside_max_chars = matcher.inside_max_chars.max(record.max_chars());
                    continue;
                }
            }
            .entry(first_two(&phrase.text))
            .or_default()
            .push(at);
        }
        // Twice as fast as the default kind up to about a thousand phrases.
        let kind = (matcher.inside_phrases.len() <= 2_000).then_some(AhoCorasickKind::DFA);
        let patterns = matcher.inside_phrases.iter().map(|&at| &matcher.phrases[at].text);
        matcher.inside = AhoCorasick::builder().kind(kind).build(patterns).map_err(too_large)?;
        Ok(matcher)
    }

    /// Adds the hits of all rules in one block.
    pub(super) fn scan(&self, rules: &[CompiledRule], page: &Page<'_>, block: &Block, hits: &mut Vec<Hit>) {
        let folded = page.folded(block);
        let core = core(folded);
        if core.is_empty() {
            return;
        }
        let mut found = Vec::new();
        self.find_anchored(rules, folded, &core, &mut found);
        if block.shape.chars <= self.inside_max_chars {
            self.find_inside(rules, folded, &core, &mut found);
        }
        found.retain(|f| block.shape.chars <= rules[f.rule].record.max_chars());
        found.sort();
        found.dedup();
        let mut rest = found.as_slice();
        while let Some(first) = rest.first() {
            let of_rule = rest.partition_point(|f| f.rule <= first.rule);
            fire(&rules[first.rule], &rest[..of_rule], block, hits);
            rest = &rest[of_rule..];
        }
    }

    fn find_anchored(&self, rules: &[CompiledRule], folded: &str, core: &Range<usize>, found: &mut Vec<Found>) {
        let text = &folded[core.start..];
        let first = first_two(text);
        for key in [first, [first[0], 0]] {
            for &at in self.anchored.get(&key).into_iter().flatten() {
                let phrase = &self.phrases[at];
                if !text.starts_with(&phrase.text) {
                    continue;
                }
                let end = core.start + phrase.text.len();
                let Some(end) = phrase.word_end(folded, end) else { continue };
                if rules[phrase.rule].record.place == Where::Start || end == core.end {
                    found.push(Found { rule: phrase.rule, list: phrase.list, start: core.start, end });
                }
            }
        }
        let whole = &folded[core.clone()];
        if whole.len() <= 200 && whole.bytes().any(|b| b.is_ascii_digit()) {
            let masked = mask_digits(whole);
            let first = first_two(&masked);
            for key in [first, [first[0], 0]] {
                for &at in self.masked.get(&key).into_iter().flatten() {
                    let phrase = &self.phrases[at];
                    if phrase.text == masked {
                        found.push(Found { rule: phrase.rule, list: phrase.list, start: core.start, end: core.end });
                    }
                }
            }
        }
    }

    fn find_inside(&self, rules: &[CompiledRule], folded: &str, core: &Range<usize>, found: &mut Vec<Found>) {
        for m in self.inside.find_overlapping_iter(folded) {
            let phrase = &self.phrases[self.inside_phrases[m.pattern().as_usize()]];
            if !starts_word(folded, m.start()) {
                continue;
            }
            let Some(end) = phrase.word_end(folded, m.end()) else { continue };
            let must_end = phrase.list == List::Phrases && rules[phrase.rule].record.place == Where::End;
            if !must_end || end == core.end {
                found.push(Found { rule: phrase.rule, list: phrase.list, start: m.start(), end });
            }
        }
    }
}

/// Adds the hits of one rule, given all places of its phrases in a block.
fn fire(rule: &CompiledRule, found: &[Found], block: &Block, hits: &mut Vec<Hit>) {
    if found.iter().any(|f| f.list == List::Unless) {
        return;
    }
    for place in found.iter().filter(|f| f.list == List::Phrases) {
        let near = |f: &&Found| f.start < place.end + NEAR_BYTES && place.start < f.end + NEAR_BYTES;
        let complete =
            (0..rule.record.with.len()).all(|at| found.iter().filter(near).any(|f| f.list == List::With(at)));
        if complete {
            hits.push(Hit { rule: place.rule, block: block.index, folded: place.start..place.end });
        }
    }
}

impl Phrase {
    fn new(rule: usize, list: List, text: &str) -> Self {
        let open = text.ends_with('*');
        let folded = fold(text.trim_end_matches('*'));
        let text = folded[core(&folded)].to_owned();
        // A phrase of signs alone is matched as it stands.
        Phrase { rule, list, text: if text.is_empty() { folded } else { text }, open }
    }

    /// The end of the last word, if the phrase that ends at `end` ends a word or may go on.
    fn word_end(&self, folded: &str, end: usize) -> Option<usize> {
        if ends_word(folded, end) {
            return Some(end);
        }
        let rest = &folded[end..];
        self.open.then(|| end + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()))
    }
}

fn too_large(error: aho_corasick::BuildError) -> BuildError {
    BuildError::Rule {
        place: "rules".into(),
        rule: "all".into(),
        why: format!("too many phrases for one automaton: {error}"),
    }
}

fn first_two(text: &str) -> [u8; 2] {
    let bytes = text.as_bytes();
    [bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)]
}

/// The part of a folded text without the signs around it: bullets, arrows, quotes,
/// brackets, end marks.
fn core(folded: &str) -> Range<usize> {
    let decoration = |c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@' | '$' | '€' | '£' | '%' | '#');
    let trimmed = folded.trim_start_matches(decoration);
    let start = folded.len() - trimmed.len();
    let end = start + trimmed.trim_end_matches(decoration).len();
    start..end
}

fn mask_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

fn starts_word(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    !inside_word(before, after)
}

fn ends_word(text: &str, at: usize) -> bool {
    starts_word(text, at)
}

/// Whether two neighbours belong to one word. Scripts that write no spaces have no inside.
fn inside_word(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
    letter(before) && letter(after)
}

/// Letters of scripts without spaces, by their Unicode blocks: Thai to Myanmar, Khmer,
/// kana, Han, and Hangul (whose particles are glued to the noun).
fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Lexicon, RuleFile};
    use crate::page::Page;

    fn hits(rule: &str, text: &str) -> usize {
        let text_of_file = format!(
            "language = \"en\"\n[[rule]]\nid = \"en.test.rule\"\nkind = \"tail.share\"\nweight = 100\nhits = [\"-\"]\nmisses = [\"-\"]\n{rule}"
        );
        let file = RuleFile { lexicon: "test".into(), name: "test.toml".into(), text: text_of_file };
        let lexicon = Lexicon::from_files([file]).unwrap();
        let page = Page::from_text(text);
        lexicon.hits_of("test", &page).count()
    }

    #[test]
    fn whole_ignores_signs_and_counts() {
        let rule = "where = \"whole\"\nphrases = [\"# Comments\", \"Share this\"]";
        assert_eq!(hits(rule, "» 1.234 comments"), 0);
        assert_eq!(hits(rule, "17 COMMENTS"), 1);
        assert_eq!(hits(rule, ">> Share  this! <<"), 1);
        assert_eq!(hits(rule, "Share this article"), 0);
    }

    #[test]
    fn words_end_where_words_end() {
        let rule = "where = \"start\"\nphrases = [\"read also\", \"подпис*\", \"相关\"]";
        assert_eq!(hits(rule, "Read also: a story"), 1);
        assert_eq!(hits(rule, "Read alsowhat"), 0);
        assert_eq!(hits(rule, "Подписаться на нас"), 1);
        assert_eq!(hits(rule, "相关新闻"), 1);
    }

    #[test]
    fn with_and_unless_are_looked_for_near_by() {
        let rule =
            "where = \"inside\"\nphrases = [\"follow\"]\nwith = [[\"telegram\", \"twitter\"]]\nunless = [\"court\"]";
        assert_eq!(hits(rule, "Please follow us on Twitter."), 1);
        assert_eq!(hits(rule, "Please follow the law."), 0);
        assert_eq!(hits(rule, "The court must follow Twitter."), 0);
    }

    #[test]
    fn an_end_phrase_ends_the_block() {
        let rule = "where = \"end\"\nphrases = [\"for subscribers\"]";
        assert_eq!(hits(rule, "This story is for subscribers."), 1);
        assert_eq!(hits(rule, "For subscribers it is free."), 0);
    }
}
