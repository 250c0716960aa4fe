//! Fields that the scraper put in front: `date 2020-11-01`, `url: https://…`.
//!
//! Segment splits them from the rest of their line ([`Form::DumpField`]); this stage takes
//! them and reads what the metadata has a place for.
//!
//! **Known gaps**: front matter in other forms (YAML lists, `key = value`).

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Field, Findings};
use crate::page::{Block, Form, Page};
use crate::stage::Judge;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DumpHeaderConfig {}

/// The stage.
#[derive(Debug, Clone)]
pub struct DumpHeader {}

/// A field in front of a dump occurs in no prose.
const FIELD_WEIGHT: i32 = 600;

impl DumpHeader {
    /// The stage with these settings; it needs no rules.
    #[must_use]
    pub fn new(_config: DumpHeaderConfig, _lexicon: Arc<Lexicon>) -> Self {
        DumpHeader {}
    }
}

impl Judge for DumpHeader {
    fn name(&self) -> &'static str {
        "dump-header"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for block in page.blocks().iter().filter(|block| block.form == Form::DumpField) {
            out.mark(block.span, Kind::DumpHeader, "dump-header.field", Family::Shape, FIELD_WEIGHT);
            if let Some((field, value)) = read(page, block) {
                out.field(field, value, block.span);
            }
        }
    }
}

fn read<'t>(page: &Page<'t>, block: &Block) -> Option<(Field, &'t str)> {
    let (name, value) = page.text_of(block).split_once([':', ' '])?;
    let field = match name.to_ascii_lowercase().as_str() {
        "title" => Field::Title,
        "author" | "authors" => Field::Byline,
        "source" => Field::Source,
        "date" | "published" | "publish_date" | "crawled" => Field::Date,
        _ => return None,
    };
    let value = value.trim_matches([':', ' ']);
    (!value.is_empty()).then_some((field, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::Fact;

    #[test]
    fn a_date_in_front_of_a_banner() {
        let page = Page::from_text(" date 2020-11-01 Support our paper!\nA headline");
        let found = DumpHeader::new(DumpHeaderConfig {}, Arc::new(Lexicon::from_files([]).unwrap())).findings(&page);
        assert_eq!(page.slice(found.marks[0].span), "date 2020-11-01");
        assert!(matches!(&found.facts[0], Fact::Field { field: Field::Date, value, .. } if value == "2020-11-01"));
    }
}
