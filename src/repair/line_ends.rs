//! Whether a line ends where a text has a sign of it, told by what stands on both sides.
//!
//! `<br>` and `\n` in flat text are damage, or what the text is about. Damage stands where lines end: behind a sentence, before a capital.
//! Who writes about such signs has them among the words of a sentence, which goes on behind them: `a bare <br> is enough`, `with \n, on`.
//! It asks nothing of the text's own lines, so a text in one line is judged like any other.

use crate::chars;
use crate::segment::shape::{is_closer, is_end_mark};

/// What both sides of a sign say of a line that ends there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A sentence ends before it, and what stands behind may begin one.
    Stop,
    /// What stands behind begins something new.
    Break,
    /// It may be either.
    Unclear,
    /// A sentence goes on.
    GoesOn,
}

impl Joint {
    /// The joint of the text before a sign and the text behind it.
    pub(crate) fn between(before: &str, behind: &str) -> Self {
        let (left, right) = (before.trim_end(), behind.trim_start());
        let stops = has_stopped(left);
        match right.chars().next() {
            None if stops => Joint::Stop,
            None => Joint::Break,
            Some(next) if is_lowercase(next) && stops => Joint::Unclear,
            Some(next) if is_lowercase(next) || cannot_begin(next, right) || is_open(left) => Joint::GoesOn,
            // A word of a text about such signs has spaces on both sides.
            _ if before.ends_with(SPACES) && behind.starts_with(SPACES) => Joint::Unclear,
            _ if stops => Joint::Stop,
            _ if left.is_empty() || before.ends_with(SPACES) => Joint::Unclear,
            // Scripts without case do not tell whether something begins, but they have a space beside what is no word of theirs.
            Some(next) if has_no_case(next) && (right.len() < behind.len() || has_no_spaces(next)) => Joint::Unclear,
            Some('+' | '*' | '/' | '|' | '$' | '.' | '\\' | '-') => Joint::Unclear,
            _ => Joint::Break,
        }
    }
}

/// Georgian has capitals that begin no sentence.
fn is_lowercase(c: char) -> bool {
    c.is_lowercase() && !matches!(c, 'ა'..='ჿ')
}

fn has_no_case(c: char) -> bool {
    chars::is_alphabetic(c) && !chars::is_uppercase(c)
}

/// Chinese and Japanese.
pub(crate) fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

const SPACES: [char; 3] = [' ', '\t', '\u{a0}'];

/// A text without the quotation marks at its end, before which there may be backslashes, and a space in French.
fn unquoted(left: &str) -> &str {
    let text = left.trim_end_matches(|c| is_closer(c) || c == '\\');
    if left.ends_with('»') { text.trim_end() } else { text }
}

/// Whether a text has ended a sentence.
pub(crate) fn has_stopped(left: &str) -> bool {
    unquoted(left).ends_with(is_end_mark)
}

/// Whether nothing begins with what stands at the start of a text.
fn cannot_begin(next: char, right: &str) -> bool {
    match next {
        '.' => !right.starts_with(".."),
        ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '^' | '=' | '<' | '>' | '。' | '，' | '、' | '；' | '：'
        | '）' | '،' | '؛' => true,
        // One that opens has its words right behind it.
        '\\' | '`' => begins_behind_quote(right).is_some_and(|begins| !begins),
        _ => is_closer(next) && begins_behind_quote(right) == Some(false),
    }
}

/// Whether a word stands behind the quotation marks at the start of a text; none where it has none.
fn begins_behind_quote(right: &str) -> Option<bool> {
    let behind = right.trim_start_matches(|c| is_closer(c) || matches!(c, '\\' | '`'));
    let quotes = &right[..right.len() - behind.len()];
    let behind = if quotes.ends_with('«') { behind.trim_start() } else { behind };
    let word = || behind.starts_with(|c: char| chars::is_alphanumeric(c) || matches!(c, '¿' | '¡' | '…' | '['));
    quotes.contains(|c| c != '\\').then(word)
}

/// Whether a text ends with a sign that something must follow.
fn is_open(left: &str) -> bool {
    let Some(last) = left.chars().next_back() else { return false };
    match last {
        '(' | '[' | '{' | '$' | '^' | '=' | '|' | '/' | '<' | '>' | '`' | '„' | '（' | '「' | '『' => true,
        // A quotation mark opens where no word is right before it.
        '"' | '\'' | '“' | '«' | '‘' | '»' | '”' => unquoted(left).chars().next_back().is_none_or(|c| {
            !chars::is_alphanumeric(c) && !is_end_mark(c) && !matches!(c, ',' | ';' | '–' | '—' | '，' | '%')
        }),
        _ => false,
    }
}

