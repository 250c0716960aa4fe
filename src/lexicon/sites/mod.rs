//! Rules for sites: which elements of a page hold the article, by CSS selectors.
//!
//! None are built in. Users have theirs in `<folder>/site-rules/<anything>.toml`, read by the
//! same loader as phrases ([`load`](crate::lexicon::load)); the form of a rule is described in
//! [`record`]. [`SiteRules::at`] gives those for an address: hosts are looked up in a map, so
//! rules for other sites cost nothing.

mod address;
#[cfg(feature = "html")]
mod check;
mod load;
pub mod record;
#[cfg(feature = "html")]
mod selectors;

#[cfg(feature = "html")]
pub(super) use check::check;
pub use load::site_rules;
pub use record::{SiteHit, SiteMiss, SiteRecord};

use crate::error::BuildError;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The folder of site rules, and the stage that reads what they find.
pub const SITE_RULES: &str = "site-rules";

/// No host has more rules: each costs a look at every element of its pages.
const MAX_RULES_OF_HOST: usize = 64;

/// A rule for a site, ready to match.
#[derive(Debug, Clone)]
pub struct SiteRule {
    /// Its id, unique among all rules (`site-rules.harbour-herald`).
    pub id: Arc<str>,
    /// The file it was read from.
    pub file: Arc<str>,
    /// What it says, as written.
    pub record: SiteRecord,
    /// Its selectors, in the order of [`SiteRecord::selectors`].
    #[cfg(feature = "html")]
    pub(crate) selectors: Vec<(crate::site::SiteWord, scraper::Selector)>,
}

/// All rules for sites of a pipeline, by host.
#[derive(Debug, Clone, Default)]
pub struct SiteRules {
    rules: Vec<SiteRule>,
    by_host: FxHashMap<String, Vec<usize>>,
}

impl SiteRules {
    /// These rules.
    ///
    /// # Errors
    /// When a host has more rules than are tried.
    pub fn new(rules: Vec<SiteRule>) -> Result<Self, BuildError> {
        let mut by_host: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, rule) in rules.iter().enumerate() {
            for host in rule.record.host.iter().filter_map(|host| address::plain_host(host)) {
                let of_host = by_host.entry(host).or_default();
                of_host.push(at);
                of_host.dedup();
                if of_host.len() > MAX_RULES_OF_HOST {
                    return Err(BuildError::Rule {
                        place: rule.file.to_string(),
                        rule: rule.id.to_string(),
                        why: format!("its host has more than {MAX_RULES_OF_HOST} rules; join some"),
                    });
                }
            }
        }
        Ok(SiteRules { rules, by_host })
    }

    /// All of them, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[SiteRule] {
        &self.rules
    }

    /// The rules for the page at an address, in the order of their files.
    #[must_use]
    pub fn at(&self, address: &str) -> Vec<&SiteRule> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let Some((host, path)) = address::parts(address) else { return Vec::new() };
        let mut found: Vec<usize> =
            address::and_above(&host).filter_map(|host| self.by_host.get(host)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        let fits = |rule: &&SiteRule| rule.record.path.as_ref().is_none_or(|pattern| address::path_fits(pattern, path));
        found.into_iter().map(|at| &self.rules[at]).filter(fits).collect()
    }
}

/// The rules for sites, and where a page was found: what the reader of HTML needs to know.
#[derive(Debug, Clone, Copy, Default)]
pub struct AtSite<'a> {
    /// The rules; without any the page is read as it is.
    pub rules: Option<&'a SiteRules>,
    /// The address, if the caller knows it; else the page's own is asked.
    pub address: Option<&'a str>,
}

impl<'a> AtSite<'a> {
    /// The rules for the page, which calls itself by this address.
    #[cfg(feature = "html")]
    pub(crate) fn rules(&self, declared: Option<&str>) -> Vec<&'a SiteRule> {
        match (self.rules, self.address.or(declared)) {
            (Some(rules), Some(address)) => rules.at(address),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::RuleFile;

    #[test]
    fn rules_are_found_by_host_and_path() {
        let text = r#"
[[rule]]
id = "site-rules.all"
host = ["www.herald.example"]
drop = [".ad"]
hits = [{ html = "<p class=ad>Buy</p>", drop = ["Buy"] }]
misses = [{ html = "<p>Rain</p>" }]
[[rule]]
id = "site-rules.news"
host = ["news.herald.example", "post.example"]
path = "/news/"
drop = [".promo"]
hits = [{ html = "<p class=promo>Buy</p>", drop = ["Buy"] }]
misses = [{ html = "<p>Rain</p>" }]
"#;
        let file = RuleFile { lexicon: SITE_RULES.into(), name: "a.toml".into(), text: text.into() };
        let rules = SiteRules::new(site_rules(&file).unwrap()).unwrap();
        let at = |address| rules.at(address).iter().map(|rule| &rule.id["site-rules.".len()..]).collect::<Vec<_>>();
        assert_eq!(at("https://herald.example/a"), ["all"]);
        assert_eq!(at("https://www.news.herald.example/news/a"), ["all", "news"]);
        assert_eq!(at("https://post.example/news/"), ["news"]);
        assert_eq!(at("https://post.example/"), [""; 0]);
        assert_eq!(at("https://otherherald.example/news/a"), [""; 0]);
        assert_eq!(at("herald.example"), [""; 0]);
    }
}
