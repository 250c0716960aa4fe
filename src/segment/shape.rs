//! What a block looks like: counts, ending, script.

use crate::chars;
use crate::page::{Ending, Shape};
use crate::scan;
use smallvec::SmallVec;
use unicode_script::{Script, UnicodeScript};

/// How many letters are asked for their script: enough to tell the most frequent one, few
/// enough that a long paragraph costs no more than a short one.
const SCRIPT_SAMPLE: usize = 64;

/// The shape of a trimmed block.
#[must_use]
pub fn of(text: &str, gap_before: bool) -> Shape {
    let mut shape = Shape {
        chars: 0,
        words: 0,
        letters: 0,
        uppers: 0,
        digits: 0,
        capitalised: 0,
        ending: ending(text),
        script: Script::Common,
        gap_before,
        fragment: false,
    };
    count(text, &mut shape);
    shape.script = script(text);
    if writes_without_spaces(shape.script) {
        shape.words = shape.words.max(shape.letters / 2);
    }
    shape
}

fn count(text: &str, shape: &mut Shape) {
    let mut in_word = false;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        in_word = count_char(c, in_word, shape);
        if c.is_ascii() {
            let (run, rest) = chars.as_str().split_at(scan::ascii_run(chars.as_str()));
            in_word = count_ascii(run.as_bytes(), in_word, shape);
            chars = rest.chars();
        }
    }
}

fn count_char(c: char, in_word: bool, shape: &mut Shape) -> bool {
    shape.chars += 1;
    if chars::is_alphabetic(c) {
        let upper = chars::is_uppercase(c);
        shape.letters += 1;
        shape.uppers += u32::from(upper);
        shape.capitalised += u32::from(upper && !in_word);
    } else if chars::is_numeric(c) {
        shape.digits += 1;
    } else {
        return in_word && !c.is_whitespace();
    }
    shape.words += u32::from(!in_word);
    true
}

/// Counts many bytes at a time, and looks no further into what stands between spaces than to the
/// first letter or digit.
fn count_ascii(text: &[u8], mut in_word: bool, shape: &mut Shape) -> bool {
    let Some(last) = text.last() else { return in_word };
    let sum = |test: fn(u8) -> bool| u32::try_from(scan::count(text, test)).unwrap_or(u32::MAX);
    shape.chars += sum(|_| true);
    shape.letters += sum(is_letter);
    shape.uppers += sum(|b| b.wrapping_sub(b'A') < 26);
    shape.digits += sum(|b| b.wrapping_sub(b'0') < 10);
    let is_space = |b: u8| (b == b' ') | (b.wrapping_sub(9) < 5);
    let begins = (!in_word).then_some(0).into_iter();
    for start in begins.chain(scan::pairs(text, |a, b| is_space(a) & !is_space(b)).map(|at| at + 1)) {
        let first = text[start..].iter().find(|b| b.is_ascii_alphanumeric() || is_space(**b));
        in_word = first.is_some_and(u8::is_ascii_alphanumeric);
        shape.words += u32::from(in_word);
        shape.capitalised += u32::from(first.is_some_and(u8::is_ascii_uppercase));
    }
    in_word && !is_space(*last)
}

/// Of ASCII; without a branch, as [`scan::count`] wants it.
fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}

/// How a text ends. Full stops after the Unicode property Sentence_Terminal, of which these
/// are the ones that news is written with.
#[must_use]
pub fn ending(text: &str) -> Ending {
    let mut rest = text.chars().rev().skip_while(|c| c.is_whitespace() || is_closer(*c));
    match rest.next() {
        Some('.') => match rest.next() {
            Some('.') => Ending::Ellipsis,
            _ => Ending::Stop,
        },
        Some('…') => Ending::Ellipsis,
        Some(c) if is_full_stop(c) => Ending::Stop,
        Some('?' | '？' | '؟' | ';' | '՞') => Ending::Question,
        Some('!' | '！' | '՜') => Ending::Exclamation,
        Some(':' | '：') => Ending::Colon,
        _ => Ending::Open,
    }
}

/// A full stop of any script.
#[must_use]
pub fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '｡' | '։' | '।' | '॥' | '۔' | '።' | '។' | '။' | '᠃' | '༎')
}

/// What a sentence may end with, in any script: a full stop, a question or exclamation mark, an ellipsis.
#[must_use]
pub fn is_end_mark(c: char) -> bool {
    is_full_stop(c) || matches!(c, '!' | '?' | '؟' | '…' | '！' | '？')
}

/// A quote or bracket that may follow the end of a sentence.
#[must_use]
pub fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '«'
            | '“'
            | '‘'
            | ')'
            | ']'
            | '）'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
            | '›'
            | '*'
            | '_'
    )
}

/// The script of most letters of a text, told from a sample spread over it.
#[must_use]
pub fn script(text: &str) -> Script {
    let head = &text.as_bytes()[..text.len().min(4 * SCRIPT_SAMPLE)];
    if head.is_ascii() {
        let letters = scan::count(head, is_letter);
        if letters >= SCRIPT_SAMPLE || head.len() == text.len() {
            return if letters > 0 { Script::Latin } else { Script::Common };
        }
    }
    let mut counts: SmallVec<[(Script, usize); 4]> = SmallVec::new();
    for c in text.chars().filter(|c| chars::is_alphabetic(*c)).take(SCRIPT_SAMPLE) {
        let script = match c {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            _ => merged(c.script()),
        };
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        match counts.iter_mut().find(|(s, _)| *s == script) {
            // No other can have more.
            Some((_, n)) if *n == SCRIPT_SAMPLE / 2 => return script,
            Some((_, n)) => *n += 1,
            None => counts.push((script, 1)),
        }
    }
    let mut best = (Script::Common, 0);
    for (script, n) in counts {
        if n > best.1 {
            best = (script, n);
        }
    }
    best.0
}

/// Japanese is written in three scripts at once: kana count as Han here, so that a line
/// of kana is no foreigner on a page of kanji.
fn merged(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo => Script::Han,
        other => other,
    }
}

/// Whether a script puts no spaces between words.
#[must_use]
pub fn writes_without_spaces(script: Script) -> bool {
    matches!(script, Script::Han | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_every_script() {
        for text in ["He came.", "Նա եկավ։", "他来了。", "वह आया।", "هل جاء؟", "“He came.”", "(He came!)"]
        {
            assert!(of(text, false).ends_sentence(), "{text}");
        }
        assert_eq!(ending("to be continued..."), Ending::Ellipsis);
        assert_eq!(ending("Read more:"), Ending::Colon);
    }

    #[test]
    fn words_are_counted_where_none_are_written() {
        assert_eq!(of("土耳其外长抵达阿塞拜疆", false).words, 5);
        assert_eq!(of("two words", false).words, 2);
        assert_eq!(of("- 3 % of U.S. sales", false).words, 4);
    }

    #[test]
    fn script_of_the_most_letters() {
        assert_eq!(script("Մատչելիության հղումներ"), Script::Armenian);
        assert_eq!(script("東京でテスト"), Script::Han);
        assert_eq!(script("2020-11-01"), Script::Common);
    }
}
