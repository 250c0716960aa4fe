//! Which charset it is, and why.

use super::{Ground, declared};
use crate::pipeline::About;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A charset that can be read here: those of the WHATWG, and UTF-32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    Utf16(Endian),
    Utf32(Endian),
    Legacy(&'static Encoding),
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

impl Charset {
    pub(super) fn of(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            Charset::Utf8
        } else if encoding == UTF_16LE {
            Charset::Utf16(Endian::Little)
        } else if encoding == UTF_16BE {
            Charset::Utf16(Endian::Big)
        } else {
            Charset::Legacy(encoding)
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Charset::Utf8 => "UTF-8",
            Charset::Utf16(Endian::Little) => "UTF-16LE",
            Charset::Utf16(Endian::Big) => "UTF-16BE",
            Charset::Utf32(Endian::Little) => "UTF-32LE",
            Charset::Utf32(Endian::Big) => "UTF-32BE",
            Charset::Legacy(encoding) => encoding.name(),
        }
    }
}

pub(super) struct Guess<'b> {
    pub(super) charset: Charset,
    pub(super) ground: Ground,
    /// Bytes of the byte order mark, which is not text.
    pub(super) mark_len: usize,
    /// All of the bytes as text, if they turned out to be valid UTF-8.
    pub(super) valid: Option<&'b str>,
    /// These bytes are no text.
    pub(super) binary: bool,
}

impl Guess<'_> {
    fn new(charset: Charset, ground: Ground) -> Self {
        Guess { charset, ground, mark_len: 0, valid: None, binary: false }
    }
}

/// The charset of a byte order mark, and its length. UTF-32 comes before UTF-16, whose mark
/// its own begins with.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    let marks: [(&[u8], Charset); 5] = [
        (b"\xef\xbb\xbf", Charset::Utf8),
        (b"\xff\xfe\0\0", Charset::Utf32(Endian::Little)),
        (b"\0\0\xfe\xff", Charset::Utf32(Endian::Big)),
        (b"\xff\xfe", Charset::Utf16(Endian::Little)),
        (b"\xfe\xff", Charset::Utf16(Endian::Big)),
    ];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, charset)| (charset, mark.len()))
}

pub(super) fn detect<'b>(bytes: &'b [u8], about: &About<'_>) -> Guess<'b> {
    if let Some((charset, mark_len)) = byte_order_mark(bytes) {
        return Guess { mark_len, ..Guess::new(charset, Ground::ByteOrderMark) };
    }
    let text = valid_utf8(bytes);
    let valid = text.is_some();
    let sample = Sample::of(bytes);
    if (sample.nuls > 0 || sample.controls > 0)
        && let Some(charset) = wide(bytes, valid, &sample)
    {
        return Guess::new(charset, Ground::Detected);
    }
    if has_magic(bytes) || sample.is_binary(valid) {
        let charset = if valid { Charset::Utf8 } else { Charset::of(encoding_rs::WINDOWS_1252) };
        return Guess { binary: true, ..Guess::new(charset, Ground::Detected) };
    }
    if valid {
        return match speaks_iso_2022_jp(bytes) {
            true => Guess::new(Charset::Legacy(ISO_2022_JP), Ground::Detected),
            false => Guess { valid: text, ..Guess::new(Charset::Utf8, Ground::ValidUtf8) },
        };
    }
    let declared = declared::charset(bytes, about);
    if is_broken_utf8(bytes, declared::says_utf8(declared)) {
        return Guess::new(Charset::Utf8, Ground::Detected);
    }
    legacy(bytes, about, declared)
}

/// The bytes as they are, if they are UTF-8. encoding_rs is faster at it than the standard
/// library where text is not ASCII.
fn valid_utf8(bytes: &[u8]) -> Option<&str> {
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Some(text),
        _ => None,
    }
}

/// What a look at the start, the middle and the end of the bytes counts.
struct Sample {
    bytes: usize,
    nuls: usize,
    /// Control bytes that no text needs: neither NUL, nor the shifts of 7-bit charsets.
    controls: usize,
}

impl Sample {
    const WINDOW_BYTES: usize = 1 << 15;

