//! Where a text came from: `Source: Harbour Mail`, `Originally posted on …`, in lines of their own and at the end of the last paragraph
//! (see `judge/labels_inside`).
//!
//! **Known gaps**: sources without a label; labels in languages without a rule file.

use crate::judge::labels_inside;
use crate::lexicon::Lexicon;
use crate::marks::Findings;
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const NAME: &str = "source-footers";

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceFootersConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct SourceFooters {
    lexicon: Arc<Lexicon>,
}

impl SourceFooters {
    /// The stage, with the labels it looks for.
    #[must_use]
    pub fn new(_config: SourceFootersConfig, lexicon: Arc<Lexicon>) -> Self {
        SourceFooters { lexicon }
    }
}

impl Judge for SourceFooters {
    fn name(&self) -> &'static str {
        NAME
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.lexicon.mark_all(NAME, page, out);
        labels_inside::mark_sources(&self.lexicon, page, out);
    }
}
