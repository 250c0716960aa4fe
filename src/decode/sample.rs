//! The words that tell charsets apart.

/// How much of the text that is known already is laid beside a reading.
const BESIDE_BYTES: usize = 600;
/// Up to this length there is nothing to choose.
pub(super) const ALL_BYTES: usize = 512;
/// Up to this length of the sample neighbours go in.
const NEIGHBOUR_BYTES: usize = 600;
const WORD_BYTES: usize = 240;
const MAX_BYTES: usize = 3 << 10;
/// How often a byte is to be seen.
const ENOUGH: u8 = 6;

/// Words with bytes that are not ASCII, such that every such byte is seen a few times.
pub(super) struct Sample {
    pub(super) words: Vec<u8>,
    seen: [u8; 256],
}

impl Default for Sample {
    fn default() -> Self {
        Sample { words: Vec::new(), seen: [0; 256] }
    }
}

impl Sample {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        if self.words.is_empty() && bytes.len() <= ALL_BYTES {
            self.words.extend_from_slice(bytes);
            return;
        }
        let mut unseen = 128;
        let mut neighbour: &[u8] = b"";
        let mut is_next = false;
        for word in bytes.split(|b| b.is_ascii_whitespace()) {
            if self.words.len() >= MAX_BYTES || unseen == 0 {
                return;
            }
            let is_wanted = word.iter().any(|b| !b.is_ascii() && self.seen[usize::from(*b)] < ENOUGH);
            if !is_wanted {
                // Plain neighbours of the first words tell the language.
                let is_plain = !word.is_empty() && word.iter().all(u8::is_ascii_alphabetic);
                neighbour = if is_plain { word } else { b"" };
                if is_next && is_plain && self.words.len() < NEIGHBOUR_BYTES {
                    self.words.extend_from_slice(word);
                    self.words.push(b' ');
                    neighbour = b"";
                }
                is_next = false;
                continue;
            }
            if !neighbour.is_empty() && self.words.len() < NEIGHBOUR_BYTES {
                self.words.extend_from_slice(neighbour);
                self.words.push(b' ');
            }
            neighbour = b"";
            is_next = true;
            let word = &word[..word.len().min(WORD_BYTES)];
            for byte in word {
                let seen = &mut self.seen[usize::from(*byte)];
                *seen = seen.saturating_add(1);
            }
            unseen = self.seen[0x80..].iter().filter(|seen| **seen < ENOUGH).count();
            self.words.extend_from_slice(word);
            self.words.push(b' ');
        }
    }
}

/// The start of a text.
pub(super) fn head(text: &str) -> &str {
    let mut end = text.len().min(BESIDE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
