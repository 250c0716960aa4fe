//! Folding: the one form of text that phrases are matched in.
//!
//! Lower case; every run of white space one space; quotes, dashes, ellipses and full-width
//! forms in their plain ASCII shape; invisible characters, Arabic vowel signs and tatweel
//! gone, as are dots that are often left out (Devanagari loan letters, Turkish ı and i are
//! one); no space before a colon, semicolon, question or exclamation mark (French sets one)
//! and none where two lines are joined without.

use crate::scan;
use crate::segment::joint;

/// The folded form of `text`.
///
/// ```
/// assert_eq!(faircopy::segment::fold::fold("À lire\u{a0}AUSSI :  “X”…"), "à lire aussi: \"x\"...");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Adds the folded form of `text` to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    let mut folder = Folder { floor: out.len() };
    let mut done = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        // White space around a line break is one joint, however many lines it holds.
        if end >= done {
            fold_line(&text[done..end], &mut folder, out);
            done = folder.joint(text, end, out);
        }
    }
    fold_line(&text[done..], &mut folder, out);
}

fn fold_line(line: &str, folder: &mut Folder, out: &mut String) {
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        folder.push(c, out);
        if c.is_ascii() {
            let (run, rest) = chars.as_str().split_at(scan::ascii_run(chars.as_str()));
            folder.push_run(run, out);
            chars = rest.chars();
        }
    }
}

/// The offset in `text` of the character whose folded form begins at or covers `folded_at`.
#[must_use]
pub fn unfold(text: &str, folded_at: usize) -> usize {
    // As far as each byte is folded to one, there is nothing to find out.
    let run = &text[..scan::ascii_run(text)];
    if !run.starts_with(' ') && folded_at < odd_bytes(run).next().unwrap_or(run.len()) {
        return folded_at;
    }
    let mut found = text.len();
    each_origin(text, |folded_before, at| {
        let is_found = folded_at < folded_before;
        if is_found {
            found = at;
        }
        !is_found
    });
    found
}

/// What [`unfold`] says of every offset of the folded text, its end included: for many questions about a long text.
#[must_use]
pub fn origins(text: &str) -> Vec<usize> {
    let mut origins = Vec::with_capacity(text.len() + 1);
    each_origin(text, |folded_before, at| {
        if folded_before > origins.len() {
            origins.resize(folded_before, at);
        }
        true
    });
    origins
}

/// Tells for growing offsets of `text` before which folded offset everything that was not told yet comes from there,
/// as long as `go_on` says so.
fn each_origin(text: &str, mut go_on: impl FnMut(usize, usize) -> bool) {
    let mut out = String::new();
    let mut folder = Folder { floor: 0 };
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() && !go_on(out.len() + 1, at) {
            return;
        }
        if at < done {
            continue;
        }
        if c == '\n' {
            done = folder.joint(text, at, &mut out);
        } else {
            folder.push(c, &mut out);
        }
        if !go_on(out.len(), at) {
            return;
        }
    }
    go_on(out.len() + 1, text.len());
}

/// The letters U+0958 to U+095F without their dot.
const DEVANAGARI_WITHOUT_DOT: [char; 8] = ['क', 'ख', 'ग', 'ज', 'ड', 'ढ', 'फ', 'य'];

struct Folder {
    /// Where this text began in the buffer: nothing before it may be taken back.
    floor: usize,
}

impl Folder {
    /// Folds the white space around the line break at `at`; gives the offset behind it.
    fn joint(&mut self, text: &str, at: usize, out: &mut String) -> usize {
        let after = text[at..].trim_start();
        if !joint::is_tight(text[..at].trim_end(), after) {
            self.space(out);
        } else if out.len() > self.floor && out.ends_with(' ') {
            out.pop();
        }
        text.len() - after.len()
    }

    /// Folds a run of ASCII: what needs no more than small letters is copied as a whole.
    fn push_run(&mut self, run: &str, out: &mut String) {
        let mut done = 0;
        for at in odd_bytes(run) {
            self.copy(&run[done..at], out);
            self.push_ascii(run.as_bytes()[at], out);
            done = at + 1;
        }
        self.copy(&run[done..], out);
    }

    /// Adds ASCII without an odd byte.
    fn copy(&mut self, plain: &str, out: &mut String) {
        let after_space = out.len() == self.floor || out.ends_with(' ');
        let plain = if after_space { plain.strip_prefix(' ').unwrap_or(plain) } else { plain };
        let start = out.len();
        out.push_str(plain);
        out[start..].make_ascii_lowercase();
    }

