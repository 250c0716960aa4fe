//! [`Article`]: what comes out, as plain data.

use crate::blocks::{ArticleBlock, BlockRecord};
use crate::decode::Decoding;
use crate::edits::{Edits, TakenOut, Undone};
use crate::judge::bylines::agency;
use crate::kind::Kind;
use crate::marks::{Fact, Field, Flag};
use crate::metadata::{Fields, dates, names};
use crate::model::page_type::PageType;
use crate::resolve::{Decision, Reason};
use crate::text::{Origin, Text};
use serde::Serialize;

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// There is an article.
    Kept,
    /// Nothing is left: there was no text, or all of it was boilerplate.
    Empty,
    /// It was not read; the rule says why (`decode.binary`).
    Rejected {
        /// Which limit or check refused it.
        rule: &'static str,
    },
}

/// What is known of the article beside its text. An empty field means: not found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Metadata {
    /// What type of page it is, for HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_type: Option<PageType>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The news agency it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Who wrote it, name by name: as the markup of the page has it, else from the byline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published, ISO 8601 where it could be read, with as much of time and zone
    /// as the page has: `2024-05-03`, `2024-05-03T10:20`, `2024-05-03T10:20:00+02:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When it was last changed, as the markup has it: ISO 8601, as precise as the page is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// Where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who took or owns the picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Reporting and editing line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// Who holds the copyright.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_holder: Option<String>,
    /// The medium it was taken from, as the page says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// What the site calls itself in the markup of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// The address that the page gives as its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// The description in the markup of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The section of the site, as the markup has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The addresses of pictures that the markup gives for the page, at most 16.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// The words under the pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<String>,
    /// Topics and keywords.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The language that the page declares, a tag of BCP 47; nobody has checked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared_language: Option<String>,
    /// The language of the body, ISO 639-3; none where no known language fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'static str>,
    /// The same as a tag of BCP 47 with the script: `ru-Cyrl`, `und-Latn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_tag: Option<String>,
    /// How sure the language is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_confidence: Option<f32>,
    /// The script of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<&'static str>,
    /// The script of the lines around the body, when it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shell_script: Option<&'static str>,
    /// The language of the lines around the body, when it is another one: ISO 639-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shell_language: Option<&'static str>,
}

impl Metadata {
    /// Takes over what the markup says; facts from the text come later and fill what is left.
    pub(crate) fn take_declared(&mut self, fields: Fields) {
        self.agency = fields.authors.iter().find_map(|name| agency(name)).map(str::to_owned);
        self.title = fields.title;
        self.byline = fields.byline;
        self.authors = fields.authors;
        self.date = fields.published;
        self.date_modified = fields.modified;
        self.site_name = fields.site_name;
        self.canonical = fields.canonical;
        self.declared_language = fields.language;
        self.description = fields.description;
        self.section = fields.section;
        self.tags = fields.tags;
        self.images = fields.images;
    }

    /// Names of authors from the byline of the text, or what else the markup calls so, where no
    /// people were found in it.
    pub(crate) fn complete(&mut self, fields: &Fields) {
        if self.authors.is_empty() {
            self.authors = self.byline.as_deref().map(names::split).unwrap_or_default();
        }
        if self.authors.is_empty() {
            self.authors.clone_from(&fields.other_authors);
        }
        if self.agency.is_none() {
            // Some short names are also those of other media.
            const MIN_CHARS: usize = 4;
            let publisher = fields.publisher.iter().filter(|name| name.chars().count() >= MIN_CHARS);
            let named = fields.other_authors.iter().chain(publisher).find_map(|name| agency(name));
            self.agency = named.map(str::to_owned);
        }
    }

    /// Takes a fact over; the first value of a field stays. Flags are not metadata.
    pub(crate) fn take(&mut self, fact: &Fact) {
        let slot = match fact {
            Fact::Language { code, tag, confidence } => {
                if self.language_tag.is_none() {
                    self.language = *code;
                    self.language_tag = Some(tag.clone());
                    self.language_confidence = code.map(|_| *confidence);
                }
                return;
            }
            Fact::Script(name) => {
                self.script.get_or_insert(name);
                return;
            }
            Fact::ShellScript(name) => {
                self.shell_script.get_or_insert(name);
                return;
            }
            Fact::ShellLanguage(code) => {
                self.shell_language.get_or_insert(code);
                return;
            }
            Fact::PageType(page_type) => {
                self.page_type.get_or_insert(*page_type);
                return;
            }
            Fact::Flag(_) => return,
            Fact::Field { field: Field::Caption, value, .. } => return add(&mut self.captions, value),
            Fact::Field { field: Field::Tag, value, .. } => return add(&mut self.tags, value),
            Fact::Field { field, .. } => match field {
                Field::Title => &mut self.title,
                Field::Byline => &mut self.byline,
                Field::Agency => &mut self.agency,
                Field::Date => &mut self.date,
                Field::Place => &mut self.place,
                Field::Credit => &mut self.credit,
                Field::Desk => &mut self.desk,
                Field::CopyrightHolder => &mut self.copyright_holder,
                Field::Source => &mut self.medium,
                Field::Caption | Field::Tag => return,
            },
        };
        if let Fact::Field { field, value, .. } = fact {
            slot.get_or_insert_with(|| match field {
                Field::Date => dates::iso(value).unwrap_or_else(|| value.clone()),
                _ => value.clone(),
            });
        }
    }
}

/// Adds a value that is not there yet: several rules may read the same line, and a caption
/// may stand twice. Values come in the order of the page, so a few back is enough to look.
fn add(values: &mut Vec<String>, value: &str) {
    const NEAR: usize = 16;
    if !values.iter().rev().take(NEAR).any(|known| known == value) {
        values.push(value.to_owned());
    }
}

