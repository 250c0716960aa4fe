//! Links of Markdown by a name (CommonMark: reference links): `[the bridge][1]` or `[the bridge][]`, whose addresses stand elsewhere,
//! `[1]: https://…` a line each.
//!
//! Names alone (`[the bridge]`) stay: authors put many things into brackets.

use super::{By, Change, is_absolute, markdown};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Fewer links by a name may be the author's own, who shows how such are written.
const MIN_USED: usize = 3;
/// Names are no longer, in bytes: the words of a link may be its name.
const MAX_NAME_BYTES: usize = 200;

/// A line with an address.
#[derive(Debug)]
struct Line {
    at: Range<usize>,
    is_absolute: bool,
    /// Whether it has words beside the address: a title, or a name of several.
    has_words: bool,
    is_used: bool,
}

/// The addresses that a text has by name, and the links that use them.
#[derive(Debug, Default)]
pub(super) struct References {
    lines: Vec<Line>,
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
        let (mut start, mut is_code) = (0, false);
        for line in chars.split('\n') {
            let at = start..start + line.len();
            start += line.len() + 1;
            is_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            if let Some((name, is_absolute, has_title)) = address_of(line).filter(|_| !is_code) {
                let has_words = has_title || name.contains(' ');
                // Of two with one name the first is meant.
                references.by_name.entry(name).or_insert(references.lines.len());
                references.lines.push(Line { at, is_absolute, has_words, is_used: false });
            }
        }
        references
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Where a link ends whose words, with their brackets, stand at `words`, if it is one by a name.
    pub fn behind(&mut self, chars: &str, words: Range<usize>) -> Option<usize> {
        let rest = chars[words.end..].strip_prefix('[')?;
        let name = rest.get(..rest.find(']')?)?;
        let own = &chars[words.start + 1..words.end - 1];
        let end = words.end + name.len() + 2;
        let own_line = folded(own).and_then(|own| self.by_name.get(&own)).copied();
        let line = match name {
            "" => own_line?,
            // Numbers are notes, and so are names of addresses one behind the other (`[1][2]`).
            _ if own_line.is_some() || !own.contains(char::is_alphabetic) => return None,
            _ => *self.by_name.get(&folded(name)?)?,
        };
        self.lines[line].is_used = true;
        Some(end)
    }

    /// What is to be taken, the lines with the addresses as well.
    pub fn into_changes(mut self) -> Vec<Change> {
        let used: Vec<Line> = self.lines.into_iter().filter(|line| line.is_used).collect();
        // Paths alone (`[Ann]: /laughing/`) may be anything.
        if used.iter().filter(|line| line.is_absolute).count() < MIN_USED {
            return Vec::new();
        }
        let lines =
            used.into_iter().map(|line| Change { has_words: line.has_words, ..Change::new(line.at, By::Nothing) });
        self.changes.extend(lines);
        self.changes
    }
}

/// The name of a line that gives the address of one; whether it says where it leads, and whether a title stands behind it. A line on
/// which more stands is none.
fn address_of(line: &str) -> Option<(String, bool, bool)> {
    let (name, address) = line.trim().strip_prefix('[')?.split_once("]: ")?;
    let address = address.trim();
    let (address, title) = address.split_once(' ').unwrap_or((address, ""));
    let title = title.trim();
    let is_title = [('"', '"'), ('\'', '\''), ('(', ')')].iter().any(|(open, close)| {
        title
            .strip_prefix(*open)
            .and_then(|title| title.strip_suffix(*close))
            .is_some_and(|title| !title.contains(*close))
    });
    let bare = address.trim_start_matches('<').trim_end_matches('>');
    let is_address = is_absolute(bare) || markdown::is_relative(bare);
    // A note (`[^1]`) has a name of its own kind.
    let is_link = is_address && (title.is_empty() || is_title) && !name.starts_with('^');
    is_link.then(|| Some((folded(name)?, is_absolute(bare), is_title)))?
}

/// A name as names are compared.
fn folded(name: &str) -> Option<String> {
    let is_name = name.len() <= MAX_NAME_BYTES && !name.contains(['[', ']']) && !name.trim().is_empty();
    is_name.then(|| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    const ADDRESSES: &str = "\n\n   [1]: https://a.example/bridge\n   [2]: https://a.example/news (News)\n   [3]: a.png\n  [The port]: <https://a.example/port> \"Port\"\n";

    #[test]
    fn words_of_links_by_a_name_stay() {
        let text = format!(
            "[News][2] [The port][] [the\nport][]\n\nThe [new bridge][1] opens.[4] ![A boat][3] See [1], [a], [The port] and [b][9].\n![A boat][3]\n{ADDRESSES}"
        );
        let left = "News The port the\nport\n\nThe new bridge opens.[4] See [1], [a], [The port] and [b][9].\n";
        assert_eq!(plain(&text).trim_end(), left.trim_end());
    }

    #[test]
    fn notes_and_examples_stay() {
        let notes = "\n\n[1]: https://a.example/1\n[2]: https://a.example/2\n[3]: https://a.example/3\n";
        for text in [
            format!("It opened [1] on Monday [2], the town [3] said. [x]{ADDRESSES}"),
            format!("Write [the bridge][1] and its address somewhere else.{ADDRESSES}"),
            format!("```\n[a][1] [b][2] [c][3]\n```\na[i][1] is `x[j][2]` or m[k][3]{ADDRESSES}"),
            "[1]: see [below][2]\n[2]: it is open\n[3]: nobody [knows][1] [why][3]".to_owned(),
            format!("It is old [1][2]. It sank [2][3] and rose [3][1].{notes}"),
            "It is old.[^a] It sank.[^b] It rose.[^c]\n\n[^a]: https://a.example/1\n[^b]: https://a.example/2\n[^c]: https://a.example/3\n".to_owned(),
            "[a][a] [b][b] [c][c]\n[a]: /laughing/ \"No.\"\n[b]: /shrug/\n[c]: #wall (that is the tag)\n".to_owned(),
            "See [it][a], [it][b] and [it][c].\n\n[a]: https://a.example/a (So.) It sank.\n[b]: https://a.example/b 'The wall' is old.\n[c]: https://a.example/c it sank\n".to_owned(),
        ] {
            assert_eq!(plain(&text), text);
        }
    }
}
