//! Who wrote it: `By Ann Lee`, a name alone under the last paragraph, reporting and
//! editing lines; and the agency, when the byline is one. Once the name is known, what begins
//! with it below the article is about the author: `Ann Lee covers the courts.`
//!
//! Labels ("By", "Von", "Автор:") are rules of `furniture`; what follows must look like
//! names. So `By Friday, talks had ended` is no byline.
//!
//! **Known gaps**: names in scripts without capitals are believed after a label only; a
//! name alone in the head is left in the text, unless a line below the article tells of it.

use super::{contacts, desk_initials};
use crate::kind::Kind;
use crate::lexicon::{Lexicon, SURE, Where};
use crate::marks::{Fact, Family, Field, Findings};
use crate::observe::zones::Zone;
use crate::page::{Block, Ending, Page};
use crate::segment::fold::fold;
use crate::segment::shape::is_end_mark;
use crate::stage::Judge;
use crate::text::Span;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};
use unicode_script::Script;

/// Settings of `bylines`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BylinesConfig {
    /// What follows the label has at most so many words. Default 8: two names and "and".
    pub max_words: u32,
}

impl Default for BylinesConfig {
    fn default() -> Self {
        BylinesConfig { max_words: 8 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Bylines {
    config: BylinesConfig,
    lexicon: Arc<Lexicon>,
}

/// What follows the label looks like names.
const NAMES_WEIGHT: i32 = 250;
/// A name alone under the last paragraph: enough in the tail.
const SIGNATURE_WEIGHT: i32 = 240;
/// And nobody in the text bears it: such a line is no heading of what was cut off.
const UNNAMED_WEIGHT: i32 = 50;
/// A signature has two to four words: `Ann Lee`, `Ann van der Lee`.
const SIGNATURE_WORDS: std::ops::RangeInclusive<u32> = 2..=4;
/// What begins with the author's name below the article. Of 64 lines that begin with the name of a byline (500 pages of
/// text-dev, the tuned real dumps, 328 composed ones) 54 are not of the article; of the ten others one
/// stands among the last twelve lines, and they are of pages signed by whom they are about.
const AGAIN_WEIGHT: i32 = 420;
/// So many names are looked for: a page with more lines that look like names is a list.
const MAX_NAMES: usize = 16;
/// Longer lines in upper case are seldom names.
const MAX_UNSURE_WORDS: u32 = 3;
/// A name alone is the author's if it stands at most so far below the headline.
const MAX_BELOW_TITLE: usize = 4;
/// What begins with the author's first name there, which nothing above it holds: `Hanna is a gardener.` Other people are called
/// so too: in the body it is not enough alone, behind it is.
const FIRST_NAME_WEIGHT: i32 = 250;
/// A page where more blocks begin with the name is about it, or is an interview.
const MAX_AGAIN: usize = 3;
/// So many paragraphs may follow: there may be two authors.
const MAX_BELOW: usize = 1;
/// Words between two names.
const AND: [&str; 8] = [" and ", " und ", " et ", " y ", " e ", " en ", " och ", " и "];
/// Words in lower case inside a name.
const PARTICLES: [&str; 16] =
    ["van", "von", "der", "den", "de", "del", "della", "da", "dos", "di", "du", "la", "le", "bin", "al", "ter"];
/// Three names with words between them.
const MAX_BELOW_LABEL: usize = 5;
/// So many blocks from the top or the bottom of the page may be a byline.
const EDGE_BLOCKS: usize = 3;

/// News agencies, as bylines and datelines write them.
const AGENCIES: &str = include_str!("agencies.txt");

/// The agency of this name, in its usual spelling.
#[must_use]
pub(crate) fn agency(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_matches(['(', ')']);
    const MAX_BYTES: usize = 40;
    if name.len() > MAX_BYTES {
        return None;
    }
    /// The names by their lower-case form.
    static BY_NAME: LazyLock<FxHashMap<String, &'static str>> =
        LazyLock::new(|| AGENCIES.lines().rev().map(|agency| (agency.to_ascii_lowercase(), agency)).collect());
    let mut lower = [0; MAX_BYTES];
    lower[..name.len()].copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    BY_NAME.get(std::str::from_utf8(&lower[..name.len()]).ok()?).copied()
}

impl Bylines {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: BylinesConfig, lexicon: Arc<Lexicon>) -> Self {
        Bylines { config, lexicon }
    }

    fn labelled(&self, page: &Page<'_>, out: &mut Findings) {
        let last = page.blocks().len();
        for (hit, rule, block) in self.lexicon.hits_of("furniture", page) {
            let near_edge = block.index < EDGE_BLOCKS || block.index + EDGE_BLOCKS >= last;
            // A rule that is sure says so wherever its line stands.
            let sure = rule.record.weight >= SURE || rule.record.place != Where::Start;
            if page.zone(block) == Zone::Body && !near_edge && !sure {
                continue;
            }
            let label_end = page.unfold(block, hit.folded.end);
            let rest = page.text().get(label_end..block.span.end).unwrap_or_default();
            let names = rest.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '|' | '-' | '–' | '—' | ',' | '.' | '(' | ')')
            });
            let names = without_date(names);
            match rule.record.kind {
                Kind::Byline if rule.record.place != Where::Start => {
                    out.marks.push(hit.mark(rule, page, block));
                    // A whole line that a rule has words for is a desk or a label, no name.
                    if rule.record.place == Where::End {
                        self.byline(page.text_of(block), block.span, out);
                    }
                }
                // One element a line: the names stand below their label.
                Kind::Byline if names.is_empty() && page.zone(block) == Zone::Head => {
                    out.mark(block.span, Kind::Byline, "bylines.label", Family::Shape, NAMES_WEIGHT);
                    self.below_label(page, block.index, out);
                }
                Kind::Byline if self.are_names(without_role(names), block.shape.script) => {
                    out.marks.push(hit.mark(rule, page, block));
                    out.mark(block.span, Kind::Byline, "bylines.names", Family::Shape, NAMES_WEIGHT);
                    self.byline(names, block.span, out);
                }
                Kind::DeskCredit => {
                    out.marks.push(hit.mark(rule, page, block));
                    out.field(Field::Desk, page.text_of(block), block.span);
                }
                _ => {}
            }
        }
    }

    fn byline(&self, names: &str, span: Span<crate::PageText>, out: &mut Findings) {
        out.field(Field::Byline, names, span);
        if let Some(agency) = agency(names) {
            out.field(Field::Agency, agency, span);
        }
    }

    /// Words that all begin in upper case but for particles, and no end of a sentence.
    fn are_names(&self, text: &str, script: Script) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let capital = |word: &&str| {
            word.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
        };
        let cased = matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian);
        let capitals = words.iter().filter(|word| capital(word)).count();
        !words.is_empty()
            && words.len() <= self.config.max_words as usize
            && (!cased || (words.first().is_some_and(capital) && capitals * 2 > words.len()))
            && !text.contains(|c: char| c.is_ascii_digit() || c == ':')
            && !text.contains(['?', '!'])
            && (!text.contains(',') || words.iter().all(|word| capital(word) || is_joint(word)))
    }

    /// The names, each on a line of its own, below a label alone on its line.
    fn below_label(&self, page: &Page<'_>, label: usize, out: &mut Findings) {
        let below = page.blocks()[label + 1..].iter().take(MAX_BELOW_LABEL);
        let is_named = |block: &&Block| is_joint(page.folded(block)) || is_name(page.text_of(block), block);
        for block in below.take_while(is_named) {
            out.mark(block.span, Kind::Byline, "bylines.below-label", Family::Structure, NAMES_WEIGHT);
            if !is_joint(page.folded(block)) {
                self.byline(page.text_of(block), block.span, out);
            }
        }
    }

    /// A name, or a short bracket, alone on the last line, after running text.
    fn signature(&self, page: &Page<'_>, out: &mut Findings) {
        let [.., before, last] = page.blocks() else { return };
        let text = page.text_of(last);
        let name = text.split('(').next().unwrap_or_default().trim();
        let named = is_name(name, last);
        let bracketed = text.starts_with('(') && text.ends_with(')') && last.shape.words <= *SIGNATURE_WORDS.end();
        let looks = before.shape.is_sentence()
            && page.zone(last) == Zone::Tail
            && matches!(last.shape.ending, Ending::Open)
            && last.shape.digits == 0
            && (named || bracketed);
        let name = if bracketed { text.trim_matches(['(', ')']) } else { name };
        if looks {
            out.mark(last.span, Kind::Byline, "bylines.signature", Family::Shape, SIGNATURE_WEIGHT);
            let folded = fold(name);
            if !page.blocks().iter().any(|block| block.index != last.index && page.folded(block).contains(&folded)) {
                out.mark(last.span, Kind::Byline, "bylines.unnamed", Family::Structure, UNNAMED_WEIGHT);
            }
            out.field(Field::Byline, name, last.span);
            if let Some(agency) = text.split(['(', ')']).nth(1).and_then(agency) {
                out.field(Field::Agency, agency, last.span);
            }
        }
    }

    /// An agency alone on its line.
    fn agency_line(&self, page: &Page<'_>, block: &Block, out: &mut Findings) {
        if block.shape.words <= 3
            && page.zone(block) != Zone::Body
            && let Some(agency) = agency(page.text_of(block))
        {
            out.mark(block.span, Kind::Byline, "bylines.agency", Family::Phrase, NAMES_WEIGHT);
            out.field(Field::Agency, agency, block.span);
        }
    }
}

