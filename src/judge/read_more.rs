//! One line with a label and another story's headline: `Read more: Storm closes the port`,
//! `Storm closes the port Read more`.
//!
//! The labels and the headers of whole blocks are rules of `read-more`. The look of what
//! follows the label is the second reason that a line in the body needs: a headline does
//! not end in a full stop. Without a label a link is told by its form: its first words glued to the rest by a
//! colon, or square brackets around all of it.
//!
//! **Known gaps**: a headline that ends in a full stop keeps its line; so does a label that
//! no rule has words for.

use crate::judge::{labels_inside, name_links};
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Take, Zones};
use crate::marks::{Family, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::segment::shape::{self, is_closer};
use crate::stage::Judge;
use crate::text::Span;
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
/// A word before a glued colon is no abbreviation, the line no label with its value, nor a date.
const MIN_GLUED_CHARS: usize = 3;
const MIN_GLUED_WORDS: u32 = 6;
const MAX_GLUED_DIGITS: u32 = 4;
/// What stands between a headline and the label of its link.
const LINKS: [char; 5] = ['–', '—', '-', '>', '»'];
/// A line that a link was glued together of: evidence that needs the model beside it.
const GLUED_WEIGHT: i32 = 140;
/// A headline alone in square brackets: evidence that needs the model beside it, though all six such lines of the dumps and packs
/// that were read were links. Stage directions look the same.
const BRACKETED_WEIGHT: i32 = 290;
/// Fewer words in them are what a transcript tells of sounds, or a note.
const MIN_BRACKETED_WORDS: u32 = 5;
/// More of them are an editor's note.
const MAX_BRACKETED_WORDS: u32 = 20;
/// A headline before its label has no more words: more are a paragraph without a stop.
const MAX_BEHIND_WORDS: u32 = 14;

impl ReadMore {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: ReadMoreConfig, lexicon: Arc<Lexicon>) -> Self {
        ReadMore { config, lexicon }
    }

    /// The label of a link at the end of a line takes the headline before it along. Behind a paragraph, which has ended or was cut
    /// short, it goes alone.
    fn behind_text(
        &self,
        page: &Page<'_>,
        block: &Block,
        label_start: usize,
        is_below: bool,
        mark: Mark,
        out: &mut Findings,
    ) {
        let begins = |c: char| c.is_alphabetic() && !c.is_lowercase();
        let label = page.slice(Span::new(label_start, block.span.end));
        // `Why We Should All Read More` is one headline.
        let is_label = label.starts_with(begins)
            && !label.split(' ').skip(1).any(|word| word.starts_with(char::is_uppercase) && !is_loud(label));
        if !is_label || block.shape.ends_sentence() {
            return;
        }
        if let Some(start) = behind_cut(page, block, label_start) {
            let span = Span::new(start, block.span.end);
            out.mark(span, Kind::ReadMoreLine, "read-more.behind-text", Family::Shape, HEADLINE_WEIGHT);
            out.mark(span, Kind::ReadMoreLine, "read-more.behind-text", Family::Phrase, HEADLINE_WEIGHT);
        } else if self.is_headline(page.slice(Span::new(block.span.start, label_start))) && is_below {
            out.marks.push(mark);
        }
    }

    fn is_headline(&self, before: &str) -> bool {
        let before = before.trim_end();
        let looks = shape::of(before, false);
        let goes_on = before.ends_with([',', ';', '…']) || before.ends_with("...");
        let is_entry = before.starts_with(|c: char| !c.is_alphabetic() && !is_closer(c));
        let is_said = before.contains(['"', '“', '„', '«']);
        let most = self.config.max_headline_words.min(MAX_BEHIND_WORDS);
        looks.is_headline() && looks.words <= most && !goes_on && !is_entry && !is_said
    }
}

