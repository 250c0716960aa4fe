//! Sentences of flat text that are not of the article, told by all of their words together: see
//! [`crate::model::wording`].
//!
//! A rule needs its phrase; this stage needs none, and so it speaks of outlets that no rule was written
//! for. In the body its word alone takes only what sounds like nothing else; beside a rule or the line
//! model less will do. A whole block is marked where the block sounds so, else the sentences of it that do.
//!
//! **Known gaps**: captions and teasers worded as sentences of an article are; headlines; labels,
//! entries of lists and rows, of which an article has the same.

use crate::error::BuildError;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::Moved;
use crate::model::wording::{Insert, Sounds, Wording, is_judged};
use crate::page::{Block, Page};
use crate::stage::Judge;
use crate::text::{PageText, Span};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Settings of `wording`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordingConfig {
    /// A file of tables to use instead of the built-in one (`train/README.md`). A path that
    /// is not absolute starts at the working directory.
    pub weights: Option<PathBuf>,
}

/// The stage.
#[derive(Debug, Clone)]
pub struct WordingJudge {
    wording: Arc<Wording>,
}

/// A longer block is judged by its sentences alone, in words.
const MAX_WORDS: u32 = 120;
/// A label that opens so many blocks is who speaks, and what is said no insert.
const MIN_TURNS: usize = 3;
/// A longer beginning is no label.
const MAX_LABEL_BYTES: usize = 40;
/// So many words of a block say why.
const SHOWN_WORDS: usize = 4;

/// From which odds on an insert is told, in hundredths of log-odds: one that is a block, and one that is a
/// sentence among others. The tables were made of as many inserts as their writers wrote, not of as many as
/// there are on pages; of 729 lines of articles in real dumps (tune) three sound like one from 300 on.
const BLOCK_FROM: i32 = 160;
const SENTENCE_FROM: i32 = 260;
/// A block of which one sentence sounds less than this like an insert is judged by its sentences. Of inserts of
/// several sentences (147 lines put aside; an earlier table) that sound like one as a whole, 95 % have none such;
/// of 1,239 paragraphs with an insert behind them only four sounded like one as a whole.
const LEAST_ODDS: i32 = -250;
/// What is above that counts so many hundredths: an insert reaches what is certain (600) at 400.
const GAIN: i32 = 250;
/// A weaker opinion is none.
const MIN_WEIGHT: i32 = 100;
/// No more than what is certain, however it sounds.
const MAX_WEIGHT: i32 = 600;

impl WordingJudge {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: WordingConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        let wording = load("wording", "weights", config.weights.as_deref())?;
        Ok(WordingJudge { wording })
    }

    fn judge(&self, page: &Page<'_>, block: &Block, sounds: &Sounds, out: &mut Findings) {
        let folded = page.folded(block);
        let as_one = block.shape.words <= MAX_WORDS && sounds.least >= LEAST_ODDS;
        let insert = weight(sounds.insert, BLOCK_FROM).filter(|_| as_one);
        if let Some(weight) = insert {
            return self.mark(block.span, folded, weight, out);
        }
        for (sentence, odds) in &sounds.inserts {
            if let Some(weight) = weight(*odds, SENTENCE_FROM) {
                let span = Span::new(page.unfold(block, sentence.start), page.unfold(block, sentence.end));
                self.mark(span, &folded[sentence.clone()], weight, out);
            }
        }
    }

    fn mark(&self, span: Span<PageText>, folded: &str, weight: i32, out: &mut Findings) {
        let (kind, rule) = match self.wording.insert(folded) {
            Insert::Promotion => (Kind::Promotion, "wording.promotion"),
            Insert::Notice => (Kind::LegalLinks, "wording.notice"),
            Insert::Author => (Kind::AuthorBio, "wording.author"),
            Insert::Related => (Kind::ReadMoreLine, "wording.related"),
            Insert::Prompt => (Kind::Contribute, "wording.prompt"),
        };
        out.mark(span, kind, rule, Family::Wording, weight);
    }
}

