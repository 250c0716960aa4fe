//! Hard wrapping: text whose paragraphs were broken at a fixed column.
//!
//! A line was broken by a wrapper exactly when what comes next would not have fitted behind
//! it. So every pair of lines that belong together says of the column that it is no smaller
//! than the first line and too small for the first line and the next word. Where most pairs
//! that read on (the second begins in lower case, or in a script without case) agree on a
//! column, that is the edge; indented text may have one of its own.
//!
//! Where no column is the edge, whole texts of paragraphs between blank lines are told by how alike their lines are in width.
//!
//! **Known gaps**: in scripts without case, turns of a transcript as wide as that between blank lines are joined; lines quoted in mail (`> `); columns of text beside each other; Thai and
//! its neighbours where a wrapper cut words.

use crate::segment::joint::{is_unspaced, is_wide};
use crate::segment::line::Line;
use rustc_hash::FxHashSet;

/// Wrappers are set to something between these columns; longer lines are paragraphs.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=160;
/// Lines of an unwrapped page agree by accident now and then: so many pairs at least, and
/// that share of all that read on.
const MIN_PAIRS: usize = 3;
const MIN_PERCENT: usize = 30;
/// Below this column stand verses, whose lines agree more often (`song-with-refrain`): then
/// so many pairs.
const NARROW: usize = 50;
const MIN_NARROW_PAIRS: usize = 8;
/// One in so many of the lines that stick out of the edge must be made up for by a pair:
/// a page of long paragraphs with a piece of code or verse is not wrapped.
const MAX_LONGER_A_PAIR: usize = 4;
/// A further edge must be the rule for what the first does not explain.
const MIN_PERCENT_OF_FURTHER: usize = 60;
/// Flush text, lists and quotations: no renderer has more right margins at once.
const MAX_EDGES: usize = 3;
/// A next word of more columns (an address) agrees with too many edges to say anything.
const MAX_WORD: usize = 24;
/// Few pairs leave open which of some columns the edge is: so many are taken for it.
const MAX_SLACK: usize = 2;
/// Chinese and Japanese wrap before any character but a closing sign, which takes its
/// neighbour along: a line is short of the edge by so many columns at most.
const WIDE_REACH: usize = 3;
/// Without a column so many paragraphs must have been broken, and in a hundred so many of them end a sentence, so many lines go on, and the
/// shortest of these have so much of the width of the longest.
const MIN_RUNS_BY_WIDTH: usize = 3;
const MIN_PERCENT_BY_WIDTH: usize = 80;
/// Narrower are verses and what people say in turn.
const MIN_WIDTH: usize = 80;
/// Among lines of which fewer in a hundred reach the edge, one that does so is an accident,
/// unless the next reads on.
const MIN_PERCENT_OF_RUN: usize = 34;

/// A column where lines were broken; the pairs may leave open which of two or three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    first: usize,
    last: usize,
}

/// What two neighbouring lines say of the edge, if the first was broken: it is between
/// these columns, both included.
#[derive(Debug, Clone, Copy)]
struct Range {
    first: usize,
    last: usize,
}

impl Range {
    fn of(line: &Line<'_>, next: &Line<'_>) -> Range {
        Range { first: line.columns, last: line.columns.saturating_add(reach(next)) }
    }

    fn meets(self, edge: Edge) -> bool {
        self.first <= edge.last && edge.first <= self.last
    }
}

