//! Reading rule files: one loader and one set of checks for ours and the user's.

use crate::error::BuildError;
use crate::lexicon::phrase::Phrase;
use crate::lexicon::record::Record;
use crate::lexicon::{CompiledRule, Lexicon, needs_look_alike};
use crate::page::Page;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// A rule file before it is read: the lexicon it belongs to, its name and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// The name of its folder: the stage that reads it.
    pub lexicon: String,
    /// How errors call it.
    pub name: String,
    /// TOML.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    language: String,
    #[serde(default)]
    rule: Vec<Record>,
}

/// The rules of one file.
///
/// # Errors
/// When it is not TOML of that form, a field has an unknown value, or a rule has no hit,
/// no phrase or an id that does not begin with its language and lexicon.
pub fn rules(file: &RuleFile) -> Result<Vec<CompiledRule>, BuildError> {
    let contents: Contents = toml::from_str(&file.text).map_err(|error| BuildError::Syntax {
        place: format!("{}:{}", file.name, line_of(&file.text, error.span())),
        message: error.message().to_owned(),
    })?;
    let lexicon: Arc<str> = file.lexicon.as_str().into();
    let name: Arc<str> = file.name.as_str().into();
    let prefix = format!("{}.{}.", contents.language, file.lexicon);
    contents
        .rule
        .into_iter()
        .map(|record| {
            let wrong =
                |why: &str| BuildError::Rule { place: file.name.clone(), rule: record.id.clone(), why: why.to_owned() };
            if !record.id.starts_with(&prefix) {
                return Err(wrong(&format!("its id must begin with \"{prefix}\"")));
            }
            if record
                .phrases
                .iter()
                .chain(record.with.iter().flatten())
                .any(|phrase| phrase.trim_matches('*').trim().is_empty())
                || record.phrases.is_empty()
            {
                return Err(wrong("a phrase is empty; delete it or write one"));
            }
            if record.hits.is_empty() {
                return Err(wrong("it has no `hits`; write at least one line that it must hit"));
            }
            if record.misses.is_empty() && needs_look_alike(record.kind) {
                return Err(wrong("it has no `misses`; write at least one look-alike that it must miss"));
            }
            Ok(CompiledRule { id: record.id.as_str().into(), lexicon: lexicon.clone(), file: name.clone(), record })
        })
        .collect()
}

/// The line, from 1, on which a span of a TOML text begins.
pub(crate) fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    let upto = span.map_or(0, |span| span.start).min(text.len());
    1 + text.as_bytes()[..upto].iter().filter(|&&b| b == b'\n').count()
}

/// All rule files of a folder laid out as `<lexicon>/<language>.toml`, in the order of
/// their names.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn folder(folder: &Path) -> Result<Vec<RuleFile>, BuildError> {
    let read = |path: &Path, source| BuildError::Read { path: path.to_owned(), source };
    let sorted = |path: &Path| -> Result<Vec<std::path::PathBuf>, BuildError> {
        let entries = std::fs::read_dir(path).map_err(|e| read(path, e))?;
        let mut paths =
            entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(|e| read(path, e))?;
        paths.sort();
        Ok(paths)
    };
    let mut files = Vec::new();
    for lexicon in sorted(folder)?.into_iter().filter(|path| path.is_dir()) {
        for path in sorted(&lexicon)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "toml")) {
            files.push(RuleFile {
                lexicon: lexicon.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                text: std::fs::read_to_string(&path).map_err(|e| read(&path, e))?,
                name: path.to_string_lossy().into_owned(),
            });
        }
    }
    Ok(files)
}

/// Runs every example of every rule: each `hits` line (or page, for rules of sites) must be hit
/// by its rule and each of `misses` must not. No list may have a phrase twice: what differs in case or in
/// signs around it is one phrase. Gives what went wrong, a line each.
#[must_use]
pub fn check(lexicon: &Lexicon) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in lexicon.rules() {
        let fires = |line: &str| {
            let page = Page::from_text(line);
            lexicon.hits_of(&rule.lexicon, &page).any(|(_, hit, _)| hit.id == rule.id)
        };
        for line in rule.record.hits.iter().filter(|line| !fires(line)) {
            wrong.push(format!("{}: rule {} must hit and does not: {line}", rule.file, rule.id));
        }
        for line in rule.record.misses.iter().filter(|line| fires(line)) {
            wrong.push(format!("{}: rule {} must miss and does not: {line}", rule.file, rule.id));
        }
        for (one, other) in twice(&rule.record) {
            wrong
                .push(format!("{}: rule {}: \"{one}\" and \"{other}\" are one phrase; delete one", rule.file, rule.id));
        }
    }
    #[cfg(feature = "html")]
    wrong.extend(crate::lexicon::sites::check(lexicon.sites()));
    wrong
}

/// The pairs of phrases in one list of a rule that are matched alike.
fn twice(record: &Record) -> Vec<(&str, &str)> {
    let lists = [&record.phrases, &record.unless].into_iter().chain(&record.with);
    let pairs = lists.flat_map(|list| {
        let mut known = FxHashMap::default();
        list.iter().filter_map(move |text| {
            let first = *known.entry(Phrase::new(text, record.place)).or_insert(text);
            (!std::ptr::eq(first, text)).then_some((first.as_str(), text.as_str()))
        })
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_twice_in_a_list_is_told() {
        let text = "language = \"en\"\n[[rule]]\nid = \"en.ad-markers.label\"\nkind = \"marker.ad_slot\"\nwhere = \"whole\"\nweight = 100\n\
                    phrases = [\"Anzeige\", \"- anzeige -\", \"anzeige*\"]\nhits = [\"Anzeige\"]\n";
        let file = RuleFile { lexicon: "ad-markers".into(), name: "en.toml".into(), text: text.into() };
        let lexicon = Lexicon::from_files([file]).unwrap();
        let told = "en.toml: rule en.ad-markers.label: \"Anzeige\" and \"- anzeige -\" are one phrase; delete one";
        assert_eq!(check(&lexicon), [told]);
    }
}
