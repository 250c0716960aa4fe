//! The gold: what the outputs should be.

use crate::cli::Failure;
use md5::{Digest, Md5};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// One line of the gold file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Gold {
    pub id: String,
    /// The body.
    #[serde(deserialize_with = "or_default")]
    pub gold: String,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub site: Option<String>,
    pub domain: Option<String>,
    /// What kind of page it is: article, forum, product.
    pub page_type: Option<String>,
    /// The part of a collection it belongs to.
    pub set: Option<String>,
    /// A code for each line of the raw text that is not blank.
    #[serde(deserialize_with = "or_default")]
    pub labels: Vec<String>,
    /// Line (of those that are not blank, from 0), start and end in characters, kind.
    #[serde(deserialize_with = "or_default")]
    pub ranges: Vec<(usize, usize, usize, String)>,
    /// Segments that have to be in the output.
    #[serde(deserialize_with = "or_default")]
    pub with: Vec<String>,
    /// Segments that must not be in the output.
    #[serde(deserialize_with = "or_default")]
    pub without: Vec<String>,
    /// Several raw texts of one page, by the name of what rendered them.
    pub dumps: BTreeMap<String, Dump>,
}

/// A value, or the empty one where a field is null.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(value: D) -> Result<T, D::Error> {
    Option::deserialize(value).map(Option::unwrap_or_default)
}

/// One raw text of a page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Dump {
    /// The lines that belong to the article, from 0, blank lines counted.
    pub keep: Vec<usize>,
}

/// The part of a collection that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Split {
    /// All sites.
    All,
    /// The sites on which rules may be tuned.
    Tune,
    /// The others, a quarter, held back to check on.
    Check,
}

/// One output to be measured: a document of the gold, or one dump of it.
#[derive(Debug, Clone)]
pub struct Document {
    pub gold: std::sync::Arc<Gold>,
    /// What rendered it, if there are several dumps.
    pub renderer: Option<String>,
}

impl Gold {
    /// Tune and check are told apart by the hash of the site's name, so that a site is
    /// never in both.
    fn is_of(&self, split: Split) -> bool {
        let site = self.site.as_deref().or(self.domain.as_deref()).unwrap_or(&self.id);
        let held_back = Md5::digest(site.as_bytes())[0] % 4 == 3;
        match split {
            Split::All => true,
            Split::Tune => !held_back,
            Split::Check => held_back,
        }
    }
}

impl Document {
    /// How reports call it.
    pub fn name(&self) -> String {
        match &self.renderer {
            Some(renderer) => format!("{}.{renderer}", self.gold.id),
            None => self.gold.id.clone(),
        }
    }

    /// Its file under a folder, with or without a folder for its set.
    pub fn file(&self, folder: &Path) -> Option<PathBuf> {
        let name = format!("{}.txt", self.name());
        // An id from a file must not lead out of the folder.
        if !Path::new(&name).components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let in_set = self.gold.set.as_deref().filter(|set| Path::new(set).components().count() == 1);
        let candidates = [in_set.map(|set| folder.join(set).join(&name)), Some(folder.join(&name))];
        candidates.into_iter().flatten().find(|path| path.is_file())
    }
}

/// The documents of a gold file that belong to `split`.
pub fn read(path: &Path, split: Split) -> Result<Vec<Document>, Failure> {
    let place = path.display();
    if path.is_dir() {
        return Err(Failure::stop(format!(
            "{place}: a folder; first comes the gold file, a JSON object a line (`faircopy eval --help`)"
        )));
    }
    let text = std::fs::read_to_string(path).map_err(|error| Failure::stop(format!("{place}: {error}")))?;
    let mut documents = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let gold: Gold = serde_json::from_str(line).map_err(|error| {
            let number = number + 1;
            Failure::stop(format!("{place}:{number}: {error}; a line is one object with `id` and `gold`"))
        })?;
        if gold.id.is_empty() {
            return Err(Failure::stop(format!("{place}:{}: no `id`", number + 1)));
        }
        if !gold.is_of(split) {
            continue;
        }
        let gold = std::sync::Arc::new(gold);
        let renderers: Vec<Option<String>> = match gold.dumps.is_empty() {
            true => vec![None],
            false => gold.dumps.keys().cloned().map(Some).collect(),
        };
        documents.extend(renderers.into_iter().map(|renderer| Document { gold: gold.clone(), renderer }));
    }
    if documents.is_empty() {
        return Err(Failure::stop(format!("{place}: no document in it (--split all takes every site)")));
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_in_one_half() {
        for site in ["a", "example.org", "слово.рф"] {
            let gold = Gold { id: "x".into(), site: Some(site.into()), ..Gold::default() };
            assert!(gold.is_of(Split::All));
            assert_ne!(gold.is_of(Split::Tune), gold.is_of(Split::Check));
        }
        // The hash of "a" ends in 0xc: even.
        assert!(Gold { site: Some("a".into()), ..Gold::default() }.is_of(Split::Tune));
    }

    #[test]
    fn null_is_an_empty_field() {
        let gold: Gold = serde_json::from_str(r#"{"id":"a","gold":null,"with":null,"lang":null}"#).unwrap();
        assert!(gold.gold.is_empty() && gold.with.is_empty() && gold.lang.is_none());
    }

    #[test]
    fn an_id_never_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("secret.txt"), "x").unwrap();
        let gold = Gold { id: "../secret".into(), ..Gold::default() };
        let document = Document { gold: std::sync::Arc::new(gold), renderer: None };
        assert_eq!(document.file(&folder.path().join("in")), None);
    }
}
