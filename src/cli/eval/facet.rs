//! What documents are told apart by: to group them in a report, and to measure only some.

use crate::cli::eval::gold::Document;
use crate::cli::{Failure, say};
use serde::Serialize;
use std::collections::BTreeSet;

/// A property that groups documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Facet {
    /// Field `lang`.
    Language,
    /// Field `page_type`: article, forum, product.
    PageType,
    /// Field `set`: the part of the collection.
    Set,
    /// What rendered the raw text: a key of `dumps`.
    Renderer,
}

impl Facet {
    /// All of them, in the order of the report.
    pub const ALL: [Facet; 4] = [Facet::Language, Facet::PageType, Facet::Set, Facet::Renderer];

    /// How the report calls it.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Language => "language",
            Facet::PageType => "page type",
            Facet::Set => "set",
            Facet::Renderer => "renderer",
        }
    }

    /// The option that chooses by it.
    fn option(self) -> &'static str {
        match self {
            Facet::Language => "--lang",
            Facet::PageType => "--page-type",
            Facet::Set => "--set",
            Facet::Renderer => "--renderer",
        }
    }
}

/// What one document is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facets {
    /// `?` where the gold does not say.
    pub lang: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renderer: Option<String>,
}

impl Facets {
    pub fn of(document: &Document) -> Self {
        let gold = &document.gold;
        let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        Facets {
            lang: filled(&gold.lang).unwrap_or_else(|| "?".to_owned()),
            page_type: filled(&gold.page_type),
            set: filled(&gold.set),
            renderer: document.renderer.clone(),
        }
    }

    pub fn get(&self, facet: Facet) -> Option<&str> {
        match facet {
            Facet::Language => Some(&self.lang),
            Facet::PageType => self.page_type.as_deref(),
            Facet::Set => self.set.as_deref(),
            Facet::Renderer => self.renderer.as_deref(),
        }
    }
}

/// Which documents are measured; with no value, all.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Filter {
    /// Measure only documents in these languages (field `lang`; `?` has none).
    #[arg(long, value_name = "NAME[,NAME]", value_delimiter = ',')]
    lang: Vec<String>,

    /// Measure only pages of these types (field `page_type`).
    #[arg(long, value_name = "NAME[,NAME]", value_delimiter = ',')]
    page_type: Vec<String>,

    /// Measure only these parts of the collection (field `set`).
    #[arg(long, value_name = "NAME[,NAME]", value_delimiter = ',')]
    set: Vec<String>,

    /// Measure only what these rendered (keys of `dumps`).
    #[arg(long, value_name = "NAME[,NAME]", value_delimiter = ',')]
    renderer: Vec<String>,
}

impl Filter {
    fn wanted(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Language => &self.lang,
            Facet::PageType => &self.page_type,
            Facet::Set => &self.set,
            Facet::Renderer => &self.renderer,
        }
    }

    /// The documents that fit every option.
    ///
    /// # Errors
    ///
    /// None is left: the message names the values that the first empty choice had.
    pub fn apply(&self, mut documents: Vec<Document>) -> Result<Vec<Document>, Failure> {
        let mut before: Vec<String> = Vec::new();
        for facet in Facet::ALL {
            let wanted = self.wanted(facet);
            if wanted.is_empty() {
                continue;
            }
            let there = values(&documents, facet);
            documents.retain(|document| Facets::of(document).get(facet).is_some_and(|value| is_in(wanted, value)));
            let choice = format!("{} {}", facet.option(), wanted.join(","));
            if documents.is_empty() {
                return Err(Failure::stop(nothing_left(&choice, &before, &there)));
            }
            for name in wanted.iter().filter(|name| !there.contains(*name)) {
                say::note(&format!("{} {name}: no document; {}", facet.option(), listed(&there)));
            }
            before.push(choice);
        }
        Ok(documents)
    }
}

fn is_in(wanted: &[String], value: &str) -> bool {
    wanted.iter().any(|name| name == value)
}

/// The values that the documents have.
fn values(documents: &[Document], facet: Facet) -> BTreeSet<String> {
    documents.iter().filter_map(|document| Facets::of(document).get(facet).map(str::to_owned)).collect()
}

fn nothing_left(choice: &str, before: &[String], there: &BTreeSet<String>) -> String {
    let among = if before.is_empty() { String::new() } else { format!(" among those of {}", before.join(" ")) };
    format!("{choice}: no document is left{among}; {}", listed(there))
}

fn listed(values: &BTreeSet<String>) -> String {
    if values.is_empty() {
        return "the gold has no such field".to_owned();
    }
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    format!("there are {}", values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::eval::gold::Gold;
    use std::sync::Arc;

    fn document(lang: &str, page_type: &str, renderer: Option<&str>) -> Document {
        let gold = Gold { lang: Some(lang.into()), page_type: Some(page_type.into()), ..Gold::default() };
        Document { gold: Arc::new(gold), renderer: renderer.map(str::to_owned) }
    }

    fn documents() -> Vec<Document> {
        vec![document("de", "forum", Some("a")), document("", "article", Some("b")), document("de", "article", None)]
    }

    fn names(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    fn failure(filter: &Filter) -> String {
        match filter.apply(documents()) {
            Err(Failure::Stop(message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_option_has_to_fit() {
        let count = |filter: Filter| filter.apply(documents()).unwrap().len();
        assert_eq!(count(Filter::default()), 3);
        assert_eq!(count(Filter { lang: names(&["de"]), ..Filter::default() }), 2);
        assert_eq!(count(Filter { lang: names(&["?"]), ..Filter::default() }), 1);
        assert_eq!(count(Filter { renderer: names(&["a", "b"]), ..Filter::default() }), 2);
        let both = Filter { lang: names(&["de"]), page_type: names(&["article"]), ..Filter::default() };
        assert_eq!(count(both), 1);
    }

    #[test]
    fn an_empty_choice_names_the_values_there_are() {
        let message = failure(&Filter { renderer: names(&["c"]), ..Filter::default() });
        assert_eq!(message, "--renderer c: no document is left; there are a, b");
        let both = Filter { lang: names(&["de"]), renderer: names(&["b"]), ..Filter::default() };
        assert_eq!(failure(&both), "--renderer b: no document is left among those of --lang de; there are a");
        let message = failure(&Filter { set: names(&["x"]), ..Filter::default() });
        assert_eq!(message, "--set x: no document is left; the gold has no such field");
    }
}
