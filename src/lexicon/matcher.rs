//! Finding phrases: a table of their first bytes, asked at the start of every word.
//!
//! A phrase begins where a word begins, so the page is asked there and nowhere else; in
//! scripts that write no spaces every letter begins a word. A bitmap of hashed keys answers
//! nearly all questions at once. What a rule wants besides its phrase (`with`,
//! `unless`) is looked for only in blocks that hold the phrase. On flat news this is
//! several times as fast as one automaton over all phrases, whose table outgrows the cache
//! when the phrases of all languages are in it.

use crate::lexicon::record::NEAR_BYTES;
use crate::lexicon::{CompiledRule, Hit, Where};
use crate::page::{Block, Page};
use crate::segment::fold::fold;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A phrase, ready to match.
#[derive(Debug, Clone)]
struct Phrase {
    /// Folded, signs around it gone.
    text: String,
    /// The last word may go on.
    open: bool,
}

/// A phrase that is looked for in a block by itself.
#[derive(Debug, Clone)]
struct Sought {
    phrase: Phrase,
    finder: Finder<'static>,
}

/// What a rule wants besides its phrase.
#[derive(Debug, Clone, Default)]
struct Besides {
    with: Vec<Vec<Sought>>,
    unless: Vec<Sought>,
}

/// Longer phrases are looked up by so many of their first bytes.
const KEY_BYTES: usize = 7;
/// Bits of a filter, as a power of two: 64 KB, which stays in a near cache.
const FILTER_BITS: u32 = 19;

/// Phrases by their first bytes.
#[derive(Debug, Clone)]
struct Table {
    /// All phrases, each with its rule.
    phrases: Vec<(usize, Phrase)>,
    /// Places in `phrases` by key: the first bytes, and how many they are.
    by_key: FxHashMap<u64, Vec<usize>>,
    /// The key lengths in use.
    key_lens: Vec<usize>,
    /// A bit for each hash of a key: whether some phrase may have it.
    filter: Vec<u64>,
}

#[derive(Debug, Clone)]
pub(super) struct Matcher {
    /// Phrases that begin a block, or are all of it.
    anchored: Table,
    /// Phrases that may stand anywhere in it.
    inside: Table,
    /// By rule.
    besides: Vec<Besides>,
    /// Rules by their whole-block phrases with `#` in the place of digits.
    masked: FxHashMap<String, Vec<usize>>,
    /// The longest block that any rule looks inside of, in characters.
    inside_max_chars: u32,
}

/// A place where a phrase of a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    rule: usize,
    start: usize,
    end: usize,
}

impl Matcher {
    pub(super) fn new(rules: &[CompiledRule]) -> Self {
        let mut matcher = Matcher {
            anchored: Table::new(),
            inside: Table::new(),
            besides: Vec::new(),
            masked: FxHashMap::default(),
            inside_max_chars: 0,
        };
        for (rule, CompiledRule { record, .. }) in rules.iter().enumerate() {
            let anywhere = matches!(record.place, Where::End | Where::Inside);
            if anywhere {
                matcher.inside_max_chars = matcher.inside_max_chars.max(record.max_chars());
            }
            let phrase = |text: &String| Phrase::new(text, record.place);
            let sought = |texts: &Vec<String>| texts.iter().map(phrase).map(Sought::new).collect::<Vec<_>>();
            matcher
                .besides
                .push(Besides { with: record.with.iter().map(sought).collect(), unless: sought(&record.unless) });
            for phrase in record.phrases.iter().map(phrase) {
                if record.place == Where::Whole && phrase.text.contains('#') {
                    matcher.masked.entry(phrase.text).or_default().push(rule);
                } else {
                    let table = if anywhere { &mut matcher.inside } else { &mut matcher.anchored };
                    table.add(rule, phrase);
                }
            }
        }
        matcher
    }

