//! Labels that stand inside a paragraph, since a scraper read their element as part of it. Of other stories:
//! `… were blown over. RELATED: How thick is thick enough?`, `(Related: Is it oil or water?)`. Of sources: `… in the port. Via: Harbour Mail`.
//! For [`super::read_more`] and [`super::source_footers`].
//!
//! Every label that may begin a block is looked for where a sentence or a bracket begins. It takes its bracket, or what looks like a
//! headline (or the name of a source) and ends the paragraph, or a headline in title case that a sentence follows. A sentence with a full
//! stop stays: encyclopedias and laws say `See also: …`.

use super::begins_sentence;
use crate::kind::Kind;
use crate::lexicon::{CompiledRule, Lexicon, SURE, Where, Zones};
use crate::marks::{Family, Findings, Mark, Rule};
use crate::page::{Block, Ending, Page};
use crate::segment::fold::fold;
use crate::segment::sentence;
use crate::segment::shape::{self, is_closer, is_end_mark};
use crate::text::{PageText, Span};
use std::ops::Range;

/// As much as a label and the shape of a headline behind it.
const WEIGHT: i32 = 600;
/// Fewer words are a line by themselves, for which there are the rules.
const MIN_BLOCK_WORDS: u32 = 12;
/// A longer block is a page that lost its breaks; thousands of labels in it would take long.
const MAX_BLOCK_CHARS: u32 = 4_000;
/// Fewer words behind a label are an answer or a name.
const MIN_HEADLINE_WORDS: u32 = 3;
/// Fewer in a bracket are a reference or an aside.
const MIN_BRACKET_WORDS: u32 = 4;
/// So many labels are looked at in one paragraph: where each stands on the page is counted from its beginning.
const MAX_LABELS: usize = 16;
/// What stands behind a label.
const MARKS: [char; 4] = [':', '|', '»', '：'];
/// A label has no more characters before its sign.
const MAX_LABEL_CHARS: usize = 60;
/// More words are no name of a source.
const MAX_SOURCE_WORDS: u32 = 6;
/// A longer bracket is a paragraph.
const MAX_BRACKET_BYTES: usize = 300;
/// The label of a headline in title case says so much.
const MIN_TITLE_LABEL: i32 = 400;
/// A headline in title case has so many words with capitals; its small words have no more letters, or are these.
const MIN_TITLE_CAPITALS: usize = 4;
const MAX_SMALL_LETTERS: usize = 3;
const SMALL_WORDS: [&str; 18] = [
    "from", "with", "into", "over", "amid", "than", "that", "about", "after", "under", "yang", "untuk", "dari",
    "dalam", "pada", "dengan", "oleh", "atau",
];
/// And so many words of the sentence stand behind it.
const MIN_SENTENCE_WORDS: usize = 6;
/// A name at the start of that sentence has so many words before its last.
const MAX_NAME_WORDS: usize = 4;
/// So far around it a name is looked for.
const NEAR_BYTES: usize = 8_000;

/// What goes with the label of a rule, in a block.
type Linked = fn(&Page<'_>, &Block, Span<PageText>, &CompiledRule) -> Option<Span<PageText>>;

/// Labels of one lexicon, and what they lead to.
struct Labels {
    lexicon: &'static str,
    /// The second reason beside the label.
    reason: &'static str,
    /// Else that of the label's rule.
    kind: Option<Kind>,
    linked: Linked,
}

const LINKS: Labels =
    Labels { lexicon: "read-more", reason: "read-more.label-inside", kind: Some(Kind::ReadMoreLine), linked };
const SOURCES: Labels =
    Labels { lexicon: "source-footers", reason: "source-footers.label-inside", kind: None, linked: source };

/// Marks what labels of other stories inside of paragraphs lead to.
pub(super) fn mark_links(lexicon: &Lexicon, page: &Page<'_>, out: &mut Findings) {
    page.blocks().iter().for_each(|block| LINKS.mark(lexicon, page, block, out));
}

/// Marks the label of a source in the last paragraph of a page, with the name behind it. (An article may name the source of each
/// of its figures.)
pub(super) fn mark_sources(lexicon: &Lexicon, page: &Page<'_>, out: &mut Findings) {
    let last = page.blocks().iter().rev().find(|block| block.shape.words >= MIN_BLOCK_WORDS);
    last.into_iter().for_each(|block| SOURCES.mark(lexicon, page, block, out));
}

impl Labels {
    fn mark(&self, lexicon: &Lexicon, page: &Page<'_>, block: &Block, out: &mut Findings) {
        if block.shape.words < MIN_BLOCK_WORDS || block.shape.chars > MAX_BLOCK_CHARS {
            return;
        }
        let mut end = block.span.start;
        let folded = page.folded(block);
        let is_label = |at: &usize| lexicon.anchored_at(self.lexicon, folded, *at).next().is_some();
        for at in places(page, block).into_iter().filter(is_label).take(MAX_LABELS) {
            if let Some((span, rule)) = self.label_at(lexicon, page, block, at).filter(|(span, _)| span.start >= end) {
                end = span.end;
                let kind = self.kind.unwrap_or(rule.record.kind);
                let mark = |family, rule| Mark { span, kind, rule, family, weight: WEIGHT, zones: Zones::ANY };
                out.marks.push(mark(Family::Phrase, Rule::Loaded(rule.id.clone())));
                out.marks.push(mark(Family::Shape, Rule::Fixed(self.reason)));
            }
        }
    }

    /// What the label at a place of the folded text takes, and whose label it is.
    fn label_at<'l>(
        &self,
        lexicon: &'l Lexicon,
        page: &Page<'_>,
        block: &Block,
        at: usize,
    ) -> Option<(Span<PageText>, &'l CompiledRule)> {
        lexicon.anchored_at(self.lexicon, page.folded(block), at).find_map(|(rule, end)| {
            let label = Span::new(page.unfold(block, at), page.unfold(block, end));
            // Of `[read:` the matcher asks for the word alone.
            let words = &page.folded(block)[at..end];
            let is_whole = rule.record.phrases.iter().any(|phrase| fold(phrase).trim() == words);
            let begins = is_whole && !page.slice(label).starts_with(char::is_lowercase);
            let span = begins.then(|| (self.linked)(page, block, label, rule)).flatten()?;
            let begins = label.start == block.span.start || begins_sentence(page, block, label.start);
            begins.then_some((span, rule))
        })
    }
}

