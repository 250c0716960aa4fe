//! Glued elements: where a dump wrote the elements of a page with nothing between them, lines are broken again.
//!
//! `get_text()` without a separator, `textContent` and tags taken out by a pattern leave the white space that the source has, and between
//! `</li><li>` it often has none: the menu is `NewsWorldPolitics`, and a paragraph begins right behind the stop of the one before. A line
//! that is a menu, a headline and half of the article cannot be judged.
//!
//! A seam is where a capital stands right behind a small letter inside a word (`NewsWorld`), behind the stop of a sentence
//! (`the bridge.The mayor`), or behind a number or a bracket (`min readBy`). One alone is a name (`YouTube`, `McDonald`), an identifier or a slip of
//! the pen. Only where a text has many of them, each another, are they where elements met; and words that come again stay whole even then.
//!
//! **Known gaps**: scripts without capitals; capitals before capitals (`BBCNews`); elements that begin in small letters or end in capitals;
//! a menu with blanks between its entries, all in one line.

use crate::chars;
use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::scan::{self, char_at, char_before};
use crate::stage::Rewrite;
use crate::text::Text;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GluedElementsConfig {}

/// Breaks lines where elements were written with nothing between them.
#[derive(Debug, Clone, Default)]
pub struct GluedElements {}

impl GluedElements {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: GluedElementsConfig) -> Self {
        GluedElements {}
    }
}

impl Rewrite for GluedElements {
    fn name(&self) -> &'static str {
        "glued-elements"
    }

    /// The source of a page has its elements.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, break_all);
    }
}

/// Shorter lines hold one element each; nothing is glued in them but names.
const MIN_LINE_BYTES: usize = 60;
/// What shorter lines hold is no evidence.
const MIN_EVIDENCE_BYTES: usize = 120;
/// Of a hundred bytes of code at least so many are its signs.
const MIN_PERCENT_OF_CODE: usize = 3;

/// So many seams are inside of words in a text that has glued sentences too, and so many in one that has none; a menu in one word counts for
/// so many at most.
///
/// Set on tune pages of `html-dev` written by `get_text()` without a separator; with 5 and with 12 their F1 is the same to the third decimal.
const MIN_WORDS: usize = 12;
const MIN_WORDS_ALONE: usize = 36;
const MAX_WEIGHT: usize = 6;
/// In so many of a hundred places a word with a seam is one that hardly comes again: in a text about software they do.
const MIN_PERCENT_OF_WORDS: usize = 50;
/// So many sentences are glued; and, where no words are, so many of a hundred that end inside a line.
const MIN_STOPS: usize = 3;
const MIN_PERCENT_OF_STOPS: usize = 20;

/// Breaks the lines of a text at its seams, once.
fn break_all(chars: &str, out: &mut Edits) {
    let lines = long_lines(chars);
    if lines.is_empty() {
        return;
    }
    let seams = Seams::of(chars, &lines);
    let evidence = seams.evidence(chars, &lines);
    let words = evidence.words_are_glued();
    let mut breaks = Vec::new();
    if words {
        let glued = seams.words.iter().filter(|word| seams.weight(chars, word) > 0);
        breaks.extend(glued.flat_map(|word| inner_seams(chars, word)));
        breaks.extend_from_slice(&seams.numbers);
    }
    if words || evidence.sentences_are_glued() {
        breaks.extend_from_slice(&seams.stops);
    }
    breaks.sort_unstable();
    breaks.dedup();
    breaks.into_iter().for_each(|at| out.replace(at..at, "\n"));
}

/// Lines that may hold more than one element, code aside.
fn long_lines(chars: &str) -> Vec<Range<usize>> {
    let is_sign = |byte: u8| {
        matches!(byte, b'{' | b'}' | b'[' | b']' | b'(' | b')' | b';' | b'=' | b'<' | b'>' | b'_' | b'/' | b'\\')
    };
    let mut start = 0;
    let lines = chars.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start
    });
    lines
        .filter(|line| line.len() >= MIN_LINE_BYTES)
        .filter(|line| scan::count(&chars.as_bytes()[line.clone()], is_sign) * 100 < line.len() * MIN_PERCENT_OF_CODE)
        .collect()
}

/// Where elements may have met.
#[derive(Debug, Default)]
struct Seams<'t> {
    /// Words with a capital inside, in long lines.
    words: Vec<Range<usize>>,
    /// How often each word with a capital inside stands in the text.
    times: FxHashMap<&'t str, usize>,
    /// Behind the stops of sentences, in long lines.
    stops: Vec<usize>,
    /// Behind numbers and brackets and before numbers, in long lines.
    numbers: Vec<usize>,
}

