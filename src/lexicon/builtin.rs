//! The rule files that come with faircopy, embedded when it is built.

use crate::lexicon::RuleFile;
use include_dir::{Dir, include_dir};

static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/lexicon/rules");

/// All of them, in the order of their names.
pub(super) fn files() -> Vec<RuleFile> {
    let mut files: Vec<RuleFile> = RULES
        .dirs()
        .flat_map(Dir::files)
        .filter_map(|file| {
            Some(RuleFile {
                lexicon: file.path().parent()?.to_str()?.to_owned(),
                name: format!("rules/{}", file.path().to_str()?),
                text: file.contents_utf8()?.to_owned(),
            })
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}
