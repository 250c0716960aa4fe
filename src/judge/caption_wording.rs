//! Plain sentences that are worded as captions are: who is seen doing what, where and when.
//!
//! Told by all of their words together ([`crate::model::wording`]). The sentence that an article opens with
//! tells who did what, where and when as well, so the first running text of the body is left alone, unless a credit
//! stands right above or below it, or the next paragraph names in full again whom it names.
//!
//! Tabloids set a dozen pictures in a row, each with a line without a stop: where several of such a run are told, the others are
//! captions too.
//!
//! **Known gaps**: other captions above the first paragraph; captions that tell the story on.

use crate::error::BuildError;
use crate::judge::full_names;
use crate::judge::wording::{WordingConfig, load, weight};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::wording::{Wording, is_judged};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Form, Page};
use crate::stage::Judge;
use std::sync::Arc;

/// The stage.
#[derive(Debug, Clone)]
pub struct CaptionWording {
    wording: Arc<Wording>,
    lexicon: Arc<Lexicon>,
}

/// The rule of what is told by its words.
pub(crate) const RULE: &str = "caption-wording";
/// A caption has no more words.
const MAX_WORDS: u32 = 60;
/// A line of more words has a credit and something else.
const MAX_CREDIT_WORDS: u32 = 10;
/// From which odds on a caption is told, in hundredths of log-odds: of 954 lines of articles in real dumps two
/// sound like one from here on, none from 100 on.
const FROM: i32 = 50;
/// Of the first running text of the body, where it may be a caption at all.
const FROM_AT_THE_TOP: i32 = 100;
/// Captions told by themselves in a run of lines without a stop, and how many lines there may be for one. Of runs with three told at lower odds
/// (from 50 on), in dumps that were read and in those written for training (by tables that have not seen them), 14 are captions or headlines and one
/// is a list of names, of which two are told at what a mark needs; with one or two told every third is a list of the article's own.
const MIN_TOLD: usize = 3;
const MAX_LINES_FOR_ONE: usize = 4;
/// What the line model speaks strongly for stays.
const RUN_WEIGHT: i32 = 450;

impl CaptionWording {
    /// The stage with these settings; of the rules it asks those for credits of pictures.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: WordingConfig, lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(CaptionWording { wording: load("caption-wording", "weights", config.weights.as_deref())?, lexicon })
    }

    /// Whether a credit of a picture stands right above or below a block.
    fn has_credit(&self, page: &Page<'_>, at: usize) -> bool {
        self.lexicon.hits_of("furniture", page).any(|(_, rule, block)| {
            rule.record.kind == Kind::PhotoCredit
                && block.index.abs_diff(at) == 1
                && block.shape.words <= MAX_CREDIT_WORDS
                && !block.shape.ends_sentence()
        })
    }
}

impl Judge for CaptionWording {
    fn name(&self) -> &'static str {
        "caption-wording"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        // Of HTML the line model knows more than words, and was made without these marks.
        if !page.is_flat() {
            return;
        }
        let is_body = |block: &&Block| page.zone(block) == Zone::Body && block.shape.is_sentence();
        let lede = page.blocks().iter().find(is_body).map(|block| block.index);
        let pictured = lede.filter(|lede| self.has_credit(page, *lede) || is_named_again(page, *lede));
        let title = page.headline().map(|block| block.index);
        let sounds = page.sounds(&self.wording);
        let mut told = vec![false; page.blocks().len()];
        for (block, sounds) in page.blocks().iter().zip(sounds.iter()) {
            let from = if Some(block.index) == pictured { FROM_AT_THE_TOP } else { FROM };
            let elsewhere = (Some(block.index) != lede || pictured.is_some()) && Some(block.index) != title;
            if elsewhere
                && is_judged(block)
                && block.shape.words <= MAX_WORDS
                && !goes_on(page, block)
                && let Some(weight) = weight(sounds.caption, from)
            {
                out.mark(block.span, Kind::Caption, RULE, Family::Wording, weight);
                told[block.index] = true;
            }
        }
        for run in page.blocks().chunk_by(|before, after| is_open(before) && is_open(after)) {
            let of_run = run.iter().filter(|block| told[block.index]).count();
            if of_run >= MIN_TOLD && of_run * MAX_LINES_FOR_ONE >= run.len() {
                let is_other =
                    |block: &&Block| !told[block.index] && Some(block.index) != title && Some(block.index) != lede;
                for block in run.iter().filter(is_other) {
                    out.mark(block.span, Kind::Caption, "caption-wording.run", Family::Structure, RUN_WEIGHT);
                }
            }
        }
    }
}

/// Whether a block is one line without a stop, longer than a label.
fn is_open(block: &Block) -> bool {
    block.form == Form::Paragraph
        && block.shape.ending == Ending::Open
        && block.shape.words <= MAX_WORDS
        && is_judged(block)
}

/// Whether a block is the second half of a sentence that began in the line above. (The names of pictures begin in lower case too.)
fn goes_on(page: &Page<'_>, block: &Block) -> bool {
    let above = block.index.checked_sub(1).and_then(|above| page.blocks().get(above));
    page.text_of(block).starts_with(char::is_lowercase)
        && above.is_some_and(|above| page.text_of(above).ends_with([',', ';', '-', '–']))
}

/// Whether the next paragraph names in full again whom or what this one names, as the beginning of an article below a caption does.
fn is_named_again(page: &Page<'_>, at: usize) -> bool {
    let block = &page.blocks()[at];
    let next = page.blocks()[at + 1..].iter().find(|block| block.shape.is_sentence());
    block.shape.words <= MAX_WORDS
        && next.is_some_and(|next| full_names::share_one(page.text_of(block), page.text_of(next)))
}
