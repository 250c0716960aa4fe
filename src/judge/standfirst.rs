//! The standfirst: a sentence or two of the article's own between headline and first paragraph.
//!
//! Whole pages have captions, teasers and notices there as well, so the line model takes what stands there. In a dump
//! without the shell of a site, what is worded neither as a caption nor as an insert is a standfirst more often than not, and
//! this speaks for it.
//!
//! **Known gaps**: standfirsts of whole pages; those without the headline above them.

use crate::error::BuildError;
use crate::judge::wording::{WordingConfig, load};
use crate::judge::{page_shell, title};
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::wording::{Sounds, Wording, is_judged};
use crate::page::{Block, Page};
use crate::stage::Judge;
use std::sync::Arc;

/// The stage.
#[derive(Debug, Clone)]
pub struct Standfirst {
    wording: Arc<Wording>,
}

/// It speaks for the article, against its being a caption (the kind of the mark): what the line model alone says
/// against it is not enough.
const WEIGHT: i32 = -200;
/// Fewer words are a kicker or a label, more are the first paragraph.
const WORDS: std::ops::RangeInclusive<u32> = 8..=45;
/// A byline, a date and a picture may stand above it.
const MAX_BELOW_TITLE: usize = 4;
/// In hundredths of log-odds: of 28 texts of the article at the top of labelled dumps that the line model alone took (standfirsts, most
/// of them) 16 sound less like a caption than this, of 57 captions there nine.
const MAX_CAPTION_ODDS: i32 = -250;
/// A block that the first step has marked so is something else.
const MARKED: i32 = 100;

impl Standfirst {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: WordingConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(Standfirst { wording: load("standfirst", "weights", config.weights.as_deref())? })
    }
}

impl Judge for Standfirst {
    fn name(&self) -> &'static str {
        "standfirst"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let Some(headline) = page.headline() else { return };
        if !page.is_flat() || page_shell::is_there(page) {
            return;
        }
        let below = &page.blocks()[headline.index + 1..];
        // The first that is no byline, date or label; what stands below it is a caption as often.
        let is_text = |block: &&Block| block.shape.words >= *WORDS.start() && page.first_sum(block).sum < MARKED;
        let Some(block) = below.iter().take(MAX_BELOW_TITLE).find(is_text) else { return };
        let is_headline_again = title::says_the_same(page.folded(block), page.folded(headline));
        if !is_headline_again && is_standfirst(block, &page.sounds(&self.wording)[block.index]) {
            out.mark(block.span, Kind::Caption, "standfirst", Family::Wording, WEIGHT);
        }
    }
}

fn is_standfirst(block: &Block, sounds: &Sounds) -> bool {
    is_judged(block)
        && WORDS.contains(&block.shape.words)
        && block.shape.digits * 5 <= block.shape.letters
        && sounds.caption < MAX_CAPTION_ODDS
        && sounds.insert < 0
}
