//! Hard wrapping: text whose paragraphs were broken at a fixed column.
//!
//! A line was broken by a wrapper exactly when the first word of the next line would not
//! have fitted behind it. If nearly all neighbouring lines of a document pass that test
//! for one width, the document is wrapped at that width.

/// Wrappers are set to something between these columns; longer lines are paragraphs.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;
/// Lines of an unwrapped page pass the test by accident now and then.
const MIN_FULL_LINES: usize = 4;
/// Of the neighbours whose first line is at least half as wide as the width, this share
/// must be full. Every paragraph ends in one that is not, so it cannot be near 100.
const MIN_FULL_PERCENT: usize = 60;
/// Where (nearly) no line sticks out the cut itself is evidence, and menus and lists may
/// be many: then this share and twice as many full lines suffice.
const MIN_FULL_PERCENT_OF_SHARP: usize = 30;
/// What "nearly" means, in percent of the lines.
const SHARP_OUTLIERS_PERCENT: usize = 2;
/// Some lines stick out (addresses, tables that cannot be broken): the width is looked for
/// among what remains without this share of the widest, the smallest share first.
const OUTLIERS_PERCENT: [usize; 4] = [0, 2, 5, 10];
/// A wrapper fills most lines to within this many columns of its width, so the width is
/// the widest line of the band above what remains.
const BAND: usize = 6;

/// The column at which these lines (blank ones included) were wrapped, if they were.
pub(super) fn width(lines: &[&str]) -> Option<usize> {
    let widths: Vec<usize> = lines.iter().map(|line| columns(line.trim_end())).collect();
    let mut sorted: Vec<usize> = widths.iter().copied().filter(|&width| width > 0).collect();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(MIN_FULL_LINES)? + MIN_FULL_LINES - 1;
    let mut tried = 0;
    for outliers in OUTLIERS_PERCENT {
        let base = sorted[last - sorted.len() * outliers / 100];
        let width = sorted[..=last].iter().copied().take_while(|&width| width <= base + BAND).last().unwrap_or(base);
        if width == tried || !WIDTHS.contains(&width) {
            continue;
        }
        tried = width;
        if is_wrapped_at(lines, &widths, width, outliers <= SHARP_OUTLIERS_PERCENT) {
            return Some(width);
        }
    }
    None
}

fn is_wrapped_at(lines: &[&str], widths: &[usize], width: usize, sharp: bool) -> bool {
    let (mut full, mut wide) = (0, 0);
    for (at, pair) in lines.windows(2).enumerate() {
        if pair[1].trim().is_empty() || !(width / 2..=width).contains(&widths[at]) {
            continue;
        }
        wide += 1;
        full += usize::from(is_full(pair[0], pair[1], width));
    }
    let reaches = |lines: usize, percent: usize| full >= lines && full * 100 >= wide * percent;
    reaches(MIN_FULL_LINES, MIN_FULL_PERCENT) || (sharp && reaches(2 * MIN_FULL_LINES, MIN_FULL_PERCENT_OF_SHARP))
}

/// Whether `line` was broken because the first word of `next` did not fit.
pub(super) fn is_full(line: &str, next: &str, width: usize) -> bool {
    let first_word = next.split_whitespace().next().unwrap_or_default();
    let word = if first_word.chars().any(is_wide) { 2 } else { columns(first_word) + 1 };
    let line = columns(line.trim_end());
    line <= width && line + word > width
}

/// How many columns a line takes on a terminal: East Asian wide characters take two.
pub(super) fn columns(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum() }
}

/// East Asian wide characters, by the large blocks of UAX #11.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_wrapped_text_from_short_paragraphs() {
        let prose = "the quick brown fox jumps over a lazy dog and then some more words follow it until the end of the paragraph comes ".repeat(5);
        let mut wrapped = vec![String::new()];
        for word in prose.split_whitespace() {
            if wrapped.last().unwrap().len() + word.len() + 1 > 60 {
                wrapped.push(String::new());
            }
            let last = wrapped.last_mut().unwrap();
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
        let lines: Vec<&str> = wrapped.iter().map(String::as_str).collect();
        let width = width(&lines).expect("wrapped");
        assert!((50..=60).contains(&width));

        let list = [
            "Results of the day in the league",
            "Ajax - Feyenoord 2:1",
            "PSV Eindhoven - Twente Enschede 0:0",
            "Sparta - AZ 1:4",
            "Utrecht - Vitesse 2:2",
            "Heerenveen - Groningen 1:0",
        ];
        assert_eq!(super::width(&list), None);
    }
}
