//! What tells that a text was written with nothing between its elements.

use super::seams::{Kind, Line, Seam, sentence_before, words};
use crate::chars;
use crate::scan;
use rustc_hash::FxHashSet;

/// What shorter lines hold is no evidence.
const MIN_LINE_BYTES: usize = 100;

/// Entries of a menu are short.
const MAX_ENTRY_BYTES: usize = 48;
/// So many in a row, so many of them one word between two seams. No text has that but where elements met; the nearest are names of
/// classes, and these have signs between them.
const MIN_ENTRIES: usize = 8;
const MIN_WORDS_ALONE: usize = 3;
/// Shorter words are pieces of a cipher or of a key.
const MIN_LETTERS_ALONE: usize = 3;
/// In a list of names (`AppBar BottomNavigationBar TabBarView`) an entry is never more than two capitalised words, and no name has as
/// many parts as here: a menu has so many phrases, or so many words alone in a row.
const MIN_PHRASES: usize = 3;
const MIN_ALONE_IN_ROW: usize = 5;
/// At the ends of a line more words are a sentence about the menu that it quotes.
const MAX_WORDS_AT_ENDS: usize = 3;

/// So many sentences with different last words are glued to the next, and so many of a hundred that end before another in a line.
const MIN_STOPS: usize = 5;
const MIN_PERCENT_OF_STOPS: usize = 15;
/// With them so many headings are glued to sentences.
const MIN_HEADINGS: usize = 3;
/// So few are enough beside what looks like a menu, if they begin as other sentences do.
const MIN_STOPS_WITH_MENU: usize = 2;
/// Or there are as many stops as here, and a paragraph has more than one sentence, but not many: a writer who forgets the blank now and
/// then has a smaller share, one who never sets it a greater.
const MIN_STOPS_ALONE: usize = 10;
const PERCENT_OF_STOPS_ALONE: std::ops::RangeInclusive<usize> = 25..=75;

/// What was written with nothing between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glued {
    Nothing,
    /// Sentences and headings; capitals inside of words may still be names.
    Sentences,
    /// Entries of menus too.
    Menus,
}

/// What elements were written with nothing between them.
pub(super) fn glued(text: &str, lines: &[Line], seams: &[Seam]) -> Glued {
    let lines = || lines.iter().filter(|line| line.span.len() >= MIN_LINE_BYTES);
    let menu = lines().map(|line| menu(text, line, &seams[line.seams.clone()])).max().unwrap_or(Menu::None);
    if menu == Menu::Sure {
        return Glued::Menus;
    }
    let sentences = Sentences::of(text, lines().flat_map(|line| &seams[line.seams.clone()]));
    match menu {
        Menu::Likely if sentences.sure >= MIN_STOPS_WITH_MENU => Glued::Menus,
        _ if sentences.are_glued() => Glued::Sentences,
        _ => Glued::Nothing,
    }
}

/// How much the longest chain of entries in a line looks like a menu.
fn menu(text: &str, line: &Line, seams: &[Seam]) -> Menu {
    if seams.len() + 1 < MIN_ENTRIES {
        return Menu::None;
    }
    let mut start = line.span.start;
    let mut chain = Chain::default();
    let mut best = Menu::None;
    for end in seams.iter().map(|seam| seam.at).chain([line.span.end]) {
        let entry = &text[start..end];
        if is_entry(entry) {
            let is_prose =
                (start == line.span.start || end == line.span.end) && entry.split(' ').count() > MAX_WORDS_AT_ENDS;
            chain.push(entry, is_prose);
        } else {
            chain = Chain::default();
        }
        start = end;
        best = best.max(chain.menu());
        if best == Menu::Sure {
            break;
        }
    }
    best
}

/// How much a chain of entries looks like a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Menu {
    None,
    /// Names of classes might look so.
    Likely,
    Sure,
}

/// Whether a piece of a line may be an entry of a menu: short, and made of words and numbers.
pub(super) fn is_entry(piece: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_word =
        |word: &str| word.chars().all(|c| chars::is_alphabetic(c) || matches!(c, '&' | '+' | '-' | '\'' | '’'));
    piece.len() <= MAX_ENTRY_BYTES && piece.split(' ').all(|word| is_word(word) || is_number(word))
}

/// Entries in a row.
#[derive(Debug, Default)]
struct Chain<'t> {
    entries: usize,
    /// Entries of one word.
    alone: FxHashSet<&'t str>,
    alone_in_row: usize,
    /// The most of them in a row.
    max_alone_in_row: usize,
    /// Entries of three words or more, or with a word that begins small.
    phrases: usize,
    /// Not all is one word.
    has_blank: bool,
    words: usize,
    different_words: FxHashSet<&'t str>,
}

