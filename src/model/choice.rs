//! Which blocks of a page to keep, when each is only more or less likely the article's.
//!
//! The set with the largest expected F1 consists of all blocks that are likelier than half
//! of that F1 (Lipton, Elkan, Naryanaswamy 2014, "Optimal thresholding of classifiers to
//! maximize F1 measure"). On a page where the model is sure that is a half; where it is not,
//! doubtful blocks stay.

/// Scores are in hundredths of log-odds.
const HUNDREDTHS: i64 = 100;
/// One, for probabilities in whole numbers.
pub(super) const ONE: i64 = 1 << 16;
/// The logistic function at 0, 1/2, 1 … 8, in parts of [`ONE`].
const LOGISTIC: [i64; 17] = [
    32768, 40793, 47911, 53576, 57724, 60565, 62428, 63615, 64357, 64815, 65097, 65269, 65374, 65438, 65476, 65500,
    65514,
];
/// How often the threshold is set to half of the F1 it leads to; it settles in three or four.
const ROUNDS: usize = 6;

/// How likely a block is the article's, from its log-odds of being boilerplate.
pub(super) fn likelihood(odds: i32) -> i64 {
    let sure = i64::from(odds).abs().min(8 * HUNDREDTHS - 1) * 2;
    let (step, rest) = ((sure / HUNDREDTHS) as usize, sure % HUNDREDTHS);
    let likely = LOGISTIC[step] + (LOGISTIC[step + 1] - LOGISTIC[step]) * rest / HUNDREDTHS;
    if odds < 0 { likely } else { ONE - likely }
}

/// By how much the odds of all blocks of a page are to be moved, so that what is then likelier
/// boilerplate than not is what the best choice leaves out. Never above zero.
///
/// `blocks` are the odds (hundredths of log-odds) and the words of each.
pub(super) fn shift(blocks: &[(i32, u32)]) -> i32 {
    let likely: Vec<(i64, i64)> = blocks.iter().map(|(odds, words)| (likelihood(*odds), i64::from(*words))).collect();
    let expected: i64 = likely.iter().map(|(likely, words)| likely * words / ONE).sum();
    let mut threshold = ONE / 2;
    for _ in 0..ROUNDS {
        let (mut right, mut kept) = (0, 0);
        for (likely, words) in likely.iter().filter(|(likely, _)| *likely >= threshold) {
            right += likely * words / ONE;
            kept += words;
        }
        // F1 = 2 right / (kept + expected), and the threshold is half of it.
        threshold = (right * ONE).checked_div(kept + expected).unwrap_or(threshold).clamp(ONE / 16, ONE / 2);
    }
    odds_of(threshold)
}

/// The log-odds of a likelihood of at most a half.
fn odds_of(likely: i64) -> i32 {
    (0..=800).rev().map(|odds| -odds).find(|odds| likelihood(-odds) >= likely).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelihoods_are_those_of_the_logistic_function() {
        for odds in [-800, -350, -120, -25, 0, 25, 120, 350, 799] {
            let exact = 1.0 / (1.0 + (f64::from(odds) / 100.0).exp());
            assert!((likelihood(odds) as f64 / ONE as f64 - exact).abs() < 0.01, "{odds}");
        }
    }

    #[test]
    fn a_sure_page_is_cut_at_a_half_and_a_doubtful_one_keeps_more() {
        assert!(shift(&[(-800, 300), (800, 300)]) > -10);
        let doubtful = shift(&[(-30, 100), (40, 100), (50, 100), (60, 100)]);
        assert!((-130..-20).contains(&doubtful), "{doubtful}");
        assert_eq!(shift(&[]), 0);
    }
}
