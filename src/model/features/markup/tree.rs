//! What the elements of a page hold: totals of the blocks inside each, of elements alike side
//! by side, and of blocks at the same path of tags and classes.

use super::super::MARKED;
use crate::outline::{ElementId, Outline};
use crate::page::{Block, Page};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// So many elements around a block are looked at, from the inside out: deeper nesting is made
/// by machines, and each look must end.
pub(super) const MAX_CHAIN: usize = 48;

/// What some blocks add up to; characters unless said otherwise.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) blocks: usize,
    pub(super) chars: usize,
    pub(super) link_chars: usize,
    pub(super) prose_chars: usize,
    /// Blocks that the rules recognised.
    pub(super) marked: usize,
}

impl Totals {
    fn of(page: &Page<'_>, block: &Block) -> Self {
        let chars = block.shape.width() as usize;
        let links = page.hints(block).map_or(0, |hints| usize::from(hints.link_percent));
        let marked = page.first_sum(block).sum >= MARKED;
        let prose = block.shape.is_sentence() && !marked;
        Totals {
            blocks: 1,
            chars,
            link_chars: chars * links / 100,
            prose_chars: if prose { chars } else { 0 },
            marked: usize::from(marked),
        }
    }

    fn add(&mut self, other: Totals) {
        self.blocks += other.blocks;
        self.chars += other.chars;
        self.link_chars += other.link_chars;
        self.prose_chars += other.prose_chars;
        self.marked += other.marked;
    }
}

/// Elements of one tag and the same words in one parent, or blocks at one path.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Group {
    /// How many elements (blocks, for a path).
    pub(super) count: usize,
    pub(super) totals: Totals,
    /// The characters of the largest element.
    pub(super) largest: usize,
    /// The first and the last block.
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The elements of a page with their totals.
pub(super) struct Tree<'p> {
    pub(super) outline: &'p Outline,
    /// The innermost element of each block.
    pub(super) of_block: Vec<Option<ElementId>>,
    /// What is inside of each element.
    pub(super) inside: Vec<Totals>,
    pub(super) page: Totals,
    /// Which group of elements alike each one is of, and its place among them.
    pub(super) alike: Vec<(usize, usize)>,
    pub(super) alike_groups: Vec<Group>,
    /// Which group of its path each element is of.
    pub(super) path: Vec<usize>,
    pub(super) path_groups: Vec<Group>,
}

impl<'p> Tree<'p> {
    pub(super) fn of(page: &'p Page<'_>) -> Self {
        let outline = page.outline();
        let of_block: Vec<_> = page.blocks().iter().map(|block| page.hints(block)?.element).collect();
        let mut tree = Tree {
            outline,
            of_block,
            inside: vec![Totals::default(); outline.len()],
            page: Totals::default(),
            alike: Vec::with_capacity(outline.len()),
            alike_groups: Vec::new(),
            path: Vec::with_capacity(outline.len()),
            path_groups: Vec::new(),
        };
        tree.fill_totals(page);
        tree.fill_groups();
        tree.fill_paths(page);
        tree
    }

    fn fill_totals(&mut self, page: &Page<'_>) {
        for block in page.blocks() {
            let totals = Totals::of(page, block);
            self.page.add(totals);
            if let Some(element) = self.of_block[block.index] {
                self.inside[element.index()].add(totals);
            }
        }
        self.sum_up(|tree, parent, element| {
            let inside = tree.inside[element];
            tree.inside[parent].add(inside);
        });
    }

    /// Calls `add(tree, parent, element)` for every element, children before their parents.
    fn sum_up(&mut self, add: impl Fn(&mut Self, usize, usize)) {
        for element in self.outline.ids().rev() {
            if let Some(parent) = self.outline.parent(element) {
                add(self, parent.index(), element.index());
            }
        }
    }

    fn fill_groups(&mut self) {
        let mut alike: FxHashMap<(Option<ElementId>, u64), usize> = FxHashMap::default();
        let mut paths: FxHashMap<(usize, u64), usize> = FxHashMap::default();
        for element in self.outline.ids() {
            let (parent, look) = (self.outline.parent(element), look(self.outline, element));
            let group = *alike.entry((parent, look)).or_insert(self.alike_groups.len());
            if group == self.alike_groups.len() {
                self.alike_groups.push(Group::default());
            }
            let totals = self.inside[element.index()];
            let known = &mut self.alike_groups[group];
            self.alike.push((group, known.count));
            known.count += usize::from(totals.blocks > 0);
            known.totals.add(totals);
            known.largest = known.largest.max(totals.chars);
            let above = parent.map_or(usize::MAX, |parent| self.path[parent.index()]);
            let path = *paths.entry((above, look)).or_insert(self.path_groups.len());
            if path == self.path_groups.len() {
                self.path_groups.push(Group::default());
            }
            self.path.push(path);
        }
    }