/// Where a label may stand in the folded text of a block: behind a bracket, behind an end mark not far before a sign of labels, and,
/// as only a headline does without one, at the start of every sentence of what does not end in a full stop.
fn places(page: &Page<'_>, block: &Block) -> Vec<usize> {
    let folded = page.folded(block);
    let mut places: Vec<usize> = memchr::memchr2_iter(b'(', b'[', folded.as_bytes()).map(|at| at + 1).collect();
    // A sentence of a page in one line; of a line the label is the line's.
    places.extend(block.part.map(|_| 0));
    if block.shape.ending == Ending::Stop {
        places
            .extend(memchr::memchr2_iter(b':', b'|', folded.as_bytes()).filter_map(|sign| begins_at(&folded[..sign])));
    } else {
        places.extend(sentence::of_folded(folded).skip(1).map(|sentence| sentence.start));
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Where the sentence at the end of a text begins, if it has no more characters than a label.
fn begins_at(text: &str) -> Option<usize> {
    let (at, mark) = text.char_indices().rev().take(MAX_LABEL_CHARS).find(|(_, c)| is_end_mark(*c))?;
    let rest = &text[at + mark.len_utf8()..];
    let begin = rest.trim_start_matches(|c: char| is_closer(c) || c.is_whitespace());
    (!begin.is_empty()).then(|| text.len() - begin.len())
}

/// The bracket or headline that goes with a label of other stories.
fn linked(page: &Page<'_>, block: &Block, label: Span<PageText>, rule: &CompiledRule) -> Option<Span<PageText>> {
    let words = page.slice(label);
    let rest = page.slice(Span::new(label.end, block.span.end));
    if rest.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase) {
        return None;
    }
    // Such a label is one, whatever its case and the words behind it.
    let is_sure = rule.record.weight >= SURE;
    // `See: …`, `Earlier: …` stand in prose; of one word only a label in capitals does not.
    let is_plain = !is_sure && !words.trim().contains(' ') && words.contains(char::is_lowercase);
    // A rule may ask for a bar behind its word: the colon must be its own.
    if rule.record.place == Where::Start && words.ends_with(MARKS) && !is_plain {
        return bracket(page, block, label, is_sure).or_else(|| {
            let is_inside = page.slice(Span::new(block.span.start, label.start)).ends_with(['(', '[']);
            if is_inside {
                None
            } else if is_headline(rest, is_sure) {
                Some(Span::new(label.start, block.span.end))
            } else {
                title_case(page, block, label).filter(|_| rule.record.weight >= MIN_TITLE_LABEL)
            }
        });
    }
    let heads = rule.record.place == Where::Whole && is_title(words) && block.shape.ending == Ending::Open;
    (heads && is_headline(rest, false)).then(|| Span::new(label.start, block.span.end))
}

/// The label with a headline in title case that a sentence follows: `Related: BP Remains Bullish On Oil Demand Growth Since their first cut, …`.
///
/// The first word in small letters that is no small word is of the sentence; it begins with the capital before, or with the name that this is
/// the last word of, if the name is near by once more.
fn title_case(page: &Page<'_>, block: &Block, label: Span<PageText>) -> Option<Span<PageText>> {
    let mut words: Vec<Span<PageText>> = Vec::new();
    let mut at = label.end;
    let mut goes_on = false;
    for word in page.slice(Span::new(label.end, block.span.end)).split(' ') {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_small = letters.chars().count() <= MAX_SMALL_LETTERS || SMALL_WORDS.contains(&letters);
        if letters.starts_with(char::is_lowercase) && !is_small {
            goes_on = true;
            break;
        }
        words.push(Span::new(at, at + word.len()));
        at += word.len() + 1;
    }
    let is_capital = |word: &Span<PageText>| page.slice(*word).starts_with(char::is_uppercase);
    let last = words.iter().rposition(is_capital).filter(|_| goes_on)?;
    let is_of_name =
        |at: &usize| is_capital(&words[*at]) && is_near(page, Span::new(words[*at].start, words[last].end));
    let begin = (0..last).rev().take(MAX_NAME_WORDS).take_while(is_of_name).last().unwrap_or(last);
    let headline = &words[..begin];
    let capitals = headline.iter().filter(|word| is_capital(word)).count();
    let commas = headline.iter().filter(|word| page.slice(**word).ends_with(',')).count();
    let sentence = page.slice(Span::new(words[begin].start, block.span.end)).split(' ').count();
    let is_headline = capitals >= MIN_TITLE_CAPITALS && capitals * 3 >= headline.len() * 2 && commas < 2;
    (is_headline && sentence >= MIN_SENTENCE_WORDS).then(|| Span::new(label.start, words[begin].start))
}

/// Whether words stand near by once more.
fn is_near(page: &Page<'_>, words: Span<PageText>) -> bool {
    let text = page.text().as_bytes();
    let letters = page.slice(words).trim_end_matches(|c: char| !c.is_alphanumeric()).as_bytes();
    let holds = |range: Range<usize>| memchr::memmem::find(&text[range], letters).is_some();
    holds(words.start.saturating_sub(NEAR_BYTES)..words.start)
        || holds(words.end..text.len().min(words.end + NEAR_BYTES))
}

/// The rest of a paragraph behind the label of a source, if it is no more than a name. (What answers a question is text.)
fn source(page: &Page<'_>, block: &Block, label: Span<PageText>, rule: &CompiledRule) -> Option<Span<PageText>> {
    let rest = page.slice(Span::new(label.end, block.span.end));
    let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_name = shape::of(rest, false).words <= MAX_SOURCE_WORDS
        && !name.starts_with(char::is_lowercase)
        && !name.contains([',', '،', '，']);
    let before = page.slice(Span::new(block.span.start, label.start)).trim_end();
    let is_label = rule.record.place == Where::Start
        && (page.slice(label).ends_with(MARKS) || rest.trim_start().starts_with(MARKS));
    (is_label && is_name && !before.ends_with('?')).then(|| Span::new(label.start, block.span.end))
}

/// The bracket that a label opens, if a headline fills it: references (`See also: Ferry Act 1992`) are short and hold numbers, asides after
/// a label that is not sure are sentences.
fn bracket(page: &Page<'_>, block: &Block, label: Span<PageText>, is_sure: bool) -> Option<Span<PageText>> {
    let open = page.slice(Span::new(block.span.start, label.start)).chars().next_back()?;
    let closing = match open {
        '(' => b')',
        '[' => b']',
        _ => return None,
    };
    let rest = page.slice(Span::new(label.end, block.span.end));
    let end = memchr::memchr(closing, &rest.as_bytes()[..rest.len().min(MAX_BRACKET_BYTES)])?;
    let looks = shape::of(rest[..end].trim(), false);
    let is_link = looks.words >= MIN_BRACKET_WORDS
        && (looks.digits == 0 || looks.words >= 2 * MIN_BRACKET_WORDS)
        && (is_sure || looks.ending != Ending::Stop);
    is_link.then(|| Span::new(label.start - 1, label.end + end + 1))
}

/// Whether all that is left of a paragraph looks like a headline. What a label that is not sure leads to is of one sentence.
fn is_headline(rest: &str, is_sure: bool) -> bool {
    let text = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_closer(c));
    let looks = shape::of(text, false);
    let sentences = || sentence::sentences(text, Span::new(0, text.len())).count();
    looks.is_headline() && looks.words >= MIN_HEADLINE_WORDS && (is_sure || sentences() == 1)
}