impl Judge for ReadMore {
    fn name(&self) -> &'static str {
        "read-more"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let text = page.blocks().iter().position(|block| block.shape.is_sentence());
        let mut headlines = Vec::new();
        for (hit, rule, block) in self.lexicon.hits_of(self.name(), page) {
            let mut mark = hit.mark(rule, page, block);
            if rule.record.kind != Kind::ReadMoreLine {
                out.marks.push(mark);
                continue;
            }
            let label_start = page.unfold(block, hit.folded.start);
            if rule.record.take() == Take::Headline {
                // A first line is the title.
                let is_below = text.is_some_and(|text| text < block.index);
                self.behind_text(page, block, label_start, is_below, mark, out);
                continue;
            }
            let label_end = page.unfold(block, hit.folded.end);
            // A label inside a paragraph speaks of its sentence.
            let taken = mark.span;
            let rest = page.text().get(label_end..taken.end).unwrap_or_default();
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_closer(c));
            let looks = shape::of(rest, false);
            if looks.words == 0 {
                // A label with nothing behind it heads what follows.
                mark.kind = Kind::ReadMoreBlock;
            }
            out.marks.push(mark);
            if looks.is_headline() && looks.words <= self.config.max_headline_words {
                headlines.push(taken);
            }
        }
        headlines.sort_unstable_by_key(|taken: &Span<_>| (taken.start, taken.end));
        headlines.dedup();
        for taken in headlines {
            out.mark(taken, Kind::ReadMoreLine, "read-more.headline", Family::Shape, HEADLINE_WEIGHT);
        }
        labels_inside::mark_links(&self.lexicon, page, out);
        name_links::mark(page, out);
        for block in page.blocks() {
            let mut shape = |rule, weight| {
                let (kind, family) = (Kind::ReadMoreLine, Family::Shape);
                let zones = Zones::of(&[Zone::Body]);
                out.marks.push(Mark { span: block.span, kind, rule: Rule::Fixed(rule), family, weight, zones });
            };
            if is_glued(page, block) {
                shape("read-more.glued", GLUED_WEIGHT);
            }
            if is_bracketed(page, block) {
                shape("read-more.bracketed", BRACKETED_WEIGHT);
            }
        }
    }
}

fn is_loud(text: &str) -> bool {
    !text.contains(char::is_lowercase)
}

/// Where the label of a link begins behind a dash (`… in the port. – READ MORE`) or behind what was cut short (`… in the ... Read more`).
fn behind_cut(page: &Page<'_>, block: &Block, label_start: usize) -> Option<usize> {
    let before = page.slice(Span::new(block.span.start, label_start)).trim_end();
    let text = before.trim_end_matches(LINKS);
    let dash = (text.len() < before.len()).then_some(block.span.start + text.len());
    let is_cut = before.ends_with("...") || before.ends_with('…');
    dash.or(is_cut.then_some(label_start))
}

/// `Bye-bye ferry:The island gets a bridge`: a link whose first words stood in an element of their own. A listed company has no
/// word in lower case (`NYSE:CRM`).
fn is_glued(page: &Page<'_>, block: &Block) -> bool {
    let text = page.text_of(block);
    let glued = |at: usize| {
        text[..at].ends_with(char::is_lowercase)
            && text[..at].split(' ').next_back().is_some_and(|word| word.chars().count() >= MIN_GLUED_CHARS)
            && text[at + 1..].starts_with(char::is_uppercase)
            // Names alone are a speaker's.
            && text[..at].split(' ').any(|word| word.starts_with(char::is_lowercase))
    };
    matches!(block.form, Form::Paragraph | Form::Heading(_))
        && block.shape.is_headline()
        && block.shape.ending == Ending::Open
        && block.shape.words >= MIN_GLUED_WORDS
        && block.shape.digits <= MAX_GLUED_DIGITS
        && memchr::memchr_iter(b':', text.as_bytes()).any(glued)
}

