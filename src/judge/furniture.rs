//! Topics and keywords, editor's notes, a few words about the author.
//!
//! All of it is told by rules of `furniture`; other kinds of those rules belong to
//! [`bylines`](crate::judge::bylines), [`timestamps`](crate::judge::timestamps) and
//! [`captions`](crate::judge::captions), which look at more than the label.
//!
//! **Known gaps**: lists of topics without a header; biographies without their phrases.

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Field, Findings};
use crate::page::Page;
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FurnitureConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct Furniture {
    lexicon: Arc<Lexicon>,
}

impl Furniture {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(_config: FurnitureConfig, lexicon: Arc<Lexicon>) -> Self {
        Furniture { lexicon }
    }
}

impl Judge for Furniture {
    fn name(&self) -> &'static str {
        "furniture"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for (hit, rule, block) in self.lexicon.hits_of(self.name(), page) {
            match rule.record.kind {
                Kind::Byline | Kind::DeskCredit | Kind::Timestamp | Kind::PhotoCredit | Kind::Caption => continue,
                Kind::Tags => {
                    let list = page.text().get(page.unfold(block, hit.folded.end)..block.span.end).unwrap_or_default();
                    for tag in list
                        .split([',', ';', '|', '，', '、', '،', '；'])
                        .map(|tag| tag.trim_matches([':', ' ', '.', '#']))
                        .filter(|tag| !tag.is_empty())
                    {
                        out.field(Field::Tag, tag, block.span);
                    }
                }
                _ => {}
            }
            out.marks.push(hit.mark(rule, page, block));
        }
    }
}
