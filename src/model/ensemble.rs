//! The two passes of trees over the features of blocks.

use super::trees::{Columns, Trees};
use super::weights::{Reader, WeightsError};

/// Trees that score blocks by themselves, and trees that score them again with the first
/// scores of all blocks around.
#[derive(Debug, Clone)]
pub(super) struct Ensemble {
    first: Trees,
    second: Trees,
    /// What each feature is on most blocks: an explanation compares with it.
    usual: Vec<u8>,
}

impl Ensemble {
    /// Reads both passes and the usual values, to the end of the file: `lines` features of the
    /// first pass, and so many `contexts` besides in the second.
    pub(super) fn read(reader: &mut Reader<'_>, lines: usize, contexts: usize) -> Result<Self, WeightsError> {
        let first = Trees::read(reader, lines)?;
        let second = Trees::read(reader, lines + contexts)?;
        let usual = (0..lines + contexts).map(|_| reader.u8()).collect::<Result<_, _>>()?;
        if !reader.is_spent() {
            return Err(WeightsError::Damaged("something follows the weights"));
        }
        Ok(Ensemble { first, second, usual })
    }

    /// The scores of the first pass, in 1024ths of log-odds.
    pub(super) fn first(&self, columns: &Columns) -> Vec<i32> {
        self.first.scores(columns)
    }

    /// The scores of the second pass.
    pub(super) fn second(&self, columns: &Columns) -> Vec<i32> {
        self.second.scores(columns)
    }

    /// How far a feature moves the second score of each block from what it would be with the
    /// usual value.
    pub(super) fn moved_by(&self, columns: &Columns, feature: usize) -> Vec<i32> {
        let usual = self.usual.get(feature).copied().unwrap_or_default();
        let trees = self.second.asking(feature);
        let (with, without) = (trees.scores(columns), trees.scores(&columns.with_constant(feature, usual)));
        with.into_iter().zip(without).map(|(with, without)| with - without).collect()
    }
}
