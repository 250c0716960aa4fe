//! How a block looks by itself.

use super::Line;
use super::scale::{count, log, share};
use crate::page::{Block, Ending, Form, Page, Shape};
use crate::scan;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Fills in what one block looks like, and how many sentences it seems to hold.
pub(super) fn fill(line: &mut Line, page: &Page<'_>, block: &Block) {
    let shape = &block.shape;
    of_shape(line, shape);
    let yes = |is: bool| u8::from(is);
    line.is_heading = yes(matches!(block.form, Form::Heading(_)));
    line.is_list_item = yes(block.form == Form::ListItem);
    line.is_row = yes(block.form == Form::Row);
    line.is_separator = yes(block.form == Form::Separator);
    line.is_wrapped = yes(block.wrapped);
    signs(line, page.folded(block), shape);
    line.starts_with = opening(page.text_of(block));
}

fn of_shape(line: &mut Line, shape: &Shape) {
    let n = |value: u32| value as usize;
    line.chars = log(n(shape.width()));
    line.words = log(n(shape.words));
    line.word_chars = count(n(shape.letters + shape.width() - shape.chars) * 10 / n(shape.words).max(1));
    line.letters = share(n(shape.letters), n(shape.chars));
    line.uppers = share(n(shape.uppers), n(shape.letters));
    line.digits = share(n(shape.digits), n(shape.chars));
    line.capitalised = share(n(shape.capitalised), n(shape.words));
    line.ends_stop = u8::from(shape.ending == Ending::Stop);
    line.ends_question = u8::from(matches!(shape.ending, Ending::Question | Ending::Exclamation));
    line.ends_ellipsis = u8::from(shape.ending == Ending::Ellipsis);
    line.ends_colon = u8::from(shape.ending == Ending::Colon);
    line.is_sentence = u8::from(shape.is_sentence());
    line.is_fragment = u8::from(shape.fragment);
    line.gap_before = u8::from(shape.gap_before);
}

/// Counts of the signs that tell prose, lists of links, dates and addresses apart.
#[derive(Default)]
struct Signs {
    commas: usize,
    stops: usize,
    quotes: usize,
    brackets: usize,
    bars: usize,
    marks: usize,
    clocks: usize,
}

impl Signs {
    fn of(folded: &str) -> Self {
        let mut signs = Signs::default();
        let bytes = folded.as_bytes();
        let is = |at: Option<usize>, test: fn(&u8) -> bool| at.and_then(|at| bytes.get(at)).is_some_and(test);
        let is_sign = |byte: u8, _| {
            let alphanumeric = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
            !alphanumeric & (byte != b' ') & (byte < 0x80)
        };
        for at in scan::pairs(bytes, is_sign) {
            match bytes[at] {
                b',' => signs.commas += 1,
                b'.' | b'!' | b'?' => signs.stops += usize::from(bytes.get(at + 1).is_none_or(|next| *next == b' ')),
                b'"' => signs.quotes += 1,
                b'(' | b')' | b'[' | b']' => signs.brackets += 1,
                b'|' | b'/' | b'>' | b'<' | b'+' | b'*' => signs.bars += 1,
                b'@' | b'#' | b'_' | b'=' | b'{' | b'}' => signs.marks += 1,
                b':' => {
                    let digits = is(at.checked_sub(1), u8::is_ascii_digit) && is(Some(at + 1), u8::is_ascii_digit);
                    signs.clocks += usize::from(digits);
                }
                _ => {}
            }
        }
        if !folded.is_ascii() {
            signs.add_wide(folded);
        }
        signs
    }

    /// The same signs outside ASCII, that folding left as they are.
    fn add_wide(&mut self, folded: &str) {
        for c in folded.chars().filter(|c| !c.is_ascii()) {
            match c {
                '،' | '、' | '，' => self.commas += 1,
                '。' | '।' | '։' | '۔' | '！' | '？' => self.stops += 1,
                '•' | '·' | '→' | '›' | '▪' | '©' => self.bars += 1,
                '「' | '」' => self.quotes += 1,
                _ => {}
            }
        }
    }
}

/// What addresses on the web begin with.
static ADDRESS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["http", "www."].map(Finder::new));

fn signs(line: &mut Line, folded: &str, shape: &Shape) {
    let signs = Signs::of(folded);
    line.commas = count(signs.commas * 400 / (shape.width() as usize).max(20));
    line.stops = log(signs.stops);
    line.quotes = log(signs.quotes);
    line.brackets = log(signs.brackets);
    line.bars = log(signs.bars);
    line.marks = log(signs.marks);
    line.clocks = count(signs.clocks);
    line.is_address = u8::from(ADDRESS.iter().any(|sign| sign.find(folded.as_bytes()).is_some()));
    line.has_year = u8::from(shape.digits >= 4 && has_year(folded.as_bytes()));
}

/// Whether a year from 1900 to 2099 stands in the text.
fn has_year(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'1', b'2', bytes).any(|at| {
        let year = bytes.get(at..at + 4).unwrap_or_default();
        (year.starts_with(b"20") || year.starts_with(b"19"))
            && year[2..].iter().all(u8::is_ascii_digit)
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit)
            && !(at > 0 && bytes[at - 1].is_ascii_digit())
    })
}

/// What kind of character opens the block.
fn opening(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_lowercase() => 1,
        Some(c) if c.is_uppercase() => 2,
        Some(c) if c.is_alphabetic() => 3,
        Some(c) if c.is_numeric() => 4,
        Some('"' | '“' | '„' | '«' | '»' | '\'' | '‘' | '「' | '–' | '—') => 5,
        Some('(' | '[') => 6,
        _ => 7,
    }
}