    fn fill_paths(&mut self, page: &Page<'_>) {
        for block in page.blocks() {
            let Some(element) = self.of_block[block.index] else { continue };
            let group = &mut self.path_groups[self.path[element.index()]];
            if group.count == 0 {
                group.first = block.index;
            }
            group.last = block.index;
            group.count += 1;
            group.totals.add(Totals::of(page, block));
        }
    }

    /// An element and those around it, as many as are looked at.
    pub(super) fn chain(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        self.outline.chain(element).take(MAX_CHAIN)
    }

    /// The nearest element around a block with other blocks in it, the nearest with twice its
    /// text, and the nearest with four times.
    pub(super) fn groups(&self, block: usize) -> [Option<ElementId>; 3] {
        let mut found = [None; 3];
        let mut least = [0; 3];
        let Some(element) = self.of_block[block] else { return found };
        let mut level = 0;
        for element in self.chain(element) {
            let inside = self.inside[element.index()];
            while level < 3 && inside.blocks >= 2 && inside.chars >= least[level] {
                found[level] = Some(element);
                if level == 0 {
                    least = [0, inside.chars * 2, inside.chars * 4];
                }
                level += 1;
                // One element may be several of them only if it is the last there is.
                if level < 3 && inside.chars < least[level] {
                    break;
                }
            }
        }
        found
    }

    /// The nearest element of a block that is one of several alike: of several with two blocks
    /// each, as the cards of a listing and the posts of a thread are, or else of any.
    pub(super) fn repeated(&self, block: usize) -> Option<ElementId> {
        let element = self.of_block[block]?;
        let group = |element: &ElementId| &self.alike_groups[self.alike[element.index()].0];
        let cards =
            |element: &ElementId| group(element).count >= 2 && group(element).totals.blocks >= 2 * group(element).count;
        self.chain(element).find(cards).or_else(|| self.chain(element).find(|element| group(element).count >= 2))
    }

    /// The deepest element for which `share` (of an element's place) is more than so many
    /// hundredths of what it is for the root.
    pub(super) fn deepest(&self, share: impl Fn(usize) -> usize, percent: usize) -> Option<ElementId> {
        let root = self.outline.ids().next()?;
        let least = share(root.index()) * percent;
        let enough = |element: &ElementId| share(element.index()) * 100 > least;
        self.outline
            .ids()
            .filter(enough)
            .max_by_key(|element| (self.outline.depth(*element), std::cmp::Reverse(*element)))
    }

    /// The element with the most running text in paragraphs of its own: the column of the article.
    pub(super) fn column(&self, page: &Page<'_>) -> Option<ElementId> {
        let mut own = vec![0; self.outline.len()];
        for block in page.blocks() {
            let Some(element) = self.of_block[block.index] else { continue };
            let prose = Totals::of(page, block).prose_chars;
            // Of two columns alike the outer one would be their parent, so it gets less.
            let is_box = |element: &ElementId| !is_inline(self.outline.tag(*element));
            for (element, part) in self.chain(element).skip_while(|element| !is_box(element)).skip(1).zip([4, 1]) {
                own[element.index()] += prose * part;
            }
        }
        let most = own.iter().copied().max().filter(|most| *most > 0)?;
        self.outline.ids().find(|element| own[element.index()] == most)
    }

    /// How far each block's element is from another: elements up to one that holds both, and
    /// from there down.
    pub(super) fn ways_to(&self, target: Option<ElementId>) -> Vec<(usize, usize)> {
        let Some(target) = target else { return vec![(MAX_CHAIN, MAX_CHAIN); self.of_block.len()] };
        let mut leads_there = vec![false; self.outline.len()];
        for element in self.outline.chain(target) {
            leads_there[element.index()] = true;
        }
        let way = |element: &Option<ElementId>| {
            let from = (*element)?;
            let (up, meeting) = self.chain(from).enumerate().find(|(_, element)| leads_there[element.index()])?;
            Some((up, self.outline.depth(target) - self.outline.depth(meeting)))
        };
        self.of_block.iter().map(|element| way(element).unwrap_or((MAX_CHAIN, MAX_CHAIN))).collect()
    }

