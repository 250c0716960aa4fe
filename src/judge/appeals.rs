//! Paragraphs after the body that ask the reader for something, as a whole.
//!
//! An appeal is written in several sentences, and rules have words for some of them. After
//! the body, a paragraph with one such sentence is an appeal; so is a paragraph between two.
//! In the body only the sentences go that a rule names.
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

/// A rule with this weight knows an appeal when it sees one.
const KNOWN: i32 = 300;
/// Enough after the body, where alone it is looked for.
const WHOLE_WEIGHT: i32 = 220;

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
        let mut appeals: Vec<Option<Kind>> = vec![None; page.blocks().len()];
        for mark in page.first().marks.iter().filter(|mark| mark.kind.is_appeal() && mark.weight >= KNOWN) {
            let at = page.blocks().partition_point(|block| block.span.end <= mark.span.start);
            if let Some(appeal) = appeals.get_mut(at) {
                appeal.get_or_insert(mark.kind);
            }
        }
        let in_tail = |block: &Block| page.zone(block) == Zone::Tail;
        for block in page.blocks().iter().filter(|block| in_tail(block)) {
            let beside = |at: Option<usize>| at.and_then(|at| appeals.get(at).copied().flatten());
            let around = beside(block.index.checked_sub(1))
                .filter(|_| block.shape.is_sentence() && beside(Some(block.index + 1)).is_some());
            if let Some(kind) = appeals[block.index].or(around) {
                out.mark(block.span, kind, "appeals.paragraph", Family::Structure, WHOLE_WEIGHT);
            }
        }
    }
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
}