impl<'t> Seams<'t> {
    fn of(chars: &'t str, lines: &[Range<usize>]) -> Self {
        let mut seams = Seams::default();
        let mut lines = lines.iter().peekable();
        let mut word_end = 0;
        for at in glued_starts(chars) {
            while lines.next_if(|line| line.end <= at).is_some() {}
            let in_line = lines.peek().is_some_and(|line| line.start <= at);
            if at < word_end {
                continue;
            }
            if is_seam_of_word(chars, at) {
                let word = word_around(chars, at);
                word_end = word.end;
                *seams.times.entry(&chars[word.clone()]).or_default() += 1;
                if in_line {
                    seams.words.push(word);
                }
            } else if in_line {
                seams.stops.extend(seam_behind_stop(chars, at));
                seams.numbers.extend(Some(at).filter(|at| is_beside_number(chars, *at)));
            }
        }
        seams
    }

    /// What a word says for elements that met in it: nothing, if it may be a name or an identifier, which is short or comes again.
    fn weight(&self, chars: &str, word: &Range<usize>) -> usize {
        let times = self.times.get(&chars[word.clone()]).copied().unwrap_or(0);
        let lens: Vec<usize> = parts(chars, word).map(|part| part.chars().count()).collect();
        match lens[..] {
            [first, second] => {
                // `McDonald`, `DeSantis`, `YouTube`; `iPhone`.
                let (min_first, min_second) =
                    if chars[word.clone()].starts_with(chars::is_uppercase) { (4, 3) } else { (2, 2) };
                usize::from(first >= min_first && second >= min_second && times == 1)
            }
            _ if times <= 2 => lens.iter().filter(|len| **len >= 3).count().clamp(1, MAX_WEIGHT + 1) - 1,
            _ => 0,
        }
    }

    fn evidence(&self, chars: &str, lines: &[Range<usize>]) -> Evidence {
        let is_long = |at: usize| {
            let line = lines.partition_point(|line| line.end <= at);
            lines.get(line).is_some_and(|line| line.len() >= MIN_EVIDENCE_BYTES)
        };
        let words = self.words.iter().filter(|word| is_long(word.start));
        let mut known = FxHashSet::default();
        let new_words = words.clone().filter(|word| known.insert(&chars[(*word).clone()]));
        let new_words = new_words.map(|word| self.weight(chars, word)).sum();
        let stops = self.stops.iter().filter(|at| is_long(**at) && is_behind_small_word(chars, **at)).count();
        Evidence { new_words, words: words.count(), stops, loose_stops: loose_stops(chars, lines) }
    }
}

/// Sentences that end inside a line with a blank behind them.
fn loose_stops(chars: &str, lines: &[Range<usize>]) -> usize {
    let is_stop = |sign: u8, next: u8| (next == b' ') & ((sign == b'.') | (sign == b'!') | (sign == b'?'));
    let lines = lines.iter().filter(|line| line.len() >= MIN_EVIDENCE_BYTES);
    lines.map(|line| scan::pairs(&chars.as_bytes()[line.clone()], is_stop).count()).sum()
}

/// What tells that elements are glued.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// The weight of words that elements met in.
    new_words: usize,
    /// Places of all words with a seam.
    words: usize,
    /// Glued sentences.
    stops: usize,
    /// Sentences that end inside a line with a blank behind them.
    loose_stops: usize,
}

impl Evidence {
    fn words_are_glued(&self) -> bool {
        let min = if self.stops > 1 { MIN_WORDS } else { MIN_WORDS_ALONE };
        self.new_words >= min && self.new_words * 100 >= self.words * MIN_PERCENT_OF_WORDS
    }

    fn sentences_are_glued(&self) -> bool {
        self.stops >= MIN_STOPS && self.stops * 100 >= self.loose_stops * MIN_PERCENT_OF_STOPS
    }
}

/// Where a capital follows something else than white space, or a number something else than that and digits.
fn glued_starts(chars: &str) -> impl Iterator<Item = usize> + '_ {
    let is_digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    // Of letters beyond ASCII the first bytes of those alphabets that have capitals.
    let may_be = move |before: u8, byte: u8| {
        let capital =
            (byte.wrapping_sub(b'A') < 26) | (byte.wrapping_sub(0xc3) < 0x13) & (byte != 0xd1) | (byte == 0xe1);
        (capital | is_digit(byte) & !is_digit(before)) & (before > b' ')
    };
    let places = scan::pairs(chars.as_bytes(), may_be).map(|at| at + 1);
    places.filter(|at| char_at(chars, *at).is_some_and(|c| c.is_ascii_digit() || chars::is_uppercase(c)))
}

