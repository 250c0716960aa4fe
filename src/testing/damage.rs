//! Damage that is done to text on its way: what repair must undo.

use super::{Choices, scripts};
use encoding_rs::Encoding;

/// One way of damage.
#[derive(Debug, Clone, Copy)]
pub enum Damage {
    /// UTF-8 read in a code page, so many times.
    Misread(&'static str, usize),
    /// The same in every other line.
    MisreadInPart(&'static str),
    /// Written in the first charset, read in the second one.
    Confused(&'static str, &'static str),
    /// Newlines of another kind.
    Newlines(&'static str),
    /// An invisible character in the middle of every word.
    Invisible(char),
    /// Another space between words.
    Spaces(char),
    /// Signs written as entities, once or twice escaped.
    Entities(usize),
    /// Letters taken apart from their accents.
    Decomposed,
    /// Ligatures of print.
    Ligatures,
    /// C1 controls for the punctuation of windows-1252.
    C1,
}

impl Damage {
    /// All of them.
    pub const ALL: [Damage; 46] = [
        Damage::Misread("windows-1252", 1),
        Damage::Misread("windows-1252", 2),
        Damage::Misread("windows-1252", 3),
        Damage::Misread("windows-1250", 1),
        Damage::Misread("windows-1251", 1),
        Damage::Misread("windows-1251", 2),
        Damage::Misread("windows-1253", 1),
        Damage::Misread("windows-1254", 1),
        Damage::Misread("windows-1257", 1),
        Damage::Misread("iso-8859-2", 1),
        Damage::Misread("macintosh", 1),
        Damage::Misread("macintosh", 2),
        Damage::MisreadInPart("windows-1252"),
        Damage::MisreadInPart("windows-1251"),
        Damage::MisreadInPart("macintosh"),
        Damage::Confused("windows-1251", "windows-1252"),
        Damage::Confused("koi8-u", "windows-1252"),
        Damage::Confused("koi8-u", "windows-1251"),
        Damage::Confused("ibm866", "windows-1252"),
        Damage::Confused("iso-8859-5", "windows-1252"),
        Damage::Confused("windows-1253", "windows-1252"),
        Damage::Confused("windows-1255", "windows-1252"),
        Damage::Confused("windows-1256", "windows-1252"),
        Damage::Confused("windows-874", "windows-1252"),
        Damage::Confused("gbk", "windows-1252"),
        Damage::Confused("big5", "windows-1252"),
        Damage::Confused("euc-kr", "windows-1252"),
        Damage::Newlines("\r\n"),
        Damage::Newlines("\r"),
        Damage::Newlines("\u{85}"),
        Damage::Newlines("\u{2028}"),
        Damage::Invisible('\u{ad}'),
        Damage::Invisible('\u{200b}'),
        Damage::Invisible('\u{2060}'),
        Damage::Invisible('\u{feff}'),
        Damage::Invisible('\u{7}'),
        Damage::Spaces('\u{a0}'),
        Damage::Spaces('\u{202f}'),
        Damage::Spaces('\u{2009}'),
        Damage::Spaces('\u{3000}'),
        Damage::Entities(1),
        Damage::Entities(2),
        Damage::Entities(3),
        Damage::Decomposed,
        Damage::Ligatures,
        Damage::C1,
    ];

    /// The damaged text; nothing where this damage cannot be done to it, or shows nothing.
    #[must_use]
    pub fn done_to(self, text: &str) -> Option<String> {
        let damaged = match self {
            Damage::Misread(page, times) => (0..times).fold(text.to_owned(), |text, _| read(text.as_bytes(), page)),
            Damage::MisreadInPart(page) => {
                let lines = text.split('\n').enumerate();
                let lines =
                    lines.map(|(at, line)| if at % 2 == 0 { read(line.as_bytes(), page) } else { line.to_owned() });
                lines.collect::<Vec<_>>().join("\n")
            }
            Damage::Confused(charset, page) => {
                let (bytes, charset, lost) = encoding(charset).encode(text);
                // Some charsets have two ways to write a sign, of which one is lost.
                let same = charset.decode_without_bom_handling(&bytes).0 == text;
                // A few quotes in English do not tell a charset of China from one of Korea.
                let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
                // Cyrillic and Greek stand in the charsets of East Asia, but nobody writes them so.
                let eastern = text.chars().filter(|c| *c >= '\u{2e80}' && c.is_alphabetic()).count();
                let of_its_own = charset.is_single_byte() || eastern * 2 > letters;
                if lost || !same || letters < 20 || !of_its_own {
                    return None;
                }
                read(&bytes, page)
            }
            Damage::Newlines(newline) => text.replace('\n', newline),
            Damage::Invisible(c) => in_words(text, c),
            Damage::Spaces(space) => text.replace(' ', &space.to_string()),
            Damage::Entities(times) => {
                let ampersand = format!("&{}", "amp;".repeat(times - 1));
                text.chars().map(|c| entity(c).map_or(c.to_string(), |name| format!("{ampersand}{name};"))).collect()
            }
            Damage::Decomposed => unicode_normalization::UnicodeNormalization::nfd(text).collect(),
            Damage::Ligatures => text.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
            Damage::C1 => text.chars().map(|c| c1(c).unwrap_or(c)).collect(),
        };
        (damaged != text).then_some(damaged)
    }
}

/// The bytes as a program reads them that takes them for another charset; what the charset
/// leaves undefined comes through as the control of that number.
fn read(bytes: &[u8], page: &str) -> String {
    let page = encoding(page);
    let read = |byte: &u8| {
        let one = page.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(byte));
        one.and_then(|c| c.chars().next()).unwrap_or(char::from(*byte))
    };
    bytes.iter().map(read).collect()
}

fn encoding(name: &str) -> &'static Encoding {
    Encoding::for_label(name.as_bytes()).expect("a known charset")
}

fn in_words(text: &str, invisible: char) -> String {
    let mut damaged = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if before.is_ascii_alphabetic() && c.is_ascii_alphabetic() {
            damaged.push(invisible);
        }
        damaged.push(c);
        before = c;
    }
    damaged
}

fn entity(c: char) -> Option<&'static str> {
    Some(match c {
        '’' => "rsquo",
        '“' => "ldquo",
        '”' => "#148",
        '—' => "mdash",
        '«' => "laquo",
        '»' => "#187",
        'é' => "eacute",
        '"' => "quot",
        '\'' => "#39",
        'ж' => "#1078",
        _ => return None,
    })
}

fn c1(c: char) -> Option<char> {
    let at = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™".chars().position(|known| known == c)?;
    ['‘', '’', '“', '”', '–', '—', '…'].contains(&c).then(|| char::from(0x80 + at as u8))
}

/// Clean prose in one script, and a damage that can be done to it.
#[must_use]
pub fn damaged_prose(choices: &mut Choices<'_>) -> (String, Damage) {
    let damage = *choices.pick(&Damage::ALL);
    let pieces = *choices.pick(scripts());
    let first = choices.below(pieces.paragraphs());
    let count = 3 + choices.below(4);
    let paragraphs: Vec<String> =
        (0..count).map(|at| pieces.paragraph((first + at * 7) % pieces.paragraphs())).collect();
    (paragraphs.join("\n\n"), damage)
}
