//! The code pages that UTF-8 is most often misread in, as tables from character to byte.

use super::lost::Bytes;
use super::strange::is_c1;
use encoding_rs::Encoding;

/// How many pages there are.
pub(super) const PAGES: usize = 11;

/// The number of Mac Roman.
pub(super) const MAC: usize = 2;

/// How the paths of damage name them.
pub(super) const NAMES: [&str; PAGES] = [
    "windows-1252",
    "windows-1251",
    "mac-roman",
    "windows-1250",
    "windows-1253",
    "windows-1257",
    "windows-1254",
    "iso-8859-2",
    "cp437",
    "cp850",
    "cp852",
];

/// Whether byte A0 is a no-break space, which programs like to make a plain one.
pub(super) const NBSP_IS_A0: [bool; PAGES] = [true, true, false, true, true, true, true, true, false, false, false];

/// The order is that of preference where two pages explain a line equally well.
const BROWSER_PAGES: [&Encoding; 8] = [
    encoding_rs::WINDOWS_1252,
    encoding_rs::WINDOWS_1251,
    encoding_rs::MACINTOSH,
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1253,
    encoding_rs::WINDOWS_1257,
    encoding_rs::WINDOWS_1254,
    encoding_rs::ISO_8859_2,
];

/// The DOS pages, which browsers do not read: bytes 80 to FF.
const DOS_PAGES: [&str; 3] = [
    // cp437
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    // cp850
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    // cp852
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
     └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
];

/// The byte of each character in each page; zero where it has none.
#[derive(Clone)]
pub(super) struct Pages {
    bytes: Vec<[u8; PAGES]>,
    /// The bytes of each page that stand for nothing.
    undefined: [Bytes; PAGES],
}

/// Beyond the box drawings the pages have only these.
const DIRECT: usize = 0x2600;
const LATE: [char; 3] = ['\u{fb01}', '\u{fb02}', '\u{f8ff}'];

impl Pages {
    pub(super) fn new() -> Self {
        let bytes = vec![[0; PAGES]; DIRECT + LATE.len()];
        let mut pages = Pages { bytes, undefined: [Bytes::default(); PAGES] };
        let mut undefined = [const { Vec::new() }; PAGES];
        for (page, encoding) in BROWSER_PAGES.iter().enumerate() {
            for byte in 0x80..=0xff {
                let decoded = encoding
                    .decode_without_bom_handling_and_without_replacement(&[byte])
                    .and_then(|c| c.chars().next());
                if decoded.is_none_or(is_c1) {
                    undefined[page].push(byte);
                }
                // A byte that the page leaves undefined comes through as its own number.
                pages.set(page, decoded.unwrap_or(char::from(byte)), byte);
            }
        }
        for (page, table) in DOS_PAGES.iter().enumerate() {
            for (byte, c) in (0x80..=0xff).zip(table.chars()) {
                pages.set(BROWSER_PAGES.len() + page, c, byte);
            }
        }
        pages.undefined = undefined.map(|bytes: Vec<u8>| bytes.into_iter().collect());
        // Whoever meant Latin-1 mixed it with windows-1252 and its Turkish sister.
        for page in [0, 6] {
            for byte in 0x80..=0x9f {
                pages.set(page, char::from(byte), byte);
            }
        }
        pages
    }

    /// The bytes that stand for nothing in a page, and may have been lost for that.
    pub(super) fn undefined(&self, page: usize) -> Bytes {
        self.undefined[page]
    }

    fn slot(c: char) -> Option<usize> {
        let direct = c as usize;
        if direct < DIRECT { Some(direct) } else { LATE.iter().position(|late| *late == c).map(|at| DIRECT + at) }
    }

    fn set(&mut self, page: usize, c: char, byte: u8) {
        if let Some(entry) = Self::slot(c).and_then(|slot| self.bytes.get_mut(slot))
            && entry[page] == 0
        {
            entry[page] = byte;
        }
    }

    /// The bytes of a character that is not ASCII, in all pages.
    pub(super) fn bytes_of(&self, c: char) -> &[u8; PAGES] {
        const NONE: [u8; PAGES] = [0; PAGES];
        Self::slot(c).and_then(|slot| self.bytes.get(slot)).unwrap_or(&NONE)
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
