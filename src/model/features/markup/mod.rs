//! What the tree of a page of HTML says of a block: the features that flat text lacks.

mod context;
mod schema;
mod tree;
mod words;

pub use schema::{Markup, MarkupContext};
pub use words::{WordTable, each_word, key};

use super::scale::{count, log, share};
use crate::page::{Form, Page};
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;
use tree::{Group, MAX_CHAIN, Totals, Tree};

pub(super) use context::of as context;

/// How likely a page is of each type, in 255ths, in the order of
/// [`PageType::ALL`](crate::model::page_type::PageType::ALL).
pub type TypeShares = [u8; 7];

/// The features of all blocks of a page of HTML.
pub(super) fn of(page: &Page<'_>, table: &WordTable, types: TypeShares) -> Vec<Markup> {
    let tree = Tree::of(page);
    let mut rows = vec![Markup::default(); page.blocks().len()];
    for row in &mut rows {
        row.types(types);
    }
    own(&mut rows, page);
    tags(&mut rows, &tree);
    class_words(&mut rows, &tree, table);
    groups(&mut rows, &tree);
    ways(&mut rows, page, &tree);
    headline(&mut rows, page, &tree);
    repeats(&mut rows, &tree);
    paths(&mut rows, &tree);
    borders(&mut rows, &tree);
    declared(&mut rows, page);
    rows
}

/// What the reader noted of each block.
fn own(rows: &mut [Markup], page: &Page<'_>) {
    let mut level_above = 0;
    for block in page.blocks() {
        let row = &mut rows[block.index];
        row.level_above = level_above;
        if let Form::Heading(level) = block.form {
            row.heading_level = level;
            level_above = level;
        }
        let Some(hints) = page.hints(block) else { continue };
        row.link_share = hints.link_percent;
        row.links = log(usize::from(hints.links));
        row.strong_share = hints.strong_percent;
        row.visibility = hints.visibility as u8;
        (row.pictures_before, row.controls_before) = (hints.pictures_before, hints.controls_before);
        if block.index > 0 {
            let before = &mut rows[block.index - 1];
            (before.pictures_after, before.controls_after) = (hints.pictures_before, hints.controls_before);
        }
    }
}

/// The kind of element, text first, containers last.
fn tag_code(tag: &str) -> u8 {
    const ORDER: [&str; 24] = [
        "p",
        "blockquote",
        "pre",
        "li",
        "dd",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "th",
        "tr",
        "a",
        "span",
        "strong",
        "b",
        "figcaption",
        "label",
        "time",
        "section",
        "div",
    ];
    ORDER.iter().position(|known| *known == tag).map_or(ORDER.len() as u8 + 1, |at| at as u8 + 1)
}

/// How far up each telling tag is.
fn tags(rows: &mut [Markup], tree: &Tree<'_>) {
    for (row, element) in rows.iter_mut().zip(&tree.of_block) {
        let far = MAX_CHAIN as u8;
        for slot in row.tag_distances() {
            *slot = far;
        }
        let Some(element) = *element else { continue };
        row.depth = count(tree.outline.depth(element));
        row.tag = tag_code(tree.outline.tag(element));
        for (at, element) in tree.chain(element).enumerate() {
            let slot = match tree.outline.tag(element) {
                "article" => &mut row.to_article,
                "main" => &mut row.to_main,
                "section" => &mut row.to_section,
                "aside" => &mut row.to_aside,
                "nav" => &mut row.to_nav,
                "header" => &mut row.to_header,
                "footer" => &mut row.to_footer,
                "form" | "fieldset" => &mut row.to_form,
                "ul" | "ol" | "dl" => {
                    row.lists_around = row.lists_around.saturating_add(1);
                    &mut row.to_list
                }
                "table" => &mut row.to_table,
                "figure" => &mut row.to_figure,
                _ => continue,
            };
            *slot = (*slot).min(at as u8);
        }
    }
}

