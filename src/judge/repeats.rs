//! Labels that stand in the page again and again: `Video on this topic` under every
//! second paragraph, or `Les også:` before one headline after another, whatever the language.
//!
//! **Known gaps**: a refrain of a poem or a song whose lines end in no comma looks the same;
//! lines of lists and tables, and speakers' names with a colon, are left alone.

use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Family, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::stage::Judge;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
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

/// A row of a table, label and value, has at most so many words.
const MAX_ROW_WORDS: u32 = 6;
/// A label before a headline has at most so many words.
const MAX_LABEL_WORDS: usize = 3;
/// And the headline at least so many: `Cost: 20 dollars` is a row of a table.
const MIN_HEADLINE_WORDS: u32 = 4;
/// So long, in letters of an alphabet, a line is neither a subheading that comes back nor a value: it is the headline
/// under each picture. A question may be asked again, and a heading in Markdown is one.
const MIN_HEADLINE_WIDTH: u32 = 50;
/// Twice: a second reason beside another.
const TWICE_WEIGHT: i32 = 180;
/// That what stands behind the label is a headline. With a label met twice it is not enough: a section of an
/// article (`Pro: Easily Find Friends`) looks the same, and the line model has to speak against it, not just barely.
const HEADLINE_WEIGHT: i32 = 80;
/// A heading three times or more: enough in head and tail only.
const HEADING_WEIGHT: i32 = 250;
/// Three times or more: enough in the body too, for a line that is no running text.
const OFTEN_WEIGHT: i32 = 320;
/// A line as long as a headline, so many times or more: in the body the model has to speak strongly for it, elsewhere it is not asked.
const MANY: usize = 4;
const MANY_WEIGHT: i32 = 600;

impl Repeats {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(config: RepeatsConfig, _lexicon: Arc<Lexicon>) -> Self {
        Repeats { config }
    }

    /// Lines of a refrain end in a comma.
    fn is_label(&self, page: &Page<'_>, block: &Block) -> bool {
        let verse = page.text_of(block).ends_with([',', ';', '，', '،', '、']);
        // A row of a table: `Language: Spanish`. Labels of links are followed by a headline.
        let row = block.shape.words <= MAX_ROW_WORDS && page.folded(block).contains(": ");
        !verse
            && !row
            && matches!(block.form, Form::Paragraph | Form::Heading(_))
            && (self.config.min_words..=self.config.max_words).contains(&block.shape.words)
            && !matches!(block.shape.ending, Ending::Colon | Ending::Stop | Ending::Ellipsis)
            && !block.shape.is_sentence()
    }
}

impl Repeats {
    /// Marks lines that begin with the same label and go on with a headline, at least twice,
    /// each alone between running text.
    fn labelled_headlines(&self, page: &Page<'_>, out: &mut Findings) {
        let labelled: Vec<(&str, &Block)> =
            page.blocks().iter().filter_map(|block| Some((self.label(page, block)?, block))).collect();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for (label, _) in &labelled {
            *counts.entry(label).or_default() += 1;
        }
        for (label, block) in &labelled {
            let same = counts.get(label).copied().unwrap_or_default();
            if same >= 2 {
                let weight = if same >= 3 { OFTEN_WEIGHT } else { TWICE_WEIGHT };
                out.mark(block.span, Kind::ReadMoreLine, "repeats.labelled-headline", Family::Repetition, weight);
                out.mark(
                    block.span,
                    Kind::ReadMoreLine,
                    "repeats.labelled-headline",
                    Family::Structure,
                    HEADLINE_WEIGHT,
                );
            }
        }
    }

    /// The label of a headline that stands alone between running text.
    fn label<'p>(&self, page: &'p Page<'_>, block: &Block) -> Option<&'p str> {
        let (label, rest) = page.folded(block).split_once(':')?;
        let between =
            |at: Option<usize>| at.and_then(|at| page.blocks().get(at)).is_some_and(|block| block.shape.is_sentence());
        let words = label.split(' ').count();
        let headline = block.shape.words as usize >= words + MIN_HEADLINE_WORDS as usize && !block.shape.is_sentence();
        let alone = between(block.index.checked_sub(1))
            && (between(Some(block.index + 1)) || block.index + 1 == page.blocks().len());
        let looks = matches!(block.form, Form::Paragraph | Form::Heading(_))
            && words <= MAX_LABEL_WORDS
            && rest.starts_with(' ')
            && matches!(block.shape.ending, Ending::Open);
        (headline && alone && looks && label.chars().any(char::is_alphabetic)).then_some(label)
    }
}

