//! Lines that look like the headline and are none, of which the line model knows more than their look: what is below the beginning of
//! the article, or asks as others below it do.
//!
//! The headline is found before the model has seen the page ([`crate::judge::title`]). By itself the model is no judge of headlines: it speaks
//! for 37 of the 63 of real dumps, since it learned from whole pages, where they stand among menus. Figures here are of the shipped weights.

use super::evidence::Marks;
use crate::kind::Kind;
use crate::marks::{Family, Mark};
use crate::page::{Block, Ending, Page};

/// So sure the model must be of a line below a sentence that stays: of eleven lines below a longer text that stays in labelled dumps of which it is, ten
/// are the article's (subheadings, entries of a list); of 26 of which it is not, eight.
const BELOW_TEXT: i32 = -50;
/// And of a question: it speaks for none of 75 headlines of whole pages that ask, and for three of eleven of real and composed dumps.
const AMONG_QUESTIONS: i32 = 0;
/// So many other blocks that ask make a text of questions and answers.
const MIN_QUESTIONS: usize = 2;
/// A paragraph that ends in a question is none of them, in words.
const MAX_QUESTION_WORDS: u32 = 30;

/// Takes the marks off a headline out of `covering` if that is none, and returns them. `begun` tells whether a sentence that stays is above.
pub(super) fn set_aside<'m>(page: &Page<'_>, block: &Block, covering: &mut Marks<'m>, begun: bool) -> Marks<'m> {
    let is_headline = |mark: &&Mark| mark.kind == Kind::Title && mark.weight > 0;
    if !page.is_flat() || block.part.is_some() || !covering.iter().any(is_headline) {
        return Marks::new();
    }
    let acquitted = |weight: i32| covering.iter().any(|mark| mark.family == Family::Model && mark.weight <= weight);
    let is_none = (begun && acquitted(BELOW_TEXT)) || (acquitted(AMONG_QUESTIONS) && asks_among_others(page, block));
    if !is_none {
        return Marks::new();
    }
    let (headline, rest) = covering.iter().copied().partition(is_headline);
    *covering = rest;
    headline
}

fn asks_among_others(page: &Page<'_>, block: &Block) -> bool {
    let asks = |block: &Block| block.shape.ending == Ending::Question && block.shape.words <= MAX_QUESTION_WORDS;
    let others = || page.blocks()[block.index + 1..].iter().filter(|block| asks(block));
    asks(block) && others().nth(MIN_QUESTIONS - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Action;
    use crate::marks::Findings;
    use crate::resolve::{ResolveConfig, resolve};
    use crate::text::{Span, Text};

    const PROSE: &str = "The ferry to the island was late again on Monday, the harbour office said.";

    /// What is done with a line that was taken for the headline, if the model speaks so surely for it.
    fn action(text: &str, line: &str, model: i32) -> Action {
        let page = Page::from_text(text);
        let at = text.find(line).unwrap();
        let span = Span::new(at, at + line.len());
        let mut found = Findings::default();
        found.mark(span, Kind::Title, "title.headline", Family::Structure, 700);
        found.mark(span, Kind::Model, "line-model", Family::Model, model);
        let decisions = resolve(&page, &Text::from(text), &found.marks, &ResolveConfig::default());
        decisions.iter().find(|decision| decision.span.start <= at && at < decision.span.end).unwrap().action
    }

    #[test]
    fn below_a_sentence_that_stays_the_article_has_begun() {
        let (above, below) = (format!("3 large leeks\n\n{PROSE}"), format!("{PROSE}\n\n3 large leeks"));
        assert_eq!(action(&below, "3 large leeks", BELOW_TEXT), Action::Keep);
        assert_eq!(action(&below, "3 large leeks", BELOW_TEXT + 1), Action::Capture);
        assert_eq!(action(&above, "3 large leeks", -400), Action::Capture);
    }

    #[test]
    fn a_question_among_others_is_asked_in_the_article() {
        let asks = "When did it begin?";
        let interview =
            |others: usize| format!("{asks}\n\n{PROSE}{}", format!("\n\nAnd then?\n\n{PROSE}").repeat(others));
        assert_eq!(action(&interview(2), asks, AMONG_QUESTIONS), Action::Keep);
        assert_eq!(action(&interview(2), asks, AMONG_QUESTIONS + 1), Action::Capture);
        assert_eq!(action(&interview(1), asks, -400), Action::Capture);
    }
}
