//! Where a block stands: its neighbours, the runs and densities around it, what the rules
//! said nearby, and the page as a whole.

use super::distance::Distance;
use super::scale::{count, log, odds, share};
use super::{Line, MARKED};
use crate::kind::Kind;
use crate::observe::zones::Zone;
use crate::page::{Block, Page};
use std::ops::Range;

/// A paragraph of so many characters is surely none of a teaser's or a menu's.
const LONG_CHARS: u32 = 160;
/// How far around a block alike blocks are looked for.
const TEMPLATE_BLOCKS: usize = 8;

/// Running totals over the blocks before each one.
struct Totals {
    chars: Vec<usize>,
    prose_chars: Vec<usize>,
    prose: Vec<usize>,
    marked: Vec<usize>,
    shell: Vec<usize>,
}

impl Totals {
    fn of(page: &Page<'_>) -> Self {
        let mut totals =
            Totals { chars: vec![0], prose_chars: vec![0], prose: vec![0], marked: vec![0], shell: vec![0] };
        let add = |column: &mut Vec<usize>, value: usize| column.push(column[column.len() - 1] + value);
        for block in page.blocks() {
            let chars = block.shape.width() as usize;
            let sum = page.first_sum(block);
            let marked = sum.sum >= MARKED;
            let prose = block.shape.is_sentence() && !marked;
            add(&mut totals.chars, chars);
            add(&mut totals.prose_chars, if prose { chars } else { 0 });
            add(&mut totals.prose, usize::from(prose));
            add(&mut totals.marked, usize::from(marked));
            add(&mut totals.shell, usize::from(marked && sum.kind.is_some_and(is_shell)));
        }
        totals
    }

    fn in_range(column: &[usize], range: Range<usize>) -> usize {
        column[range.end] - column[range.start]
    }
}

/// Kinds that are at home before or after an article, not inside it.
fn is_shell(kind: Kind) -> bool {
    matches!(kind.family(), "chrome" | "tail" | "block")
}

/// The family of a kind as a number.
fn kind_code(kind: Kind) -> u8 {
    match kind.family() {
        "furniture" => 1,
        "inline" => 2,
        "marker" => 3,
        "chrome" => 4,
        "tail" => 5,
        _ => 6,
    }
}

/// Fills in everything that depends on other blocks; `lines` know how they look.
pub(super) fn fill(lines: &mut [Line], page: &Page<'_>, title: Option<&Block>) {
    let totals = Totals::of(page);
    position(lines, page, &totals, title);
    windows(lines, &totals);
    distances(lines, page, true);
    distances(lines, page, false);
    runs(lines, page, &totals);
    sections(lines, page, &totals);
    repeats(lines, page);
    templates(lines);
    neighbours(lines, page);
    whole_page(lines, page, &totals);
}

fn position(lines: &mut [Line], page: &Page<'_>, totals: &Totals, title: Option<&Block>) {
    let len = lines.len();
    let chars = totals.chars[len];
    let prose = totals.prose_chars[len];
    let zones = page.zones();
    let body_start = zones.iter().position(|zone| *zone == Zone::Body).unwrap_or(0);
    let body_end = zones.iter().rposition(|zone| *zone == Zone::Body).map_or(len, |at| at + 1);
    for (at, line) in lines.iter_mut().enumerate() {
        line.place = share(at, len);
        line.chars_before = share(totals.chars[at], chars);
        line.prose_before = share(totals.prose_chars[at], prose);
        line.from_start = log(at);
        line.from_end = log(len - 1 - at);
        line.in_head = u8::from(zones[at] == Zone::Head);
        line.in_tail = u8::from(zones[at] == Zone::Tail);
        line.to_body = log(body_start.saturating_sub(at));
        line.into_body = log((at + 1).saturating_sub(body_start));
        line.to_body_end = log(body_end.saturating_sub(at));
        line.behind_body = log((at + 1).saturating_sub(body_end));
        if let Some(title) = title {
            line.above_title = log(title.index.saturating_sub(at));
            line.below_title = log(at.saturating_sub(title.index));
            line.is_title = u8::from(title.index == at);
        }
    }
}

/// How much running text and how many recognised blocks stand close by.
fn windows(lines: &mut [Line], totals: &Totals) {
    let len = lines.len();
    for (at, line) in lines.iter_mut().enumerate() {
        let before = |far: usize| at.saturating_sub(far)..at;
        let after = |far: usize| at + 1..(at + 1 + far).min(len);
        let prose = |range| log(Totals::in_range(&totals.prose_chars, range));
        line.prose_2_before = prose(before(2));
        line.prose_2_after = prose(after(2));
        line.prose_6_before = prose(before(6));
        line.prose_6_after = prose(after(6));
        line.prose_20_before = prose(before(20));
        line.prose_20_after = prose(after(20));
        let density = |far: usize| {
            let around = at.saturating_sub(far)..(at + 1 + far).min(len);
            share(Totals::in_range(&totals.prose_chars, around.clone()), Totals::in_range(&totals.chars, around))
        };
        line.density_4 = density(4);
        line.density_12 = density(12);
        let marked = |range| count(Totals::in_range(&totals.marked, range));
        line.marked_4_before = marked(before(4));
        line.marked_4_after = marked(after(4));
        line.marked_12_before = marked(before(12));
        line.marked_12_after = marked(after(12));
        let shell = |range| log(Totals::in_range(&totals.shell, range));
        line.shell_before = shell(0..at);
        line.shell_after = shell(at + 1..len);
        line.shell_8_before = shell(before(8));
        line.shell_8_after = shell(after(8));
    }
}

