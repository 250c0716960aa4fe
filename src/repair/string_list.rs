//! String lists: a text that is a list of strings, as Python and JSON write it, becomes its lines.
//!
//! Scrapers gather the texts of elements in a list, and tables keep it as it is printed: `['One.', "It's two."]`. Only a text that is
//! such a list from its first sign to its last; a list inside of a text is what that is about.
//!
//! **Known gaps**: tuples, lists with anything else than strings in them, dictionaries.

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
    let Some(strings) = strings(chars).filter(|strings| strings.len() >= MIN_STRINGS) else { return };
    let mut end = 0;
    for string in strings {
        out.replace(end..string.start, if end == 0 { "" } else { "\n" });
        read_escapes(chars, string.clone(), out);
        end = string.end;
    }
    out.replace(end..chars.len(), "\n");
}

/// One string in brackets is a remark.
const MIN_STRINGS: usize = 2;

/// The places of the strings of a text that is a list of them, without their quotation marks.
fn strings(chars: &str) -> Option<Vec<Range<usize>>> {
    let start = chars.len() - chars.trim_start().len();
    let list = chars.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut at = start + 1;
    let end = at + list.len();
    let mut strings = Vec::new();
    loop {
        at = behind_space(chars, at);
        let quote = chars[at..end].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let string = string_at(&chars[..end], at + 1, quote)?;
        at = behind_space(chars, string.end + 1);
        strings.push(string);
        if at >= end {
            return Some(strings);
        }
        at += chars[at..].starts_with(',').then_some(1)?;
    }
}

fn behind_space(chars: &str, at: usize) -> usize {
    chars.len() - chars[at..].trim_start().len()
}

/// The string that begins at `start`, up to the quotation mark that closes it.
fn string_at(chars: &str, start: usize, quote: char) -> Option<Range<usize>> {
    let mut escaped = false;
    let ends = |c: char| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    Some(start..start + chars[start..].find(ends)?)
}

/// Reads what is escaped in a string.
fn read_escapes(chars: &str, string: Range<usize>, out: &mut Edits) {
    let mut at = string.start;
    while let Some(found) = memchr::memchr(b'\\', &chars.as_bytes()[at..string.end]) {
        let escape = at + found;
        match entities::read_escape(&chars[escape..string.end]) {
            Some((len, by)) => {
                out.replace(escape..escape + len, &by);
                at = escape + len;
            }
            // A backslash of the text, which is written as two.
            None if chars[escape + 1..].starts_with('\\') => {
                out.delete(escape..escape + 1);
                at = escape + 2;
            }
            None => at = escape + 1,
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
            "['One.' 'Two.']",
            "['One.', 'Two.",
            "['One.', 'Two.',]",
            "[]",
            "[",
            "",
            "['a\\', 'b']",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
