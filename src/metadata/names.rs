//! Names of authors: taken apart, made plain, refused where they are none.
//!
//! **Known gaps**: a post held by the author (`Ann Lee, Reporter`) is left out only where the
//! words of it are known; names joined by words of other languages than those listed stay
//! together.

/// A longer name is a sentence, in characters and in words.
const MAX_CHARS: usize = 60;

const MAX_WORDS: usize = 7;

/// A longer text holds no names, in bytes.
const MAX_BYTES: usize = 1000;

/// At most so many authors.
pub(crate) const MAX_NAMES: usize = 32;

/// What stands in front of names: the words for "by" and "author" in metadata, lower case.
const LABELS: &str = include_str!("words/labels.txt");

/// What stands between two names.
const JOINTS: [&str; 11] = [" and ", " und ", " et ", " y ", " e ", " и ", " og ", " och ", " en ", " & ", " with "];

/// Entries of author fields that name nobody, lower case.
const NOBODY: &str = include_str!("words/nobody.txt");

/// Beginnings of what is a link rather than a name, lower case.
const LINKS: [&str; 6] = ["read more", "view all", "see all", "more from", "about ", "posts by"];

/// Words for "reporter" that stand behind a name without a comma.
const SUFFIXES: [&str; 4] = [" 기자", " 특파원", "記者", "记者"];

/// Degrees and posts behind a comma that are no second author, lower case and without dots.
const POSTS: &str = include_str!("words/posts.txt");

/// The names in a field for authors, in its order and each once: labels, degrees, addresses,
/// handles and what names nobody (`admin`) are left out.
///
/// ```
/// use faircopy::metadata::names::split;
/// assert_eq!(split("By Ann Lee and Jo Park"), ["Ann Lee", "Jo Park"]);
/// assert_eq!(split("admin"), [] as [&str; 0]);
/// ```
#[must_use]
pub fn split(field: &str) -> Vec<String> {
    let mut names = Vec::new();
    if field.len() <= MAX_BYTES {
        for name in pieces(without_label(&plain(field))) {
            push(&mut names, name);
        }
    }
    names
}

/// Adds a name that is not there yet.
pub(super) fn push(names: &mut Vec<String>, name: String) {
    if names.len() < MAX_NAMES && !names.iter().any(|known| fold(known) == fold(&name)) {
        names.push(name);
    }
}

/// Letters and digits in lower case: what makes two names the same.
pub(crate) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// White space made plain; addresses, and what stands in brackets (an address, a medium), left out.
pub(super) fn plain(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut depth = 0_usize;
    for c in field.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' if depth > 0 => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let is_address = |word: &&str| ["://", "www.", "@"].iter().any(|sign| word.contains(sign));
    out.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

/// The text behind a label in front of it, also of two in a row.
pub(super) fn without_label(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..2 {
        let found = LABELS.lines().filter_map(|label| {
            let head = rest.get(..label.len()).filter(|head| head.to_lowercase() == *label)?;
            let after = &rest[head.len()..];
            (label.ends_with(':') || after.starts_with([' ', ':'])).then_some(after)
        });
        // The longest label: `by:` before `by`.
        let Some(after) = found.min_by_key(|after| after.len()) else { break };
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    }
    rest
}

fn pieces(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text
        .split([';', '|', '/', '•', '·', '、', '،', '，', '\n'])
        .flat_map(|part| part.split(','))
        .flat_map(split_at_joints)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // `Lee, Ann`: two single words are the parts of one name, the last first.
    if let [family, given] = parts.as_slice()
        && text.contains(',')
        && is_word(family)
        && is_given(given)
    {
        return [format!("{given} {family}")].into_iter().filter(|name| is_name(name)).collect();
    }
    parts.into_iter().filter_map(name).collect()
}

/// A single word with capitals and small letters, as both parts of a name are.
fn is_word(part: &str) -> bool {
    !part.contains(' ') && part.chars().any(char::is_lowercase) && part.chars().next().is_some_and(char::is_uppercase)
}

/// A single word, perhaps with an initial behind it.
fn is_given(part: &str) -> bool {
    let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
    is_word(first) && rest.chars().filter(|c| c.is_alphabetic()).count() <= 1
}

fn split_at_joints(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for joint in JOINTS {
        parts = parts.into_iter().flat_map(|part| part.split(joint)).collect();
    }
    parts
}

/// One name, if it is one.
fn name(part: &str) -> Option<String> {
    // What stands behind a dash is the medium or a post.
    let part = [" - ", " – ", " — "].iter().find_map(|dash| part.split_once(dash)).map_or(part, |(name, _)| name);
    let part = without_label(part);
    let part = SUFFIXES.iter().find_map(|suffix| part.strip_suffix(suffix)).unwrap_or(part);
    let part = part.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '*' | '"' | '“' | '”' | '.' | '\u{200b}')
    });
    is_name(part).then(|| part.to_owned())
}

