//! Ad slots, template tags, ad labels, separators.

use crate::lexicon::Lexicon;
use crate::marks::Findings;
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AdMarkersConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct AdMarkers {
    lexicon: Arc<Lexicon>,
}

impl AdMarkers {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(_config: AdMarkersConfig, lexicon: Arc<Lexicon>) -> Self {
        AdMarkers { lexicon }
    }
}

impl Judge for AdMarkers {
    fn name(&self) -> &'static str {
        "ad-markers"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.lexicon.mark_all("ad-markers", page, out);
    }
}
