//! String lists: a text that is a list of strings, as Python and JSON write it, becomes its lines.
//!
//! Scrapers gather the texts of elements in a list, and tables keep it as it is printed: `['One.', "It's two."]`, as a tuple, an array, lists
//! in a list, with `None` and `...` in between, or cut off behind some strings. Only a text that is such a list from its first sign to its
//! last; a list inside of a text is what that is about. One string, in brackets or not, is read if its escapes are damage.
//!
//! **Known gaps**: dictionaries, several lists one after the other, strings whose own quotation marks were not escaped (`'It's ours'`) or were
//! doubled, one string that was cut off.

use super::entities;
use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StringListConfig {}

/// Makes lines of a list of strings.
#[derive(Debug, Clone, Default)]
pub struct StringList {}

impl StringList {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: StringListConfig) -> Self {
        StringList {}
    }
}

impl Rewrite for StringList {
    fn name(&self) -> &'static str {
        "string-list"
    }

    /// Markup begins with a tag.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, to_lines);
    }
}

/// Makes lines of a text that is a list, once.
fn to_lines(chars: &str, out: &mut Edits) {
    let Some(strings) = strings(chars) else { return };
    let mut end = 0;
    for string in strings {
        out.replace(end..string.start, if end == 0 { "" } else { "\n" });
        read_escapes(chars, string.clone(), out);
        end = string.end;
    }
    if end < chars.len() {
        out.replace(end..chars.len(), "\n");
    }
}

/// The places of the strings of a text that is a list of them, or one string, without their quotation marks.
fn strings(chars: &str) -> Option<Vec<Range<usize>>> {
    let mut reader = Reader { chars, at: 0, strings: Vec::new(), is_cut: false };
    reader.skip_space();
    let is_array = reader.eat("array(");
    let is_whole = if reader.opens() { reader.list(is_array) } else { reader.string() && reader.is_at_end() };
    let strings = reader.strings;
    let is_list = match &strings[..] {
        // One string in quotation marks is somebody's word, unless it was written by a program.
        [one] => !reader.is_cut && entities::is_escaped(&chars[one.clone()]),
        // The last may have been cut off; those before it have shown what the text is.
        _ => strings.len() >= 2 + usize::from(reader.is_cut),
    };
    (is_whole && is_list).then_some(strings)
}

/// Reads a list from its first sign to its last.
struct Reader<'a> {
    chars: &'a str,
    at: usize,
    strings: Vec<Range<usize>>,
    /// Whether the text ends inside of a string.
    is_cut: bool,
}

/// What may stand in a list in the place of a string, or of many.
const FILLERS: [&str; 6] = ["None", "nan", "NaN", "null", "...", "…"];

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.chars[self.at..]
    }

    fn is_at_end(&self) -> bool {
        self.rest().trim_start().is_empty()
    }

    fn opens(&self) -> bool {
        self.rest().starts_with(['[', '(', '{'])
    }

    fn skip_space(&mut self) -> bool {
        let start = self.at;
        self.at = self.chars.len() - self.rest().trim_start().len();
        self.at > start
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let eats = self.rest().starts_with(wanted);
        self.at += if eats { wanted.len() } else { 0 };
        eats
    }

    /// Reads all up to the bracket that closes the list, or to where it was cut off; lists in it are of it.
    fn list(&mut self, is_array: bool) -> bool {
        let mut depth = 0;
        // Whether a comma, a space or a bracket was before.
        let mut parted = true;
        while !self.is_at_end() {
            parted |= self.skip_space();
            if self.opens() {
                depth += 1;
                self.at += 1;
            } else if self.eat("]") || self.eat(")") || self.eat("}") {
                depth -= 1;
                if depth == 0 {
                    return self.ends(is_array);
                }
            } else if self.eat(",") {
                parted = true;
            } else if !parted || !(self.filler() || self.string()) {
                return false;
            } else {
                parted = false;
            }
        }
        self.strings.len() > usize::from(self.is_cut)
    }

    /// Whether nothing is left behind the list but the end of an array, with the type of its strings.
    fn ends(&mut self, is_array: bool) -> bool {
        let rest = self.rest().trim();
        rest.is_empty()
            || is_array
                && (rest == ")" || rest.starts_with(", dtype=") && rest.ends_with(')') && !rest.contains(['\n', '"']))
    }

    fn filler(&mut self) -> bool {
        FILLERS.iter().any(|filler| self.eat(filler))
    }

    /// Reads a string, with the letter that Python may write before it.
    fn string(&mut self) -> bool {
        let prefixed = self.rest().strip_prefix(['u', 'b', 'U', 'B']).unwrap_or(self.rest());
        let Some(quote) = prefixed.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
        let start = self.chars.len() - prefixed.len() + 1;
        let end = closing_quote(&self.chars[start..], quote).map(|len| start + len);
        self.is_cut = end.is_none();
        self.at = end.map_or(self.chars.len(), |end| end + 1);
        self.strings.push(start..end.unwrap_or(self.chars.len()));
        true
    }
}