    /// Adds the hits of all rules in one block.
    pub(super) fn scan(
        &self,
        rules: &[CompiledRule],
        page: &Page<'_>,
        block: &Block,
        found: &mut Places,
        hits: &mut Vec<Hit>,
    ) {
        let folded = page.folded(block);
        let core = core(folded);
        if core.is_empty() {
            return;
        }
        let found = &mut found.0;
        found.clear();
        self.anchored.find_at(folded, core.start, |rule, end| {
            if rules[rule].record.place == Where::Start || end == core.end {
                found.push(Found { rule, start: core.start, end });
            }
        });
        self.find_masked(&folded[core.clone()], &core, found);
        if block.shape.chars <= self.inside_max_chars {
            self.find_inside(rules, folded, &core, found);
        }
        found.retain(|f| block.shape.chars <= rules[f.rule].record.max_chars());
        found.sort_unstable();
        found.dedup();
        let quoted = |place: &Found| rules[place.rule].record.kind.is_appeal() && is_quoted(folded, place.start);
        let complete = found.iter().filter(|place| !quoted(place) && self.besides[place.rule].hold(folded, place));
        hits.extend(complete.map(|place| Hit { rule: place.rule, block: block.index, folded: place.start..place.end }));
    }

    /// Asks at every sign and start of a word.
    fn find_inside(&self, rules: &[CompiledRule], folded: &str, core: &Range<usize>, found: &mut Vec<Found>) {
        let mut inside = false;
        for (at, c) in folded.char_indices() {
            let letter = c.is_alphanumeric();
            let starts = if letter { !inside } else { c != ' ' };
            inside = letter && !is_unspaced(c);
            if starts {
                self.inside.find_at(folded, at, |rule, end| {
                    if rules[rule].record.place == Where::Inside || end == core.end {
                        found.push(Found { rule, start: at, end });
                    }
                });
            }
        }
    }

    fn find_masked(&self, whole: &str, core: &Range<usize>, found: &mut Vec<Found>) {
        const MAX_BYTES: usize = 200;
        if whole.len() > MAX_BYTES || !whole.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let rules = self.masked.get(&mask_digits(whole)).into_iter().flatten();
        found.extend(rules.map(|&rule| Found { rule, start: core.start, end: core.end }));
    }
}

impl Table {
    fn new() -> Self {
        Table {
            phrases: Vec::new(),
            by_key: FxHashMap::default(),
            key_lens: Vec::new(),
            filter: vec![0; 1 << (FILTER_BITS - 6)],
        }
    }

    fn add(&mut self, rule: usize, phrase: Phrase) {
        let bytes = phrase.text.as_bytes();
        let len = bytes.len().min(KEY_BYTES);
        let key = key(bytes, len);
        self.by_key.entry(key).or_default().push(self.phrases.len());
        let (word, bit) = filter_place(key);
        self.filter[word] |= bit;
        if let Err(at) = self.key_lens.binary_search(&len) {
            self.key_lens.insert(at, len);
        }
        self.phrases.push((rule, phrase));
    }

    /// Gives the rule and the end of each phrase that stands at `at`.
    fn find_at(&self, folded: &str, at: usize, mut found: impl FnMut(usize, usize)) {
        let bytes = &folded.as_bytes()[at..];
        let first = key(bytes, KEY_BYTES.min(bytes.len()));
        for &len in self.key_lens.iter().take_while(|&&len| len <= bytes.len()) {
            let key = shorten(first, len);
            let (word, bit) = filter_place(key);
            if self.filter[word] & bit == 0 {
                continue;
            }
            for &candidate in self.by_key.get(&key).into_iter().flatten() {
                let (rule, phrase) = &self.phrases[candidate];
                if let Some(end) = phrase.end_at(folded, at) {
                    found(*rule, end);
                }
            }
        }
    }
}

impl Besides {
    /// Whether one phrase of each `with` list stands near by, and none of `unless` anywhere.
    fn hold(&self, folded: &str, place: &Found) -> bool {
        let near = |start: usize, end: usize| start < place.end + NEAR_BYTES && place.start < end + NEAR_BYTES;
        self.with
            .iter()
            .all(|list| list.iter().any(|phrase| phrase.places(folded).any(|(start, end)| near(start, end))))
            && !self.unless.iter().any(|phrase| phrase.places(folded).next().is_some())
    }
}

