//! Finding phrases: a table of their first bytes ([`Table`]), asked at the start of every word.
//!
//! A phrase begins where a word begins, so the page is asked there and nowhere else; in
//! scripts that write no spaces every letter begins a word. A bitmap of hashed keys answers
//! nearly all questions at once. What a rule wants besides its phrase (`with`,
//! `unless`) is looked for only in blocks that hold the phrase. On flat news this is
//! several times as fast as one automaton over all phrases, whose table outgrows the cache
//! when the phrases of all languages are in it.

use crate::chars;
use crate::lexicon::behind_text;
use crate::lexicon::phrase::{Phrase, core, is_border, is_unspaced};
use crate::lexicon::record::NEAR_BYTES;
use crate::lexicon::record::Take;
use crate::lexicon::table::{Table, pair};
use crate::lexicon::{CompiledRule, Hit, Where, said};
use crate::page::{Block, Page};
use crate::scan;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::Arc;

/// What is asked once a block is mostly not in the near caches: a large filter spares most looks
/// into the table itself.
const ANCHORED_FILTER_BITS: u32 = 19;
/// What is asked at every word should stay in the nearest cache: 16 KB, of whose answers one in
/// twenty-five is a needless yes.
const INSIDE_FILTER_BITS: u32 = 17;

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
    /// The words of reports in its language, if it is about what the house says.
    said: Arc<[Sought]>,
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
            anchored: Table::new(ANCHORED_FILTER_BITS),
            inside: Table::new(INSIDE_FILTER_BITS),
            besides: Vec::new(),
            masked: FxHashMap::default(),
            inside_max_chars: 0,
        };
        let said: FxHashMap<&str, Arc<[Sought]>> = said::WORDS
            .iter()
            .map(|(language, words)| {
                let sought = |word: &String| Sought::new(Phrase::new(word, Where::Whole));
                (language.as_str(), words.iter().map(sought).collect())
            })
            .collect();
        for (rule, CompiledRule { record, .. }) in rules.iter().enumerate() {
            let anywhere = matches!(record.place, Where::End | Where::Inside);
            if anywhere {
                matcher.inside_max_chars = matcher.inside_max_chars.max(record.max_chars());
            }
            let phrase = |text: &String| Phrase::new(text, record.place);
            let besides = |texts: &Vec<String>| {
                texts.iter().map(|text| Sought::new(Phrase::as_written(text))).collect::<Vec<_>>()
            };
            let language = record.id.split('.').next().filter(|_| record.kind.is_of_the_house());
            matcher.besides.push(Besides {
                with: record.with.iter().map(besides).collect(),
                unless: record.unless.iter().map(phrase).map(Sought::new).collect(),
                said: language.and_then(|language| said.get(language)).cloned().unwrap_or_default(),
            });
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
        if let Some(at) = behind_text::label(page, block) {
            self.anchored.find_at(folded, at, |rule, end| {
                if rules[rule].record.place == Where::Whole && end == core.end {
                    found.push(Found { rule, start: at, end });
                }
            });
        }
        if block.shape.chars <= self.inside_max_chars {
            self.find_inside(rules, folded, &core, found);
        }
        found.retain(|f| block.shape.chars <= rules[f.rule].record.max_chars());
        if found.is_empty() {
            return;
        }
        found.sort_unstable();
        // Of the phrases of a rule that begin at one place the longest counts.
        found.dedup_by(|longer, kept| {
            let same = (longer.rule, longer.start) == (kept.rule, kept.start);
            if same {
                kept.end = longer.end;
            }
            same
        });
        let starts = LazyCell::new(|| Starts::of(folded));
        let quoted = |place: &Found| rules[place.rule].record.kind.is_of_the_house() && is_quoted(folded, place.start);
        // A rule that takes a sentence is about the sentences that its reasons stand in.
        let about = |place: &Found, reasons: Range<usize>, at: usize| match rules[place.rule].record.take() {
            Take::Sentence => {
                let sentence = |at: usize| page.sentence_at(block, page.unfold(block, at)).range();
                (sentence(reasons.start).start..sentence(reasons.end).end).contains(&page.unfold(block, at))
            }
            Take::Block | Take::Phrase | Take::Headline => true,
        };
        let holds = |place: &Found| {
            let besides = &self.besides[place.rule];
            besides
                .reasons(folded, &starts, place)
                .is_some_and(|reasons| !besides.unless(folded, &starts).any(|at| about(place, reasons.clone(), at)))
        };
        let complete = found.iter().filter(|place| !quoted(place) && holds(place));
        hits.extend(complete.map(|place| Hit { rule: place.rule, block: block.index, folded: place.start..place.end }));
    }

    /// The rules whose phrases for the start of a block, or for all of it, stand at a place inside, with where they end; the longest first.
    pub(super) fn anchored_at(&self, folded: &str, at: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        self.anchored.find_at(folded, at, |rule, end| found.push((rule, end)));
        found.sort_unstable_by_key(|(rule, end)| (std::cmp::Reverse(*end), *rule));
        found
    }

    /// Asks at every sign and start of a word.
    fn find_inside(&self, rules: &[CompiledRule], folded: &str, core: &Range<usize>, found: &mut Vec<Found>) {
        let mut ask = |at: usize| {
            self.inside.find_at(folded, at, |rule, end| {
                if rules[rule].record.place == Where::Inside || end == core.end {
                    found.push(Found { rule, start: at, end });
                }
            });
        };
        if folded.is_ascii() {
            ask(0);
            scan::pairs(folded.as_bytes(), starts_behind).for_each(|at| ask(at + 1));
            return;
        }
        let mut inside = false;
        for (at, c) in folded.char_indices() {
            let letter = chars::is_alphanumeric(c);
            let starts = if letter { !inside } else { c != ' ' };
            inside = letter && !is_unspaced(c);
            if starts {
                ask(at);
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

impl Besides {
    /// From the first to the last of the phrase and the nearest of each `with` list; none if one is not
    /// near by.
    fn reasons(
        &self,
        folded: &str,
        starts: &LazyStarts<impl FnOnce() -> Starts>,
        place: &Found,
    ) -> Option<Range<usize>> {
        let mut reasons = place.start..place.end;
        for list in &self.with {
            let stand =
                list.iter().filter(|phrase| starts.may_have(&phrase.phrase)).flat_map(|phrase| phrase.places(folded));
            let far =
                |(start, end): &(usize, usize)| start.saturating_sub(place.end).max(place.start.saturating_sub(*end));
            let nearest = stand.min_by_key(far).filter(|place| far(place) < NEAR_BYTES)?;
            reasons = reasons.start.min(nearest.0)..reasons.end.max(nearest.1);
        }
        Some(reasons)
    }

    /// Where the phrases of `unless` and the words of reports stand.
    fn unless<'f>(
        &'f self,
        folded: &'f str,
        starts: &LazyStarts<impl FnOnce() -> Starts>,
    ) -> impl Iterator<Item = usize> + 'f {
        let may_stand = |phrase: &&Sought| starts.may_have(&phrase.phrase);
        let stand: SmallVec<[&Sought; 8]> = self.unless.iter().chain(self.said.iter()).filter(may_stand).collect();
        stand.into_iter().flat_map(move |phrase| phrase.places(folded)).map(|(start, _)| start)
    }
}

/// The first two bytes of all words and signs of a block, a bit a pair: most phrases that a rule
/// wants besides begin with none of them, and need not be looked for. Some pairs share a bit.
struct Starts([u64; 1 << (STARTS_BITS - 6)]);

/// A block that rules are asked about has a hundred words or so.
const STARTS_BITS: u32 = 12;

impl Starts {
    fn of(folded: &str) -> Self {
        let mut starts = Starts([0; 1 << (STARTS_BITS - 6)]);
        let mut add = |at: usize| {
            let bit = bit_of(pair(&folded.as_bytes()[at..]));
            starts.0[bit >> 6] |= 1 << (bit & 63);
        };
        if folded.is_ascii() {
            add(0);
            scan::pairs(folded.as_bytes(), starts_behind).for_each(|at| add(at + 1));
            return starts;
        }
        let mut inside = false;
        for (at, c) in folded.char_indices() {
            let letter = chars::is_alphanumeric(c) && !is_unspaced(c);
            if !(inside && letter) {
                add(at);
            }
            inside = letter;
        }
        starts
    }

    /// Whether a phrase may stand in the block.
    fn may_have(&self, phrase: &Phrase) -> bool {
        let bit = bit_of(pair(phrase.text.as_bytes()));
        phrase.text.len() < 2 || self.0[bit >> 6] >> (bit & 63) & 1 == 1
    }
}

/// The bit of a pair of bytes (the multiplication of Fibonacci hashing).
fn bit_of(pair: usize) -> usize {
    ((pair as u32).wrapping_mul(0x9e37_79b9) >> (u32::BITS - STARTS_BITS)) as usize
}

/// They are found once one of them is asked for: most rules want nothing besides.
type LazyStarts<F> = LazyCell<Starts, F>;

/// Room for the places found in one block, kept from block to block.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Found>);

impl Sought {
    fn new(phrase: Phrase) -> Self {
        let finder = Finder::new(phrase.text.as_bytes()).into_owned();
        Sought { phrase, finder }
    }

    /// All places of the phrase. (An iterator of the finder's own would copy it each time.)
    fn places<'f>(&'f self, folded: &'f str) -> impl Iterator<Item = (usize, usize)> + 'f {
        let mut from = 0;
        let starts = std::iter::from_fn(move || {
            let at = from + self.finder.find(folded.as_bytes().get(from..)?)?;
            from = at + self.phrase.text.len().max(1);
            Some(at)
        });
        starts.filter(|&at| is_border(folded, at)).filter_map(|at| Some((at, self.phrase.end_at(folded, at)?)))
    }
}

/// Whether a place stands inside quotation marks (all of which fold to one): behind an odd
/// number of them. What somebody is quoted with the house does not say.
fn is_quoted(folded: &str, at: usize) -> bool {
    folded[..at].bytes().filter(|&b| b == b'"').count() % 2 == 1
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

/// Whether `next` is a sign or begins a word, in folded ASCII text; not where the text ends.
fn starts_behind(byte: u8, next: u8) -> bool {
    let in_word = |byte: u8| (byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
    (next != b' ') & (next != 0) & !(in_word(byte) & in_word(next))
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
    fn what_must_stand_besides_keeps_its_signs() {
        let rule = "where = \"inside\"\nphrases = [\"harbour\"]\nwith = [[\"(photo\", \"/inn\"]]";
        assert_eq!(hits(rule, "Boats in the harbour (Photo: Ann Lee)"), 1);
        assert_eq!(hits(rule, "Boats in the harbour. Ann Lee/INN"), 1);
        assert_eq!(hits(rule, "Take a photo of the harbour from the inn."), 0);
    }

    #[test]
    fn an_end_phrase_ends_the_block() {
        let rule = "where = \"end\"\nphrases = [\"for subscribers\"]";
        assert_eq!(hits(rule, "This story is for subscribers."), 1);
        assert_eq!(hits(rule, "For subscribers it is free."), 0);
    }
}
