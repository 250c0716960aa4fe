//! The words under pictures and who took them.
//!
//! A long line twice in a row is a caption beside its alt text. A credit has a label (rules
//! of `furniture`), a copyright sign outside the tail, or names an agency between other
//! names (`EPA / Ann Lee / TASS`). A line that ends in a credit is a caption,
//! so is a line in lower case between two paragraphs, and what stands beside a player.
//! A short sentence that a rule knows by its first words is one as a whole.
//!
//! **Known gaps**: captions that are plain sentences between plain paragraphs; credits of
//! an agency that the list does not hold.

use crate::judge::alt_text::is_alt_text;
use crate::judge::bylines::agency;
use crate::judge::{beside_pictures, credits, glued_labels, markdown_pictures, repeated_captions, signed_again};
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Family, Field, Findings, Mark, Rule};
use crate::page::{Block, Form, Page};
use crate::segment::sentence;
use crate::segment::shape::is_closer;
use crate::stage::Judge;
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use unicode_script::{Script, UnicodeScript};

/// Settings of `captions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct CaptionsConfig {
    /// A repeated line has at least so many words; shorter ones are refrains. Default 6.
    pub min_repeat_words: u32,
    /// A credit has at most so many words. Default 10.
    pub max_credit_words: u32,
}

impl Default for CaptionsConfig {
    fn default() -> Self {
        CaptionsConfig { min_repeat_words: 6, max_credit_words: 10 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Captions {
    config: CaptionsConfig,
    lexicon: Arc<Lexicon>,
}

/// It says by itself that it is one.
const SURE_WEIGHT: i32 = 650;
/// A credit by its look alone: enough for a line that is no running text.
const CREDIT_WEIGHT: i32 = 330;
/// A picture as Markdown writes it: the line model must agree, since guides show how that is done. Where a page has a few, they are
/// its own, and that is enough.
const PICTURE_WEIGHT: i32 = 150;
const PICTURES_WEIGHT: i32 = 400;
const MIN_PICTURES: usize = 3;
/// So many captions with a credit glued to them tell that the page's are written so; one may be a paragraph with a heading.
const MIN_GLUED: usize = 2;
/// The look of a caption: a second reason beside a label or a repeat.
const CAPTION_WEIGHT: i32 = 330;
/// A copyright sign in front belongs to a picture, except in the last blocks of a page.
const FOOTER_BLOCKS: usize = 3;
/// A longer line with a sign in front is no caption, in characters.
const MAX_SIGNED_CHARS: u32 = 300;
/// A picture from the files is told of in so many words at least: fewer may be a menu (`FILE - Edit - View`).
const MIN_FILE_WORDS: usize = 4;
/// A credit is no longer.
const MAX_CREDIT_CHARS: usize = 60;
/// Captions have one or two sentences.
const CAPTION_SENTENCES: usize = 2;
/// With the credit of an agency in brackets behind them up to four: of lines of 300 characters and more that end in a credit in
/// brackets (four in dumps of the packs, seven in composed ones and those of other sources) all are captions.
const AGENCY_SENTENCES: usize = 4;
const MAX_AGENCY_CHARS: u32 = 700;
/// A second reason for a sentence that a rule knows by its first words: it is short.
const SHORT_WEIGHT: i32 = 100;
/// So many words it has at most: two sentences, as captions of agencies have.
const SHORT_WORDS: u32 = 40;
/// And the rule says so much by itself. Weaker ones know words that an article about a
/// picture begins with too (`This image shows …`).
const MIN_RULE_WEIGHT: i32 = 300;
/// Words that stand beside an agency in a credit; the first three also alone. Not all that `credits` knows behind a slash: `Rex / Bella` are
/// dogs as often.
const STOCK: [&str; 12] = [
    "getty images",
    "getty",
    "shutterstock",
    "epa",
    "epa-efe",
    "imago",
    "istock",
    "unsplash",
    "pixabay",
    "picture alliance",
    "alamy",
    "zuma",
];

/// Notes the text of a caption.
pub(super) fn note(page: &Page<'_>, block: &Block, out: &mut Findings) {
    out.field(Field::Caption, page.text_of(block).split_whitespace().collect::<Vec<_>>().join(" "), block.span);
}

impl Captions {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: CaptionsConfig, lexicon: Arc<Lexicon>) -> Self {
        Captions { config, lexicon }
    }

    fn labelled(&self, page: &Page<'_>, out: &mut Findings) {
        for (hit, rule, block) in self.lexicon.hits_of("furniture", page) {
            match rule.record.kind {
                Kind::PhotoCredit | Kind::Caption if glued_credit(page.text_of(block)).is_some() => continue,
                Kind::PhotoCredit => {
                    out.marks.push(hit.mark(rule, page, block));
                    let value = page.text().get(page.unfold(block, hit.folded.end)..block.span.end).unwrap_or_default();
                    let value = value
                        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '(' | ')' | '-' | '–'));
                    let value = if value.is_empty() { page.text_of(block) } else { value };
                    out.field(Field::Credit, value, block.span);
                }
                Kind::Caption => {
                    out.marks.push(hit.mark(rule, page, block));
                    note(page, block, out);
                }
                _ => continue,
            }
            let sure = hit.folded.start == 0 && rule.record.weight >= MIN_RULE_WEIGHT;
            if sure && block.shape.is_sentence() && block.shape.words <= SHORT_WORDS {
                out.mark(block.span, rule.record.kind, "captions.short", Family::Shape, SHORT_WEIGHT);
            }
        }
    }