/// For each line whether it was broken before the next one, as far as its width tells.
/// Nothing where the text as a whole has no edge.
pub(super) fn breaks(lines: &[Line<'_>]) -> Option<Vec<bool>> {
    if let Some(breaks) = by_width(lines) {
        return Some(breaks);
    }
    let (edges, agree) = edges(lines);
    if lines.iter().any(|line| line.wide > 0) {
        // Some wrappers (lynx, Python's textwrap) count characters, wide or not.
        let narrow: Vec<Line<'_>> =
            lines.iter().map(|line| Line { columns: line.columns - line.wide, wide: 0, ..*line }).collect();
        let (other, agree_narrow) = self::edges(&narrow);
        if agree_narrow > agree {
            return full_lines(&narrow, &other);
        }
    }
    full_lines(lines, &edges)
}

/// That for lines that were broken at a width that is no column: letters of a screen or a page differ in theirs. There paragraphs of
/// several lines stand between blank ones; the last of each ends a sentence, the others go on and are about as long.
fn by_width(lines: &[Line<'_>]) -> Option<Vec<bool>> {
    let runs = || lines.split(Line::is_blank).filter(|run| run.len() >= 2);
    let pairs = || runs().flat_map(|run| run.windows(2));
    let of = |all: usize, some: usize| all > 0 && some * 100 >= all * MIN_PERCENT_BY_WIDTH;
    let ended = runs().filter(|run| run.last().is_some_and(Line::ends_sentence)).count();
    let goes_on = pairs().filter(|pair| !pair[0].ends_sentence() && reads_on(&pair[1])).count();
    let columns = || pairs().map(|pair| pair[0].columns);
    let (least, most) = (columns().min()?, columns().max()?);
    // A paragraph under a headline is longer than that.
    let longest = runs().filter_map(<[Line<'_>]>::last).map(|last| last.columns).max()?;
    let is_wrapped = runs().filter(|run| run.len() > 2).count() >= MIN_RUNS_BY_WIDTH
        && of(runs().count(), ended)
        && of(pairs().count(), goes_on)
        && (MIN_WIDTH..=*WIDTHS.end()).contains(&most)
        && least * 100 >= most * MIN_PERCENT_BY_WIDTH
        && longest <= *WIDTHS.end()
        && longest * MIN_PERCENT_BY_WIDTH <= most * 100
        && pairs().all(|pair| pair.iter().all(|line| line.has_words() && !line.is_row()));
    let is_full = |at: usize| lines.get(at + 1).is_some_and(|next| !lines[at].is_blank() && !next.is_blank());
    is_wrapped.then(|| (0..lines.len()).map(is_full).collect())
}

fn full_lines(lines: &[Line<'_>], edges: &[Edge]) -> Option<Vec<bool>> {
    let edge = *edges.first()?;
    let mut full: Vec<bool> = lines.windows(2).map(|pair| is_full(&pair[0], &pair[1], edges)).collect();
    full.push(false);
    let mut start = 0;
    while start < lines.len() {
        let len = lines[start..].iter().take_while(|line| !line.is_blank()).count();
        mend_run(&lines[start..start + len], &mut full[start..start + len], edge);
        start += len.max(1);
    }
    Some(full)
}

/// Lines without a blank one between them: a list in which one entry happens to reach the
/// edge stays a list, and a line that a no-break space kept short is joined.
fn mend_run(lines: &[Line<'_>], full: &mut [bool], edge: Edge) {
    let pairs = lines.len().saturating_sub(1);
    let share = full.iter().filter(|&&full| full).count() * 100;
    let wrapped = share >= pairs * MIN_PERCENT_OF_RUN;
    for at in 0..pairs {
        let (line, next) = (&lines[at], &lines[at + 1]);
        if full[at] {
            full[at] = reads_on(next) || wrapped;
        } else {
            let beside = (at > 0 && full[at - 1]) || full[at + 1];
            full[at] = wrapped
                && beside
                && line.indent == next.indent
                && line.columns <= edge.last
                && line.columns * 4 >= edge.last * 3
                && !line.ends_sentence()
                && next.text.starts_with(char::is_lowercase);
        }
    }
}

fn is_full(line: &Line<'_>, next: &Line<'_>, edges: &[Edge]) -> bool {
    if line.is_blank() || next.is_blank() || line.columns > *WIDTHS.end() {
        return false;
    }
    let range = Range::of(line, next);
    let agrees = |edge: &Edge| range.meets(*edge) && line.columns * 2 >= edge.first;
    edges.iter().any(agrees) && [line, next].iter().all(|line| line.has_words() && !line.is_row())
}

/// The columns at which these lines were broken, the one with the most pairs first, and how
/// many pairs agree on that.
fn edges(lines: &[Line<'_>]) -> (Vec<Edge>, usize) {
    // A line that stands there again and again (a headline under each picture) agrees with itself alone.
    let mut heard = FxHashSet::default();
    let pairs = lines.windows(2).filter_map(|pair| votes(&pair[0], &pair[1]).filter(|_| heard.insert(pair[0].text)));
    let mut pairs: Vec<Range> = pairs.collect();
    let mut edges = Vec::new();
    let mut most = 0;
    while edges.len() < MAX_EDGES && pairs.len() >= MIN_PAIRS {
        let (edge, agree) = most_pairs(&pairs);
        let percent = if edges.is_empty() { MIN_PERCENT } else { MIN_PERCENT_OF_FURTHER };
        let longer = || lines.iter().filter(|line| line.columns > edge.last).count();
        let enough = if edge.first < NARROW { MIN_NARROW_PAIRS } else { MIN_PAIRS };
        if agree < enough || agree * 100 < pairs.len() * percent || agree * MAX_LONGER_A_PAIR < longer() {
            break;
        }
        edges.push(edge);
        most = most.max(agree);
        pairs.retain(|range| !range.meets(edge));
    }
    (edges, most)
}

/// What two lines say of the edge, if they are likely to be of one sentence.
fn votes(line: &Line<'_>, next: &Line<'_>) -> Option<Range> {
    let long_enough = (*WIDTHS.start() * 3 / 4..=*WIDTHS.end()).contains(&line.columns);
    if next.is_blank() || !long_enough || !reads_on(next) || line.ends_sentence() {
        return None;
    }
    Some(Range::of(line, next)).filter(|range| range.last - range.first <= MAX_WORD)
}

/// The edge that the most pairs agree on, and how many they are.
fn most_pairs(pairs: &[Range]) -> (Edge, usize) {
    let mut starts = [0usize; *WIDTHS.end() + MAX_WORD + 2];
    let mut ends = starts;
    for range in pairs {
        starts[range.first] += 1;
        ends[range.last + 1] += 1;
    }
    let (mut agree, mut most, mut edge) = (0, 0, Edge { first: 0, last: 0 });
    for column in 0..=*WIDTHS.end() {
        agree = agree + starts[column] - ends[column];
        if agree > most && WIDTHS.contains(&column) {
            (most, edge) = (agree, Edge { first: column, last: column });
        } else if agree == most && edge.last + 1 == column && column - edge.first <= MAX_SLACK {
            edge.last = column;
        }
    }
    (edge, most)
}

/// Whether a line begins as the middle of a sentence may: in lower case, or in a letter of
/// a script without case.
fn reads_on(line: &Line<'_>) -> bool {
    line.text.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_uppercase())
}

/// How many columns short of the edge a line may be that was broken before the next one.
fn reach(next: &Line<'_>) -> usize {
    let word = first_word(next.text);
    if word.is_empty() { WIDE_REACH } else { columns(word).0 }
}

/// What a wrapper keeps together at the start of a line: a word, and the sign
/// that a no-break space may have tied to it (`mot »`). Nothing in a script that has no words
/// to the eye.
fn first_word(text: &str) -> &str {
    let end = |text: &str| text.find(|c: char| c.is_whitespace() || is_unspaced(c)).unwrap_or(text.len());
    let word = end(text);
    let rest = text[word..].trim_start();
    let sign = end(rest);
    let tied = matches!(&rest[..sign], ":" | ";" | "!" | "?" | "»" | "%" | "€");
    if tied { &text[..text.len() - rest.len() + sign] } else { &text[..word] }
}

/// How many columns a text takes on a terminal, and how many of its characters take two:
/// East Asian wide ones and pictographs. Marks over and under letters take none.
pub(super) fn columns(text: &str) -> (usize, usize) {
    if text.is_ascii() {
        return (text.len(), 0);
    }
    let (mut columns, mut wide) = (0, 0);
    for c in text.chars() {
        // Letters of Europe, and what else stands below the first mark that has no width.
        if c < '\u{300}' && c != '\u{ad}' {
            columns += 1;
            continue;
        }
        let double = is_wide(c) || is_pictograph(c);
        wide += usize::from(double);
        columns += usize::from(double) + usize::from(!has_no_width(c));
    }
    (columns, wide)
}

fn is_pictograph(c: char) -> bool {
    matches!(c as u32, 0x1f300..=0x1f64f | 0x1f680..=0x1f6ff | 0x1f900..=0x1f9ff)
}

/// Marks that stand over or under a letter, by the blocks that news is written in, and
/// invisible signs.
fn has_no_width(c: char) -> bool {
    matches!(c as u32,
        0xad | 0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f
        | 0x900..=0x902 | 0x93c | 0x941..=0x948 | 0x94d | 0x9bc | 0x9c1..=0x9c4 | 0x9cd
        | 0xe31 | 0xe34..=0xe3a | 0xe47..=0xe4e | 0x200b..=0x200f | 0x202a..=0x202e
        | 0x2060..=0x2064 | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xfeff)
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::segment::line;

    /// Words broken as a wrapper does it, `width` columns wide.
    fn wrap(prose: &str, width: usize, indent: &str) -> String {
        let mut lines = vec![String::from(indent)];
        for word in prose.split_whitespace() {
            if lines.last().unwrap().len() + 1 + word.len() > width {
                lines.push(String::from(indent));
            }
            let last = lines.last_mut().unwrap();
            if last.len() > indent.len() {
                last.push(' ');
            }
            last.push_str(word);
        }
        lines.join("\n")
    }

    fn blocks(text: &str) -> usize {
        Page::from_text(text).blocks().len()
    }

    const PROSE: &str = "The ferry to the island has been late all week, because the old engine of the only boat \
        was taken out of the water last week for repairs that nobody had planned, and the port office does not know \
        when it will be back in service, which is why the fishermen take six people along every morning at seven \
        and why those who have booked a car may ask for their money at the old office behind the church.";

    #[test]
    fn a_line_that_stands_there_again_and_again_tells_of_no_edge() {
        let caption = "渡轮公司公布新的时刻表：周末加开三班，码头早上照常关闭，居民要求延长";
        let prose =
            "部长星期天抵达首都，就分离地区举行会谈，双方没有达成任何协议。渡轮星期一又晚点了，因为港口早上关闭。";
        assert_eq!(blocks(&[caption, "\n", prose].concat().as_str().repeat(4).replace("。渡", "。\n渡")), 12);
    }

    /// Words broken at widths that go up and down, as on a page whose letters differ in width.
    fn wrap_unevenly(prose: &str, widths: &[usize]) -> String {
        let mut lines: Vec<String> = vec![String::new()];
        for word in prose.split_whitespace() {
            let width = widths[lines.len() % widths.len()];
            let last = lines.last_mut().unwrap();
            match last.len() {
                0 => last.push_str(word),
                len if len + 1 + word.len() <= width => *last = [last, " ", word].concat(),
                _ => lines.push(word.to_owned()),
            }
        }
        lines.join("\n")
    }

    #[test]
    fn paragraphs_are_whole_where_no_column_is_the_edge() {
        let (a, b) = (wrap_unevenly(PROSE, &[102, 94, 99]), wrap_unevenly(PROSE, &[96, 104, 101, 93]));
        let text = format!("{a}\n\n{b}\n\n{a}");
        assert_eq!(blocks(&text), 3, "{text}");
        let is_found = |text: &str| super::by_width(&line::of(text, usize::MAX).0).is_some();
        assert!(is_found(&text));
        let verses = wrap_unevenly(PROSE, &[50, 42, 47]);
        assert!(!is_found(&format!("{verses}\n\n{verses}\n\n{verses}")));
        assert!(!is_found(&format!("{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n{a}")));
        assert!(!is_found(&text.replace(", ", ".\n")));
        assert!(!is_found(&format!("{a}\n{PROSE}\n\n").repeat(3)));
    }

    #[test]
    fn paragraphs_are_whole_at_every_width_and_indent() {
        for width in [50, 60, 72, 80, 100, 130] {
            for indent in ["", "   ", "        "] {
                let paragraph = wrap(PROSE, width, indent);
                let text = [paragraph.as_str(), "\n\n", &paragraph, "\nShort line.\n", &paragraph].concat();
                assert_eq!(blocks(&text), 4, "{width} {indent:?}\n{text}");
            }
        }
    }

    #[test]
    fn lists_tables_and_long_paragraphs_are_not_joined() {
        let list = "Results of the day in the league\nAjax - Feyenoord 2:1\nPSV Eindhoven - Twente Enschede 0:0\n\
            Sparta - AZ 1:4\nUtrecht - Vitesse 2:2\nHeerenveen - Groningen 1:0";
        assert_eq!(blocks(list), 6);
        let table = "Monday      seven in the morning      from the old port\n".repeat(8);
        assert_eq!(blocks(&[&wrap(PROSE, 60, ""), "\n\n", &table].concat()), 9, "table");
        assert_eq!(blocks(&[PROSE, "\n"].concat().repeat(9)), 9);
    }

    #[test]
    fn wide_characters_are_counted_as_the_wrapper_did() {
        let [a, b, c, d] = ["港", "渡", "轮", "客"].map(|sign| sign.repeat(30));
        let text = format!("{a}\n{b}\n{c}\n{d}\n港口。\n\n{b}\n{c}\n港口。");
        assert_eq!(blocks(&text), 2);
    }
}
