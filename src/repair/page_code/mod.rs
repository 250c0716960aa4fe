//! Page code: the scripts, styles and data of a page, which dumps of all its text nodes hold, go.
//!
//! `//text()` and `text_content()` give the text of `script` and `style` elements as well: a tag manager between two paragraphs, the rules of
//! a style sheet above the headline, the whole page once more as JSON. Such dumps have five times as much code as text on average
//! (250 pages, half of them little more than half as much), and what judges lines should never see it.
//!
//! Code begins where a line opens a statement, a rule or an object (`lines`), or behind its words, and ends where its brackets do (`stretch`).
//! A text about programming shows code too, so a document must hold a thousand bytes in lines that no person wrote: full of signs and without the
//! blanks of a person's code, or an object of a thousand signs in one line. Then all that is written in the languages of pages goes, and code in other
//! languages stays. A document that is nothing but code stays as well: its text is inside.
//!
//! **Known gaps**: a page whose only code are a few short lines (`layout-debris` knows some); a tutorial on scripts, dumped with the scripts of its
//! page; behind a blank in a line only code that gives itself away; short lines behind a script that was cut off inside its brackets; templates (`text/template`), which are read as text.

mod lines;
mod literal;
mod stretch;

use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::stage::Rewrite;
use crate::text::Text;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use stretch::Stretch;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageCodeConfig {}

/// Takes scripts, styles and data of a page out of flat text.
#[derive(Debug, Clone, Default)]
pub struct PageCode {}

impl PageCode {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: PageCodeConfig) -> Self {
        PageCode {}
    }
}

impl Rewrite for PageCode {
    fn name(&self) -> &'static str {
        "page-code"
    }

    /// A page says by its tags what is code.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        // Nearly every text ends here.
        if memchr::memchr(b'{', text.as_str().as_bytes()).is_some() {
            settle(text, out, take_all);
        }
    }
}

/// Takes all code of a text, once.
fn take_all(chars: &str, out: &mut Edits) {
    let stretches = stretch::find(chars);
    if !is_scripted(chars, &stretches) {
        return;
    }
    let is_taken = |stretch: &&Stretch| {
        let code = &chars[stretch.at.clone()];
        if stretch.is_spoken_of { gives_itself_away(code) } else { is_of_pages(code) }
    };
    let code: Vec<&Stretch> = stretches.iter().filter(is_taken).collect();
    if is_text(chars, &code) {
        for Stretch { at, .. } in code {
            let is_whole_lines = chars[..at.start].ends_with('\n') && chars[at.clone()].ends_with('\n');
            out.take_out(at.clone(), if is_whole_lines || at.start == 0 { "" } else { "\n" });
        }
    }
}

/// Whether something is left to read without the code.
fn is_text(chars: &str, code: &[&Stretch]) -> bool {
    let has_prose = |text: &str| text.lines().any(lines::is_prose);
    let mut from = 0;
    let between =
        code.iter().any(|stretch| has_prose(&chars[std::mem::replace(&mut from, stretch.at.end)..stretch.at.start]));
    between || has_prose(&chars[from..])
}

/// A line of so many bytes, full of signs and with hardly a blank, was made by a program.
const MACHINE_LINE_BYTES: usize = 150;
/// Blanks among a hundred bytes of such a line: prose has sixteen, a person's code about ten, and seven if it has long addresses.
const MACHINE_BLANKS_PERCENT: usize = 4;
/// The same of a line in a document that has code of its page.
const LIKELY_BLANKS_PERCENT: usize = 8;
/// Nobody writes objects that long in one line, even if what they hold is prose.
const LONG_DATA_BYTES: usize = 1000;
/// So much made by programs is shown to nobody; a line of it may be.
const MIN_MACHINE_BYTES: usize = 1000;
/// Words are looked for in so much of a stretch.
const LOOK_BYTES: usize = 4096;

/// Whether there is code of the page itself, not only what is shown to its readers.
fn is_scripted(chars: &str, stretches: &[Stretch]) -> bool {
    let lines = stretches.iter().flat_map(|stretch| chars[stretch.at.clone()].lines());
    let by_machine = lines.filter(|line| is_by_machine(line, MACHINE_BLANKS_PERCENT));
    by_machine.map(str::len).sum::<usize>() >= MIN_MACHINE_BYTES
}

