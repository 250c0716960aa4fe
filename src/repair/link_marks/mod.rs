//! Link marks: the addresses and numbers that a dump writes beside the words of its links go; the words stay.
//!
//! Three ways of writing them: Markdown ([`markdown`]: `[the bridge](https://…)`), the address in brackets behind the words
//! ([`bracketed`]: `the bridge [https://…]`, `the bridge<https://…>`), and the numbers of text browsers before them, whose addresses
//! stand in a list at the end ([`numbered`]: `the [12]bridge`). They are markup, as tags are: what judges a line
//! should see its words alone.
//!
//! What is written as code stays, and so does an address that is itself the text.
//!
//! Wrapped text was wrapped with its marks, so its lines are joined before these are gone: afterwards their widths tell nothing.
//!
//! **Known gaps**: addresses in round brackets behind the words (they may be the author's own); BBCode; an article about
//! Markdown that shows a link outside of code.

mod bracketed;
mod markdown;
mod numbered;

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

/// Takes all marks of a text, once.
fn take_all(chars: &str, out: &mut Edits) {
    let mut marks = Vec::new();
    markdown::find(chars, &mut marks);
    bracketed::find(chars, &mut marks);
    numbered::find(chars, &mut marks);
    if marks.is_empty() {
        return;
    }
    let joints = plain::wraps(chars).into_iter().map(|at| (at, true));
    let mut edits: Vec<_> = marks.into_iter().map(|mark| (mark, false)).chain(joints).collect();
    // A mark may reach over a joint.
    edits.sort_unstable_by_key(|(at, _)| (at.start, Reverse(at.end)));
    for (index, (at, is_joint)) in edits.iter().enumerate() {
        let joint = if *is_joint && !is_tight(chars, &edits, index) { " " } else { "" };
        out.replace(at.clone(), joint);
    }
}

/// Whether a line goes on without a blank at a joint, the marks right beside it left out.
fn is_tight(chars: &str, edits: &[(Range<usize>, bool)], joint: usize) -> bool {
    let (mut before, mut after) = (edits[joint].0.start, edits[joint].0.end);
    for (mark, _) in edits[..joint].iter().rev().take_while(|(_, is_joint)| !is_joint) {
        if mark.end != before {
            break;
        }
        before = mark.start;
    }
    for (mark, _) in edits[joint + 1..].iter().take_while(|(_, is_joint)| !is_joint) {
        if mark.start != after {
            break;
        }
        after = mark.end;
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
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
