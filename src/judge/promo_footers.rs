//! Appeals to follow, subscribe, install, donate, take part.

use crate::lexicon::Lexicon;
use crate::marks::Findings;
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PromoFootersConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct PromoFooters {
    lexicon: Arc<Lexicon>,
}

impl PromoFooters {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(_config: PromoFootersConfig, lexicon: Arc<Lexicon>) -> Self {
        PromoFooters { lexicon }
    }
}

impl Judge for PromoFooters {
    fn name(&self) -> &'static str {
        "promo-footers"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        self.lexicon.mark_all("promo-footers", page, out);
    }
}
