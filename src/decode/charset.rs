//! The charsets that can be read here, and their names.

use super::tables::{self, Table};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// A charset: those of the WHATWG, and what it leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    /// UTF-8 in which characters beyond U+FFFF are pairs of surrogates of three bytes each.
    Cesu8,
    Utf16(Endian),
    Utf32(Endian),
    Utf7,
    Hz,
    Iso2022Kr,
    Johab,
    Browser(&'static Encoding),
    Table(&'static Table),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endian {
    Little,
    Big,
}

impl Endian {
    pub(super) fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Endian::Little => u16::from_le_bytes(pair),
            Endian::Big => u16::from_be_bytes(pair),
        }
    }

    pub(super) fn quad(self, quad: [u8; 4]) -> u32 {
        match self {
            Endian::Little => u32::from_le_bytes(quad),
            Endian::Big => u32::from_be_bytes(quad),
        }
    }
}

/// Charsets that have neither a table nor a decoder elsewhere, with their labels.
const OWN: [(&str, Charset); 13] = [
    ("cesu-8", Charset::Cesu8),
    ("utf-7", Charset::Utf7),
    ("unicode-1-1-utf-7", Charset::Utf7),
    ("hz-gb-2312", Charset::Hz),
    ("hz", Charset::Hz),
    ("iso-2022-kr", Charset::Iso2022Kr),
    ("csiso2022kr", Charset::Iso2022Kr),
    ("johab", Charset::Johab),
    ("ms1361", Charset::Johab),
    ("utf-32le", Charset::Utf32(Endian::Little)),
    ("utf-32be", Charset::Utf32(Endian::Big)),
    ("utf-32", Charset::Utf32(Endian::Little)),
    ("iso-10646-ucs-4", Charset::Utf32(Endian::Big)),
];

impl Charset {
    pub(super) fn of(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            Charset::Utf8
        } else if encoding == UTF_16LE {
            Charset::Utf16(Endian::Little)
        } else if encoding == UTF_16BE {
            Charset::Utf16(Endian::Big)
        } else {
            Charset::Browser(encoding)
        }
    }

    /// The charset of a label, in any case and with space around it.
    ///
    /// Where the standard has only a stand-in that reads nothing, the charset itself is meant.
    pub(super) fn of_label(label: &[u8]) -> Option<Self> {
        let trimmed = label.trim_ascii();
        let own = OWN.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(trimmed)).map(|(_, own)| *own);
        let browser = || Encoding::for_label(label).filter(|encoding| *encoding != REPLACEMENT).map(Charset::of);
        own.or_else(browser).or_else(|| tables::of_label(trimmed).map(Charset::Table))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Charset::Utf8 => "UTF-8",
            Charset::Cesu8 => "CESU-8",
            Charset::Utf16(Endian::Little) => "UTF-16LE",
            Charset::Utf16(Endian::Big) => "UTF-16BE",
            Charset::Utf32(Endian::Little) => "UTF-32LE",
            Charset::Utf32(Endian::Big) => "UTF-32BE",
            Charset::Utf7 => "UTF-7",
            Charset::Hz => "HZ-GB-2312",
            Charset::Iso2022Kr => "ISO-2022-KR",
            Charset::Johab => "Johab",
            Charset::Browser(encoding) => encoding.name(),
            Charset::Table(table) => table.name,
        }
    }

    /// Whether what a byte means depends on shifts before it.
    #[cfg(any(test, feature = "testing"))]
    pub(super) fn is_stateful(self) -> bool {
        matches!(self, Charset::Hz | Charset::Iso2022Kr) || self == Charset::Browser(encoding_rs::ISO_2022_JP)
    }

    /// Whether it is a table whose lower half is ASCII.
    pub(super) fn is_ascii_table(self) -> bool {
        matches!(self, Charset::Table(table) if table.is_ascii)
    }

    /// Whether letters have two bytes of which both may be such as UTF-8 has.
    pub(super) fn has_pairs(self) -> bool {
        self == Charset::Johab || matches!(self, Charset::Browser(encoding) if !encoding.is_single_byte())
    }

    /// The 256 characters of a single-byte charset.
    pub(super) fn single_bytes(self) -> Option<[Option<char>; 256]> {
        match self {
            Charset::Table(table) => Some(table.chars),
            Charset::Browser(encoding) if encoding.is_single_byte() => Some(std::array::from_fn(|byte| {
                let byte = u8::try_from(byte).unwrap_or_default();
                encoding.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next()
            })),
            _ => None,
        }
    }
}

/// What a misspelt label is compared with, beside the names of the tables.
pub(super) const COMMON_LABELS: [&str; 30] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "utf-32le",
    "utf-32be",
    "utf-7",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "koi8-r",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "iso-2022-kr",
    "johab",
    "hz-gb-2312",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_label_of_its_charset() {
        let own = OWN.iter().map(|(_, charset)| *charset);
        let tables = tables::all().iter().map(Charset::Table);
        for charset in own.chain(tables) {
            assert_eq!(Charset::of_label(charset.name().as_bytes()), Some(charset));
        }
        assert_eq!(Charset::of_label(b" CP850 ").map(Charset::name), Some("IBM850"));
        assert_eq!(Charset::of_label(b"replacement"), None);
        assert_eq!(Charset::of_label(b"iso-2022-cn"), None);
    }
}