/// What the words of elements say, near and far.
fn class_words(rows: &mut [Markup], tree: &Tree<'_>, table: &WordTable) {
    let values: Vec<Option<i8>> = tree.outline.ids().map(|element| table.of(tree.outline, element)).collect();
    let byte = |value: Option<i8>| value.map_or(128, |value| (i16::from(value) + 128) as u8);
    for (row, element) in rows.iter_mut().zip(&tree.of_block) {
        let (mut worst, mut best, mut sum) = (None, None, 0_i32);
        let (mut worst_at, mut best_at) = (MAX_CHAIN, MAX_CHAIN);
        let mut known = [None; 3];
        let mut found = 0;
        for (at, element) in element.iter().flat_map(|element| tree.chain(*element)).enumerate() {
            let Some(value) = values[element.index()] else { continue };
            if found < known.len() {
                known[found] = Some(value);
                found += 1;
            }
            sum += i32::from(value);
            if value > 0 && worst.is_none_or(|worst| value > worst) {
                (worst, worst_at) = (Some(value), at);
            }
            if value < 0 && best.is_none_or(|best| value < best) {
                (best, best_at) = (Some(value), at);
            }
        }
        (row.words_own, row.words_parent, row.words_outer) = (byte(known[0]), byte(known[1]), byte(known[2]));
        (row.words_worst, row.words_worst_at) = (byte(worst), count(worst_at));
        (row.words_best, row.words_best_at) = (byte(best), count(best_at));
        row.words_sum = (sum.clamp(-128, 127) + 128) as u8;
    }
}

/// What the groups around a block hold.
fn groups(rows: &mut [Markup], tree: &Tree<'_>) {
    for (block, row) in rows.iter_mut().enumerate() {
        let groups = tree.groups(block);
        let inside = |group: usize| groups[group].map(|element| tree.inside[element.index()]).unwrap_or_default();
        let six = |totals: Totals| {
            [
                log(totals.chars),
                log(totals.blocks),
                share(totals.link_chars, totals.chars),
                share(totals.prose_chars, totals.chars),
                share(totals.prose_chars, tree.page.prose_chars),
                share(totals.marked, totals.blocks),
            ]
        };
        [row.group_chars, row.group_blocks, row.group_links, row.group_prose, row.group_of_page, row.group_marked] =
            six(inside(0));
        [
            row.group_2_chars,
            row.group_2_blocks,
            row.group_2_links,
            row.group_2_prose,
            row.group_2_of_page,
            row.group_2_marked,
        ] = six(inside(1));
        [
            row.group_3_chars,
            row.group_3_blocks,
            row.group_3_links,
            row.group_3_prose,
            row.group_3_of_page,
            row.group_3_marked,
        ] = six(inside(2));
        let at = tree.of_block[block]
            .zip(groups[0])
            .map_or(MAX_CHAIN, |(element, group)| tree.outline.depth(element) - tree.outline.depth(group));
        row.group_at = count(at);
    }
}

/// How far it is to where most of the running text stands.
fn ways(rows: &mut [Markup], page: &Page<'_>, tree: &Tree<'_>) {
    let prose = |element: usize| tree.inside[element].prose_chars;
    let half = tree.ways_to(tree.deepest(prose, 50));
    let most = tree.ways_to(tree.deepest(prose, 80));
    let column = tree.column(page);
    let to_column = tree.ways_to(column);
    let in_column = |block: usize| to_column[block].1 == 0 && column.is_some();
    let first = (0..rows.len()).find(|block| in_column(*block)).unwrap_or(0);
    let last = (0..rows.len()).rfind(|block| in_column(*block)).unwrap_or(rows.len());
    let part = column.map_or(0, |column| share(prose(column.index()), tree.page.prose_chars));
    for (at, row) in rows.iter_mut().enumerate() {
        (row.half_up, row.half_down) = (count(half[at].0), count(half[at].1));
        (row.most_up, row.most_down) = (count(most[at].0), count(most[at].1));
        (row.column_up, row.column_down) = (count(to_column[at].0), count(to_column[at].1));
        row.before_column = log(first.saturating_sub(at));
        row.behind_column = log(at.saturating_sub(last));
        row.column_share = part / 10;
    }
}

