//! Which language a text in a given script is in: a linear classifier over hashed sequences
//! of letters.
//!
//! The weights are `ngrams.bin`, or the larger `ngrams-large.bin` with the feature
//! `large-language-model`; `train/language/ngrams.py` makes both and tells the layout.

use super::reader::Reader;
use smallvec::SmallVec;
use std::sync::LazyLock;

#[cfg(not(feature = "large-language-model"))]
static DATA: &[u8] = include_bytes!("ngrams.bin");
#[cfg(feature = "large-language-model")]
static DATA: &[u8] = include_bytes!("ngrams-large.bin");

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(DATA).unwrap_or_default());

/// The longest sequence of letters that is looked at, edges of words included.
const LONGEST: usize = 5;
/// Where a word begins or ends.
const EDGE: u32 = 32;
// As in `train/language/features.py`.
const STEP: u32 = 0x9E37_79B1;
const MIX: u32 = 0x85EB_CA77;
const WHOLE: u32 = 0x5BD1_E995;
/// Words of fewer letters are sequences like others.
const WHOLE_WORD_LETTERS: usize = 4;
/// The most classes of a script.
const LANES: usize = 64;
/// Rows have at least so many numbers of 16 bits: a vector of the processor.
const MIN_WIDTH: usize = 8;
/// So many weights of a byte can be added up in 16 bits.
const FLUSH: usize = 256;
/// What is added to weights, so that none is below zero.
const ZERO: u8 = 128;

/// How many clues say how sure a guess is.
pub(super) const CLUES: usize = 6;

/// The classifier of a script, if its languages need one.
pub(super) fn of_script(script: &str) -> Option<&'static Classifier> {
    all().find(|classifier| classifier.script == script)
}

pub(super) fn all() -> impl Iterator<Item = &'static Classifier> {
    MODEL.classifiers.iter()
}

/// What each clue weighs.
pub(super) fn sureness() -> &'static [f32; CLUES] {
    &MODEL.sureness
}

/// All that was learnt.
#[derive(Debug, Default)]
struct Model {
    sureness: [f32; CLUES],
    classifiers: Vec<Classifier>,
}

/// The languages of one script.
#[derive(Debug, Default)]
pub(super) struct Classifier {
    script: String,
    /// ISO 639-3; the last is `und`, none of them.
    pub(super) classes: Vec<String>,
    /// For each class the first one that people call the same language: near relatives.
    kin: Vec<usize>,
    /// The code of each letter, capitals as their small ones; EDGE for all else.
    codes: Vec<u16>,
    bits: u32,
    scale: f32,
    bias: Vec<f32>,
    rows: Rows,
}

/// As many weights as a line of the cache has room for, so that no row lies in two. [`ZERO`] is
/// added to each and two make a number, the first the lower half: eight numbers take two additions,
/// where signed bytes would have to be unpacked.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct CacheLine([u16; LANES / 2]);

/// Most labels of a page have no more bytes; no room need be asked for to tell their language.
const LABEL_BYTES: usize = 64;
/// The features of a text.
type Buckets = SmallVec<[u32; LABEL_BYTES * (LONGEST - 1)]>;
/// A score a class.
pub(super) type Scores = SmallVec<[f32; LANES]>;

/// A row of weights a bucket, one a class.
#[derive(Debug, Default)]
struct Rows {
    /// Numbers of a row: 8, 16 or 32.
    width: usize,
    lines: Vec<CacheLine>,
}