    fn credit(&self, page: &Page<'_>, block: &Block, out: &mut Findings) {
        let text = page.text_of(block);
        if let Some(end) = glued_credit(text) {
            let credit = Span::new(block.span.start, block.span.start + end);
            out.mark(credit, Kind::PhotoCredit, "captions.glued-credit", Family::Shape, CREDIT_WEIGHT);
            out.mark(credit, Kind::PhotoCredit, "captions.glued-credit", Family::Phrase, CREDIT_WEIGHT);
            out.field(Field::Credit, page.slice(credit).trim_end_matches(')'), credit);
        }
        if text.starts_with("<figcaption") && text.ends_with("</figcaption>") {
            out.mark(block.span, Kind::Caption, "captions.figcaption", Family::Shape, 2 * CAPTION_WEIGHT);
        }
        let signed = text.starts_with('©')
            && block.shape.chars <= MAX_SIGNED_CHARS
            && block.index + FOOTER_BLOCKS < page.blocks().len();
        if signed {
            out.mark(block.span, Kind::PhotoCredit, "captions.copyright-sign", Family::Shape, CREDIT_WEIGHT);
            out.mark(block.span, Kind::PhotoCredit, "captions.copyright-sign", Family::Structure, CREDIT_WEIGHT);
            out.field(Field::Credit, text.trim_start_matches(['©', ' ']), block.span);
        } else if is_names_with_agency(text) && block.shape.words <= self.config.max_credit_words {
            out.mark(block.span, Kind::PhotoCredit, "captions.agency-names", Family::Shape, CREDIT_WEIGHT);
            out.field(Field::Credit, text, block.span);
        } else if is_alt_text(page, block) {
            out.mark(block.span, Kind::Caption, "captions.alt-text", Family::Shape, CREDIT_WEIGHT);
            if block.shape.is_sentence() {
                // So long without a single sign: several names of pictures run together.
                out.mark(block.span, Kind::Caption, "captions.alt-text", Family::Structure, SHORT_WEIGHT);
            }
            note(page, block, out);
        } else if block.shape.chars <= 2 * MAX_AGENCY_CHARS && is_from_the_files(text) {
            out.mark(block.span, Kind::Caption, "captions.from-the-files", Family::Phrase, SURE_WEIGHT);
            note(page, block, out);
        } else if let Some((start, of_agency)) = credit_at_the_end(page, block) {
            // What is all of the line is the credit; else the line is a caption.
            if start == block.span.start {
                out.mark(block.span, Kind::PhotoCredit, "captions.bracket", Family::Shape, CREDIT_WEIGHT * 2);
                out.field(Field::Credit, text.trim_matches(['(', ')', '[', ']']), block.span);
            } else {
                let most = if of_agency { AGENCY_SENTENCES } else { CAPTION_SENTENCES };
                self.ends_in_credit(page, block, start, most, out);
            }
        }
    }

    /// Captions that run together with their credits.
    fn glued_credits(&self, page: &Page<'_>, out: &mut Findings) {
        let short = page.blocks().iter().filter(|block| block.shape.chars <= MAX_SIGNED_CHARS);
        let glued = short.filter_map(|block| Some((block, block.span.start + credits::glued(page.text_of(block))?)));
        let glued: Vec<(&Block, usize)> = glued.collect();
        if glued.len() >= MIN_GLUED {
            for (block, credit) in glued {
                self.ends_in_credit(page, block, credit, CAPTION_SENTENCES, out);
            }
        }
    }

    /// A line that ends in a credit is a caption: by its end and by the words there. A paragraph of
    /// more than `most` sentences had the credit of the next picture glued to it, and loses that alone.
    fn ends_in_credit(&self, page: &Page<'_>, block: &Block, credit: usize, most: usize, out: &mut Findings) {
        let before = Span::new(block.span.start, credit);
        let is_paragraph = sentence::sentences(page.text(), before).count() > most;
        let (span, kind) = if is_paragraph {
            (Span::new(credit, block.span.end), Kind::PhotoCredit)
        } else {
            (block.span, Kind::Caption)
        };
        out.mark(span, kind, "captions.ends-in-credit", Family::Shape, CAPTION_WEIGHT);
        out.mark(span, kind, "captions.ends-in-credit", Family::Phrase, CAPTION_WEIGHT);
        if !is_paragraph {
            note(page, block, out);
        }
    }
}