/// How far away the nearest paragraph, heading and recognised block are.
fn distances(lines: &mut [Line], page: &Page<'_>, forward: bool) {
    let [mut long, mut prose, mut shell, mut inline, mut heading] = [Distance::UNMET; 5];
    let mut last_kind = 0;
    let len = lines.len();
    for step in 0..len {
        let at = if forward { step } else { len - 1 - step };
        let (line, block) = (&mut lines[at], &page.blocks()[at]);
        if forward {
            (line.long_before, line.sentence_before) = (long.byte(), prose.byte());
            (line.shell_mark_before, line.inline_mark_before, line.heading_before) =
                (shell.byte(), inline.byte(), heading.byte());
            line.kind_before = last_kind;
        } else {
            (line.long_after, line.sentence_after) = (long.byte(), prose.byte());
            (line.shell_mark_after, line.inline_mark_after, line.heading_after) =
                (shell.byte(), inline.byte(), heading.byte());
            line.kind_after = last_kind;
        }
        let sum = page.first_sum(block);
        let kind = sum.kind.filter(|_| sum.sum >= MARKED);
        let is_prose = block.shape.is_sentence() && kind.is_none();
        long.step(is_prose && block.shape.width() >= LONG_CHARS);
        prose.step(is_prose);
        shell.step(kind.is_some_and(is_shell));
        inline.step(kind.is_some_and(|kind| kind.family() == "inline"));
        last_kind = kind.map_or(last_kind, kind_code);
        heading.step(matches!(block.form, crate::page::Form::Heading(_)));
    }
}

/// The run of running text, or of anything else, that a block stands in.
fn runs(lines: &mut [Line], page: &Page<'_>, totals: &Totals) {
    let is_prose = |at: usize| totals.prose[at + 1] > totals.prose[at];
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && is_prose(end) == is_prose(start) {
            end += 1;
        }
        let chars = Totals::in_range(&totals.chars, start..end);
        for (at, line) in lines[start..end].iter_mut().enumerate() {
            line.run_blocks = log(end - start);
            line.run_chars = log(chars);
            line.run_place = log(at);
            line.run_rest = log(end - start - 1 - at);
        }
        start = end;
    }
    let longest = page.blocks().iter().map(|block| block.shape.width()).max().unwrap_or(0) as usize;
    for (line, block) in lines.iter_mut().zip(page.blocks()) {
        line.of_longest = share(block.shape.width() as usize, longest);
    }
}

/// How much running text stands between the headings above and below.
fn sections(lines: &mut [Line], page: &Page<'_>, totals: &Totals) {
    let is_head = |at: usize| !page.blocks()[at].shape.is_sentence() && page.blocks()[at].shape.gap_before;
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && !is_head(end) {
            end += 1;
        }
        let prose = log(Totals::in_range(&totals.prose_chars, start..end));
        let blocks = log(end - start);
        for line in &mut lines[start..end] {
            line.section_prose = prose;
            line.section_blocks = blocks;
        }
        start = end;
    }
}

/// How often the same text, and the same first word, stands in the page.
fn repeats(lines: &mut [Line], page: &Page<'_>) {
    use rustc_hash::{FxBuildHasher, FxHashMap};
    let room = page.blocks().len();
    let mut same: FxHashMap<&str, (u32, u32)> = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
    let mut first: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
    let mut opening: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(room, FxBuildHasher);
    let first_word = |folded: &str| folded.find(' ').map_or(folded.len(), |end| end);
    for block in page.blocks() {
        let folded = page.folded(block);
        same.entry(folded).or_default().0 += 1;
        *first.entry(&folded[..first_word(folded)]).or_default() += 1;
        *opening.entry(opening_of(folded)).or_default() += 1;
    }
    for (line, block) in lines.iter_mut().zip(page.blocks()) {
        let folded = page.folded(block);
        if let Some((all, seen)) = same.get_mut(folded) {
            line.same_text = log(*all as usize - 1);
            line.seen_before = count(*seen as usize);
            *seen += 1;
        }
        line.same_opening = log(opening.get(opening_of(folded)).map_or(0, |n| *n as usize - 1));
        line.same_first_word = log(first.get(&folded[..first_word(folded)]).map_or(0, |n| *n as usize - 1));
    }
}