/// What one repair or polish stage did to the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rewritten {
    /// The stage.
    pub stage: &'static str,
    /// How many places it changed.
    pub edits: usize,
    /// The damage that it undid, where it can tell how that came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Undone>,
    /// The content that it took out before there was a page: scripts of it, for instance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_out: Vec<TakenOut>,
}

impl Rewritten {
    /// Of a stage that has changed nothing yet.
    pub(crate) fn by(stage: &'static str) -> Self {
        Rewritten { stage, edits: 0, undone: Vec::new(), taken_out: Vec::new() }
    }

    /// Adds the edits of one more pass over `text`.
    pub(crate) fn add(&mut self, edits: &Edits, text: &Text) {
        // Edits of several passes are one, however many places they take something out of.
        self.edits += edits.len().max(edits.places_taken_out().len());
        self.taken_out.extend(edits.taken_out(text));
        for more in edits.undone() {
            match self.undone.iter_mut().find(|undone| undone.path == more.path) {
                Some(undone) => undone.places += more.places,
                None => self.undone.push(more.clone()),
            }
        }
    }
}

/// The fair copy of one document: its text, its metadata, and the ledger.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Article {
    /// The id that the caller gave.
    pub id: Option<String>,
    /// What became of the document.
    pub outcome: Outcome,
    /// The body: paragraphs separated by blank lines, NFC, LF, no newline at the end.
    pub text: String,
    /// The same text block by block: headings, lists, tables, and what stands out in them.
    pub blocks: Vec<ArticleBlock>,
    /// What is known beside the text.
    pub metadata: Metadata,
    /// What is worth knowing of the whole document, sorted.
    pub flags: Vec<Flag>,
    /// How the bytes were read.
    pub decoding: Decoding,
    /// What the repair and polish stages changed; stages that changed nothing are left out.
    pub rewritten: Vec<Rewritten>,
    /// What was decided about each piece of the page; their spans tile it.
    pub decisions: Vec<Decision>,
    /// The page that the spans of the decisions point into: decoded, repaired text.
    pub page: String,
    /// The recipe's name.
    pub recipe: String,
    /// The digest of the rules that judged.
    pub rules_digest: String,
}

/// The version of faircopy that made an article.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Article {
    /// The pieces that left the body, the title aside: it is shown by every output. A line
    /// taken for the title is among them where the markup gives another.
    pub fn removed(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(|d| d.is_removed() && !(d.kind == Some(Kind::Title) && self.is_title(&d.text)))
    }

    /// Whether the title of the metadata has all that a line has, white space and signs aside.
    fn is_title(&self, line: &str) -> bool {
        let bare = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        self.metadata.title.as_ref().is_none_or(|title| bare(title).contains(&bare(line)))
    }

    /// The article as one JSON object with the fields `id`, `text`, `source`, `metadata`,
    /// `flags`, `outcome`, `decoding`, `removed`, `version`, `recipe` and `rules`.
    ///
    /// Offsets in `removed` are `page_bytes` and `page_chars` (of the decoded and repaired
    /// page) and `received` (of the bytes as they came, `exact` or `within`).
    #[must_use]
    pub fn to_json(&self, source: &str) -> String {
        serde_json::to_string(&self.record(source)).unwrap_or_default()
    }

    /// The same as [`to_json`](Self::to_json), before it is written; see also
    /// [`Record::with_blocks`].
    #[must_use]
    pub fn record<'a>(&'a self, source: &'a str) -> Record<'a> {
        Record {
            id: self.id.as_deref().unwrap_or_default(),
            text: &self.text,
            blocks: None,
            source,
            metadata: &self.metadata,
            flags: &self.flags,
            outcome: &self.outcome,
            decoding: &self.decoding,
            rewritten: &self.rewritten,
            removed: self.removed().map(Removed::of).collect(),
            version: VERSION,
            recipe: &self.recipe,
            rules: &self.rules_digest,
        }
    }
}

impl<'a> Record<'a> {
    /// The record with the blocks of its article as well, in the field `blocks`.
    #[must_use]
    pub fn with_blocks(mut self, article: &'a Article) -> Self {
        let blocks = article.blocks.iter().map(|block| BlockRecord::of(block, &article.text));
        self.blocks = Some(blocks.collect());
        self
    }
}

/// One line of `articles.jsonl`.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    id: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<Vec<BlockRecord<'a>>>,
    source: &'a str,
    metadata: &'a Metadata,
    flags: &'a [Flag],
    outcome: &'a Outcome,
    decoding: &'a Decoding,
    rewritten: &'a [Rewritten],
    removed: Vec<Removed<'a>>,
    version: &'a str,
    recipe: &'a str,
    rules: &'a str,
}

/// One removed span of a [`Record`].
#[derive(Debug, Serialize)]
pub struct Removed<'a> {
    kind: Option<Kind>,
    action: crate::kind::Action,
    text: &'a str,
    sum: i32,
    threshold: i32,
    confidence: f64,
    zone: crate::observe::zones::Zone,
    received: Origin,
    page_bytes: [usize; 2],
    page_chars: [usize; 2],
    rules: &'a [Reason],
}

impl<'a> Removed<'a> {
    fn of(decision: &'a Decision) -> Self {
        Removed {
            kind: decision.kind,
            action: decision.action,
            text: &decision.text,
            sum: decision.sum,
            threshold: decision.threshold,
            confidence: decision.confidence(),
            zone: decision.zone,
            received: decision.origin,
            page_bytes: [decision.span.start, decision.span.end],
            page_chars: [decision.chars.start, decision.chars.end],
            rules: &decision.reasons,
        }
    }
}
