//! Decode: from bytes to characters, with the way back.
//!
//! The bytes decide. The order is: byte order mark; the shape of UTF-32, UTF-16 and EBCDIC; the
//! escapes of ISO-2022-JP, ISO-2022-KR, HZ and UTF-7; UTF-8, also when a few bytes of it are
//! broken or cut off, when it has Western quotation marks of one byte, or when only some lines
//! are UTF-8; and then the language: a sample of the text is read in some fifty charsets, those
//! of browsers and others (DOS, Mac, Kazakh, Johab), and the reading that is most like a language
//! is taken. Where its lead is small, `chardetng`, the country of the address and the declaration
//! have a say, no more, because declarations lie.
//!
//! It can be used alone:
//!
//! ```
//! use faircopy::About;
//! use faircopy::decode::{DecodeConfig, Ground, decode};
//! let decoded = decode(b"Caf\xe9 cr\xe8me, s'il vous pla\xeet", &About::default(), &DecodeConfig::default());
//! assert_eq!(decoded.text.as_str(), "Café crème, s'il vous plaît");
//! assert_eq!((decoded.decoding.charset, decoded.decoding.ground), ("windows-1252", Ground::Detected));
//!
//! let mixed = b"Rain, caf\xe9\nR\xc3\xa9sum\xc3\xa9 \xe2\x80\x94 \xc3\xa9t\xc3\xa9\n";
//! let decoded = decode(mixed, &About::default(), &DecodeConfig::default());
//! assert_eq!(decoded.text.as_str(), "Rain, café\nRésumé — été\n");
//! assert_eq!(decoded.decoding.minority, Some("windows-1252"));
//! ```
//!
//! **Known gaps**: one or two letters that are not ASCII in a short text may be read in a charset of
//! the wrong country; of the many charsets with the same letters the most usual is named. Two
//! charsets within one line, more than two in a file, lines parted by nothing but carriage
//! returns. ISO-2022-CN, ISO-2022-JP-2 and the rarer EBCDIC pages are not known.

mod candidates;
mod charset;
mod common;
mod contest;
mod declared;
mod detect;
mod ebcdic;
mod escapes;
mod johab;
mod legacy;
mod lines;
mod map;
mod mixed;
mod sample;
mod seven_bit;
mod strange;
mod tables;
mod wide;

use crate::error::{BuildError, suggestion};
use crate::pipeline::About;
use crate::text::Text;
use charset::{COMMON_LABELS, Charset};
use detect::Guess;
use serde::{Deserialize, Serialize};

/// How bytes are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DecodeConfig {
    /// Read everything in this charset, whatever the bytes say: any label that browsers
    /// know, or the name of one of those that they do not (`IBM850`, `Johab`, `UTF-7`, …).
    /// Default: find out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
}

impl DecodeConfig {
    /// Whether the settings can be used.
    ///
    /// # Errors
    /// When the charset is unknown; the message says which one may be meant.
    pub fn check(&self) -> Result<(), BuildError> {
        let Some(label) = &self.charset else { return Ok(()) };
        if known(label).is_some() {
            return Ok(());
        }
        let names: Vec<String> = tables::all().iter().map(|table| table.name.to_ascii_lowercase()).collect();
        let labels = COMMON_LABELS.into_iter().chain(names.iter().map(String::as_str));
        Err(BuildError::Setting {
            place: "decode".into(),
            key: "charset".into(),
            value: format!("\"{label}\""),
            why: format!(
                "no known charset{}; use a label of the WHATWG encoding standard such as \"windows-1251\", \
                 the IANA name of an older one such as \"IBM850\", or leave the key out to have the charset found",
                suggestion(&label.to_ascii_lowercase(), labels)
            ),
        })
    }

    fn forced(&self) -> Option<Charset> {
        self.charset.as_deref().and_then(known)
    }
}

fn known(label: &str) -> Option<Charset> {
    Charset::of_label(label.as_bytes())
}

