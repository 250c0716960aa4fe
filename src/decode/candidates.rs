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

/// What the web and old files are written in, the usual first. The handicaps are round guesses
/// of how rare each is, scaled by what did best on short texts: five for a factor of two.
const USUAL: [(&str, i64); 46] = [
    ("windows-1252", 0),
    ("windows-1251", 0),
    ("gbk", 5),
    ("shift_jis", 5),
    ("euc-kr", 5),
    ("big5", 5),
    ("euc-jp", 5),
    ("windows-1250", 5),
    ("iso-8859-2", 10),
    ("windows-1253", 10),
    ("windows-1254", 10),
    ("windows-1255", 10),
    ("windows-1256", 10),
    ("windows-1257", 10),
    ("windows-874", 10),
    ("iso-8859-15", 16),
    ("iso-8859-5", 16),
    ("iso-8859-7", 16),
    ("koi8-u", 10),
    ("koi8-r", 16),
    ("windows-1258", 16),
    ("iso-8859-6", 16),
    ("iso-8859-8", 16),
    ("iso-8859-13", 20),
    ("iso-8859-4", 20),
    ("iso-8859-3", 27),
    ("macintosh", 27),
    ("x-mac-cyrillic", 27),
    ("ibm850", 27),
    ("ibm437", 32),
    ("ibm852", 27),
    ("ibm866", 27),
    ("ibm855", 32),
    ("kz-1048", 32),
    ("ibm857", 37),
    ("ibm775", 37),
    ("ibm737", 43),
    ("ibm862", 43),
    ("x-mac-ce", 43),
    ("iso-8859-10", 43),
    ("iso-8859-16", 43),
    ("ibm00858", 43),
    ("x-mac-greek", 48),
    ("x-mac-turkish", 48),
    ("ptcp154", 48),
    ("johab", 32),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_names_a_charset() {
        for (label, _) in USUAL {
            assert!(named(label).is_some(), "{label}");
        }
        assert_eq!(ALL.len(), USUAL.len());
    }
}
