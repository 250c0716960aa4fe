//! What a sentence asks, tells or sells, by its wording: a linear model over words.
//!
//! Rules know phrases; an outlet nobody has seen has phrases of its own, made of the same words.
//! Each word, its first letters, each pair of neighbours, each pair with a word between, and each of the first
//! words by its place is a feature; where a script writes no spaces, runs of one to four signs are. A feature is
//! looked up by its hash: how much it speaks for an insert (what a page says in its own voice) and how much for a
//! caption. What the features of a text say is added up and divided by the root of their number, so that a long
//! text is not surer than a short one. Which [`Insert`] it is, is asked of another table, and only when there is one.
//!
//! The table keeps features apart that share a row: with one weight for all of a row, what one language says was
//! noise in all others (ARCHITECTURE.md).
//!
//! The tables are made by `train/train_wording.py`, of lines and dumps written for it (`train/wording/`,
//! `train/composed/`), of the examples in the rule files, of captions of pages, and of sentences of articles.

use crate::chars;
use crate::marks::Family;
use crate::model::weights::{Reader, WeightsError};
use crate::model::{Moved, strongest};
use crate::page::{Block, Form};
use crate::segment::sentence;
use std::ops::Range;
use std::sync::Arc;

/// The tables that come with faircopy.
const BUILTIN: &[u8] = include_bytes!("wording.weights");
/// The version of the features: weights made for another one are refused.
const SCHEMA: [u8; 8] = *b"wording2";
/// The table of all features has two to this power of rows, that of inserts fewer.
const TABLE_BITS: u32 = 17;
const INSERT_BITS: u32 = 15;
/// So many features have room in a row of the table of all features.
const ROW_FEATURES: usize = 3;
/// Letters of a word that count by themselves: what its inflected forms have in common.
const STEM_CHARS: usize = 5;
/// So many signs of an unspaced script make a feature at most.
const RUN_SIGNS: usize = 4;
/// So many words at the beginning of a sentence count by their place too.
const PLACED_WORDS: u64 = 3;

/// What a page says in its own voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Insert {
    /// It asks to follow, subscribe, donate, buy.
    Promotion,
    /// Copyright, disclosure, consent, provenance.
    Notice,
    /// About who wrote it.
    Author,
    /// It points to other stories.
    Related,
    /// It asks the reader to take part.
    Prompt,
}

impl Insert {
    /// All of them, in the order of the table's columns.
    const ALL: [Insert; 5] = [Insert::Promotion, Insert::Notice, Insert::Author, Insert::Related, Insert::Prompt];
}

/// What the features of a text add up to.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    insert: i64,
    caption: i64,
    features: i64,
}

impl Tally {
    /// Two texts as one.
    fn and(self, other: Tally) -> Tally {
        Tally {
            insert: self.insert + other.insert,
            caption: self.caption + other.caption,
            features: self.features + other.features,
        }
    }

    fn add(&mut self, [insert, caption]: [i8; 2]) {
        self.insert += i64::from(insert);
        self.caption += i64::from(caption);
        self.features += 1;
    }
}

/// How a block sounds, in hundredths of log-odds against article text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sounds {
    /// As an insert.
    pub insert: i32,
    /// The sentence of it that sounds least like an insert.
    pub least: i32,
    /// As a caption.
    pub caption: i32,
    /// Of several sentences those that sound like inserts by themselves: where they are in the folded text.
    pub inserts: Vec<(Range<usize>, i32)>,
}

/// A sentence among others is worth naming from here on, in hundredths of log-odds.
const SENTENCE_ODDS: i32 = 100;
/// A sentence of fewer letters and signs says too little.
const MIN_SENTENCE_CHARS: usize = 16;

/// No text is surer than this, whatever the tables say.
const MAX_ODDS: i64 = 10_000;

/// What turns a sum of weights into hundredths of log-odds.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// One step of a weight, in 256ths.
    step: i32,
    /// A text without features.
    bias: i32,
}

impl Scale {
    fn read(reader: &mut Reader<'_>) -> Result<Self, WeightsError> {
        Ok(Scale { step: reader.i32()?, bias: reader.i32()? })
    }

    fn odds(self, sum: i64, features: i64) -> i32 {
        // Sixteen times the root, and a step in 256ths: sixteen too much.
        let root = (features.max(1) * 256).isqrt();
        let odds = sum.saturating_mul(i64::from(self.step)) / 16 / root + i64::from(self.bias);
        i32::try_from(odds.clamp(-MAX_ODDS, MAX_ODDS)).unwrap_or_default()
    }
}

