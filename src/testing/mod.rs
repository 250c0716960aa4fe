//! Made documents: articles with everything that stands around and between them in dumps.
//!
//! A [`Document`] is read from arbitrary bytes, so that fuzzing and property tests share one
//! generator and every failure shrinks: fewer bytes make a smaller document, and zeros make
//! a plainer one.
//!
//! ```
//! use faircopy::testing::{Choices, Document};
//! let document = Document::read(&mut Choices::new(&[3, 0, 0, 0, 7, 1, 9]));
//! assert_eq!(document, Document::read(&mut Choices::new(&[3, 0, 0, 0, 7, 1, 9])));
//! ```

pub mod damage;
mod html;
mod layout;
mod pieces;

pub use layout::{Charset, Layout};
pub use pieces::{Pieces, scripts};

/// A sequence of small decisions, read from bytes. When they are spent every answer is the
/// first and plainest one.
#[derive(Debug, Clone)]
pub struct Choices<'b> {
    bytes: &'b [u8],
}

impl<'b> Choices<'b> {
    /// Decisions from these bytes.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Choices { bytes }
    }

    /// Whether no decision is left.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.bytes.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => 0,
        }
    }

    /// A number below `n` (zero when `n` is zero); from two bytes, so that any page can be
    /// addressed.
    pub fn below(&mut self, n: usize) -> usize {
        let low = usize::from(self.byte());
        let wide = if n > 256 { low | usize::from(self.byte()) << 8 } else { low };
        wide.checked_rem(n).unwrap_or(0)
    }

    /// True once in `n` times; never when the bytes are spent.
    pub fn one_in(&mut self, n: usize) -> bool {
        n > 0 && self.below(n) == n - 1
    }

    /// One of a list.
    ///
    /// # Panics
    /// When the list is empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        let at = self.below(list.len());
        &list[at]
    }

    /// What has not been read yet.
    #[must_use]
    pub fn rest(&self) -> &'b [u8] {
        self.bytes
    }
}

/// What a part of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A paragraph of the article.
    Prose,
    /// The headline, of this article or of another.
    Headline,
    /// `[ad_1]` and its like.
    AdSlot,
    /// The word "advertisement" alone.
    AdLabel,
    /// A label and a headline on one line.
    ReadMoreLine,
    /// A label line and headlines under it.
    ReadMoreBlock,
    /// Who wrote it.
    Byline,
    /// When.
    Date,
    /// The words under a picture, twice.
    Captions,
    /// Names of sections, one a line.
    Menu,
    /// Names of networks, one a line.
    Share,
    /// An appeal for money.
    Donation,
    /// A cookie notice.
    Cookie,
    /// A comment form.
    Comments,
    /// A copyright line.
    Copyright,
    /// A field that a scraper put in front.
    DumpField,
    /// A line of signs.
    Separator,
    /// Entries of a list that belongs to the article.
    List,
}

impl Part {
    /// All kinds of parts, the plainest first.
    pub const ALL: [Part; 18] = [
        Part::Prose,
        Part::Headline,
        Part::AdSlot,
        Part::AdLabel,
        Part::ReadMoreLine,
        Part::ReadMoreBlock,
        Part::Byline,
        Part::Date,
        Part::Captions,
        Part::Menu,
        Part::Share,
        Part::Donation,
        Part::Cookie,
        Part::Comments,
        Part::Copyright,
        Part::DumpField,
        Part::Separator,
        Part::List,
    ];
}

/// A made document: its parts, each of one or more lines, and how it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// From top to bottom.
    pub parts: Vec<(Part, Vec<String>)>,
    /// How it is written down.
    pub layout: Layout,
}

/// How many parts a document has at most.
const MAX_PARTS: usize = 60;
/// How many sentences a paragraph of an article of prose alone has at most.
const MAX_SENTENCES: usize = 4;

impl Document {
    /// A document with parts of all kinds.
    #[must_use]
    pub fn read(choices: &mut Choices<'_>) -> Self {
        let layout = Layout::read(choices);
        let mut parts = Vec::new();
        let mut pieces = *choices.pick(scripts());
        while !choices.is_spent() && parts.len() < MAX_PARTS {
            // Every second part is prose, so that there is an article in most documents;
            // a part in another script now and then is what shells of sites look like.
            let part = if choices.one_in(2) { *choices.pick(&Part::ALL) } else { Part::Prose };
            if part != Part::Prose && choices.one_in(16) {
                pieces = *choices.pick(scripts());
            }
            let mut lines = pieces.lines(part, choices);
            // No paragraph comes twice as long as there are others: a repeated one is a
            // caption to some judges, and rightly so.
            for number in 0..pieces.paragraphs() {
                if part != Part::Prose || parts.iter().all(|(_, others)| *others != lines) {
                    break;
                }
                lines = vec![pieces.paragraph(number)];
            }
            parts.push((part, lines));
        }
        Document { parts, layout }
    }

    /// An article of prose alone, in one script and laid out plainly: nothing in it is
    /// anything else.
    #[must_use]
    pub fn prose(choices: &mut Choices<'_>) -> Self {
        let pieces = *choices.pick(scripts());
        // No sentence comes twice: a repeated line is a caption or a refrain.
        let mut sentences = pieces.prose.iter();
        let mut parts = Vec::new();
        loop {
            let paragraph: Vec<&str> =
                sentences.by_ref().take(1 + choices.below(MAX_SENTENCES)).map(String::as_str).collect();
            if paragraph.is_empty() {
                break;
            }
            parts.push((Part::Prose, vec![pieces.join(&paragraph)]));
        }
        Document { parts, layout: Layout::default() }
    }

    /// A document from bytes, and the bytes that were not needed.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::read(&mut Choices::new(bytes))
    }

    /// As flat text.
    #[must_use]
    pub fn flat(&self) -> String {
        self.layout.flat(&self.parts)
    }

    /// As a page of HTML.
    #[must_use]
    pub fn html(&self) -> String {
        html::page(&self.parts, &self.layout)
    }

    /// As bytes, in its charset, flat or HTML as its layout says.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let text = if self.layout.html { self.html() } else { self.flat() };
        self.layout.charset.encode(&text)
    }

    /// The same document with one paragraph of prose more, before the part at `at`. The
    /// paragraph is one that no generator makes.
    #[must_use]
    pub fn with_paragraph(&self, at: usize, paragraph: &str) -> Self {
        let mut longer = self.clone();
        longer.parts.insert(at.min(self.parts.len()), (Part::Prose, vec![paragraph.to_owned()]));
        longer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spent_choices_are_the_plainest() {
        let document = Document::from_bytes(&[]);
        assert_eq!(document.flat(), "");
        assert_eq!(Document::from_bytes(&[0; 40]).layout, Layout::default());
    }

    #[test]
    fn documents_of_every_part_and_script_are_made() {
        let mut seen = [false; Part::ALL.len()];
        let mut state = 1_u32;
        for _ in 0..200 {
            let bytes: Vec<u8> = (0..80)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 24) as u8
                })
                .collect();
            let document = Document::from_bytes(&bytes);
            for (part, lines) in &document.parts {
                assert!(!lines.is_empty());
                seen[*part as usize] = true;
            }
            let _ = (document.flat(), document.html(), document.bytes());
        }
        assert_eq!(seen, [true; Part::ALL.len()]);
        assert_eq!(scripts().len(), 8);
    }
}