impl Classifier {
    /// The languages it was taught, and its script.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&str, &str)> {
        let taught = self.classes.split_last().map_or(&[][..], |(_, taught)| taught);
        taught.iter().map(|language| (language.as_str(), self.script.as_str()))
    }

    /// Whether two classes are one language or near relatives.
    pub(super) fn are_near(&self, one: usize, other: usize) -> bool {
        self.kin.get(one) == self.kin.get(other)
    }

    /// The class of a language, or of a near relative.
    pub(super) fn class_of(&self, language: &str) -> Option<usize> {
        match self.classes.iter().position(|known| known == language) {
            Some(own) => self.kin.get(own).copied(),
            None => self.classes.iter().position(|known| near(known) == near(language)),
        }
    }

    /// The logarithm of the odds of each class, and how many features they rest on.
    pub(super) fn scores(&self, text: &str) -> (Scores, usize) {
        let mut codes: SmallVec<[u32; LABEL_BYTES]> = SmallVec::with_capacity(text.len() + LONGEST + 1);
        codes.push(EDGE);
        for c in text.chars() {
            let code = self.codes.get(c as usize).map_or(EDGE, |code| u32::from(*code));
            if code != EDGE || codes.last() != Some(&EDGE) {
                codes.push(code);
            }
        }
        codes.extend([EDGE; LONGEST]);
        let mut buckets: Buckets = SmallVec::with_capacity(codes.len() * (LONGEST - 1));
        for start in 0..codes.len() - LONGEST {
            self.buckets_from(&codes[start..start + LONGEST], &mut buckets);
        }
        for word in codes.split(|code| *code == EDGE).filter(|word| word.len() >= WHOLE_WORD_LETTERS) {
            buckets.push(self.bucket(word.iter().fold(WHOLE, |hash, code| (hash ^ code).wrapping_mul(STEP))));
        }
        let per_root = self.scale / (buckets.len().max(1) as f32).sqrt();
        let sums = self.rows.sums(&buckets);
        let scores = sums.iter().zip(&self.bias).map(|(sum, bias)| *sum as f32 * per_root + bias);
        (scores.collect(), buckets.len())
    }

    /// All sequences that begin here.
    fn buckets_from(&self, codes: &[u32], buckets: &mut Buckets) {
        let mut hash = codes[0].wrapping_mul(STEP);
        for code in &codes[1..] {
            if *code == EDGE && codes[0] == EDGE && codes[1] == EDGE {
                return;
            }
            hash = (hash ^ code).wrapping_mul(STEP);
            buckets.push(self.bucket(hash));
            if *code == EDGE {
                return;
            }
        }
    }

    fn bucket(&self, hash: u32) -> u32 {
        (hash ^ (hash >> 15)).wrapping_mul(MIX) >> (32 - self.bits)
    }
}

impl Rows {
    /// Rows of the weights of so many classes; nothing if these are too many.
    fn of(weights: &[u8], classes: usize) -> Option<Self> {
        let width = classes.div_ceil(2).next_power_of_two().max(MIN_WIDTH);
        if classes == 0 || width > LANES / 2 {
            return None;
        }
        let lines = weights.chunks(LANES / 2 / width * classes).map(|rows| {
            let mut line = CacheLine([0; LANES / 2]);
            for (row, numbers) in rows.chunks(classes).zip(line.0.chunks_mut(width)) {
                for (number, pair) in numbers.iter_mut().zip(row.chunks(2)) {
                    let weight = |at: usize| pair.get(at).map_or(ZERO, |weight| weight.wrapping_add(ZERO));
                    *number = u16::from_le_bytes([weight(0), weight(1)]);
                }
            }
            line
        });
        Some(Rows { width, lines: lines.collect() })
    }

    /// The sums of the weights in some buckets, a lane a class.
    fn sums(&self, buckets: &[u32]) -> [i32; LANES] {
        let mut totals = [0; LANES];
        for part in buckets.chunks(FLUSH) {
            match self.width {
                8 => self.add_up::<8>(part, &mut totals),
                16 => self.add_up::<16>(part, &mut totals),
                _ => self.add_up::<32>(part, &mut totals),
            }
        }
        totals
    }

    fn add_up<const WIDTH: usize>(&self, buckets: &[u32], totals: &mut [i32; LANES]) {
        let [mut lower, mut upper] = [[0_u16; WIDTH]; 2];
        for bucket in buckets {
            let at = *bucket as usize * WIDTH;
            let row = &self.lines[at / (LANES / 2)].0[at % (LANES / 2)..][..WIDTH];
            for ((lower, upper), pair) in lower.iter_mut().zip(&mut upper).zip(row) {
                *lower += pair & 0xff;
                *upper += pair >> 8;
            }
        }
        let zero = i32::from(ZERO) * buckets.len() as i32;
        for (totals, (lower, upper)) in totals.as_chunks_mut::<2>().0.iter_mut().zip(lower.iter().zip(&upper)) {
            totals[0] += i32::from(*lower) - zero;
            totals[1] += i32::from(*upper) - zero;
        }
    }
}

/// The name of a group of languages that people call one; as in `train/language/ngrams.py`.
fn near(language: &str) -> &str {
    match language {
        "bos" | "hrv" | "srp" => "hbs",
        "nob" | "nno" => "nor",
        "ind" => "msa",
        other => other,
    }
}

