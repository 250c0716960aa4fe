//! Stages that are nothing but their lexicon: every hit of a rule is a mark.
//!
//! `promo-footers`, `comments` and `notices` are of this kind; what they
//! look for stands in `src/lexicon/rules/<stage>/`.
//!
//! **Known gaps**: promotion that no rule has words for; languages without a rule file.

use crate::lexicon::Lexicon;
use crate::marks::Findings;
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PhrasesConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct Phrases {
    name: &'static str,
    lexicon: Arc<Lexicon>,
}

impl Phrases {
    /// The stage that marks the hits of the lexicon of this name.
    #[must_use]
    pub fn new(name: &'static str, _config: PhrasesConfig, lexicon: Arc<Lexicon>) -> Self {
        Phrases { name, lexicon }
    }
}

impl Judge for Phrases {
    fn name(&self) -> &'static str {
        self.name
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.lexicon.mark_all(self.name, page, out);
    }
}
