//! Script and language of the body, and lines in another script.

use crate::lexicon::Lexicon;
use crate::marks::Findings;
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScriptLanguageConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct ScriptLanguage {
    lexicon: Arc<Lexicon>,
}

impl ScriptLanguage {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(_config: ScriptLanguageConfig, lexicon: Arc<Lexicon>) -> Self {
        ScriptLanguage { lexicon }
    }
}

impl Judge for ScriptLanguage {
    fn name(&self) -> &'static str {
        "script-language"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.lexicon.mark_all("script-language", page, out);
    }
}