    fn of(bytes: &[u8]) -> Self {
        let mut sample = Sample { bytes: 0, nuls: 0, controls: 0 };
        let last = bytes.len().saturating_sub(Self::WINDOW_BYTES);
        let mut done = 0;
        for start in [0, last / 2, last] {
            let end = (start + Self::WINDOW_BYTES).min(bytes.len());
            let window = bytes.get(start.max(done)..end).unwrap_or_default();
            done = end;
            sample.bytes += window.len();
            sample.nuls += window.iter().filter(|b| **b == 0).count();
            sample.controls += window.iter().filter(|b| matches!(b, 1..=8 | 16..=26 | 28..=31 | 127)).count();
        }
        sample
    }

    /// Noise has a control in every ninth byte. Text that is valid UTF-8 may have suffered
    /// a good deal more than text that is not.
    fn is_binary(&self, valid: bool) -> bool {
        (self.nuls + self.controls) * if valid { 5 } else { 20 } > self.bytes
    }
}

/// The first bytes of formats that are never text.
fn has_magic(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 10] = [
        b"%PDF-",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"\x7fELF",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// UTF-32 or UTF-16 without a byte order mark, known by its zero bytes.
fn wide(bytes: &[u8], valid_utf8: bool, sample: &Sample) -> Option<Charset> {
    const LOOK_BYTES: usize = 1 << 16;
    let look = bytes.get(..LOOK_BYTES).unwrap_or(bytes);
    for endian in [Endian::Little, Endian::Big] {
        let (quads, _) = look.as_chunks::<4>();
        let mut scalars = quads.iter().map(|quad| endian.quad(*quad));
        if quads.len() > 1 && scalars.all(|scalar| scalar != 0 && char::from_u32(scalar).is_some()) {
            return Some(Charset::Utf32(endian));
        }
    }
    // Plain text with a few NULs in it is just that: text as bytes has no controls, while
    // in UTF-16 only Latin letters have none, and there every second byte is zero.
    if valid_utf8 && sample.controls == 0 && sample.nuls * 10 < sample.bytes {
        return None;
    }
    [Endian::Little, Endian::Big].into_iter().find(|endian| is_utf16(look, *endian)).map(Charset::Utf16)
}

fn is_utf16(look: &[u8], endian: Endian) -> bool {
    let (pairs, _) = look.as_chunks::<2>();
    let (mut narrow, mut swapped, mut kana) = (0, 0, 0);
    for pair in pairs {
        let unit = endian.unit(*pair);
        narrow += usize::from((0x20..0x7f).contains(&unit) || unit == 10);
        swapped += usize::from(unit != 0 && unit & 0xff == 0);
        kana += usize::from((0x3000..0x3100).contains(&unit));
        let impossible = matches!(unit, 0..=8 | 14..=31 | 0x7f..=0x9f | 0xe000..=0xf8ff | 0xfff0..=0xfffc | 0xfffe..);
        if impossible {
            return false;
        }
    }
    // One unit in fifty is a space, a digit or a line break in every language seen but
    // Japanese, where one in five is a syllable.
    let spaced = (narrow * 50 >= pairs.len() && narrow > swapped * 4) || (kana * 5 >= pairs.len() && kana > 1);
    let units = pairs.iter().map(|pair| endian.unit(*pair));
    let cut = usize::from(pairs.last().is_some_and(|pair| matches!(endian.unit(*pair), 0xd800..0xdc00)));
    spaced && char::decode_utf16(units).filter(Result::is_err).count() <= cut
}

/// Whether 7-bit bytes hold the escapes of ISO-2022-JP and decode without a fault.
fn speaks_iso_2022_jp(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(0x1b, bytes) else { return false };
    let shifts = bytes[first..].starts_with(b"\x1b$") || bytes[first..].starts_with(b"\x1b(");
    shifts && bytes.is_ascii() && !ISO_2022_JP.decode_without_bom_handling(bytes).1
}

/// Whether these are UTF-8 bytes of which a few are broken.
///
/// A legacy text has well-formed sequences only by accident and many broken ones; a UTF-8
/// text that was cut, or that had a foreign byte put in, is the other way round.
fn is_broken_utf8(bytes: &[u8], declared: bool) -> bool {
    let mut good = 0;
    let mut broken = 0;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().as_bytes();
        good += valid.iter().filter(|b| **b >= 0xc0).count();
        let invalid = chunk.invalid();
        let start = at + valid.len();
        at = start + invalid.len();
        // Bytes that continue what was cut off before the first one cost nothing, nor
        // does a sequence that the end cuts.
        let head = start < 3 && matches!(invalid, [0x80..=0xbf]) && valid.is_empty();
        let tail = at == bytes.len() && matches!(invalid, [0xc3..=0xf4, ..]);
        broken += usize::from(!invalid.is_empty() && !head && !tail);
        // No need to read a large legacy document to its end.
        if broken > ENOUGH_BROKEN && good < broken {
            return false;
        }
    }
    good >= if broken == 0 { 2 } else { broken * if declared { 2 } else { 3 } }
}