/// The first words of a block, by which teasers and captions that return in another length
/// are known.
fn opening_of(folded: &str) -> &str {
    const OPENING_BYTES: usize = 24;
    let mut end = folded.len().min(OPENING_BYTES);
    while !folded.is_char_boundary(end) {
        end -= 1;
    }
    &folded[..end]
}

/// How many blocks close by have the same form, length and letters: entries of a template.
fn templates(lines: &mut [Line]) {
    let signature = |line: &Line| {
        (
            line.chars / 12,
            line.ends_stop,
            line.capitalised / 70,
            line.digits.min(60) / 20,
            line.is_list_item,
            line.starts_with,
            line.gap_before,
        )
    };
    let signatures: Vec<_> = lines.iter().map(signature).collect();
    for (at, line) in lines.iter_mut().enumerate() {
        let near = at.saturating_sub(TEMPLATE_BLOCKS)..(at + 1 + TEMPLATE_BLOCKS).min(signatures.len());
        let alike = signatures[near].iter().filter(|other| **other == signatures[at]).count();
        line.template_near = count(alike - 1);
        // A teaser list repeats every two or three blocks: label, headline, sentence.
        let period = |far: usize| {
            let back = at.checked_sub(far).is_some_and(|back| signatures[back] == signatures[at]);
            let on = signatures.get(at + far).is_some_and(|other| *other == signatures[at]);
            u8::from(back) + u8::from(on)
        };
        line.template_2 = period(2);
        line.template_3 = period(3);
    }
}

/// How the two blocks before and after look, and what the rules said of them.
fn neighbours(lines: &mut [Line], page: &Page<'_>) {
    #[derive(Clone, Copy, Default)]
    struct Look {
        chars: u8,
        capitalised: u8,
        stop: u8,
        heading: u8,
        gap: u8,
        odds: u8,
        kind: u8,
        topic: u8,
        function: u8,
    }
    let none = Look { odds: odds(0), ..Look::default() };
    let looks: Vec<Look> = lines
        .iter()
        .zip(page.blocks())
        .map(|(line, block)| Look {
            chars: line.chars,
            capitalised: line.capitalised,
            stop: line.ends_stop + 2 * line.ends_colon + 4 * line.ends_question,
            heading: line.is_heading + 2 * line.is_list_item + 4 * line.is_row,
            gap: line.gap_before,
            odds: odds(page.first_sum(block).sum),
            kind: page.first_sum(block).kind.map_or(0, kind_code),
            topic: line.topic_words,
            function: line.function_words,
        })
        .collect();
    let look = |at: Option<usize>| at.and_then(|at| looks.get(at)).copied().unwrap_or(none);
    for (at, line) in lines.iter_mut().enumerate() {
        (line.odds, line.kind) = (looks[at].odds, looks[at].kind);
        let before = look(at.checked_sub(1));
        (line.before_chars, line.before_capitalised, line.before_end) = (before.chars, before.capitalised, before.stop);
        (line.before_form, line.before_odds, line.before_topic) = (before.heading, before.odds, before.topic);
        (line.before_function, line.before_kind) = (before.function, before.kind);
        let before_2 = look(at.checked_sub(2));
        (line.before_2_chars, line.before_2_end, line.before_2_odds) = (before_2.chars, before_2.stop, before_2.odds);
        let after = look(Some(at + 1));
        (line.after_chars, line.after_capitalised, line.after_end) = (after.chars, after.capitalised, after.stop);
        (line.after_form, line.after_odds, line.after_topic) = (after.heading, after.odds, after.topic);
        (line.after_function, line.after_kind, line.gap_after) = (after.function, after.kind, after.gap);
        let after_2 = look(Some(at + 2));
        (line.after_2_chars, line.after_2_end, line.after_2_odds) = (after_2.chars, after_2.stop, after_2.odds);
    }
}

/// What kind of dump this is.
fn whole_page(lines: &mut [Line], page: &Page<'_>, totals: &Totals) {
    let len = lines.len();
    let blocks = page.blocks();
    let part = |test: &dyn Fn(&Block) -> bool| share(blocks.iter().filter(|block| test(block)).count(), len);
    let mut chars: Vec<u32> = blocks.iter().map(|block| block.shape.width()).collect();
    chars.sort_unstable();
    let middle = log(chars.get(len / 2).map_or(0, |chars| *chars as usize));
    let gaps = part(&|block| block.shape.gap_before);
    let lists = part(&|block| block.form == crate::page::Form::ListItem);
    let prose = share(totals.prose_chars[len], totals.chars[len]);
    let marked = share(totals.marked[len], len);
    let body = log(totals.prose_chars[len]);
    for line in lines {
        // In few steps: fine ones would name the page, and trees would learn it by heart.
        line.page_blocks = log(len) / 32;
        line.page_middle_chars = middle / 16;
        line.page_gaps = gaps / 50;
        line.page_lists = lists / 40;
        line.page_prose = prose / 40;
        line.page_prose_chars = body / 24;
        line.page_marked = marked / 20;
    }
}