/// Marks what begins with the name of an author below the article, and the name in the head if it stood alone there.
/// The facts from `known` on tell the names that a label told.
fn authors_again(page: &Page<'_>, known: usize, out: &mut Findings) {
    let of_fact = |fact: &Fact| match fact {
        Fact::Field { field: Field::Byline, value, span } => Some((fold(value), *span, true)),
        _ => None,
    };
    let mut bylines: Vec<_> = out.facts[known..].iter().filter_map(of_fact).collect();
    // Where the headline is known, its author stands close by and nowhere else.
    let title = page.headline().map_or(0, |title| title.index);
    let near = page.blocks()[title.saturating_sub(1)..].iter().take(1 + MAX_BELOW_TITLE);
    let head = near.filter(|block| page.zone(block) == Zone::Head);
    let alone = head.filter(|block| block.shape.words <= MAX_UNSURE_WORDS && is_name(page.text_of(block), block));
    bylines.extend(alone.map(|block| (page.folded(block).to_owned(), block.span, false)));
    let names = bylines.iter().flat_map(|(byline, span, sure)| names_of(byline).map(move |name| (name, *span, *sure)));
    for (name, span, sure) in names.take(MAX_NAMES) {
        let elsewhere = |block: &&Block| !span.contains(&block.span);
        let begins = |block: &&Block| elsewhere(block) && begins_with(page.folded(block), name);
        let again: Vec<&Block> = page.blocks().iter().filter(begins).take(MAX_AGAIN + 1).collect();
        let is_told_of = || {
            let holds = |block: &&Block| elsewhere(block) && page.folded(block).contains(name);
            let told_of = |block: &&Block| block.shape.is_sentence() && is_below(page, block);
            again.iter().any(told_of) && page.blocks().iter().filter(holds).count() == 1
        };
        if again.len() > MAX_AGAIN || !(sure || is_told_of()) {
            continue;
        }
        for block in again.into_iter().filter(|block| is_below(page, block)) {
            let kind = if page.folded(block) == name { Kind::Byline } else { Kind::AuthorBio };
            out.mark(block.span, kind, "bylines.again", Family::Shape, AGAIN_WEIGHT);
        }
        if let Some(block) = by_first_name(page, name, span) {
            out.mark(block.span, Kind::AuthorBio, "bylines.first-name", Family::Shape, FIRST_NAME_WEIGHT);
        }
        if !sure {
            out.mark(span, Kind::Byline, "bylines.told-of-below", Family::Shape, AGAIN_WEIGHT);
            out.field(Field::Byline, page.slice(span), span);
        }
    }
}

