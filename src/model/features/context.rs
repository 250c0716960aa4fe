//! What a first look at the whole page says about the surroundings of a block: the features
//! of the second pass.
//!
//! A paragraph is judged by its neighbours, and they by theirs. The first pass scores each
//! block; the second sees the scores (and what the rules said) of the blocks around it, and of
//! the block itself the score and what the first pass saw.

use super::distance::Distance;
use super::scale::{log, share};
use super::{Context, Line};
use crate::model::UNIT;
use crate::page::{Block, Page};
use rustc_hash::FxHashMap;

/// Beyond this a score is as sure as any.
const MAX_ODDS: i32 = 8 * UNIT - 1;
/// Nor do rules say more, in hundredths of log-odds, whatever weights a user gives them.
const MAX_RULES: i32 = 10_000;
/// A paragraph of so many characters that seems to stay is a piece of the body.
const LONG_CHARS: u32 = 80;
/// A block that stays with this score (1 : 7) surely stays.
const SURE: i32 = -2 * UNIT;

/// What is guessed about the blocks after the first pass.
struct Guess<'s> {
    /// What model and rules say of each block together.
    odds: Vec<i32>,
    own: &'s [i32],
    /// Running totals before each block: odds, characters that stay, characters.
    odds_before: Vec<i64>,
    kept_before: Vec<usize>,
    chars_before: Vec<usize>,
}

impl<'s> Guess<'s> {
    fn of(page: &Page<'_>, own: &'s [i32]) -> Self {
        let odds = odds(page, own);
        let (mut odds_before, mut kept_before, mut chars_before) = (vec![0], vec![0], vec![0]);
        for (block, odds) in page.blocks().iter().zip(&odds) {
            let chars = block.shape.width() as usize;
            odds_before.push(odds_before[odds_before.len() - 1] + i64::from(*odds));
            kept_before.push(kept_before[kept_before.len() - 1] + if *odds < 0 { chars } else { 0 });
            chars_before.push(chars_before[chars_before.len() - 1] + chars);
        }
        Guess { odds, own, odds_before, kept_before, chars_before }
    }

    fn stays(&self, at: usize) -> bool {
        self.odds[at] < 0
    }
}

/// What model and rules say of each block together. Of HTML the model says all.
pub(super) fn odds(page: &Page<'_>, own: &[i32]) -> Vec<i32> {
    let flat = page.is_flat();
    let of_block = |(block, own): (&Block, &i32)| {
        let rules = if flat { page.first_sum(block).sum.clamp(-MAX_RULES, MAX_RULES) } else { 0 };
        (own + rules * UNIT / 100).clamp(-MAX_ODDS, MAX_ODDS)
    };
    page.blocks().iter().zip(own).map(of_block).collect()
}

/// A score as a byte: 128 is even, a step is a sixteenth of log-odds.
pub(super) fn byte(score: i32) -> u8 {
    u8::try_from(score.clamp(-MAX_ODDS, MAX_ODDS) / (UNIT / 16) + 128).unwrap_or(128)
}

/// The features of the second pass; `scores` are those of the first.
pub(super) fn of(page: &Page<'_>, lines: &[Line], scores: &[i32]) -> Vec<Context> {
    let guess = Guess::of(page, scores);
    let mut contexts = vec![Context::default(); lines.len()];
    neighbours(&mut contexts, &guess);
    windows(&mut contexts, &guess);
    distances(&mut contexts, page, &guess, true);
    distances(&mut contexts, page, &guess, false);
    runs(&mut contexts, &guess);
    alike(&mut contexts, lines, &guess);
    contexts
}

fn neighbours(contexts: &mut [Context], guess: &Guess<'_>) {
    // Nothing is as good as a surely dropped block: beyond the page there is no article.
    let odds = |at: Option<usize>| at.and_then(|at| guess.odds.get(at)).map_or(255, |odds| byte(*odds));
    for (at, context) in contexts.iter_mut().enumerate() {
        context.score = byte(guess.own[at]);
        context.score_1_before = odds(at.checked_sub(1));
        context.score_2_before = odds(at.checked_sub(2));
        context.score_3_before = odds(at.checked_sub(3));
        context.score_4_before = odds(at.checked_sub(4));
        context.score_1_after = odds(Some(at + 1));
        context.score_2_after = odds(Some(at + 2));
        context.score_3_after = odds(Some(at + 3));
        context.score_4_after = odds(Some(at + 4));
    }
}