/// The place of the quotation mark that closes the string that a text begins with.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.find(|c| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })
}

/// Reads what is escaped in a string.
fn read_escapes(chars: &str, string: Range<usize>, out: &mut Edits) {
    let mut at = string.start;
    while let Some(found) = memchr::memchr(b'\\', &chars.as_bytes()[at..string.end]) {
        let escape = at + found;
        at = escape + 1;
        if let Some((len, by)) = entities::read_escape(&chars[escape..string.end]) {
            at = escape + len;
            out.replace(escape..at, &by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        StringList::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn a_list_becomes_its_lines() {
        for (list, lines) in [
            (r#"['One.', "It's two.", 'Three.']"#, "One.\nIt's two.\nThree.\n"),
            (
                r#" ["One.","\"Two,\" she said.\nThree \u2026", "C:\\new [a, 'b']"] "#,
                "One.\n\"Two,\" she said.\nThree …\nC:\\new [a, 'b']\n",
            ),
            (
                r"['', 'Eins',\n 'It\'s', 'Das Ende\xa0\\']".replace(r"\n", "\n").as_str(),
                "\nEins\nIt's\nDas Ende\u{a0}\\\n",
            ),
            ("['雨が降った。', '橋は閉鎖された。']", "雨が降った。\n橋は閉鎖された。\n"),
            (r"['It rained.\n\nThe bridge was closed.']", "It rained.\n\nThe bridge was closed.\n"),
            (
                r#""\"It rained,\" she said.\nThe bridge was \u003cclosed\u003e.""#,
                "\"It rained,\" she said.\nThe bridge was <closed>.\n",
            ),
            (r"[u'G\xf6teborg', b'caf\xc3\xa9', 'One.\rTwo.']", "Göteborg\ncafé\nOne.\nTwo.\n"),
            ("('One.', None, 'Two.', nan,)", "One.\nTwo.\n"),
            ("[['One.'], ['Two.'], ..., ['Three.']]", "One.\nTwo.\nThree.\n"),
            ("array(['One.',\n   'Two.'], dtype=object)", "One.\nTwo.\n"),
            ("['One.' 'Two.'\n 'Three.']", "One.\nTwo.\nThree.\n"),
            ("{\"One.\",\"Two.\"}", "One.\nTwo.\n"),
            ("['One.', 'Two.', 'Three was cut", "One.\nTwo.\nThree was cut"),
            ("['One.', 'Two.', ", "One.\nTwo.\n"),
            (r"['\\u00e9', '\\n', 'C:\\\\new']", "\\u00e9\n\\n\nC:\\\\new\n"),
        ] {
            assert_eq!(read(list), lines);
        }
    }

    #[test]
    fn other_brackets_stay() {
        for text in [
            "['One.'] is a list, and so is ['One.', 'Two.'].",
            "['One.']",
            "[‘Nobody wanted that,’ he said]",
            "['One.', 2]",
            "['One.''Two.']",
            "['One.', 'Two.",
            "['One.', 'Two.', she said",
            "['a', 'b'][1]",
            "('a', 'b') and more",
            "{'a': 'b'}",
            "\"We waited,\" she said.",
            "\"We waited.\"",
            r"'C:\new\table'",
            "['It's ours', 'Two.']",
            "[]",
            "[",
            "",
            "['a\\', 'b']",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
