//! Links of Markdown by a name (CommonMark: reference links): `[the bridge][1]`, `[the bridge][]` or `[the bridge]`, whose addresses stand
//! elsewhere, `[1]: https://…` a line each.

use super::{By, Change, is_absolute, markdown};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Fewer links by a name may be the author's own, who shows how such are written.
const MIN_USED: usize = 3;
/// Names are no longer, in bytes: pandoc takes the words of the link for one.
const MAX_NAME_BYTES: usize = 200;

/// The addresses that a text has by name, and the links that use them.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The lines with the addresses, and whether one is used.
    lines: Vec<(Range<usize>, bool)>,
    /// Which line has the address of a name.
    by_name: FxHashMap<String, usize>,
    /// What is to be taken beside the words of links, if there are enough.
    pub changes: Vec<Change>,
}

impl References {
    pub fn of(chars: &str) -> Self {
        let mut references = References::default();
        if memchr::memmem::find(chars.as_bytes(), b"]: ").is_none() {
            return references;
        }
        let mut start = 0;
        for line in chars.split('\n') {
            if let Some(name) = name_of(line) {
                references.by_name.insert(name, references.lines.len());
                references.lines.push((start..start + line.len(), false));
            }
            start += line.len() + 1;
        }
        references
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Where a link ends whose words, with their brackets, stand at `words`, if it is one by a name.
    pub fn behind(&mut self, chars: &str, words: Range<usize>) -> Option<usize> {
        let rest = &chars[words.end..];
        let named = rest.strip_prefix('[').and_then(|rest| rest.get(..rest.find(']')?));
        let own = &chars[words.start + 1..words.end - 1];
        let (name, end) = match named {
            Some("") => (own, words.end + 2),
            Some(name) => (name, words.end + name.len() + 2),
            // Numbers by themselves are notes, and before a colon stands the address itself.
            None if own.contains(char::is_alphabetic) && !rest.starts_with(':') => (own, words.end),
            None => return None,
        };
        let line = *self.by_name.get(&folded(name)?)?;
        self.lines[line].1 = true;
        Some(end)
    }

    /// What is to be taken, the lines with the addresses as well.
    pub fn into_changes(mut self) -> Vec<Change> {
        let used = self.lines.into_iter().filter(|(_, is_used)| *is_used).map(|(at, _)| at);
        let lines: Vec<Change> = used.map(|at| Change::new(at, By::Nothing)).collect();
        if lines.len() < MIN_USED {
            return Vec::new();
        }
        self.changes.extend(lines);
        self.changes
    }
}

/// The name of a line that gives the address of one.
fn name_of(line: &str) -> Option<String> {
    let (name, address) = line.trim().strip_prefix('[')?.split_once("]: ")?;
    let address = address.trim();
    let (address, title) = address.split_once(' ').unwrap_or((address, ""));
    let is_title = title.is_empty() || title.trim_start().starts_with(['"', '\'', '(']);
    let bare = address.trim_start_matches('<').trim_end_matches('>');
    (is_title && (is_absolute(bare) || markdown::is_relative(bare))).then(|| folded(name))?
}

/// A name as names are compared.
fn folded(name: &str) -> Option<String> {
    let is_name = name.len() <= MAX_NAME_BYTES && !name.contains(['[', ']']) && !name.trim().is_empty();
    is_name.then(|| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    const ADDRESSES: &str = "\n\n   [1]: https://a.example/bridge\n   [2]: /news (News)\n   [3]: a.png\n  [The port]: <https://a.example/port> \"Port\"\n";

    #[test]
    fn words_of_links_by_a_name_stay() {
        let text = format!(
            "[News][2] [The port][] [the\nport]\n\nThe [new bridge][1] opens.[4] ![A boat][3] See [1], [a] and [b][9].\n![A boat][3]\n{ADDRESSES}"
        );
        let left = "News The port the\nport\n\nThe new bridge opens.[4] See [1], [a] and [b][9].\n";
        assert_eq!(plain(&text).trim_end(), left.trim_end());
    }

    #[test]
    fn notes_and_examples_stay() {
        for text in [
            format!("It opened [1] on Monday [2], the town [3] said. [x]{ADDRESSES}"),
            format!("Write [the bridge][1] and its address somewhere else.{ADDRESSES}"),
            format!("```\n[a][1] [b][2] [c][3]\n```\na[i][1] is `x[j][2]` or m[k][3]{ADDRESSES}"),
            "[1]: see [below][2]\n[2]: it is open\n[3]: nobody [knows][1] [why][3]".to_owned(),
        ] {
            assert_eq!(plain(&text), text);
        }
    }
}
