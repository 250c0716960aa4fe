//! Sentences inside a block, told by end marks alone.

use crate::segment::shape::{is_closer, is_end_mark};
use crate::text::{PageText, Span};
use std::ops::Range;

/// The sentence of `block` around the offset `at`: from after one end mark to the next.
///
/// An end mark followed by anything but white space (or by more text at once, in scripts
/// without spaces) is inside a number, a name or an address and ends nothing; neither does
/// the point of a single letter (`J. Smith`, `U.S. troops`), nor a mark before a small letter
/// (`"Why?" he asked`, `approx. five`).
#[must_use]
pub fn around(text: &str, block: Span<PageText>, at: usize) -> Span<PageText> {
    among(sentences(text, block), block, at)
}

/// The same, from all sentences of the block.
pub fn among(sentences: impl Iterator<Item = (usize, usize)>, block: Span<PageText>, at: usize) -> Span<PageText> {
    let mut start = block.start;
    for (from, to) in sentences {
        start = from;
        if at < to {
            return Span::new(from, to);
        }
    }
    Span::new(start, block.end)
}

/// All sentences of a block as (start, end), white space after a sentence left out.
pub fn sentences(text: &str, block: Span<PageText>) -> impl Iterator<Item = (usize, usize)> + '_ {
    let slice = text.get(block.range()).unwrap_or_default();
    split(slice, true).map(move |sentence| (block.start + sentence.start, block.start + sentence.end))
}

/// All sentences of a folded text. There are no capitals to tell by whether a sentence goes on behind a mark.
pub fn of_folded(folded: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    split(folded, false)
}

fn split(text: &str, is_cased: bool) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        rest += text[rest..].len() - text[rest..].trim_start().len();
        if rest >= text.len() {
            return None;
        }
        let from = rest;
        rest = end_of_sentence(text, from, is_cased);
        Some(from..rest)
    })
}

fn end_of_sentence(text: &str, from: usize, is_cased: bool) -> usize {
    let mut at = from;
    while let Some(skipped) = text.as_bytes()[at..].iter().position(|byte| MAY_END[usize::from(*byte)]) {
        at += skipped;
        let Some(c) = text[at..].chars().next() else { break };
        let mark_at = at;
        at += c.len_utf8();
        let wide = matches!(c, '。' | '！' | '？' | '．');
        if !is_end_mark(c) {
            continue;
        }
        let goes_with_it = |c: char| is_closer(c) || is_end_mark(c);
        at += text[at..].chars().take_while(|c| goes_with_it(*c)).map(char::len_utf8).sum::<usize>();
        let initial = c == '.' && is_one_letter(&text[from..mark_at]);
        let space_follows = text[at..].chars().next().is_none_or(char::is_whitespace);
        let goes_on = is_cased && text[at..].trim_start().starts_with(char::is_lowercase);
        if wide || (space_follows && !initial && !goes_on) {
            return at;
        }
    }
    text.len()
}

/// Whether the word at the end of a text is a single letter.
fn is_one_letter(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(char::is_alphabetic) && !back.next().is_some_and(char::is_alphabetic)
}

/// The bytes that end marks begin with; all others are passed over without a look at their character.
static MAY_END: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut at = 0;
    let leads = b".!?\xd6\xd8\xdb\xe0\xe1\xe2\xe3\xef";
    while at < leads.len() {
        bytes[leads[at] as usize] = true;
        at += 1;
    }
    bytes
};

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).map(|(from, to)| &text[from..to]).collect()
    }

    #[test]
    fn splits_at_end_marks_only() {
        assert_eq!(
            all("He said “no.” U.S. troops left at 3.5 km. Why?"),
            ["He said “no.”", "U.S. troops left at 3.5 km.", "Why?"]
        );
        assert_eq!(all("\"Why?\" he asked. Approx. five left."), ["\"Why?\" he asked.", "Approx. five left."]);
        assert_eq!(all("他来了。她走了。"), ["他来了。", "她走了。"]);
        assert_eq!(all(""), Vec::<&str>::new());
    }

    #[test]
    fn folded_sentences_are_told_without_capitals() {
        let all = |text: &'static str| of_folded(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(
            all("he said \"no.\" j. smith left at 3.5 km. why? "),
            ["he said \"no.\"", "j. smith left at 3.5 km.", "why?"]
        );
        assert!(all(" ").is_empty());
    }

    #[test]
    fn every_end_mark_begins_with_a_byte_that_is_looked_at() {
        for mark in ('\0'..=char::MAX).filter(|c| is_end_mark(*c)) {
            assert!(MAY_END[usize::from(mark.to_string().as_bytes()[0])], "{mark}");
        }
    }

    #[test]
    fn finds_the_sentence_around_a_place() {
        let text = "One here. Two there. Three.";
        assert_eq!(around(text, Span::new(0, text.len()), 12), Span::new(10, 20));
        assert_eq!(around(text, Span::new(0, text.len()), 99), Span::new(21, 27));
    }
}