/// Where on the page the credit of a picture begins that ends a block, and whether it is that of an agency in brackets.
fn credit_at_the_end(page: &Page<'_>, block: &Block) -> Option<(usize, bool)> {
    if block.shape.chars > MAX_AGENCY_CHARS {
        return None;
    }
    let folded = page.folded(block);
    if let Some(start) = credits::in_brackets(folded) {
        let credit = &folded[start..];
        let of_agency = credits::is_of_agency(credit);
        let at = page.unfold(block, start);
        if !credits::names_somebody(page.slice(Span::new(at, block.span.end))) {
            return None;
        }
        if of_agency || (credits::is_labelled(credit) && start > 0) {
            return Some((at, of_agency));
        }
    }
    if block.shape.chars > MAX_SIGNED_CHARS {
        return None;
    }
    let start =
        credits::start(folded).map(|start| if start == 0 { block.span.start } else { page.unfold(block, start) });
    let start = start.or_else(|| Some(block.span.start + credits::of_house(page.text_of(block))?));
    start.map(|start| (start, false))
}

/// Where the credit of the picture above ends that a paragraph begins with, its bracket lost: `Foto: ACN / AFP) Cuba …`.
fn glued_credit(text: &str) -> Option<usize> {
    /// So much text behind it is a paragraph, in bytes.
    const MIN_PARAGRAPH_BYTES: usize = 60;
    /// Fewer are the sign of an entry (`Map: a)`).
    const MIN_HOLDER_LETTERS: usize = 3;
    let end = memchr::memchr(b')', text.as_bytes())? + 1;
    let credit = &text[..end];
    let label = credit.split(':').next().unwrap_or_default();
    let has_sign = label.len() < credit.len()
        && credits::is_label(&label.to_lowercase())
        && !credit.contains(['(', '.'])
        && credit.chars().count() <= MAX_CREDIT_CHARS;
    let begins = |text: &str| text.trim_start().starts_with(|c: char| c.is_uppercase() || is_closer(c));
    let holder = credit[label.len()..].trim_start_matches(':');
    let is_name = begins(holder) && holder.chars().filter(|c| c.is_alphabetic()).count() >= MIN_HOLDER_LETTERS;
    (has_sign && is_name && begins(&text[end..]) && text.len() - end >= MIN_PARAGRAPH_BYTES).then_some(end)
}

/// Whether a block of running text is a caption of an agency: it is from the files, or ends in the credit of one in brackets.
pub(super) fn is_long(page: &Page<'_>, block: &Block) -> bool {
    block.shape.is_sentence()
        && block.shape.chars <= MAX_AGENCY_CHARS
        && (is_from_the_files(page.text_of(block))
            || credit_at_the_end(page, block).is_some_and(|(at, of_agency)| of_agency && at > block.span.start))
}

/// `FILE - Ann Lee speaks in …`, `FILE PHOTO: Ann Lee …`: pictures from an agency's files begin so, in any language of its.
fn is_from_the_files(text: &str) -> bool {
    let dashed = [" - ", " – ", " — "].iter().find_map(|dash| text.strip_prefix("FILE")?.strip_prefix(*dash));
    let rest = dashed.or_else(|| text.strip_prefix("FILE PHOTO: "));
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_uppercase)
            && rest.contains(char::is_lowercase)
            && rest.split(' ').nth(MIN_FILE_WORDS - 1).is_some()
    })
}

/// `△旧港改造工程现场`: Chinese broadcasters put the sign before what stands below a picture. In Japanese it is a minus, in Korean it
/// opens entries.
fn has_picture_sign(page: &Page<'_>, block: &Block) -> bool {
    let Some(rest) = page.text_of(block).strip_prefix('△') else { return false };
    let is_other = |c: char| matches!(c.script(), Script::Hiragana | Script::Katakana | Script::Hangul);
    let words = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_date = words.len() < rest.len() && words.starts_with(['年', '月']);
    let is_text = words.len() == rest.len() && words.starts_with(|c: char| c.script() == Script::Han);
    (is_date || is_text) && !page.text().contains(is_other)
}

