//! [`SiteNotes`]: what the rules for a page's site have found on it.
//!
//! The reader of HTML takes them down, the stage `site-rules` makes marks of them. Flat text
//! and pages of sites without rules have none.

use std::sync::Arc;

/// What a rule for a site says of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteWord {
    /// The article is in it.
    Take,
    /// It is the title.
    Title,
    /// It says who wrote it.
    Byline,
    /// It says when it was published.
    Date,
    /// It is not the article's.
    Drop,
}

/// An element that a rule for the page's site names, by the text inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteNote {
    /// Where its text begins in the page, in bytes; white space around it may be inside.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What the rule says of it.
    pub word: SiteWord,
    /// The id of the rule.
    pub rule: Arc<str>,
}

/// What the rules for a page's site have found on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteNotes {
    /// The elements that hold text, outer before inner; of one element `Drop` comes last.
    pub notes: Vec<SiteNote>,
    /// The rules for this page that say what is taken, in the order of their files, whether they
    /// found it or not.
    pub taking: Vec<Arc<str>>,
    /// How many times a selector matched an element of the page, with text or without.
    pub matched: usize,
    /// The page was so large, or its tags so deep, that no rule was tried.
    pub untried: bool,
}
