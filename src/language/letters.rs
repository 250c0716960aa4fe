//! Letters by script, and how likely one is after another in each language.
//!
//! The data is `letters.bin`, made by `train/language/letters.py`, which says where the
//! counts are from and how the file is laid out.

use super::reader::Reader;
use std::sync::LazyLock;

static DATA: &[u8] = include_bytes!("letters.bin");

/// What is known of all letters.
pub(super) static LETTERS: LazyLock<Letters> = LazyLock::new(|| Letters::read(DATA).unwrap_or_default());

/// What stands in the data where a language never has a pair, and what that costs: 16 bits.
const NEVER: u8 = 255;
const NEVER_COST: u8 = 128;

/// A letter in its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// The place of its group in [`Letters::groups`].
    pub(super) group: u8,
    /// Its number in the group, from 1.
    pub(super) index: u16,
    pub(super) is_upper: bool,
}

/// All groups of languages, and the way from a character to its letter.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) groups: Vec<Group>,
    /// A packed [`Letter`] for each character below 10000 (hex); zero for none.
    table: Vec<u32>,
}

/// Languages that share a script.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// ISO 639-3.
    pub(super) languages: Vec<String>,
    letters: usize,
    /// Whether every sign stands for itself, as in Chinese: then there are no pairs.
    pub(super) is_signs: bool,
    /// The row of each pair of letters, from 1; zero for none.
    rows: Vec<u16>,
    /// A row of costs for each pair, in eighths of a bit, one a language.
    costs: Vec<u8>,
}

impl Group {
    /// What the letter `after` costs behind `before` (0: the edge of a word), in each
    /// language; nothing where no language has the pair.
    pub(super) fn costs(&self, before: u16, after: u16) -> Option<&[u8]> {
        let at = usize::from(before) * (self.letters + 1) + usize::from(after);
        let row = usize::from(*self.rows.get(if self.is_signs { usize::from(after) } else { at })?);
        let width = self.languages.len();
        self.costs.get(row.checked_sub(1)? * width..row * width)
    }
}

const UPPER: u32 = 1 << 31;

impl Letters {
    /// The letter that a character is, small or capital.
    pub(super) fn of(&self, c: char) -> Option<Letter> {
        let packed = *self.table.get(c as usize)?;
        (packed != 0).then_some(Letter {
            group: (packed >> 16) as u8,
            index: packed as u16,
            is_upper: packed & UPPER != 0,
        })
    }

    fn read(data: &[u8]) -> Option<Self> {
        let mut data = Reader(data.strip_prefix(b"FCL1")?);
        let mut letters = Letters { groups: Vec::new(), table: vec![0; 0x1_0000] };
        for group in 0..data.byte()? {
            let group = letters.read_group(group, &mut data)?;
            letters.groups.push(group);
        }
        Some(letters)
    }

    fn read_group(&mut self, number: u8, data: &mut Reader<'_>) -> Option<Group> {
        // Its name is for people.
        data.name()?;
        let languages = data.languages()?;
        let width = languages.len();
        let count = data.short()?;
        for index in 1..=count {
            self.enter(char::from_u32(data.long()?)?, u32::from(number) << 16 | u32::from(index));
        }
        let mut group = Group { languages, letters: count.into(), ..Group::default() };
        let row_count = data.long()?;
        group.rows = vec![0; (group.letters + 1).pow(2).min(1 << 20)];
        group.is_signs = group.letters >= 1 << 10 || row_count == u32::from(count);
        for row in 1..=u16::try_from(row_count).ok()? {
            let (before, after) = (data.short()?, data.short()?);
            let at = usize::from(before) * (group.letters + 1) + usize::from(after);
            *group.rows.get_mut(if group.is_signs { usize::from(after) } else { at })? = row;
            let costs = data.take(width)?.iter();
            group.costs.extend(costs.map(|cost| if *cost == NEVER { NEVER_COST } else { *cost }));
        }
        Some(group)
    }

    /// Enters a letter and its capital.
    fn enter(&mut self, letter: char, packed: u32) {
        for capital in capitals(letter).into_iter().flatten() {
            if let Some(entry) = self.table.get_mut(capital as usize) {
                *entry = packed | UPPER;
            }
        }
        if let Some(entry) = self.table.get_mut(letter as usize) {
            *entry = packed;
        }
    }
}

/// The capitals of a letter. That of the Turkish ı belongs to the i of everybody else, who
/// gets the dotted İ as well.
pub(super) fn capitals(letter: char) -> [Option<char>; 2] {
    let returns = |capital: char| capital != letter && capital.to_lowercase().eq([letter]);
    let mut forms = letter.to_uppercase();
    let capital = match (forms.next(), forms.next()) {
        (Some(capital), None) if returns(capital) => Some(capital),
        _ => None,
    };
    [capital, (letter == 'i').then_some('İ')]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        let letters = Letters::read(DATA).expect("the data can be read");
        let languages: usize = letters.groups.iter().map(|group| group.languages.len()).sum();
        assert_eq!(languages, 75);
        assert_eq!(Letters::read(&DATA[..DATA.len() - 1]).map(|letters| letters.groups.len()), None);
    }

    #[test]
    fn capitals_are_the_same_letters() {
        for (small, capital) in [('é', 'É'), ('ж', 'Ж'), ('ω', 'Ω'), ('ա', 'Ա'), ('i', 'I')] {
            let (small, capital) = (LETTERS.of(small).unwrap(), LETTERS.of(capital).unwrap());
            assert_eq!((small.group, small.index), (capital.group, capital.index));
            assert!(capital.is_upper && !small.is_upper);
        }
        assert_eq!(LETTERS.of('3'), None);
    }
}
