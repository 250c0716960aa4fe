//! Where a text that was written with nothing between its elements is cut.
//!
//! In such a text nearly all stops with a capital behind are places where elements met. Of the capitals inside of words most are; the
//! others are names, which stand alone between blanks, have a short first part, or come again.

use super::evidence::{Glued, beginnings, is_entry};
use super::seams::{Kind, Line, Seam, is_inside_word, is_year, words};
use crate::chars;
use crate::scan;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// In so many parts or more a word is a menu, however its parts look.
const MIN_PARTS_OF_MENU: usize = 4;
/// The first part of a name may be shorter: `iPhone`, `McDonald`, `YouTube`, `kwaMashu`.
const MIN_LETTERS_BEFORE: usize = 4;
/// A word of few parts is cut where another seam is as near as this.
const MAX_BYTES_TO_NEXT: usize = 60;

/// With what stands around it: ` de septiembre de `, ` сентября `.
const MAX_BYTES_OF_MONTH: usize = 24;

/// Names in the share bars of nearly all pages: no page says them twice, and a menu of them is cut between them.
const NAMES: [(&str, &str); 6] =
    [("You", "Tube"), ("Linked", "In"), ("Tik", "Tok"), ("Whats", "App"), ("Pay", "Pal"), ("Word", "Press")];

/// The places of a text where elements met, in order.
pub(super) fn cuts(text: &str, lines: &[Line], seams: &[Seam], glued: Glued) -> Vec<usize> {
    let known = Known::of(text, seams, glued);
    lines.iter().flat_map(|line| known.cuts(line, &seams[line.seams.clone()])).collect()
}

/// A seam inside a word, as the word and the text show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Met,
    Name,
    /// Elements met if the text around it says so too.
    Doubtful {
        is_name: bool,
    },
}

/// The words of a text.
struct Known<'t> {
    text: &'t str,
    /// How often each word with a capital inside is there.
    times: FxHashMap<&'t str, usize>,
    /// Runs of letters.
    words: FxHashSet<&'t str>,
    /// What sentences and lines begin with, where it has to be asked: capitals inside of words may be identifiers.
    beginnings: Option<FxHashSet<&'t str>>,
}

impl<'t> Known<'t> {
    fn of(text: &'t str, seams: &[Seam], glued: Glued) -> Self {
        let mut times = FxHashMap::default();
        for (word, _) in words(text, seams.iter()) {
            *times.entry(&text[word]).or_default() += 1;
        }
        let beginnings = (glued == Glued::Sentences).then(|| beginnings(text));
        Known { text, times, words: text.split(|c| !chars::is_alphabetic(c)).collect(), beginnings }
    }

    fn cuts(&self, line: &Line, seams: &[Seam]) -> Vec<usize> {
        let mut cuts: Vec<usize> = seams.iter().filter(|seam| seam.kind != Kind::Word).map(|seam| seam.at).collect();
        cuts.extend(dates(self.text, line.span.clone()));
        let mut doubtful = Vec::new();
        for (word, _) in words(self.text, seams.iter()).filter(|(word, _)| !is_part_of_sign(self.text, word)) {
            for (at, look) in self.looks(&word) {
                match look {
                    Look::Met => cuts.push(at),
                    Look::Doubtful { is_name } => doubtful.push((at, is_name)),
                    Look::Name => {}
                }
            }
        }
        cuts.sort_unstable();
        let mut places: Vec<usize> = doubtful.iter().map(|(at, _)| *at).chain(cuts.iter().copied()).collect();
        places.sort_unstable();
        doubtful.retain(|(at, is_name)| {
            !is_name && is_near(*at, &cuts) || self.is_between_entries(*at, &line.span, &places)
        });
        cuts.extend(doubtful.into_iter().map(|(at, _)| at));
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// The seams inside a word.
    fn looks(&self, word: &Range<usize>) -> Vec<(usize, Look)> {
        let mut bounds = vec![word.start];
        bounds.extend(inner_seams(self.text, word));
        bounds.push(word.end);
        let look = |part: &[usize]| (part[1], self.look(word, part[0]..part[1], part[1]..part[2], bounds.len() - 1));
        bounds.windows(3).map(look).collect()
    }

    fn look(&self, word: &Range<usize>, left: Range<usize>, right: Range<usize>, parts: usize) -> Look {
        let times = |span: Range<usize>| self.times.get(&self.text[span]).copied().unwrap_or(0);
        let end = left.start..right.end;
        let (left, right) = (&self.text[left], &self.text[right]);
        let letters = left.chars().count();
        let begins_small = left.starts_with(char::is_lowercase);
        if NAMES.iter().any(|(first, second)| left.ends_with(first) && right.starts_with(second)) {
            return Look::Name;
        }
        if self.beginnings.as_ref().is_some_and(|beginnings| parts < MIN_PARTS_OF_MENU && !beginnings.contains(right)) {
            return Look::Name;
        }
        if parts == 2 && begins_small && letters >= 2 && self.words.contains(left) && self.has(right) {
            return Look::Met;
        }
        if parts >= MIN_PARTS_OF_MENU && letters > 2 {
            return if times(end) < 2 { Look::Met } else { Look::Name };
        }
        if letters < MIN_LETTERS_BEFORE {
            return Look::Name;
        }
        let times = times(word.clone());
        if parts == 2 && begins_small {
            return if times == 1 || times == 2 && self.has(right) { Look::Met } else { Look::Name };
        }
        if times == 1 && self.words.contains(left) && self.words.contains(right) {
            return Look::Met;
        }
        let is_name = times > 1 || !self.has(right) || is_before_sign(&self.text[word.end..]);
        Look::Doubtful { is_name }
    }

    /// Whether a word stands by itself in the text, with its capital or without.
    fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.words.contains(word.to_lowercase().as_str())
    }

