//! [`Outline`]: the elements of an HTML page that hold its blocks.

/// The elements around the blocks of a page, each once, parents before their children.
///
/// Every [`Hints::element`](crate::page::Hints::element) is the innermost element around all
/// text of a block; [`chain`](Self::chain) leads from there to the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    elements: Vec<Record>,
    /// Tag names and words of all elements.
    names: String,
    /// The numbers of entries of ordered lists, in the order of the elements.
    numbers: Vec<(ElementId, u32)>,
}

/// The place of an element in an [`Outline`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(u32);

impl ElementId {
    /// Its place among the elements, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Record {
    parent: Option<ElementId>,
    depth: u16,
    tag: (u32, u32),
    words_end: u32,
}

/// The words of an element end after so many bytes: utility classes come in hundreds.
const WORD_BYTES: usize = 300;
/// A longer word is generated.
const MAX_WORD_BYTES: usize = 40;

impl Outline {
    /// Adds an element: its tag and the words of its `class`, `id`, `role` and `itemprop`.
    ///
    /// The parent must be of this outline.
    pub fn add<'w>(
        &mut self,
        parent: Option<ElementId>,
        tag: &str,
        words: impl IntoIterator<Item = &'w str>,
    ) -> ElementId {
        let at = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let id = ElementId(at(self.elements.len()));
        let depth = parent.map_or(0, |parent| self.elements[parent.index()].depth.saturating_add(1));
        let start = self.names.len();
        self.names.push_str(tag);
        let tag = (at(start), at(self.names.len()));
        let from = self.names.len();
        for word in words.into_iter().filter(|word| is_telling(word)) {
            if self.names.len() - from + word.len() > WORD_BYTES {
                break;
            }
            if self.names.len() > from {
                self.names.push(' ');
            }
            self.names.push_str(word);
        }
        // Class words are ASCII but for a handful.
        self.names[from..].make_ascii_lowercase();
        self.elements.push(Record { parent, depth, tag, words_end: at(self.names.len()) });
        id
    }

    /// Says which number a browser shows before an element: an entry of an ordered list. To be
    /// said of the element added last.
    pub fn set_number(&mut self, element: ElementId, number: u32) {
        if self.numbers.last().is_none_or(|(last, _)| *last < element) {
            self.numbers.push((element, number));
        }
    }

    /// The number that a browser shows before an entry of an ordered list.
    #[must_use]
    pub fn number(&self, element: ElementId) -> Option<u32> {
        let at = self.numbers.binary_search_by_key(&element, |(element, _)| *element).ok()?;
        self.numbers.get(at).map(|(_, number)| *number)
    }

    /// How many elements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is none: the page was flat text, or empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// All elements, parents before their children.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ElementId> + use<> {
        (0..u32::try_from(self.elements.len()).unwrap_or(u32::MAX)).map(ElementId)
    }

    /// The tag of an element, in lower case.
    #[must_use]
    pub fn tag(&self, element: ElementId) -> &str {
        let (start, end) = self.elements[element.index()].tag;
        &self.names[start as usize..end as usize]
    }

    /// The words of the `class`, `id`, `role` and `itemprop` of an element, in lower case,
    /// separated by spaces. Utility classes (`md:px-4`) and very long words are left out.
    #[must_use]
    pub fn words(&self, element: ElementId) -> &str {
        let Record { tag, words_end, .. } = self.elements[element.index()];
        &self.names[tag.1 as usize..words_end as usize]
    }

    /// The element around an element.
    #[must_use]
    pub fn parent(&self, element: ElementId) -> Option<ElementId> {
        self.elements[element.index()].parent
    }

    /// How many elements stand around it.
    #[must_use]
    pub fn depth(&self, element: ElementId) -> usize {
        usize::from(self.elements[element.index()].depth)
    }

    /// The element and all around it, from the inside out.
    pub fn chain(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        std::iter::successors(Some(element), |element| self.parent(*element))
    }

    /// The tags from the root to an element, joined by `/`: `html/body/main/p`.
    #[must_use]
    pub fn tag_path(&self, element: ElementId) -> String {
        let mut tags: Vec<&str> = self.chain(element).map(|element| self.tag(element)).collect();
        tags.reverse();
        tags.join("/")
    }
}

/// Utility classes (`md:px-4`) and generated ones say nothing and are many.
fn is_telling(word: &str) -> bool {
    word.len() <= MAX_WORD_BYTES && !word.contains([':', '[', '/']) && word.contains(|c: char| c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_way_to_the_root() {
        let mut outline = Outline::default();
        let html = outline.add(None, "html", []);
        let body = outline.add(Some(html), "body", ["Home", "md:px-4", "page-7"]);
        let p = outline.add(Some(body), "p", []);
        assert_eq!(outline.tag_path(p), "html/body/p");
        assert_eq!((outline.words(body), outline.words(p), outline.words(html)), ("home page-7", "", ""));
        assert_eq!(outline.chain(p).collect::<Vec<_>>(), [p, body, html]);
        assert_eq!((outline.depth(p), outline.parent(html), outline.len()), (2, None, 3));
        assert_eq!(outline.ids().collect::<Vec<_>>(), [html, body, p]);
    }

    #[test]
    fn words_of_an_element_are_bounded() {
        let mut outline = Outline::default();
        let long = "w".repeat(MAX_WORD_BYTES);
        let element = outline.add(None, "div", std::iter::repeat_n(long.as_str(), 1000));
        assert!(outline.words(element).len() <= WORD_BYTES);
    }
}
