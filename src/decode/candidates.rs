//! The charsets a legacy text may be in, with what has to speak for each before it is believed.

use super::charset::Charset;
use std::sync::LazyLock;

/// A charset, and its handicap in eighths of a bit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) charset: Charset,
    pub(super) handicap: i64,
    /// The characters of its bytes, if it has one for each.
    pub(super) table: Option<&'static [Option<char>; 256]>,
}

/// What the web and old files are written in, the usual first. A charset that is rarer by a
/// factor of two has a handicap of eight more; the rates are round guesses.
const USUAL: [(&str, i64); 46] = [
    ("windows-1252", 0),
    ("windows-1251", 0),
    ("gbk", 8),
    ("shift_jis", 8),
    ("euc-kr", 8),
    ("big5", 8),
    ("euc-jp", 8),
    ("windows-1250", 8),
    ("iso-8859-2", 16),
    ("windows-1253", 16),
    ("windows-1254", 16),
    ("windows-1255", 16),
    ("windows-1256", 16),
    ("windows-1257", 16),
    ("windows-874", 16),
    ("iso-8859-15", 24),
    ("iso-8859-5", 24),
    ("iso-8859-7", 24),
    ("koi8-u", 16),
    ("koi8-r", 24),
    ("windows-1258", 24),
    ("iso-8859-6", 24),
    ("iso-8859-8", 24),
    ("iso-8859-13", 32),
    ("iso-8859-4", 32),
    ("iso-8859-3", 40),
    ("macintosh", 40),
    ("x-mac-cyrillic", 40),
    ("ibm850", 40),
    ("ibm437", 48),
    ("ibm852", 40),
    ("ibm866", 40),
    ("ibm855", 48),
    ("kz-1048", 48),
    ("ibm857", 56),
    ("ibm775", 56),
    ("ibm737", 64),
    ("ibm862", 64),
    ("x-mac-ce", 64),
    ("iso-8859-10", 64),
    ("iso-8859-16", 64),
    ("ibm00858", 64),
    ("x-mac-greek", 72),
    ("x-mac-turkish", 72),
    ("ptcp154", 72),
    ("johab", 48),
];

static TABLES: LazyLock<Vec<[Option<char>; 256]>> = LazyLock::new(|| {
    USUAL.iter().map(|(label, _)| named(label).and_then(Charset::single_bytes).unwrap_or([None; 256])).collect()
});

fn named(label: &str) -> Option<Charset> {
    Charset::of_label(label.as_bytes())
}

pub(super) static ALL: LazyLock<Vec<Candidate>> = LazyLock::new(|| {
    let tables = TABLES.iter();
    let all = USUAL.iter().zip(tables).filter_map(|((label, handicap), table)| {
        let charset = named(label)?;
        let table = charset.single_bytes().is_some().then_some(table);
        Some(Candidate { charset, handicap: *handicap, table })
    });
    all.collect()
});
