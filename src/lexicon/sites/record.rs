//! One record of a file of site rules.
//!
//! ```toml
//! [[rule]]
//! id = "site-rules.harbour-herald"        # site-rules.<name>, unique
//! host = ["harbour-herald.example"]       # and all hosts below it
//! path = "/news/*"                        # a beginning, or with * a pattern of the whole path
//! take = ["div.story"]                    # only what is inside is the article
//! drop = [".promo", "aside"]              # what is inside is not
//! title = ["h1"]                          # the first selector that finds text fills the field
//! byline = [".author"]
//! date = ["time"]
//! why = "Promotions stand between the paragraphs."
//!
//! [[rule.hits]]                           # a page, or a piece of one
//! html = "<h1>Rain</h1><div class=story><p>Rain fell.<p class=promo>Join us</div>"
//! keep = ["Rain fell."]
//! drop = ["Join us"]
//! title = "Rain"
//!
//! [[rule.misses]]                         # in which no selector of the rule finds anything
//! html = "<div class=story-list><p>Sun came out.</div>"
//! ```

use serde::{Deserialize, Serialize};

/// What a rule for a site says, as written in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteRecord {
    /// `site-rules.<name>`.
    pub id: String,
    /// The hosts that it is for, each with all hosts below it; `www.` makes no difference.
    pub host: Vec<String>,
    /// Which pages of the host. With `*`, which stands for anything, a pattern of the whole path;
    /// without, its beginning. Default all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only what is inside these elements is the article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub take: Vec<String>,
    /// What is inside these elements is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// The element with the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<String>,
    /// The elements that say who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<String>,
    /// The element that says when it was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub date: Vec<String>,
    /// Why the rule is there, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Pages that the rule must hit. Invented, of the shape seen.
    #[serde(default)]
    pub hits: Vec<SiteHit>,
    /// Look-alikes in which no selector of the rule may find anything.
    #[serde(default)]
    pub misses: Vec<SiteMiss>,
}

/// A page that a rule must hit, and what becomes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteHit {
    /// A page, or a piece of one.
    pub html: String,
    /// Where it was found. Default an address that the rule is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Texts that the rule must leave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
    /// Texts that it must take out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// The title that it must find.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The byline that it must find.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The date that it must find, as it comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A page on which nothing of a rule may match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteMiss {
    /// A page, or a piece of one.
    pub html: String,
    /// Where it was found. Default an address that the rule is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl SiteRecord {
    /// The record as it stands in a file, which reads back as the same record.
    #[must_use]
    pub fn to_toml(&self) -> String {
        #[derive(Serialize)]
        struct Contents<'r> {
            rule: [&'r SiteRecord; 1],
        }
        toml::to_string(&Contents { rule: [self] }).unwrap_or_default()
    }

    /// All selectors with what they are for.
    pub fn selectors(&self) -> impl Iterator<Item = (crate::site::SiteWord, &str)> {
        use crate::site::SiteWord::{Byline, Date, Drop, Take, Title};
        let lists =
            [(Take, &self.take), (Title, &self.title), (Byline, &self.byline), (Date, &self.date), (Drop, &self.drop)];
        lists.into_iter().flat_map(|(word, list)| list.iter().map(move |selector| (word, selector.as_str())))
    }
}

impl SiteHit {
    /// Whether it says anything of what must become of the page.
    pub(super) fn expects_nothing(&self) -> bool {
        let fields = [&self.title, &self.byline, &self.date];
        self.keep.is_empty() && self.drop.is_empty() && fields.iter().all(|field| field.is_none())
    }
}
