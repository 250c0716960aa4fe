//! CSS selectors of site rules: compiled once, and only those whose cost has a bound.
//!
//! A selector is tried on every element and looks at what stands around it, so some would cost
//! the square of the page or more. Those are refused when the rule is loaded: what is left looks
//! at each ancestor once, and at the siblings before each of them where there is a `~`
//! (`segment::html::sites` adds up what that costs on a page). `:has()` is refused because it
//! looks at all of the page below an element, and its matcher calls itself for each level.

use scraper::Selector;
use scraper::selector::ToCss;

/// A longer selector is refused, in bytes.
const MAX_BYTES: usize = 400;

/// The selector, ready to match.
///
/// # Errors
/// When it is no CSS, or one of those that are refused; the message says why.
pub(super) fn compile(selector: &str) -> Result<Selector, String> {
    if selector.trim_start().starts_with('/') {
        return Err("this looks like XPath; rules have CSS selectors (`//div[@id=\"x\"]` is `div#x`)".to_owned());
    }
    if selector.len() > MAX_BYTES {
        return Err(format!("it is longer than {MAX_BYTES} bytes; write several selectors"));
    }
    if let Some(why) = refusal(selector) {
        return Err(why.to_owned());
    }
    let compiled = Selector::parse(selector).map_err(|error| explain(&error))?;
    // As it is written by the parser, without escapes that could hide something.
    refusal(&compiled.to_css_string()).map_or(Ok(compiled), |why| Err(why.to_owned()))
}

/// What the parser does not like, in words.
fn explain(error: &scraper::error::SelectorErrorKind) -> String {
    use scraper::error::SelectorErrorKind as Kind;
    let what = match error {
        Kind::UnexpectedToken => "there is a sign that does not belong there".to_owned(),
        Kind::EndOfLine => "it ends too early".to_owned(),
        Kind::UnexpectedSelectorParseError(error) => in_words(&format!("{error:?}")),
        Kind::ExpectedColonOnPseudoElement | Kind::ExpectedIdentityOnPseudoElement => {
            "pseudo-elements (`::before`) hold no text of the page".to_owned()
        }
        other => in_words(&format!("{other:?}")),
    };
    format!("it is not a CSS selector that can be matched here: {what}")
}

/// A name of the parser's for a fault, as words: `DanglingCombinator` is "dangling combinator".
fn in_words(debug: &str) -> String {
    let name_end = debug.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(debug.len());
    let (name, rest) = debug.split_at(name_end);
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    match rest.split('"').nth(1) {
        Some(value) => format!("{words} ({value})"),
        None => words,
    }
}

const HAS: &str = "`:has()` is not supported; name the element by what it is, or by what stands before it";
const NESTED: &str = "functions in functions are not supported; write several selectors";
const COMBINED: &str =
    "`:is()`, `:where()` and `:not()` take lists of simple selectors here, without spaces, `>`, `+` or `~` in them";
const OF: &str = "`:nth-child(… of …)` is not supported; `:nth-child()` counts all elements";
const SIBLINGS: &str = "it has more than one `~`; write several selectors, or use `+`";
const COMMENT: &str = "comments are not supported in selectors; the rule has `why`";

/// What stands in the parentheses of a function.
#[derive(PartialEq, Eq)]
enum Inside {
    /// A list of selectors.
    Selectors,
    /// Something else: a formula.
    Other,
}

/// Why a selector is refused, if it is.
fn refusal(selector: &str) -> Option<&'static str> {
    let bytes = selector.as_bytes();
    let mut function: Option<(Inside, usize)> = None;
    let mut siblings = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => at = end_of(bytes, at, byte),
            b'[' => at = end_of(bytes, at, b']'),
            b'/' if bytes.get(at + 1) == Some(&b'*') => return Some(COMMENT),
            b'(' if function.is_some() => return Some(NESTED),
            b'(' => {
                let name = selector[..at].rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
                let inside = match name.as_str() {
                    "has" => return Some(HAS),
                    "is" | "where" | "not" => Inside::Selectors,
                    _ => Inside::Other,
                };
                function = Some((inside, at + 1));
            }
            b')' => {
                let inside = function.take().map_or("", |(_, start)| &selector[start..at]);
                if inside.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("of")) {
                    return Some(OF);
                }
            }
            b'>' | b'+' | b'~' if is_of_selectors(&function) => return Some(COMBINED),
            b if b.is_ascii_whitespace() && is_of_selectors(&function) && parts_words(selector, at) => {
                return Some(COMBINED);
            }
            b',' if function.is_none() => siblings = 0,
            b'~' => siblings += 1,
            _ => {}
        }
        if siblings > 1 {
            return Some(SIBLINGS);
        }
        at += 1;
    }
    None
}

fn is_of_selectors(function: &Option<(Inside, usize)>) -> bool {
    function.as_ref().is_some_and(|(inside, _)| *inside == Inside::Selectors)
}

/// Whether the space at `at` stands between two selectors: not beside a comma or parenthesis.
fn parts_words(selector: &str, at: usize) -> bool {
    let (before, after) = (selector[..at].trim_end(), selector[at..].trim_start());
    !before.ends_with(['(', ',']) && !after.starts_with([')', ','])
}

/// Where what opens at `at` is closed, strings and escapes skipped; the end if it is not.
fn end_of(bytes: &[u8], at: usize, close: u8) -> usize {
    let mut quote = None;
    let mut at = at + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            byte if quote == Some(byte) => quote = None,
            _ if quote.is_some() => {}
            byte if byte == close => return at,
            byte @ (b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_selectors_compile() {
        for selector in [
            "div.story",
            "#main > article p, .text + .more",
            "[id^=\"ad-\"][data-x~='a (b) > c']",
            "p:nth-of-type(2n + 1)",
            "h2.related ~ *",
            "p:not(.a, #b):not([class*=promo])",
            ":is( aside , .x ) p",
            "a ~ b, c ~ d",
            ".größe",
        ] {
            assert!(compile(selector).is_ok(), "{selector}: {:?}", compile(selector).err());
        }
    }

    #[test]
    fn costly_selectors_are_refused() {
        let why = |selector: &str| compile(selector).err().unwrap_or_else(|| panic!("{selector} compiles"));
        assert_eq!(why("div:has(h1)"), HAS);
        assert_eq!(why("div:HAS( > h1)"), HAS);
        assert_eq!(why("div:h\\61s(h1)"), HAS);
        assert_eq!(why(":is(:not(a))"), NESTED);
        assert_eq!(why(":is(a b)"), COMBINED);
        assert_eq!(why(":not(a>b)"), COMBINED);
        assert_eq!(why("a ~ b ~ c"), SIBLINGS);
        assert_eq!(why("p:nth-child(2 of .x)"), OF);
        assert_eq!(why("a /* ( */ b"), COMMENT);
        assert!(why(&"a ".repeat(300)).contains("longer than"));
    }

    #[test]
    fn faults_are_said_in_words() {
        let why = |selector: &str| compile(selector).err().unwrap_or_else(|| panic!("{selector} compiles"));
        assert!(why("//div[@class='x']").contains("XPath"));
        assert!(why("div >").ends_with("dangling combinator"), "{}", why("div >"));
        assert!(why("a:hover").ends_with("unsupported pseudo class or element"), "{}", why("a:hover"));
        assert!(why("").contains("empty selector"), "{}", why(""));
        for selector in ["div[", ".", "#", "a::before", "..a", "a{}", "[=x]", "\"", "a,,b"] {
            assert!(!why(selector).contains("report this"), "{selector}: {}", why(selector));
        }
    }
}