/// On what ground the charset is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A byte order mark.
    ByteOrderMark,
    /// All of it is valid UTF-8.
    ValidUtf8,
    /// The recipe says so.
    Forced,
    /// A declaration, where the bytes left a choice.
    Declared,
    /// The escapes of a 7-bit charset.
    Escapes,
    /// The shape of UTF-16, UTF-32 or EBCDIC.
    Shape,
    /// Lines or signs of two charsets, each by its own bytes.
    Mixed,
    /// The bytes look like it.
    Detected,
}

/// How the bytes were read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decoding {
    /// The charset, by its WHATWG name, or by its IANA name where WHATWG has none. Of a file
    /// with two it is the one of most lines.
    pub charset: &'static str,
    /// The other charset of a file with two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minority: Option<&'static str>,
    /// Why it is believed.
    pub ground: Ground,
    /// How likely it is that the text is right, from 0 to 1, to three digits.
    ///
    /// For a charset found by its language (`Detected`, not UTF-8) it is how often a lead over the
    /// next reading as large as this was right in development files. All other figures are set by
    /// hand: 1 for valid UTF-8, marks and what was forced, less for shapes, escapes and faults; at
    /// most 0.9 where UTF-8 with faults and another charset compete. 0 for what was refused.
    pub confidence: f32,
    /// How many characters could not be decoded and are U+FFFD now. Those that stood in
    /// the bytes as U+FFFD do not count.
    pub lost_chars: usize,
    /// The rule that refused the bytes, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<&'static str>,
}

/// Text, and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The text, mapped to the bytes. A byte order mark is not part of it.
    pub text: Text,
    /// How it was read.
    pub decoding: Decoding,
}

/// Reads bytes as text, and never fails: what cannot be read is U+FFFD and counted, and
/// bytes that are no text at all come back empty, with a reason.
#[must_use]
pub fn decode(bytes: &[u8], about: &About<'_>, config: &DecodeConfig) -> Decoded {
    let guess = match config.forced() {
        Some(charset) => forced(bytes, charset),
        None => detect::detect(bytes, about),
    };
    let Guess { charset, minority, reading, ground, confidence, mark_len, valid, binary } = guess;
    let (text, lost_chars) = match valid {
        _ if binary => (Text::from(""), 0),
        Some(valid) => (Text::from(valid), 0),
        None => map::read(bytes, mark_len, reading),
    };
    let decoding = Decoding {
        charset: charset.name(),
        minority: minority.map(Charset::name),
        ground,
        confidence: (confidence.clamp(0.0, 1.0) * 1000.0).round() / 1000.0,
        lost_chars,
        rejected: binary.then_some("decode.binary"),
    };
    Decoded { text, decoding }
}

/// The forced charset; a byte order mark of that charset is still none of the text.
fn forced(bytes: &[u8], charset: Charset) -> Guess<'static> {
    let mark_len = match detect::byte_order_mark(bytes) {
        Some((marked, len)) if marked == charset => len,
        _ => 0,
    };
    Guess { mark_len, ..Guess::new(charset, Ground::Forced, 1.0) }
}

/// The ways in which a piece of a document may have been read: one, or three where lines or signs
/// are of two charsets; none to compare with where the meaning depends on what stands before it.
#[cfg(feature = "testing")]
pub(crate) fn readings_of<'a>(bytes: &'a [u8], decoding: &'a Decoding) -> impl Iterator<Item = Option<String>> + 'a {
    let signs = decoding.minority.map(|_| "windows-1252");
    let names = [Some(decoding.charset), decoding.minority, signs].into_iter().flatten();
    let whole = names.filter_map(known).map(|charset| {
        (!charset.is_stateful())
            .then(|| map::read(bytes, forced(bytes, charset).mark_len, detect::Reading::Whole(charset)).0.into_string())
    });
    let mixed = decoding.minority.map(|_| Some(map::read(bytes, 0, detect::Reading::Signs).0.into_string()));
    whole.chain(mixed)
}

