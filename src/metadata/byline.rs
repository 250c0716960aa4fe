//! Names in a line that a reader sees, with a label before and a date behind them.

use super::dates::month;
use super::names::{holds, plain, split, without_label};

/// The names in a line that a reader sees: as [`split`], but what follows the names (a date, how
/// long it takes to read) is cut off, and each has two to four words that begin in upper case, or
/// is in a script without.
pub(crate) fn names(line: &str) -> Vec<String> {
    let line = plain(line);
    let line = without_label(&line);
    let line = before_date(line);
    let is_after = |word: &str| {
        let bare: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        holds(AFTER, &bare)
    };
    let words: Vec<&str> = line.split(' ').take_while(|word| !is_after(word)).collect();
    let mut names = split(&words.join(" "));
    names.retain(|name| looks_like_person(name));
    names
}

/// The part of a line before its first digit, and before the month in front of that.
fn before_date(line: &str) -> &str {
    let Some(digits) = line.find(|c: char| c.is_ascii_digit()) else { return line };
    let before = line[..digits].trim_end();
    let (names, last) = before.rsplit_once(' ').unwrap_or(("", before));
    if month(last.trim_end_matches('.')).is_some() { names } else { before }
}

/// What follows a name in a byline, lower case.
const AFTER: &str = include_str!("words/after_names.txt");

/// Words of labels that no name has in it, lower case.
const NO_NAMES: &str = include_str!("words/no_names.txt");

/// Two to four words in upper case but for particles, and none of a label.
fn looks_like_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_cased = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let is_capital = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = words.iter().filter(is_capital).count();
    let is_alphabetic = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '‐'));
    if words.iter().any(|word| holds(NO_NAMES, &word.to_lowercase())) {
        return false;
    }
    if !is_cased {
        return name.chars().any(char::is_alphabetic);
    }
    (2..=4).contains(&words.len())
        && is_alphabetic
        && capitals >= 2
        && words.len() - capitals <= 2
        && words.first().is_some_and(|word| is_capital(&word))
        && words.last().is_some_and(|word| is_capital(&word))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn what_follows_the_names_is_cut_off() {
        assert_eq!(names("By Ann Lee Updated on May 3"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee and Jo Park 3 May 2024"), ["Ann Lee", "Jo Park"]);
        assert_eq!(names("Luke Kim Dec. 17, 2024"), ["Luke Kim"]);
        assert_eq!(names("Von Jan Lehmann"), ["Jan Lehmann"]);
        assert_eq!(names("Von Anna van der Berg"), ["Anna van der Berg"]);
        assert_eq!(names("山田太郎"), ["山田太郎"]);
    }

    #[test]
    fn labels_are_no_people() {
        for line in ["Posted in News", "By Staff Writer", "Read more", "by the sea", "Ann", "Sign In", "Sun Dec 5"] {
            assert_eq!(names(line), [] as [&str; 0], "{line}");
        }
    }
}
