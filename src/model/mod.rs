//! The line model: how likely a block is boilerplate, told from its look, its words and
//! everything around it.
//!
//! Two ensembles of small trees ([`trees`]). The first scores each block from its features
//! ([`features::Line`]); the second scores it again, seeing the first scores of all blocks
//! around it ([`features::Context`]). Both work in whole numbers. The weights are made by
//! the command in `train/README.md` and read from one file ([`weights`]).

mod choice;
pub mod cues;
pub mod features;
pub mod trees;
pub mod weights;

use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use cues::Cues;
use features::{Context, Line};
use serde::Serialize;
use std::sync::Arc;
use trees::{Columns, Trees};
use weights::{Reader, WeightsError};

/// The weights that come with faircopy.
const BUILTIN: &[u8] = include_bytes!("line.weights");

/// Scores are in so many parts of log-odds.
const UNIT: i32 = 1024;
/// The thresholds that the training took off the rules' sums: those of the recipe `balanced`,
/// in the body and outside.
const TRAINED_BODY: i32 = 300;
const TRAINED_OUTSIDE: i32 = 200;

/// The model, ready to score pages.
#[derive(Debug, Clone)]
pub struct LineModel {
    cues: Cues,
    first: Trees,
    second: Trees,
    /// What each feature is on most blocks: an explanation compares with it.
    usual: Vec<u8>,
}

impl LineModel {
    /// The model that comes with faircopy.
    ///
    /// # Errors
    /// None in a released version: a test loads it.
    pub fn builtin() -> Result<Arc<Self>, WeightsError> {
        Self::read(BUILTIN).map(Arc::new)
    }

    /// The model of a file of weights.
    ///
    /// # Errors
    /// When the file is something else, was made for other features, or is damaged.
    pub fn read(file: &[u8]) -> Result<Self, WeightsError> {
        let mut reader = Reader::open(file, features::schema())?;
        let (lines, contexts) = (Line::NAMES.len(), Context::NAMES.len());
        let first = Trees::read(&mut reader, lines)?;
        let second = Trees::read(&mut reader, lines + contexts)?;
        let usual = (0..lines + contexts).map(|_| reader.u8()).collect::<Result<_, _>>()?;
        if !reader.is_spent() {
            return Err(WeightsError::Damaged("something follows the weights"));
        }
        let cues = Cues::builtin().map_err(|_| WeightsError::Damaged("the cue words do not load"))?;
        Ok(LineModel { cues, first, second, usual })
    }

    /// How likely each block is boilerplate, in hundredths of log-odds, on top of what the
    /// rules say of it: with their sum it is to be held against the threshold of the zone.
    #[must_use]
    pub fn score(&self, page: &Page<'_>) -> Vec<i32> {
        let columns = self.columns(page);
        let mut scores: Vec<i32> = self.second.scores(&columns).into_iter().map(hundredths).collect();
        let odds = |(block, score): (&Block, &i32)| {
            let threshold = if page.zone(block) == Zone::Body { TRAINED_BODY } else { TRAINED_OUTSIDE };
            (score.saturating_add(page.first_sum(block).sum).saturating_sub(threshold), block.shape.words)
        };
        let blocks: Vec<(i32, u32)> = page.blocks().iter().zip(&scores).map(odds).collect();
        let shift = choice::shift(&blocks);
        scores.iter_mut().for_each(|score| *score += shift);
        scores
    }

    /// All features of both passes.
    fn columns(&self, page: &Page<'_>) -> Columns {
        let lines = features::of(page, &self.cues);
        let mut columns = Columns::of(lines.iter().map(Line::bytes));
        let scores = self.first.scores(&columns);
        let contexts = features::context(page, &lines, &scores);
        columns.append(&Columns::of(contexts.iter().map(Context::bytes)));
        columns
    }

    /// For each block the features that move its score most away from what it would be with
    /// their usual value, at most `most`, the strongest first.
    #[must_use]
    pub fn explain(&self, page: &Page<'_>, most: usize) -> Vec<Vec<Moved>> {
        let columns = self.columns(page);
        let mut moved = vec![Vec::new(); page.blocks().len()];
        let names = Line::SHOWN.iter().chain(Context::SHOWN);
        for (feature, (name, usual)) in names.zip(&self.usual).enumerate() {
            let trees = self.second.asking(feature);
            let (with, without) = (trees.scores(&columns), trees.scores(&columns.with_constant(feature, *usual)));
            for (moved, (with, without)) in moved.iter_mut().zip(with.into_iter().zip(without)) {
                moved.push(Moved { feature: name, by: hundredths(with - without) });
            }
        }
        for moved in &mut moved {
            moved.retain(|moved| moved.by != 0);
            moved.sort_by_key(|moved| (-moved.by.abs(), moved.feature));
            moved.truncate(most);
        }
        moved
    }
}

/// A feature that moved a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Its name.
    pub feature: &'static str,
    /// How far, in hundredths of log-odds: above zero towards boilerplate.
    pub by: i32,
}

fn hundredths(score: i32) -> i32 {
    score * 100 / UNIT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_come_along_load_and_are_small() {
        LineModel::builtin().unwrap();
        assert!(BUILTIN.len() < 2 << 20, "{} bytes", BUILTIN.len());
    }

    #[test]
    fn the_thresholds_of_the_training_are_those_of_resolve() {
        let config = crate::resolve::ResolveConfig::default();
        assert_eq!((config.head, config.body, config.tail), (TRAINED_OUTSIDE, TRAINED_BODY, TRAINED_OUTSIDE));
    }

    #[test]
    fn a_score_can_be_explained() {
        let prose = "The ferry to the island was late again on Monday, because the harbour was closed in the morning.";
        let text = format!("Home\nNews\nSport\n{prose}\n{prose}\nAbout us\nPrivacy");
        let (model, page) = (LineModel::builtin().unwrap(), Page::from_text(&text));
        let scores = model.score(&page);
        assert!(scores[0] > scores[3], "a menu entry is likelier boilerplate than a paragraph: {scores:?}");
        let moved = model.explain(&page, 3);
        assert_eq!(moved.len(), scores.len());
        assert!(moved.iter().all(|moved| moved.len() <= 3 && moved.iter().all(|moved| moved.by != 0)));
        assert!(moved[0][0].by.abs() >= moved[0][1].by.abs());
    }
}
