//! Newlines.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NewlinesConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct Newlines {}

impl Newlines {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: NewlinesConfig) -> Self {
        Newlines {}
    }
}

impl Rewrite for Newlines {
    fn name(&self) -> &'static str {
        "newlines"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let _ = (text, out);
    }
}
