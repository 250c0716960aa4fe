//! Joined lines: a text whose lines a dump joined by a sign (`get_text("|")`, `" | ".join(lines)`, the tabs of a table's row) has its lines
//! again.
//!
//! It is told by paragraphs: several pieces between the signs are as long as a sentence and end as one does. A menu and a byline have such
//! signs too, but no paragraphs between them; tables of Markdown are told by the row under their header. A text with other lines of its
//! own is left alone; white space of a page's source, which such a dump has between its signs, is none.
//! Several blanks together are such a sign where line breaks became blanks (`blanks`).
//!
//! **Known gaps**: other signs (`•`, `·`, `/`; `¶`, which courts count paragraphs by); texts of fewer lines, of lines that hardly ever hold a whole
//! sentence, and in scripts without marks at its end (Thai).

mod blanks;

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
const SIGNS: [char; 2] = ['|', '\t'];
/// The fewest lines that were joined.
const MIN_PIECES: usize = 8;
/// A longer piece is a paragraph or a headline, in bytes: sixty letters in Latin script, thirty in Cyrillic, twenty in Chinese.
const MIN_LONG_BYTES: usize = 60;
/// So many of the long pieces are paragraphs, which end as a sentence does,
const MIN_PARAGRAPHS: usize = 3;
/// and one of so many is: pages of news have more headlines of other stories than paragraphs.
const MAX_LONG_FOR_A_PARAGRAPH: usize = 6;

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
        let Some(lines) = SIGNS.iter().find_map(|sign| lines(chars, *sign)) else {
            blanks::line_ends(chars).into_iter().for_each(|blanks| out.replace(blanks, "\n"));
            return;
        };
        let mut end = 0;
        for line in lines {
            if end < line.start {
                out.replace(end..line.start, if end == 0 { "" } else { "\n" });
            }
            end = line.end;
        }
        if end < chars.len() {
            out.replace(end..chars.len(), "\n");
        }
    }
}

/// The lines of a text that were joined by a sign.
fn lines(chars: &str, sign: char) -> Option<Vec<Range<usize>>> {
    // Nearly every text ends here.
    if memchr::memchr_iter(sign as u8, chars.as_bytes()).count() + 1 < MIN_PIECES {
        return None;
    }
    let is_joined = has_no_lines(chars, sign) && !(sign == '|' && is_danda(chars));
    let pieces = is_joined.then(|| pieces(chars, sign)).filter(|pieces| pieces.len() >= MIN_PIECES)?;
    let text = |piece: &Range<usize>| &chars[piece.start..piece.end];
    if pieces.iter().any(|piece| is_rule(text(piece))) {
        return None;
    }
    let long: Vec<&str> = pieces.iter().filter(|piece| piece.len() >= MIN_LONG_BYTES).map(text).collect();
    let paragraphs = long.iter().filter(|piece| has_stopped(piece)).count();
    (paragraphs >= MIN_PARAGRAPHS && paragraphs * MAX_LONG_FOR_A_PARAGRAPH >= long.len()).then_some(pieces)
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

/// Whether a text is one line, or has line breaks only as white space of a page's source between its signs: most of its lines hold one, and
/// few of these more than one piece, as rows of tables do. A tab indents lines.
fn has_no_lines(chars: &str, sign: char) -> bool {
    let chars = chars.trim();
    if memchr::memchr(b'\n', chars.as_bytes()).is_none() {
        return true;
    }
    if sign == '\t' {
        return false;
    }
    let (mut all, mut signed, mut rows) = (0, 0, 0);
    for line in chars.split('\n').filter(|line| !line.trim().is_empty()) {
        let pieces = line.split(sign).filter(|piece| !piece.trim().is_empty()).count();
        all += 1;
        signed += usize::from(line.contains(sign));
        rows += usize::from(pieces > 1);
    }
    signed * 2 >= all && rows * 4 <= signed
}

/// Whether bars end sentences: in scripts of India one is typed for the danda, of which there is none then.
fn is_danda(chars: &str) -> bool {
    let is_indic = |c: char| ('\u{900}'..='\u{d7f}').contains(&c);
    let behind = |at: usize| chars[..at].trim_end().chars().next_back().is_some_and(is_indic);
    !chars.contains('।') && memchr::memchr_iter(b'|', chars.as_bytes()).any(behind)
}

/// Whether a cell is of the row that Markdown has under the header of a table.
fn is_rule(cell: &str) -> bool {
    cell.contains("--") && cell.bytes().all(|byte| matches!(byte, b'-' | b':'))
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
        for sign in ["|", " | ", "\t", "||", " | | ", "|\n|", "|\n\n  |\n |"] {
            assert_eq!(broken(&LINES.join(sign)), LINES.join("\n"), "{sign:?}");
        }
        let chinese = ["主页", "新闻", "体育", "这座连接岛屿与大陆的渡轮星期一再次晚点，港口办公室说。"];
        assert_eq!(broken(&chinese.repeat(3).join("|")), chinese.repeat(3).join("\n"));
        assert_eq!(broken(&format!("| {} |", LINES.join(" | "))), LINES.join("\n") + "\n");
        let hindi = ["मुखपृष्ठ", "समाचार", "तीन दिन तक बारिश हुई और नदी में बाढ़ आ गई।"];
        assert_eq!(broken(&hindi.repeat(3).join("|")), hindi.repeat(3).join("\n"));
    }

    #[test]
    fn no_place_is_counted_that_does_not_change() {
        let mut edits = Edits::default();
        JoinedLines::default().run(&Text::from(LINES.join("|")), &mut edits);
        assert_eq!(edits.len(), LINES.len() - 1);
    }

    #[test]
    fn other_texts_stay() {
        let article = LINES[3..7].join(" ");
        let hindi = "तीन दिन तक बारिश हुई और नदी में बाढ़ आ गई";
        let headline = "The council votes on the ferry and on what becomes of the old bridge";
        for text in [
            // A menu before an article, a byline in it.
            format!(
                "Home | News | Sport | Travel | Weather | Opinion | Jobs | Contact {article} By Ann | 3 May {article}"
            ),
            // A table of short facts, of one long cell, of long cells in Markdown.
            "| Name | Built | Length | | Old bridge | 1931 | 200 m | | New bridge | 2024 | 320 m |".to_owned(),
            format!("| Bridge | 1931 | 200 m | closed | {article} | open | no | yes |"),
            format!(
                "| Year | What happened | | --- | :-: | | 1931 | {article} | | 1950 | {article} | | 2024 | {article} |"
            ),
            // Few pieces, and few paragraphs among them.
            [LINES[3], LINES[4], LINES[6], LINES[3], LINES[4], LINES[6], LINES[3]].join(" | "),
            format!("{} | {}", [headline; 16].join(" | "), [LINES[3]; 3].join(" | ")),
            // Bars that end sentences.
            format!("{} | {}", [hindi; 9].join(" | "), [LINES[3]; 3].join(" | ")),
            // Lines of its own: two pages, and a table.
            format!("{}\n{}", LINES.join("|"), LINES.join("|")),
            vec![format!("| 1931 | {} |", LINES[3]); 9].join("\n"),
            format!("\t{}", LINES.join("\n\n\t")),
        ] {
            assert_eq!(broken(&text), text);
        }
    }
}
