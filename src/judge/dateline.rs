//! The place, and often the agency, that open the first paragraph:
//! `PANAGYURISHTE, (BM) – This week …`. Both are copied to the metadata; the text stays.
//!
//! **Known gaps**: scripts without capitals, where a dateline cannot be told from the
//! first words of a sentence with a dash.

use crate::error::BuildError;
use crate::judge::bylines::agency;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Field, Findings};
use crate::observe::zones::Zone;
use crate::page::Page;
use crate::stage::Judge;
use crate::text::Span;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `dateline`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DatelineConfig {
    /// In how many of the first paragraphs of the body it is looked for. Default 2: a
    /// standfirst may come first.
    pub paragraphs: usize,
}

impl Default for DatelineConfig {
    fn default() -> Self {
        DatelineConfig { paragraphs: 2 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Dateline {
    config: DatelineConfig,
    pattern: Regex,
}

/// A place in capitals, perhaps a region or a date behind a comma, perhaps an agency in
/// brackets, a dash, and then text.
const DATELINE: &str = concat!(
    r"^\s*(?P<place>\p{Lu}[\p{Lu}'’.\- ]{2,40}?)",
    r"(?P<region>,\s+[\p{Lu}\d][\p{L}\d.\- ]{0,30})?,?\s*",
    r"(?:\((?P<agency>[^()\n]{2,24})\)\s*)?",
    r"(?:--|[–—―-])\s*\S"
);
/// A label carries no weight against its text; this says only how sure it is.
const LABEL_WEIGHT: i32 = 300;

impl Dateline {
    /// The stage with these settings; it needs no rules.
    ///
    /// # Errors
    /// None in a released version: the pattern is a constant.
    pub fn new(config: DatelineConfig, _lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(Dateline { config, pattern: super::pattern("dateline", DATELINE)? })
    }
}

impl Judge for Dateline {
    fn name(&self) -> &'static str {
        "dateline"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let first = page.blocks().iter().filter(|block| page.zone(block) == Zone::Body && block.shape.is_sentence());
        for block in first.take(self.config.paragraphs) {
            let text = page.text_of(block);
            if !opens_in_capitals(text) {
                continue;
            }
            let Some(found) = self.pattern.captures(text) else { continue };
            let at = |name: &str| {
                found
                    .name(name)
                    .map(|m| (m.as_str().trim(), Span::new(block.span.start + m.start(), block.span.start + m.end())))
            };
            let Some((place, span)) = at("place") else { continue };
            out.mark(span, Kind::Dateline, "dateline.place", Family::Shape, LABEL_WEIGHT);
            if let Some(name) = agency(place) {
                out.field(Field::Agency, name, span);
            } else {
                out.field(Field::Place, place, span);
            }
            if let Some((name, span)) = at("agency") {
                out.mark(span, Kind::Dateline, "dateline.agency", Family::Shape, LABEL_WEIGHT);
                out.field(Field::Agency, agency(name).unwrap_or(name), span);
            }
            return;
        }
    }
}

/// Two capitals in front: the pattern need not be asked about anything else.
fn opens_in_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<String> {
        let stage = Dateline::new(DatelineConfig::default(), Arc::new(Lexicon::from_files([]).unwrap())).unwrap();
        let found = stage.findings(&Page::from_text(text));
        found
            .facts
            .into_iter()
            .filter_map(|fact| if let crate::Fact::Field { value, .. } = fact { Some(value) } else { None })
            .collect()
    }

    #[test]
    fn place_and_agency_are_copied() {
        assert_eq!(
            fields("SMALLTOWN, (XY) – This week it became clear that the bridge stays closed."),
            ["SMALLTOWN", "XY"]
        );
        assert_eq!(fields("SAITAMA, Japan — The river rose by a metre on Monday night."), ["SAITAMA"]);
        assert_eq!(fields("МОСКВА, 20 июн — РИА Новости. Вода в реке поднялась на метр."), ["МОСКВА"]);
    }

    #[test]
    fn capitals_in_a_sentence_are_none() {
        assert_eq!(
            fields("NATO said on Monday that the ships – all of them – had left the port."),
            Vec::<String>::new()
        );
        assert_eq!(fields("It rained – and how – over the whole of the valley."), Vec::<String>::new());
    }
}
