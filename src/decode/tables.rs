//! Single-byte charsets that browsers do not read: DOS, EBCDIC, Mac and Kazakh pages.
//!
//! `train/charset_tables.py` writes the data file and says where the tables are from.

use std::sync::LazyLock;

/// A charset with one character for each byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The IANA name, or the usual one where IANA has none.
    pub(super) name: &'static str,
    /// Other labels, in lower case.
    labels: Vec<&'static str>,
    /// Whether the lower half is ASCII.
    pub(super) is_ascii: bool,
    pub(super) chars: [Option<char>; 256],
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| read(include_str!("charset_tables.txt")));

/// All tables, in the order of the data file.
pub(super) fn all() -> &'static [Table] {
    &TABLES
}

pub(super) fn of_label(label: &[u8]) -> Option<&'static Table> {
    let is = |name: &str| name.as_bytes().eq_ignore_ascii_case(label);
    all().iter().find(|table| is(table.name) || table.labels.iter().any(|name| is(name)))
}

fn read(data: &'static str) -> Vec<Table> {
    let sections = data.split("\n=").skip(1);
    sections.filter_map(section).collect()
}

fn section(section: &'static str) -> Option<Table> {
    let (names, cells) = section.split_once('\n')?;
    let mut labels = names.split(' ');
    let name = labels.next()?;
    let upper: Vec<Option<char>> =
        cells.split_ascii_whitespace().map(|cell| char::from_u32(u32::from_str_radix(cell, 16).ok()?)).collect();
    let is_ascii = upper.len() == 128;
    let mut chars = [None; 256];
    for (byte, slot) in (0_u8..).zip(chars.iter_mut().take(128)) {
        *slot = Some(char::from(byte));
    }
    let start = 256_usize.checked_sub(upper.len())?;
    chars[start..].copy_from_slice(&upper);
    Some(Table { name, labels: labels.collect(), is_ascii, chars })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_is_whole() {
        assert_eq!(all().len(), include_str!("charset_tables.txt").matches("\n=").count());
        for table in all() {
            assert!(table.chars.iter().flatten().count() > 200, "{}", table.name);
        }
        let ebcdic: Vec<&str> = all().iter().filter(|table| !table.is_ascii).map(|table| table.name).collect();
        assert_eq!(ebcdic, ["IBM037", "IBM500", "IBM1047", "IBM273", "IBM424", "IBM875", "IBM1026", "IBM01140"]);
    }

    #[test]
    fn known_bytes_read_as_they_should() {
        let cases: [(&str, &[u8], &str); 5] = [
            ("IBM850", b"\x87a va, gar\x87on \x85 la fa\x87ade\xff", "ça va, garçon à la façade\u{a0}"),
            ("ibm855", b"\xa7\xd6\xe9\xa6\xed \xf5\x84\xd0", "Дождь шёл"),
            ("cp500", b"\xc8\x85\x93\x93\x96@\x4f", "Hello !"),
            ("cp1047", b"\xad\xbd\x5f", "[]^"),
            ("KZ-1048", b"\x9d\xe0\xe7\xe0\x9d", "қазақ"),
        ];
        for (label, bytes, text) in cases {
            let table = of_label(label.as_bytes()).unwrap();
            let read: String = bytes.iter().filter_map(|byte| table.chars[usize::from(*byte)]).collect();
            assert_eq!(read, text, "{label}");
        }
    }
}
