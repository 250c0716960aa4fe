//! Escapes with a backslash, as JSON and languages of programs write them: `\u2019` and `\xe2\x80\x99` are letters or signs, `\n` ends a line,
//! `\"` is a quotation mark.
//!
//! What was escaped was so all over, so a text shows whether it was: its own backslashes would be doubled, its line ends stand where lines
//! end, its letters among letters, and none of what is escaped stands beside in clear.

use super::letters::{are_letters, read_letter};
use super::{Read, units};
use crate::chars as classes;
use crate::repair::line_ends::{Joint, Joints};
use std::ops::Range;

/// Which escapes of a text are damage, and not what it is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Escapes {
    /// How many backslashes they have.
    backslashes: usize,
    letters: bool,
    lines: bool,
    quotes: bool,
}

impl Escapes {
    pub(super) fn of(chars: &str) -> Self {
        let backslashes = backslashes(chars);
        if backslashes == 0 {
            return Escapes::default();
        }
        let letters = are_letters(chars, backslashes);
        // What stands around a line end is seen when the letters are read.
        let lines = !letters && are_line_ends(chars, backslashes);
        let quotes = lines || are_quotes(chars, backslashes);
        Escapes { backslashes, letters, lines, quotes }
    }

    /// Whether anything was escaped.
    pub(super) fn any(self) -> bool {
        self.letters || self.lines || self.quotes
    }

    /// Reads the escape at `at`, if it is damage.
    pub(super) fn read(self, chars: &str, at: usize) -> Option<Read> {
        if !self.any() || chars[..at].ends_with('\\') {
            return None;
        }
        let text = &chars[at..];
        let letter = if self.letters { read_letter(text, self.backslashes) } else { None };
        letter.or_else(|| {
            read_sign(text, self.backslashes)
                .filter(|read| if read.by.trim().is_empty() { self.lines } else { self.quotes })
        })
    }
}

/// Reads the escape at the start of a text that is known to have been escaped once, with its own backslashes.
pub(super) fn read_once(text: &str) -> Option<Read> {
    let own = || text.starts_with(r"\\").then(|| Read { len: 2, by: "\\".into() });
    own().or_else(|| read_letter(text, 1)).or_else(|| read_sign(text, 1))
}

/// The runs of backslashes of a text.
pub(super) fn runs(chars: &str) -> impl Iterator<Item = Range<usize>> {
    let mut places = memchr::memchr_iter(b'\\', chars.as_bytes()).peekable();
    std::iter::from_fn(move || {
        let start = places.next()?;
        let mut end = start + 1;
        while places.next_if_eq(&end).is_some() {
            end += 1;
        }
        Some(start..end)
    })
}

/// At most one backslash in so many begins no escape in a text that was escaped: what is put around it later has some.
const MAX_FOREIGN: usize = 10;

/// How many backslashes the escapes of a text have; none where it was not escaped, as the backslashes of paths, formulas and patterns tell.
///
/// What was escaped twice has two everywhere; of what was escaped once two are a backslash of the text.
fn backslashes(chars: &str) -> usize {
    let [mut once, mut twice, mut foreign] = [0; 3];
    for run in runs(chars) {
        let behind = &chars[run.end..];
        match run.len() {
            1 if is_escape(behind) => once += 1,
            2 if is_escape(behind) => twice += 1,
            1 if !behind.is_empty() => foreign += 1,
            _ => {}
        }
    }
    let (escapes, backslashes) = if once > 0 { (once, 1) } else { (twice, 2) };
    if escapes > 0 && foreign * MAX_FOREIGN <= escapes { backslashes } else { 0 }
}

/// Whether what is behind a backslash makes an escape with it.
fn is_escape(behind: &str) -> bool {
    behind.starts_with(['n', 'r', 't', 'b', 'f', '"', '\'', '/']) || units::is_unit(behind)
}

/// So many escaped line ends stand in a text for each of its own lines without any: who writes about them breaks lines as well.
const MIN_A_LINE: usize = 2;

/// Whether the escaped line ends of a text stand where lines end.
fn are_line_ends(chars: &str, backslashes: usize) -> bool {
    let places = line_ends(chars, backslashes);
    let mut joints = Joints::default();
    for (at, signs) in &places {
        joints.add(Joint::between(&chars[..at.start], &chars[at.end..]), *signs);
    }
    let signs: usize = places.iter().map(|(_, signs)| signs).sum();
    joints.are_line_ends() && signs >= lines_without(chars, &places) * MIN_A_LINE
}

