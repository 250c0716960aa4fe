//! What can fail: building a pipeline. A strange document is an outcome, never an error.

use std::path::PathBuf;

/// Why a recipe, a rule file or a pipeline could not be built. Each message names the
/// place, the value and the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The recipe or rule file is not the TOML it should be.
    #[error("{place}: {message}")]
    Syntax {
        /// File and line.
        place: String,
        /// What is wrong there, with the remedy.
        message: String,
    },
    /// The recipe names a stage that does not exist, or in the wrong phase.
    #[error("{place}: unknown {what} \"{name}\"{hint}")]
    Unknown {
        /// File and line.
        place: String,
        /// `stage`, `recipe`, …
        what: &'static str,
        /// The name as written.
        name: String,
        /// A suggestion and where to find the list.
        hint: String,
    },
    /// A setting has a value it cannot have.
    #[error("{place}: {key} = {value}: {why}")]
    Setting {
        /// File and line, or the stage.
        place: String,
        /// The key.
        key: String,
        /// The value as written.
        value: String,
        /// What it must be.
        why: String,
    },
    /// A rule file breaks one of its own examples or the rules of rule files.
    #[error("{place}: rule \"{rule}\": {why}")]
    Rule {
        /// The file.
        place: String,
        /// The record's id.
        rule: String,
        /// What is wrong, with the remedy.
        why: String,
    },
    /// A file could not be read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Adds a suggestion to serde's "unknown field `x`, expected one of `a`, `b`".
pub(crate) fn explain_unknown_key(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    match quoted.next() {
        Some(unknown) if message.starts_with("unknown field") => format!("{message}{}", suggestion(unknown, quoted)),
        _ => message.to_owned(),
    }
}

/// `; did you mean "x"?` for the nearest of `names`, or nothing when none is near.
pub(crate) fn suggestion<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    names
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len() / 3 + 1)
        .map_or(String::new(), |(_, candidate)| format!("; did you mean \"{candidate}\"?"))
}