const ENOUGH_BROKEN: usize = 500;

/// What `chardetng` makes of it, with the address and the declaration as hints.
fn legacy(bytes: &[u8], about: &About<'_>, declared: Option<&'static Encoding>) -> Guess<'static> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for window in windows(bytes) {
        detector.feed(window, false);
    }
    let guess = |domain: Option<&[u8]>| detector.guess(domain, Utf8Detection::Deny);
    let plain = guess(None);
    let domain = about.address.and_then(declared::top_level_domain);
    let by_domain = guess(domain.as_deref().map(str::as_bytes));
    if let Some(declared) = declared {
        let by_home = declared::home_of(declared).map_or(plain, |home| guess(Some(home)));
        if declared == plain {
            return Guess::new(Charset::Legacy(plain), Ground::Detected);
        }
        let kin = declared::unknown_kin(declared, by_domain) && reads_cleanly(bytes, declared);
        if declared == by_domain || declared == by_home || kin {
            return Guess::new(Charset::Legacy(declared), Ground::Declared);
        }
    }
    Guess::new(Charset::Legacy(by_domain), Ground::Detected)
}

/// Whether a charset reads the first window without a loss and without C1 controls.
fn reads_cleanly(bytes: &[u8], charset: &'static Encoding) -> bool {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let (text, lost) = charset.decode_without_bom_handling(head);
    !lost && !text.contains(|c| matches!(c, '\u{80}'..='\u{9f}'))
}

const HEAD_BYTES: usize = 128 << 10;
const WINDOW_BYTES: usize = 64 << 10;

/// What `chardetng` gets to see: all of it, or of a large document the part that begins with
/// the first byte that is not ASCII, a part of the middle and the end.
///
/// At 15 to 30 MB/s it would otherwise cost more than everything else together.
fn windows(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = bytes.len() <= HEAD_BYTES + 2 * WINDOW_BYTES;
    let skip = if whole { 0 } else { Encoding::ascii_valid_up_to(bytes).saturating_sub(64) };
    let rest = &bytes[skip..];
    let head_len = if whole { rest.len() } else { HEAD_BYTES.min(rest.len()) };
    let (head, rest) = rest.split_at(head_len);
    let middle = rest.len() / 2;
    let last = rest.len().saturating_sub(WINDOW_BYTES);
    let inner = [(middle.min(last), middle), (last, rest.len())];
    let inner = inner.map(|(from, to)| line_window(rest.get(from..to.max(from)).unwrap_or_default()));
    [trim_tail(head, whole)].into_iter().chain(inner).filter(|window| !window.is_empty())
}

/// Ends a window where no character can be cut.
fn trim_tail(window: &[u8], whole: bool) -> &[u8] {
    match memchr::memrchr2(b'\n', b' ', window) {
        Some(end) if !whole => &window[..=end],
        _ => window,
    }
}

/// The part of a window between two places where no character can be cut; in every
/// charset here, space and line feed are only that.
fn line_window(window: &[u8]) -> &[u8] {
    let window = &window[window.len().saturating_sub(WINDOW_BYTES)..];
    match (memchr::memchr2(b'\n', b' ', window), memchr::memrchr2(b'\n', b' ', window)) {
        (Some(start), Some(end)) if start < end => &window[start..=end],
        _ => &[],
    }
}
