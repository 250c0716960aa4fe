//! Entities: `&rsquo;`, `&amp;amp;`, `&#146;`, and escapes (`\u2019`, `\xe2\x80\x99`, `\n`) left in flat text become their
//! characters.
//!
//! Only what gives a letter, a quote, a sign or a space, and only where no markup is left; escapes and the
//! numbers of windows-1252 (`&#146;`), which are no markup, also there. What was escaped twice
//! is read at once. Text about HTML stays text: `&lt;b&gt;` never becomes a
//! tag. Escapes are read where they are damage, as `escapes` and `letters` tell.
//!
//! **Known gaps**: entities without their semicolon; ASCII letters and digits written as
//! numbers (`&#97;`), because together they could spell another entity; `\u` of one
//! lone escape between spaces, and of letters beside others in clear; a few `\n` among lines of their own, and `\n` before lines in lower
//! case; escapes in octal (`\303\251`); `&gt;` in a line that has a `<` before it.

mod escapes;
mod letters;
mod units;

use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use escapes::Escapes;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct EntitiesConfig {}

/// Reads entities that were left in flat text.
#[derive(Debug, Clone, Default)]
pub struct Entities {}

impl Entities {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: EntitiesConfig) -> Self {
        Entities {}
    }
}

impl Rewrite for Entities {
    fn name(&self) -> &'static str {
        "entities"
    }

    /// Over HTML it would turn text into tags.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, decode_all);
    }
}

/// Decodes every entity and escape of a text once.
fn decode_all(chars: &str, out: &mut Edits) {
    let mut starts = memchr::memchr2_iter(b'&', b'\\', chars.as_bytes()).peekable();
    if starts.peek().is_none() {
        return;
    }
    let markup = holds_markup(chars);
    let escapes = Escapes::of(chars);
    let mut angles = Angles::default();
    let mut done = 0;
    for at in starts.filter(|at| chars.is_char_boundary(*at)) {
        if at < done {
            continue;
        }
        let read = match chars.as_bytes()[at] {
            b'&' if markup => read_control(&chars[at..]),
            b'&' => read_entity(&chars[at..]).filter(|read| angles.fit(chars, at, read)),
            _ => escapes.read(chars, at),
        };
        if let Some(read) = read {
            done = at + read.len;
            out.replace(at..done, &read.by);
        }
    }
}

/// Whether a text has escapes that are damage.
pub(super) fn is_escaped(chars: &str) -> bool {
    Escapes::of(chars).any()
}

/// What the escape at the start of a text stands for that is known to have been escaped, and its length.
pub(super) fn read_escape(text: &str) -> Option<(usize, String)> {
    escapes::read_once(text).map(|read| (read.len, read.by))
}

/// Characters that stand for the `len` bytes at the place where reading began.
struct Read {
    len: usize,
    by: String,
}

/// A closing tag says that this is not flat text.
fn holds_markup(chars: &str) -> bool {
    let bytes = chars.as_bytes();
    memchr::memmem::find_iter(bytes, b"</").any(|at| bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic))
}

/// The longest name of an entity is `CounterClockwiseContourIntegral`.
const MAX_NAME_BYTES: usize = 32;

/// Reads one entity, however often its ampersand was escaped.
fn read_entity(text: &str) -> Option<Read> {
    let mut len = 1;
    let mut escaped = false;
    loop {
        let body = text.get(len..).and_then(name);
        let decoded = body.and_then(decode);
        match (body, decoded.as_deref()) {
            (Some(body), Some("&")) => {
                len += body.len();
                escaped = true;
            }
            (Some(body), Some(decoded)) => {
                return printable(decoded).map(|by| Read { len: len + body.len(), by: by.to_owned() });
            }
            _ => return escaped.then(|| Read { len, by: "&".into() }),
        }
    }
}

/// Reads a number from 128 to 159, which stands for a character of windows-1252: never markup,
/// nor any character of its own.
fn read_control(text: &str) -> Option<Read> {
    let body = name(text.get(1..)?)?;
    let number: u8 = body.strip_prefix('#')?.strip_suffix(';')?.parse().ok()?;
    let by = decode(body).filter(|_| (128..160).contains(&number))?;
    printable(&by).map(|by| Read { len: 1 + body.len(), by: by.to_owned() })
}

/// The name of an entity with its semicolon, after the ampersand.
pub(crate) fn name(text: &str) -> Option<&str> {
    let end = text.bytes().take(MAX_NAME_BYTES).position(|b| !b.is_ascii_alphanumeric() && b != b'#')?;
    (end > 0 && text.as_bytes()[end] == b';').then(|| &text[..=end])
}

