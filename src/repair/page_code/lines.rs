//! What a line of code looks like.

use regex::Regex;
use std::sync::LazyLock;

/// Signs of code among a hundred bytes; of prose with brackets and quotation marks it is less.
const DENSE_PERCENT: usize = 6;

/// Whether a text has the signs of code, close together.
pub(super) fn is_dense(text: &str) -> bool {
    let signs = text.bytes().filter(|byte| b"{}();=[]<>\"':_$&|\\/#".contains(byte)).count();
    signs * 100 >= DENSE_PERCENT * text.len() && !text.is_empty()
}

/// So many words make a sentence.
pub(super) const SENTENCE_WORDS: usize = 8;
/// Twenty letters of Chinese: some scripts have no blanks.
pub(super) const SENTENCE_OTHER_BYTES: usize = 60;

/// Whether a line is running text.
pub(super) fn is_prose(line: &str) -> bool {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        // A word in quotation marks by itself may be one of a list of strings.
        let is_quoted =
            word.starts_with(['"', '\'']) && word.trim_end_matches([',', ':', ']', '}']).ends_with(['"', '\'']);
        !bare.is_empty()
            && !is_quoted
            && bare.chars().all(|c| c.is_alphabetic() || !c.is_ascii() || matches!(c, '\'' | '-'))
    };
    let words = line.split_whitespace().filter(is_word).take(SENTENCE_WORDS).count();
    let others = || line.bytes().filter(|byte| !byte.is_ascii()).count();
    (words == SENTENCE_WORDS || others() >= SENTENCE_OTHER_BYTES) && !has_code_signs(line)
}

/// Whether a line is a key of an object with its value, or a string of a list: what it says may be prose.
pub(super) fn is_entry(line: &str) -> bool {
    let Some(inside) = line.strip_prefix('"') else { return false };
    let is_key = inside.split_once('"').is_some_and(|(_, behind)| behind.trim_start().starts_with(':'));
    is_key || inside.ends_with("\",")
}

/// Brackets, assignments and semicolons as sentences have none.
fn has_code_signs(line: &str) -> bool {
    let signs = line.bytes().filter(|byte| b"{};=[]<>\\$|".contains(byte)).count();
    signs * 50 > line.len()
}

/// Whether a line opens a statement, a rule of a style, an object or a comment; `line` is trimmed.
pub(super) fn opens(line: &str) -> bool {
    static QUICK: LazyLock<Option<Regex>> = LazyLock::new(|| quick_pattern(OTHER_OPENERS));
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(OTHER_OPENERS));
    let start = start_of(line, OPENER_BYTES);
    let has_opener =
        |openers: &LazyLock<Option<Regex>>| openers.as_ref().is_some_and(|openers| openers.is_match(start));
    opens_surely(line) || (!is_prose(start) && has_opener(&QUICK) && has_opener(&OTHER))
}

/// Whether a text begins as no sentence does: what is written in the code may be prose.
pub(super) fn opens_surely(text: &str) -> bool {
    static SURE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(SURE_OPENERS));
    SURE.as_ref().is_some_and(|openers| openers.is_match(start_of(text, OPENER_BYTES)))
}

/// Where code is opened behind the words of a line: `Terms of use{"props":`.
pub(super) fn opening_inside(line: &str) -> Option<usize> {
    static QUICK: LazyLock<Option<Regex>> = LazyLock::new(|| quick_pattern(INSIDE_OPENERS));
    static INSIDE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(INSIDE_OPENERS));
    if !QUICK.as_ref()?.is_match(line) {
        return None;
    }
    INSIDE.as_ref()?.find(line).map(|found| found.start())
}