/// Room for the places found in one block, kept from block to block.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Found>);

/// The first `len` bytes, and `len` itself in the highest.
fn key(bytes: &[u8], len: usize) -> u64 {
    bytes.iter().take(len).fold(0, |key, byte| key << 8 | u64::from(*byte)) | (len as u64) << 56
}

/// The key of fewer of the same bytes.
fn shorten(key: u64, len: usize) -> u64 {
    const BYTES: u64 = (1 << 56) - 1;
    let dropped = (key >> 56) as usize - len;
    (key & BYTES) >> (8 * dropped) | (len as u64) << 56
}

/// The word of the filter and the bit in it that stand for a key.
fn filter_place(key: u64) -> (usize, u64) {
    // Fibonacci hashing: the golden ratio times 2^64, and the highest bits.
    let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - FILTER_BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

impl Phrase {
    /// A colon behind a label belongs to it, except where the block is compared without the
    /// signs around it.
    fn new(text: &str, place: Where) -> Self {
        let open = text.ends_with('*');
        let folded = fold(text.trim_end_matches('*').trim());
        let mut range = core(&folded);
        if folded[range.end..].starts_with(':') && !range.is_empty() && matches!(place, Where::Start | Where::Inside) {
            range.end += 1;
        }
        let text = folded[range].to_owned();
        // A phrase of signs alone is matched as it stands.
        Phrase { text: if text.is_empty() { folded } else { text }, open }
    }

    /// Where the phrase ends, if it stands at `at`: behind its last word, which may go on
    /// if the phrase is open.
    fn end_at(&self, folded: &str, at: usize) -> Option<usize> {
        let end = at + self.text.len();
        if !folded.as_bytes()[at..].starts_with(self.text.as_bytes()) {
            return None;
        }
        if is_border(folded, end) {
            return Some(end);
        }
        let rest = &folded[end..];
        self.open.then(|| end + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()))
    }
}

impl Sought {
    fn new(phrase: Phrase) -> Self {
        let finder = Finder::new(phrase.text.as_bytes()).into_owned();
        Sought { phrase, finder }
    }

    /// All places of the phrase.
    fn places<'f>(&'f self, folded: &'f str) -> impl Iterator<Item = (usize, usize)> + 'f {
        let starts = self.finder.find_iter(folded.as_bytes()).filter(|&at| is_border(folded, at));
        starts.filter_map(|at| Some((at, self.phrase.end_at(folded, at)?)))
    }
}

/// The part of a folded text without the signs around it: bullets, arrows, quotes,
/// brackets, end marks.
fn core(folded: &str) -> Range<usize> {
    let decoration = |c: char| !c.is_alphanumeric() && !is_kept_sign(c);
    let trimmed = folded.trim_start_matches(decoration);
    let start = folded.len() - trimmed.len();
    let end = start + trimmed.trim_end_matches(decoration).len();
    start..end
}

/// Whether a place stands inside quotation marks (all of which fold to one): behind an odd
/// number of them. What somebody is quoted with is no appeal of the house.
fn is_quoted(folded: &str, at: usize) -> bool {
    folded[..at].bytes().filter(|&b| b == b'"').count() % 2 == 1
}

/// Signs that a phrase may begin or end with.
fn is_kept_sign(c: char) -> bool {
    matches!(c, '©' | '@' | '$' | '€' | '£' | '%' | '#')
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

/// Whether no word goes on across `at`.
fn is_border(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    !inside_word(before, after)
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
    fn a_label_keeps_its_colon() {
        let rule = "where = \"start\"\nphrases = [\"Photo:\"]";
        assert_eq!(hits(rule, "PHOTO : Ann Lee"), 1);
        assert_eq!(hits(rule, "Photo of the day"), 0);
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
