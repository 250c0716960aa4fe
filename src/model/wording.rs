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

mod features;

pub use features::each_feature;

use crate::marks::Family;
use crate::model::weights::{Reader, WeightsError};
use crate::model::{Moved, strongest};
use crate::page::{Block, Form};
use crate::segment::sentence;
use features::each_of_sentence;
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
/// Hashes that are gathered before their rows are looked up: those of a long sentence.
const ROWS_AT_ONCE: usize = 1024;

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
        let mut hashes = Vec::with_capacity(ROWS_AT_ONCE.min(folded.len() + 2));
        for sentence in sentence::of_folded(folded) {
            let mut tally = Tally::default();
            each_of_sentence(&folded[sentence.clone()], |hash, _| {
                hashes.push(hash);
                if hashes.len() == ROWS_AT_ONCE {
                    self.add_up(&mut hashes, &mut tally);
                }
            });
            self.add_up(&mut hashes, &mut tally);
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

    /// Adds up what some features say: hashes first, then all their rows, so that the processor fetches many rows at once.
    fn add_up(&self, hashes: &mut Vec<u64>, tally: &mut Tally) {
        hashes.drain(..).for_each(|hash| tally.add(self.weights(hash)));
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

/// The row of a feature: the upper bits of its hash.
fn row_of(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
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
}
