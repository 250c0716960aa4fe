//! Tags of HTML in flat text, as they are or with their signs escaped (`&lt;br&gt;`), once or more often.

use std::ops::Range;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Opens,
    Closes,
    Comment,
}

/// A tag or a comment.
#[derive(Debug, Clone)]
pub(crate) struct Tag<'a> {
    pub at: Range<usize>,
    /// As written; none of a comment.
    pub name: &'a str,
    pub kind: Kind,
    /// Whether it has attributes or a slash at its end, which words in brackets have not.
    pub is_dressed: bool,
    /// How often its signs were escaped.
    pub depth: usize,
}

/// Signs are escaped so often at most.
pub(crate) const MAX_DEPTH: usize = 3;
/// Values of attributes are so long at most; a quotation mark that is not closed would be sought to the end of each text.
const MAX_VALUE_BYTES: usize = 2000;
/// The attributes that may stand without a value. Other words behind a name are a sentence: `a <b holds, and c > d`.
const BARE: [&str; 17] = [
    "allowfullscreen",
    "async",
    "autoplay",
    "checked",
    "compact",
    "controls",
    "default",
    "defer",
    "disabled",
    "hidden",
    "itemscope",
    "loop",
    "multiple",
    "muted",
    "noshade",
    "nowrap",
    "selected",
];

/// A sign by itself, and the names of its entity.
struct Sign(char, [&'static str; 3]);

const LESS: Sign = Sign('<', ["lt;", "#60;", "#x3c;"]);
const GREATER: Sign = Sign('>', ["gt;", "#62;", "#x3e;"]);
const QUOTE: Sign = Sign('"', ["quot;", "#34;", "#x22;"]);
const APOSTROPHE: Sign = Sign('\'', ["apos;", "#39;", "#x27;"]);

impl Sign {
    /// The length of the sign at the start of a text, and how often it was escaped.
    fn at(&self, text: &str) -> Option<(usize, usize)> {
        if text.starts_with(self.0) {
            return Some((self.0.len_utf8(), 0));
        }
        let mut name = text.strip_prefix('&')?;
        let mut depth = 1;
        while let Some(rest) = name.strip_prefix("amp;") {
            name = rest;
            depth += 1;
        }
        let is_named = |entity: &&&str| name.get(..entity.len()).is_some_and(|name| name.eq_ignore_ascii_case(entity));
        let entity = self.1.iter().find(is_named).filter(|_| depth <= MAX_DEPTH)?;
        Some((text.len() - name.len() + entity.len(), depth))
    }
}

/// All tags of a text, in their order.
pub(crate) fn of(chars: &str) -> Vec<Tag<'_>> {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    let mut open_comments = [false; MAX_DEPTH + 1];
    for at in memchr::memchr2_iter(b'<', b'&', chars.as_bytes()) {
        if tags.last().is_some_and(|last| at < last.at.end) {
            continue;
        }
        let Some((len, depth)) = LESS.at(&chars[at..]) else { continue };
        if !chars[at + len..].starts_with("!--") {
            tags.extend(Rest { text: &chars[at + len..], depth }.tag(chars.len(), at));
        } else if !open_comments[depth] {
            let comment = comment(chars, at, len, depth);
            // What no comment behind it closes need not be sought again.
            open_comments[depth] = comment.is_none();
            tags.extend(comment);
        }
    }
    tags
}

/// The comment that begins at `at`, with a sign of so many bytes.
fn comment(chars: &str, at: usize, len: usize, depth: usize) -> Option<Tag<'_>> {
    let end = if depth == 0 { "-->".to_owned() } else { format!("--&{}gt;", "amp;".repeat(depth - 1)) };
    let start = at + len + "!--".len();
    let closes = start + memchr::memmem::find(&chars.as_bytes()[start..], end.as_bytes())?;
    Some(Tag { at: at..closes + end.len(), name: "", kind: Kind::Comment, is_dressed: true, depth })
}

/// What is left to read of a tag.
struct Rest<'a> {
    text: &'a str,
    depth: usize,
}

