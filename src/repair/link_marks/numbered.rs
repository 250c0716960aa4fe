//! Numbers of text browsers before the words of a link: `the [12]bridge` of lynx, w3m and elinks, whose addresses
//! stand in a list at the end of the dump.
//!
//! Notes are numbered too, but stand behind the words that they are about; entries of lists are, but each begins a line.

use super::{By, Change, is_absolute};
use crate::segment::joint::is_unspaced;
use std::ops::Range;

/// Without the list of addresses so many marks are wanted, and so many of them inside a line.
const MIN_MARKS: usize = 10;
const MIN_INSIDE_LINES: usize = 5;
/// The shortest list of addresses, and the fewest marks above it.
const MIN_LISTED: usize = 3;
/// With it so many must be sure, and one in so many: w3m puts a blank or nothing behind many a number.
const MIN_SURE: usize = 2;
const MAX_FOUND_A_SURE: usize = 6;
/// Without a list the numbers must be as good as complete: so many marks of a hundred numbers.
const MIN_COMPLETE_PERCENT: u32 = 60;

/// A number in brackets that stands as those of browsers do.
struct Mark {
    at: Range<usize>,
    number: u32,
    /// Whether words stand before it on its line.
    is_inside_line: bool,
    /// Whether it stands before a word and at the start of one. Others are told from notes by the list alone: in the middle of a
    /// script without blanks, before a blank, or a line by themselves.
    is_sure: bool,
}

/// Adds the marks of all links.
pub(super) fn find(chars: &str, changes: &mut Vec<Change>) {
    let listed = Listed::at_the_end(chars);
    let is_listed = listed.count >= MIN_LISTED;
    let is_known = |mark: &Mark| listed.highest.is_none_or(|highest| mark.number <= highest);
    let marks = candidates(&chars[..listed.start]).filter(|mark| is_known(mark) && (is_listed || mark.is_sure));
    let found = counting_up(marks.collect());
    let highest = found.last().map_or(0, |mark| mark.number);
    let is_complete = found.len() as u32 * 100 >= highest * MIN_COMPLETE_PERCENT;
    let inside_lines = found.iter().filter(|mark| mark.is_inside_line).count();
    let are_many = found.len() >= MIN_MARKS && is_complete && inside_lines >= MIN_INSIDE_LINES;
    let sure = found.iter().filter(|mark| mark.is_sure).count();
    let are_listed = is_listed && sure >= MIN_SURE && sure * MAX_FOUND_A_SURE >= found.len();
    if are_many || are_listed {
        changes.extend(found.into_iter().map(|mark| Change::new(mark.at, By::Nothing)));
    }
}

/// All numbers in brackets that may be marks.
fn candidates(chars: &str) -> impl Iterator<Item = Mark> {
    let bytes = chars.as_bytes();
    let mut line_start = 0;
    let mut has_letters = false;
    let mut seen = 0;
    memchr::memchr_iter(b'[', bytes).filter_map(move |at| {
        // What stands on the line before it; each byte is looked at once.
        if let Some(line_break) = memchr::memrchr(b'\n', &bytes[seen..at]) {
            (line_start, has_letters) = (seen + line_break + 1, false);
        }
        has_letters |=
            bytes[seen.max(line_start)..at].iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        seen = at;
        let digits = bytes[at + 1..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + 1 + digits;
        if !(1..=4).contains(&digits) || bytes.get(end) != Some(&b']') {
            return None;
        }
        let number = chars[at + 1..end].parse().ok()?;
        let (before, after) = (chars[..at].chars().next_back(), chars[end + 1..].chars().next());
        let opens = |c: char| matches!(c, '(' | '"' | '“' | '‘' | '«' | '„' | '|' | '#' | '*' | '/' | '[' | '¿' | '¡');
        let begins = before.is_none_or(|c| c.is_whitespace() || opens(c));
        let is_before_word = after.is_some_and(|c| !c.is_whitespace() && !closes(c));
        let is_inside_word = before.is_some_and(is_unspaced) && is_before_word;
        let is_alone = !has_letters && after.is_none_or(|c| c == '\n');
        let is_apart = begins && after.is_some_and(|c| c == ' ' || (c == '\n' && has_letters));
        let is_sure = begins && is_before_word;
        let is_mark = is_sure || is_inside_word || is_alone || is_apart;
        // One of the blanks around it goes with it.
        let start = at - usize::from(is_apart && after == Some('\n') && before == Some(' '));
        let end = end + 1 + usize::from(is_apart && after == Some(' '));
        is_mark.then_some(Mark { at: start..end, number, is_inside_line: has_letters, is_sure })
    })
}

/// Signs that end a clause: what stands before one is a note.
fn closes(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '…' | '—' | '–' | '-' | '”' | '»')
        || matches!(c, '。' | '，' | '、' | '！' | '？' | '；' | '：' | '）' | '」' | '』' | '،' | '؛' | '؟' | '।')
}