impl Judge for Repeats {
    fn name(&self) -> &'static str {
        "repeats"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.labelled_headlines(page, out);
        let labels: Vec<&Block> = page.blocks().iter().filter(|block| self.is_label(page, block)).collect();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for block in &labels {
            *counts.entry(page.folded(block)).or_default() += 1;
        }
        for block in labels {
            // Neighbours are a caption and its alt text, or a headline written twice:
            // other stages know them better.
            let twin = |other: Option<&Block>| other.is_some_and(|other| page.folded(other) == page.folded(block));
            let neighbours =
                twin(page.blocks().get(block.index + 1)) || block.index > 0 && twin(page.blocks().get(block.index - 1));
            let is_long = block.shape.width() >= MIN_HEADLINE_WIDTH
                && block.shape.ending != Ending::Question
                && !page.text_of(block).starts_with('#');
            let weight = match counts.get(page.folded(block)) {
                Some(2) if !neighbours => TWICE_WEIGHT,
                // A subheading may come back in every part of an article.
                Some(3..) if (!is_long && matches!(block.form, Form::Heading(_))) || is_listed(page, block) => {
                    HEADING_WEIGHT
                }
                Some(&(MANY..)) if is_long => MANY_WEIGHT,
                Some(3..) => OFTEN_WEIGHT,
                _ => continue,
            };
            // Inside the body, what holds digits is a value of a table; in brackets it counts.
            let value = !is_long && block.shape.digits > 0 && !page.text_of(block).ends_with(')');
            let zones = if value { Zones::of(&[Zone::Head, Zone::Tail]) } else { Zones::ANY };
            let rule = Rule::Fixed("repeats.label");
            out.marks.push(Mark { span: block.span, kind: Kind::Nav, rule, family: Family::Repetition, weight, zones });
        }
    }
}

/// Whether a line stands among lists, tables or speakers and not under running text: there
/// the labels of an article's own entries repeat (`Pros`, `Price: low`).
fn is_listed(page: &Page<'_>, block: &Block) -> bool {
    block.index.checked_sub(1).and_then(|at| page.blocks().get(at)).is_none_or(|before| !before.shape.is_sentence())
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
        // The first two stand between paragraphs, as subheadings do.
        assert_eq!(weights(text), [HEADING_WEIGHT, HEADING_WEIGHT, OFTEN_WEIGHT]);
    }

    #[test]
    fn a_label_before_one_headline_after_another() {
        let prose = "It rained all night over the valley.";
        let text = format!(
            "{prose}\nLes også: Storm stenger havnen i nord\n{prose}\nLes også: Elven steg en hel meter\n{prose}"
        );
        let both = [TWICE_WEIGHT, HEADLINE_WEIGHT];
        assert_eq!(weights(&text), [both, both].concat());
        let interview = format!("{prose}\nLee: I was there when it began\nKim: So was I, and nobody else\n{prose}");
        assert_eq!(weights(&interview), Vec::<i32>::new());
    }

    #[test]
    fn labels_of_entries_repeat() {
        let text = "Mill walk\nWorth it for children\nIt takes an hour or so.\nHarbour walk\nWorth it for children\nIt takes two hours or so.\nHill walk\nWorth it for children";
        assert!(weights(text).iter().all(|weight| *weight < OFTEN_WEIGHT));
    }

    #[test]
    fn a_headline_under_each_picture() {
        let (prose, headline) =
            ("It rained all night over the valley.", "Storm closes the harbour for 25 days and the islanders wait");
        let text = format!("{prose}\n{headline}\n{prose} Yes.\n{headline}\n{prose} No.\n{headline}\n{prose} Well.");
        assert_eq!(weights(&text), [OFTEN_WEIGHT; 3]);
    }

    #[test]
    fn four_times_it_is_surer() {
        let (prose, headline) =
            ("It rained all night over the valley.", "Storm closes the harbour for 25 days and the islanders wait");
        let text = format!(
            "{prose}\n{headline}\n{prose} Yes.\n{headline}\n{prose} No.\n{headline}\n{prose} So.\n{headline}\n{prose} Well."
        );
        assert_eq!(weights(&text), [MANY_WEIGHT; 4]);
    }

    #[test]
    fn speakers_and_single_words_repeat_freely() {
        assert_eq!(weights("Ann Lee:\nYes\nAnn Lee:\nNo\nAnn Lee:\nYes\nYes"), Vec::<i32>::new());
    }
}
