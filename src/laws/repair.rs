//! Laws about the repair stages of a recipe as a whole.

use super::{Law, difference, hold};
use crate::pipeline::Pipeline;
use crate::testing::damage::Damage;

/// Clean text is left as it is.
pub fn leaves_clean(pipeline: &Pipeline, clean: &str) -> Law {
    let repaired = pipeline.repaired(clean);
    hold(repaired.as_str() == clean, || format!("clean text changes: {}", difference(clean, repaired.as_str())))
}

/// Damage that is done to clean text is undone, and nothing is left to do then.
pub fn undoes(pipeline: &Pipeline, damage: Damage, clean: &str) -> Law {
    let Some(damaged) = damage.done_to(clean) else { return Ok(()) };
    let repaired = pipeline.repaired(&damaged).into_string();
    hold(repaired == clean, || format!("{damage:?} is not undone: {}", difference(clean, &repaired)))?;
    leaves_clean(pipeline, &repaired)
}