impl<'a> Rest<'a> {
    /// Reads the tag behind its first sign.
    fn tag(mut self, end: usize, at: usize) -> Option<Tag<'a>> {
        let closes = self.slash();
        let name = self.word()?;
        let attributes = self.attributes()?;
        let is_dressed = self.slash() || attributes;
        let len = self.end()?;
        let kind = if closes { Kind::Closes } else { Kind::Opens };
        Some(Tag { at: at..end - self.text.len() + len, name, kind, is_dressed, depth: self.depth })
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.text.split_at(len);
        self.text = rest;
        taken
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        self.take(self.text.find(|c| !wanted(c)).unwrap_or(self.text.len()))
    }

    /// Takes a slash, which JSON may have escaped.
    fn slash(&mut self) -> bool {
        let len = ["/", "\\/"].into_iter().find(|slash| self.text.starts_with(slash)).map_or(0, str::len);
        !self.take(len).is_empty()
    }

    /// The length of the sign that ends the tag, if it is next.
    fn end(&self) -> Option<usize> {
        GREATER.at(self.text).filter(|(_, depth)| *depth == self.depth).map(|(len, _)| len)
    }

    /// Takes the name of an element or an attribute.
    fn word(&mut self) -> Option<&'a str> {
        let word = self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'));
        word.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(word)
    }

    /// Takes all attributes; whether there are some. None if it is no tag.
    fn attributes(&mut self) -> Option<bool> {
        let mut any = false;
        let mut quoted = false;
        loop {
            let spaced = !self.take_while(|c| c.is_ascii_whitespace()).is_empty();
            if self.end().is_some() || self.text.starts_with(['/', '\\']) {
                return Some(any);
            }
            if !spaced && !quoted {
                return None;
            }
            let name = self.word()?;
            let value = self.text.trim_start().strip_prefix('=');
            match value {
                Some(value) => {
                    self.text = value.trim_start();
                    quoted = self.value()?;
                }
                None if BARE.iter().any(|bare| bare.eq_ignore_ascii_case(name)) => quoted = false,
                None => return None,
            }
            any = true;
        }
    }

    /// Takes the value of an attribute; whether it is in quotation marks.
    fn value(&mut self) -> Option<bool> {
        let backslash = usize::from(self.text.starts_with('\\'));
        let sign = [QUOTE, APOSTROPHE].iter().find_map(|quote| quote.at(&self.text[backslash..]));
        let Some((len, _)) = sign else {
            let depth = self.depth;
            let value = self
                .take_while(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '\'') && (depth == 0 || c != '&'));
            return (!value.is_empty()).then_some(false);
        };
        let quote = self.take(backslash + len);
        let within = &self.text.as_bytes()[..self.text.len().min(MAX_VALUE_BYTES)];
        let end = memchr::memmem::find(within, quote.as_bytes())?;
        self.take(end + quote.len());
        Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_to_their_end() {
        for tag in [
            "<br>",
            "<BR/>",
            "</p\n>",
            "<\\/p>",
            "<p class=\"a\">",
            "<font size=2 color='red'>",
            "<img src=\"a.jpg\"alt=\"a > b\" />",
            "<a href=https://a.example/?a=1&amp;b=2>",
            "<a href=\\\"x\\\">",
            "<input disabled>",
            "<o:p>",
            "<!-- <p>no</p> -->",
            "&lt;br /&gt;",
            "&lt;p class=&quot;a&quot;&gt;",
            "&amp;lt;img src=\"a\"&amp;gt;",
            "&#60;p&#62;",
            "&#x3C;/p&#x3E;",
            "&lt;!-- &lt;p&gt; --&gt;",
        ] {
            let text = format!("One {tag} > two");
            let tags = of(&text);
            assert_eq!(tags.len(), 1, "{tag}");
            assert_eq!(tags[0].at, 4..4 + tag.len(), "{tag}");
        }
    }

    #[test]
    fn no_tags() {
        for text in [
            "a <b holds, and c > d",
            "x <a and y> z",
            "<1>",
            "<>",
            "< p>",
            "<p",
            "<p class=\"a>b",
            "<https://a.example>",
            "<ann@a.example>",
            "<p&gt;",
            "&lt;p>",
            "&lt;p&amp;gt;",
            "<!-- open",
            "<dyn Error>",
        ] {
            assert!(of(text).is_empty(), "{text}");
        }
    }
}
