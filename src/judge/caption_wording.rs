//! Plain sentences that are worded as captions are: who is seen doing what, where and when.
//!
//! Told by all of their words together ([`crate::model::wording`]). The sentence that an article opens with
//! tells who did what, where and when as well, so the first running text of the body is left alone.
//!
//! **Known gaps**: captions above the first paragraph; captions that tell the story on.

use crate::error::BuildError;
use crate::judge::wording::{WordingConfig, is_judged, load, weight};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::wording::Wording;
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use crate::stage::Judge;
use std::sync::Arc;

/// The stage.
#[derive(Debug, Clone)]
pub struct CaptionWording {
    wording: Arc<Wording>,
}

/// A caption has no more words.
const MAX_WORDS: u32 = 60;
/// From which odds on a caption is told, in hundredths of log-odds: of 954 lines of articles in real dumps none
/// sounds like one from 0 on.
const FROM: i32 = -20;

impl CaptionWording {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: WordingConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(CaptionWording { wording: load("caption-wording", config.weights.as_deref())? })
    }

    fn judge(&self, page: &Page<'_>, block: &Block, out: &mut Findings) {
        let odds = self.wording.sounds(page.folded(block)).caption;
        if let Some(weight) = weight(odds, FROM) {
            out.mark(block.span, Kind::Caption, "caption-wording", Family::Wording, weight);
        }
    }
}

impl Judge for CaptionWording {
    fn name(&self) -> &'static str {
        "caption-wording"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        // Of HTML the line model knows more than words, and was made without these marks.
        if !page.outline().is_empty() {
            return;
        }
        let is_body = |block: &&Block| page.zone(block) == Zone::Body && block.shape.is_sentence();
        let lede = page.blocks().iter().find(is_body).map(|block| block.index);
        let title = page.headline().map(|block| block.index);
        for block in page.blocks() {
            let elsewhere = Some(block.index) != lede && Some(block.index) != title;
            if elsewhere && is_judged(block) && block.shape.words <= MAX_WORDS {
                self.judge(page, block, out);
            }
        }
    }
}
