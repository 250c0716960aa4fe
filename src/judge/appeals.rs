//! Paragraphs after the body that ask the reader for something, as a whole.
//!
//! An appeal is written in several sentences, and rules have words for some of them. After
//! the body, a paragraph is an appeal when at least half of it is known; so is a paragraph
//! between two. In the body only the sentences go that a rule names, and a short line
//! between two appeals: the middle of a box.
//!
//! **Known gaps**: an appeal in two paragraphs of which rules know only the first.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AppealsConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct Appeals {}

/// What the first step says of a block that surely appeals, or ends a box of appeals.
const APPEAL_SUM: i32 = 300;
/// At least half of it is known: the rest, and the kind, follow from that.
const PARAGRAPH_WEIGHT: i32 = 620;
/// Enough after the body.
const WHOLE_WEIGHT: i32 = 220;
/// A second reason, for a short line in the body.
const SHORT_WEIGHT: i32 = 100;
/// The middle of a box is no longer, in characters.
const MAX_BOX_CHARS: u32 = 80;

impl Appeals {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(_config: AppealsConfig, _lexicon: Arc<Lexicon>) -> Self {
        Appeals {}
    }
}

impl Judge for Appeals {
    fn name(&self) -> &'static str {
        "appeals"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for block in page.blocks() {
            let neighbour = |at: Option<usize>| at.and_then(|at| page.blocks().get(at));
            let (before, after) = (neighbour(block.index.checked_sub(1)), neighbour(Some(block.index + 1)));
            let between = before
                .and_then(|before| appeal(page, before))
                .filter(|_| after.is_some_and(|after| closes(page, after)));
            let between_sentences = between.filter(|_| block.shape.is_sentence());
            let of_tail = page.zone(block) == Zone::Tail;
            if let Some(kind) = appeal(page, block).filter(|_| of_tail) {
                out.mark(block.span, kind, "appeals.paragraph", Family::Structure, PARAGRAPH_WEIGHT);
            } else if let Some(kind) = between_sentences.filter(|_| of_tail) {
                out.mark(block.span, kind, "appeals.between", Family::Structure, WHOLE_WEIGHT);
            } else if let Some(kind) =
                between.filter(|_| page.zone(block) == Zone::Body && block.shape.chars <= MAX_BOX_CHARS)
            {
                out.mark(block.span, kind, "appeals.box", Family::Structure, WHOLE_WEIGHT);
                out.mark(block.span, kind, "appeals.box", Family::Shape, SHORT_WEIGHT);
            }
        }
    }
}

/// Whether a block ends a box of appeals: another appeal, or a button.
fn closes(page: &Page<'_>, block: &Block) -> bool {
    appeal(page, block).is_some() || (page.first_sum(block).sum >= APPEAL_SUM && !block.shape.is_sentence())
}

/// What a block asks for, if at least half of it is known to ask.
fn appeal(page: &Page<'_>, block: &Block) -> Option<Kind> {
    let first = page.first_sum(block);
    first.kind.filter(|kind| kind.is_appeal() && first.sum >= APPEAL_SUM)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str =
        "The minister arrived in the capital on Sunday for talks over the breakaway region, which went on all night.";
    const ASK: &str = "Ask: we could not do this without the help of our readers.";

    fn taken(text: &str) -> usize {
        let page = Page::from_text(text);
        let mut first = Findings::default();
        for block in page.blocks().iter().filter(|block| page.text_of(block).contains("Ask:")) {
            let from = block.span.start + page.text_of(block).find("Ask:").unwrap();
            first.mark(crate::Span::new(from, from + ASK.len()), Kind::Donate, "known", Family::Phrase, 400);
        }
        Appeals {}.findings(&page.with_first(first)).marks.len()
    }

    #[test]
    fn what_stands_between_two_appeals_is_one() {
        let text = format!("{PROSE}\n{PROSE}\n{ASK}\nOur reporters have been there since the first day.\n{ASK}");
        assert_eq!(taken(&text), 3);
    }

    #[test]
    fn in_the_body_nothing_is_added() {
        assert_eq!(taken(&format!("{PROSE}\n{ASK} {PROSE}\n{PROSE}\n{PROSE}")), 0);
    }

    #[test]
    fn the_middle_of_a_box_is_part_of_it() {
        assert_eq!(
            taken(&format!(
                "{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n{ASK}\n\nPolitics is easy.\n\n{ASK}\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}"
            )),
            2
        );
    }
}
