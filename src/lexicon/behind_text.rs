//! Labels that a scraper joined with the paragraph above them: `… are valued. Share this`.
//!
//! There a phrase that is all of a block elsewhere is looked for, too, and takes itself alone.

use crate::page::{Block, Ending, Form, Page};
use crate::segment::sentence;
use crate::segment::shape::is_end_mark;
use crate::text::Span;

/// Fewer words are a line by themselves.
const MIN_WORDS: u32 = 12;
/// Two or three words.
const MIN_SENTENCE_BYTES: usize = 16;
/// The longest labels of the rule files.
const MAX_LABEL_BYTES: usize = 60;

/// Where in its folded text a block may end in such a label.
pub(super) fn label(page: &Page<'_>, block: &Block) -> Option<usize> {
    if block.shape.ending != Ending::Open || block.shape.words < MIN_WORDS || block.form == Form::Verbatim {
        return None;
    }
    let folded = page.folded(block);
    // Most paragraphs without a stop at their end have none near it, and need not be cut into sentences.
    let mut end = folded.char_indices().rev().take_while(|(at, _)| at + MAX_LABEL_BYTES > folded.len());
    end.any(|(_, c)| is_end_mark(c)).then_some(())?;
    let (before, at) = sentence::of_folded(folded).fold((0..0, 0), |(_, at), next| (at..next.start, next.start));
    let before = folded[before].trim_end();
    let label = page.slice(Span::new(page.unfold(block, at), block.span.end)).trim_start();
    // One word behind another is no label (`Listen. Think. Share`), nor is what a name with a sign goes on with (`Yahoo! Video`).
    let is_text = before.len() >= MIN_SENTENCE_BYTES && !before.ends_with('!');
    (is_text && !label.starts_with(char::is_lowercase)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        let page = Page::from_text(text);
        label(&page, &page.blocks()[0]).map(|at| page.folded(&page.blocks()[0])[at..].to_owned())
    }

    #[test]
    fn a_label_stands_behind_the_last_sentence() {
        let prose = "The ferry to the island was late again on Monday, the harbour office said.";
        assert_eq!(found(&format!("{prose} Share this")).as_deref(), Some("share this"));
        for text in [
            prose.to_owned(),
            format!("{prose} and it was"),
            "Nobody came. Share this".to_owned(),
            format!("{prose} Listen. Share"),
            "What the new owners of the old harbour office said to all of us was: Yahoo! Video".to_owned(),
            format!("{prose} It had left the town at noon with forty people on board and fresh fish"),
        ] {
            assert_eq!(found(&text), None, "{text}");
        }
    }
}
