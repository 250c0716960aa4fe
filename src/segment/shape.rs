//! What a block looks like: counts, ending, script.

use crate::page::{Ending, Shape};
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
    for c in text.chars() {
        shape.chars += 1;
        if c.is_ascii_lowercase() {
            shape.letters += 1;
            shape.words += u32::from(!in_word);
            in_word = true;
        } else if c.is_whitespace() {
            in_word = false;
        } else if c.is_alphabetic() {
            let upper = c.is_uppercase();
            shape.letters += 1;
            shape.uppers += u32::from(upper);
            shape.capitalised += u32::from(upper && !in_word);
            shape.words += u32::from(!in_word);
            in_word = true;
        } else if c.is_numeric() {
            shape.digits += 1;
            shape.words += u32::from(!in_word);
            in_word = true;
        }
    }
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
    let ascii = text.as_bytes().iter().take(4 * SCRIPT_SAMPLE).all(u8::is_ascii);
    if ascii && text.len() <= 4 * SCRIPT_SAMPLE {
        return if text.bytes().any(|b| b.is_ascii_alphabetic()) { Script::Latin } else { Script::Common };
    }
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for c in text.chars().filter(|c| c.is_alphabetic()).take(SCRIPT_SAMPLE) {
        let script = match c {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            _ => merged(c.script()),
        };
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        match counts.iter_mut().find(|(s, _)| *s == script) {
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