/// How far it is to the headline, and to the first heading of the highest level.
fn headline(rows: &mut [Markup], page: &Page<'_>, tree: &Tree<'_>) {
    let element = |block: Option<usize>| block.and_then(|block| tree.of_block[block]);
    let title = page.headline().map(|block| block.index);
    let first =
        |level: u8| page.blocks().iter().find(|block| block.form == Form::Heading(level)).map(|block| block.index);
    let top = (1..=3).find_map(first);
    let to_title = tree.ways_to(element(title));
    let to_top = tree.ways_to(element(top));
    for (at, row) in rows.iter_mut().enumerate() {
        (row.title_up, row.title_down) = (count(to_title[at].0), count(to_title[at].1));
        (row.heading_up, row.heading_down) = (count(to_top[at].0), count(to_top[at].1));
        row.above_heading = log(top.unwrap_or(0).saturating_sub(at));
        row.below_heading = top.map_or(u8::MAX, |top| log(at.saturating_sub(top)));
    }
}

/// What is known of elements alike, of which the block stands in one.
fn repeats(rows: &mut [Markup], tree: &Tree<'_>) {
    for (block, row) in rows.iter_mut().enumerate() {
        row.repeat_at = MAX_CHAIN as u8;
        let Some((own, element)) = tree.of_block[block].zip(tree.repeated(block)) else { continue };
        let (group, place) = tree.alike[element.index()];
        let Group { count: elements, totals, largest, .. } = tree.alike_groups[group];
        row.repeat_at = count(tree.outline.depth(own) - tree.outline.depth(element));
        row.repeat_count = log(elements);
        row.repeat_chars = log(totals.chars / elements.max(1));
        row.repeat_links = share(totals.link_chars, totals.chars);
        row.repeat_prose = share(totals.prose_chars, totals.chars);
        row.repeat_of_page = share(totals.prose_chars, tree.page.prose_chars);
        row.repeat_largest = share(largest, totals.chars);
        row.repeat_place = log(place);
    }
}

/// What is known of blocks at the same path.
fn paths(rows: &mut [Markup], tree: &Tree<'_>) {
    let blocks = rows.len();
    for (row, element) in rows.iter_mut().zip(&tree.of_block) {
        let Some(element) = *element else { continue };
        let Group { count: elements, totals, first, last, .. } = tree.path_groups[tree.path[element.index()]];
        row.path_blocks = log(elements);
        row.path_chars = log(totals.chars / elements.max(1));
        row.path_links = share(totals.link_chars, totals.chars);
        row.path_prose = share(totals.prose_chars, totals.chars);
        row.path_of_page = share(totals.prose_chars, tree.page.prose_chars);
        row.path_marked = share(totals.marked, totals.blocks);
        row.path_spread = share(last - first, blocks);
    }
}

/// How strong the border to the block before and to the one after is.
fn borders(rows: &mut [Markup], tree: &Tree<'_>) {
    for (at, row) in rows.iter_mut().enumerate() {
        let way = |other: Option<usize>| {
            let other = other.and_then(|other| tree.of_block.get(other).copied().flatten());
            tree.of_block[at].zip(other).map_or((MAX_CHAIN, MAX_CHAIN), |(own, other)| tree.between(own, other))
        };
        let (before, after) = (way(at.checked_sub(1)), way(Some(at + 1)));
        (row.border_before, row.border_before_down) = (count(before.0), count(before.1));
        (row.border_after, row.border_after_down) = (count(after.0), count(after.1));
    }
}

/// So many words in a row are hardly the same by chance.
const SHINGLE_WORDS: usize = 4;

