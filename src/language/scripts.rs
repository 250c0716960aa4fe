//! Which script a text is in: the script of most of its letters.

use crate::scan;
use smallvec::SmallVec;
use std::sync::LazyLock;
use unicode_script::{Script, UnicodeScript};

/// The scripts by number, and the number of each letter below 10000 (hex); zero for what is
/// no letter or belongs to no script.
static TABLE: LazyLock<(Vec<Script>, Vec<u8>)> = LazyLock::new(|| {
    let mut scripts = vec![Script::Common];
    let numbers = (0..0x1_0000_u32).map(|point| {
        let script = char::from_u32(point).map_or(Script::Common, script_of_letter);
        let at = scripts.iter().position(|known| *known == script).unwrap_or_else(|| {
            scripts.push(script);
            scripts.len() - 1
        });
        u8::try_from(at).unwrap_or(0)
    });
    let numbers = numbers.collect();
    (scripts, numbers)
});

fn script_of_letter(c: char) -> Script {
    match c.script() {
        Script::Inherited | Script::Unknown => Script::Common,
        script if c.is_alphabetic() => script,
        _ => Script::Common,
    }
}

/// How many letters of each script a text has.
#[derive(Debug, Default)]
pub(super) struct Counts(SmallVec<[(Script, usize); 4]>);

impl Counts {
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            let letters = scan::count(text.as_bytes(), |b| (b | 0x20).wrapping_sub(b'a') < 26);
            return Counts((letters > 0).then_some((Script::Latin, letters)).into_iter().collect());
        }
        let (scripts, numbers) = &*TABLE;
        let mut counts = [0_usize; 256];
        for c in text.chars() {
            match numbers.get(c as usize) {
                Some(number) => counts[usize::from(*number)] += 1,
                // Beyond the first plane are rare Chinese signs, and scripts of few texts.
                None if c.is_alphabetic() && c.script() == Script::Han => {
                    let han = scripts.iter().position(|script| *script == Script::Han).unwrap_or(0);
                    counts[han] += 1;
                }
                None => {}
            }
        }
        let seen = scripts.iter().zip(counts).skip(1).filter(|(_, count)| *count > 0);
        Counts(seen.map(|(script, count)| (*script, count)).collect())
    }

    pub(super) fn letters(&self, script: Script) -> usize {
        self.0.iter().find(|(known, _)| *known == script).map_or(0, |(_, count)| *count)
    }

    /// The script that most of the text is in. A sign of Chinese, Japanese or Korean says as
    /// much as two or three letters.
    pub(super) fn main(&self) -> Option<Script> {
        let weight = |(script, count): &(Script, usize)| match script {
            Script::Han | Script::Hiragana | Script::Katakana => 3 * count,
            Script::Hangul => 2 * count,
            _ => *count,
        };
        let most = self.0.iter().map(weight).max()?;
        self.0.iter().find(|counted| weight(counted) == most).map(|(script, _)| *script)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide() {
        for (text, script) in [
            ("Rain fell (дождь).", Some(Script::Latin)),
            ("HTML 源代码：雨", Some(Script::Han)),
            ("12:30 — 5 %", None),
            ("ฝนตก 3 วัน", Some(Script::Thai)),
            ("𠀀𠀁 a", Some(Script::Han)),
        ] {
            assert_eq!(Counts::of(text).main(), script, "{text}");
        }
    }
}
