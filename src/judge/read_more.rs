//! One line with a label and another story's headline: `Read more: Storm closes the port`.
//!
//! The labels and the headers of whole blocks are rules of `read-more`. The look of what
//! follows the label is the second reason that a line in the body needs: a headline does
//! not end in a full stop.
//!
//! **Known gaps**: a headline that ends in a full stop keeps its line; so does a label that
//! no rule has words for.

use crate::judge::begins_sentence;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Record, Where};
use crate::marks::{Family, Findings};
use crate::page::Page;
use crate::segment::shape;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `read-more`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadMoreConfig {
    /// A headline has at most so many words. Default 30.
    pub max_headline_words: u32,
}

impl Default for ReadMoreConfig {
    fn default() -> Self {
        ReadMoreConfig { max_headline_words: 30 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct ReadMore {
    config: ReadMoreConfig,
    lexicon: Arc<Lexicon>,
}

/// What follows the label looks like a headline.
const HEADLINE_WEIGHT: i32 = 300;

impl ReadMore {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: ReadMoreConfig, lexicon: Arc<Lexicon>) -> Self {
        ReadMore { config, lexicon }
    }
}

impl Judge for ReadMore {
    fn name(&self) -> &'static str {
        "read-more"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for (hit, rule, block) in self.lexicon.hits_of(self.name(), page) {
            let mut mark = hit.mark(rule, page, block);
            if rule.record.kind != Kind::ReadMoreLine {
                out.marks.push(mark);
                continue;
            }
            let label_start = page.unfold(block, hit.folded.start);
            if is_label(&rule.record) && label_start > block.span.start && !begins_sentence(page, block, label_start) {
                continue;
            }
            let label_end = page.unfold(block, hit.folded.end);
            // A label inside a paragraph speaks of its sentence.
            let taken = mark.span;
            let rest = page.text().get(label_end..taken.end).unwrap_or_default();
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !shape::is_closer(c));
            let looks = shape::of(rest, false);
            if looks.words == 0 {
                // A label with nothing behind it heads what follows.
                mark.kind = Kind::ReadMoreBlock;
            }
            out.marks.push(mark);
            if looks.is_headline() && looks.words <= self.config.max_headline_words {
                out.mark(taken, Kind::ReadMoreLine, "read-more.headline", Family::Shape, HEADLINE_WEIGHT);
            }
        }
    }
}

/// Whether a rule is about labels inside paragraphs, of which only those count that begin a sentence:
/// what somebody tells the reader to read more of is text.
fn is_label(record: &Record) -> bool {
    record.place == Where::Inside && record.phrases.iter().all(|phrase| phrase.ends_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> usize {
        let page = Page::from_text(text);
        ReadMore::new(ReadMoreConfig::default(), Arc::new(Lexicon::builtin().unwrap())).findings(&page).marks.len()
    }

    #[test]
    fn a_label_inside_a_paragraph_begins_a_sentence() {
        assert_ne!(marks("The levy will go up once more, the town said. Read more: How the levy works"), 0);
        assert_ne!(marks("El barco no zarpó en toda la semana. (Lea también: El puente que nadie quiso)"), 0);
        for text in [
            "Her rule for pupils was short, and was to read more: a book a week is what she asked for.",
            "The last line said: “Nobody came to the quay. Read more: page nine.” The court laughed.",
            "A professora pede que o público veja mais: são quarenta quadros na sala.",
            "Die Akten sagen mehr zum Thema: Der Kai war seit Jahren marode.",
        ] {
            assert_eq!(marks(text), 0, "{text}");
        }
    }
}
