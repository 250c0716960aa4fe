//! Sentences that a dump has cut into several lines: at its links (`learners to`,
//! `complete`, `their courses.`) or at a column where the page as a whole was not wrapped.
//!
//! Such a line has neither the length nor the ending of running text, and would pass for an
//! entry of a menu. What tells it is its neighbour: a line that goes on in lower case, or
//! with a comma, where the one before had not come to an end.
//!
//! **Known gaps**: scripts without case; a sentence cut right before a name.

use crate::page::{Block, Ending, Form};
use crate::segment::sentence;

/// A sentence in pieces has at least so many words together: a headline and the lower-case
/// byline under it have fewer.
const MIN_WORDS: u32 = 12;
/// And a piece of at least so many: the entries of a menu in lower case have fewer.
const MIN_LONGEST: u32 = 6;
/// And so many words a line.
const MIN_MEAN_WORDS: u32 = 3;

/// Notes in the shape of each piece of such a sentence that it is one.
pub(super) fn mark(blocks: &mut [Block], text: &str) {
    let mut start = 0;
    while start < blocks.len() {
        let mut end = start + 1;
        while end < blocks.len() && goes_on(&blocks[end - 1], &blocks[end], text) {
            end += 1;
        }
        let chain = &mut blocks[start..end];
        if is_sentence(chain, text) {
            chain.iter_mut().for_each(|block| block.shape.fragment = true);
        }
        start = end;
    }
}

/// Whether the text of `before` goes on in `after`.
fn goes_on(before: &Block, after: &Block, text: &str) -> bool {
    let piece = |block: &Block| matches!(block.form, Form::Paragraph | Form::Separator);
    if !piece(before) || !piece(after) {
        return false;
    }
    let (line, next) = (&text[before.span.range()], &text[after.span.range()]);
    let first = next.chars().next();
    // Georgian sentences begin in lower case too.
    let carries_on =
        first.is_some_and(|c| c.is_lowercase() && !matches!(c, 'ა'..='ჿ')) || next.starts_with([',', ';', ')']);
    let full_stop = next.len() <= 2 && next.starts_with('.');
    matches!(before.shape.ending, Ending::Open) && (carries_on || full_stop || line.ends_with([',', '(']))
}

fn is_sentence(chain: &[Block], text: &str) -> bool {
    let words: u32 = chain.iter().map(|block| block.shape.words).sum();
    let pieces = chain.iter().filter(|block| block.form == Form::Paragraph).count();
    let longest = chain.iter().map(|block| block.shape.words).max().unwrap_or(0);
    let ends = |block: &Block| block.shape.ends_sentence() || sentence::sentences(text, block.span).nth(1).is_some();
    pieces >= 2
        && words >= MIN_WORDS
        && longest >= MIN_LONGEST
        && words >= MIN_MEAN_WORDS * u32::try_from(pieces).unwrap_or(u32::MAX)
        && chain.iter().any(ends)
}

#[cfg(test)]
mod tests {
    use crate::page::Page;

    fn fragments(text: &str) -> usize {
        Page::from_text(text).blocks().iter().filter(|block| block.shape.fragment).count()
    }

    #[test]
    fn a_sentence_cut_at_its_links_is_one_sentence() {
        assert_eq!(
            fragments("Ferries\nto the island\nhave been late all week,\nJohn Doe\nof the old port office said.\nMenu"),
            5
        );
        assert_eq!(
            fragments("Storms have closed the harbour\nfor the third time in a week. The port\noffice regrets it"),
            3
        );
    }

    #[test]
    fn menus_and_headlines_are_no_sentences() {
        assert_eq!(fragments("home\nnews\nsport\nculture\nabout us\nopinion\nall rights reserved."), 0);
        assert_eq!(fragments("Storm closes the harbour\nby Jane Doe\nin Sports\nA second headline of some words"), 0);
        assert_eq!(
            fragments("კატა და ძაღლი ეზოში\nბავშვები სკოლაში დილით ადრე წავიდნენ და გაკვეთილები დაიწყო დროულად."),
            0
        );
        assert_eq!(fragments("The ferry is late.\nand so on it goes all week long, we hear. Yes\nMore"), 0);
    }
}
