//! The one list of stages. Help, recipes and the reference come from it.

use crate::error::{BuildError, explain_unknown_key};
use crate::lexicon::Lexicon;
use crate::stage::{Judge, Rewrite, Step};
use crate::{judge, observe, polish, repair};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// In which part of a recipe a stage belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// On the way in: [`Rewrite`].
    Repair,
    /// In the middle: [`Judge`], in its step.
    Judge(Step),
    /// On the way out: [`Rewrite`].
    Polish,
}

impl Phase {
    /// The key of a recipe that lists its stages.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Phase::Repair => "repair",
            Phase::Judge(_) => "judge",
            Phase::Polish => "polish",
        }
    }
}

/// A stage as the catalog knows it.
pub struct Entry {
    /// Its name in recipes.
    pub name: &'static str,
    /// Its name in prose.
    pub title: &'static str,
    /// Where it belongs.
    pub phase: Phase,
    /// What text it looks for, in one line.
    pub about: &'static str,
    make: Make,
}

/// A stage, or why its settings are refused.
type Built<S> = Result<Box<S>, BuildError>;

enum Make {
    Rewrite(fn(Settings<'_>) -> Built<dyn Rewrite>),
    Judge(fn(Settings<'_>, &Arc<Lexicon>) -> Built<dyn Judge>),
}

/// What a recipe says about one stage.
pub struct Settings<'s> {
    /// How errors call the recipe and the stage.
    pub place: &'s str,
    /// The keys and values.
    pub table: &'s toml::Table,
}

impl Settings<'_> {
    /// The settings as the config of the stage.
    ///
    /// # Errors
    /// When a key is unknown or a value is not of its type.
    pub fn read<C: DeserializeOwned>(&self) -> Result<C, BuildError> {
        C::deserialize(self.table.clone()).map_err(|error| BuildError::Syntax {
            place: self.place.to_owned(),
            message: explain_unknown_key(error.message()),
        })
    }
}

impl Entry {
    /// This stage with its default settings, if it is a [`Rewrite`].
    ///
    /// # Errors
    /// When it is a judge; the message says so.
    pub fn build_rewrite(&self) -> Result<Box<dyn Rewrite>, BuildError> {
        self.rewrite(Settings { place: self.name, table: &toml::Table::new() })
            .unwrap_or_else(|| Err(self.wrong_phase("a rewrite stage")))
    }

    /// This stage with its default settings and the built-in rules, if it is a [`Judge`].
    ///
    /// # Errors
    /// When it is a rewrite stage; the message says so.
    pub fn build_judge(&self) -> Result<Box<dyn Judge>, BuildError> {
        let lexicon = Arc::new(Lexicon::builtin()?);
        self.judge(Settings { place: self.name, table: &toml::Table::new() }, &lexicon)
            .unwrap_or_else(|| Err(self.wrong_phase("a judge")))
    }

    fn wrong_phase(&self, wanted: &'static str) -> BuildError {
        BuildError::Unknown {
            place: "catalog".into(),
            what: wanted,
            name: self.name.into(),
            hint: format!(": it is listed under `{}`", self.phase.key()),
        }
    }

    pub(crate) fn rewrite(&self, settings: Settings<'_>) -> Option<Result<Box<dyn Rewrite>, BuildError>> {
        match self.make {
            Make::Rewrite(make) => Some(make(settings)),
            Make::Judge(_) => None,
        }
    }

    pub(crate) fn judge(
        &self,
        settings: Settings<'_>,
        lexicon: &Arc<Lexicon>,
    ) -> Option<Result<Box<dyn Judge>, BuildError>> {
        match self.make {
            Make::Judge(make) => Some(make(settings, lexicon)),
            Make::Rewrite(_) => None,
        }
    }
}

/// A repair or polish stage without settings or with a config that reads from them.
macro_rules! rewrite {
    ($phase:expr, $name:literal, $title:literal, $about:literal, $stage:path) => {
        Entry {
            name: $name,
            title: $title,
            phase: $phase,
            about: $about,
            make: Make::Rewrite(|settings| Ok(Box::new(<$stage>::new(settings.read()?)))),
        }
    };
}

macro_rules! judge {
    ($step:ident, $name:literal, $title:literal, $about:literal, $make:expr) => {
        Entry {
            name: $name,
            title: $title,
            phase: Phase::Judge(Step::$step),
            about: $about,
            make: Make::Judge(|settings, lexicon| Ok(Box::new($make(settings.read()?, lexicon.clone())?))),
        }
    };
}

/// A judge that cannot fail to be built.
macro_rules! sure {
    ($stage:path) => {
        |config, lexicon| Ok::<_, BuildError>(<$stage>::new(config, lexicon))
    };
}

/// A judge that is nothing but its lexicon.
macro_rules! phrases {
    ($name:literal) => {
        |config, lexicon| Ok::<_, BuildError>(judge::phrases::Phrases::new($name, config, lexicon))
    };
}

/// All stages, in the order in which the built-in recipes run them.
pub static STAGES: &[Entry] = &[
    rewrite!(
        Phase::Repair,
        "string-list",
        "String lists",
        "A text that is a list of strings, as Python and JSON write it, becomes its lines.",
        repair::string_list::StringList
    ),
    // Before what reads tags and escapes: scripts are full of both.
    rewrite!(
        Phase::Repair,
        "page-code",
        "Page code",
        "Scripts, styles and data of a page, left in a dump of all its text nodes, go.",
        repair::page_code::PageCode
    ),
    rewrite!(
        Phase::Repair,
        "stray-tags",
        "Stray tags",
        "Tags left in flat text become line breaks, or nothing.",
        repair::stray_tags::StrayTags
    ),
    rewrite!(
        Phase::Repair,
        "entities",
        "Entities",
        "Entities and escapes left in flat text become their characters.",
        repair::entities::Entities
    ),
    // Before newlines and controls: soft hyphens, NELs and other controls are half of what
    // misread letters are made of.
    rewrite!(
        Phase::Repair,
        "encoding-repair",
        "Encoding repair",
        "Text that was read in the wrong charset is read again.",
        repair::encoding_repair::EncodingRepair
    ),
    rewrite!(Phase::Repair, "newlines", "Newlines", "Every kind of line break becomes LF.", repair::newlines::Newlines),
    rewrite!(
        Phase::Repair,
        "controls",
        "Control characters",
        "Control, zero-width and bidi characters that carry nothing go.",
        repair::controls::Controls
    ),
    rewrite!(
        Phase::Repair,
        "spaces",
        "Exotic spaces",
        "No-break and other exotic spaces become plain ones.",
        repair::spaces::Spaces
    ),
    rewrite!(
        Phase::Repair,
        "link-marks",
        "Link marks",
        "Addresses and numbers that a dump writes beside the words of its links go.",
        repair::link_marks::LinkMarks
    ),
    rewrite!(
        Phase::Repair,
        "joined-lines",
        "Joined lines",
        "A text whose lines a dump joined by a sign has its lines again.",
        repair::joined_lines::JoinedLines
    ),
    rewrite!(
        Phase::Repair,
        "glued-elements",
        "Glued elements",
        "Lines are broken where a dump wrote the elements of a page with nothing between them.",
        repair::glued_elements::GluedElements
    ),
    rewrite!(
        Phase::Repair,
        "letter-forms",
        "Letter forms",
        "Ligatures and full-width letters become plain, where no Chinese, Japanese or Korean is written.",
        repair::letter_forms::LetterForms
    ),
    rewrite!(Phase::Repair, "nfc", "Normal form", "Text becomes NFC.", repair::nfc::Nfc),
    judge!(
        First,
        "script-language",
        "Script and language detection",
        "Script and language of the body and of the shell around it; lines in another one.",
        sure!(observe::script_language::ScriptLanguage)
    ),
    judge!(
        First,
        "dump-header",
        "Dump headers",
        "Fields that the scraper put in front.",
        sure!(judge::dump_header::DumpHeader)
    ),
    judge!(
        First,
        "ad-markers",
        "Ad-marker removal",
        "Ad slots, template tags, ad labels, separators.",
        judge::ad_markers::AdMarkers::new
    ),
    judge!(
        First,
        "layout-debris",
        "Layout debris",
        "Names of breakpoints, icons and players; code.",
        sure!(judge::layout_debris::LayoutDebris)
    ),
    judge!(
        First,
        "navigation",
        "Navigation",
        "Menus, skip links, share bars, account prompts.",
        sure!(judge::navigation::Navigation)
    ),
    judge!(
        First,
        "read-more",
        "Read-more lines",
        "A label and another story's headline; headers of lists of stories.",
        sure!(judge::read_more::ReadMore)
    ),
    judge!(
        First,
        "html-hints",
        "HTML hints",
        "What tags, class words and links of an HTML page call boilerplate.",
        sure!(judge::html_hints::HtmlHints)
    ),
    judge!(
        First,
        "site-rules",
        "Site rules",
        "What your own rules for a site take, drop and read from its pages, by CSS selectors.",
        sure!(judge::site_rules::SiteRules)
    ),
    judge!(
        First,
        "repeats",
        "Repeated labels",
        "Lines that stand in the page again and again.",
        sure!(judge::repeats::Repeats)
    ),
    judge!(
        First,
        "promo-footers",
        "Promo-footer trimming",
        "Appeals to follow, subscribe, install, donate, take part.",
        phrases!("promo-footers")
    ),
    judge!(First, "comments", "Comment widgets", "Comment forms, counters and prompts.", phrases!("comments")),
    judge!(First, "notices", "Notices", "Cookie and paywall notices, disclaimers.", phrases!("notices")),
    judge!(
        First,
        "source-footers",
        "Source footers",
        "Copyright, feed and agency footers, policy links.",
        sure!(judge::source_footers::SourceFooters)
    ),
    judge!(
        First,
        "wording",
        "Wording",
        "Sentences that sell, ask, credit or point elsewhere, told by all of their words together.",
        judge::wording::WordingJudge::new
    ),
    judge!(Second, "title", "Title", "The headline and its repeats.", sure!(judge::title::Title)),
    judge!(
        Second,
        "bylines",
        "Bylines",
        "Who wrote it, and for which agency; reporting and editing lines.",
        sure!(judge::bylines::Bylines)
    ),
    judge!(Second, "timestamps", "Timestamps", "Lines that hold a date or a time.", judge::timestamps::Timestamps::new),
    judge!(
        Second,
        "captions",
        "Captions and credits",
        "The words under pictures, their repeats, and who took them.",
        sure!(judge::captions::Captions)
    ),
    judge!(
        Second,
        "caption-wording",
        "Captions by their wording",
        "Plain sentences that are worded as captions are.",
        judge::caption_wording::CaptionWording::new
    ),
    judge!(
        Second,
        "standfirst",
        "Standfirst",
        "A sentence of the article's own below the headline; speaks for it.",
        judge::standfirst::Standfirst::new
    ),
    judge!(
        Second,
        "furniture",
        "Tags, notes, biographies",
        "Topics, editor's notes, a few words about the author.",
        sure!(judge::furniture::Furniture)
    ),
    judge!(
        Second,
        "dateline",
        "Dateline",
        "Place and agency that open the first paragraph; kept and copied.",
        judge::dateline::Dateline::new
    ),
    judge!(
        Second,
        "appeals",
        "Appeals after the body",
        "Paragraphs after the body that ask for something, as a whole.",
        sure!(judge::appeals::Appeals)
    ),
    judge!(
        Second,
        "page-shell",
        "Page shell",
        "Many short lines around the body of a page that was dumped whole.",
        sure!(judge::page_shell::PageShell)
    ),
    judge!(
        Second,
        "related-blocks",
        "Related blocks",
        "Lists of other stories, to where the article resumes.",
        sure!(judge::related_blocks::RelatedBlocks)
    ),
    judge!(
        Second,
        "line-model",
        "Line model",
        "How likely each block is boilerplate, learned from its look, its words and its surroundings.",
        judge::line_model::LineModelJudge::new
    ),
    rewrite!(
        Phase::Polish,
        "whitespace",
        "Whitespace",
        "One blank between words, none at the ends of lines.",
        polish::whitespace::Whitespace
    ),
    rewrite!(
        Phase::Polish,
        "blank-lines",
        "Blank lines",
        "At most one blank line in a row, none at the ends of the text.",
        polish::blank_lines::BlankLines
    ),
    rewrite!(
        Phase::Polish,
        "normal-form",
        "Normal form of the article",
        "The article becomes NFC.",
        polish::normal_form::NormalForm
    ),
];

/// The stage of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    STAGES.iter().find(|entry| entry.name == name)
}