impl Model {
    fn read(data: &[u8]) -> Option<Self> {
        let mut data = Reader(data.strip_prefix(b"FCN1")?);
        let mut sureness = [0.0; CLUES];
        for weight in &mut sureness {
            *weight = data.float()?;
        }
        let count = data.byte()?;
        let classifiers: Option<_> = (0..count).map(|_| read_classifier(&mut data)).collect();
        Some(Model { sureness, classifiers: classifiers? })
    }
}

fn read_classifier(data: &mut Reader<'_>) -> Option<Classifier> {
    let script = data.name()?;
    let classes = data.languages()?;
    let mut codes = vec![EDGE as u16; 0x1_0000];
    for _ in 0..data.short()? {
        enter(char::from_u32(data.long()?)?, &mut codes);
    }
    let bits = u32::from(data.byte()?);
    let scale = data.float()?;
    let bias: Option<Vec<f32>> =
        classes.iter().map(|_| Some(f32::from(data.short()?.cast_signed()) / 1024.0)).collect();
    let rows = Rows::of(data.take(classes.len() << bits)?, classes.len())?;
    let first_like = |language: &String| classes.iter().position(|known| near(known) == near(language));
    let kin = classes.iter().map(|language| first_like(language).unwrap_or(0)).collect();
    Some(Classifier { script, classes, kin, codes, bits, scale, bias: bias?, rows })
}

/// Enters a letter and its capital; letters beyond the first plane are in no alphabet here.
fn enter(letter: char, codes: &mut [u16]) {
    let Ok(code) = u16::try_from(letter as u32) else { return };
    let forms = super::letters::capitals(letter).into_iter().flatten().chain([letter]);
    for form in forms {
        if let Some(entry) = codes.get_mut(form as usize) {
            *entry = code;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_whole() {
        let model = Model::read(DATA).expect("the weights can be read");
        let scripts: Vec<&str> = model.classifiers.iter().map(|classifier| classifier.script.as_str()).collect();
        assert_eq!(scripts, ["Latin", "Cyrillic", "Arabic", "Devanagari", "Hebrew"]);
        assert!(model.sureness.iter().any(|weight| *weight != 0.0), "calibrate.py has not been run");
        assert!(Model::read(&DATA[..DATA.len() - 1]).is_none());
    }

    /// Bits of a bucket and, in order, the buckets of "Rain ßé 3", as `hashes` of
    /// `train/language/features.py` gives them.
    const BITS: u32 = 14;
    const BUCKETS: [usize; 21] = [
        177, 3016, 4097, 4565, 5106, 5697, 5846, 6509, 9874, 10787, 10876, 10926, 10987, 12085, 13453, 13582, 14917,
        15408, 15859, 16168, 16381,
    ];

    #[test]
    fn features_are_those_that_were_learnt() {
        let mut codes = vec![EDGE as u16; 0x1_0000];
        ('a'..='z').chain(['ß', 'é']).for_each(|letter| enter(letter, &mut codes));
        let score_of = |buckets: &[usize]| {
            let mut weights = vec![0; 1 << BITS];
            buckets.iter().for_each(|bucket| weights[*bucket] = 1);
            let classifier = Classifier {
                codes: codes.clone(),
                bits: BITS,
                scale: 1.0,
                bias: vec![0.0],
                rows: Rows::of(&weights, 1).unwrap(),
                ..Classifier::default()
            };
            classifier.scores("Rain ßé 3")
        };
        let (scores, features) = score_of(&BUCKETS);
        assert_eq!(features, BUCKETS.len());
        // Every feature meets one of the buckets, and every bucket one of the features.
        assert!((scores[0] - 21.0 / 21_f32.sqrt()).abs() < 1e-4, "{scores:?}");
        for bucket in BUCKETS {
            assert!((score_of(&[bucket]).0[0] - 1.0 / 21_f32.sqrt()).abs() < 1e-4, "{bucket}");
        }
    }

    #[test]
    fn weights_of_all_widths_are_added_up() {
        for width in [1, 2, 15, 16, 17, 33, LANES] {
            let weights: Vec<u8> = (0..width * 8).map(|at| (at * 37 % 256) as u8).collect();
            let buckets: Vec<u32> = (0..1000).map(|at| at * at % 8).collect();
            let sums = Rows::of(&weights, width).unwrap().sums(&buckets);
            for lane in 0..width {
                let weight = |bucket: &u32| i32::from(weights[*bucket as usize * width + lane].cast_signed());
                assert_eq!(sums[lane], buckets.iter().map(weight).sum::<i32>(), "{width} {lane}");
            }
        }
        assert!(Rows::of(&[0; 80], LANES + 1).is_none());
    }
}
