//! What the first scores say of the elements around a block: features of the second pass.

use super::super::context::byte;
use super::super::scale::{count, share};
use super::MarkupContext;
use super::tree::Tree;
use crate::page::Page;

/// The scores of some blocks added up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    odds: i64,
    blocks: i64,
    chars: usize,
    kept: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.odds += other.odds;
        self.blocks += other.blocks;
        self.chars += other.chars;
        self.kept += other.kept;
    }

    fn mean(self) -> u8 {
        let mean = if self.blocks == 0 { 0 } else { self.odds / self.blocks };
        byte(i32::try_from(mean).unwrap_or(0))
    }

    fn kept(self) -> u8 {
        share(self.kept, self.chars)
    }
}

/// The features; `odds` are what model and rules say of each block after the first pass.
pub(in super::super) fn of(page: &Page<'_>, odds: &[i32]) -> Vec<MarkupContext> {
    let tree = Tree::of(page);
    let of_block = |block: usize| {
        let chars = page.blocks()[block].shape.width() as usize;
        Sum { odds: i64::from(odds[block]), blocks: 1, chars, kept: if odds[block] < 0 { chars } else { 0 } }
    };
    let mut inside = vec![Sum::default(); tree.outline.len()];
    let mut path = vec![Sum::default(); tree.path_groups.len()];
    for (block, element) in tree.of_block.iter().enumerate() {
        if let Some(element) = element {
            inside[element.index()].add(of_block(block));
            path[tree.path[element.index()]].add(of_block(block));
        }
    }
    for element in tree.outline.ids().rev() {
        if let Some(parent) = tree.outline.parent(element) {
            let sum = inside[element.index()];
            inside[parent.index()].add(sum);
        }
    }
    let mut alike = vec![Sum::default(); tree.alike_groups.len()];
    for element in tree.outline.ids() {
        alike[tree.alike[element.index()].0].add(inside[element.index()]);
    }
    let kept = |element: usize| inside[element].kept;
    let half = tree.ways_to(tree.deepest(kept, 50));
    let most = tree.ways_to(tree.deepest(kept, 90));
    let row = |block: usize| {
        let groups =
            tree.groups(block).map(|element| element.map(|element| inside[element.index()]).unwrap_or_default());
        let repeat = tree.repeated(block).map(|element| alike[tree.alike[element.index()].0]).unwrap_or_default();
        let path = tree.of_block[block].map(|element| path[tree.path[element.index()]]).unwrap_or_default();
        MarkupContext {
            group: groups[0].mean(),
            group_2: groups[1].mean(),
            group_3: groups[2].mean(),
            repeat: repeat.mean(),
            path: path.mean(),
            group_kept: groups[0].kept(),
            group_2_kept: groups[1].kept(),
            group_3_kept: groups[2].kept(),
            repeat_kept: repeat.kept(),
            path_kept: path.kept(),
            half_up: count(half[block].0),
            half_down: count(half[block].1),
            most_up: count(most[block].0),
            most_down: count(most[block].1),
        }
    };
    (0..page.blocks().len()).map(row).collect()
}
