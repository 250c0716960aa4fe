//! Tables: the rows of one, cell by cell.

use super::line::{self, Place};
use crate::blocks::ArticleBlock;
use crate::inline::InlineKind;
use crate::page::Form;
use std::ops::Range;

/// More columns are written as rows of words.
const MAX_COLUMNS: usize = 200;

/// How many of the first blocks are the rows of one table; a row alone is none.
pub(super) fn rows(blocks: &[ArticleBlock]) -> usize {
    let Some(first) = blocks.first() else { return 0 };
    let is_of_it =
        |block: &&ArticleBlock| block.form == Form::Row && block.table == first.table && block.within == first.within;
    let rows = blocks.iter().take_while(is_of_it).count();
    if rows >= 2 { rows } else { 0 }
}

/// The rows as a table; none where flat text has rows that do not fit one another.
pub(super) fn write(text: &str, rows: &[ArticleBlock], links: bool) -> Option<String> {
    let mut table = Vec::with_capacity(rows.len());
    for row in rows {
        table.push(cells(text, row));
    }
    let width = |row: &Vec<(usize, Range<usize>)>| row.last().map_or(0, |(column, _)| column + 1);
    let columns = table.iter().map(width).max().unwrap_or(0);
    let is_flat = rows.iter().any(|row| row.table.is_none());
    let fits = !is_flat || table.iter().all(|row| width(row) == columns);
    if !fits || !(2..=MAX_COLUMNS).contains(&columns) {
        return None;
    }
    let mut out = String::new();
    for (at, (cells, row)) in table.into_iter().zip(rows).enumerate() {
        let least = if at == 0 { columns } else { 0 };
        write_row(text, row, cells, least, links, &mut out);
        if at == 0 {
            out.push_str(&"| --- ".repeat(columns));
            out.push_str("|\n");
        }
    }
    out.truncate(out.trim_end().len());
    Some(out)
}

/// Writes a row with at least so many cells.
fn write_row(
    text: &str,
    row: &ArticleBlock,
    cells: Vec<(usize, Range<usize>)>,
    least: usize,
    links: bool,
    out: &mut String,
) {
    let mut next = 0;
    for (column, range) in cells {
        while next < column {
            out.push_str("|  ");
            next += 1;
        }
        out.push_str("| ");
        out.push_str(&line::write(text, range, &row.inlines, Place::Cell, links));
        out.push(' ');
        next = column + 1;
    }
    while next < least {
        out.push_str("|  ");
        next += 1;
    }
    out.push_str("|\n");
}

/// The cells of a row with their columns; all of its words are in one.
fn cells(text: &str, row: &ArticleBlock) -> Vec<(usize, Range<usize>)> {
    noted(text, row).unwrap_or_else(|| parted(text, row.span.range()))
}

/// The cells that the reader of HTML noted, if no word stands outside of them.
fn noted(text: &str, row: &ArticleBlock) -> Option<Vec<(usize, Range<usize>)>> {
    let mut cells: Vec<(usize, Range<usize>)> = Vec::new();
    let mut end = row.span.start;
    let blank = |range: Range<usize>| text.get(range).is_some_and(|between| !between.contains(char::is_alphanumeric));
    for inline in &row.inlines {
        let InlineKind::Cell(column) = inline.kind else { continue };
        let column = usize::from(column);
        let is_next = cells.last().is_none_or(|(last, _)| *last < column);
        if !is_next || inline.span.start < end || !blank(end..inline.span.start) {
            return None;
        }
        end = inline.span.end;
        cells.push((column, inline.span.range()));
    }
    (!cells.is_empty() && blank(end..row.span.end)).then_some(cells)
}

/// The cells of flat text, parted by tabs or bars.
fn parted(text: &str, row: Range<usize>) -> Vec<(usize, Range<usize>)> {
    let own = text.get(row.clone()).unwrap_or_default();
    let sign = if own.contains(" | ") { " | " } else { "\t" };
    let mut at = row.start;
    let cell = |(column, part): (usize, &str)| {
        let range = at..at + part.len();
        at = range.end + sign.len();
        (column, range)
    };
    own.split(sign).enumerate().map(cell).collect()
}