fn windows(contexts: &mut [Context], guess: &Guess<'_>) {
    let len = contexts.len();
    let all_kept = guess.kept_before[len];
    for (at, context) in contexts.iter_mut().enumerate() {
        let before = |far: usize| at.saturating_sub(far)..at;
        let after = |far: usize| at + 1..(at + 1 + far).min(len);
        let mean = |range: std::ops::Range<usize>| {
            let count = i64::try_from(range.len()).unwrap_or(1);
            let sum = guess.odds_before[range.end] - guess.odds_before[range.start];
            if count == 0 { 255 } else { byte(i32::try_from(sum / count).unwrap_or(0)) }
        };
        let kept = |range: std::ops::Range<usize>| log(guess.kept_before[range.end] - guess.kept_before[range.start]);
        (context.mean_3_before, context.mean_3_after) = (mean(before(3)), mean(after(3)));
        (context.mean_8_before, context.mean_8_after) = (mean(before(8)), mean(after(8)));
        (context.mean_20_before, context.mean_20_after) = (mean(before(20)), mean(after(20)));
        (context.kept_3_before, context.kept_3_after) = (kept(before(3)), kept(after(3)));
        (context.kept_8_before, context.kept_8_after) = (kept(before(8)), kept(after(8)));
        (context.kept_20_before, context.kept_20_after) = (kept(before(20)), kept(after(20)));
        context.kept_before = share(guess.kept_before[at], all_kept);
        context.kept_before_chars = log(guess.kept_before[at]);
        context.kept_after_chars = log(all_kept - guess.kept_before[at + 1]);
        // In few steps, as everything that would name the page.
        context.page_kept = share(all_kept, guess.chars_before[len]) / 20;
        context.page_kept_chars = log(all_kept) / 24;
    }
}

/// Blocks to the nearest that stays, that surely stays, and that stays and is long.
fn distances(contexts: &mut [Context], page: &Page<'_>, guess: &Guess<'_>, forward: bool) {
    let [mut stays, mut sure, mut long] = [Distance::UNMET; 3];
    let len = contexts.len();
    for step in 0..len {
        let at = if forward { step } else { len - 1 - step };
        let context = &mut contexts[at];
        if forward {
            (context.stays_before, context.sure_before, context.long_before) = (stays.byte(), sure.byte(), long.byte());
        } else {
            (context.stays_after, context.sure_after, context.long_after) = (stays.byte(), sure.byte(), long.byte());
        }
        stays.step(guess.stays(at));
        sure.step(guess.odds[at] < SURE);
        long.step(guess.stays(at) && page.blocks()[at].shape.width() >= LONG_CHARS);
    }
}

/// The run of blocks with one fate that each block stands in.
fn runs(contexts: &mut [Context], guess: &Guess<'_>) {
    let mut start = 0;
    while start < contexts.len() {
        let mut end = start + 1;
        while end < contexts.len() && guess.stays(end) == guess.stays(start) {
            end += 1;
        }
        let chars = log(guess.chars_before[end] - guess.chars_before[start]);
        for (at, context) in contexts[start..end].iter_mut().enumerate() {
            context.run_chars = chars;
            context.run_blocks = log(end - start);
            context.run_place = log(at);
            context.run_rest = log(end - start - 1 - at);
        }
        start = end;
    }
}

/// What becomes of blocks of the same look elsewhere in the page.
fn alike(contexts: &mut [Context], lines: &[Line], guess: &Guess<'_>) {
    let look =
        |line: &Line| (line.chars / 16, line.ends_stop, line.capitalised / 70, line.is_list_item, line.starts_with);
    let mut sums: FxHashMap<_, (i64, i64)> = FxHashMap::default();
    for (line, odds) in lines.iter().zip(&guess.odds) {
        let sum = sums.entry(look(line)).or_default();
        *sum = (sum.0 + i64::from(*odds), sum.1 + 1);
    }
    for (at, (context, line)) in contexts.iter_mut().zip(lines).enumerate() {
        let (sum, count) = sums.get(&look(line)).copied().unwrap_or_default();
        let others = count - 1;
        let mean = if others > 0 { (sum - i64::from(guess.odds[at])) / others } else { 0 };
        context.alike_score = byte(i32::try_from(mean).unwrap_or(0));
        context.alike_blocks = log(usize::try_from(others).unwrap_or(0));
    }
}