/// `EPA / Ann Lee / TASS`, `Ann Lee/Getty Images`, `AFP / ANN LEE`: names between slashes
/// or commas, one of them an agency or a stock.
fn is_names_with_agency(text: &str) -> bool {
    let is_stock = |part: &str, stocks: &[&str]| stocks.iter().any(|stock| part.eq_ignore_ascii_case(stock));
    let parts = || text.split(['/', '|']).map(str::trim).filter(|part| !part.is_empty());
    if memchr::memchr2(b'/', b'|', text.as_bytes()).is_none() {
        return is_stock(text.trim(), &STOCK[..3]);
    }
    let known = |part: &str| agency(part).is_some() || is_stock(part, &STOCK);
    let name_like =
        |part: &str| part.split_whitespace().count() <= 5 && part.chars().next().is_some_and(|c| !c.is_lowercase());
    match parts().count() {
        1 => parts().all(|part| is_stock(part, &STOCK[..3])),
        count => count >= 2 && parts().any(known) && parts().all(name_like),
    }
}

impl Judge for Captions {
    fn name(&self) -> &'static str {
        "captions"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        repeated_captions::mark(page, self.config.min_repeat_words, out);
        self.labelled(page, out);
        for block in page.blocks() {
            if block.form == Form::Caption {
                out.marks.push(Mark {
                    span: block.span,
                    kind: Kind::Caption,
                    rule: Rule::Fixed("captions.figcaption"),
                    family: Family::Link,
                    weight: 2 * CAPTION_WEIGHT,
                    zones: Zones::ANY,
                });
                note(page, block, out);
            } else if has_picture_sign(page, block) {
                out.mark(block.span, Kind::Caption, "captions.picture-sign", Family::Shape, SURE_WEIGHT);
                note(page, block, out);
            } else {
                self.credit(page, block, out);
            }
        }
        let pictures = markdown_pictures::of(page);
        let weight = if pictures.len() < MIN_PICTURES { PICTURE_WEIGHT } else { PICTURES_WEIGHT };
        for block in pictures {
            out.mark(block.span, Kind::Caption, "captions.picture", Family::Shape, weight);
            note(page, block, out);
        }
        self.glued_credits(page, out);
        glued_labels::mark(page, out);
        signed_again::mark(page, out);
        beside_pictures::mark(page, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_names_and_an_agency() {
        for text in ["EPA / Ann Lee / TASS", "Ann Lee/Getty Images", "AFP / ANN LEE", "Getty Images"] {
            assert!(is_names_with_agency(text), "{text}");
        }
        for text in ["He said yes and/or no", "Reuters reported", "TCP/IP", "Ann Lee"] {
            assert!(!is_names_with_agency(text), "{text}");
        }
    }

    #[test]
    fn pictures_from_the_files_say_so() {
        assert!(is_from_the_files("FILE - Ann Lee speaks to reporters in Harbour, May 7, 2019."));
        assert!(is_from_the_files("FILE PHOTO: Ann Lee speaks to reporters in Harbour."));
        for text in [
            "FILE - EDIT - VIEW - HELP - ABOUT",
            "File - the dog of that name - was found on Monday.",
            "FILE-sharing sites that were blocked are back, a study of the Harbour school says.",
            "FILES — all 40,000 of them — were found in the cellar of the mill.",
            "FILE: The police keep a record of every boat.",
        ] {
            assert!(!is_from_the_files(text), "{text}");
        }
    }

    #[test]
    fn a_triangle_before_chinese_words_is_the_sign_of_a_picture() {
        let has_sign = |text: &str| {
            let page = Page::from_text(text);
            page.blocks().iter().any(|block| has_picture_sign(&page, block))
        };
        assert!(has_sign("△旧港改造工程现场"));
        assert!(has_sign("△2023年5月，旧港改造工程开工。"));
        for text in [
            "△1,200",
            "△ 부산",
            "△ABC",
            "三角形记作△",
            "△",
            "△3億円",
            "△美 연준 기준금리 결정",
            "△旅客部門\n港の収支です。",
        ] {
            assert!(!has_sign(text), "{text}");
        }
    }

    #[test]
    fn the_credit_of_the_picture_above_is_glued_to_a_paragraph() {
        let prose = "The ferry to the island was late again on Monday, because the harbour was closed.";
        assert_eq!(glued_credit(&format!("Foto: ISL / Lee) {prose}")), Some("Foto: ISL / Lee)".len()));
        assert_eq!(glued_credit(&format!("Foto: Lee (ISL) {prose}")), None);
        assert_eq!(glued_credit("Foto: ISL / Lee) The quay."), None);
    }

    #[test]
    fn long_captions_of_agencies_are_captions() {
        let prose = "The ferry to the island was late again on Monday, because the harbour was closed in the morning.";
        let caption =
            format!("People wait at the harbour, Monday, May 7, 2019. {prose} {prose} {prose} (AP Photo/Ann Lee)");
        let text = format!("{prose}\n\n{caption}\n\n{prose}");
        let found = |text: &str| credit_at_the_end(&Page::from_text(text), &Page::from_text(text).blocks()[1]);
        assert_eq!(found(&text).map(|(at, _)| &text[at..at + 9]), Some("(AP Photo"));
        assert_eq!(found(&text.replace("AP Photo/Ann Lee", "see the picture")), None);
    }
}
