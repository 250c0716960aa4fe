//! What marks say of whole blocks, before anything is decided: stages ask it of the first step.

use super::evidence::{Evidence, Marks};
use super::{MarksByBlock, taken};
use crate::kind::{Action, Kind};
use crate::marks::Mark;
use crate::page::{Block, Page};

/// What the marks on the whole of one block add up to, whatever its zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockSum {
    /// Hundredths of log-odds.
    pub sum: i32,
    /// The kind of the strongest mark against the block.
    pub kind: Option<Kind>,
    /// It stands outside of what a rule for the site takes; that is not in the sum, which says
    /// what it looks like.
    pub outside: bool,
}

/// A weaker mark does not count towards the cover of a block.
const COVER_MIN_WEIGHT: i32 = 150;

/// The sums of all blocks of a page: of the marks on the whole of a block, or, when single
/// sentences of it are marked, of those, if they cover at least half of it.
pub(crate) fn block_sums(page: &Page<'_>, marks: &[Mark]) -> Vec<BlockSum> {
    let by_block = MarksByBlock::new(page, marks);
    let sum = |block: &Block| {
        let marks = by_block.of(block.index);
        let is_outside = |mark: &&Mark| mark.kind == Kind::SiteOutside && mark.weight > 0;
        let mut covering: Marks<'_> = marks.iter().copied().filter(|mark| mark.span.contains(&block.span)).collect();
        let outside = covering.iter().any(is_outside);
        taken::set_aside(&mut covering);
        covering.retain(|mark| !is_outside(&&**mark));
        if !outside && covering.is_empty() && covered_bytes(block, marks) * 2 >= block.span.len() {
            covering = marks.into();
        }
        if covering.is_empty() {
            return BlockSum { outside, ..BlockSum::default() };
        }
        let evidence = Evidence::of(&covering);
        BlockSum { sum: evidence.sum, kind: evidence.kind, outside }
    };
    page.blocks().iter().map(sum).collect()
}

/// How many bytes of a block lie under some mark that counts. Marks are in order.
fn covered_bytes(block: &Block, marks: &[&Mark]) -> usize {
    let (mut covered, mut upto) = (0, block.span.start);
    for mark in marks.iter().filter(|mark| mark.weight >= COVER_MIN_WEIGHT && mark.kind.action() != Action::Label) {
        let (start, end) = (mark.span.start.max(upto), mark.span.end.min(block.span.end));
        covered += end.saturating_sub(start);
        upto = upto.max(end);
    }
    covered
}