/// `Related Articles`: two words at least, all with capitals.
fn is_title(words: &str) -> bool {
    words.split(' ').count() >= 2 && words.split(' ').all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<String> {
        let page = Page::from_text(text);
        let mut found = Findings::default();
        let lexicon = Lexicon::builtin().unwrap();
        mark_links(&lexicon, &page, &mut found);
        mark_sources(&lexicon, &page, &mut found);
        found.marks.first().map(|mark| page.slice(mark.span).to_owned())
    }

    #[test]
    fn a_label_takes_the_headline_that_ends_the_paragraph() {
        let prose = "Two of the three warning signs at the old quay had blown over in the night.";
        for link in [
            "RELATED: How thick is thick enough? What the harbour says about late ice",
            "See also: Villagers Want Money After Dam Gives Way",
            "Keep reading: The women who sew the world’s footballs",
            "Related Reads Harbour spent a fortune on a boat that ‘cannot sail’",
            "Lea también: El puente que nadie quiso",
            "Читайте также: Мост, который никому не нужен",
        ] {
            assert_eq!(taken(&format!("{prose} {link}")).as_deref(), Some(link), "{link}");
        }
        for text in [
            "She had one rule for all of her pupils in the harbour school, and it was read more: a book a week",
            "Two of the three signs had blown over. Next: nobody",
            "He shouted at all of the crowd that stood there. Listen: Nobody will save us from the council",
            "Two of the three signs had blown over in the night. See also: Section 4 of the Ferry Act, which sets the fares.",
            "What of the other signs on the quay? They stood. Earlier: Ann Lee had told the council to wait",
            "Two of the three signs had blown over. Next up: A message. It was read by nobody — Ann Lee",
            "Two of the three signs had blown over. Related: the third stood in the water and was read by nobody.",
            "“Two of the three signs had blown over. See also: the old quay, where nobody has been for years",
            "Two of the three signs had blown over in the night. Read more books if you want to know why",
        ] {
            assert_eq!(taken(text), None, "{text}");
        }
    }

    #[test]
    fn a_label_takes_a_headline_in_title_case_before_a_sentence() {
        let prose = "The harbour master Ann Lee has asked for a second boat since the spring.";
        for (link, rest) in [
            (
                "Related: Harbour Remains Bullish On Boat Demand Growth ",
                "Since their first boat the two towns have met once a year.",
            ),
            (
                "Related: Would the Harbour Survive a Winter With Less Ice? ",
                "Meanwhile, the county waits for an answer from the yard.",
            ),
            (
                "Baca juga: Calon Wali Kota Harnojoyo Baca Al Quran di Rumah ",
                "Ann Lee berterima kasih kepada warga kota.",
            ),
        ] {
            assert_eq!(taken(&format!("{prose} {link}{rest}")).as_deref(), Some(link), "{link}");
        }
        for text in [
            "Related: The harbour will not be mended this year Since the spring nobody has seen the boat.",
            "See also: Ann Lee and Bo Ray v Harbour Board and County Council of Norvale held that nobody was to pay.",
            "Related: Ferry Act 1992, Harbour Act 1994, Quay Act 1996, all of which were repealed in the spring.",
            "See also: Quay Engine, Boat Transfer Service and Harbour Data Service pricing.",
        ] {
            assert_eq!(taken(&format!("{prose} {text}")), None, "{text}");
        }
    }

    #[test]
    fn a_label_takes_its_bracket() {
        let prose = "Two of the three warning signs at the old quay had blown over in the night.";
        let twice = format!("{prose} (Related: Is it oil or water?) {prose} (Related: The old quay is closed) {prose}");
        let page = Page::from_text(&twice);
        let mut found = Findings::default();
        mark_links(&Lexicon::builtin().unwrap(), &page, &mut found);
        assert_eq!(found.marks.len(), 4);
        let text = "It is low in oil, and there was none of it in the water. (Related: Oil or water? A fish tells.) The team goes on to look.";
        assert_eq!(taken(text).as_deref(), Some("(Related: Oil or water? A fish tells.)"));
        for bracket in [
            "(See also the third part of the report.)",
            "(Also: The mayor is her sister.)",
            "(See: Lee 1999)",
            "[See also: Ferry Act 1992, s. 4]",
            "(देखें: धारा 4)",
        ] {
            assert_eq!(taken(&format!("{prose} {bracket} The team goes on to look.")), None, "{bracket}");
        }
    }

    #[test]
    fn the_name_of_a_source_ends_the_paragraph() {
        let prose = "He was marking his time until he could make a move for the office on the quay.";
        for source in ["Via: Harbour Mail", "Source: Harbour Mail.", "Источник: Портовая газета", "Источник:"]
        {
            assert_eq!(taken(&format!("{prose} {source}")).as_deref(), Some(source));
            assert_eq!(taken(&format!("{prose} {source}\n\n{prose}")), None);
        }
        for text in [
            "Source: a man who has seen the quay and does not want to be named, since the office is his",
            "The source: Harbour Mail",
            "Source: Of all the men and women on the quay who might have known of it, none did.",
        ] {
            assert_eq!(taken(&format!("{prose} {text}")), None, "{text}");
        }
    }
}
