//! Entities.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EntitiesConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct Entities {}

impl Entities {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: EntitiesConfig) -> Self {
        Entities {}
    }
}

impl Rewrite for Entities {
    fn name(&self) -> &'static str {
        "entities"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let _ = (text, out);
    }
}
