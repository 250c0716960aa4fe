//! Numbers of text browsers before the words of a link: `the [12]bridge` of lynx, w3m and elinks, whose addresses
//! stand in a list at the end of the dump.
//!
//! Notes are numbered too, but behind the words that they are about, and seldom once each and in order.

use super::is_absolute;
use std::ops::Range;

/// Fewer marks are told from notes by the list of addresses alone.
const MIN_MARKS: usize = 10;
/// The shortest list of addresses.
const MIN_LISTED: usize = 3;
/// Links without words have a number and no mark: so many may follow each other.
const MAX_SKIPPED: u32 = 20;
/// Without a list the numbers must be as good as complete: so many marks of a hundred numbers.
const MIN_COMPLETE_PERCENT: u32 = 60;

/// A number in brackets.
struct Mark {
    at: Range<usize>,
    number: u32,
    /// Whether it stands as those of browsers do, and notes do not: right before a word, and at the start of one.
    is_before_word: bool,
}

/// Adds the marks of all links.
pub(super) fn find(chars: &str, marks: &mut Vec<Range<usize>>) {
    let listed = Listed::at_the_end(chars);
    let found: Vec<Mark> = in_order(all(&chars[..listed.start]), listed.highest);
    let before_words = found.iter().filter(|mark| mark.is_before_word).count();
    let highest = found.last().map_or(0, |mark| mark.number);
    let is_complete = found.len() as u32 * 100 >= highest * MIN_COMPLETE_PERCENT;
    let is_listed = listed.count >= MIN_LISTED && found.len() >= MIN_LISTED && before_words * 4 >= found.len();
    if is_listed || (found.len() >= MIN_MARKS && is_complete && before_words * 2 > found.len()) {
        marks.extend(found.into_iter().map(|mark| mark.at));
    }
}

/// All numbers in brackets.
fn all(chars: &str) -> impl Iterator<Item = Mark> {
    let bytes = chars.as_bytes();
    memchr::memchr_iter(b'[', bytes).filter_map(move |at| {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + 1 + digits;
        if !(1..=4).contains(&digits) || bytes.get(end) != Some(&b']') {
            return None;
        }
        let number = chars[at + 1..end].parse().ok()?;
        let before = chars[..at].chars().next_back();
        let after = chars[end + 1..].chars().next();
        let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '|' | '#' | '*' | '/'));
        let is_word =
            after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | ')' | '?' | '!'));
        Some(Mark { at: at..end + 1, number, is_before_word: begins && is_word })
    })
}

/// Those that count up, each from the one before it.
fn in_order(all: impl Iterator<Item = Mark>, highest: Option<u32>) -> Vec<Mark> {
    let mut last = 0;
    let next = |mark: &Mark| {
        let fits =
            mark.number > last && mark.number - last <= MAX_SKIPPED && highest.is_none_or(|most| mark.number <= most);
        if fits {
            last = mark.number;
        }
        fits
    };
    all.filter(next).collect()
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
            } else if !(line.trim().is_empty() || line.trim_end().ends_with("links:")) {
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
    let address = address.trim();
    if address.contains(' ') || !is_absolute(address) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    #[test]
    fn numbers_of_a_browser_go() {
        let list = "\n\nReferences\n\n   Visible links:\n   1. https://a.example/\n   2. https://a.example/news\n   3. https://a.example/b\n";
        let text = format!("[1]Home [2]News\n\nThe [3]bridge opens.[12] It is new.{list}");
        assert_eq!(plain(&text), format!("Home News\n\nThe bridge opens.[12] It is new.{list}"));
        let cut: String = (1..=12).map(|number| format!("[{number}]Page {number}\n")).collect();
        assert_eq!(plain(&cut), (1..=12).map(|number| format!("Page {number}\n")).collect::<String>());
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
    }
}