/// The tables: how a folded text sounds by all of its words.
///
/// ```
/// use faircopy::model::wording::{Insert, Wording};
/// use faircopy::segment::fold::fold;
///
/// let wording = Wording::builtin()?;
/// let appeal = fold("Please support our journalism with a small donation.");
/// assert!(wording.sounds(&appeal).insert > 0);
/// assert_eq!(wording.insert(&appeal), Insert::Promotion);
/// assert!(wording.sounds(&fold("The minister arrived in the capital on Sunday.")).insert < 0);
/// # Ok::<(), faircopy::model::weights::WeightsError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Wording {
    /// The check sum of the file: tells tables apart.
    id: u64,
    rows: Vec<Row>,
    inserts: Vec<[i8; Insert::ALL.len()]>,
    insert: Scale,
    caption: Scale,
}

impl Wording {
    /// The tables that come with faircopy.
    ///
    /// # Errors
    /// None in a released version: a test loads them.
    pub fn builtin() -> Result<Arc<Self>, WeightsError> {
        Self::read(BUILTIN).map(Arc::new)
    }

    /// The tables in a file.
    ///
    /// # Errors
    /// When it is something else, was made for other features, or is damaged.
    pub fn read(file: &[u8]) -> Result<Self, WeightsError> {
        let mut reader = Reader::open(file, SCHEMA)?;
        let (insert, caption) = (Scale::read(&mut reader)?, Scale::read(&mut reader)?);
        let (rows, inserts) = (rows(&mut reader)?, table(&mut reader, INSERT_BITS)?);
        if !reader.is_spent() {
            return Err(WeightsError::Damaged("it goes on after its end"));
        }
        let id = file.last_chunk().map_or(0, |sum| u64::from_le_bytes(*sum));
        Ok(Wording { id, rows, inserts, insert, caption })
    }

    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// How a block of folded text (as [`crate::segment::fold`] makes it) sounds.
    #[must_use]
    pub fn sounds(&self, folded: &str) -> Sounds {
        let (mut whole, mut least, mut inserts) = (Tally::default(), i32::MAX, Vec::new());
        let mut hashes = Vec::new();
        for sentence in sentence::of_folded(folded) {
            // First all hashes, then all rows: so the processor fetches many rows at once.
            hashes.clear();
            each_of_sentence(&folded[sentence.clone()], |hash, _| hashes.push(hash));
            let mut tally = Tally::default();
            hashes.iter().for_each(|hash| tally.add(self.weights(*hash)));
            let odds = self.insert.odds(tally.insert, tally.features);
            let is_short = folded[sentence.clone()].chars().nth(MIN_SENTENCE_CHARS - 1).is_none();
            if odds >= SENTENCE_ODDS && !is_short && sentence.len() < folded.len() {
                inserts.push((sentence, odds));
            }
            least = least.min(odds);
            whole = whole.and(tally);
        }
        Sounds {
            insert: self.insert.odds(whole.insert, whole.features),
            least,
            caption: self.caption.odds(whole.caption, whole.features),
            inserts,
        }
    }

    /// How much a feature speaks for an insert and for a caption; one that is not in the table says nothing, but for the one in
    /// a hundred that meets the tag of another.
    fn weights(&self, hash: u64) -> [i8; 2] {
        let row = &self.rows[row_of(hash, TABLE_BITS)];
        let tag = (hash >> (u64::BITS - TABLE_BITS - u8::BITS)) as u8;
        // No branch hangs on what is found, so that the next rows are fetched meanwhile. No two of a row have one tag.
        row.tags.iter().zip(&row.weights).fold([0, 0], |sum, (of, weights)| {
            let if_same = -i8::from(*of == tag);
            [sum[0] | weights[0] & if_same, sum[1] | weights[1] & if_same]
        })
    }

    /// The words of a folded text that speak most for or against it as an insert.
    pub(crate) fn moved_by(&self, folded: &str, most: usize) -> Vec<Moved> {
        let mut features = Vec::new();
        for sentence in sentence::of_folded(folded) {
            let text = &folded[sentence];
            each_of_sentence(text, |hash, at| features.push((text[at].trim(), i64::from(self.weights(hash)[0]))));
        }
        let count = i64::try_from(features.len()).unwrap_or(i64::MAX);
        // A word counts by itself, by its first letters and by its place: for a reader that is one reason.
        features.sort_unstable();
        features.dedup_by(|same, kept| {
            let is_same = same.0 == kept.0;
            kept.1 += i64::from(is_same) * same.1;
            is_same
        });
        let step = Scale { bias: 0, ..self.insert };
        let moved = |(words, weight): (&str, i64)| Moved {
            family: Family::Wording,
            feature: format!("\"{words}\"").into(),
            by: step.odds(weight, count),
        };
        let mut moved = features.into_iter().map(moved).collect();
        strongest(&mut moved, most);
        moved
    }