    fn push_ascii(&mut self, byte: u8, out: &mut String) {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'.' | b',' => out.push(char::from(byte)),
            b'A'..=b'Z' => out.push(char::from(byte | 0x20)),
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => self.space(out),
            b':' | b';' | b'!' | b'?' => self.tight(char::from(byte), out),
            0..0x20 | 0x7f => {}
            b'`' => out.push('\''),
            _ => out.push(char::from(byte)),
        }
    }

    fn space(&mut self, out: &mut String) {
        if out.len() > self.floor && !out.ends_with(' ') {
            out.push(' ');
        }
    }

    fn tight(&mut self, c: char, out: &mut String) {
        if out.len() > self.floor && out.ends_with(' ') {
            out.pop();
        }
        out.push(c);
    }

    fn push(&mut self, c: char, out: &mut String) {
        match c {
            '\0'..='\u{7f}' => self.push_ascii(c as u8, out),
            'à'..='þ' | 'а'..='я' => out.push(c),
            'ё' | 'Ё' => out.push('е'),
            '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
            | '\u{85}' => {
                self.space(out);
            }
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            '\u{640}' | '\u{64b}'..='\u{652}' => {}
            '‘' | '’' | '‚' | '‛' | '´' | 'ʼ' | '＇' => out.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '：' => self.tight(':', out),
            '！' => self.tight('!', out),
            '？' => self.tight('?', out),
            '\u{ff01}'..='\u{ff5e}' => {
                // Full-width forms stand 0xFEE0 above their ASCII originals.
                let plain = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
                self.push_ascii(plain as u8, out);
            }
            // Turkish capitals are often typed without their dot.
            'ı' => out.push('i'),
            // Romanian is written with a comma below or, as old fonts had it, a cedilla.
            'ș' | 'Ș' => out.push('ş'),
            'ț' | 'Ț' => out.push('ţ'),
            // The dot that lower-casing İ leaves behind, and the dot of Devanagari loan letters.
            '\u{307}' | '\u{93c}' => {}
            '\u{958}'..='\u{95f}' => out.push(DEVANAGARI_WITHOUT_DOT[c as usize - 0x958]),
            'և' => out.push_str("եւ"),
            _ => out.extend(c.to_lowercase().filter(|&l| l != '\u{307}')),
        }
    }
}

/// Where bytes of ASCII stand that are more than one letter, digit, sign or space for itself.
fn odd_bytes(run: &str) -> impl Iterator<Item = usize> {
    scan::pairs(run.as_bytes(), |byte, next| {
        let control = (byte < 0x20) | (byte == 0x7f);
        let tight = (byte == b':') | (byte == b';') | (byte == b'!') | (byte == b'?');
        control | tight | (byte == b'`') | ((byte == b' ') & (next == b' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_scripts_and_signs() {
        assert_eq!(fold("ЧИТАЙТЕ ТАКЖЕ:"), "читайте также:");
        assert_eq!(fold("İSTANBUL"), "istanbul");
        assert_eq!(fold("Știri, Țară"), fold("Ştiri, Ţară"));
        assert_eq!(fold("Ａｄ：广告"), "ad:广告");
        assert_eq!(fold("a\n b"), "a b");
        assert_eq!(fold("Name \n\n, we (\nthey\n)"), "name, we (they)");
        let (long, folded) =
            ("A  long line of ASCII \t :   with  \u{7f} signs ;`x`!  ", "a long line of ascii: with signs;'x'! ");
        assert_eq!(fold(long), folded);
        assert_eq!(fold(&["ä", long, long].concat()), ["ä", folded, folded].concat());
    }

    #[test]
    fn unfold_finds_the_way_back() {
        let text = "À  LIRE “aussi”";
        let folded = fold(text);
        let at = folded.find("aussi").unwrap();
        assert_eq!(&text[unfold(text, at)..][..5], "aussi");
        assert_eq!(unfold(text, 0), 0);
        assert_eq!(unfold(text, folded.len()), text.len());
        assert_eq!(unfold("Name \n\n, we", 5), 8);
        assert_eq!(unfold("Name \n\n, we", 6), 9);
    }

    #[test]
    fn origins_are_what_unfold_says() {
        for text in ["", " a", "À lire\u{a0}AUSSI :  “X”…", "Name \n\n, we  \n", "ＡＢ\u{ad}c \u{200b}", "क़लम और"]
        {
            let folded = fold(text);
            let origins = origins(text);
            assert!(origins.len() > folded.len(), "{text:?}");
            for (at, origin) in origins.iter().enumerate() {
                assert_eq!(*origin, unfold(text, at), "{at} of {text:?}");
            }
        }
    }
}