/// Whether the capital at `at` stands between small letters.
fn is_seam_of_word(chars: &str, at: usize) -> bool {
    char_before(chars, at).is_some_and(char::is_lowercase) && chars[at..].chars().nth(1).is_some_and(char::is_lowercase)
}

/// The word that a place stands in: letters.
fn word_around(chars: &str, at: usize) -> Range<usize> {
    let start = chars[..at].trim_end_matches(chars::is_alphabetic).len();
    let end = chars.len() - chars[at..].trim_start_matches(chars::is_alphabetic).len();
    start..end
}

/// The seams inside a word.
fn inner_seams<'t>(chars: &'t str, word: &Range<usize>) -> impl Iterator<Item = usize> + use<'t> {
    let start = word.start;
    glued_starts(&chars[word.clone()]).map(move |at| start + at).filter(|at| is_seam_of_word(chars, *at))
}

/// The parts of a word between its seams.
fn parts<'t>(chars: &'t str, word: &Range<usize>) -> impl Iterator<Item = &'t str> + use<'t> {
    let end = word.end;
    let mut start = word.start;
    inner_seams(chars, word).chain([end]).map(move |at| {
        let part = &chars[start..at];
        start = at;
        part
    })
}

/// Where a sentence ends before the capital at `at`: behind a whole word and its stop, if a whole word follows. `Node.Js` and
/// `System.Text.Encoding` have no such place.
fn seam_behind_stop(chars: &str, at: usize) -> Option<usize> {
    let opening = char_before(chars, at).filter(|c| matches!(c, '“' | '„' | '«'));
    let seam = at - opening.map_or(0, char::len_utf8);
    let before = &chars[..seam];
    let closed = before.strip_suffix(['"', '”', '’', '»', ')']).unwrap_or(before);
    let sentence = closed.trim_end_matches(['.', '!', '?', '…']);
    (sentence.len() < closed.len() && ends_in_word(sentence) && begins_with_word(&chars[at..])).then_some(seam)
}

/// Whether a sentence ends in a whole word, or in a number that is not that of an entry of a list.
fn ends_in_word(sentence: &str) -> bool {
    let rest = sentence.trim_end_matches(is_in_word);
    let word = &sentence[rest.len()..];
    let is_whole = rest.is_empty()
        || rest.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '‘'));
    let min_chars = if word.ends_with(char::is_lowercase) { 2 } else { 3 };
    is_whole && word.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) && word.chars().count() >= min_chars
}

/// Whether the first word of a text is followed by what follows words.
fn begins_with_word(text: &str) -> bool {
    text.trim_start_matches(is_in_word).starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'))
}

/// Whether the sentence that ends at `at` does so with a word in small letters. What `Node.` and `Console.` end may be half of a name.
fn is_behind_small_word(chars: &str, at: usize) -> bool {
    let sentence = chars[..at].trim_end_matches(|c: char| !chars::is_alphanumeric(c));
    let rest = sentence.trim_end_matches(is_in_word);
    sentence[rest.len()..].chars().all(|c| !chars::is_uppercase(c))
}

fn is_in_word(c: char) -> bool {
    chars::is_alphanumeric(c) || matches!(c, '-' | '\'' | '’')
}

/// Whether one phrase ends and the next begins at `at`, and there is a number on one side: `May 2023The`, `(AP)The`; `Ann Lee14 May`, `the end.5 min`.
fn is_beside_number(chars: &str, at: usize) -> bool {
    let (before, behind) = (&chars[..at], &chars[at..]);
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        begins_with_number(before, behind)
    } else {
        // `3Ds` is a name.
        ends_in_number(before) && behind.chars().skip(1).take(2).filter(|c| c.is_lowercase()).count() == 2
    }
}

fn ends_in_number(before: &str) -> bool {
    const MAX_DIGITS: usize = 4;
    if let Some(inside) = before.strip_suffix(')') {
        return inside.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    }
    let digits = before.bytes().rev().take(MAX_DIGITS + 1).take_while(u8::is_ascii_digit).count();
    let before = &before[..before.len() - digits];
    let before = before.strip_suffix(' ').unwrap_or(before);
    (1..=MAX_DIGITS).contains(&digits) && before.ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '.' | ':'))
}

