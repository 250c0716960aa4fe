//! Glued elements: where a dump wrote the elements of a page with nothing between them, lines are broken again.
//!
//! `get_text()` without a separator, `textContent` and tags taken out by a pattern leave the white space that the source has, and between
//! `</li><li>` it often has none: the menu is `NewsWorldPolitics`, and a paragraph begins right behind the stop of the one before. A line
//! that is a menu, a headline and half of the article cannot be judged.
//!
//! A seam is where a capital stands right behind a small letter inside a word (`NewsWorld`), behind the stop of a sentence
//! (`the bridge.The mayor`), or beside a date (`14 May 2024The`). One alone is a name (`YouTube`, `McDonald`), an identifier or a slip of
//! the pen. Only where a text has many of them, each another, are they where elements met; and words of few parts that come again stay whole even then.
//!
//! It is in no recipe yet: what tells glued elements from articles that are full of inner capitals or of slips of the pen has been made
//! stricter since it was measured, and not been measured again.
//!
//! **Known gaps**: three-part names in a page that is glued elsewhere; quotation marks between two sentences; scripts without capitals; capitals
//! before capitals (`BBCNews`); elements that begin in small letters or end in capitals; a menu with blanks between its entries, all in one line;
//! letters whose accents are characters of their own.

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

/// A menu of words: so many parts of one word at least. Names have fewer, and nearly all identifiers.
const MIN_PARTS_OF_MENU: usize = 6;
/// So many seams of a text are inside of such words, and so many in a hundred of all inside of words.
const MIN_MENU_SEAMS: usize = 12;
const MIN_PERCENT_OF_SEAMS: usize = 25;
/// So many sentences with different last words are glued, and so many of a hundred that end inside a line.
const MIN_STOPS: usize = 5;
const MIN_PERCENT_OF_STOPS: usize = 33;
/// Shorter words before a stop may be abbreviated: `ul.`, `art.`, `dr.`.
const MIN_LAST_LETTERS: usize = 4;

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
        let glued = seams.words.iter().filter(|word| seams.is_glued(chars, word));
        breaks.extend(glued.flat_map(|word| inner_seams(chars, word)));
        breaks.extend_from_slice(&seams.dates);
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
    /// Before and behind dates, in long lines.
    dates: Vec<usize>,
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
                if in_line && !is_part_of_sign(chars, &word) {
                    seams.words.push(word);
                }
            } else if in_line && is_beside_date(chars, at) {
                seams.dates.push(at);
            } else if in_line && is_behind_stop(chars, at) {
                seams.stops.push(at);
            }
        }
        seams
    }

    /// Whether elements met in a word, in a text where they met inside of words. Names and identifiers are short, or come again.
    fn is_glued(&self, chars: &str, word: &Range<usize>) -> bool {
        let times = self.times.get(&chars[word.clone()]).copied().unwrap_or(0);
        let lens: Vec<usize> = parts(chars, word).map(|part| part.chars().count()).collect();
        match lens[..] {
            // `PlayStation` and `McDonald` begin with a capital, `iPhone` and `kwaMashu` have little before the next.
            [first, _] => first >= 4 && times == 1 && chars[word.clone()].starts_with(char::is_lowercase),
            [..] => lens.len() >= MIN_PARTS_OF_MENU || times <= 2 && lens.iter().all(|len| *len >= 4),
        }
    }

    fn evidence(&self, chars: &str, lines: &[Range<usize>]) -> Evidence {
        let is_long = |at: usize| {
            let line = lines.partition_point(|line| line.end <= at);
            lines.get(line).is_some_and(|line| line.len() >= MIN_EVIDENCE_BYTES)
        };
        let words = self.words.iter().filter(|word| is_long(word.start));
        let seams = words.map(|word| inner_seams(chars, word).count());
        let menu_seams = seams.clone().filter(|seams| *seams + 1 >= MIN_PARTS_OF_MENU).sum();
        let last_words = self.stops.iter().filter(|at| is_long(**at)).filter_map(|at| last_word(chars, *at));
        let stops = last_words.collect::<FxHashSet<_>>().len();
        Evidence { menu_seams, seams: seams.sum(), stops, loose_stops: loose_stops(chars, lines) }
    }
}

