//! Which language a text in a given script is in: a linear classifier over hashed sequences
//! of letters.
//!
//! The weights are `ngrams.bin`, or the larger `ngrams-large.bin` with the feature
//! `large-language-model`; `train/language/ngrams.py` makes both and tells the layout.

use super::reader::Reader;
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
/// Rows are filled up to a multiple of this, for vector instructions.
const VECTOR: usize = 16;
/// So many weights of a byte can be added up in 16 bits.
const FLUSH: usize = 256;

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
    /// The code of each letter, capitals as their small ones; EDGE for all else.
    codes: Vec<u16>,
    bits: u32,
    scale: f32,
    bias: Vec<f32>,
    /// Weights of a row: one a class, filled up.
    width: usize,
    rows: Vec<i8>,
}

impl Classifier {
    /// The languages it was taught, and its script.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&str, &str)> {
        let taught = self.classes.split_last().map_or(&[][..], |(_, taught)| taught);
        taught.iter().map(|language| (language.as_str(), self.script.as_str()))
    }

    /// The logarithm of the odds of each class, and how many features they rest on.
    pub(super) fn scores(&self, text: &str) -> (Vec<f32>, usize) {
        let mut sums = Sums::default();
        let mut codes = Vec::with_capacity(text.len() + LONGEST);
        codes.push(EDGE);
        for c in text.chars() {
            let code = self.codes.get(c as usize).map_or(EDGE, |code| u32::from(*code));
            if code != EDGE || codes.last() != Some(&EDGE) {
                codes.push(code);
            }
        }
        codes.extend([EDGE; LONGEST]);
        for start in 0..codes.len() - LONGEST {
            self.add_from(&codes[start..start + LONGEST], &mut sums);
        }
        for word in codes.split(|code| *code == EDGE).filter(|word| word.len() >= WHOLE_WORD_LETTERS) {
            let hash = word.iter().fold(WHOLE, |hash, code| (hash ^ code).wrapping_mul(STEP));
            sums.add(self.row(hash));
        }
        sums.flush();
        let per_root = self.scale / (sums.features.max(1) as f32).sqrt();
        let scores = sums.total.iter().zip(&self.bias).map(|(sum, bias)| *sum as f32 * per_root + bias);
        (scores.collect(), sums.features)
    }

    /// All sequences that begin here.
    fn add_from(&self, codes: &[u32], sums: &mut Sums) {
        let mut hash = codes[0].wrapping_mul(STEP);
        for code in &codes[1..] {
            if *code == EDGE && codes[0] == EDGE && codes[1] == EDGE {
                return;
            }
            hash = (hash ^ code).wrapping_mul(STEP);
            sums.add(self.row(hash));
            if *code == EDGE {
                return;
            }
        }
    }

    fn row(&self, hash: u32) -> &[i8] {
        let bucket = ((hash ^ (hash >> 15)).wrapping_mul(MIX) >> (32 - self.bits)) as usize;
        &self.rows[bucket * self.width..(bucket + 1) * self.width]
    }
}

/// Sums of weights, a lane a class.
struct Sums {
    near: [i16; LANES],
    total: [i32; LANES],
    waiting: usize,
    features: usize,
}

impl Default for Sums {
    fn default() -> Self {
        Sums { near: [0; LANES], total: [0; LANES], waiting: 0, features: 0 }
    }
}

impl Sums {
    fn add(&mut self, row: &[i8]) {
        let (near, _) = self.near.as_chunks_mut::<VECTOR>();
        let (weights, _) = row.as_chunks::<VECTOR>();
        for (sums, weights) in near.iter_mut().zip(weights) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i16::from(*weight);
            }
        }
        self.features += 1;
        self.waiting += 1;
        if self.waiting == FLUSH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        for (total, near) in self.total.iter_mut().zip(&mut self.near) {
            *total += i32::from(*near);
            *near = 0;
        }
        self.waiting = 0;
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
    let width = classes.len().next_multiple_of(VECTOR);
    let mut rows = Vec::with_capacity(width << bits);
    for _ in 0..1_usize << bits {
        rows.extend(data.take(classes.len())?.iter().map(|weight| weight.cast_signed()));
        rows.resize(rows.len().next_multiple_of(width), 0);
    }
    (width <= LANES).then_some(Classifier { script, classes, codes, bits, scale, bias: bias?, width, rows })
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
