//! UTF-8 that was read in a code page: what each page makes of a line, and the line read again.

use super::EncodingRepair;
use super::lines::line_around;
use super::lost::Lost;
use super::mended::{Mended, Writer};
use super::pages::{MAC, NAMES, PAGES};
use super::sequence::Sequence;
use crate::language::fluency;
use crate::scan;
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
    /// C1 controls that belong to no sequence.
    controls: usize,
    /// Characters that the page does not have, and that may have come later.
    alien: usize,
    /// Whole quotes and dashes, which three characters show as nothing else does.
    quotes: usize,
    /// Single letters of another script in a line that has no other sequence.
    lone: usize,
}

impl Reading {
    /// How many of its sequences nobody writes, old marks of loss aside.
    pub(super) fn strange(&self) -> usize {
        self.strange - self.marks.min(self.strange)
    }

    fn convinces(&self) -> bool {
        if self.lone > 0 {
            return false;
        }
        self.quotes > 0
            || self.strange > self.leftover + self.alien
            || (self.strange > 1 && self.strange * 2 > self.leftover + self.alien)
            || (self.sequences >= 8 && self.leftover + self.alien == 0)
            || (self.page == 0 && self.strange() > 0 && self.leftover == 0 && self.alien <= 2 * self.strange())
    }

