//! Whitespace: one blank between words, and none at the ends of lines.
//!
//! A run of spaces and tabs becomes one space; at the start and the end of a line it goes. A
//! single tab inside a line stays: it may part the columns of a table.
//!
//! **Known gaps**: verses and code lose their indentation (code keeps it in the blocks of an
//! article, and so in Markdown); exotic spaces are the business of
//! the repair stage `spaces`.

use crate::edits::Edits;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WhitespaceConfig {}

/// Takes needless blanks out.
#[derive(Debug, Clone, Default)]
pub struct Whitespace {}

impl Whitespace {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: WhitespaceConfig) -> Self {
        Whitespace {}
    }
}

impl Rewrite for Whitespace {
    fn name(&self) -> &'static str {
        "whitespace"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let bytes = text.as_str().as_bytes();
        // A blank beside a blank or a line break; the ends of the text count as breaks, and
        // a zero byte that stands there is no harm.
        let needless = |a: u8, b: u8| {
            let blank = |byte: u8| (byte == b' ') | (byte == b'\t');
            (blank(a) & (blank(b) | (b == b'\n') | (b == 0))) | ((a == b'\n') & blank(b))
        };
        let first = bytes.first().filter(|byte| is_blank(**byte)).map(|_| 0);
        let mut done = 0;
        for at in first.into_iter().chain(scan::pairs(bytes, needless)) {
            let start = at + usize::from(bytes[at] == b'\n');
            if start < done {
                continue;
            }
            let len = bytes[start..].iter().take_while(|byte| is_blank(**byte)).count();
            let end = start + len;
            done = end;
            let at_edge = start == 0 || bytes[start - 1] == b'\n' || bytes.get(end).is_none_or(|byte| *byte == b'\n');
            if at_edge {
                out.delete(start..end);
            } else if len > 1 {
                out.replace(start..end, " ");
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidy(text: &str) -> String {
        Whitespace::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn needless_blanks_go() {
        assert_eq!(tidy("  Rain \t fell.  \n\t Then  snow. \t"), "Rain fell.\nThen snow.");
        assert_eq!(tidy(" "), "");
        assert_eq!(tidy("ฝน  ตก \n  Անձրև \n \n雨  下"), "ฝน ตก\nԱնձրև\n\n雨 下");
    }

    #[test]
    fn single_blanks_stay() {
        for text in ["Rain fell.\nThen\tsnow.", "雨\u{3000}下", "ฝน ตก", "", "a \0"] {
            assert_eq!(tidy(text), text);
        }
    }
}