/// The one paragraph below the article that begins with the first name of an author, if nothing above it has that word but the byline.
fn by_first_name<'p>(page: &'p Page<'_>, name: &str, byline: Span<crate::PageText>) -> Option<&'p Block> {
    /// Shorter ones are words as often.
    const MIN_BYTES: usize = 4;
    let first = name.split(' ').next().filter(|first| first.len() >= MIN_BYTES)?;
    let holds = |block: &&Block| page.folded(block).split(|c: char| !c.is_alphanumeric()).any(|word| word == first);
    let mut holding = page.blocks().iter().filter(|block| !byline.contains(&block.span)).filter(holds);
    let block = holding.find(|block| !begins_with(page.folded(block), name))?;
    let is_about = block.shape.is_sentence() && begins_with(page.folded(block), first) && is_below(page, block);
    is_about.then_some(block)
}

/// Whether a text that is (the beginning of) a short block is a person's name: `Ann van der Lee`.
fn is_name(text: &str, block: &Block) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let mut words = text.split_whitespace();
    SIGNATURE_WORDS.contains(&block.shape.words)
        && block.shape.uppers < block.shape.letters
        && words.clone().all(|word| capital(word) || PARTICLES.contains(&word))
        && words.next().is_some_and(capital)
        && words.next_back().is_none_or(capital)
}

