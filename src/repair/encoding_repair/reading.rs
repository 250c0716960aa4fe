//! UTF-8 that was read in a code page: what each page makes of a line, and the line read again.

use super::EncodingRepair;
use super::lines::line_around;
use super::lost::Lost;
use super::mended::{Mended, Writer};
use super::pages::{NAMES, PAGES};
use super::sequence::Sequence;
use crate::repair::scan;
use std::ops::Range;

/// What one page makes of one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reading {
    page: usize,
    sequences: usize,
    /// Sequences that nobody writes.
    strange: usize,
    /// Marks of loss among them, which were in the text before and say nothing about it.
    marks: usize,
    /// Characters beyond ASCII that belong to no sequence and are no damage of another kind.
    leftover: usize,
}

impl Reading {
    /// How many of its sequences nobody writes, old marks of loss aside.
    pub(super) fn strange(&self) -> usize {
        self.strange - self.marks.min(self.strange)
    }

    fn convinces(&self) -> bool {
        self.strange > self.leftover
            || (self.strange > 1 && self.strange * 2 > self.leftover)
            || (self.sequences >= 8 && self.leftover == 0)
    }

    fn rank(&self) -> (usize, usize, usize) {
        (usize::MAX - self.leftover, self.strange, PAGES - self.page)
    }
}

impl EncodingRepair {
    /// The next place from `from` on that may be damage: characters that a code page could
    /// have made of UTF-8 and that nobody writes so; or a C1 control.
    pub(super) fn suspicious(&self, chars: &str, from: usize) -> Option<usize> {
        let bytes = chars.as_bytes().get(from..)?;
        let odd = |a: u8, b: u8| {
            (a == 0xc2)
                | (a == 0xe2)
                | (a == 0xcb)
                | ((a == 0xc6) & (b == 0x92))
                | ((a == 0xc5) & (0x92..=0xbe).contains(&b))
                | ((a == 0xd0) & (b == 0x82))
                | ((a == 0xef) & ((b == 0xa3) | (b == 0xbf)))
                | ((a == 0xce) & ((b == 0x84) | (b == 0x85) | (b == 0x93)))
                | ((a == 0xc3) & ((b == 0x94) | (b == 0x83)))
        };
        scan::pairs(bytes, odd).map(|at| from + at).find(|at| {
            let Some(c) = scan::char_at(chars, *at) else { return false };
            if matches!(c, '\u{80}'..='\u{9f}') {
                return true;
            }
            let mut start = *at;
            let mut starts = [start; 3];
            let mut found = 1;
            while found < 3
                && let Some(before) = scan::char_before(chars, start).filter(|c| !c.is_ascii())
            {
                start -= before.len_utf8();
                starts[found] = start;
                found += 1;
            }
            let alone = found == 1 && c != 'Ã' && chars.as_bytes().get(at + c.len_utf8()).is_none_or(u8::is_ascii);
            !alone && starts[..found].iter().any(|start| self.is_damage(chars, *start))
        })
    }

    fn is_damage(&self, chars: &str, at: usize) -> bool {
        (0..PAGES).any(|page| self.sequence(chars, at, page).is_some_and(|sequence| sequence.strange))
    }

    /// The lines that convince by themselves, by their starts, and how they are read.
    pub(super) fn own_evidence(&self, chars: &str, first: usize) -> Vec<(usize, Reading)> {
        let mut own = Vec::new();
        let mut next = Some(first);
        while let Some(at) = next {
            let line = line_around(chars, at);
            if let Some(reading) = self.convincing(&chars[line.clone()]) {
                own.push((line.start, reading));
            }
            next = self.suspicious(chars, line.end);
        }
        own
    }

    /// Whether most of what a text has beyond ASCII is UTF-8 read in some page.
    pub(super) fn is_rather_utf_8(&self, text: &str) -> bool {
        self.best_reading(text).is_some_and(|reading| reading.sequences - reading.marks > reading.leftover)
    }

    fn best_reading(&self, line: &str) -> Option<Reading> {
        (0..PAGES).map(|page| self.read(line, page)).filter(|reading| reading.sequences > 0).max_by_key(Reading::rank)
    }

