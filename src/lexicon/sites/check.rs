//! Trying the examples of site rules.

use super::record::SiteHit;
use super::{AtSite, SiteRule, SiteRules};
use crate::judge::site_rules;
use crate::marks::Findings;
use crate::page::Page;
use crate::segment::Layout;
use crate::segment::html::{HtmlConfig, read_at};
use crate::text::Text;

/// Runs every example of every rule, each rule by itself. Gives what went wrong, a line each.
pub(crate) fn check(rules: &SiteRules) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in rules.rules() {
        let alone = match SiteRules::new(vec![rule.clone()]) {
            Ok(alone) => alone,
            Err(error) => {
                wrong.push(error.to_string());
                continue;
            }
        };
        let usual = usual_address(rule);
        let address = |given: &Option<String>| given.clone().unwrap_or_else(|| usual.clone());
        let mut say = |what: String| wrong.push(format!("{}: rule {} {what}", rule.file, rule.id));
        for hit in &rule.record.hits {
            let (text, layout) = read(&hit.html, &address(&hit.address), &alone);
            try_hit(hit, &Page::new(text.as_str(), layout), &mut say);
        }
        for miss in &rule.record.misses {
            let address = address(&miss.address);
            let (_, layout) = read(&miss.html, &address, &alone);
            if layout.site.matched > 0 {
                say(format!("must miss and does not: {}", miss.html));
            }
        }
    }
    wrong
}

/// An address that a rule is for.
fn usual_address(rule: &SiteRule) -> String {
    let path = rule.record.path.as_deref().unwrap_or("/").replace('*', "x");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("https://{}{slash}{path}", rule.record.host.first().map_or("", String::as_str))
}

fn read(html: &str, address: &str, rules: &SiteRules) -> (Text, Layout) {
    let site = AtSite { rules: Some(rules), address: Some(address) };
    let (text, layout) = read_at(&Text::from(html), &HtmlConfig::default(), site);
    (text, layout)
}

fn try_hit(hit: &SiteHit, page: &Page<'_>, say: &mut impl FnMut(String)) {
    let mut found = Findings::default();
    site_rules::find(page, &mut found);
    let against = |start: usize, end: usize| {
        found.marks.iter().any(|mark| mark.weight > 0 && mark.span.start < end && start < mark.span.end)
    };
    let whole = |start: usize, end: usize| {
        found.marks.iter().any(|mark| mark.weight > 0 && mark.span.start <= start && end <= mark.span.end)
    };
    if page.site().matched == 0 {
        return say(format!("must hit and does not: {}", hit.html));
    }
    if !found.facts.is_empty() {
        say(format!("takes nothing of: {}", hit.html));
    }
    let place = |text: &String| page.text().find(text.as_str()).map(|at| (at, at + text.len()));
    for text in hit.keep.iter().chain(&hit.drop).filter(|text| place(text).is_none()) {
        say(format!("is to keep or drop what is not read in: {text}"));
    }
    for text in hit.keep.iter().filter(|text| place(text).is_some_and(|(start, end)| against(start, end))) {
        say(format!("must keep and does not: {text}"));
    }
    for text in hit.drop.iter().filter(|text| place(text).is_some_and(|(start, end)| !whole(start, end))) {
        say(format!("must drop and does not: {text}"));
    }
    let fields = &page.declared().fields;
    let pairs = [
        ("title", &hit.title, &fields.title),
        ("byline", &hit.byline, &fields.byline),
        ("date", &hit.date, &fields.published),
    ];
    for (name, expected, got) in pairs {
        if expected.is_some() && expected != got {
            let (expected, got) = (expected.as_deref().unwrap_or_default(), got.as_deref().unwrap_or("nothing"));
            say(format!("must find the {name} and does not: {expected} (it found {got})"));
        }
    }
}