/// Charsets that are read here and not by browsers.
#[cfg(feature = "testing")]
pub(crate) const NAMES_BEYOND_BROWSERS: [&str; 22] = [
    "UTF-7",
    "HZ-GB-2312",
    "ISO-2022-KR",
    "Johab",
    "CESU-8",
    "UTF-32LE",
    "UTF-32BE",
    "IBM437",
    "IBM850",
    "IBM852",
    "IBM855",
    "IBM857",
    "IBM00858",
    "IBM775",
    "KZ-1048",
    "PTCP154",
    "x-mac-ce",
    "IBM037",
    "IBM500",
    "IBM1047",
    "IBM424",
    "Shift_JIS",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Origin, Span};
    use encoding_rs::Encoding;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes, &About::default(), &DecodeConfig::default())
    }

    fn read_as(bytes: &[u8], label: &str) -> Decoded {
        let config = DecodeConfig { charset: Some(label.into()) };
        config.check().unwrap();
        decode(bytes, &About::default(), &config)
    }

    #[test]
    fn byte_order_marks_decide_and_go() {
        let cases: [(&[u8], &str); 5] = [
            (b"\xef\xbb\xbfab", "UTF-8"),
            (b"\xff\xfea\0b\0", "UTF-16LE"),
            (b"\xfe\xff\0a\0b", "UTF-16BE"),
            (b"\xff\xfe\0\0a\0\0\0b\0\0\0", "UTF-32LE"),
            (b"\0\0\xfe\xff\0\0\0a\0\0\0b", "UTF-32BE"),
        ];
        for (bytes, charset) in cases {
            let decoded = read(bytes);
            assert_eq!(decoded.text.as_str(), "ab", "{charset}");
            assert_eq!((decoded.decoding.charset, decoded.decoding.ground), (charset, Ground::ByteOrderMark));
            assert_eq!(decoded.text.origin(Span::new(1, 2)).span().end, bytes.len());
        }
    }

    #[test]
    fn broken_utf8_is_utf8_with_a_loss() {
        let text = "Über die Brücke fährt ein Zug, und Möwen schreien.";
        let mut bytes = text.as_bytes()[1..].to_vec();
        let decoded = read(&bytes);
        assert_eq!((decoded.decoding.charset, decoded.decoding.lost_chars), ("UTF-8", 1));
        bytes.insert(20, 0xFA);
        bytes.push(0xC3);
        let decoded = read(&bytes);
        assert_eq!((decoded.decoding.charset, decoded.decoding.lost_chars), ("UTF-8", 3));
        assert!(decoded.text.as_str().ends_with("schreien.\u{FFFD}"));
        assert_eq!(read("Schon \u{FFFD} da".as_bytes()).decoding.lost_chars, 0);
    }

    #[test]
    fn a_late_nul_is_text_and_an_image_is_not() {
        let mut bytes = "Rain fell on the town for three days. ".repeat(9).into_bytes();
        bytes.push(0);
        assert_eq!(read(&bytes).decoding.rejected, None);
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(read(&noise).decoding.rejected, Some("decode.binary"));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n").decoding.rejected, Some("decode.binary"));
        assert_eq!(read(&[0; 100]).decoding.rejected, Some("decode.binary"));
    }

    #[test]
    fn an_unknown_charset_is_refused_with_the_remedy() {
        let config = DecodeConfig { charset: Some("windows-1521".into()) };
        let message = config.check().unwrap_err().to_string();
        assert!(message.contains("windows-1521") && message.contains("did you mean \"windows-125"), "{message}");
        let recipe = crate::Recipe { decode: config, ..crate::Recipe::default() };
        assert!(recipe.build().is_err());
    }

    #[test]
    fn the_declaration_breaks_ties_only() {
        let polish = encoding_rs::ISO_8859_2.encode("<meta charset=iso-8859-2>Żółw").0.into_owned();
        let decoded = read(&polish);
        assert_eq!(decoded.text.as_str(), "<meta charset=iso-8859-2>Żółw");
        let russian = encoding_rs::WINDOWS_1251.encode("<meta charset=iso-8859-1>Дождь шёл три дня.").0.into_owned();
        assert_eq!(read(&russian).decoding.charset, "windows-1251");
    }

    /// The law of the map: for an exact origin, decoding those bytes gives that text.
    fn assert_exact(decoded: &Decoded, bytes: &[u8], label: &str, stateful: bool) {
        let text = decoded.text.as_str();
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for window in [1, 2, 7].iter().flat_map(|len| borders.windows(len + 1)) {
            let (start, end) = (window[0], window[window.len() - 1]);
            let Origin::Exact(span) = decoded.text.origin(Span::new(start, end)) else {
                // Text on both sides of a shift is within the bytes that hold the shift.
                assert!(stateful, "{label}: {start}..{end} is not exact");
                continue;
            };
            if stateful {
                let before = read_as(&bytes[..span.end], label);
                assert!(before.text.as_str().ends_with(&text[start..end]), "{label} {span:?}");
            } else {
                assert_eq!(read_as(&bytes[span.range()], label).text.as_str(), &text[start..end], "{label} {span:?}");
            }
        }
    }

    #[test]
    fn exact_origins_decode_to_their_text() {
        let cases = [
            ("windows-1251", "Дождь шёл, и 3 дня — снег."),
            ("windows-1252", "Café “crème” – 5 €"),
            ("windows-874", "ฝนตก 3 วัน"),
            ("gbk", "雨下了3天。Rain。"),
            ("gb18030", "雨㐀𠀀 abc"),
            ("big5", "雨下了3天。Rain。"),
            ("shift_jis", "雨が3日ﾃｽﾄ降った。"),
            ("euc-jp", "雨が3日ﾃｽﾄ降った。"),
            ("iso-2022-jp", "Rain: 雨が3日 rain 降った。"),
            ("euc-kr", "비가 3일 동안 왔다."),
            ("utf-8", "雨 дождь 🌧 rain"),
        ];
        for (label, text) in cases {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost, "{label}");
            let decoded = read_as(&bytes, label);
            assert_eq!(decoded.text.as_str(), text, "{label}");
            assert_eq!(decoded.decoding.lost_chars, 0);
            assert_exact(&decoded, &bytes, label, label == "iso-2022-jp");
        }
        for (label, big) in [("utf-16le", false), ("utf-16be", true)] {
            let units = "雨 дождь 🌧 rain".encode_utf16();
            let bytes: Vec<u8> = units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            let decoded = read_as(&bytes, label);
            assert_exact(&decoded, &bytes, label, false);
            assert_eq!(read(&bytes).text, decoded.text);
        }
    }

    #[test]
    fn broken_bytes_keep_the_map_whole() {
        let cases: [(&str, &[u8]); 6] = [
            ("gb18030", b"a\x81\x30\x81x\xb0\xa1\x81"),
            ("shift_jis", b"a\x81\xffb\x82"),
            ("big5", b"\x88\x62\x88a\xa1\xff"),
            ("euc-jp", b"\x8f\xa1\xff\xa1a"),
            ("iso-2022-jp", b"\x1b$B0!\x1b(Bab\x1b\x1b$B0\n\x1b$"),
            ("utf-16le", b"a\0\x00\xd8b\0\x00"),
        ];
        for (label, bytes) in cases {
            let decoded = read_as(bytes, label);
            let (expected, _) = Encoding::for_label(label.as_bytes()).unwrap().decode_without_bom_handling(bytes);
            assert_eq!(decoded.text.as_str(), expected, "{label}");
            assert!(decoded.decoding.lost_chars > 0, "{label}");
            let mut at = 0;
            for (start, c) in expected.char_indices() {
                let span = decoded.text.origin(Span::new(start, start + c.len_utf8())).span();
                assert!(span.end <= bytes.len() && span.start >= at.min(span.start), "{label}");
                at = span.start;
            }
        }
    }
}
