//! Which types of schema.org are an article, and which the page around it.

/// Types for texts that have an author and a date of their own, from the most to the least
/// like a news article, lower case.
const ARTICLES: [&str; 20] = [
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "backgroundnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "liveblogposting",
    "advertisercontentarticle",
    "satiricalarticle",
    "blogposting",
    "article",
    "techarticle",
    "scholarlyarticle",
    "medicalscholarlyarticle",
    "report",
    "socialmediaposting",
    "discussionforumposting",
    "recipe",
    "creativework",
];
/// Types of pages.
const PAGES: [&str; 8] =
    ["webpage", "itempage", "aboutpage", "faqpage", "qapage", "medicalwebpage", "profilepage", "webpageelement"];

/// Whether a type is that of an article.
pub(super) fn is_article(kind: &str) -> bool {
    ARTICLES.contains(&kind)
}

/// Whether a type is that of a page.
pub(super) fn is_page(kind: &str) -> bool {
    PAGES.contains(&kind)
}
