//! Who wrote and edited it, by the first letters of their names, as desks of agencies sign below the last sentence: `mrc/PL`,
//! `sdi/wd (AFP, dpa)`, `এসকে/আরবি`, `(wbs)`. For [`super::bylines`].
//!
//! **Known gaps**: initials of one person (`jp`), which may be a unit or a word.

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::{Block, Ending, Form, Page};
use crate::segment::joint::is_wide;

/// Enough in the tail for a line that is nothing else.
const WEIGHT: i32 = 280;
/// Two people at least, and seldom more than the writer, the editor and a translator.
const PEOPLE: std::ops::RangeInclusive<usize> = 2..=4;
/// The signs of one are no more letters, and fewer where they are written as a word is.
const MAX_LETTERS: usize = 5;
const MAX_WORD_LETTERS: usize = 3;
/// So many lines below the last sentence may be signed so: the hour of the report stands between.
const MAX_BELOW: usize = 3;

/// Marks the line below the last sentence of a page that is initials.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    let is_text = |block: &Block| block.shape.is_sentence() && block.shape.ends_sentence();
    let is_announced = |block: &Block| page.blocks()[block.index - 1].shape.ending == Ending::Colon;
    let Some(last) = page.blocks().iter().rposition(is_text) else { return };
    let mut below = page.blocks()[last + 1..].iter().take(MAX_BELOW);
    let is_signed = |block: &&Block| block.form == Form::Paragraph && are_initials(page.text_of(block));
    if let Some(block) = below.find(is_signed).filter(|block| !is_announced(block)) {
        out.mark(block.span, Kind::Byline, "bylines.initials", Family::Shape, WEIGHT);
    }
}

/// Whether a line is initials with slashes between them, and behind them at most a bracket with what they drew on; or those of one in
/// brackets.
fn are_initials(line: &str) -> bool {
    let alone = line.trim().strip_prefix('(').and_then(|sign| sign.strip_suffix(')'));
    if alone.is_some_and(|sign| is_sign(sign) && sign.chars().nth(1).is_some() && !sign.starts_with(char::is_uppercase))
    {
        return true;
    }
    let (signs, sources) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let is_bracket = |text: &str| text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    let sources = sources.trim();
    PEOPLE.contains(&signs.split('/').count())
        && signs.split('/').all(is_sign)
        && (sources.is_empty() || is_bracket(sources))
}

/// Whether a word may be the letters of a name: `PL`, `mrc`, `Wd`, and no word written as such (`Sand`, `北京`).
fn is_sign(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    (1..=if is_word { MAX_WORD_LETTERS } else { MAX_LETTERS }).contains(&letters)
        && word.chars().all(|c| is_letter_or_mark(c) && !is_wide(c))
}

/// Letters, and in scripts of India the signs that stand for a vowel or for none.
fn is_letter_or_mark(c: char) -> bool {
    c.is_alphabetic() || (matches!(c, '\u{900}'..='\u{dff}') && !c.is_numeric() && !matches!(c, '।' | '॥'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_have_a_slash_between_them() {
        for line in ["MN/SMS", "sdi/wd (AFP, dpa, AP, Reuters)", "এসকে/আরবি", "mrc/PL", "ab/cd/ef", "(wbs)"]
        {
            assert!(are_initials(line), "{line}");
        }
        for line in [
            "",
            "/",
            "jp",
            "and/or not",
            "24/7",
            "Ministry/Office",
            "km/h of wind",
            "a/b/c/d/e",
            "text/html (both).",
            "(Sand)",
            "(a)",
            "(see below)",
            "Wind/Sand",
            "北京/上海",
            "১৫৩/৭",
            "१५३/७ (२० ओवर)",
        ] {
            assert!(!are_initials(line), "{line}");
        }
    }

    #[test]
    fn only_a_line_below_the_last_sentence_is_signed_so() {
        let marked = |text: &str| {
            let mut found = Findings::default();
            mark(&Page::from_text(text), &mut found);
            found.marks.len()
        };
        let text = "The ferry to the island was late again on Monday, the harbour office said.";
        assert_eq!(marked(&format!("{text}\nMN/SMS")), 1);
        assert_eq!(marked(&format!("{text}\nPort time: 17.31, 27 July\nMN/SMS\nShare")), 1);
        assert_eq!(marked(&format!("{text}\nBlack/White\n{text}")), 0);
        assert_eq!(marked("MN/SMS"), 0);
    }
}
