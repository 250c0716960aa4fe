//! Controls.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ControlsConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct Controls {}

impl Controls {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: ControlsConfig) -> Self {
        Controls {}
    }
}

impl Rewrite for Controls {
    fn name(&self) -> &'static str {
        "controls"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let _ = (text, out);
    }
}
