//! The line model's opinion of every block: see [`crate::model`].
//!
//! Its weight is what the rules' sum lacks or has too much of: it was trained with that sum
//! (less the threshold) as its offset. So it counts both ways, and on a block that no rule
//! knows it decides alone.
//!
//! **Known gaps**: fluent promotion and teasers made of sentences on the article's own
//! topic; tables and schedules far from any paragraph.

use crate::error::BuildError;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::model::{LineModel, Moved};
use crate::page::{Form, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// Settings of `line-model`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LineModelConfig {
    /// A file of weights to use instead of the built-in ones (`train/README.md`). A path that
    /// is not absolute starts at the working directory.
    pub weights: Option<PathBuf>,
}

/// The stage.
#[derive(Debug, Clone)]
pub struct LineModelJudge {
    model: Arc<LineModel>,
}

/// No paragraph has so many characters: such a line is a page that lost its breaks, and all
/// that can be said of it is that the article is in it.
const MAX_CHARS: u32 = 20_000;

/// So many features of a block say why: the first carry nearly all of its weight.
const SHOWN_FEATURES: usize = 4;

impl LineModelJudge {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// When the file of weights cannot be read or is refused.
    pub fn new(config: LineModelConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        let refused = |value: String, why: String| BuildError::Setting {
            place: "line-model".into(),
            key: "weights".into(),
            value,
            why,
        };
        let model = match config.weights {
            None => LineModel::builtin().map_err(|error| refused("built in".into(), error.to_string()))?,
            Some(path) => {
                let name = path.display().to_string();
                let file = std::fs::read(&path).map_err(|error| {
                    refused(
                        name.clone(),
                        format!("{error}; name a file that train/train.py has written, or leave it out"),
                    )
                })?;
                Arc::new(LineModel::read(&file).map_err(|error| refused(name, error.to_string()))?)
            }
        };
        Ok(LineModelJudge { model })
    }
}

impl Judge for LineModelJudge {
    fn name(&self) -> &'static str {
        "line-model"
    }

    fn moved_by(&self, page: &Page<'_>) -> Vec<Vec<Moved>> {
        self.model.explain(page, SHOWN_FEATURES)
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for (block, weight) in page.blocks().iter().zip(self.model.score(page)) {
            // A line of signs was no part of what the model learned, nor a whole page on one.
            let known = !matches!(block.form, Form::Separator | Form::DumpField) && block.shape.chars <= MAX_CHARS;
            if weight != 0 && known {
                out.mark(block.span, Kind::Model, "line-model", Family::Model, weight);
            }
        }
    }
}