    /// Which insert a folded text most likely is, if it is one.
    #[must_use]
    pub fn insert(&self, folded: &str) -> Insert {
        let mut sums = [0_i32; Insert::ALL.len()];
        each_feature(folded, |hash| {
            let row = self.inserts[row_of(hash, INSERT_BITS)];
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(weight));
        });
        // The first of equals, so that the order of the columns decides.
        let best = (0..sums.len()).rev().max_by_key(|at| sums[*at]).unwrap_or(0);
        Insert::ALL[best]
    }
}

/// Words of a block that is judged; fewer say too little.
const MIN_WORDS: u32 = 4;
/// Of a line without a full stop: shorter ones are labels, of articles as well.
const MIN_OPEN_WORDS: u32 = 7;

/// Whether a block is long enough, and nothing that the wording of sentences says nothing of.
pub(crate) fn is_judged(block: &Block) -> bool {
    let words = if block.shape.ends_sentence() { MIN_WORDS } else { MIN_OPEN_WORDS };
    matches!(block.form, Form::Paragraph | Form::Quote | Form::Caption) && block.shape.words >= words
}

/// Features that share the upper bits of their hash, told apart by the eight bits below.
#[derive(Debug, Clone, Copy)]
struct Row {
    tags: [u8; ROW_FEATURES],
    weights: [[i8; 2]; ROW_FEATURES],
}

impl Row {
    /// Empty room has the tag of nothing in particular: only the first of a tag may have weights.
    fn keep_first_of_a_tag(&mut self) {
        for at in 1..ROW_FEATURES {
            if self.tags[..at].contains(&self.tags[at]) {
                self.weights[at] = [0, 0];
            }
        }
    }
}

/// The table of all features. Room that no feature needed has weights of zero.
fn rows(reader: &mut Reader<'_>) -> Result<Vec<Row>, WeightsError> {
    let mut rows = vec![Row { tags: [0; ROW_FEATURES], weights: [[0; 2]; ROW_FEATURES] }; 1 << TABLE_BITS];
    for row in &mut rows {
        for (tag, weights) in row.tags.iter_mut().zip(&mut row.weights) {
            *tag = reader.u8()?;
            *weights = [reader.i8()?, reader.i8()?];
        }
        row.keep_first_of_a_tag();
    }
    Ok(rows)
}

/// A table of two to the power of `bits` rows.
fn table<const COLUMNS: usize>(reader: &mut Reader<'_>, bits: u32) -> Result<Vec<[i8; COLUMNS]>, WeightsError> {
    let mut rows = vec![[0; COLUMNS]; 1 << bits];
    for weight in rows.iter_mut().flatten() {
        *weight = reader.i8()?;
    }
    Ok(rows)
}

/// Calls `each` with the hash of every feature of a folded text, sentence by sentence.
pub fn each_feature(folded: &str, mut each: impl FnMut(u64)) {
    sentence::of_folded(folded).for_each(|sentence| each_of_sentence(&folded[sentence], |hash, _| each(hash)));
}

/// The row of a feature: the upper bits of its hash.
fn row_of(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
}

/// What begins and ends a text, as a neighbour of its first and last word.
const EDGE: u64 = 0x9e37_79b9_7f4a_7c15;
/// Tell a pair with a word between, and a word at its place, from other features.
const SKIPPED: u64 = 77;
const PLACED: u64 = 55;

/// The features of one sentence: the hash of each, and where it stands.
fn each_of_sentence(sentence: &str, mut each: impl FnMut(u64, Range<usize>)) {
    let (mut before, mut before_at) = (EDGE, 0);
    let mut second_before = EDGE;
    let (mut at, mut place) = (0, 0);
    while let Some(c) = char_at(sentence, at) {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if is_unspaced(c) {
            (before, before_at, second_before) = (EDGE, at, EDGE);
            each_run(sentence, start, &mut each);
            continue;
        }
        let word = if chars::is_alphanumeric(c) {
            let word = Word::at(sentence, start);
            at = word.end;
            if let Some(stem_end) = word.stem_end {
                each(mixed(hash_of(&sentence[start..stem_end]), EDGE), start..stem_end);
            }
            // Numbers of as many digits are one word.
            if word.has_digit { mixed(1, word.chars.min(4) as u64) } else { hash_of(&sentence[start..at]) }
        } else {
            mixed(2, u64::from(c))
        };
        each(word, start..at);
        each(mixed(before.rotate_left(21), word), before_at..at);
        each(mixed(mixed(second_before.rotate_left(13), SKIPPED), word), before_at..at);
        if place < PLACED_WORDS {
            each(mixed(mixed(word, PLACED), place), start..at);
        }
        place += 1;
        second_before = before;
        (before, before_at) = (word, start);
    }
    each(mixed(before.rotate_left(21), EDGE), before_at..sentence.len());
}

