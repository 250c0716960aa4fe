//! Plain sentences that are worded as captions are: who is seen doing what, where and when.
//!
//! Told by all of their words together ([`crate::model::wording`]). The sentence that an article opens with
//! tells who did what, where and when as well, so the first running text of the body is left alone.
//!
//! **Known gaps**: captions above the first paragraph; captions that tell the story on.

use crate::error::BuildError;
use crate::judge::wording::{WordingConfig, load, weight};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::wording::{Wording, is_judged};
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
/// From which odds on a caption is told, in hundredths of log-odds: of 954 lines of articles in real dumps two
/// sound like one from here on, none from 100 on.
const FROM: i32 = 50;

impl CaptionWording {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: WordingConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(CaptionWording { wording: load("caption-wording", "weights", config.weights.as_deref())? })
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
        let sounds = page.sounds(&self.wording);
        for (block, sounds) in page.blocks().iter().zip(sounds.iter()) {
            let elsewhere = Some(block.index) != lede && Some(block.index) != title;
            if elsewhere
                && is_judged(block)
                && block.shape.words <= MAX_WORDS
                && let Some(weight) = weight(sounds.caption, FROM)
            {
                out.mark(block.span, Kind::Caption, "caption-wording", Family::Wording, weight);
            }
        }
    }
}
