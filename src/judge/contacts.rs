//! How to reach who wrote it: `Ann Lee, (608) 555-0188, a.lee@island.example` below the article. For [`super::bylines`].

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::page::{Block, Ending, Form, Page};

/// Enough for a line that is no sentence, wherever it stands.
const WEIGHT: i32 = 320;
/// A first and a last name, two between.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Marks lines behind the last sentence of the page that hold a name, an e-mail address, and numbers at most. With more words,
/// or behind a colon or a question, it is what the article tells its readers; several in a row are a list.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    let Some(last) = page.blocks().iter().rposition(|block| block.shape.is_sentence()) else { return };
    let is_contact = |block: &&Block| block.form == Form::Paragraph && is_name_and_address(page.text_of(block));
    let mut contacts = page.blocks()[last + 1..].iter().filter(is_contact);
    if let (Some(block), None) = (contacts.next(), contacts.next())
        && !matches!(page.blocks()[block.index - 1].shape.ending, Ending::Colon | Ending::Question)
    {
        out.mark(block.span, Kind::DeskCredit, "bylines.contact", Family::Shape, WEIGHT);
    }
}

/// Whether all words of a line are a name, but for an e-mail address (or what stands where one was hidden) and numbers.
fn is_name_and_address(text: &str) -> bool {
    const HIDDEN: &str = "[email protected]";
    let text = text.replace('\u{a0}', " ");
    let hidden = text.contains(HIDDEN);
    let text = text.replace(HIDDEN, " ");
    let is_address = |word: &&str| {
        let (name, host) = word.split_once('@').unwrap_or_default();
        !name.is_empty() && host.trim_end_matches('.').contains('.')
    };
    let is_number = |word: &&str| !word.contains(char::is_alphabetic);
    let words = || text.split_whitespace();
    let name: Vec<&str> = words().filter(|word| !is_address(word) && !is_number(word)).collect();
    (hidden || words().any(|word| is_address(&word)))
        && NAME_WORDS.contains(&name.len())
        && name.iter().all(|word| word.starts_with(char::is_uppercase) && !word.ends_with(':'))
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
    fn a_name_and_an_address_below_the_article() {
        let article = "The ferry to the island was late again on Monday, the harbour office said.\n\n\
                       It had left the town at noon with forty people on board.";
        let contact = "Ann Lee-Ray, (608) 555-0188, a.lee@island.example";
        assert_eq!(marked(&format!("{article}\n\n{contact}")), [contact]);
        assert_eq!(marked(&format!("{article}\n\nAnn Lee [email protected]")), ["Ann Lee [email protected]"]);
        for line in [
            "Ann Lee @island",
            "Donations to the Lifeboat Fund, c/o Ann Lee, a.lee@island.example",
            "Lemons by post: Ann Lee, a.lee@island.example",
            "Ann Lee, Kirchgasse 4, open daily, a.lee@island.example",
            "Who has seen it?\n\nAnn Lee, a.lee@island.example",
            "Ann Lee, a.lee@island.example\n\nBo Ray, b.ray@island.example",
            "Write to a.lee@island.example by Monday.",
        ] {
            assert_eq!(marked(&format!("{article}\n\n{line}")), [""; 0], "{line}");
        }
        // Between paragraphs it is what the article says.
        assert_eq!(marked(&format!("{article}\n\n{contact}\n\n{article}")), [""; 0]);
    }
}