/// What an entity of this name stands for.
pub(crate) fn decode(name: &str) -> Option<String> {
    let entity = format!("&{name}");
    match htmlize::unescape(entity.as_str()) {
        Cow::Owned(decoded) if decoded != entity => Some(decoded),
        _ => None,
    }
}

/// What may be written for an entity: letters and signs as they are, line breaks as LF,
/// and nothing for what is invisible. Nothing that could begin a tag or spell an entity.
fn printable(decoded: &str) -> Option<&str> {
    let mut chars = decoded.chars();
    let first = chars.next()?;
    Some(match first {
        '\n' | '\u{2028}' => "\n",
        '\u{2029}' => "\n\n",
        '\r' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => "",
        '\t' | ' ' | '<' | '>' => decoded,
        '#' | ';' | '&' | '\\' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => return None,
        c if c.is_ascii_alphanumeric() || c.is_control() => return None,
        _ => decoded,
    })
}

/// Keeps `&lt;` and `&gt;` apart from tags.
#[derive(Default)]
struct Angles {
    /// The place up to which lines were looked at, and whether the line of that place has
    /// something before it that could open a tag.
    seen: usize,
    open: bool,
    /// Whether the document speaks of tags; known when first needed.
    of_tags: Option<bool>,
}

impl Angles {
    /// Whether the character at `at` may be written. In a text about tags neither may; else a
    /// `<` before a space or a digit, and a `>` where its line has no `<` in any form before it.
    fn fit(&mut self, chars: &str, at: usize, read: &Read) -> bool {
        if matches!(read.by.as_str(), "<" | ">") && *self.of_tags.get_or_insert_with(|| speaks_of_tags(chars)) {
            return false;
        }
        match read.by.as_str() {
            "<" => {
                self.move_to(chars, at);
                self.open = true;
                let next = chars[at + read.len..].chars().next();
                next.is_some_and(|c| c == ' ' || c.is_ascii_digit())
            }
            ">" => {
                self.move_to(chars, at);
                !self.open
            }
            _ => true,
        }
    }

    fn move_to(&mut self, chars: &str, at: usize) {
        let between = &chars.as_bytes()[self.seen.min(at)..at];
        let line = memchr::memrchr(b'\n', between).map(|newline| newline + 1);
        self.open &= line.is_none();
        self.open |= memchr::memchr(b'<', &between[line.unwrap_or(0)..]).is_some();
        self.seen = at;
    }
}

/// Whether a tag stands there in escaped form.
fn speaks_of_tags(chars: &str) -> bool {
    let bytes = chars.as_bytes();
    let opens = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!');
    memchr::memmem::find_iter(bytes, b"lt;").any(|at| bytes.get(at + 3).is_some_and(opens))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Entities::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn entities_become_characters() {
        for (damaged, clean) in [
            ("Rain &amp; snow, don&rsquo;t&nbsp;go", "Rain & snow, don’t\u{a0}go"),
            ("It doesn&#146;t &#x201c;rain&#x201d; &amp;amp; pour", "It doesn’t “rain” & pour"),
            ("AT&amp;amp;T said &amp;quot;no&amp;quot;", "AT&T said \"no\""),
            ("&#1044;&#1086;&#1078;&#1076;&#1100; &laquo;&#1333;&raquo;&#8206;", "Дождь «Ե»\u{200e}"),
            ("<b>L&#146;eau</b> &#133; &amp;", "<b>L’eau</b> … &amp;"),
            ("3 &lt; 5\nA -&gt; B", "3 < 5\nA -> B"),
            ("don\\u2019t caf\\\\u00e9 \\u2013 \\ud83c\\udf27", "don’t café – 🌧"),
        ] {
            assert_eq!(read(damaged), clean);
            assert_eq!(read(clean), clean);
        }
    }

    #[test]
    fn text_about_markup_stays() {
        for text in [
            "use &lt;b&gt; or &lt;/b&gt;",
            "use &amp;lt;b&amp;gt;",
            "write &lt;b&gt;, and &amp;lt; for the sign",
            "<p>a &amp; b</p> &#233; &#60; &amp;#146;",
            "R&D; Q&A; AT&T &c; & more &unknown;",
            "Type \\u00e9 to get it, as in C:\\users",
            "&#97;&#109;p; &#60;i>",
            "雨 & 雪；Дождь & снег",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