/// The first so many bytes, or a little less where that would be inside of a character.
pub(super) fn start_of(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Whether a text begins as data of a page do, an object, a list or what a script sets: what is written in it may be prose.
pub(super) fn opens_data(text: &str) -> bool {
    let inner = text.trim_start_matches(['[', '{', '(', ' ']);
    let is_list = inner.len() < text.len() && inner.starts_with(['"', '\'', '}', ']']);
    is_list || ["window", "self", "globalThis"].iter().any(|object| inner.starts_with(object))
}

/// Whether a text begins with the name of a host.
pub(super) fn is_host(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    name.len() < text.len()
        && name.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// More of a line than this does not tell what it opens with.
const OPENER_BYTES: usize = 2000;

/// The elements that rules of styles are for.
const TAG: &str = r"(?:a|abbr|article|aside|b|blockquote|body|button|code|d[dlt]|div|em|fieldset|fig\w+|footer|form|from|h[1-6]|header|hr|html|i|iframe|img|input|label|li|main|nav|ol|p|picture|pre|section|select|small|span|strong|su[bp]|svg|table|t[drh]|tbody|textarea|thead|to|ul|video|\d+%|rect|path|circle|g|use|caption|details|summary|dialog|time|u|[a-z]+(?:-[a-z\d]+)+)";
/// What a rule of a style is for: elements, classes, names and attributes, and no other words.
const SELECTOR: &str = r"(?:TAG\b|[.\#:*\[&>])[^\s{}<;!?]*(?:[\s,>+~]+(?:TAG\b|[.\#:*\[&])[^\s{}<;!?]*)*[\s,]*";

/// A pattern in which [`SELECTOR`] and [`TAG`] stand by name. Letters, digits and blanks are those of ASCII: what code is made of is, and tables
/// of all of Unicode take three times as long to build. Words end as those of Unicode do: `bâtiment` does not begin with the element `b`.
pub(super) fn pattern(text: &str) -> Option<Regex> {
    const OF_ASCII: [(&str, &str); 3] = [(r"\w", "[0-9A-Za-z_]"), (r"\d", "[0-9]"), (r"\s", r"[\t\n\x0B\x0C\r\x20]")];
    let whole = text.replace("SELECTOR", SELECTOR).replace("TAG", TAG);
    Regex::new(&OF_ASCII.iter().fold(whole, |pattern, (of_all, of_ascii)| pattern.replace(of_all, of_ascii))).ok()
}

/// The same with words that end as those of ASCII do, for patterns in which each end stands behind a letter of ASCII. There it matches all that
/// the other does, and more (`bâtiment`), but in text with letters beyond ASCII it need not fall back on a slow way of matching. Asked first it
/// spares whole pages nearly 4 % of their instructions.
fn quick_pattern(text: &str) -> Option<Regex> {
    pattern(&text.replace("SELECTOR", SELECTOR).replace("TAG", TAG).replace(r"\b", r"(?-u:\b)"))
}

/// What no sentence begins with, whatever follows.
const SURE_OPENERS: &str = r#"(?x)^(?:
    [\[\s]*\{\s*"[^"]{1,100}"\s*:
    | (?:var|let|const)\s+[\w$]+\s*=
    | (?:window|document|self|globalThis|[\w$]+(?:\.[\w$]+)+)(?:\[[^\]]{1,80}\]|\.[\w$]+)*\s*=\s*[\[{"'(\w]
    | [\w$.]+\(\[?\{["'\w] | \(?[\w$]+(?:\.[\w$]+)+(?:=[\w$.|\[\]]+\)\.push)?\(\[\d
    )"#;

/// What opens code wherever it stands.
const INSIDE_OPENERS: &str = r#"(?x)
    [\[\s]*\{\s*"[^"]{1,100}"\s*:
    | (?:var|let|const)\s+[\w$]+\s*=\s*[\[{"'(\w]
    | \(?(?:window|document|self|globalThis)(?:\.[\w$]+|\["[^"]{1,80}"\])+\s*(?:=[^=]|\()
    | [!;(]*function\s*[\w$]*\([\w$,\s]*\)\s*\{ | [!;]?\(\([\w$,\s]*\)\s*=>
    | [.\#][a-zA-Z_][\w-]*(?:[\s,>+~]*[.\#:\[>*][\w\-\]="'()]*|[\s,>+~]+TAG\b)*\s*\{\s*[\w-]+\s*: | @media[^{}]{1,200}\{
    "#;

/// Statements of JavaScript, rules of CSS, objects of JSON, comments.
const OTHER_OPENERS: &str = r#"(?x)^(?:
    (?:var|let|const)\s+[\w$\[{]
    | (?:async\s+)?function\b\s*[\w$]*\s*\(
    | [!;+~(-]+\s*(?:async\s*)?(?:function\b|\([\w$,\s{}]*\)\s*=>|[\w$]+\s*=>)
    | ["']use\ strict["']
    | (?:if|for|while|switch|catch)\s*\( | try\s*\{ | (?:return|typeof|new|throw)\b.*[;({]
    | \$\( | [\w$]+(?:\??\.[\w$]+|\[[^\]]{1,80}\])*(?:\(|\s*(?:\+?=[^=]|\|\||&&)).*[;{(\[,)}|&]
    | \{\s*["'\w$]+\s*: | \[\s*[\[{"'\d] | [\[{(]+\s*$ | ["'][^"']{1,80}["']\s*:\s*["'\[{\dtfn-]
    | /\*|//|<!--|<!\[CDATA\[|-->|\]\]>
    | SELECTOR\{\s*(?:$|[\w.\#&@:*/-])
    | [.\#][\w-]+[^{}<>;]*,$
    | @(?:import|charset|media|font-face|(?:-\w+-)?keyframes|supports)\b
    | (?:%[0-9A-F]{2}[\w.-]*){6}
    )"#;

/// Whether code goes on with a text: operators, members, calls, statements, rules of a style. Else it is what stands behind the code.
pub(super) fn goes_on(text: &str) -> bool {
    static GOES_ON: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(CODE_GOES_ON));
    GOES_ON.as_ref().is_some_and(|goes_on| goes_on.is_match(start_of(text, OPENER_BYTES)))
}

/// What code goes on with where its brackets are closed.
const CODE_GOES_ON: &str = r#"(?x)^(?:
    [;,)\]}`\\] | /[/*] | <!-- | --> | <!\[CDATA | \]\]> | ["']use\ strict["']
    | \.[\w$-]+\s*(?:[(=\[;.,{:>+)]|[.\#\w][^{}.!?]{0,80}\{)
    | \((?:function\b|async\b|\(|[\w$,\s.]*\)\s*(?:=>|[;,)(]|$)|[\w$]+[,.(\[]|["'{\[!])
    | \[[^\]]{0,60}\]\s*[=(\[.;,{)>:] | \[\s*["'\[{\d]
    | (?:&&|\|\||\?\?|=>|[=<>?:*/%&|^!~+-]=?=?)\s*[\w$("'\[{!.-][\w$]*(?:[[:punct:]--$_]|\s*[=(\[{;?:&|]|$)
    | [A-Za-z_$][\w$]*(?:\??\.[\w$]+|\[[^\]]{1,60}\])*(?:\(|\[|;|,[\w$]|\+\+|--|\s*[+*/|&<>-]?=|\s*(?:&&|\|\|))
    | (?:var|let|const)\s+[\w$]+\s*[=,;] | (?:var|let|const)\s*[\[{] | (?:async\s+)?function\b[\s\w$*]*\(
    | (?:if|for|while|switch|catch)\s*\( | (?:do|try|finally)\s*\{ | else\s*(?:\{|if\s*\(|[\w$.]+\s*[(=\[])
    | (?:return|throw|typeof|void|delete|new|await|yield)\b[^.]{0,40}[;(){}\[] | (?:case|default)\b.{0,40}:[\w\s]*[\w$.]+[(;=]
    | (?:import|export)\s*[{*"'(] | class\s+[\w$]+[^{.]{0,60}\{
    | \{\s*(?:$|["'\w$\[}-]) | [\w-]+[^\s{}<;!?]*\{\s*[\w-]+\s*: | @(?:import|charset|media|font-face|(?:-\w+-)?keyframes|supports)\b | \d+%\s*[,{]
    | SELECTOR\{\s*(?:$|[\w-]+\s*:)
    )"#;

/// Whether a line inside of brackets is like code; `line` is trimmed.
pub(super) fn is_like_code(line: &str) -> bool {
    // What other lines end with too, ends code where it is hardly a phrase.
    let is_short = || line.split_whitespace().count() <= 2;
    line.ends_with(['{', '}', '(', '[', ']', ';', '+', '=', '|', '&', '`', '\\'])
        || ["),", "\",", "',", "\":"].iter().any(|end| line.ends_with(end))
        || (line.ends_with([')', ',', ':', '?', '"', '\'']) && is_short())
        || is_entry(line)
        || goes_on(line)
        || opens(line)
        || is_dense(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_patterns_can_be_built() {
        for text in [SURE_OPENERS, INSIDE_OPENERS, OTHER_OPENERS, CODE_GOES_ON] {
            assert!(pattern(text).is_some(), "{text}");
        }
    }

    #[test]
    fn the_quick_pattern_matches_all_that_the_other_does() {
        let lines = [
            "function é() {",
            "return é;(",
            "b é {",
            "b{color:red}",
            "bâtiment {",
            "div.é > b, a{",
            ".x é b{ a:",
            "@media é {",
            "The end.",
            "Über uns",
            "catch (é) {",
            "async function(",
            ".a b{c:",
            "#é b {c: d}",
            "«b» { x",
        ];
        for text in [INSIDE_OPENERS, OTHER_OPENERS] {
            let (exact, quick) = (pattern(text).unwrap(), quick_pattern(text).unwrap());
            for line in lines {
                assert!(quick.is_match(line) || !exact.is_match(line), "{line}");
            }
            assert!(lines.iter().any(|line| exact.is_match(line)));
        }
    }
}
