//! Ad slots (`[ad_1]`), unfilled template tags, ad labels, separator lines.
//!
//! Slots and tags are found by their shape, anywhere in a line; labels ("Advertisement")
//! by the rules of `ad-markers`, and inside a paragraph behind the end of a sentence. A bracket with spaces and ordinary words (`[…]`, `[sic]`,
//! `[October 16 – ed.]`) is text.
//!
//! **Known gaps**: tags without an underscore that no list names (`[keyword]` is named);
//! a tag that was broken over two lines.

use crate::error::BuildError;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Where};
use crate::marks::{Family, Findings};
use crate::page::{Block, Form, Page};
use crate::segment::shape::is_closer;
use crate::stage::Judge;
use crate::text::{PageText, Span};
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `ad-markers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct AdMarkersConfig {
    /// Whether lines without letters or digits (`-`, `***`) go. Default true.
    pub separators: bool,
}

impl Default for AdMarkersConfig {
    fn default() -> Self {
        AdMarkersConfig { separators: true }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct AdMarkers {
    config: AdMarkersConfig,
    lexicon: Arc<Lexicon>,
    marker: Regex,
}

/// Slots, then tags: identifiers with an underscore in lower or upper case, the tag names that one plugin
/// documents, shortcodes with attributes, what a news interface writes where it cuts a text (`… [+2310 chars]`), `%%NAME%%`, `{{name}}` and `{{/name}}`, the calls that fill a slot of the two
/// usual networks, elements of pictures that were left in, comments. (`{% if %}` is code of articles about it.)
const MARKER: &str = concat!(
    r"(?P<slot>(?:<!--\s*)?\[ad_?[0-9]{1,2}\](?:\s*-->)?)",
    r"|\[/?[a-z]+(?:_[a-z0-9]+)+(?: [^\]\n]*)?\]",
    r"|\[[A-Z]+(?:_[A-Z0-9]+)+\]",
    r"|\[/?(?:keyword|cats|caption|gallery|embed|audio|video|playlist|sharethis)(?: [^\]\n]*)?\]",
    r"|(?:… ?)?\[\+[0-9]{1,7} chars\]",
    r"|%%[A-Z_]{3,40}%%",
    r"|\{\{\{?&?\s*[A-Za-z_][A-Za-z_0-9.]{1,40}\s*\}?\}\}",
    r"|\{\{[#/^][A-Za-z_][^{}\n]{0,60}\}\}",
    r"|(?P<code>(?:\{\s*)?\bgoogletag\s?\.\s?(?:cmd\s?\.\s?push|display|pubads|defineSlot|enableServices)\s?\([^\n;]{0,200};(?:\s*\}\s?\)\s?;)?",
    r"|\(adsbygoogle\s?=\s?window\.adsbygoogle[^\n;]{0,80};)",
    r#"|<(?:img|iframe)\b[^<>\n]{0,300}\bsrc=["']https?://[^<>\n]{0,900}>"#,
    r"|<!--[^\n]*?-->"
);

/// A marker of a machine occurs in no prose.
const MARKER_WEIGHT: i32 = 600;
/// A separator says nothing; it only must not outweigh the two-family rule elsewhere.
const SEPARATOR_WEIGHT: i32 = 320;

impl AdMarkers {
    /// The stage with these settings and rules.
    ///
    /// # Errors
    /// None in a released version: the pattern is a constant.
    pub fn new(config: AdMarkersConfig, lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(AdMarkers { config, lexicon, marker: super::pattern("ad-markers", MARKER)? })
    }
}

impl Judge for AdMarkers {
    fn name(&self) -> &'static str {
        "ad-markers"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        for found in self.marker.captures_iter(page.text()) {
            let (Some(whole), slot) = (found.get(0), found.name("slot")) else { continue };
            let text = whole.as_str();
            let is_call = found.name("code").is_some();
            let is_code = text.starts_with("{{") || is_call;
            let is_element = text.starts_with('<') && !text.starts_with("<!");
            if (is_code && is_told_of(page, whole.start(), whole.end()))
                || (is_element && !begins_block(page, whole.start()))
            {
                continue;
            }
            let is_slot = slot.is_some() || is_call;
            let (kind, rule) =
                if is_slot { (Kind::AdSlot, "ad-markers.slot") } else { (Kind::TemplateTag, "ad-markers.tag") };
            out.mark(Span::new(whole.start(), whole.end()), kind, rule, Family::Shape, MARKER_WEIGHT);
        }
        if self.config.separators {
            for block in page.blocks().iter().filter(|block| block.form == Form::Separator) {
                out.mark(block.span, Kind::RuleLine, "ad-markers.separator", Family::Shape, SEPARATOR_WEIGHT);
            }
        }
        let mut doubtful = Vec::new();
        for (hit, rule, block) in self.lexicon.hits_of(self.name(), page) {
            let mark = hit.mark(rule, page, block);
            let is_label_inside = rule.record.kind == Kind::AdLabel && rule.record.place == Where::Inside;
            if is_label_inside && !stands_alone(page, block, mark.span, &rule.record.id) {
                continue;
            }
            let is_doubtful = is_label_inside && rule.record.id.ends_with(WORD_OF_OTHER_THINGS);
            if is_doubtful { doubtful.push((word_behind(page, block, mark.span), mark)) } else { out.marks.push(mark) }
        }
        if doubtful.iter().any(|(word, _)| *word != doubtful[0].0) {
            out.marks.extend(doubtful.into_iter().map(|(_, mark)| mark));
        }
    }
}

/// Whether a block begins at an offset: an element of a picture stands before its text, not in it.
fn begins_block(page: &Page<'_>, start: usize) -> bool {
    page.blocks().binary_search_by_key(&start, |block| block.span.start).is_ok()
}

/// Whether a tag stands among the words of a sentence, which tells of it.
fn is_told_of(page: &Page<'_>, start: usize, end: usize) -> bool {
    let at = page.blocks().partition_point(|block| block.span.end <= start);
    page.blocks().get(at).is_some_and(|block| {
        let has_words = |from, to| page.slice(Span::new(from, to)).contains(char::is_alphabetic);
        block.shape.is_sentence()
            && block.span.start <= start
            && end <= block.span.end
            && has_words(block.span.start, start)
            && has_words(end, block.span.end)
    })
}

/// Languages in which no sentence begins with such a noun alone before a name, and only names have capitals. (`Reklama Coca-Coli` is a subject, and so is
/// `Werbung Dritter`.)
const WITH_ARTICLES: [&str; 6] = ["en.", "es.", "fr.", "it.", "pt.", "ro."];

/// How the rules are called whose label begins names too (`Advertising Standards Authority`): where it stands before different words on a
/// page, it is a label.
const WORD_OF_OTHER_THINGS: &str = ".word-inside";

/// The word of a block that stands behind a label.
fn word_behind<'p>(page: &'p Page<'_>, block: &Block, label: Span<PageText>) -> &'p str {
    page.slice(Span::new(label.end, block.span.end)).split_whitespace().next().unwrap_or_default()
}

/// Whether a label stands behind a sentence and before another, or the end: in capitals, or at the end, or in a language that
/// hardly begins a sentence with it.
fn stands_alone(page: &Page<'_>, block: &Block, label: Span<PageText>, rule: &str) -> bool {
    let after = page.slice(Span::new(label.end, block.span.end)).trim_start();
    let label_text = page.slice(label);
    let is_loud = label_text.contains(char::is_uppercase) && !label_text.contains(char::is_lowercase);
    let is_told = is_loud || after.is_empty() || WITH_ARTICLES.iter().any(|language| rule.starts_with(language));
    let begins =
        |text: &str| text.chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || is_closer(c));
    is_told
        && !label_text.starts_with(char::is_lowercase)
        && begins(after)
        && super::begins_sentence(page, block, label.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Vec<String> {
        let stage = AdMarkers::new(AdMarkersConfig::default(), Arc::new(Lexicon::from_files([]).unwrap())).unwrap();
        let page = Page::from_text(text);
        stage.findings(&page).marks.iter().map(|mark| page.slice(mark.span).to_owned()).collect()
    }

    #[test]
    fn slots_and_tags_are_found_inside_lines() {
        assert_eq!(taken("[ad_1] Rain fell. <!--[ad_2] -->"), ["[ad_1]", "<!--[ad_2] -->"]);
        assert_eq!(taken("[vp_post_entry type=\"lists\" id=\"6\"]"), ["[vp_post_entry type=\"lists\" id=\"6\"]"]);
        assert_eq!(taken("%%POSTLINK%% and {{ title }}"), ["%%POSTLINK%%", "{{ title }}"]);
        assert_eq!(taken("{{^isMember}} x {{{headline}}} x {{/items}} {{#each tags}}").len(), 4);
        assert_eq!(
            taken(
                "In the file you begin with {% extends %} and put the name of the person with {{ user_name }}, which is set."
            ),
            [""; 0]
        );
        assert_eq!(taken("Sets are written {{1, 2}, {3}} or {{a + b}}, rates 5 % {%)"), [""; 0]);
        assert_eq!(taken("* * *"), ["* * *"]);
        assert_eq!(taken("The ferry was late on Mon… [+2310 chars]"), ["… [+2310 chars]"]);
        assert_eq!(taken("A field of [+20 chars] and [10 chars]"), ["[+20 chars]"]);
    }

    #[test]
    fn a_label_inside_a_paragraph_is_a_sentence_of_its_own() {
        let taken = |text: &str| {
            let lexicon = Arc::new(Lexicon::builtin().unwrap());
            let page = Page::from_text(text);
            !AdMarkers::new(AdMarkersConfig::default(), lexicon).unwrap().findings(&page).marks.is_empty()
        };
        assert!(taken("The ferry was late on Monday. Advertisement The next one left on time."));
        assert!(taken("“It was late on Monday.” ADVERTISEMENT"));
        let inside = "The ferry was late on Monday. Advertising The next one left on time.";
        assert!(taken(&format!("{inside}\n\n{}", inside.replace("The next", "Nobody knows why the next"))));
        assert!(!taken(inside), "a name may begin with the word");
        let name = "The ferry was late on Monday. Advertising Standards Authority officials were on board.";
        assert!(!taken(&format!("{name}\n\n{name}")));
        assert!(taken("Statek stał przy nabrzeżu. REKLAMA Następny odpłynął o czasie."));
        assert!(taken("Statek stał przy nabrzeżu i nie odpłynął. Reklama"));
        assert!(taken("El ferri llegó tarde el lunes. Publicidad Casi nadie esperaba al siguiente."));
        assert!(taken("नाव सोमवार को देर से आई और यात्री रात तक घाट पर बैठे रहे। विज्ञापन"));
        assert!(taken("배는 월요일에도 늦었다고 항만 사무소가 밝혔다. 광고"));
        assert!(!taken("The ferry was late. Advertisement sales fell as well."));
        assert!(!taken("She read the Advertisement The Quay had printed."));
        assert!(!taken("Advertisement Standards Council members met on Monday in the old mill."));
        assert!(!taken("El ferri llegó tarde. Publicidad de la naviera no había."));
        assert!(!taken("Prom się spóźnił. Reklama Coca-Coli wisiała na rufie."));
        assert!(!taken("नाव देर से आई। विज्ञापन सरकारी था।") && !taken("배가 늦었다. 광고 수입도 줄었다."));
        assert!(!taken("Die Reederei gibt weniger Geld aus. Werbung Dritter ist an Bord verboten."));
        assert!(!taken("Газета вышла поздно. Реклама – двигатель торговли, говорит редактор."));
        assert!(!taken("5. Реклама"));
        assert!(!taken("It was a year of spending. Advertisement. Printing. Postage."));
    }

    #[test]
    fn brackets_of_editors_stay() {
        for text in [
            "This week [October 16 – November 1 – ed.] it rained.",
            "[sic]",
            "as shown [1] and […]",
            "[READ] The list",
            "[videos from the scene]",
        ] {
            assert_eq!(taken(text), Vec::<String>::new(), "{text}");
        }
    }
}