/// The most of them that count up, in their order: notes of the text's own do not fit in.
fn counting_up(marks: Vec<Mark>) -> Vec<Mark> {
    // For each length the mark that ends the run of it with the smallest number, and for each mark the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(marks.len());
    for (index, mark) in marks.iter().enumerate() {
        let len = ends.partition_point(|end| marks[*end].number < mark.number);
        before.push(len.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(len) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut is_in_run = vec![false; marks.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        is_in_run[index] = true;
        next = before[index];
    }
    marks.into_iter().zip(is_in_run).filter_map(|(mark, is_in_run)| is_in_run.then_some(mark)).collect()
}

/// The list of addresses at the end of a dump.
struct Listed {
    /// Where it begins in the text.
    start: usize,
    /// Its last number.
    highest: Option<u32>,
    count: usize,
}

impl Listed {
    fn at_the_end(chars: &str) -> Self {
        let mut listed = Listed { start: chars.len(), highest: None, count: 0 };
        let mut end = chars.len();
        for line in chars.rsplit('\n') {
            let start = end - line.len();
            if let Some(number) = address_number(line) {
                listed.highest = listed.highest.max(Some(number));
                listed.count += 1;
                listed.start = start;
            } else if !(line.trim().is_empty() || line.trim_end().trim_end_matches(':').ends_with("links")) {
                break;
            }
            end = start.saturating_sub(1);
        }
        listed
    }
}

/// The number of a line that is one and an address: `12. https://…`, `[12] https://…`.
fn address_number(line: &str) -> Option<u32> {
    let (number, address) = line.trim().split_once(' ')?;
    let digits = match number.strip_prefix('[') {
        Some(number) => number.strip_suffix(']')?,
        None => number.strip_suffix('.')?,
    };
    is_address(address.trim()).then(|| digits.parse().ok())?
}

/// Whether this may stand in a list of addresses: a whole one, or a word with a sign of addresses in it.
fn is_address(address: &str) -> bool {
    let has_sign = address.contains(['/', '#', '?', '=']);
    is_absolute(address) || (has_sign && !address.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    #[test]
    fn numbers_of_a_browser_go() {
        let list = "\n\nReferences\n\n   Visible links:\n   1. https://a.example/\n   2. https://a.example/news\n   3. https://a.example/b\n";
        let text = format!("[1]Home [2]News\n\nThe [3]bridge opens.[12] It is new.{list}");
        assert_eq!(plain(&text), format!("Home News\n\nThe bridge opens.[12] It is new.{list}"));
        let own = format!(
            "[1]Home [2]$3 more [3] News\n\nIt rained.[2] The [30]bridge[1] opens, [31]\nand [32]more.{list}30. https://a.example/c\n31. /d\n32. #e\n"
        );
        let plain_own = plain(&own);
        assert!(
            plain_own.starts_with("Home $3 more News\n\nIt rained.[2] The bridge[1] opens,\nand more."),
            "{plain_own}"
        );
        let cut: String = (0..6).map(|row| format!("[{}]Page and [{}]more\n", row * 2 + 1, row * 2 + 2)).collect();
        assert_eq!(plain(&cut), "Page and more\n".repeat(6));
    }

    #[test]
    fn notes_stay() {
        let notes: String = (1..=20).map(|number| format!("It rained for days.[{number}] The river rose. ")).collect();
        assert_eq!(plain(&notes), notes);
        let list = "1. https://a.example/\n2. https://a.example/news\n3. https://a.example/b\n";
        let text = format!("It rained [1]. The river rose [2], and nobody knew [3].\n\n{list}");
        assert_eq!(plain(&text), text);
        let entries: String = (1..=12).map(|number| format!("[{number}] Lee, A. ({number}). On rain.\n")).collect();
        assert_eq!(plain(&entries), entries);
        let glued: String = (1..=12).map(|number| format!("[{number}]Lee, A. On rain.\n")).collect();
        assert_eq!(plain(&glued), glued);
        let chinese = format!("据报道 [1]，大桥于周一开通 [2]。市长说 [3]，天气很好。\n\n{list}");
        assert_eq!(plain(&chinese), chinese);
    }
}
