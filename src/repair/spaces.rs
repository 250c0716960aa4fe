//! Spaces.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpacesConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct Spaces {}

impl Spaces {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: SpacesConfig) -> Self {
        Spaces {}
    }
}

impl Rewrite for Spaces {
    fn name(&self) -> &'static str {
        "spaces"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        for (at, _) in text.as_str().match_indices('\u{a0}') {
            out.replace(at..at + 2, " ");
        }
    }
}
