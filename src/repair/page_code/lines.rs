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
const SENTENCE_WORDS: usize = 8;

/// Whether a line is running text.
pub(super) fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // Words in quotation marks may be a list of strings.
        !bare.is_empty()
            && !word.starts_with(['"', '\''])
            && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    });
    let unspaced = || line.chars().filter(|c| crate::segment::joint::is_unspaced(*c)).count() >= 3 * SENTENCE_WORDS;
    (words.take(SENTENCE_WORDS).count() == SENTENCE_WORDS || unspaced()) && !has_code_signs(line)
}

/// Brackets, assignments and semicolons as sentences have none.
fn has_code_signs(line: &str) -> bool {
    let signs = line.bytes().filter(|byte| b"{};=[]<>\\$|".contains(byte)).count();
    signs * 50 > line.len()
}

/// Whether a line opens a statement, a rule of a style, an object or a comment; `line` is trimmed.
pub(super) fn opens(line: &str) -> bool {
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(OTHER_OPENERS).ok());
    let start = start_of(line, OPENER_BYTES);
    opens_surely(line) || (!is_prose(start) && OTHER.as_ref().is_some_and(|openers| openers.is_match(start)))
}

/// Whether a text begins as no sentence does: what is written in the code may be prose.
pub(super) fn opens_surely(text: &str) -> bool {
    static SURE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SURE_OPENERS).ok());
    SURE.as_ref().is_some_and(|openers| openers.is_match(start_of(text, OPENER_BYTES)))
}

/// Where code is opened behind the words of a line: `Terms of use{"props":`.
pub(super) fn opening_inside(line: &str) -> Option<usize> {
    static INSIDE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(INSIDE_OPENERS).ok());
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

/// More of a line than this does not tell what it opens with.
const OPENER_BYTES: usize = 400;

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
    | [.\#][a-zA-Z_][\w-]*[^{}<>;"]{0,100}\{\s*[\w-]+\s*: | @media[^{}]{1,200}\{
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
    | (?:[.\#:*\[&>]|(?:a|abbr|article|aside|b|blockquote|body|button|code|d[dlt]|div|em|fieldset|fig\w+|footer|form|h[1-6]|header|html|i|iframe
        |img|input|label|li|main|nav|ol|p|picture|pre|section|select|small|span|strong|sub|sup|svg|table|t[drh]|tbody|textarea|thead|ul|video
        |from|to|\d+%)[\s.\#:,>+~{\[])[^{}<;="]{0,300}\{\s*(?:$|[\w.\#&@:*/-])
    | [.\#][\w-]+[^{}<>;]*,$
    | @(?:import|charset|media|font-face|(?:-\w+-)?keyframes|supports)\b
    | (?:%[0-9A-F]{2}[\w.-]*){6}
    )"#;

/// Whether a line can only stand inside of code or at its end; `line` is trimmed.
pub(super) fn goes_on(line: &str) -> bool {
    matches!(line.as_bytes(), [b'}' | b')' | b']' | b'{' | b';' | b'.' | b'|' | b'&' | b'?' | b':' | b'+', ..])
        || line.starts_with("else")
        || opens(line)
}

/// Whether a line ends as lines of code do; `line` is trimmed.
pub(super) fn is_like_code(line: &str) -> bool {
    line.ends_with(['{', '}', '(', ')', '[', ']', ';', ',', ':', '+', '=', '|', '&', '?', '"', '\'', '`', '\\'])
        || goes_on(line)
        || is_dense(line)
}
