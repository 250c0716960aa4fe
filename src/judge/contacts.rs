//! How to reach who wrote it: short lines with an e-mail address above or below the article. For [`super::bylines`].

use crate::kind::Kind;
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Form, Page};

/// Enough for a line that is no sentence, wherever it stands.
const WEIGHT: i32 = 320;
/// A name, an office, a telephone number and the address.
const MAX_WORDS: u32 = 14;

/// Marks lines with an e-mail address that are no sentences, in the head and behind the last sentence of the page.
/// Between paragraphs they may be what the article tells its readers, and stay.
pub(super) fn mark(page: &Page<'_>, out: &mut Findings) {
    let last_sentence = page.blocks().iter().rposition(|block| block.shape.is_sentence());
    let is_outside =
        |block: &Block| page.zone(block) == Zone::Head || last_sentence.is_some_and(|last| block.index > last);
    let is_contact = |block: &&Block| {
        block.form == Form::Paragraph
            && block.shape.words <= MAX_WORDS
            && !block.shape.ends_sentence()
            && has_address(page.text_of(block))
    };
    for block in page.blocks().iter().filter(is_contact).filter(|block| is_outside(block)) {
        out.mark(block.span, Kind::DeskCredit, "bylines.contact", Family::Shape, WEIGHT);
    }
}

/// Whether a word of a text is an e-mail address, or what stands where one was hidden.
fn has_address(text: &str) -> bool {
    const HIDDEN: &str = "[email\u{a0}protected]";
    let is_address = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    };
    memchr::memchr(b'@', text.as_bytes()).is_some() && text.split_whitespace().any(is_address)
        || text.contains("[email protected]")
        || text.contains(HIDDEN)
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
    fn lines_with_an_address_below_the_article() {
        let article = "The ferry to the island was late again on Monday, the harbour office said.\n\n\
                       It had left the town at noon with forty people on board.";
        let contact = "Ann Lee-Ray, (608) 555-0188, a.lee@island.example";
        assert_eq!(marked(&format!("{article}\n\n{contact}")), [contact]);
        assert_eq!(marked(&format!("{article}\n\nAnn Lee [email protected]")), ["Ann Lee [email protected]"]);
        assert_eq!(marked(&format!("{article}\n\nAnn Lee @island")), [""; 0]);
        // Between paragraphs, and in a sentence, it is what the article says.
        assert_eq!(marked(&format!("{article}\n\n{contact}\n\n{article}")), [""; 0]);
        assert_eq!(marked(&format!("{article}\n\nWrite to a.lee@island.example by Monday.")), [""; 0]);
    }
}