    /// How far two elements are from the innermost that holds both.
    pub(super) fn between(&self, one: ElementId, other: ElementId) -> (usize, usize) {
        let (mut a, mut b) = (one, other);
        let (mut up, mut down) = (0, 0);
        while a != b && up + down < 2 * MAX_CHAIN {
            let (depth_a, depth_b) = (self.outline.depth(a), self.outline.depth(b));
            if depth_a >= depth_b {
                let Some(parent) = self.outline.parent(a) else { break };
                (a, up) = (parent, up + 1);
            }
            if depth_b >= depth_a {
                let Some(parent) = self.outline.parent(b) else { break };
                (b, down) = (parent, down + 1);
            }
        }
        (up, down)
    }
}

/// What elements alike share: the tag and the words without a number in them.
fn look(outline: &Outline, element: ElementId) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(outline.tag(element).as_bytes());
    for word in outline.words(element).split_ascii_whitespace() {
        if !word.bytes().any(|byte| byte.is_ascii_digit()) {
            hasher.write(word.as_bytes());
            hasher.write_u8(b' ');
        }
    }
    hasher.finish()
}

/// Whether a tag stands inside lines.
pub(super) fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
    )
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;
    use crate::segment::html::{HtmlConfig, read};
    use crate::text::Text;

    const PROSE: &str = "The ferry to the island was late again on Monday, because the harbour was closed.";

    fn with_tree<T>(html: &str, look: impl Fn(&Page<'_>, &Tree<'_>) -> T) -> T {
        let (text, layout) = read(&Text::from(html), &HtmlConfig::default());
        let page = Page::new(text.as_str(), layout);
        look(&page, &Tree::of(&page))
    }

    #[test]
    fn elements_add_up_what_is_inside() {
        let html = format!("<main><p>{PROSE}<p>{PROSE}</main><nav><a href=x>Home</a></nav>");
        with_tree(&html, |_, tree| {
            assert_eq!((tree.page.blocks, tree.page.link_chars), (3, 4));
            let main = tree.outline.ids().find(|id| tree.outline.tag(*id) == "main").unwrap();
            assert_eq!((tree.inside[main.index()].blocks, tree.inside[main.index()].link_chars), (2, 0));
            assert_eq!(tree.column_tag(), "main");
            assert_eq!(tree.groups(0)[0], Some(main));
            // From the menu's link up to `body`, and down to the column.
            assert_eq!(tree.ways_to(Some(main))[2], (2, 1));
            assert_eq!(tree.ways_to(None)[0], (MAX_CHAIN, MAX_CHAIN));
        });
    }

    #[test]
    fn cards_of_a_list_are_alike_and_numbers_make_no_difference() {
        let card = |at: usize| format!("<div class='card' id=post-{at}><h2>Story {at}</h2><p>Short text</p></div>");
        let html: String = (0..4).map(card).collect();
        with_tree(&format!("<p>{PROSE}</p><section>{html}</section>"), |_, tree| {
            let element = tree.repeated(1).unwrap();
            let (group, place) = tree.alike[element.index()];
            assert_eq!((tree.outline.words(element), tree.alike_groups[group].count, place), ("card post-0", 4, 0));
            let path = tree.path_groups[tree.path[tree.of_block[1].unwrap().index()]];
            assert_eq!((path.count, path.first, path.last), (4, 1, 7));
        });
    }

    #[test]
    fn the_way_between_two_elements_goes_over_the_innermost_that_holds_both() {
        with_tree("<div><ul><li>one<li>two</ul></div><p>three", |_, tree| {
            let [one, two, three] = [0, 1, 2].map(|block| tree.of_block[block].unwrap());
            assert_eq!((tree.between(one, two), tree.between(one, three)), ((1, 1), (3, 1)));
            assert_eq!(tree.between(one, one), (0, 0));
        });
    }

    impl Tree<'_> {
        fn column_tag(&self) -> String {
            let page_prose = |element: usize| self.inside[element].prose_chars;
            self.deepest(page_prose, 90).map(|element| self.outline.tag(element).to_owned()).unwrap_or_default()
        }
    }
}
