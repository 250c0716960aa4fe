//! Normal form: NFC once more, because a cut can bring a letter and a mark together.
//!
//! The same as the repair stage [`nfc`](crate::repair::nfc), which see; one that runs at the
//! end holds for the article whatever stages ran before.
//!
//! **Known gaps**: those of `nfc`.

use crate::edits::Edits;
use crate::repair::nfc::{Nfc, NfcConfig};
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NormalFormConfig {}

/// Makes the article NFC.
#[derive(Debug, Clone, Default)]
pub struct NormalForm {
    nfc: Nfc,
}

impl NormalForm {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: NormalFormConfig) -> Self {
        NormalForm { nfc: Nfc::new(NfcConfig::default()) }
    }
}

impl Rewrite for NormalForm {
    fn name(&self) -> &'static str {
        "normal-form"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        self.nfc.run(text, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_nfc() {
        assert_eq!(NormalForm::default().apply(&Text::from("Cafe\u{301}")).as_str(), "Café");
        assert_eq!(NormalForm::default().apply(&Text::from("ﬁ 雨 Café")).as_str(), "ﬁ 雨 Café");
    }
}