    fn read(&self, line: &str, page: usize) -> Reading {
        let mut reading = Reading { page, ..Reading::default() };
        self.walk(line, page, |here, sequence| match sequence {
            Some(sequence) => {
                reading.sequences += 1;
                reading.strange += usize::from(sequence.strange);
                reading.marks += usize::from(sequence.decoded == '\u{fffd}' && sequence.lost.is_none());
            }
            // A control and what was lost say nothing about the page.
            None if matches!(line[here].chars().next(), Some('\u{80}'..='\u{9f}' | '\u{fffd}')) => {}
            None => reading.leftover += 1,
        });
        reading
    }

    /// Calls `visit` for every character beyond ASCII, or sequence of them, of a line.
    fn walk(&self, line: &str, page: usize, mut visit: impl FnMut(Range<usize>, Option<Sequence>)) {
        let mut at = 0;
        while let Some(len) = line[at..].bytes().position(|b| b >= 0x80) {
            let start = at + len;
            let sequence = self.sequence(line, start, page);
            let chars = sequence.map_or(1, |sequence| sequence.chars);
            at = start + line[start..].chars().take(chars).map(char::len_utf8).sum::<usize>();
            visit(start..at, sequence);
        }
    }

    /// The line as it was before the damage, which may have happened more than once, and how
    /// the damage came about. `finds` says whether the document tells enough to find what was
    /// lost.
    pub(super) fn mend(&self, line: &str, own: bool, hint: Hint) -> Option<(Mended, String)> {
        let reading = if own { self.convincing(line)? } else { self.seamless(line, hint.favourite?)? };
        let mut pages = vec![reading.page];
        let mut page = reading.page;
        let (mut mended, mut lost) = self.reread(line, page);
        // What was damaged once may have been damaged before, so less evidence is needed now.
        // Every turn makes the line shorter, so this ends, and soon.
        while let Some(again) = self.convincing(&mended.line).or_else(|| self.seamless(&mended.line, page)) {
            page = again.page;
            pages.push(page);
            let (next, still_lost) = self.reread(&mended.line, page);
            mended = mended.then(next);
            lost = still_lost;
        }
        if hint.finds && !lost.is_empty() {
            let found = find_lost(&mended.line, &lost);
            mended = mended.then(found);
        }
        Some((mended, path(&pages)))
    }

    fn convincing(&self, line: &str) -> Option<Reading> {
        self.best_reading(line).filter(Reading::convinces)
    }

    /// The reading in a page that leaves nothing over.
    fn seamless(&self, line: &str, page: usize) -> Option<Reading> {
        Some(self.read(line, page)).filter(|reading| reading.sequences > 0 && reading.leftover == 0)
    }

    /// The line read again, and the places in it where a byte was lost.
    fn reread(&self, line: &str, page: usize) -> (Mended, Vec<(usize, Lost)>) {
        let mut writer = Writer::new(line);
        let mut places = Vec::new();
        self.walk(line, page, |here, sequence| {
            if let Some(sequence) = sequence {
                let at = writer.replace(here, sequence.decoded);
                places.extend(sequence.lost.map(|lost| (at, lost)));
            }
        });
        (writer.finish(), places)
    }
}

/// What the document says about a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hint {
    /// The page that other lines were read in.
    pub(super) favourite: Option<usize>,
    /// Whether there is text enough to find what was lost.
    pub(super) finds: bool,
}

/// The line with the characters that can be told from the rest.
pub(super) fn find_lost(line: &str, lost: &[(usize, Lost)]) -> Mended {
    let mut writer = Writer::new(line);
    for (at, lost) in lost {
        if let Some(found) = lost.found(line, *at) {
            writer.replace(*at..*at + '\u{fffd}'.len_utf8(), found);
        }
    }
    writer.finish()
}

/// The page that most of the evidence speaks for, if it is enough to go by.
pub(super) fn favourite(own: &[(usize, Reading)]) -> Option<usize> {
    let mut strange = [0; PAGES];
    for (_, reading) in own {
        strange[reading.page] += reading.strange;
    }
    (0..PAGES).max_by_key(|page| (strange[*page], PAGES - page)).filter(|page| strange[*page] >= 3)
}

/// The way of the damage, which began with the last of the pages.
fn path(pages: &[usize]) -> String {
    let mut path = String::from("UTF-8");
    for (at, turns) in pages.chunk_by(|a, b| a == b).rev().enumerate() {
        path.push_str(if at == 0 { " read as " } else { ", then as " });
        path.push_str(turns.first().map_or("", |page| NAMES[*page]));
        match turns.len() {
            0 | 1 => {}
            2 => path.push_str(", twice"),
            times => path.push_str(&format!(", {times} times")),
        }
    }
    path
}