/// Whether a line is a byline by its first word and its capitals alone: `By Ann Lee and Bo Ray, INN`.
pub(super) fn begins_with_by(text: &str) -> bool {
    /// What stands before names in the languages that most dumps are in.
    const BY: [&str; 7] = ["by", "von", "par", "por", "door", "av", "af"];
    /// Three names and a house.
    const MAX_WORDS: usize = 10;
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let (by, names) = text.split_once(' ').unwrap_or((text, ""));
    let names = without_date(names);
    let is_by = BY.iter().any(|word| by.eq_ignore_ascii_case(word));
    let words = || names.split_whitespace();
    is_by
        && (2..=MAX_WORDS).contains(&words().count())
        && words().all(|word| capital(word) || is_joint(&word.to_lowercase()))
        && !names.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '.'))
}

/// What stands before a role behind a name: `Ann Lee, guest writer`. Before the comma stand two words at least, so that
/// `By Friday, talks had ended` has none.
fn without_role(names: &str) -> &str {
    /// `senior staff writer`.
    const MAX_WORDS: usize = 3;
    let Some((name, role)) = names.split_once(", ") else { return names };
    /// What those are who write for outlets, in the languages that say it so.
    const ROLES: [&str; 12] = [
        "writer",
        "reporter",
        "editor",
        "correspondent",
        "contributor",
        "columnist",
        "journalist",
        "producer",
        "redakteur",
        "journaliste",
        "periodista",
        "redactor",
    ];
    let words = role.split_whitespace();
    let is_role = (1..=MAX_WORDS).contains(&words.clone().count())
        && words.last().is_some_and(|word| ROLES.contains(&word.to_lowercase().as_str()));
    let is_long = SIGNATURE_WORDS.contains(&(name.split_whitespace().count() as u32));
    if is_role && is_long && !names.ends_with(is_end_mark) { name } else { names }
}

/// What stands before the date behind names: `Ann Lee, May 19, 2020`, `Ann Lee | 12/03/2020`.
fn without_date(names: &str) -> &str {
    let has_year = |text: &str| {
        let is_year = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        text.split(|c: char| !c.is_ascii_digit()).any(is_year)
    };
    match names.find(|c: char| c.is_ascii_digit()) {
        Some(digit) if has_year(&names[digit..]) => {
            let before = &names[..digit];
            without_stamp(before.rfind([',', '|', '–', '—', '-', ':']).map_or(before, |end| &before[..end]).trim_end())
        }
        _ => names,
    }
}

