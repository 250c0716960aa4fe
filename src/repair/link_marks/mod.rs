//! Link marks: the addresses and numbers that a dump writes beside the words of its links go; the words stay.
//!
//! Four ways of writing them: Markdown (`markdown`: `[the bridge](https://…)`; `references`: `[the bridge][1]`), the address in brackets behind the words
//! (`bracketed`: `the bridge [https://…]`, `the bridge<https://…>`) or behind a blank
//! (`spaced`: `the bridge (https://…)`), and the numbers of text browsers before them, whose addresses
//! stand in a list at the end (`numbered`: `the [12]bridge`). They are markup, as tags are: what judges a line
//! should see its words alone.
//!
//! What is written as code stays, and so does an address that is itself the text.
//!
//! Wrapped text was wrapped with its marks, so its lines are joined before these are gone: afterwards their widths tell nothing.
//!
//! **Known gaps**: addresses behind a blank where a text has no menus that are a page's (they may be the author's own), and in angle brackets
//! always; links by a name without a second bracket; titles in round brackets; BBCode; an article about Markdown that shows a link outside of code, or in code that is told by its indent alone; the words of a
//! picture inside a paragraph (a formula); lines are joined even where a recipe says `unwrap = false`, if there are marks.

mod bracketed;
mod markdown;
mod numbered;
mod references;
mod spaced;

pub(crate) use markdown::behind_address;

use crate::edits::Edits;
use crate::repair::settle::settle;
use crate::segment::{joint, plain};
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::ops::Range;

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkMarksConfig {}

/// Takes what a dump writes beside the words of its links.
#[derive(Debug, Clone, Default)]
pub struct LinkMarks {}

impl LinkMarks {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: LinkMarksConfig) -> Self {
        LinkMarks {}
    }
}

impl Rewrite for LinkMarks {
    fn name(&self) -> &'static str {
        "link-marks"
    }

    /// Scripts and styles of a page are full of brackets.
    fn markup_safe(&self) -> bool {
        false
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        settle(text, out, take_all);
    }
}

/// What is taken or put into the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    at: Range<usize>,
    by: By,
    /// Whether words of the text go with the marks.
    has_words: bool,
}

/// What stands in the place of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nothing,
    /// Of a mark between two words.
    Blank,
    /// Of a break that a wrapper made: a blank, where one stood.
    Joint,
}

impl Change {
    fn new(at: Range<usize>, by: By) -> Self {
        Change { at, by, has_words: false }
    }

    /// A mark that stands at `at`. A blank before it goes with it, where a blank or a sign follows; between two words one stays.
    fn take(chars: &str, at: Range<usize>) -> Self {
        let (before, after) = (chars[..at.start].chars().next_back(), chars[at.end..].chars().next());
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !joint::is_unspaced(c));
        let ends_word = |c: Option<char>| {
            c.is_some_and(|c| !c.is_whitespace() && !joint::is_unspaced(c) && !matches!(c, '(' | '[' | '"' | '“' | '«'))
        };
        let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'));
        match before {
            Some(' ') if ends => Change::new(at.start - 1..at.end, By::Nothing),
            _ if ends_word(before) && is_word(after) => Change::new(at, By::Blank),
            _ => Change::new(at, By::Nothing),
        }
    }
}

/// Takes all marks of a text, once.
fn take_all(chars: &str, out: &mut Edits) {
    let mut changes = Vec::new();
    markdown::find(chars, &mut changes);
    bracketed::find(chars, &mut changes);
    numbered::find(chars, &mut changes);
    spaced::find(chars, &mut changes);
    if changes.is_empty() {
        return;
    }
    changes.extend(plain::wraps(chars).into_iter().map(|at| Change::new(at, By::Joint)));
    // A mark may reach over a joint.
    changes.sort_unstable_by_key(|change| (change.at.start, Reverse(change.at.end)));
    for (index, change) in changes.iter().enumerate() {
        let by = match change.by {
            By::Nothing => "",
            By::Joint if is_tight(chars, &changes, index) => "",
            By::Blank | By::Joint => " ",
        };
        match change.has_words {
            true => out.take_out(change.at.clone(), by),
            false => out.replace(change.at.clone(), by),
        }
    }
}

/// Whether a line goes on without a blank at a joint, the marks right beside it left out.
fn is_tight(chars: &str, changes: &[Change], joint: usize) -> bool {
    let Range { start: mut before, end: mut after } = changes[joint].at;
    let is_mark = |change: &&Change| change.by != By::Joint;
    for mark in changes[..joint].iter().rev().take_while(is_mark) {
        if mark.at.end != before {
            break;
        }
        before = mark.at.start;
    }
    for mark in changes[joint + 1..].iter().take_while(is_mark) {
        if mark.at.start != after {
            break;
        }
        after = mark.at.end;
    }
    joint::is_tight(&chars[..before], &chars[after..])
}

/// Longer addresses are read by nobody, but those that hold a picture.
const MAX_ADDRESS_BYTES: usize = 4096;

/// Whether a text without blanks is an address that says where it leads by itself.
fn is_absolute(text: &str) -> bool {
    const SCHEMES: [&str; 4] = ["mailto:", "tel:", "javascript:", "data:"];
    let named = |(scheme, rest): (&str, &str)| {
        !rest.is_empty() && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(is_of_scheme)
    };
    text.split_once("://").is_some_and(named)
        || SCHEMES
            .iter()
            .any(|scheme| text.get(..scheme.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(scheme)))
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn plain(text: &str) -> String {
        let once = LinkMarks::default().apply(&Text::from(text)).into_string();
        assert_eq!(LinkMarks::default().apply(&Text::from(once.as_str())).as_str(), once, "twice is once");
        once
    }

    #[test]
    fn addresses_lead_somewhere() {
        for text in ["https://island.example/a", "mailto:ann@island.example", "JavaScript:void(0)", "ftp://a"] {
            assert!(is_absolute(text), "{text}");
        }
        for text in ["", "://", "https://", "3://a", "bridge.html", "/news", "e-mail:"] {
            assert!(!is_absolute(text), "{text}");
        }
    }

    #[test]
    fn brackets_of_the_text_stay() {
        for text in [
            "He [the mayor] said (on Monday) that it [sic] was open.",
            "See note [3](below) and [4].",
            "a[i](x) = b[j](y)",
            "It is open.[1][2] Nobody knows.[3]",
            "[citation needed] […] [quote]It is open.[/quote]",
            "Write to <ann@island.example> or see <https://island.example>.",
            "https://island.example/[2021]/bridge",
            "雨が[1]降った。",
            "handlers[0]() and []() { } and [String]() and f[n](1/2) and $[x](a/b)$",
            "§ 5 [repealed](2019/12), [Alex Smith](they/them), [Müller](?), [He paused](...), [^/](/|$)",
            "公式サイト<https://a.example/ja>をご覧ください。",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