/// `[How the ferry was saved by the islanders]`: some papers set links to other stories so. Sounds and turns of speech
/// of transcripts, lines of code and notes of the editor stand in brackets as well.
fn is_bracketed(page: &Page<'_>, block: &Block) -> bool {
    let inner = |text| -> Option<&str> { Some(str::strip_suffix(str::strip_prefix(text, '[')?, ']')?.trim()) };
    matches!(block.form, Form::Paragraph | Form::Heading(_))
        && (MIN_BRACKETED_WORDS..=MAX_BRACKETED_WORDS).contains(&block.shape.words)
        && inner(page.text_of(block)).is_some_and(|text| {
            text.starts_with(char::is_uppercase)
                && !text.contains(['[', ']', '(', '=', '/', ':', '"', '“', '„', '«', ';'])
                && !text.ends_with('.')
                && !is_loud(text)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> usize {
        let page = Page::from_text(text);
        ReadMore::new(ReadMoreConfig::default(), Arc::new(Lexicon::builtin().unwrap())).findings(&page).marks.len()
    }

    #[test]
    fn a_label_behind_a_headline_takes_it_along() {
        let prose = "The ferry to the island was late again on Monday, the harbour office said, and nobody knew why.";
        let below = |line: &str| marks(&format!("{prose}\n\n{line}"));
        assert_eq!(below("Storm closes the port: five things to know about the ferry Read more"), 1);
        assert_eq!(below("Il porto chiuso per la tempesta Leggi tutto"), 1);
        for line in [
            "What she wants of her pupils is that they should, she said, read more.",
            "Why We Should All Read More",
            "3. Write letters and Read more",
            "“We have been here for forty years,” said Ann Lee Read more",
            "The engineers will come back to the island next week, and the council is to vote again before the month ends Read more",
        ] {
            assert_eq!(below(line), 0, "{line}");
        }
        assert_eq!(marks("Ann Lee on the wall Read more"), 0, "a first line is the title");
    }

    #[test]
    fn a_label_behind_a_dash_goes_alone() {
        let taken = |text: &str| {
            let page = Page::from_text(text);
            let found = ReadMore::new(ReadMoreConfig::default(), Arc::new(Lexicon::builtin().unwrap())).findings(&page);
            found.marks.first().map(|mark| page.slice(mark.span).to_owned())
        };
        assert_eq!(taken("The port was closed on Monday. – READ MORE").as_deref(), Some("– READ MORE"));
        assert_eq!(taken("The port was closed ... Read more").as_deref(), Some("Read more"));
        assert_eq!(taken("She has one wish for her pupils – read more"), None);
    }

    #[test]
    fn a_link_glued_together_is_another_story() {
        let found = |text: &str| is_glued(&Page::from_text(text), &Page::from_text(text).blocks()[0]);
        assert!(found("Bye-bye ferry:The island gets a bridge of its own"));
        for line in [
            "Lee:We never saw the ferry leave the island.",
            "The company (NYSE:CRM) is worth more than the island",
            "Published:Wednesday, May 4, 2022 at 10:15 in the morning",
            "See https://Island.example for all the times of the ferry",
        ] {
            assert!(!found(line), "{line}");
        }
    }

    #[test]
    fn a_headline_in_square_brackets_is_another_story() {
        let found = |text: &str| is_bracketed(&Page::from_text(text), &Page::from_text(text).blocks()[0]);
        assert!(found("[How the ferry was saved by the islanders]"));
        assert!(found("[The bridge is closed! What commuters need to know]"));
        for line in [
            "[The harbour bell rings]",
            "[a man calls from the quay of the island]",
            "[Ferry master: \"We never saw it leave the quay.\"]",
            "[This interview was condensed and edited for the printed page.]",
            "[Image description: A Ferry at the Old Quay of the Island]",
            "[Harbour(name = Old), Quay(name = North) of Example]",
            "[1] How the ferry was saved by the islanders",
        ] {
            assert!(!found(line), "{line}");
        }
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
