//! Alternative texts of pictures, for [`super::captions`]: names of pictures between paragraphs, and captions said twice.

use crate::page::{Block, Ending, Form, Page};
use crate::segment::shape::is_end_mark;

/// A caption says so much more than the alternative text of its picture: two names and a button.
const MAX_ADDED_BYTES: usize = 60;
/// Shorter lines that say nearly the same are verse or entries of a list.
const MIN_ALT_WORDS: u32 = 8;

/// Whether a line between two paragraphs is the name of a picture: words in lower case
/// without an end mark, after a paragraph that has ended. What a dump broke at a link
/// follows a line that has not.
pub(super) fn is_alt_text(page: &Page<'_>, block: &Block) -> bool {
    let lower = |block: &Block| page.text_of(block).chars().next().is_some_and(char::is_lowercase);
    let neighbour = |at: Option<usize>| at.and_then(|at| page.blocks().get(at));
    let after_end = neighbour(block.index.checked_sub(1))
        .is_some_and(|before| before.shape.is_sentence() && before.shape.ends_sentence());
    let next_begins = neighbour(Some(block.index + 1)).is_none_or(|next| !lower(next));
    let plain = block.form == Form::Paragraph && block.shape.uppers == 0 && block.shape.ending == Ending::Open;
    if !(plain && lower(block) && after_end && next_begins) {
        return false;
    }
    // Names of several pictures run together without a sign.
    let signs = page.text_of(block).contains([',', ';', ':', '.']);
    // Formulas and commands are lines of the article's own.
    let code = page.text_of(block).contains(['=', '$', '&', '<', '>', '{', '|', '\\']);
    !code && (2..=if signs { 20 } else { 60 }).contains(&block.shape.words)
}

/// Whether two lines are the alternative text of a picture and its caption: one is the other with a few
/// words more before or behind it (a credit, a button). A scraper that writes a paragraph twice
/// writes the same twice; what is set apart of a speech is in quotation marks.
///
/// On dumps of article pages (tune) 27 such pairs are not the article's, and three are, headings all.
pub(super) fn is_alt_text_of(page: &Page<'_>, first: &Block, second: &Block) -> bool {
    let [a, b] = [first, second].map(|block| page.folded(block));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let short = short.trim_end_matches('.');
    let plain = |block: &Block| block.form == Form::Paragraph && block.shape.ending != Ending::Colon;
    // A sentence more is a paragraph that goes on.
    let goes_on = |added: &str| added.contains(char::is_alphanumeric) && added.ends_with(is_end_mark);
    let adds_no_sentence =
        long.strip_prefix(short).is_some_and(|added| !goes_on(added)) || long.trim_end_matches('.').ends_with(short);
    plain(first)
        && plain(second)
        && first.shape.words.min(second.shape.words) >= MIN_ALT_WORDS
        && adds_no_sentence
        && long.len() <= short.len() + MAX_ADDED_BYTES
        && memchr::memchr(b'"', long.as_bytes()).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_picture_stands_between_paragraphs() {
        let prose = "It rained all night over the valley.";
        let found = |text: &str| {
            let page = Page::from_text(text);
            page.blocks().iter().filter(|block| is_alt_text(&page, block)).count()
        };
        assert_eq!(found(&format!("{prose}\nann lee at the bridge 3\n{prose}")), 1);
        assert_eq!(found("It rained over\nthe old bridge\nand the mill."), 0);
    }
}
