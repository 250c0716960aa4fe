//! Control characters: what is invisible and carries nothing goes.
//!
//! C0 and C1 controls, zero-width spaces, word joiners, byte order marks inside the text and
//! soft hyphens go everywhere. Joiners stay where a script or an emoji needs them. Marks of
//! direction stay where they are paired, or stand at the edge of a word, in a line that is
//! written from right to left.
//!
//! **Known gaps**: a soft hyphen at the end of a line was a visible hyphen and goes all the
//! same; a joiner beside an Arabic or Indic letter stays even where it does nothing; tags
//! of flags and variation selectors stay everywhere.

use crate::edits::Edits;
use crate::scan;
use crate::stage::Rewrite;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use unicode_script::{Script, UnicodeScript};

/// Settings: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ControlsConfig {}

/// Takes control characters out.
#[derive(Debug, Clone, Default)]
pub struct Controls {}

impl Controls {
    /// The stage with these settings.
    #[must_use]
    pub fn new(_config: ControlsConfig) -> Self {
        Controls {}
    }
}

impl Rewrite for Controls {
    fn name(&self) -> &'static str {
        "controls"
    }

    fn run(&self, text: &Text, out: &mut Edits) {
        let chars = text.as_str();
        let mut line = Line::default();
        for at in scan::pairs(chars.as_bytes(), may_be_control) {
            let Some(c) = scan::char_at(chars, at) else { continue };
            let goes = match class(c) {
                Class::Visible => false,
                Class::Nothing => true,
                Class::Joiner => !joins(chars, at, c),
                Class::Direction => !line.keeps(chars, at),
            };
            if goes {
                out.delete(at..at + c.len_utf8());
            }
        }
    }
}

fn may_be_control(a: u8, b: u8) -> bool {
    ((a < 0x20) & (a != 9) & (a != 10))
        | (a == 0x7f)
        | ((a == 0xc2) & ((b <= 0x9f) | (b == 0xad)))
        | ((a == 0xe2) & ((b == 0x80) | (b == 0x81)))
        | ((a == 0xef) & ((b == 0xbb) | (b == 0xbf)))
        | ((a == 0xd8) & (b == 0x9c))
}

enum Class {
    /// Nothing for this stage.
    Visible,
    /// Invisible, and means nothing in plain text.
    Nothing,
    /// Zero-width joiner or non-joiner.
    Joiner,
    /// Says in which direction to write.
    Direction,
}

fn class(c: char) -> Class {
    match c {
        '\t' | '\n' => Class::Visible,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => Class::Nothing,
        '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' => Class::Nothing,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Class::Nothing,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Class::Direction,
        _ => Class::Visible,
    }
}

/// Whether the joiner at `at` does something: between letters that can join, or inside an
/// emoji. The second of two joiners does nothing.
fn joins(chars: &str, at: usize, joiner: char) -> bool {
    // Other characters that go are looked through, so that a second run finds nothing new.
    let seen = |c: &char| !matches!(class(*c), Class::Nothing | Class::Direction);
    let before = chars.get(..at).and_then(|before| before.chars().rev().find(seen));
    let after = chars.get(at + joiner.len_utf8()..).and_then(|after| after.chars().find(seen));
    if before.is_some_and(|c| matches!(class(c), Class::Joiner)) {
        return false;
    }
    let emoji = joiner == '\u{200d}' && before.is_some_and(ends_emoji) && after.is_some_and(is_pictograph);
    emoji || before.is_some_and(is_joining) || after.is_some_and(is_joining)
}