/// What all signs of a text say together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Joints {
    stops: usize,
    breaks: usize,
    unclear: usize,
    go_on: usize,
}

/// So much must speak for line ends: the end of a sentence twice as much as another, so that two paragraphs and a headline are enough, and
/// `"Hello\nWorld\nBye"` in a text about code is not.
const MIN_WEIGHT: usize = 3;

impl Joints {
    /// Adds a place where so many signs stand together: two behind a sentence part paragraphs, which says as much as two places.
    pub(crate) fn add(&mut self, joint: Joint, signs: usize) {
        match joint {
            Joint::Stop => self.stops += signs.min(2),
            Joint::Break => self.breaks += 1,
            Joint::Unclear => self.unclear += 1,
            Joint::GoesOn => self.go_on += 1,
        }
    }

    /// Whether the signs are where lines end: in two of three places that tell, and in half of all.
    pub(crate) fn are_line_ends(self) -> bool {
        let ends = self.stops + self.breaks;
        ends + self.stops >= MIN_WEIGHT && ends > self.go_on * 2 && ends >= self.unclear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_line_ends(joints: &[(Joint, usize)]) -> bool {
        let mut all = Joints::default();
        joints.iter().for_each(|(joint, signs)| all.add(*joint, *signs));
        all.are_line_ends()
    }

    #[test]
    fn two_of_three_places_tell() {
        use Joint::{Break, GoesOn, Stop, Unclear};
        assert!(
            are_line_ends(&[(Stop, 2)])
                && are_line_ends(&[(Stop, 1), (Stop, 1)])
                && are_line_ends(&[(Break, 1), (Stop, 1)])
        );
        assert!(!are_line_ends(&[]) && !are_line_ends(&[(Stop, 1)]) && !are_line_ends(&[(Break, 2), (Break, 2)]));
        assert!(
            !are_line_ends(&[(Stop, 1), (Stop, 1), (GoesOn, 1)]) && are_line_ends(&[(Stop, 1), (Stop, 2), (GoesOn, 1)])
        );
        assert!(!are_line_ends(&[(Stop, 1), (Stop, 1), (Unclear, 1), (Unclear, 1), (Unclear, 1)]));
    }

    #[test]
    fn both_sides_tell() {
        for (before, behind, joint) in [
            ("It rained.", "The bridge", Joint::Stop),
            ("It rained. ", "\"We waited", Joint::Stop),
            ("“It rained.”", "", Joint::Stop),
            ("雨が降った。", "橋は", Joint::Stop),
            (r#"he said.\""#, r#"\"We waited"#, Joint::Stop),
            ("« Ça suffit ! »", "« Il pleut", Joint::Stop),
            ("„Es reicht“", "»Genug«", Joint::Break),
            ("Home", "News", Joint::Break),
            ("said:", "«Он наш", Joint::Break),
            ("Roses are red,", "Violets", Joint::Break),
            ("of the \"Ferry\"", "The", Joint::Break),
            ("Home ", " News", Joint::Unclear),
            ("The end. 1. ", " 2.", Joint::Unclear),
            ("what is ", "? It", Joint::GoesOn),
            ("段落には", "と", Joint::Unclear),
            ("ฝนตกหนัก", "สะพานปิด", Joint::Break),
            ("ใช้แท็ก ", " เพื่อ", Joint::Unclear),
            ("تعني و", " سطرا", Joint::Unclear),
            ("წვიმა მოვიდა", "ხიდი", Joint::Break),
            ("The end. ", " is a tag", Joint::Unclear),
            ("", "Home", Joint::Unclear),
            ("a bare ", " in the source", Joint::GoesOn),
            ("with ", ", on", Joint::GoesOn),
            ("不要用", "。", Joint::GoesOn),
            ("print(\"", "Hello", Joint::GoesOn),
            ("print(\"Hello", "\");", Joint::GoesOn),
            ("the sign '", "' as", Joint::GoesOn),
            ("let $", "u$", Joint::GoesOn),
            ("[^", "]*", Joint::GoesOn),
        ] {
            assert_eq!(Joint::between(before, behind), joint, "{before:?} {behind:?}");
        }
    }
}