/// Where escaped line ends are, with the tabs and spaces around, and how many.
fn line_ends(chars: &str, backslashes: usize) -> Vec<(Range<usize>, usize)> {
    let mut places: Vec<(Range<usize>, usize)> = Vec::new();
    for run in runs(chars).filter(|run| run.len() == backslashes) {
        if places.last().is_some_and(|(at, _)| run.start < at.end) {
            continue;
        }
        let [mut end, mut signs] = [run.start, 0];
        while let Some(read) = read_sign(&chars[end..], backslashes).filter(|read| read.by.trim().is_empty()) {
            end += read.len;
            signs += usize::from(read.by == "\n");
            end = chars.len() - chars[end..].trim_start().len();
        }
        if signs > 0 {
            places.push((run.start..end, signs));
        }
    }
    places
}

/// How many lines of a text have words and no escaped line end.
fn lines_without(chars: &str, places: &[(Range<usize>, usize)]) -> usize {
    let mut starts = places.iter().map(|(at, _)| at.start).peekable();
    let mut end = 0;
    let is_without = |line: &&str| {
        end += line.len();
        let mut holds = false;
        while starts.next_if(|start| *start < end).is_some() {
            holds = true;
        }
        !holds && !line.trim().is_empty()
    };
    chars.split_inclusive('\n').filter(is_without).count()
}

/// Reads `\n`, `\r`, `\t` and escaped quotation marks and slashes with so many backslashes.
fn read_sign(text: &str, backslashes: usize) -> Option<Read> {
    let escaped = behind_backslashes(text, backslashes)?;
    let by = match escaped.chars().next()? {
        'r' if behind_backslashes(&escaped[1..], backslashes).is_some_and(|next| next.starts_with('n')) => "",
        'n' | 'r' => "\n",
        't' => "\t",
        '"' => "\"",
        '\'' => "'",
        '/' => "/",
        _ => return None,
    };
    Some(Read { len: backslashes + 1, by: by.into() })
}

/// What stands behind so many backslashes at the start of a text, which are not counted to their end: a text may be a million of them.
fn behind_backslashes(text: &str, backslashes: usize) -> Option<&str> {
    let (signs, escaped) = text.split_at_checked(backslashes)?;
    signs.bytes().all(|byte| byte == b'\\').then_some(escaped)
}

/// Escaped quotation marks alone tell from so many on.
const MIN_QUOTES: usize = 2;

/// Whether the quotation marks of a text were escaped: then all of a kind were, and one of them at least stands where no accent of a formula
/// would, as in `Poincar\'e`.
fn are_quotes(chars: &str, backslashes: usize) -> bool {
    let [mut quotes, mut apostrophes, mut sure] = [0; 3];
    // Behind a backslash of the text, which is two, stands one more.
    for run in runs(chars).filter(|run| run.len() % (2 * backslashes) == backslashes) {
        let behind = &chars[run.end..];
        quotes += usize::from(behind.starts_with('"'));
        apostrophes += usize::from(behind.starts_with('\''));
        sure += usize::from(behind.starts_with(['"', '\'']) && !is_accent(&behind[1..]));
    }
    let all =
        |quote: u8, escaped: usize| escaped == 0 || memchr::memchr_iter(quote, chars.as_bytes()).count() == escaped;
    quotes + apostrophes >= MIN_QUOTES && sure > 0 && all(b'"', quotes) && all(b'\'', apostrophes)
}

/// The letters that bear an acute or an umlaut, and what a formula has around them.
const ACCENTED: &str = "\\{aeiouyclnrswz";

/// Whether an accent may stand over what begins a text; not over the `s` of `It\'s`.
fn is_accent(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(letter) = chars.next() else { return false };
    let is_last = !chars.next().is_some_and(classes::is_alphabetic);
    letter.is_ascii_uppercase() || ACCENTED.contains(letter) && !(letter == 's' && is_last)
}

#[cfg(test)]
mod tests {
    use super::super::Entities;
    use crate::stage::Rewrite;
    use crate::text::Text;

