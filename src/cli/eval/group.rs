//! What a group of outputs is worth.

use crate::cli::eval::measure::{Score, Share};
use crate::cli::eval::shingle::Rates;
use serde::Serialize;

/// The scores of a group. Means are over documents, shares over words.
#[derive(Debug, Default, Serialize)]
pub struct Group {
    /// Those with a gold text; the rest have only segments.
    pub documents: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub shingle_precision: f64,
    pub shingle_recall: f64,
    /// Of runs of four words.
    pub shingle_f1: f64,
    /// The share of documents without a word lost or left.
    pub perfect: f64,
    /// The share of documents without an article word lost.
    pub no_loss: f64,
    /// The share of article words lost.
    pub lost: f64,
    /// The share of boilerplate words left; without raw texts, of output words that the
    /// gold does not have.
    pub left: f64,
    pub lost_words: Share,
    pub left_words: Share,
    /// How many documents are clean: their raw text has no boilerplate.
    pub clean: usize,
    /// The share of the clean documents that came out with every word; null if none is clean.
    pub untouched: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<Segments>,
}

/// Segments of documents that have some.
#[derive(Debug, Default, Serialize)]
pub struct Segments {
    pub documents: usize,
    /// The share that is there of those that have to be.
    pub present: f64,
    /// The share that is not there of those that must not be.
    pub absent: f64,
    /// Over all segments: those that have to be there and are count as true positives, those
    /// that must not be there and are as false ones.
    #[serde(flatten)]
    pub rates: Rates,
    /// Those that have to be there, and those of them that are not.
    pub with: Share,
    /// Those that must not be there, and those of them that are.
    pub without: Share,
}

impl Group {
    pub fn of(scores: &[&Score]) -> Self {
        let mut group = Group { segments: Segments::of(scores), ..Group::default() };
        let (mut perfect, mut no_loss, mut untouched) = (0, 0, 0);
        for score in scores.iter().filter(|score| score.has_gold) {
            group.documents += 1;
            group.precision += score.precision;
            group.recall += score.recall;
            group.f1 += score.f1;
            group.shingle_precision += score.shingle_precision;
            group.shingle_recall += score.shingle_recall;
            group.shingle_f1 += score.shingle_f1;
            perfect += usize::from(score.perfect);
            no_loss += usize::from(score.lost.wrong == 0);
            group.clean += usize::from(score.untouched.is_some());
            untouched += usize::from(score.untouched == Some(true));
            group.lost_words.add(score.lost);
            group.left_words.add(score.left);
        }
        let documents = group.documents.max(1) as f64;
        for sum in [
            &mut group.precision,
            &mut group.recall,
            &mut group.f1,
            &mut group.shingle_precision,
            &mut group.shingle_recall,
            &mut group.shingle_f1,
        ] {
            *sum /= documents;
        }
        group.perfect = perfect as f64 / documents;
        group.no_loss = no_loss as f64 / documents;
        group.untouched = (group.clean > 0).then(|| untouched as f64 / group.clean as f64);
        group.lost = group.lost_words.share();
        group.left = group.left_words.share();
        group
    }
}

impl Segments {
    fn of(scores: &[&Score]) -> Option<Self> {
        let mut sum = Segments::default();
        for score in scores.iter().filter(|score| score.with.words + score.without.words > 0) {
            sum.documents += 1;
            sum.with.add(score.with);
            sum.without.add(score.without);
        }
        (sum.present, sum.absent) = (1.0 - sum.with.share(), 1.0 - sum.without.share());
        let right = sum.with.words - sum.with.wrong;
        sum.rates = Rates::of(right, right + sum.without.wrong, sum.with.words);
        (sum.documents > 0).then_some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(lost: usize, untouched: Option<bool>) -> Score {
        let lost = Share { words: 4, wrong: lost };
        Score { lost, untouched, has_gold: true, ..Score::default() }
    }

    #[test]
    fn untouched_is_a_share_of_clean_documents_and_no_loss_of_all() {
        let scores = [score(0, Some(true)), score(1, Some(false)), score(0, None), score(0, None)];
        let group = Group::of(&scores.iter().collect::<Vec<_>>());
        assert_eq!((group.documents, group.clean, group.untouched, group.no_loss), (4, 2, Some(0.5), 0.75));
        assert_eq!(Group::of(&[&score(0, None)]).untouched, None);
    }

    #[test]
    fn segments_count_without_a_gold_text() {
        let with = Share { words: 4, wrong: 1 };
        let without = Share { words: 2, wrong: 2 };
        let scores = [Score { with, without, ..Score::default() }, Score::default()];
        let group = Group::of(&scores.iter().collect::<Vec<_>>());
        let segments = group.segments.unwrap();
        assert_eq!((group.documents, segments.documents), (0, 1));
        assert_eq!((segments.present, segments.absent), (0.75, 0.0));
        let Rates { precision, recall, f1 } = segments.rates;
        assert_eq!((precision, recall), (3.0 / 5.0, 0.75));
        assert!((f1 - 2.0 / 3.0).abs() < 1e-9);
    }
}
