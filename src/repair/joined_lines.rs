//! Joined lines: a text whose lines a dump joined by a sign (`get_text("|")`, `" | ".join(lines)`, the tabs of a table's row) has its lines
//! again.
//!
//! It is told by paragraphs: several pieces between the signs are as long as one and end as a sentence does. A menu, a row of a table
//! and a byline have such signs too, but no paragraphs between them. A text with lines of its own is left alone.
//!
//! **Known gaps**: other signs (`•`, `·`, `/`), which stand in texts for many things; texts of fewer lines, and in scripts without marks at the
//! end of a sentence (Thai).

use crate::edits::Edits;
use crate::repair::line_ends::has_stopped;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct JoinedLinesConfig {}

/// Breaks a text at the signs that its lines were joined by.
#[derive(Debug, Clone, Default)]
pub struct JoinedLines {}

impl JoinedLines {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: JoinedLinesConfig) -> Self {
        JoinedLines {}
    }
}

/// Signs that lines are joined by.
const SIGNS: [char; 3] = ['|', '\t', '¶'];
/// The fewest lines that were joined.
const MIN_PIECES: usize = 8;
/// As long as a sentence, in bytes: twenty Chinese signs.
const MIN_PARAGRAPH_BYTES: usize = 60;
/// So many of them end as a sentence does, and so does one in so many: headlines of other stories do not.
const MIN_PARAGRAPHS: usize = 3;
const MAX_FOR_A_PARAGRAPH: usize = 6;

impl Rewrite for JoinedLines {
    fn name(&self) -> &'static str {
        "joined-lines"
    }

    /// The source of a page has its tags.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        if memchr::memchr(b'\n', chars.trim().as_bytes()).is_some() {
            return;
        }
        let pieces = SIGNS.iter().map(|sign| pieces(chars, *sign)).find(|pieces| are_lines(chars, pieces));
        let mut end = 0;
        for piece in pieces.into_iter().flatten() {
            out.replace(end..piece.start, if end == 0 { "" } else { "\n" });
            end = piece.end;
        }
        if end > 0 && end < chars.len() {
            out.replace(end..chars.len(), "\n");
        }
    }
}

/// What stands between the signs, where it is anything, without the blanks around it.
fn pieces(chars: &str, sign: char) -> Vec<Range<usize>> {
    let mut at = 0;
    let ranges = chars.split(sign).map(|piece| {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + sign.len_utf8();
        start..start + piece.trim().len()
    });
    ranges.filter(|piece| !piece.is_empty()).collect()
}

/// Whether the pieces were lines.
fn are_lines(chars: &str, pieces: &[Range<usize>]) -> bool {
    if pieces.len() < MIN_PIECES {
        return false;
    }
    let long: Vec<&Range<usize>> = pieces.iter().filter(|piece| piece.len() >= MIN_PARAGRAPH_BYTES).collect();
    let stopped = long.iter().filter(|piece| has_stopped(&chars[piece.start..piece.end])).count();
    stopped >= MIN_PARAGRAPHS && stopped * MAX_FOR_A_PARAGRAPH >= long.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> String {
        let once = JoinedLines::default().apply(&Text::from(text)).into_string();
        assert_eq!(JoinedLines::default().apply(&Text::from(once.as_str())).as_str(), once, "twice is once");
        once
    }

    const LINES: [&str; 9] = [
        "Home",
        "News",
        "The ferry stays",
        "The ferry to the island was late again on Monday, said the port.",
        "“We could have bought a new one,” said the mayor, “but nobody wanted that.”",
        "Read more",
        "It will be replaced in the autumn, if the council finds the money for it.",
        "By Ann Smith",
        "All rights reserved",
    ];

    #[test]
    fn lines_are_lines_again() {
        for sign in ["|", " | ", "\t", " ¶ ", "||", " | | "] {
            assert_eq!(broken(&LINES.join(sign)), LINES.join("\n"), "{sign:?}");
        }
        let chinese = ["主页", "新闻", "体育", "这座连接岛屿与大陆的渡轮星期一再次晚点，港口办公室说。"];
        assert_eq!(broken(&chinese.repeat(3).join("|")), chinese.repeat(3).join("\n"));
        assert_eq!(broken(&format!("| {} |", LINES.join(" | "))), LINES.join("\n") + "\n");
    }

    #[test]
    fn menus_tables_and_bylines_stay() {
        let article = LINES[3..7].join(" ");
        for text in [
            // A menu before an article, a byline in it.
            format!(
                "Home | News | Sport | Travel | Weather | Opinion | Jobs | Contact {article} By Ann | 3 May {article}"
            ),
            // A table of short facts, and of one long cell.
            "| Name | Built | Length | | Old bridge | 1931 | 200 m | | New bridge | 2024 | 320 m |".to_owned(),
            format!("| Bridge | 1931 | 200 m | closed | {article} | open | no | yes |"),
            // Few pieces.
            [LINES[3], LINES[4], LINES[6], LINES[3]].join(" | "),
            // Lines of its own.
            format!("{}\n{}", LINES.join("|"), LINES.join("|")),
        ] {
            assert_eq!(broken(&text), text);
        }
    }
}
