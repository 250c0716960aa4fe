//! Reading files of site rules, with their checks.

use super::record::SiteRecord;
use super::{SITE_RULES, SiteRule, address};
use crate::error::BuildError;
use crate::lexicon::RuleFile;
use crate::lexicon::load::line_of;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    #[serde(default)]
    rule: Vec<SiteRecord>,
}

/// A rule may have so many selectors, all lists together.
const MAX_SELECTORS: usize = 64;
/// A path pattern may have so many bytes.
const MAX_PATH_BYTES: usize = 200;

/// The rules of one file.
///
/// # Errors
/// When it is not TOML of that form, a host or selector is none, or a rule has no selector, no
/// hit, no miss, or an id that does not begin with `site-rules.`.
pub fn site_rules(file: &RuleFile) -> Result<Vec<SiteRule>, BuildError> {
    let contents: Contents = toml::from_str(&file.text).map_err(|error| BuildError::Syntax {
        place: format!("{}:{}", file.name, line_of(&file.text, error.span())),
        message: error.message().to_owned(),
    })?;
    let name: Arc<str> = file.name.as_str().into();
    contents.rule.into_iter().map(|record| checked(record, file, &name)).collect()
}

/// What is wrong with a record, and the value that is.
struct Fault {
    value: String,
    why: String,
}

fn checked(record: SiteRecord, file: &RuleFile, name: &Arc<str>) -> Result<SiteRule, BuildError> {
    let wrong = |fault: Fault| BuildError::Rule {
        place: format!("{}:{}", file.name, line_in(&file.text, &record.id, &fault.value)),
        rule: record.id.clone(),
        why: fault.why,
    };
    check_record(&record).map_err(wrong)?;
    #[cfg(feature = "html")]
    let selectors = compiled(&record).map_err(wrong)?;
    Ok(SiteRule {
        id: record.id.as_str().into(),
        file: name.clone(),
        #[cfg(feature = "html")]
        selectors,
        record,
    })
}

fn check_record(record: &SiteRecord) -> Result<(), Fault> {
    let fault = |value: &str, why: String| Err(Fault { value: value.to_owned(), why });
    let prefix = format!("{SITE_RULES}.");
    if record.id.strip_prefix(&prefix).is_none_or(str::is_empty) {
        return fault("", format!("its id must begin with \"{prefix}\" and go on with a name"));
    }
    if record.host.is_empty() {
        return fault("", "it has no `host`; write the site that it is for, like \"herald.example\"".to_owned());
    }
    if let Some(host) = record.host.iter().find(|host| address::plain_host(host).is_none()) {
        return fault(
            host,
            format!("\"{host}\" is no host; write it without scheme, port, path and *, like \"herald.example\""),
        );
    }
    if let Some(path) = record.path.as_ref().filter(|path| !path.starts_with(['/', '*']) || path.len() > MAX_PATH_BYTES)
    {
        let why = format!("path \"{path}\" must begin with / or * and have at most {MAX_PATH_BYTES} bytes");
        return fault(path, why);
    }
    match record.selectors().count() {
        0 => return fault("", "it has no selectors; write `take`, `drop`, `title`, `byline` or `date`".to_owned()),
        1..=MAX_SELECTORS => {}
        _ => return fault("", format!("it has more than {MAX_SELECTORS} selectors; join some with commas")),
    }
    check_examples(record)
}

fn check_examples(record: &SiteRecord) -> Result<(), Fault> {
    let fault = |value: &str, why: &str| Err(Fault { value: value.to_owned(), why: why.to_owned() });
    if record.hits.is_empty() {
        return fault("", "it has no `hits`; write at least one piece of a page that it must hit");
    }
    if record.misses.is_empty() {
        return fault("", "it has no `misses`; write at least one look-alike that it must miss");
    }
    if let Some(hit) = record.hits.iter().find(|hit| hit.expects_nothing()) {
        return fault(&hit.html, "one of its `hits` says nothing of what it must `keep`, `drop` or find");
    }
    let addresses = record.hits.iter().map(|hit| &hit.address).chain(record.misses.iter().map(|miss| &miss.address));
    match addresses.flatten().find(|address| address::parts(address).is_none()) {
        Some(address) => fault(address, "an `address` must be whole, like \"https://herald.example/news/a\""),
        None => Ok(()),
    }
}

#[cfg(feature = "html")]
fn compiled(record: &SiteRecord) -> Result<Vec<(crate::site::SiteWord, scraper::Selector)>, Fault> {
    let compile = |(word, selector): (crate::site::SiteWord, &str)| match super::selectors::compile(selector) {
        Ok(compiled) => Ok((word, compiled)),
        Err(why) => {
            let list = format!("{word:?}").to_lowercase();
            Err(Fault { value: selector.to_owned(), why: format!("`{list}` has \"{selector}\": {why}") })
        }
    };
    record.selectors().map(compile).collect()
}

/// The line, from 1, on which a value of a record stands; that of its id where the value is not
/// written as it reads.
fn line_in(text: &str, id: &str, value: &str) -> usize {
    let at = text.find(&format!("\"{id}\"")).or_else(|| text.find(id)).unwrap_or(0);
    let first_line = value.lines().next().unwrap_or_default();
    let behind = if first_line.is_empty() { None } else { text[at..].find(first_line) };
    let at = at + behind.unwrap_or(0);
    line_of(text, Some(at..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"[[rule]]
id = "site-rules.herald"
host = ["herald.example"]
path = "/news/"
take = [
  "div.story",
]
hits = [{ html = "<div class=story>Rain</div>", keep = ["Rain"] }]
misses = [{ html = "<div class=stories>Rain</div>" }]
"#;

    fn read(text: &str) -> Result<Vec<SiteRule>, BuildError> {
        site_rules(&RuleFile { lexicon: SITE_RULES.into(), name: "a.toml".into(), text: text.into() })
    }

    #[test]
    fn a_rule_is_written_as_it_reads() {
        let rule = read(GOOD).unwrap().remove(0);
        let again = read(&rule.record.to_toml()).unwrap();
        assert_eq!(again[0].record, rule.record);
    }

    #[test]
    fn faults_name_line_value_and_remedy() {
        let error = |old: &str, new: &str| read(&GOOD.replace(old, new)).unwrap_err().to_string();
        assert!(error("\"site-rules.herald\"", "\"herald\"").contains("must begin with \"site-rules.\""));
        assert!(error("[\"herald.example\"]", "[\"https://herald.example\"]").starts_with("a.toml:3: rule"));
        assert!(error("[\"herald.example\"]", "[]").contains("no `host`"));
        assert!(error("\"/news/\"", "\"news\"").starts_with("a.toml:4:"));
        assert!(error("misses = [{ html = \"<div class=stories>Rain</div>\" }]", "").contains("no `misses`"));
        assert!(error(", keep = [\"Rain\"]", "").contains("says nothing"));
        assert!(error("take", "takes").starts_with("a.toml:5: unknown field"));
        assert!(error("\"div.story\",", "").contains("no selectors"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_bad_selector_is_named_with_its_line() {
        let error = read(&GOOD.replace("div.story\"", "div.story >\"")).unwrap_err().to_string();
        let expected = "a.toml:6: rule \"site-rules.herald\": `take` has \"div.story >\": it is not a CSS selector";
        assert!(error.starts_with(expected), "{error}");
    }
}