/// Scripts whose letters change shape beside a joiner.
fn is_joining(c: char) -> bool {
    use Script as S;
    let scripts = [
        S::Arabic,
        S::Syriac,
        S::Nko,
        S::Mongolian,
        S::Devanagari,
        S::Bengali,
        S::Gurmukhi,
        S::Gujarati,
        S::Oriya,
        S::Tamil,
        S::Telugu,
        S::Kannada,
        S::Malayalam,
        S::Sinhala,
        S::Khmer,
        S::Myanmar,
    ];
    c > '\u{5ff}' && scripts.contains(&c.script())
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A pictograph, its variation selector or its skin colour.
fn ends_emoji(c: char) -> bool {
    is_pictograph(c) || c == '\u{fe0f}'
}

/// The marks of direction in the line that is being looked at.
#[derive(Default)]
struct Line {
    end: usize,
    /// Those that stay, in order.
    kept: Vec<usize>,
}

/// A mark of direction and the visible characters around it.
struct Mark {
    at: usize,
    mark: char,
    before: Option<char>,
    after: Option<char>,
    /// How many visible characters of the line stand before it.
    visible: usize,
}

impl Mark {
    fn inside_word(&self) -> bool {
        self.before.zip(self.after).is_some_and(|(before, after)| before.is_alphanumeric() && after.is_alphanumeric())
    }

    /// Between two letters of one direction it says nothing.
    fn between_alike(&self) -> bool {
        self.before.zip(self.after).is_some_and(|(before, after)| {
            before.is_alphabetic() && after.is_alphabetic() && is_right_to_left(before) == is_right_to_left(after)
        })
    }
}

impl Line {
    fn keeps(&mut self, chars: &str, at: usize) -> bool {
        if at >= self.end {
            let start = chars.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
            let rest = chars.get(at..).unwrap_or_default();
            self.end = at + rest.find('\n').unwrap_or(rest.len());
            self.kept = kept_marks(chars.get(start..self.end).unwrap_or_default(), start);
        }
        self.kept.binary_search(&at).is_ok()
    }
}

/// The offsets of the marks that stay, in order: none in a line from left to right.
fn kept_marks(line: &str, offset: usize) -> Vec<usize> {
    if !line.chars().any(is_right_to_left) {
        return Vec::new();
    }
    let marks = marks_of(line);
    let mut open: Vec<&Mark> = Vec::new();
    let mut kept = Vec::new();
    for mark in &marks {
        match mark.mark {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => open.push(mark),
            '\u{202c}' | '\u{2069}' => {
                let isolate = mark.mark == '\u{2069}';
                if let Some(opener) = open.pop()
                    && (opener.mark >= '\u{2066}') == isolate
                    && opener.visible < mark.visible
                    && !opener.inside_word()
                    && !mark.inside_word()
                {
                    kept.extend([opener.at + offset, mark.at + offset]);
                }
            }
            _ if mark.between_alike() => {}
            _ => kept.push(mark.at + offset),
        }
    }
    kept.sort_unstable();
    kept
}

fn marks_of(line: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut waiting = 0;
    let (mut before, mut visible) = (None, 0);
    for (at, c) in line.char_indices() {
        match class(c) {
            Class::Direction => marks.push(Mark { at, mark: c, before, after: None, visible }),
            Class::Visible => {
                for mark in &mut marks[waiting..] {
                    mark.after = Some(c);
                }
                waiting = marks.len();
                before = Some(c);
                visible += 1;
            }
            Class::Nothing | Class::Joiner => {}
        }
    }
    marks
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        Controls::default().apply(&Text::from(text)).into_string()
    }

    #[test]
    fn what_carries_nothing_goes() {
        assert_eq!(clean("Un\u{ad}ter\u{200b}neh\u{feff}men\u{0}\u{1b}\u{7f}\u{81}"), "Unternehmen");
        assert_eq!(clean("ฝน\u{200b}ตก\u{2060} Անձ\u{ad}րև \u{200e}Дождь\u{202c}"), "ฝนตก Անձրև Дождь");
        assert_eq!(clean("lu\u{2066}t k\u{2069}hông a\u{200d}b"), "lut không ab");
        assert_eq!(clean("אב\u{200f}ג \u{202b}לא נסגר"), "אבג לא נסגר");
    }

    #[test]
    fn what_carries_something_stays() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈",
            "גשם (\u{200e}C++\u{200e}) ירד",
            "אמר \u{2066}Rain, 3\u{2069} ימים",
            "雨。\t«Дождь» — café…",
        ] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn twice_is_once() {
        for text in [
            "a\u{200d}\u{200c}\u{200d}ش\u{200c}\u{200b}\u{200d}",
            "א\u{2066}\u{2067}b\u{2069}\u{2069} \u{202a}\u{202c}",
        ] {
            assert_eq!(clean(&clean(text)), clean(text), "{text:?}");
        }
    }
}