    /// What it cannot explain: the less the better.
    fn unexplained(&self) -> usize {
        self.leftover + self.alien + self.controls
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
                // Cyrillic letters in words of ASCII ones.
                | (((a | 0x20).wrapping_sub(b'a') < 26) & ((b == 0xd0) | (b == 0xd1)))
                | ((a == 0xef) & ((b == 0xa3) | (b == 0xbf)))
                | ((a == 0xce) & ((b == 0x84) | (b == 0x85) | (b == 0x93)))
                | ((a == 0xc3) & ((b == 0x94) | (b == 0x83)))
        };
        let is_ascii = |at: usize| chars.as_bytes().get(at).is_none_or(u8::is_ascii);
        let places = scan::pairs(bytes, odd).map(|at| from + at + usize::from(bytes[at].is_ascii()));
        places.into_iter().find(|at| {
            // A quote between words, the usual case.
            if bytes[at - from] == 0xe2 && is_ascii(at.wrapping_sub(1)) && is_ascii(at + 3) {
                return false;
            }
            let Some(c) = scan::char_at(chars, *at) else { return false };
            if matches!(c, '\u{80}'..='\u{9f}') {
                return true;
            }
            // On any machine but a Mac these signs can only be the rest of a sequence.
            if is_first_on_mac(c) && scan::char_before(chars, *at).is_none_or(|before| before.is_ascii()) {
                // Cyrillic letters show as dashes and what is nothing strange behind them.
                let dash = matches!(c, '–' | '—');
                return self.sequence(chars, *at, MAC).is_some_and(|sequence| sequence.strange || dash);
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
            if let Some(reading) = self.convincing(&chars[line.clone()], None) {
                own.push((line.start, reading));
            }
            next = self.suspicious(chars, line.end);
        }
        own
    }

    /// Whether most of what a text has beyond ASCII is UTF-8 read in some page.
    pub(super) fn is_rather_utf_8(&self, text: &str) -> bool {
        self.best_reading(text, None).is_some_and(|reading| reading.sequences - reading.marks > reading.leftover)
    }

    /// The page that leaves least over in all lines with evidence of their own; of several
    /// the one that makes the best text of them.
    pub(super) fn favourite(&self, chars: &str, own: &[(usize, Reading)]) -> Option<usize> {
        let mut pages: Vec<Reading> = (0..PAGES).map(|page| Reading { page, ..Reading::default() }).collect();
        let mut text = String::new();
        for (start, _) in own {
            let line = &chars[line_around(chars, *start)];
            for sum in &mut pages {
                let reading = self.read(line, sum.page);
                sum.leftover += reading.unexplained();
                sum.strange += reading.strange();
            }
            if text.len() < MAX_SAMPLE {
                text.push_str(sample(line));
                text.push('\n');
            }
        }
        let least = pages.iter().filter(|page| page.strange > 0).map(|page| page.leftover).min()?;
        pages.retain(|page| page.strange > 0 && page.leftover == least);
        // Two pages that read alike are one; the first names it.
        let read: Vec<(usize, String)> =
            pages.iter().map(|page| (page.page, self.reread(&text, page.page).0.line)).collect();
        read.iter().rev().max_by_key(|(_, text)| fluency(text).total).map(|(page, _)| *page)
    }

    /// The reading that leaves least over. Of several the page that the document was read in
    /// is taken, else the one that makes the best text of the line.
    fn best_reading(&self, line: &str, preferred: Option<usize>) -> Option<Reading> {
        let readings = (0..PAGES).map(|page| self.read(line, page)).filter(|reading| reading.sequences > 0);
        let mut readings: Vec<Reading> = readings.collect();
        let least = readings.iter().map(Reading::unexplained).min()?;
        readings.retain(|reading| reading.unexplained() == least);
        if let Some(preferred) = readings.iter().find(|reading| Some(reading.page) == preferred) {
            return Some(*preferred);
        }
        let most = readings.iter().map(|reading| reading.strange).max()?;
        let first = *readings.iter().find(|reading| reading.strange == most)?;
        let sample = sample(line);
        let text = |reading: &Reading| self.reread(sample, reading.page).0.line;
        let first_text = text(&first);
        let others: Vec<(Reading, String)> = readings
            .into_iter()
            .filter(|reading| reading.strange > 0 && reading.page != first.page)
            .map(|reading| (reading, text(&reading)))
            .filter(|(_, text)| *text != first_text)
            .collect();
        if others.is_empty() {
            return Some(first);
        }
        let first = (first, first_text);
        std::iter::once(&first).chain(&others).rev().max_by_key(|(_, text)| fluency(text).total).map(|(best, _)| *best)
    }

    fn read(&self, line: &str, page: usize) -> Reading {
        let mut reading = Reading { page, ..Reading::default() };
        self.walk(line, page, |here, sequence| match sequence {
            Some(sequence) => {
                reading.sequences += 1;
                let lone = is_of_other_script(sequence.decoded) && stands_alone(line, &here);
                reading.lone += usize::from(lone);
                reading.quotes += usize::from(sequence.is_quote());
                reading.strange += usize::from(sequence.strange);
                reading.marks += usize::from(sequence.decoded == '\u{fffd}' && sequence.lost.is_none());
            }
            // A control or what was lost may be damage of another kind.
            None => match line[here.clone()].chars().next() {
                Some('\u{80}'..='\u{9f}') => reading.controls += 1,
                Some('\u{fffd}') | None => {}
                // Programs that turn pages into text put bullets before items.
                Some('•') if scan::char_at(line, here.end) == Some(' ') => {}
                Some('â' | '\u{a0}'..='\u{bf}') if is_rest_of_quote(line, &here) => {}
                Some(c) if self.pages.bytes_of(c)[page] == 0 => reading.alien += 1,
                Some(_) => reading.leftover += 1,
            },
        });
        if reading.lone < reading.sequences {
            reading.lone = 0;
        }
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
        let reading = if own { self.convincing(line, hint.favourite)? } else { self.seamless(line, hint.favourite?)? };
        let mut pages = vec![reading.page];
        let mut page = reading.page;
        let (mut mended, mut lost) = self.reread(line, page);
        // What was damaged once may have been damaged before, so less evidence is needed now.
        // Every turn makes the line shorter, so this ends, and soon.
        while let Some(again) = self.convincing(&mended.line, Some(page)).or_else(|| self.seamless(&mended.line, page))
        {
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

    fn convincing(&self, line: &str, preferred: Option<usize>) -> Option<Reading> {
        self.best_reading(line, preferred).filter(Reading::convinces)
    }

    /// The reading in a page that leaves nothing over.
    fn seamless(&self, line: &str, page: usize) -> Option<Reading> {
        Some(self.read(line, page))
            .filter(|reading| reading.sequences > 0 && reading.leftover + reading.alien + reading.lone == 0)
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

/// So many bytes say which page made the better text.
const MAX_SAMPLE: usize = 1000;

/// The beginning of a line, enough to judge how it reads.
fn sample(line: &str) -> &str {
    let start = line.bytes().position(|b| b >= 0x80).unwrap_or(0);
    let start = line[..start].rfind(' ').unwrap_or(0);
    let rest = &line[start..];
    let end = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_SAMPLE).last().unwrap_or(0);
    if rest.len() <= MAX_SAMPLE { rest } else { &rest[..end] }
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

/// Whether a character is a letter of a script that two bytes a letter are enough for, Greek
/// aside, whose letters are signs too.
fn is_of_other_script(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{7ff}') && c.is_alphabetic()
}

/// Whether this belongs to `â ¬`, or `â ¦`, which is a sign that was shown with its second byte
/// as a space: damage of another kind.
fn is_rest_of_quote(line: &str, here: &Range<usize>) -> bool {
    let sign = |c: char| matches!(c, '\u{a1}'..='\u{bf}');
    line[..here.start].ends_with("â ") || line[here.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(sign))
}

/// Whether what stands here has a letter or digit of ASCII beside it, and nothing else.
fn stands_alone(line: &str, here: &Range<usize>) -> bool {
    let sides = [scan::char_before(line, here.start), scan::char_at(line, here.end)];
    sides.iter().flatten().all(char::is_ascii) && sides.iter().flatten().any(char::is_ascii_alphanumeric)
}

/// Signs that stand for a first byte in Mac Roman alone.
fn is_first_on_mac(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '€' | '«' | '»')
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