impl<'t> Chain<'t> {
    fn push(&mut self, entry: &'t str, is_prose: bool) {
        let words = || entry.split(' ').filter(|word| !word.is_empty());
        self.entries += 1;
        self.words += words().count();
        self.different_words.extend(words());
        if entry.contains(' ') {
            self.has_blank |= !is_prose;
            self.alone_in_row = 0;
            let is_phrase =
                !is_prose && (words().count() >= 3 || words().skip(1).any(|word| word.starts_with(char::is_lowercase)));
            self.phrases += usize::from(is_phrase);
        } else if entry.chars().count() >= MIN_LETTERS_ALONE {
            self.alone.insert(entry);
            self.alone_in_row += 1;
            self.max_alone_in_row = self.max_alone_in_row.max(self.alone_in_row);
        }
    }

    /// Whether these are entries of a menu, and neither the parts of one name (`InternalFrameTitlePane`) nor names that are alike
    /// (`NullPointerException ClassCastException`).
    fn menu(&self) -> Menu {
        let is_likely = self.entries >= MIN_ENTRIES
            && self.alone.len() >= MIN_WORDS_ALONE
            && self.has_blank
            && self.different_words.len() * 4 >= self.words * 3;
        let is_sure =
            self.max_alone_in_row >= MIN_ALONE_IN_ROW || self.max_alone_in_row >= 2 && self.phrases >= MIN_PHRASES;
        match (is_likely, is_sure) {
            (true, true) => Menu::Sure,
            (true, false) => Menu::Likely,
            (false, _) => Menu::None,
        }
    }
}

/// Sentences that begin right behind the stop of another, counted by the last words of these.
#[derive(Debug, Clone, Copy, Default)]
struct Sentences {
    /// Which begin as others do: not so `strings.Builder` and `Booking.Com`.
    sure: usize,
    /// Whose first word is written in small letters elsewhere.
    likely: usize,
    /// Stops with a blank behind.
    loose: usize,
    headings: usize,
}

impl Sentences {
    fn of<'l>(text: &'l str, seams: impl Iterator<Item = &'l Seam> + Clone) -> Self {
        let stops = seams.clone().filter(|seam| seam.kind == Kind::Stop).map(|seam| seam.at);
        if stops.clone().count() < MIN_STOPS_WITH_MENU {
            return Sentences::default();
        }
        let count = |is_first: &dyn Fn(&str) -> bool| {
            let stops = stops.clone().filter(|at| is_first(first_word(&text[*at..])));
            let last_words = stops.filter_map(|at| sentence_before(text, at));
            last_words.filter(|word| word.starts_with(char::is_lowercase)).collect::<FxHashSet<_>>().len()
        };
        let beginnings = beginnings(text);
        let words: FxHashSet<&str> = text.split(|c| !chars::is_alphabetic(c)).collect();
        Sentences {
            sure: count(&|word| beginnings.contains(word)),
            likely: count(&|word| words.contains(word.to_lowercase().as_str())),
            loose: loose_stops(text),
            headings: headings(text, seams),
        }
    }

    fn are_glued(self) -> bool {
        let percent = |glued: usize| glued * 100 / (glued + self.loose).max(1);
        let with_headings = self.headings >= MIN_HEADINGS && self.sure >= MIN_STOPS_WITH_MENU;
        self.sure >= MIN_STOPS_ALONE && PERCENT_OF_STOPS_ALONE.contains(&percent(self.sure))
            || self.likely >= MIN_STOPS && percent(self.likely) >= MIN_PERCENT_OF_STOPS && with_headings
    }
}

/// The words that sentences and lines begin with.
pub(super) fn beginnings(text: &str) -> FxHashSet<&str> {
    let is_end =
        |sign: u8, next: u8| (next == b' ') & ((sign == b'.') | (sign == b'!') | (sign == b'?')) | (sign == b'\n');
    let ends = scan::pairs(text.as_bytes(), is_end).filter_map(|at| text.get(at + 1..));
    ends.chain([text]).map(|rest| first_word(rest.trim_start_matches(' '))).collect()
}

pub(super) fn first_word(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(chars::is_alphabetic).len()]
}

/// How many different words that begin small and have four letters or more stand right before how many others that begin with a
/// capital: `kwaZulu`, `LehrerInnen` and `useState` have a side that comes again.
fn headings<'l>(text: &str, seams: impl Iterator<Item = &'l Seam>) -> usize {
    let mut lefts = FxHashSet::default();
    let mut rights = FxHashSet::default();
    for (word, at) in words(text, seams) {
        let (left, right) = (&text[word.start..at], &text[at..word.end]);
        if left.starts_with(char::is_lowercase) && left.chars().count() >= 4 {
            lefts.insert(left);
            rights.insert(right);
        }
    }
    lefts.len().min(rights.len())
}

/// Stops with a blank behind.
fn loose_stops(text: &str) -> usize {
    let is_loose = |sign: u8, next: u8| ((sign == b'.') | (sign == b'!') | (sign == b'?')) & (next == b' ');
    scan::pairs(text.as_bytes(), is_loose).count()
}
