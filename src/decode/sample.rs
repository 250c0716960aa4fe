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
            let word = uncut(word);
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

/// The start of a long word, cut where no character is: behind a byte of ASCII, which ends one in
/// every charset, or whole characters of two or three bytes behind that.
fn uncut(word: &[u8]) -> &[u8] {
    let Some(head) = word.get(..WORD_BYTES) else { return word };
    let border = head.iter().rposition(u8::is_ascii).map_or(0, |last| last + 1);
    &head[..WORD_BYTES - (WORD_BYTES - border) % 6]
}

/// The start of a text.
pub(super) fn head(text: &str) -> &str {
    let mut end = text.len().min(BESIDE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_not_cut_within_a_character() {
        for plain in ["", "a", "ab", "abc"] {
            let words = [format!("{plain}{}", "雨".repeat(200)), format!("{plain}{}", "д".repeat(200))];
            for word in &words {
                assert!(std::str::from_utf8(uncut(word.as_bytes())).is_ok(), "{plain}");
            }
            let (gbk, _, _) = encoding_rs::GBK.encode(&words[0]);
            assert!(!encoding_rs::GBK.decode_without_bom_handling(uncut(&gbk)).1, "{plain}");
        }
    }
}
