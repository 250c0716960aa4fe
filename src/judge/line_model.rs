//! The line model's opinion of every block: see [`crate::model`].
//!
//! Of flat text its weight is what the rules' sum lacks or has too much of: it was trained with that
//! sum (less the threshold) as its offset. So it counts both ways, and on a block that no rule
//! knows it decides alone. Of HTML it speaks for the rules, which it has weighed: its weight is to be
//! held against the threshold by itself.
//!
//! **Known gaps**: fluent promotion and teasers made of sentences on the article's own
//! topic; tables and schedules far from any paragraph.

use crate::error::BuildError;
use crate::judge::wording;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Fact, Family, Findings};
use crate::model::{LineModel, Moved, Scored, WeightFiles};
use crate::page::{Form, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Settings of `line-model`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LineModelConfig {
    /// A file of weights to use instead of the built-in ones (`train/README.md`). A path that
    /// is not absolute starts at the working directory.
    pub weights: Option<PathBuf>,
    /// The same for pages in one line.
    pub one_line_weights: Option<PathBuf>,
    /// The same for pages of HTML.
    pub html_weights: Option<PathBuf>,
    /// The tables of wordings that the model for flat text hears: a recipe that gives the stage `wording` another
    /// file gives it here as well, with weights that were trained for it.
    pub wording_weights: Option<PathBuf>,
}

/// The rule of its marks.
const RULE: &str = "line-model";
/// And of those that speak for a block on a page that speaks to its reader and reports nothing: there the model is heard over more rules
/// (`resolve/heard.rs`).
pub(crate) const RULE_IN_GUIDE: &str = "line-model.guide";
/// The same, where nearly all seems to be the article's.
pub(crate) const RULE_IN_CLEAN_GUIDE: &str = "line-model.clean-guide";

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
        let wording = wording::load("line-model", "wording-weights", config.wording_weights.as_deref())?;
        // Each is tried by itself, so that an error names the one at fault.
        let content = |key, path: Option<PathBuf>, alone: fn(&[u8]) -> WeightFiles<'_>| {
            let Some(path) = path else { return Ok(None) };
            let content = file(key, &path)?;
            let model = LineModel::with(alone(&content), wording.clone());
            model.map_err(|error| refused(key, path.display().to_string(), error.to_string()))?;
            Ok(Some(content))
        };
        let flat = content("weights", config.weights, |file| WeightFiles { flat: Some(file), ..Default::default() })?;
        let one_line = content("one-line-weights", config.one_line_weights, |file| WeightFiles {
            one_line: Some(file),
            ..Default::default()
        })?;
        let html = content("html-weights", config.html_weights, |file| WeightFiles {
            html: Some(file),
            ..Default::default()
        })?;
        let files = WeightFiles { flat: flat.as_deref(), one_line: one_line.as_deref(), html: html.as_deref() };
        let model = LineModel::with(files, wording.clone());
        let model = model.map_err(|error| refused("weights", "built in".into(), error.to_string()))?;
        Ok(LineModelJudge { model: Arc::new(model) })
    }
}

/// The content of a file of weights.
fn file(key: &str, path: &Path) -> Result<Vec<u8>, BuildError> {
    std::fs::read(path).map_err(|error| {
        let why = format!("{error}; name a file made as train/README.md tells, or leave it out");
        refused(key, path.display().to_string(), why)
    })
}

fn refused(key: &str, value: String, why: String) -> BuildError {
    BuildError::Setting { place: "line-model".into(), key: key.into(), value, why }
}

impl Judge for LineModelJudge {
    fn name(&self) -> &'static str {
        "line-model"
    }

    fn moved_by(&self, page: &Page<'_>) -> Vec<Vec<Moved>> {
        self.model.explain(page, SHOWN_FEATURES)
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let Scored { weights, page_type, is_guide, is_clean } = self.model.score(page);
        let speaks_for = match (is_guide, is_clean) {
            (true, true) => RULE_IN_CLEAN_GUIDE,
            (true, false) => RULE_IN_GUIDE,
            _ => RULE,
        };
        out.facts.extend(page_type.map(Fact::PageType));
        for (block, weight) in page.blocks().iter().zip(weights) {
            // A line of signs was no part of what the model learned, nor a whole page on one.
            let known = !matches!(block.form, Form::Separator | Form::DumpField) && block.shape.chars <= MAX_CHARS;
            // Of HTML and of pages in one line it also says that it is of two minds: it has weighed the rules.
            if known && (weight != 0 || page_type.is_some() || block.part.is_some()) {
                let rule = if weight < 0 { speaks_for } else { RULE };
                out.mark(block.span, Kind::Model, rule, Family::Model, weight);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_file_at_fault() {
        let here = || Some(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")));
        let missing = || Some(PathBuf::from("no/such/file"));
        let error = |weights, html_weights, wording_weights| {
            let config = LineModelConfig { weights, html_weights, wording_weights, ..Default::default() };
            LineModelJudge::new(config, Arc::new(Lexicon::from_files([]).unwrap())).unwrap_err().to_string()
        };
        assert!(error(here(), None, None).contains("Cargo.toml"));
        assert!(error(None, here(), None).contains("html-weights"));
        assert!(error(None, None, here()).contains("wording-weights"));
        let config = LineModelConfig { one_line_weights: here(), ..Default::default() };
        let one_line = LineModelJudge::new(config, Arc::new(Lexicon::from_files([]).unwrap())).unwrap_err().to_string();
        assert!(one_line.contains("one-line-weights"), "{one_line}");
        let unread = error(None, None, missing());
        assert!(unread.contains("no/such/file") && unread.contains("train/README.md"), "{unread}");
    }
}
