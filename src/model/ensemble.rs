//! The two passes over the features of blocks: trees, and trees with a net beside them.

use super::UNIT;
use super::net::Net;
use super::trees::{Columns, Trees};
use super::weights::{Reader, WeightsError};
use std::ops::Range;

/// Trees that score blocks by themselves, and trees that score them again with the first
/// scores of all blocks around.
#[derive(Debug, Clone)]
pub(super) struct Ensemble {
    first: Trees,
    second: Trees,
    /// Averaged with the second trees, where there is one.
    net: Option<Net>,
    /// What each feature is on most blocks: an explanation compares with it.
    usual: Vec<u8>,
}

impl Ensemble {
    /// Reads both passes and the usual values, to the end of the file: `lines` features of the
    /// first pass, and so many `contexts` besides in the second. A net may follow.
    pub(super) fn read(reader: &mut Reader<'_>, lines: usize, contexts: usize) -> Result<Self, WeightsError> {
        let first = Trees::read(reader, lines)?;
        let second = Trees::read(reader, lines + contexts)?;
        let usual = (0..lines + contexts).map(|_| reader.u8()).collect::<Result<_, _>>()?;
        let net = if reader.is_spent() { None } else { Some(Net::read(reader, lines + contexts)?) };
        if !reader.is_spent() {
            return Err(WeightsError::Damaged("something follows the weights"));
        }
        Ok(Ensemble { first, second, net, usual })
    }

    /// The scores of the first pass, in 1024ths of log-odds.
    pub(super) fn first(&self, columns: &Columns) -> Vec<i32> {
        self.first.scores(columns)
    }

    /// The scores of the second pass: of the trees, and where they and the rules (hundredths of
    /// log-odds) are of two minds, the mean of trees and net.
    pub(super) fn second(&self, columns: &Columns, rules: &[i32]) -> Vec<i32> {
        let mut scores = self.second.scores(columns);
        let Some(net) = &self.net else { return scores };
        let is_open = |(score, rules): (&i32, &i32)| {
            let together = score.saturating_add(rules.saturating_mul(UNIT / 100));
            together.unsigned_abs() < SURE
        };
        let open: Vec<bool> = scores.iter().zip(rules).map(is_open).collect();
        for blocks in around(&open, NEAR_BLOCKS) {
            let of_net = net.scores(columns, blocks.clone());
            for (at, of_net) in blocks.zip(of_net).filter(|(at, _)| open[*at]) {
                scores[at] = (scores[at] + of_net) >> 1;
            }
        }
        scores
    }

    /// How far a feature moves the second trees' score of each block from what it would be with
    /// the usual value. The net is not asked: it would have to score the page once for each feature.
    pub(super) fn moved_by(&self, columns: &Columns, feature: usize) -> Vec<i32> {
        let usual = self.usual.get(feature).copied().unwrap_or_default();
        let trees = self.second.asking(feature);
        let (with, without) = (trees.scores(columns), trees.scores(&columns.with_constant(feature, usual)));
        with.into_iter().zip(without).map(|(with, without)| with - without).collect()
    }
}

/// With this score (1 : 7, in 1024ths of log-odds) no net is asked: most blocks of a page are far from
/// any doubt, and asking costs twice what the second trees do (`docs/accuracy.md`, speed).
const SURE: u32 = 2 * UNIT.unsigned_abs();
/// So many blocks around an open one the net sees too. It could make use of 32; on check
/// that is no better: F1 is 0.940 either way.
const NEAR_BLOCKS: usize = 6;

/// The runs of blocks that hold all open ones and all that are so near to one of them.
fn around(open: &[bool], near: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in open.iter().enumerate().filter(|(_, open)| **open) {
        let around = at.saturating_sub(near)..(at + near + 1).min(open.len());
        match runs.last_mut() {
            Some(run) if run.end >= around.start => run.end = around.end,
            _ => runs.push(around),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_net_is_asked_near_doubt_alone() {
        let mut open = [false; 20];
        assert!(around(&open, 2).is_empty());
        (open[1], open[5], open[12]) = (true, true, true);
        assert_eq!(around(&open, 2), [0..8, 10..15]);
        assert_eq!(around(&[true, true, false], 2).first(), Some(&(0..3)));
    }
}
