//! Labels that stand in the page again and again: `Video on this topic` under every
//! second paragraph.
//!
//! **Known gaps**: a refrain of a poem or a song that repeats three times looks the same;
//! lines of lists and tables, and speakers' names with a colon, are left alone.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::page::{Block, Ending, Form, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Settings of `repeats`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatsConfig {
    /// A label has at least so many words. Default 2: single words repeat in lists.
    pub min_words: u32,
    /// And at most so many. Default 20: a headline.
    pub max_words: u32,
}

impl Default for RepeatsConfig {
    fn default() -> Self {
        RepeatsConfig { min_words: 2, max_words: 20 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Repeats {
    config: RepeatsConfig,
}

/// Twice: a second reason beside another.
const TWICE_WEIGHT: i32 = 180;
/// Three times or more: enough in the body too, for a line that is no running text.
const OFTEN_WEIGHT: i32 = 320;

impl Repeats {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(config: RepeatsConfig, _lexicon: Arc<Lexicon>) -> Self {
        Repeats { config }
    }

    fn is_label(&self, block: &Block) -> bool {
        matches!(block.form, Form::Paragraph | Form::Heading(_))
            && (self.config.min_words..=self.config.max_words).contains(&block.shape.words)
            && !matches!(block.shape.ending, Ending::Colon | Ending::Stop | Ending::Ellipsis)
            && !block.shape.is_sentence()
    }
}

impl Judge for Repeats {
    fn name(&self) -> &'static str {
        "repeats"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let labels: Vec<&Block> = page.blocks().iter().filter(|block| self.is_label(block)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::with_capacity(labels.len());
        for block in &labels {
            *counts.entry(page.folded(block)).or_default() += 1;
        }
        for block in labels {
            // Neighbours are a caption and its alt text, or a headline written twice:
            // other stages know them better.
            let twin = |other: Option<&Block>| other.is_some_and(|other| page.folded(other) == page.folded(block));
            let neighbours =
                twin(page.blocks().get(block.index + 1)) || block.index > 0 && twin(page.blocks().get(block.index - 1));
            let weight = match counts.get(page.folded(block)) {
                Some(2) if !neighbours => TWICE_WEIGHT,
                Some(3..) => OFTEN_WEIGHT,
                _ => continue,
            };
            out.mark(block.span, Kind::Nav, "repeats.label", Family::Repetition, weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(text: &str) -> Vec<i32> {
        let stage = Repeats::new(RepeatsConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()));
        stage.findings(&Page::from_text(text)).marks.iter().map(|mark| mark.weight).collect()
    }

    #[test]
    fn a_label_under_every_paragraph() {
        let text = "It rained all night over the valley.\nVideo on this\nThe river rose by a metre or so.\nVideo on this\nWe left the house at nine o'clock.\nVideo on this";
        assert_eq!(weights(text), [OFTEN_WEIGHT; 3]);
    }

    #[test]
    fn speakers_and_single_words_repeat_freely() {
        assert_eq!(weights("Ann Lee:\nYes\nAnn Lee:\nNo\nAnn Lee:\nYes\nYes"), Vec::<i32>::new());
    }
}
