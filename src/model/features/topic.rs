//! Whether a block has its words in common with what seems to stay or with what seems to go.
//!
//! After the first pass it is known, more or less, which blocks are the article. A teaser or a
//! comment made of whole sentences shares few of its longer words with them, an appeal shares them
//! with other appeals, and a caption is about what the paragraphs beside it tell.

use super::Topic;
use super::scale::share;
use super::words::PageWords;

/// So many blocks that stay, before and after, are near.
const NEAR_BLOCKS: u32 = 4;

/// Where a word stands.
#[derive(Default, Clone, Copy)]
struct Spread {
    /// In how many blocks that stay, and that go.
    kept: u32,
    gone: u32,
    /// The last block it was met in, counted from one.
    last: usize,
}

/// The features of all blocks; `stays` says which seem to stay.
pub(super) fn of(words: &PageWords, stays: &[bool]) -> Vec<Topic> {
    let spread = spread(words, stays);
    let near = near(words, stays);
    let of_block = |at: usize| {
        let (mut kept, mut often, mut gone, mut own) = (0, 0, 0, 0);
        let (own_kept, own_gone) = (u32::from(stays[at]), u32::from(!stays[at]));
        for word in words.topical(at) {
            let spread = spread[*word as usize];
            let (others_kept, others_gone) = (spread.kept - own_kept, spread.gone - own_gone);
            kept += usize::from(others_kept > 0);
            often += usize::from(others_kept > 1);
            gone += usize::from(others_gone > 0);
            own += usize::from(others_kept + others_gone == 0);
        }
        let all = words.topical(at).len();
        Topic {
            kept_words: share(kept, all),
            kept_words_often: share(often, all),
            gone_words: share(gone, all),
            near_words: share(near[at], all),
            own_words: share(own, all),
        }
    };
    (0..stays.len()).map(of_block).collect()
}

fn spread(words: &PageWords, stays: &[bool]) -> Vec<Spread> {
    let mut spread = vec![Spread::default(); words.different];
    for (at, stays) in stays.iter().enumerate() {
        for word in words.topical(at) {
            let spread = &mut spread[*word as usize];
            if spread.last != at + 1 {
                spread.last = at + 1;
                spread.kept += u32::from(*stays);
                spread.gone += u32::from(!*stays);
            }
        }
    }
    spread
}

/// How many of the longer words of each block stand in one of the nearest that stay, before or after.
fn near(words: &PageWords, stays: &[bool]) -> Vec<usize> {
    let mut is_near = vec![false; words.topical_count()];
    mark_near(words, stays, 0..stays.len(), &mut is_near);
    mark_near(words, stays, (0..stays.len()).rev(), &mut is_near);
    let of_block = |at| is_near[words.topical_range(at)].iter().filter(|is_near| **is_near).count();
    (0..stays.len()).map(of_block).collect()
}

/// Marks the words that one of the last blocks that stay has, in this order.
fn mark_near(words: &PageWords, stays: &[bool], order: impl Iterator<Item = usize>, is_near: &mut [bool]) {
    // In which of the blocks that stay each word stood last, none at zero.
    let mut last = vec![0; words.different];
    let mut kept = NEAR_BLOCKS;
    for at in order {
        for (is_near, word) in is_near[words.topical_range(at)].iter_mut().zip(words.topical(at)) {
            *is_near |= last[*word as usize] + NEAR_BLOCKS > kept;
        }
        if stays[at] {
            kept += 1;
            words.topical(at).iter().for_each(|word| last[*word as usize] = kept);
        }
    }
}