/// Whether a list, a line each, has a word.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.lines().any(|line| line == word)
}

/// Whether a text can be the name of somebody.
pub(super) fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare: String = lower.chars().filter(|c| *c != '.').collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && text.chars().count() <= MAX_CHARS
        && text.split(' ').count() <= MAX_WORDS
        && !holds(NOBODY, &lower)
        && !holds(POSTS, &bare)
        && !LINKS.iter().any(|link| lower.starts_with(link))
        && !text.contains(['@', ':', '{', '}', '=', '\\', '_', '#', '%', '!', '?'])
        && !["http", "www.", "://"].iter().any(|sign| lower.contains(sign))
        && !is_domain(&lower)
        && text.chars().filter(char::is_ascii_digit).count() <= 4
}

/// Whether a name is one that somebody has on a site only: one word of Latin letters in lower
/// case, with a capital inside, or with digits.
#[cfg(feature = "html")]
pub(super) fn is_handle(name: &str) -> bool {
    let inner_capital = name.chars().zip(name.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    !name.contains(' ')
        && name.is_ascii()
        && (name.starts_with(|c: char| c.is_ascii_lowercase())
            || inner_capital
            || name.contains(|c: char| c.is_ascii_digit() || c == '.'))
}

/// `herald.example`: one word with a dot inside, before letters.
pub(super) fn is_domain(lower: &str) -> bool {
    !lower.contains(' ')
        && lower.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() >= 3 && (2..=8).contains(&end.len()) && end.chars().all(char::is_alphabetic)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(field: &str) -> String {
        split(field).join("|")
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(names("Ann Lee"), "Ann Lee");
        assert_eq!(names("By Ann Lee, Jo Park and Max van der Berg"), "Ann Lee|Jo Park|Max van der Berg");
        assert_eq!(names("Von Anna Groß und Jo Park"), "Anna Groß|Jo Park");
        assert_eq!(names("Автор: Анна Ли"), "Анна Ли");
        assert_eq!(names("Written by: By Ann Lee"), "Ann Lee");
        assert_eq!(names("Ann Lee; ANN LEE; Jo Park"), "Ann Lee|Jo Park");
        assert_eq!(names("Lee, Ann"), "Ann Lee");
        assert_eq!(names("Lee, Ann B."), "Ann B. Lee");
        assert_eq!(names("김민수 기자"), "김민수");
        assert_eq!(names("Ann Lee - The Herald"), "Ann Lee");
        assert_eq!(names("Ann Lee (Herald)"), "Ann Lee");
        assert_eq!(names("Ann Lee <ann@herald.example>"), "Ann Lee");
    }

    #[test]
    fn degrees_and_posts_are_no_authors() {
        assert_eq!(names("Ann Lee, MS, Ph.D."), "Ann Lee");
        assert_eq!(names("Ann Lee, Staff Writer"), "Ann Lee");
    }

    #[test]
    fn what_names_nobody_is_left() {
        for field in [
            "",
            "admin",
            "Admin",
            "ann@herald.example",
            "https://herald.example/ann",
            "@annlee",
            "herald.com",
            "12345",
            "-",
            "Staff",
        ] {
            assert_eq!(names(field), "", "{field}");
        }
        assert_eq!(names("This story was written by a man who has lived here for a very long time"), "");
        assert_eq!(names(&"Ann Lee, ".repeat(1000)), "");
    }

    #[cfg(feature = "html")]
    #[test]
    fn names_of_accounts_are_told() {
        assert!(is_handle("annlee") && is_handle("AnnLee") && is_handle("ann.lee.9") && is_handle("Annlee42"));
        assert!(!is_handle("Ann") && !is_handle("ann lee") && !is_handle("김민수") && !is_handle("Анна"));
    }

    #[test]
    fn names_that_look_like_labels_stay() {
        assert_eq!(names("Byron Lee"), "Byron Lee");
        assert_eq!(names("Vonda Park"), "Vonda Park");
        assert_eq!(names("Andy Strand"), "Andy Strand");
    }
}