/// A number right behind a small word is a part of its name (`Sport1`), unless it is that of a day.
fn begins_with_number(before: &str, behind: &str) -> bool {
    const MIN_LETTERS: usize = 3;
    let sentence = before.trim_end_matches(['.', '!', '?', '…']);
    let letters = sentence.chars().rev().take(MIN_LETTERS).filter(|c| c.is_lowercase()).count();
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let word = rest.strip_prefix('.').unwrap_or(rest).strip_prefix(' ').unwrap_or_default();
    let is_day = || word.starts_with(chars::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase);
    let is_short = behind.len() - rest.len() <= 2;
    let ends = sentence.len() < before.len();
    letters == MIN_LETTERS && is_short && (ends && word.starts_with(chars::is_alphabetic) || is_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> String {
        GluedElements::default().apply(&Text::from(text)).into_string()
    }

    const MENU: &str = "NewsPoliticsBusinessTechnologyHealthScienceTravelStyleOpinionPodcastsVideosWeatherSubscribe nowSign inMost ReadLatestEditor's PicksPhotographyCrosswordsHoroscopesRecipesNewsletters";

    #[test]
    fn a_menu_and_an_article_are_broken_where_elements_met() {
        let page = format!(
            "{MENU}\n\nTopic: BridgesThe bridge over the river is open again, said the mayor on Monday.The repair took three years.\
             Nobody complained about it. “We waited long enough,” a baker said.“It is a good bridge.” (Reuters)Photo: A view from YouTube\n"
        );
        let page = broken(&page);
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[..4], ["News", "Politics", "Business", "Technology"]);
        assert!(lines.contains(&"Subscribe now"), "{lines:?}");
        for line in [
            "Topic: Bridges",
            "The bridge over the river is open again, said the mayor on Monday.",
            "Nobody complained about it. “We waited long enough,” a baker said.",
            "“It is a good bridge.” (Reuters)",
        ] {
            assert!(lines.contains(&line), "{line}: {lines:#?}");
        }
    }

    #[test]
    fn paragraphs_alone_are_broken() {
        let article = "Mandag begynte ryktene om et comeback.Og tirsdag kom den neste nyheten.Klubben vil ikke si noe.«Det er for tidlig,» sa han.Så gikk han hjem.";
        assert_eq!(broken(article).lines().count(), 5, "{}", broken(article));
        let article =
            "Дождь шёл три дня.Река вышла из берегов.Мост закрыли в понедельник.Никто не пострадал, сказал мэр.";
        assert_eq!(broken(article).lines().count(), 4, "{}", broken(article));
    }

    #[test]
    fn names_and_slips_of_the_pen_stay() {
        for text in [
            "YouTube, LinkedIn, PayPal, WhatsApp, TikTok, GitHub, WordPress, DoorDash, SoundCloud, PlayStation, FaceTime and JavaScript were there. McDonald and DeSantis came too, MacKenzie did not.",
            "The rain fell.The river rose. Nobody knew why, and nobody asked for three days. Then the mayor came. He said that the bridge was closed. He went home. It rained again. The river rose again.",
            "Use Node.Js, System.Text.Encoding or Console.WriteLine; see Collections.Sort and System.Text.Json for what the library does with a text.",
            "1.Open the box. 2.Close the box. 3.Wait for a day or two until the glue is dry, then 4.Open it again and look at what has become of it.",
            "Visit www.Example.Com or write to Ann.Lee@Example.Com today, and do not forget the U.S.News ranking, nor the e.g.The and the i.e.That of the writer of this line.",
            "3.The 4Runner, the A4Avant and the 5Series: cars that nobody wanted (2019)Or so they said at the time, as far as anybody can remember it today, in the year 2021.",
            "雨が三日間降った。川が増水した。橋は閉鎖された。「もう十分だ」と彼は言った。市長は月曜日に来た。誰も不平を言わなかった。それから雨がまた降り始めた。",
        ] {
            assert_eq!(broken(text), text);
        }
    }

    #[test]
    fn identifiers_stay_in_a_text_about_software() {
        let names = [
            "useState",
            "useEffect",
            "SearchBar",
            "ProductTable",
            "ProductRow",
            "CategoryRow",
            "HttpClient",
            "ValueError",
            "NotFoundError",
            "KeyError",
        ];
        let text: String = (0..40)
            .map(|at| format!("The component {} renders what {} gives it. ", names[at % 10], names[(at * 7 + 3) % 10]))
            .collect();
        assert_eq!(broken(&text), text);
        let code = "const value = FilterableProductTable({SearchBarElement, ProductTableElement}); return [ValueObject, OtherObject, ThirdObject]; ".repeat(3);
        assert_eq!(broken(&code), code);
    }

    #[test]
    fn lines_that_hold_one_element_stay() {
        let menu = "NewsWorld\nSportKultur\nPhotoGallery\nTopStories\nMostRead\n".repeat(20);
        assert_eq!(broken(&menu), menu);
    }
}
