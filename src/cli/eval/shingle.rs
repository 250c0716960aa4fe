//! Shingles: runs of four words, which tell whether words stand in the right order.

use crate::cli::eval::words::in_common;
use serde::Serialize;

/// So many words make a shingle, as in the benchmarks of HTML extractors.
const WORDS: usize = 4;

/// How much of one multiset is in another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Rates {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Rates {
    /// From how many things were right, how many were found and how many there were to find.
    /// Where there is nothing to find nothing is lost, and finding nothing is right.
    pub fn of(right: usize, found: usize, wanted: usize) -> Self {
        let share = |of: usize| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        let recall = if wanted == 0 { 1.0 } else { share(wanted) };
        let precision = if wanted == 0 && found == 0 { 1.0 } else { share(found) };
        let sum = precision + recall;
        let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
        Rates { precision, recall, f1 }
    }
}

/// Compares the shingles of an output with those of its gold, as multisets.
pub fn rates(gold: &[&str], output: &[&str]) -> Rates {
    let (gold, output) = (shingles(gold), shingles(output));
    let right = in_common(gold.iter().map(String::as_str), output.iter().map(String::as_str));
    Rates::of(right, output.len(), gold.len())
}

/// All runs of four words; fewer words are one shingle, and none are none.
fn shingles(words: &[&str]) -> Vec<String> {
    if words.is_empty() {
        return Vec::new();
    }
    words.windows(WORDS.min(words.len())).map(|run| run.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_are_runs_of_four_words() {
        assert_eq!(shingles(&["a", "b", "c", "d", "e"]), ["a b c d", "b c d e"]);
        assert_eq!(shingles(&["a", "b"]), ["a b"]);
        assert!(shingles(&[]).is_empty());
    }

    #[test]
    fn the_order_of_words_counts() {
        let gold = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(rates(&gold, &gold).f1, 1.0);
        let part = rates(&gold, &gold[..5]);
        assert_eq!((part.precision, part.recall, part.f1), (1.0, 2.0 / 3.0, 0.8));
        assert_eq!(rates(&gold, &["f", "e", "d", "c", "b", "a"]), Rates::default());
    }

    #[test]
    fn shingles_count_as_often_as_in_both() {
        let twice = ["a", "a", "a", "a", "a"];
        assert_eq!(rates(&twice[..4], &twice).precision, 0.5);
        assert_eq!(rates(&[], &[]), Rates { precision: 1.0, recall: 1.0, f1: 1.0 });
        assert_eq!(rates(&[], &["a"]), Rates { precision: 0.0, recall: 1.0, f1: 0.0 });
    }
}