    fn read(text: &str) -> String {
        Entities::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn escaped_lines_are_lines() {
        for (escaped, lines) in [
            (
                r#"Home\nNews\n\nThe \"ferry\" stays.\n\nIt\'s \u2018old\u2019 and\/or slow.\n"#,
                "Home\nNews\n\nThe \"ferry\" stays.\n\nIt's ‘old’ and/or slow.\n",
            ),
            (r"Home\r\nNews\r\n\r\nThe ferry\tstays.\r\n", "Home\nNews\n\nThe ferry\tstays.\n"),
            (r#"Home\\nNews\\n\\nThe \\"ferry\\" stays.\\n"#, "Home\nNews\n\nThe \"ferry\" stays.\n"),
            (
                r"雨が降った。\n\n橋は閉鎖された。\n川が増水した。\n",
                "雨が降った。\n\n橋は閉鎖された。\n川が増水した。\n",
            ),
            (r"One.\rTwo.\r\n\r\nThree.\rFour.", "One.\nTwo.\n\nThree.\nFour."),
            (r"The ferry stays.\n\n'We waited,' she said.", "The ferry stays.\n\n'We waited,' she said."),
            (
                r#"It rained.\n"We waited," she said.\n"Nobody came."\nSo we went."#,
                "It rained.\n\"We waited,\" she said.\n\"Nobody came.\"\nSo we went.",
            ),
            (r"Home\nThe <b>ferry</b> stays.\nIt rained.", "Home\nThe <b>ferry</b> stays.\nIt rained."),
            (
                r"Паром остаётся\n«Он наш», — сказала Ида.\xa0Было поздно.\n",
                "Паром остаётся\n«Он наш», — сказала Ида.\u{a0}Было поздно.\n",
            ),
            (r"One.\nTwo: C:\\new\\temp\nThree.\nFour.\n", "One.\nTwo: C:\\\\new\\\\temp\nThree.\nFour.\n"),
        ] {
            assert_eq!(read(escaped), lines);
            assert_eq!(read(lines), lines);
        }
    }

    #[test]
    fn escaped_quotation_marks_are_some() {
        for (escaped, quotes) in [
            (r#"\"It\'s ours,\" she said."#, "\"It's ours,\" she said."),
            (r"It\'s late, and they don\'t come.", "It's late, and they don't come."),
        ] {
            assert_eq!(read(escaped), quotes);
        }
        for text in [
            r"In MySQL 'It\'s late' has one, and It\'s is It's.",
            r"A theorem of Poincar\'e and G\'erard, or Erd\'elyi",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn text_about_escapes_and_code_stay() {
        for text in [
            "A line ends with \\n on Unix,\nwith \\r\\n on Windows,\nand \\n\\n is a blank line.\nSo \\n is one.\n",
            r#"printf("one\n"); printf("two\n"); printf("three\n"); printf("four\n"); printf("five\n");"#,
            r"The files are in C:\new\notes and C:\temp\news.",
            r"Use [\x80-\xff] for what is beyond, or '\xe9' alone, or \x41\x42, \ud83c and \x90\x90.",
            r"The pattern \n+ is for blank lines, \n{2,} for two, (\n|\r) for either and [^\n]* for the rest. In sed s/\n/ /g fails.",
            r"HTTP ends every header with \r\n, and the headers with \r\n\r\n. Some accept \n alone.",
            r"On Unix a line ends with \n, on old Macs with \r, and on Windows it is \r\n. Git can turn \r\n into \n.",
            r"在C语言中,\n表示换行,\t表示制表符,\r表示回车。Windows系统使用\r\n作为换行符,Linux系统使用\n。",
            r"The share is \\nas\news\notes. Staff find it in \\nas\new\table; the old one, \\tower\temp, was switched off.",
            r"Unpack it to C:\nginx, open C:\nginx\conf\nginx.conf and set the root to C:\new\html. Logs are in C:\nginx\logs.",
            r"Let $\nu$ be small; if $\nu \neq 0$ and $\rho > 0$, the term $\nu \nabla^2 u$ does not vanish, whatever $\theta$ is.",
            r"\noindent The town \newline of \textbf{Alt}. \newpage \noindent Its mayor, \name{Ann}, was elected.",
            r#"He wrote "Hello\nWorld\nBye" on the board."#,
            r"printf('Hello\nWorld\nfrom\nC\n') prints four lines.",
            r"json.dumps writes caf\u00e9 for café unless you say no.",
            r"Names are [A-Za-z\u00C0-\u00FF'-]+, but \u00D7 and \u00F7 are none.",
            r#"The umbrella is "\u2602", the smile "\uD83D\uDE00", and caf\u00E9 compiles."#,
            r"The payload is \x31\xc0\x50\x68\x2f\x2f\x73\x68\x68\x2f\x62\x69\x6e\x89\xe3.",
            r"A JPEG begins with \xff\xd8\xff\xe0, a ZIP with PK\x03\x04.",
            r"The panel is in C:\inetpub\xadmin, its cache in C:\inetpub\xcache.",
            r"The mean \xbar and the deviation \xdev are macros. Write \xbar_1 for the first.",
            r"It shows '\xa0' for such a space. Use replace(u'\xa0', ' '): 'Price\xa0100' is 'Price 100'.",
            r"Let \nabla f and \nu be given, \neq 0.",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
