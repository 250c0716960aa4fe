//! EncodingRepair.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EncodingRepairConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct EncodingRepair {}

impl EncodingRepair {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: EncodingRepairConfig) -> Self {
        EncodingRepair {}
    }
}

impl Rewrite for EncodingRepair {
    fn name(&self) -> &'static str {
        "encoding-repair"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let _ = (text, out);
    }
}