/// What stands before the words that a date is told with: `Ann Lee Last Updated`.
fn without_stamp(names: &str) -> &str {
    const STAMPS: [&str; 6] = ["last updated", "last modified", "updated on", "published on", "updated", "published"];
    let cut = |stamp: &&str| {
        let at = names.len().checked_sub(stamp.len()).filter(|at| names.is_char_boundary(*at))?;
        names[at..].eq_ignore_ascii_case(stamp).then(|| names[..at].trim_end_matches([' ', ',', '|', '-', '–', '•']))
    };
    STAMPS.iter().find_map(cut).unwrap_or(names)
}

/// Whether a word stands between names (`and`) or inside one (`van`).
fn is_joint(word: &str) -> bool {
    PARTICLES.contains(&word) || AND.iter().any(|and| and.trim() == word)
}

/// The names in a folded byline: `ann lee and bo ray` holds two.
fn names_of(byline: &str) -> impl Iterator<Item = &str> {
    let pieces =
        AND.iter().fold(vec![byline], |pieces, and| pieces.iter().flat_map(|piece| piece.split(and)).collect());
    let names = pieces.into_iter().flat_map(|piece| piece.split([',', '&', '/', '|'])).map(str::trim);
    names.filter(|name| SIGNATURE_WORDS.contains(&(name.split(' ').count() as u32)))
}

/// Whether a folded text begins with a name, maybe behind a bracket, a bullet or a mark of emphasis, and neither a longer one nor a speaker's
/// turn does.
fn begins_with(folded: &str, name: &str) -> bool {
    folded.trim_start_matches(['(', '[', '*', '_', '•', ' ']).strip_prefix(name).is_some_and(|rest| {
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'');
        !rest.starts_with(goes_on) && !rest.trim_start().starts_with(':')
    })
}

/// Whether a block stands below the article: in its tail, or with a paragraph before and hardly one behind it.
fn is_below(page: &Page<'_>, block: &Block) -> bool {
    let in_body = |block: &&Block| block.shape.is_sentence() && page.zone(block) == Zone::Body;
    page.zone(block) == Zone::Tail
        || (page.zone(block) == Zone::Body
            && page.blocks()[..block.index].iter().any(|before| in_body(&before))
            && page.blocks()[block.index + 1..].iter().filter(in_body).count() <= MAX_BELOW)
}

