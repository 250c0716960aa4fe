//! Nfc.

use crate::edits::Edits;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NfcConfig {}

/// The stage.
#[derive(Debug, Clone, Default)]
pub struct Nfc {}

impl Nfc {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: NfcConfig) -> Self {
        Nfc {}
    }
}

impl Rewrite for Nfc {
    fn name(&self) -> &'static str {
        "nfc"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let _ = (text, out);
    }
}
