//! A *fair copy* is the clean, final version of a messy draft. faircopy makes one out of a
//! raw scraped dump: bytes in any encoding, flat text or HTML, in; the article's own text,
//! its metadata and a ledger of everything that was taken out, out.

#![forbid(unsafe_code)]

pub mod article;
mod blocks;
pub mod catalog;
mod chars;
pub mod decode;
mod edits;
mod error;
mod inline;
pub mod judge;
mod kind;
pub mod language;
#[cfg(feature = "testing")]
pub mod laws;
pub mod lexicon;
mod markdown;
mod marks;
pub mod metadata;
pub mod model;
pub mod observe;
mod outline;
mod page;
mod pipeline;
pub mod polish;
mod recipe;
pub mod render;
pub mod repair;
pub mod resolve;
mod scan;
pub mod segment;
mod site;
mod stage;
#[cfg(feature = "testing")]
pub mod testing;
mod text;

pub use article::{Article, Metadata, Outcome, VERSION};
pub use blocks::{ArticleBlock, BlockRecord, Container, ContainerKind};
pub use edits::{Edits, TakenOut, Undone};
pub use error::BuildError;
pub use inline::{Inline, InlineKind};
pub use kind::{Action, Kind};
pub use markdown::MarkdownOptions;
pub use marks::{Fact, Family, Field, Findings, Flag, Mark, Rule};
pub use metadata::Declared;
pub use model::page_type::PageType;
pub use model::{LineModel, Moved};
pub use observe::zones::Zone;
pub use outline::{ElementId, Outline};
pub use page::{Block, Ending, Form, Hints, Page, Shape, Visibility};
pub use pipeline::{About, Pipeline};
pub use recipe::{BUILTIN, Limits, Recipe, RulesConfig, StageSpec};
pub use resolve::{Decision, Reason};
pub use site::{SiteNote, SiteNotes, SiteWord};
pub use stage::{Judge, Rewrite, Step};
pub use text::{ArticleText, Bytes, Origin, PageText, SourceMap, Span, Text};

// The examples of the guides are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
#[cfg(doctest)]
#[doc = include_str!("../docs/composing.md")]
struct ComposingExamples;