impl Judge for Bylines {
    fn name(&self) -> &'static str {
        "bylines"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let known = out.facts.len();
        self.labelled(page, out);
        authors_again(page, known, out);
        self.signature(page, out);
        contacts::mark(page, out);
        desk_initials::mark(page, out);
        for block in page.blocks() {
            self.agency_line(page, block, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "The ferry to the island was late again on Monday, the harbour office said.\n\n\
                           It had left the town at noon with forty people and a cargo of fresh fish on board.\n\n\
                           Nobody knows when the next one is to leave, and nobody at the office could tell.";

    /// The blocks that are marked because they begin with the author's name, or are it.
    fn marked(text: &str) -> Vec<String> {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        Bylines::new(BylinesConfig::default(), Arc::new(Lexicon::builtin().unwrap())).run(&page, &mut found);
        let marks = found.marks.iter().filter(|mark| mark.rule.to_string().starts_with("bylines.again"));
        marks.map(|mark| page.slice(mark.span).to_owned()).collect()
    }

    #[test]
    fn what_begins_with_the_authors_name_below_the_article_is_about_the_author() {
        let about = "Bo Ray mends nets in the Harbour Lane when he is not at his desk.";
        let page = |head: &str, end: &str| format!("Late ferries\n\n{head}\n\n{ARTICLE}\n\n{end}");
        assert_eq!(marked(&page("By Ann Lee and Bo Ray", about)), [about]);
        assert_eq!(marked(&page("By Ann Lee and Bo Ray", "Ann Lee")), ["Ann Lee"]);
        let bracketed = format!("({about})");
        assert_eq!(marked(&page("By Ann Lee and Bo Ray", &bracketed)), [bracketed.as_str()]);
        // A name alone in the head is told by it.
        assert_eq!(marked(&page("Bo Ray", about)), [about]);
        assert_eq!(marked(&page("Bo Ray", &about.replace("Bo Ray", "Bo Raymond"))), [""; 0]);
        assert_eq!(marked(&page("By Ann Lee", about)), [""; 0]);
        assert_eq!(
            marked(&page("By Bo Ray", "Bo Ray-Harker, the head of the office, said that all is well.")),
            [""; 0]
        );
    }

    #[test]
    fn what_begins_with_the_authors_first_name_is_about_the_author_if_nobody_else_bears_it() {
        let by_first_name = |head: &str, end: &str| {
            let text = format!("Late ferries\n\n{head}\n\n{end}");
            let page = Page::from_text(&text);
            let byline = page.blocks()[1].span;
            super::by_first_name(&page, "hanna lee", byline).map(|block| page.text_of(block).to_owned())
        };
        let about = "Hanna is a gardener who writes about the sea.";
        let end = format!("{ARTICLE}\n\n{about}");
        assert_eq!(by_first_name("By Hanna Lee", &end).as_deref(), Some(about));
        let both = format!("{ARTICLE}\n\nHanna Lee mends nets in the Harbour Lane.\n\n{about}");
        assert_eq!(by_first_name("By Hanna Lee", &both).as_deref(), Some(about));
        let known = format!("“It is late,” said Hanna Ray, who waited for it.\n\n{end}");
        assert_eq!(by_first_name("By Hanna Lee", &known), None);
        assert_eq!(by_first_name("By Hanna Lee", &format!("{about}\n\n{ARTICLE}\n\n{ARTICLE}")), None);
    }

    #[test]
    fn a_role_may_stand_behind_the_name() {
        assert_eq!(without_role("Ann Lee, Guest writer"), "Ann Lee");
        assert_eq!(without_role("Ann Lee, senior staff writer"), "Ann Lee");
        assert_eq!(without_role("Ann Lee, Bo Ray"), "Ann Lee, Bo Ray");
        assert_eq!(without_role("Jane Austen, mostly"), "Jane Austen, mostly");
        assert_eq!(without_role("Friday, talks had ended"), "Friday, talks had ended");
        assert_eq!(
            without_role("Hong Kong, all twelve of them had left the port"),
            "Hong Kong, all twelve of them had left the port"
        );
    }

    #[test]
    fn a_date_may_stand_behind_the_names() {
        assert_eq!(without_date("Ann Lee, May 19, 2020"), "Ann Lee");
        assert_eq!(without_date("Ann Lee | 12/03/2020"), "Ann Lee");
        assert_eq!(without_date("Ann Lee and 40 others"), "Ann Lee and 40 others");
        assert_eq!(without_date("Ann Lee Last Updated: December 6, 2024"), "Ann Lee");
        assert!(begins_with_by("By Ann Lee, May 19, 2020"));
        assert!(!begins_with_by("By 2020 the ferry is to be late no more"));
    }

    #[test]
    fn a_page_about_its_author_is_spared() {
        let about = "Bo Ray mends nets in the Harbour Lane.";
        assert_eq!(marked(&format!("Late\n\nBy Bo Ray\n\n{about}\n\n{ARTICLE}\n\n{ARTICLE}")), [""; 0]);
        assert_eq!(marked(&format!("Late\n\nBy Bo Ray\n\n{ARTICLE}\n\nBo Ray: I was late.\n\nSo was she.")), [""; 0]);
        let parts = format!("Late\n\nBy Ann Lee and Bo Ray\n\n{ARTICLE}\n\nBo Ray\n\n{ARTICLE}");
        assert_eq!(marked(&parts), [""; 0]);
        // A name that the text knows as well is no author's, but what it is about.
        let lines = "Hong Kong has forty ferries on nine lines, and none of them was late.";
        assert_eq!(marked(&format!("Late ferries\n\nHong Kong\n\n{ARTICLE} So in Hong Kong.\n\n{lines}")), [""; 0]);
    }
}