/// Whether a program wrote a line of code, which has at most so many blanks among a hundred bytes.
fn is_by_machine(line: &str, blanks_percent: usize) -> bool {
    let blanks = || line.bytes().filter(|byte| *byte == b' ').count();
    line.len() >= MACHINE_LINE_BYTES && blanks() * 100 <= blanks_percent * line.len() && lines::is_dense(line)
        || line.len() >= LONG_DATA_BYTES && lines::opens_data(line)
}

/// Whether code is surely a page's own, in a document that has such code.
fn gives_itself_away(code: &str) -> bool {
    static PLUMBING: LazyLock<Option<Regex>> = LazyLock::new(|| lines::pattern(PLUMBING_WORDS));
    code.lines().any(|line| is_by_machine(line, LIKELY_BLANKS_PERCENT)) || is_code_with(&PLUMBING, code)
}

/// Whether a stretch is code, and some words stand in it.
fn is_code_with(words: &LazyLock<Option<Regex>>, code: &str) -> bool {
    let start = lines::start_of(code, LOOK_BYTES);
    (lines::is_dense(code) || lines::opens_surely(code)) && words.as_ref().is_some_and(|words| words.is_match(start))
}

/// What tag managers, advertisements, consent dialogues and frameworks are called in scripts.
const PLUMBING_WORDS: &str = r#"(?x)
    \bgoogletag\b | \bdataLayer\b | \bgtag\( | \b_gaq\b | \bfbq\( | \badsbygoogle\b | \bapstag\b | \bpbjs\b | gtm\.js | div-gpt-ad
    | "@context"\s*:\s*"https?:\\?/\\?/ | "@type"\s*: | __NEXT_DATA__ | __next_f | __NUXT__ | webpackJsonp | webpackChunk
    | \bajax_?url\b | wp-(?:json|admin|content|includes) | \badmin-ajax\b | \b_taboola\b | OneTrust | didomi | \bdisqus_\w | sourceURL=
    | <!\[CDATA\[ | \bcurrentScript\b | \bDOMContentLoaded\b | \brequestIdleCallback\b | \bcsrf"#;

/// Whether code is in one of the languages of pages: script, style or JSON.
fn is_of_pages(code: &str) -> bool {
    static WEB: LazyLock<Option<Regex>> = LazyLock::new(|| lines::pattern(WEB_WORDS));
    gives_itself_away(code) || is_code_with(&WEB, code)
}

/// What code of other languages has not: objects of browsers, functions without names, rules of styles, keys in quotation marks.
const WEB_WORDS: &str = r#"(?x)
    \b(?:window|document|console|jQuery|navigator|location|JSON)\s*[.\[(] | \$\( | \bfunction\s*\w*\( | => | \b(?:var|let|const)\s+[\w$]+\s*=
    | \.push\( | \.addEventListener\( | @(?:media|font-face|import|keyframes)\b | \{[^{}]*[\w-]+\s*:\s*[^{};]+[;}] | ["']\s*:\s*["'\[{\dtfn]"#;

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "The ferry to the island was late again on Monday, the harbour office said.";

    fn left(text: &str) -> String {
        PageCode::default().apply(&Text::from(text)).into_string()
    }

    /// The rules of a style sheet as a program writes them: so many are shown to nobody.
    fn style_sheet() -> String {
        (0..30)
            .map(|at| format!(".css-{at}{{margin:0;padding:0;color:#fff;display:-webkit-box;display:flex}}"))
            .collect::<String>()
            + "\n"
    }

    #[test]
    fn words_of_code_are_found() {
        for words in [PLUMBING_WORDS, WEB_WORDS] {
            assert!(lines::pattern(words).is_some(), "{words}");
        }
    }

    #[test]
    fn scripts_and_styles_go() {
        let style = style_sheet();
        let script = "window.dataLayer = window.dataLayer || [];\nfunction gtag(){dataLayer.push(arguments);}\ngtag('js', new Date());\n";
        assert_eq!(left(&format!("{style}Home\n{script}{ARTICLE}\n{script}")), format!("Home\n{ARTICLE}\n"));
        let rules = "#ad {\n  width: 100%;\n\n  height: 90px;\n}\n.a,\n.b { color: red }\n";
        assert_eq!(left(&format!("{rules}{ARTICLE}\n{style}More\n")), format!("{ARTICLE}\nMore\n"));
        let data =
            "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"articleBody\":\"It rained. (It did.\"}\n";
        assert_eq!(left(&format!("{ARTICLE}\n{data}{style}More\n")), format!("{ARTICLE}\nMore\n"));
    }

    #[test]
    fn code_between_the_words_of_a_line_goes() {
        let style = style_sheet();
        let glued = format!("{ARTICLE}{}{ARTICLE} More{{\"@type\":\"WebPage\"}}", style.trim_end());
        assert_eq!(left(&glued), format!("{ARTICLE}\n{ARTICLE} More\n"));
        let spoken =
            format!("{style}{ARTICLE} Write document.body.remove(); at the end of it, and all of the page is gone.\n");
        assert_eq!(left(&spoken), spoken[style.len()..]);
    }

    #[test]
    fn text_beside_code_stays_whatever_it_begins_with() {
        let style = style_sheet();
        for text in [
            "\"We are very sorry for all of this, and we will repair it,\" said the mayor.",
            "Aujourd'hui, l'eau n'est plus là, et c'est l'essentiel pour les gens d'ici.",
            "elsewhere in the news today",
            "iPhone 15: what it costs",
            "12:30 Uhr: die Fähre fällt aus",
            "Storm hits island",
            "(Reuters) The ferry is late.",
            "Booking.com fined",
            "「申し訳ない」と市長。",
        ] {
            for between in ["", " ", "\n"] {
                let page = format!("{style}{ARTICLE}\n(function(){{window.ads=[];}})();{between}{text}\n");
                let left = left(&page);
                let lines: Vec<&str> = left.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                assert_eq!(lines, [ARTICLE, text]);
            }
        }
        // No name of a function has letters beyond ASCII.
        let headline =
            format!("{style}{ARTICLE}\n(function(){{a();}})();\n渡轮晚点(function(){{a();}})();\n{ARTICLE}\n");
        assert!(left(&headline).contains("渡轮晚点"));
        // Nor has an element.
        for word in ["bâtiment", "pêche", "aéroport", "pâtés"] {
            let text = format!(
                "{style}{ARTICLE}\n{word} {{\nLe mur est vieux, dit le maire.\nIl sera réparé.\n}}\n{ARTICLE}\n"
            );
            assert_eq!(left(&text), text[style.len()..]);
        }
        let address = format!(
            "{ARTICLE}\n.a{{background:url(//img.example/a.png)}}The mayor said that it would be late.\n{style}"
        );
        assert!(left(&address).contains("The mayor said that it would be late."));
    }

    #[test]
    fn code_that_a_text_shows_stays() {
        for code in [
            "function area(r) {\n  return Math.PI * r * r;\n}\n",
            ".box {\n  width: 100%;\n}\n",
            "document.getElementById(\"box\").remove();\nvar a = {b: 1};\n",
            "{\n  \"name\": \"harbour\",\n  \"version\": \"1.0.0\"\n}\n",
            "(function(){window.googletag=window.googletag||{cmd:[]};})();\n",
            "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"The ferry was late\"}\n",
        ] {
            let text = format!("{ARTICLE}\n{code}{ARTICLE}\n");
            assert_eq!(left(&text), text);
        }
        let other = "fn area(r: f64) -> f64 {\n    r * r\n}\n";
        assert_eq!(
            left(&format!("{ARTICLE}\n{other}{ARTICLE}\n{}", style_sheet())),
            format!("{ARTICLE}\n{other}{ARTICLE}\n")
        );
    }

    #[test]
    fn what_is_nothing_but_code_stays() {
        let data = format!("{{\"@context\":\"https://schema.org\",\"articleBody\":\"{}\"}}\n", ARTICLE.repeat(20));
        assert_eq!(left(&data), data);
    }
}