/// Whether what the page declares of itself stands in the block: 0 where it declares nothing
/// or the block is too short to tell.
fn declared(rows: &mut [Markup], page: &Page<'_>) {
    let known = page.declared();
    let sets = [(&known.article_body, &known.texts), (&known.description, &known.descriptions)].map(|(one, more)| {
        let mut set = FxHashSet::default();
        let mut folded = String::new();
        for text in one.iter().chain(more) {
            folded.clear();
            crate::segment::fold::fold_into(text, &mut folded);
            set.extend(shingles(&folded));
        }
        set
    });
    if sets.iter().all(FxHashSet::is_empty) {
        return;
    }
    for block in page.blocks() {
        let (mut all, mut found) = (0, [0; 2]);
        for shingle in shingles(page.folded(block)) {
            all += 1;
            for (found, set) in found.iter_mut().zip(&sets) {
                *found += usize::from(set.contains(&shingle));
            }
        }
        let byte = |at: usize| if sets[at].is_empty() || all == 0 { 0 } else { 1 + share(found[at], all) / 10 };
        (rows[block.index].declared_body, rows[block.index].declared_summary) = (byte(0), byte(1));
    }
}

/// All runs of [`SHINGLE_WORDS`] words of a folded text; characters count as words where a
/// script writes no spaces.
fn shingles(folded: &str) -> impl Iterator<Item = u64> + '_ {
    let mut last = [0_u64; SHINGLE_WORDS];
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let hashes = words.flat_map(|word| {
        let wide = word.starts_with(crate::segment::joint::is_unspaced);
        let size = if wide { 1 } else { usize::MAX };
        chunks(word, size).map(|piece| {
            let mut hasher = FxHasher::default();
            hasher.write(piece.as_bytes());
            hasher.finish()
        })
    });
    hashes.enumerate().filter_map(move |(at, hash)| {
        last.rotate_left(1);
        last[SHINGLE_WORDS - 1] = hash;
        let mixed =
            last.iter().fold(0_u64, |mixed, word| mixed.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word);
        (at + 1 >= SHINGLE_WORDS).then_some(mixed)
    })
}

/// A word in pieces of so many characters.
fn chunks(word: &str, chars: usize) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::*;
    use crate::segment::html::{HtmlConfig, read};
    use crate::text::Text;

    const PROSE: &str = "The ferry to the island was late again on Monday, because the harbour was closed.";

    fn rows(html: &str) -> Vec<Markup> {
        let (text, layout) = read(&Text::from(html), &HtmlConfig::default());
        of(&Page::new(text.as_str(), layout), &WordTable::new([(key("share"), 60)]), [9; 7])
    }

    #[test]
    fn a_block_knows_its_place_in_the_tree() {
        let html = format!(
            "<body><header><h1>Ferry late</h1></header><article><p>{PROSE}<p>{PROSE}</article>\
             <div class=share><img src=a><a href=x>Send</a></div><p hidden>Menu"
        );
        let rows = rows(&html);
        assert_eq!((rows[0].heading_level, rows[1].heading_level, rows[1].level_above), (1, 0, 1));
        assert_eq!((rows[0].to_header, rows[1].to_article, rows[0].to_article), (1, 1, MAX_CHAIN as u8));
        assert_eq!((rows[3].link_share, rows[3].pictures_before, rows[2].pictures_after), (100, 1, 1));
        assert_eq!((rows[1].words_worst, rows[3].words_worst), (128, 128 + 60));
        assert_eq!((rows[1].column_up, rows[1].column_down), (1, 0));
        assert_eq!((rows[1].visibility, rows[4].visibility), (0, 2));
        assert!(rows.iter().all(|row| row.type_forum == 9));
    }

    #[test]
    fn what_the_page_declares_is_found_in_its_blocks() {
        let html = format!(
            "<head><meta name=description content='{PROSE}'></head><p>{PROSE}</p><p>Another line with as many words in it, but of its own.</p>"
        );
        let rows = rows(&html);
        assert_eq!((rows[0].declared_summary, rows[1].declared_summary, rows[0].declared_body), (21, 1, 0));
    }

    #[test]
    fn shingles_follow_scripts_without_spaces() {
        assert_eq!(shingles("one two three four five").count(), 2);
        assert_eq!(shingles("one two").count(), 0);
        assert_eq!(shingles("渡船又晚点了").count(), 3);
    }
}