/// Stops in long lines that no word or number follows at once.
fn loose_stops(chars: &str, lines: &[Range<usize>]) -> usize {
    let is_stop = |sign: u8, next: u8| {
        let goes_on = (next | 0x20).wrapping_sub(b'a') < 26 || next.wrapping_sub(b'0') < 10;
        ((sign == b'.') | (sign == b'!') | (sign == b'?')) & !goes_on
    };
    let lines = lines.iter().filter(|line| line.len() >= MIN_EVIDENCE_BYTES);
    lines.map(|line| scan::pairs(&chars.as_bytes()[line.clone()], is_stop).count()).sum()
}

/// What tells that elements are glued.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// Seams inside of words that are menus.
    menu_seams: usize,
    /// Seams inside of words.
    seams: usize,
    /// Different last words of glued sentences.
    stops: usize,
    loose_stops: usize,
}

impl Evidence {
    fn words_are_glued(&self) -> bool {
        self.menu_seams >= MIN_MENU_SEAMS && self.menu_seams * 100 >= self.seams * MIN_PERCENT_OF_SEAMS
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

/// Whether a word stands in a name of another kind: a hashtag, an address, a path.
fn is_part_of_sign(chars: &str, word: &Range<usize>) -> bool {
    chars[..word.start].ends_with(['#', '@', '/', '_', '.', '\\']) || chars[word.end..].starts_with(['@', '_', '/'])
}

/// Whether the capital at `at` begins a sentence right behind the stop of another: both words are whole. `Node.Js`, `102.5` and
/// `ul.Nowa` have no such place. Whether a quotation mark there closes or opens no sign tells in all languages, so it is left.
fn is_behind_stop(chars: &str, at: usize) -> bool {
    let goes_on = || {
        let rest = chars[at..].trim_start_matches(is_in_word);
        rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'))
    };
    chars[at..].starts_with(chars::is_uppercase) && last_word(chars, at).is_some() && goes_on()
}

/// The last word of the sentence whose stop stands right before `at`, if it is whole and no abbreviation.
fn last_word(chars: &str, at: usize) -> Option<&str> {
    let sentence = chars[..at].strip_suffix(['.', '!', '?'])?;
    let rest = sentence.trim_end_matches(is_in_word);
    let word = &sentence[rest.len()..];
    let is_whole = rest.is_empty() || rest.ends_with(char::is_whitespace);
    let is_small = word.chars().all(|c| !chars::is_uppercase(c) && !c.is_numeric());
    (is_whole && is_small && word.chars().count() >= MIN_LAST_LETTERS).then_some(word)
}

fn is_in_word(c: char) -> bool {
    chars::is_alphanumeric(c) || matches!(c, '-' | '\'' | '’')
}

/// Whether a date begins or ends at `at`, with a word on the other side: `Ann Lee14 May 2024`, `14 May 2024The`.
fn is_beside_date(chars: &str, at: usize) -> bool {
    let (before, behind) = (&chars[..at], &chars[at..]);
    if behind.starts_with(chars::is_uppercase) {
        return behind.chars().skip(1).take(2).filter(|c| c.is_lowercase()).count() == 2 && ends_in_year(before);
    }
    let letters = before.chars().rev().take(3).filter(|c| c.is_lowercase()).count();
    let digits = behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let month = behind[digits..].trim_start_matches('.').strip_prefix(' ').unwrap_or_default();
    let year = month.trim_start_matches(chars::is_alphabetic).trim_start_matches([',', ' ']);
    let is_month = month.starts_with(chars::is_uppercase) && month.len() > year.len() && is_year(year);
    letters == 3 && digits <= 2 && is_month
}

fn ends_in_year(before: &str) -> bool {
    let start = before.len().wrapping_sub(4);
    before.get(start..).is_some_and(is_year) && before[..start].ends_with([' ', '.', '/'])
}

/// Whether a text begins with a year of the last hundred or the next.
fn is_year(text: &str) -> bool {
    (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4
        && !text[4..].starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> String {
        GluedElements::default().apply(&Text::from(text)).into_string()
    }

    const MENU: &str = "NewsPoliticsBusinessTechnologyHealthScienceTravelStyleOpinionPodcastsVideosWeatherHoroscopesRecipesSubscribe nowSign inMost readLatest";

    #[test]
    fn a_menu_and_an_article_are_broken_where_elements_met() {
        let page = format!(
            "{MENU}\n\nNora Lindqvist14 May 2024The bridge over the river is open again, said the mayor yesterday.The repair took three summers.\
             Nobody complained about it, writes an architect on PlayStation and YouTube."
        );
        let page = broken(&page);
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines[..4], ["News", "Politics", "Business", "Technology"]);
        for line in [
            "Nora Lindqvist",
            "14 May 2024",
            "The bridge over the river is open again, said the mayor yesterday.",
            "The repair took three summers.",
            "Nobody complained about it, writes an architect on PlayStation and YouTube.",
        ] {
            assert!(lines.contains(&line), "{line}: {lines:#?}");
        }
    }

    #[test]
    fn paragraphs_alone_are_broken() {
        let article = "Mandag begynte ryktene om et comeback.Og tirsdag kom den neste nyheten.Klubben vil ikke si noe heller.Ingen spurte treneren.Så gikk han bare hjem.Det regnet hele natten.";
        assert_eq!(broken(article).lines().count(), 6, "{}", broken(article));
        let article = "Дождь шёл три недели.Река вышла из берегов.Мост закрыли в понедельник.Никто не пострадал.Горожане ждали молча.Потом дождь кончился.";
        assert_eq!(broken(article).lines().count(), 6, "{}", broken(article));
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
    fn numbers_and_abbreviations_stay() {
        for text in [
            "Inflation rose to 102.5 from 101.3 in May, 100.9 in April, 99.8 in March and 98.7 in February, while the town counted 250.000 people, 400.000 trees and 130.000 cars.",
            "Ni art.5 ni art.7 ni art.9; по ст.158 и ст.161 УК РФ, ул.Ленина, ул.Długa, dr.Kovács, prof.Bianchi, jl.Sudirman, sv.Jana, av.Libertador and jud.Cluj are where they live.",
            "A bike for 3,5Euro at 20Uhr and at 10:30Uhr, 200Kilowatt, Windows11 Home, PlayStation5 Pro, Leeds2 Hull1, bridge.12 The third.",
        ] {
            assert_eq!(broken(text), text);
        }
    }

    #[test]
    fn languages_and_registers_full_of_inner_capitals_stay() {
        for text in [
            "Lwesibili ukuthi ibhuloho elisha eliwela umfula uMngeni lizovulwa ngoLwesine, kusho iMeya yaseThekwini. Abantu baseMgungundlovu nabaseNingizimu Afrika bafika ngoMsombuluko kwaMashu.",
            "LehrerInnen, SchülerInnen, MitarbeiterInnen, BürgerInnen, AutorInnen, LeserInnen, HörerInnen, ÄrztInnen, WählerInnen, KäuferInnen, FahrerInnen und StudentInnen kamen, sagten die VeranstalterInnen.",
            "#BlackLivesMatter #ThrowbackThursday #NoFilterNeededAtAllToday #MondayMotivationForEverybodyHere #TravelPhotographyOfTheDayToday #FridaysForFutureEverywhereNow",
            "An IllegalArgumentException, a NullPointerException, an ArrayIndexOutOfBoundsException, a ClassCastException and an UnsupportedOperationException are what a ServiceLoader throws.",
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
