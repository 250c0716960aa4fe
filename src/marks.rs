//! What a [`Judge`](crate::Judge) proposes: [`Mark`]s and [`Fact`]s, gathered in [`Findings`].

use crate::kind::Kind;
use crate::lexicon::Zones;
use crate::model::page_type::PageType;
use crate::text::{PageText, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The kind of evidence a mark rests on.
///
/// Within a family only the strongest mark counts; the families add up. So two phrases
/// that say the same do not count twice, but a phrase and a shape do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Words of a rule file.
    Phrase,
    /// All words of a sentence together.
    Wording,
    /// The look of the text itself: length, end, letters, patterns.
    Shape,
    /// The share of text inside links, tags and class words (HTML).
    Link,
    /// The same text stands elsewhere in the document.
    Repetition,
    /// Script or language differ from the body's.
    Script,
    /// What stands around it: block grammar, a header above, a run of its like.
    Structure,
    /// The line model.
    Model,
    /// A rule of the user's for the page's site.
    Site,
}

impl Family {
    /// All families, in the order in which explanations list them.
    pub const ALL: [Family; 9] = [
        Family::Phrase,
        Family::Wording,
        Family::Shape,
        Family::Link,
        Family::Repetition,
        Family::Script,
        Family::Structure,
        Family::Model,
        Family::Site,
    ];
}

/// The name of a rule: a constant of a stage, or the id of a record in a rule file.
#[derive(Debug, Clone)]
pub enum Rule {
    /// A rule written in a stage.
    Fixed(&'static str),
    /// A rule read from a file.
    Loaded(Arc<str>),
}

impl Rule {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Rule::Fixed(name) => name,
            Rule::Loaded(name) => name,
        }
    }
}

impl From<&'static str> for Rule {
    fn from(name: &'static str) -> Self {
        Rule::Fixed(name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Rule {}
impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Rule {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}
impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One reason about one span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it speaks about, in the page.
    pub span: Span<PageText>,
    /// What it takes the span for.
    pub kind: Kind,
    /// Which rule says so.
    pub rule: Rule,
    /// What the rule rests on.
    pub family: Family,
    /// Hundredths of log-odds: above zero boilerplate, below zero article.
    pub weight: i32,
    /// The zones in which it counts.
    pub zones: Zones,
}

/// A field of the metadata that a judge can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// The news agency it came from.
    Agency,
    /// When it was published, as ISO 8601 where it could be read, else as it stands.
    Date,
    /// Where it was written.
    Place,
    /// Who took or owns the picture.
    Credit,
    /// The words under a picture; may come several times.
    Caption,
    /// Reporting and editing lines.
    Desk,
    /// Topics and keywords; may come several times.
    Tag,
    /// Who holds the copyright.
    CopyrightHolder,
    /// The medium it was taken from.
    Source,
}

/// Something worth knowing about the whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A machine's re-post of another site's article.
    Repost,
    /// The article is cut short, by a paywall for instance.
    Truncated,
    /// The input was larger than the limit and only its beginning was read.
    Oversize,
    /// The HTML was nested deeper than the limit; its text is all here.
    DeepNesting,
    /// The text has more lines than the limit; what stands behind them is here as one piece that nobody judged.
    ManyLines,
    /// Characters were lost in decoding.
    LostCharacters,
    /// A rule of the user's for this site found nothing to take, as if the site had changed, or
    /// the page is too large to try it.
    SiteRuleUnmatched,
}

/// What a judge found out, beside marks.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The language of the body.
    Language {
        /// ISO 639-3 code; none where no known language fits.
        code: Option<&'static str>,
        /// The tag of BCP 47 with the script: `ru-Cyrl`, `und-Latn`.
        tag: String,
        /// How sure the code is, from 0 to 1.
        confidence: f32,
    },
    /// The script of the body, by its Unicode name (`Latin`).
    Script(&'static str),
    /// The script of the lines around the body, when it is another one.
    ShellScript(&'static str),
    /// The language of the lines around the body, when it is another one: ISO 639-3.
    ShellLanguage(&'static str),
    /// What type of page it is.
    PageType(PageType),
    /// Something about the whole document.
    Flag(Flag),
    /// A value for the metadata; the first found of its field wins.
    Field {
        /// Which field.
        field: Field,
        /// Its value, ready to show.
        value: String,
        /// Where it stands in the page.
        span: Span<PageText>,
    },
}

/// Marks and facts, as judges add them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Reasons about spans.
    pub marks: Vec<Mark>,
    /// What is known of the document.
    pub facts: Vec<Fact>,
}

impl Findings {
    /// Adds a reason about a span; an empty span is no reason.
    pub fn mark(&mut self, span: Span<PageText>, kind: Kind, rule: impl Into<Rule>, family: Family, weight: i32) {
        if !span.is_empty() {
            self.marks.push(Mark { span, kind, rule: rule.into(), family, weight, zones: Zones::ANY });
        }
    }

    /// Adds a fact.
    pub fn fact(&mut self, fact: Fact) {
        self.facts.push(fact);
    }

    /// Adds a value for the metadata.
    pub fn field(&mut self, field: Field, value: impl Into<String>, span: Span<PageText>) {
        self.facts.push(Fact::Field { field, value: value.into(), span });
    }

    /// Takes over what another judge found.
    pub fn extend(&mut self, other: Findings) {
        self.marks.extend(other.marks);
        self.facts.extend(other.facts);
    }

    /// Puts marks and facts in an order that does not depend on who spoke first.
    pub fn sort(&mut self) {
        self.marks.sort_by(|a, b| {
            (a.span.start, a.span.end, a.family, a.kind, a.weight, a.zones)
                .cmp(&(b.span.start, b.span.end, b.family, b.kind, b.weight, b.zones))
                .then_with(|| a.rule.cmp(&b.rule))
        });
        self.facts.sort_by(|a, b| fact_key(a).cmp(&fact_key(b)));
    }
}

fn fact_key(fact: &Fact) -> (u8, Option<Field>, usize, usize, &str) {
    match fact {
        Fact::Language { tag, .. } => (0, None, 0, 0, tag),
        Fact::Script(name) => (1, None, 0, 0, name),
        Fact::ShellScript(name) => (2, None, 0, 0, name),
        Fact::ShellLanguage(code) => (3, None, 0, 0, code),
        Fact::PageType(page_type) => (4, None, *page_type as usize, 1, ""),
        Fact::Flag(flag) => (4, None, *flag as usize, 0, ""),
        Fact::Field { field, value, span } => (5, Some(*field), span.start, span.end, value),
    }
}