/// Runs of one to four signs of an unspaced script.
fn each_run(sentence: &str, start: usize, each: &mut impl FnMut(u64, Range<usize>)) {
    let (mut run, mut end) = (mixed(3, 0), start);
    for sign in sentence[start..].chars().take(RUN_SIGNS).take_while(|sign| is_unspaced(*sign)) {
        run = mixed(run, u64::from(sign));
        end += sign.len_utf8();
        each(run, start..end);
    }
}

/// The character at an offset that is the start of one.
fn char_at(text: &str, at: usize) -> Option<char> {
    let first = *text.as_bytes().get(at)?;
    if first.is_ascii() { Some(char::from(first)) } else { text[at..].chars().next() }
}

/// The extent of a word.
struct Word {
    end: usize,
    chars: usize,
    has_digit: bool,
    /// Where its first letters end, if it goes on behind them and is no number.
    stem_end: Option<usize>,
}

impl Word {
    fn at(text: &str, start: usize) -> Word {
        let (mut end, mut chars, mut has_digit, mut stem_end) = (start, 0, false, 0);
        while let Some(c) = char_at(text, end).filter(|c| chars::is_alphanumeric(*c) && !is_unspaced(*c)) {
            end += c.len_utf8();
            chars += 1;
            has_digit |= chars::is_numeric(c);
            if chars == STEM_CHARS {
                stem_end = end;
            }
        }
        let stem_end = (chars > STEM_CHARS && !has_digit).then_some(stem_end);
        Word { end, chars, has_digit, stem_end }
    }
}

/// The hash of some letters, eight bytes at once.
fn hash_of(letters: &str) -> u64 {
    let (eights, rest) = letters.as_bytes().as_chunks::<8>();
    let hash = eights.iter().fold(0, |hash, eight| mixed(hash, u64::from_le_bytes(*eight)));
    let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
    mixed(hash, last)
}

/// A hash and one more thing (the multiplication of FxHash; its upper bits are the good ones).
fn mixed(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Signs of scripts that write no spaces between words, and of Korean, whose words are long.
fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_load() {
        let wording = Wording::builtin().unwrap();
        let [appeal, news] = ["please support our journalism with a donation.", "the minister arrived on sunday."];
        assert!(wording.sounds(appeal).insert > 200 && wording.sounds(news).insert < 0);
        assert_eq!(wording.insert(appeal), Insert::Promotion);
        assert!(wording.moved_by(appeal, 3).iter().any(|moved| moved.by > 0));
        assert!(Wording::read(b"").is_err() && Wording::read(&BUILTIN[..BUILTIN.len() - 1]).is_err());
    }

    #[test]
    fn no_text_is_too_long_to_add_up() {
        let wording = Wording::builtin().unwrap();
        let long = "subscribe to our newsletter ".repeat(100_000);
        assert!(wording.sounds(&long).insert > 200);
    }

    fn features(text: &str) -> Vec<u64> {
        let mut out = Vec::new();
        each_of_sentence(text, |hash, _| out.push(hash));
        out
    }

    #[test]
    fn words_stems_and_pairs_are_features() {
        // Two words, each with the one before, the one before that, and its place; the pair at the end; one word is
        // long enough for a stem.
        assert_eq!(features("our newsletter").len(), 2 * 4 + 1 + 1);
        let [near, far] = [features("follow our daily newsletter"), features("follow our weekly newsletter")];
        let differ = near.iter().filter(|feature| !far.contains(feature)).count();
        // "daily", by its place, "our daily", "follow … daily", "daily newsletter"; not "our … newsletter".
        assert_eq!(differ, 5);
        let [one, other] = [features("newsletter"), features("newsletters")];
        assert_eq!(one.iter().filter(|feature| other.contains(feature)).count(), 1);
        assert_eq!(features("in 2019"), features("in 2024"));
        assert_ne!(features("in 2019"), features("in 19"));
        // Five signs: runs of one to four from each.
        assert_eq!(features("关注我们吧").len(), 4 + 4 + 3 + 2 + 1 + 1);
        assert_eq!(features("").len(), 1);
    }
}
