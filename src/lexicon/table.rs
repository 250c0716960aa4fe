//! Phrases by their first bytes: the table that is asked at the start of every word.

use crate::lexicon::phrase::Phrase;
use rustc_hash::FxHashMap;

/// Longer phrases are looked up by so many of their first bytes.
const KEY_BYTES: usize = 7;

/// Phrases by their first bytes.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// All phrases, each with its rule.
    phrases: Vec<(usize, Phrase)>,
    /// By key: the first bytes, and how many they are.
    by_key: FxHashMap<u64, Vec<Candidate>>,
    /// By the first two bytes of a phrase, a bit for each length of a key that begins so. Few
    /// phrases are shorter than a key may be: most places ask for one length or none.
    key_lens: Vec<u8>,
    /// A bit for each hash of a key: whether some phrase may have it.
    filter: Vec<u64>,
    /// Bits of a hash.
    filter_bits: u32,
}

/// A phrase with a certain key, and what it has behind that: a look at it spares most looks at
/// the phrase itself, which is seldom in the cache.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// Its place in `phrases`.
    phrase: usize,
    /// The four bytes behind the key; less of a phrase that ends there.
    next: u32,
    /// Which bits of `next` are the phrase's.
    mask: u32,
}

impl Candidate {
    fn new(phrase: usize, text: &[u8]) -> Self {
        let len = text.len().saturating_sub(KEY_BYTES).min(4);
        Candidate { phrase, next: behind_key(text), mask: u32::MAX.checked_shl(32 - 8 * len as u32).unwrap_or(0) }
    }
}

impl Table {
    /// An empty table whose filter has two to the power of so many bits.
    pub(super) fn new(filter_bits: u32) -> Self {
        Table {
            phrases: Vec::new(),
            by_key: FxHashMap::default(),
            key_lens: vec![0; 1 << 16],
            filter: vec![0; 1 << (filter_bits - 6)],
            filter_bits,
        }
    }

    pub(super) fn add(&mut self, rule: usize, phrase: Phrase) {
        let bytes = phrase.text.as_bytes();
        let len = bytes.len().min(KEY_BYTES);
        let key = key(bytes, len);
        self.by_key.entry(key).or_default().push(Candidate::new(self.phrases.len(), bytes));
        let (word, bit) = self.filter_place(key);
        self.filter[word] |= bit;
        match bytes {
            // Whatever comes behind them.
            [] => self.key_lens.iter_mut().for_each(|lens| *lens |= 1),
            [first] => (0..=u8::MAX).for_each(|second| self.key_lens[pair(&[*first, second])] |= 1 << len),
            _ => self.key_lens[pair(bytes)] |= 1 << len,
        }
        self.phrases.push((rule, phrase));
    }

    /// The word of the filter and the bit in it that stand for a key.
    fn filter_place(&self, key: u64) -> (usize, u64) {
        // Fibonacci hashing: the golden ratio times 2^64, and the highest bits.
        let hash = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - self.filter_bits);
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// Gives the rule and the end of each phrase that stands at `at`.
    pub(super) fn find_at(&self, folded: &str, at: usize, mut found: impl FnMut(usize, usize)) {
        let bytes = &folded.as_bytes()[at..];
        let lens = self.key_lens[pair(bytes)];
        if lens == 0 {
            return;
        }
        let longest = KEY_BYTES.min(bytes.len());
        let first = key(bytes, longest);
        for len in ones(lens).take_while(|len| *len <= longest) {
            let key = shorten(first, len);
            let (word, bit) = self.filter_place(key);
            if self.filter[word] & bit == 0 {
                continue;
            }
            let next = behind_key(bytes);
            let candidates = self.by_key.get(&key).into_iter().flatten();
            for candidate in candidates.filter(|candidate| (candidate.next ^ next) & candidate.mask == 0) {
                let (rule, phrase) = &self.phrases[candidate.phrase];
                if let Some(end) = phrase.end_at(folded, at) {
                    found(*rule, end);
                }
            }
        }
    }
}

/// The first `len` bytes, and `len` itself in the highest.
fn key(bytes: &[u8], len: usize) -> u64 {
    let first = match bytes.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight) >> 8 >> (8 * (KEY_BYTES - len)),
        None => bytes.iter().take(len).fold(0, |key, byte| key << 8 | u64::from(*byte)),
    };
    first | (len as u64) << 56
}

/// The places of the bits that are set, the lowest first.
fn ones(mut bits: u8) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = bits.trailing_zeros() as usize;
        bits &= bits.checked_sub(1)?;
        Some(lowest)
    })
}

/// The four bytes behind those of a whole key, zeros where the text ends.
fn behind_key(bytes: &[u8]) -> u32 {
    let rest = bytes.get(KEY_BYTES..).unwrap_or_default();
    match rest.first_chunk() {
        Some(next) => u32::from_be_bytes(*next),
        None => rest.iter().zip([24, 16, 8]).fold(0, |next, (byte, shift)| next | u32::from(*byte) << shift),
    }
}

/// The first two bytes as a number; of one byte alone, as if a zero stood behind it.
pub(super) fn pair(bytes: &[u8]) -> usize {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    usize::from(u16::from_be_bytes([byte(0), byte(1)]))
}

/// The key of fewer of the same bytes.
fn shorten(key: u64, len: usize) -> u64 {
    const BYTES: u64 = (1 << 56) - 1;
    let dropped = (key >> 56) as usize - len;
    (key & BYTES) >> (8 * dropped) | (len as u64) << 56
}
