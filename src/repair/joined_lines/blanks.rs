//! Lines that were joined by blanks, of which several stand together where a line or a paragraph ended: a page's text with all line breaks
//! made blanks, or a cell of a table of texts (`text.replace("\n", " ")`).

use crate::repair::line_ends::{Joint, has_no_spaces, has_stopped};
use std::ops::Range;

/// A shorter line is a paragraph, or a row of a table.
const MIN_LINE_BYTES: usize = 600;
/// The fewest places with several blanks.
const MIN_WIDE: usize = 3;
/// As many blanks are neither typed behind a sentence nor left around a link.
const MIN_WIDER_BYTES: usize = 3;
/// So many sentences end before them where case tells nothing, and one place in so many is the end of one.
const MIN_STOPS: usize = 3;
const MAX_UNCLEAR_FOR_A_STOP: usize = 6;
/// One sentence in so many ends before several blanks where these are the ends of paragraphs.
const MAX_SENTENCES_FOR_A_STOP: usize = 10;

/// The places where lines ended in a text of which three quarters are in long lines.
pub(super) fn line_ends(chars: &str) -> Vec<Range<usize>> {
    let mut ends = Vec::new();
    // Nearly every text ends here.
    if memchr::memmem::find(chars.as_bytes(), b"  ").is_none() && memchr::memchr(b'\t', chars.as_bytes()).is_none() {
        return ends;
    }
    let (mut at, mut long) = (0, 0);
    for line in chars.split('\n') {
        if line.len() >= MIN_LINE_BYTES {
            long += line.len();
            ends.extend(of_line(line).into_iter().map(|blanks| at + blanks.start..at + blanks.end));
        }
        at += line.len() + 1;
    }
    if long * 4 >= chars.len() * 3 { ends } else { Vec::new() }
}

/// The places of a line with several blanks, if they are where lines ended.
fn of_line(line: &str) -> Vec<Range<usize>> {
    let wide = wide(line);
    if wide.len() < MIN_WIDE {
        return Vec::new();
    }
    let (mut breaks, mut stops, mut go_on, mut unclear) = (0, 0, 0, 0);
    for blanks in &wide {
        let (before, behind) = (&line[..blanks.start], &line[blanks.end..]);
        match Joint::between(before, behind) {
            Joint::GoesOn => go_on += 1,
            _ if has_stopped(before) => stops += 1,
            _ if tells(before, behind) => breaks += 1,
            _ => unclear += 1,
        }
    }
    let wider = wide.iter().filter(|blanks| blanks.len() >= MIN_WIDER_BYTES).count();
    let single = single_stops(line);
    // Who types two blanks behind every sentence does so nowhere else; blanks on both sides of links part no sentences.
    let are_typed = stops > single + breaks + unclear + wider;
    let are_of_links = stops * MAX_SENTENCES_FOR_A_STOP < stops + single && wider * 2 < wide.len();
    // Where case tells nothing, sentences must end there.
    let may_be = (stops + breaks).max(if stops >= MIN_STOPS { stops * MAX_UNCLEAR_FOR_A_STOP } else { 0 });
    let are_ends = stops + breaks > go_on * 2 && may_be >= unclear;
    if !are_ends || are_typed || are_of_links { Vec::new() } else { wide }
}

/// Whether it tells that something begins: a capital, but not in texts in capitals, or a sign of a script without spaces.
fn tells(before: &str, behind: &str) -> bool {
    let Some(first) = behind.chars().next() else { return false };
    has_no_spaces(first) || (!first.is_alphabetic() || first.is_uppercase()) && !before.ends_with(char::is_uppercase)
}

/// How many sentences end with one blank behind them.
fn single_stops(line: &str) -> usize {
    let is_stop = |at: &usize| {
        let (before, behind) = (&line[..*at], &line[at + 1..]);
        !before.ends_with(' ') && !behind.starts_with(' ') && Joint::between(before, behind) == Joint::Stop
    };
    memchr::memchr_iter(b' ', line.as_bytes()).filter(is_stop).count()
}

/// Where several blanks stand together inside of a line.
fn wide(line: &str) -> Vec<Range<usize>> {
    let is_blank = |c: char| c == ' ' || c == '\t';
    let inside = line.trim_end_matches(is_blank);
    let mut at = inside.len() - inside.trim_start_matches(is_blank).len();
    let mut places = Vec::new();
    while let Some(next) = inside[at..].find(is_blank) {
        let start = at + next;
        at = inside.len() - inside[start..].trim_start_matches(is_blank).len();
        if at - start > 1 {
            places.push(start..at);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> String {
        let mut broken = String::new();
        let mut at = 0;
        for blanks in line_ends(text) {
            broken = broken + &text[at..blanks.start] + "\n";
            at = blanks.end;
        }
        broken + &text[at..]
    }

    const PARAGRAPHS: [&str; 7] = [
        "The ferry stays",
        "The ferry to the island was late again on Monday. The port said so in the evening. Nobody had been told.",
        "“We could have bought a new one. Nobody wanted that,” said the mayor. She has been in office since May.",
        "Read more: The bridge is closed",
        "It will be replaced in the autumn. The council has to find the money first. That may take until the spring.",
        "The old one goes to a museum. It was built in 1931. Two others like it are still in service elsewhere.",
        "Most people on the island would rather have the bridge. It was promised in 1950, in 1984 and in 2004. None was built.",
    ];

    #[test]
    fn lines_are_lines_again() {
        for blanks in ["  ", "    ", " \t\t", "\t  "] {
            assert_eq!(broken(&PARAGRAPHS.repeat(2).join(blanks)), PARAGRAPHS.repeat(2).join("\n"), "{blanks:?}");
        }
        let chinese = ["主页", "这座连接岛屿与大陆的渡轮星期一再次晚点，港口办公室说。没有人事先得到通知。"].repeat(8);
        assert_eq!(broken(&chinese.join("  ")), chinese.join("\n"));
        // A title may stand above.
        let titled = |sign: &str| format!("The ferry stays\n{}", PARAGRAPHS.repeat(2).join(sign));
        assert_eq!(broken(&titled("   ")), titled("\n"));
    }

    #[test]
    fn other_blanks_stay() {
        let article = PARAGRAPHS.repeat(2).join(" ");
        for text in [
            // Typed behind every sentence, or only behind some.
            article.replace(". ", ".  "),
            article.replace("Monday. ", "Monday.  "),
            // Around links, in the midst of sentences or before names.
            article.replace(" the ", "  the "),
            article.replace("The ferry to", "The  Ferry  to"),
            // In capitals, or where there are none.
            article.to_uppercase().replace(" THE ", "  THE  "),
            "नाव सोमवार को  फिर देर से आई। बंदरगाह ने शाम  को यह बताया और  किसी को पहले से पता  नहीं था। ".repeat(6),
            // In paragraphs of their own lines.
            PARAGRAPHS.repeat(2).join("\n").replace("The ", "  The "),
            " ".repeat(700),
        ] {
            assert_eq!(broken(&text), text);
        }
    }
}
