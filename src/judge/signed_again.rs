//! Captions that end in the same name without a label: `My aunt. Ann Lee`, `The old pier in 1918. Ann Lee`. For
//! [`super::captions`].

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::{Block, Form, Page};
use crate::scan;
use rustc_hash::FxHashMap;

/// Enough in the body, for a line that is no sentence, unless the line model is against it: voices of readers are signed so too.
const WEIGHT: i32 = 350;
/// A longer line is a paragraph.
const MAX_WORDS: u32 = 40;
/// A first and a last name, and one between.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=3;

/// The stop behind a shorter word is that of an abbreviation (`St. Mary Bay`).
const MIN_LAST_CHARS: usize = 4;

/// Of fewer words before the stop it is an entry (`Monday. Rest Day`).
const MIN_WORDS_BEFORE: usize = 2;

/// Marks lines that end in a name behind a full stop, where another line of the page ends in the same. Such lines one
/// below the other are a list.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    let mut names: FxHashMap<&str, Vec<&Block>> = FxHashMap::default();
    for block in page.blocks() {
        if let Some(name) = name_at_the_end(page, block) {
            names.entry(name).or_default().push(block);
        }
    }
    let is_list = |blocks: &[&Block]| blocks.windows(2).any(|pair| pair[0].index + 1 == pair[1].index);
    // In the order of the page, since maps have none.
    let again = |block: &&Block| {
        name_at_the_end(page, block).is_some_and(|name| names[name].len() > 1 && !is_list(&names[name]))
    };
    for block in page.blocks().iter().filter(again) {
        out.mark(block.span, Kind::Caption, "captions.signed-again", Family::Repetition, WEIGHT);
    }
}

/// The name behind the last full stop of a line. Behind a closed quotation it is who said it.
fn name_at_the_end<'p>(page: &'p Page<'_>, block: &Block) -> Option<&'p str> {
    let is_line = matches!(block.form, Form::Paragraph | Form::Heading(_));
    if !is_line || block.shape.words > MAX_WORDS || block.shape.ends_sentence() {
        return None;
    }
    let text = page.text_of(block);
    let stop = scan::before_blank(text, b'.').next_back()?;
    let (before, name) = (&text[..stop], &text[stop + ". ".len()..]);
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().nth(1).is_some_and(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let is_name = NAME_WORDS.contains(&name.split(' ').count()) && name.split(' ').all(is_word);
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let is_stop = last.chars().count() >= MIN_LAST_CHARS && last.ends_with(char::is_alphanumeric);
    let is_told = before.split_whitespace().nth(MIN_WORDS_BEFORE - 1).is_some();
    (is_name && is_stop && is_told).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<String> {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        mark(&page, &mut found);
        found.marks.iter().map(|mark| page.slice(mark.span).to_owned()).collect()
    }

    #[test]
    fn the_same_name_behind_two_captions() {
        let article = "The ferry to the island was late again on Monday, the harbour office said.";
        let pictures =
            |name: &str| format!("My aunt. Ann Lee\n\n{article}\n\nThe old pier in 1918. {name}\n\n{article} Again.");
        assert_eq!(marked(&pictures("Ann Lee")), ["My aunt. Ann Lee", "The old pier in 1918. Ann Lee"]);
        assert_eq!(marked(&pictures("Bo Ray")), [""; 0]);
        assert_eq!(marked(&pictures("Ann Lee.")), [""; 0]);
        // Who said it.
        assert_eq!(marked("\"I was late.\" Ann Lee\n\n\"So was I.\" Ann Lee"), [""; 0]);
        assert_eq!(marked(&format!("Monday. Rest Day\n\n{article}\n\nTuesday. Rest Day")), [""; 0]);
        assert_eq!(marked("The old pier. Ann Lee\n\nThe new pier. Ann Lee"), [""; 0]);
        assert_eq!(marked("I was born in St. Mary Bay\n\nI died in St. Mary Bay"), [""; 0]);
    }
}