/// The tables in a file, or the built-in ones.
pub(super) fn load(stage: &str, key: &str, path: Option<&Path>) -> Result<Arc<Wording>, BuildError> {
    let refused = |why: String| BuildError::Setting {
        place: stage.into(),
        key: key.into(),
        value: path.map_or("built in".into(), |path| path.display().to_string()),
        why,
    };
    let Some(path) = path else { return Wording::builtin().map_err(|error| refused(error.to_string())) };
    let file = std::fs::read(path)
        .map_err(|error| refused(format!("{error}; name a file made as train/README.md tells, or leave it out")))?;
    Wording::read(&file).map(Arc::new).map_err(|error| refused(error.to_string()))
}

/// What odds count, if they are worth a word.
pub(super) fn weight(odds: i32, from: i32) -> Option<i32> {
    let weight = odds.saturating_sub(from).saturating_mul(GAIN) / 100;
    (weight >= MIN_WEIGHT).then_some(weight.min(MAX_WEIGHT))
}

/// How many blocks each label opens: whoever speaks in an interview does so several times.
fn labels<'p>(page: &'p Page<'_>) -> FxHashMap<&'p str, usize> {
    let mut labels = FxHashMap::default();
    for label in page.blocks().iter().filter_map(|block| label(page.folded(block))) {
        *labels.entry(label).or_default() += 1;
    }
    labels
}

/// What stands before the first colon, if it is no longer than a name.
fn label(folded: &str) -> Option<&str> {
    let beginning = &folded.as_bytes()[..folded.len().min(MAX_LABEL_BYTES + 1)];
    let end = memchr::memchr(b':', beginning)?;
    (folded.as_bytes().get(end + 1) == Some(&b' ')).then(|| &folded[..end])
}

impl Judge for WordingJudge {
    fn name(&self) -> &'static str {
        "wording"
    }

    fn moved_by(&self, page: &Page<'_>) -> Vec<Vec<Moved>> {
        let moved = |block: &Block| self.wording.moved_by(page.folded(block), SHOWN_WORDS);
        if page.is_flat() { page.blocks().iter().map(moved).collect() } else { Vec::new() }
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        // Of HTML the line model knows more than words, and was made without these marks.
        if !page.is_flat() {
            return;
        }
        let labels = LazyCell::new(|| labels(page));
        let sounds = page.sounds(&self.wording);
        for (block, sounds) in page.blocks().iter().zip(sounds.iter()).filter(|(block, _)| is_judged(block)) {
            let speaks = sounds.insert >= BLOCK_FROM || !sounds.inserts.is_empty();
            let is_turn = || label(page.folded(block)).is_some_and(|label| labels[label] >= MIN_TURNS);
            if speaks && !is_turn() {
                self.judge(page, block, sounds, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<(Kind, String)> {
        let stage = WordingJudge::new(WordingConfig::default(), Arc::new(Lexicon::from_files([]).unwrap())).unwrap();
        let page = Page::from_text(text);
        let marks = stage.findings(&page).marks;
        marks.into_iter().map(|mark| (mark.kind, page.slice(mark.span).to_owned())).collect()
    }

    #[test]
    fn an_insert_is_told_by_its_words() {
        let appeal = "If you value what our small newsroom does, please support us with a few pounds each month.";
        assert_eq!(marks(appeal), [(Kind::Promotion, appeal.to_owned())]);
        assert_eq!(marks("The minister arrived in the capital on Sunday for talks over the breakaway region."), []);
    }

    #[test]
    fn labels_and_entries_are_not_judged() {
        assert_eq!(marks("Subscribe to our newsletter"), []);
        assert_eq!(marks("- Subscribe to our free newsletter and never miss a story from us.\n- Second entry."), []);
    }

    #[test]
    fn weights_are_bounded() {
        assert_eq!([weight(199, BLOCK_FROM), weight(200, BLOCK_FROM)], [None, Some(100)]);
        assert_eq!([weight(400, BLOCK_FROM), weight(i32::MAX, BLOCK_FROM)], [Some(600), Some(600)]);
        assert_eq!(weight(i32::MIN, SENTENCE_FROM), None);
    }
}