    /// Whether all up to the next places where elements may have met, on both sides, are entries of a menu.
    fn is_between_entries(&self, at: usize, line: &Range<usize>, places: &[usize]) -> bool {
        let here = places.partition_point(|place| *place < at);
        let start = here.checked_sub(1).map_or(line.start, |before| places[before]);
        let end = places.get(here + 1).copied().unwrap_or(line.end);
        is_entry(&self.text[start..at]) && is_entry(&self.text[at..end])
    }
}

/// Whether one of the cuts, which are sorted, is near.
fn is_near(at: usize, cuts: &[usize]) -> bool {
    let next = cuts.partition_point(|cut| *cut < at);
    cuts[next.saturating_sub(1)..].iter().take(2).any(|cut| cut.abs_diff(at) <= MAX_BYTES_TO_NEXT)
}

/// The seams inside a word.
fn inner_seams<'t>(text: &'t str, word: &Range<usize>) -> impl Iterator<Item = usize> + use<'t> {
    let start = word.start;
    let capitals = text[word.clone()].char_indices().filter(|(_, c)| chars::is_uppercase(*c));
    capitals.map(move |(at, _)| start + at).filter(|at| is_inside_word(text, *at))
}

/// Whether a word stands in a name of another kind: a hashtag, an address, a path, a key of a record.
fn is_part_of_sign(text: &str, word: &Range<usize>) -> bool {
    let (before, behind) = (&text[..word.start], &text[word.end..]);
    before.ends_with(['#', '@', '/', '_', '.', '\\'])
        || behind.starts_with(['@', '_', '/'])
        || before.ends_with('"') && behind.starts_with('"')
}

/// No heading has its first word followed by one of these.
fn is_before_sign(behind: &str) -> bool {
    behind.starts_with([',', '.', ':', ';', ')', '\'', '’', '™', '®'])
}

/// Before the dates of a line; behind them are seams.
fn dates(text: &str, line: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let is_digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    let is_border = move |byte: u8, next: u8| !is_digit(byte) & (byte > b' ') & is_digit(next);
    let borders = scan::pairs(&text.as_bytes()[line.clone()], is_border).map(move |at| line.start + at + 1);
    borders.filter(|at| is_before_date(&text[..*at], &text[*at..]))
}

/// Whether a day and a month and a year follow a small letter: `Ann Lee14 May 2024`.
fn is_before_date(before: &str, behind: &str) -> bool {
    let digits = behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
    before.ends_with(char::is_lowercase) && (1..=2).contains(&digits) && is_month_and_year(&behind[digits..])
}

/// ` May 2024`, `. Mai 2024`, ` de mayo de 2024`.
fn is_month_and_year(text: &str) -> bool {
    let Some(month) = text.trim_start_matches('.').strip_prefix(' ') else { return false };
    let year = month.trim_start_matches(|c: char| chars::is_alphabetic(c) || matches!(c, ' ' | ',' | '.'));
    (4..=MAX_BYTES_OF_MONTH).contains(&(month.len() - year.len())) && is_year(year)
}
