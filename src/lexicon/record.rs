//! One record of a rule file.
//!
//! ```toml
//! language = "en"
//!
//! [[rule]]
//! id = "en.promo.follow-channel"      # <language>.<lexicon>.<name>, unique
//! kind = "inline.follow_cta"          # an id of the taxonomy
//! where = "inside"                    # whole | start | end | inside (the block)
//! phrases = ["follow our", "join our"]
//! with = [["google news", "telegram", "whatsapp channel"]]   # one of each list, near by
//! unless = ["court"]                  # none of these beside it
//! weight = 300                        # hundredths of log-odds
//! max_chars = 220                     # a longer block is never hit
//! hits = ["For more, follow our Telegram channel."]
//! misses = ["Police asked drivers to follow our reporter's car to the Telegram office."]
//! ```
//!
//! Phrases are written in any case and are folded like the text
//! ([`fold`](crate::segment::fold)). They match whole words; a `*` at the end lets the last
//! word go on (`подписыва*`). In a `whole` phrase `#` stands for any run of digits.

use crate::kind::Kind;
use crate::marks::Family;
use crate::observe::zones::Zone;
use serde::{Deserialize, Serialize};

/// Where in a block the phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// The phrase is all there is, signs around it left aside.
    Whole,
    /// The block begins with it.
    Start,
    /// The block ends with it, end marks left aside.
    End,
    /// Anywhere.
    Inside,
}

/// What a hit marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The whole block.
    Block,
    /// The sentence around the phrase.
    Sentence,
    /// The phrase alone.
    Phrase,
    /// Of the label of a link behind its headline: both, where a headline stands before it and a text above it; the label alone
    /// behind a dash or what was cut short; else nothing. A rule of `read-more`; for other stages it is `block`.
    Headline,
}

/// The zones in which a mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zones(u8);

impl Zones {
    /// Everywhere.
    pub const ANY: Zones = Zones(0b111);

    /// These zones.
    #[must_use]
    pub fn of(zones: &[Zone]) -> Self {
        Zones(zones.iter().fold(0, |bits, zone| bits | 1 << *zone as u8))
    }

    /// Whether a zone is among them.
    #[must_use]
    pub fn has(self, zone: Zone) -> bool {
        self.0 & 1 << zone as u8 != 0
    }
}

impl Default for Zones {
    fn default() -> Self {
        Zones::ANY
    }
}

impl Serialize for Zones {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(Zone::ALL.iter().filter(|zone| self.has(**zone)))
    }
}

impl<'de> Deserialize<'de> for Zones {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Zone>::deserialize(deserializer).map(|zones| Zones::of(&zones))
    }
}

/// What a rule says, as written in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// `<language>.<lexicon>.<name>`.
    pub id: String,
    /// What a hit is taken for.
    pub kind: Kind,
    /// Where the phrase must stand.
    #[serde(rename = "where")]
    pub place: Where,
    /// Any of these.
    pub phrases: Vec<String>,
    /// And one of each of these lists, in the same block and at most
    /// [`NEAR_BYTES`] away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Vec<String>>,
    /// And none of these in the block; for a rule that takes a sentence, in the sentences that its
    /// phrase and those of `with` stand in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// In which zones the mark counts. Default all.
    #[serde(default, skip_serializing_if = "is_any")]
    pub zones: Zones,
    /// The kind of evidence. Default phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// Hundredths of log-odds.
    pub weight: i32,
    /// A longer block is never hit, in characters. Default by `where`:
    /// see [`Record::max_chars`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<u32>,
    /// What a hit marks. Default by `where`: see [`Record::take`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<Take>,
    /// Lines that the rule must hit. Invented, of the shape seen.
    pub hits: Vec<String>,
    /// Look-alikes that it must miss.
    #[serde(default)]
    pub misses: Vec<String>,
}

fn is_any(zones: &Zones) -> bool {
    *zones == Zones::ANY
}

/// How far apart a phrase and those of `with` may stand, in bytes of folded text: about
/// one long sentence in a script of two bytes a letter.
pub const NEAR_BYTES: usize = 320;

impl Record {
    /// The longest block that can be hit: as written, else 160 characters for a phrase at
    /// the start (a label and a headline), 300 at the end, 600 inside (a promo paragraph).
    #[must_use]
    pub fn max_chars(&self) -> u32 {
        self.max_chars.unwrap_or(match self.place {
            Where::Whole => 200,
            Where::Start => 160,
            Where::End => 300,
            Where::Inside => 600,
        })
    }

    /// What a hit marks: as written, else the sentence for a phrase inside or at the end,
    /// the block for the others.
    #[must_use]
    pub fn take(&self) -> Take {
        self.take.unwrap_or(match self.place {
            Where::Whole | Where::Start => Take::Block,
            Where::End | Where::Inside => Take::Sentence,
        })
    }
}
