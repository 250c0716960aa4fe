//! Names of breakpoints and players, clock readings of players, code.
//!
//! A lone `LG` may be a company; a run of breakpoint names is a grid. Code is told by the
//! density of its signs. Words of players and icons are rules of `layout-debris`.
//!
//! **Known gaps**: one breakpoint name alone; code without brackets (a shell command).

use crate::judge::file_names;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::marks::{Family, Findings};
use crate::page::{Block, Form, Page};
use crate::segment::shape::is_end_mark;
use crate::stage::Judge;
use crate::text::Span;
use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Settings of `layout-debris`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LayoutDebrisConfig {
    /// How many breakpoint names must stand in a row. Default 2.
    pub min_run_lines: u32,
}

impl Default for LayoutDebrisConfig {
    fn default() -> Self {
        LayoutDebrisConfig { min_run_lines: 2 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct LayoutDebris {
    config: LayoutDebrisConfig,
    lexicon: Arc<Lexicon>,
}

/// The breakpoints of the usual grid frameworks.
const BREAKPOINTS: [&str; 7] = ["xs", "sm", "md", "lg", "xl", "xxl", "2xl"];
/// A run of them occurs in no prose.
const RUN_WEIGHT: i32 = 400;
/// A clock reading alone on its line: enough in head and tail, not in the body.
const CLOCK_WEIGHT: i32 = 220;
/// The title of a player below its row of buttons: no article says a line twice and times
/// it, not even one that ends in a question mark.
const ECHO_WEIGHT: i32 = 600;
/// The sign of the button that closes a popup opens a text: by its form, and as a word.
const POPUP_WEIGHT: i32 = 330;
/// Words with a running time behind them: not enough for a sentence in the body, where the line model must agree.
const TIMED_WEIGHT: i32 = 300;
/// Fewer words are a result.
const MIN_TIMED_WORDS: usize = 8;
/// Fewer words may be a product (`× 3 pieces`).
const MIN_POPUP_WORDS: usize = 8;
/// Names of networks in a row without a sign between them: buttons. No prose has that.
const ROW_WEIGHT: i32 = 600;
/// So many words of buttons in a row.
const MIN_ROW_WORDS: usize = 3;
/// What is longer, with the row at its end, is a paragraph that keeps its text.
const MAX_ROW_TITLE_CHARS: u32 = 200;
/// Words of share buttons in every language that uses the networks' names.
const BUTTONS: [&str; 36] = [
    "facebook",
    "twitter",
    "google",
    "google+",
    "plus",
    "linkedin",
    "whatsapp",
    "pinterest",
    "reddit",
    "tumblr",
    "telegram",
    "messenger",
    "flipboard",
    "viber",
    "vk",
    "instagram",
    "youtube",
    "threads",
    "bluesky",
    "digg",
    "stumbleupon",
    "delicious",
    "pocket",
    "xing",
    "odnoklassniki",
    "livejournal",
    "weibo",
    "tiktok",
    "x",
    "email",
    "e-mail",
    "embed",
    "print",
    "copy",
    "link",
    "share",
];
/// How many of those are networks: the first ones.
const NETWORKS: usize = 28;
/// Shorter titles may stand in the line above by accident.
const ECHO_MIN_BYTES: usize = 12;
/// A small number alone: enough for a line that is no running text.
const COUNTER_WEIGHT: i32 = 310;
/// Code in a news dump; verbatim blocks of HTML are left alone.
const CODE_WEIGHT: i32 = 350;
/// Signs of code per hundred characters; prose with brackets stays below 5.
const CODE_SIGNS_PERCENT: usize = 8;
/// Shorter lines are formulas and smileys.
const CODE_MIN_CHARS: u32 = 40;

impl LayoutDebris {
    /// The stage with these settings and rules.
    #[must_use]
    pub fn new(config: LayoutDebrisConfig, lexicon: Arc<Lexicon>) -> Self {
        LayoutDebris { config, lexicon }
    }
}

impl Judge for LayoutDebris {
    fn name(&self) -> &'static str {
        "layout-debris"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        let is_breakpoint = |block: &Block| block.shape.chars <= 3 && BREAKPOINTS.contains(&page.folded(block));
        for run in page.blocks().chunk_by(|a, b| is_breakpoint(a) == is_breakpoint(b)) {
            if run.len() >= self.config.min_run_lines as usize && run.first().is_some_and(is_breakpoint) {
                for block in run {
                    out.mark(
                        block.span,
                        Kind::LayoutDebris,
                        "layout-debris.breakpoints",
                        Family::Structure,
                        RUN_WEIGHT,
                    );
                }
            }
        }
        for block in page.blocks() {
            for ticker in tickers(page.text_of(block)) {
                let span = Span::new(block.span.start + ticker.start, block.span.start + ticker.end);
                out.mark(span, Kind::LayoutDebris, "layout-debris.ticker", Family::Shape, ECHO_WEIGHT);
            }
        }
        let closed = page.blocks().iter().filter(|block| is_closed_by_a_button(page.text_of(block))).count();
        let timed = page.blocks().iter().filter(|block| is_timed(page.folded(block))).count();
        for block in page.blocks() {
            if is_counter(page, block) {
                out.mark(block.span, Kind::LayoutDebris, "layout-debris.counter", Family::Shape, COUNTER_WEIGHT);
            } else if is_clock(page.folded(block)) {
                out.mark(block.span, Kind::LayoutDebris, "layout-debris.clock", Family::Shape, CLOCK_WEIGHT);
            } else if timed == 1 && is_timed(page.folded(block)) {
                out.mark(block.span, Kind::Embed, "layout-debris.timed", Family::Shape, TIMED_WEIGHT);
            } else if ends_in_player(page.folded(block)) {
                out.mark(block.span, Kind::Embed, "layout-debris.player", Family::Shape, ECHO_WEIGHT);
            } else if let Some(row) = row_of_buttons(page.folded(block)) {
                mark_row(page, block, row, out);
            } else if closed == 1 && is_closed_by_a_button(page.text_of(block)) {
                out.mark(block.span, Kind::Promotion, "layout-debris.close-button", Family::Shape, POPUP_WEIGHT);
                out.mark(block.span, Kind::Promotion, "layout-debris.close-button", Family::Phrase, POPUP_WEIGHT);
            } else if block.form != Form::Verbatim && is_code(page, block) {
                out.mark(block.span, Kind::Code, "layout-debris.code", Family::Shape, CODE_WEIGHT);
            }
        }
        file_names::mark(page, out);
        for pair in page.blocks().windows(2) {
            if is_timed_echo(page.folded(&pair[1]), page.folded(&pair[0])) {
                out.mark(pair[1].span, Kind::Embed, "layout-debris.timed-echo", Family::Repetition, ECHO_WEIGHT);
            }
        }
        self.lexicon.mark_all(self.name(), page, out);
    }
}

/// Where prices of shares stand inside a text as they are read aloud: `INN -0.12%decrease; red down pointing triangle`.
fn tickers(text: &str) -> impl Iterator<Item = Range<usize>> {
    const READ_ALOUD: &str = " pointing triangle";
    const MAX_SYMBOL_BYTES: usize = 8;
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(READ_ALOUD));
    FINDER.find_iter(text.as_bytes()).filter_map(|at| {
        let before = ["red down", "green up"].iter().find_map(|sign| text[..at].strip_suffix(sign))?;
        let before = ["decrease; ", "increase; "].iter().find_map(|turn| before.strip_suffix(turn))?;
        let (before, share) = before.trim_end().rsplit_once(' ')?;
        let symbol = before.rsplit(' ').next()?;
        let is_share = share.strip_suffix('%').is_some_and(|share| share.parse::<f64>().is_ok());
        let is_symbol = symbol.len() <= MAX_SYMBOL_BYTES
            && symbol.starts_with(|c: char| c.is_ascii_uppercase())
            && symbol.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'.');
        (is_share && is_symbol).then(|| before.len() - symbol.len()..at + READ_ALOUD.len())
    })
}

/// Whether a text begins with the sign that closes a popup. Entries of a list may, so it must be the only one of the page.
fn is_closed_by_a_button(text: &str) -> bool {
    let rest = text.strip_prefix('×').map(str::trim_start);
    rest.is_some_and(|rest| {
        rest.starts_with(char::is_alphanumeric) && rest.split_whitespace().count() >= MIN_POPUP_WORDS
    })
}

/// Whether a line is the title of a player (`Storm closes port 1:42`) that the line above
/// holds too, among its buttons.
fn is_timed_echo(line: &str, above: &str) -> bool {
    let Some((title, time)) = line.rsplit_once(' ') else { return false };
    is_clock(time) && title.len() >= ECHO_MIN_BYTES && above.contains(title)
}

/// The title of a player and its running time, glued to the button's word:
/// `Storm closes the port Play Video0:39`.
fn ends_in_player(folded: &str) -> bool {
    let rest = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    let time = &folded[rest.len()..];
    let glued = rest.ends_with(|c: char| c.is_alphabetic());
    glued && (4..=8).contains(&time.len()) && is_clock(time) && !time.starts_with(':') && !time.ends_with(':')
}

/// Words under a player with its running time behind the full stop: `The boats are back. (0:21)`. Verses and results of a
/// fight look so too, so there must be one alone, and the line model is asked.
fn is_timed(folded: &str) -> bool {
    /// A longer one is a paragraph.
    const MAX_BYTES: usize = 400;
    /// `0:21`: less than ten minutes, and seconds of two digits.
    const TIME_BYTES: usize = 4;
    let Some((text, time)) = folded.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) else { return false };
    folded.len() <= MAX_BYTES
        && time.len() == TIME_BYTES
        && time.as_bytes()[1] == b':'
        && is_clock(time)
        && text.ends_with(is_end_mark)
        && text.split(' ').count() >= MIN_TIMED_WORDS
}

/// Where the row of share buttons begins that ends a folded line, or that stands between
/// the title of a player and the same title with its running time.
fn row_of_buttons(folded: &str) -> Option<usize> {
    // Hardly any line ends in a button or in a time.
    let last = folded.trim_end_matches(' ').rsplit(' ').next()?;
    if !BUTTONS.contains(&last) && !is_clock(last) {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let mut at = 0;
    for run in words.chunk_by(|a, b| BUTTONS.contains(a) == BUTTONS.contains(b)) {
        let start = at;
        at += run.iter().map(|word| word.len() + 1).sum::<usize>();
        let rest = folded.get(at..).unwrap_or_default();
        let networks = run.iter().filter(|word| BUTTONS[..NETWORKS].contains(word)).count();
        let is_long = run.len() >= MIN_ROW_WORDS || is_share_count(folded[..start].trim_end());
        let is_row = is_long && networks >= 2 && BUTTONS.contains(&run[0]);
        if is_row && (rest.is_empty() || is_timed_echo(rest, &folded[..start])) {
            return Some(start);
        }
    }
    None
}

/// `775 shares`, before the networks.
fn is_share_count(before: &str) -> bool {
    let (count, what) = before.split_once(' ').unwrap_or_default();
    count.starts_with(|c: char| c.is_ascii_digit()) && matches!(what, "share" | "shares")
}

/// The title of a player goes with its row; a paragraph only loses the row.
fn mark_row(page: &Page<'_>, block: &Block, row: usize, out: &mut Findings) {
    let title = page.folded(block)[..row].trim_end();
    let of_player = title.starts_with("play") || !title.ends_with(['.', '!', '?', '"', ':']);
    let whole = of_player && block.shape.chars <= MAX_ROW_TITLE_CHARS;
    let start = if whole { block.span.start } else { page.unfold(block, row) };
    let span = Span::new(start, block.span.end);
    out.mark(span, Kind::Embed, "layout-debris.buttons", Family::Shape, ROW_WEIGHT);
}

/// A small number alone between pieces of running text: the counter of a gallery or of
/// comments. Numbers in rows are a table's.
fn is_counter(page: &Page<'_>, block: &Block) -> bool {
    let runs = |at: Option<usize>| {
        at.and_then(|at| page.blocks().get(at)).is_some_and(|block| block.shape.letters > block.shape.digits)
    };
    let number = (1..=3).contains(&block.shape.digits) && block.shape.chars == block.shape.digits;
    number && block.form == Form::Paragraph && runs(block.index.checked_sub(1)) && runs(Some(block.index + 1))
}

/// `0:00`, `0:03:06`, `1:02 / 4:10`.
fn is_clock(folded: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | ' ');
    folded.len() <= 20
        && folded.contains(':')
        && folded.starts_with(|c: char| c.is_ascii_digit())
        && folded.chars().all(is_part)
}

fn is_code(page: &Page<'_>, block: &Block) -> bool {
    if block.shape.chars < CODE_MIN_CHARS {
        return false;
    }
    let text = page.text_of(block);
    let braces = memchr::memchr3_iter(b'{', b'}', b';', text.as_bytes());
    braces.take(3).count() == 3
        && text.bytes().filter(|b| b"{};=()<>".contains(b)).count() * 100 >= CODE_SIGNS_PERCENT * text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let stage = LayoutDebris::new(LayoutDebrisConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()));
        stage.findings(&Page::from_text(text)).marks.iter().map(|mark| mark.kind).collect()
    }

    #[test]
    fn a_run_of_breakpoints_is_a_grid() {
        assert_eq!(kinds("XS\nSM\nMD\nLG"), [Kind::LayoutDebris; 4]);
        assert_eq!(kinds("LG\nThe company reported a loss."), []);
    }

    #[test]
    fn the_title_of_a_player_echoes_its_buttons() {
        assert_eq!(kinds("Play Storm closes the port Share Embed\nStorm closes the port 1:42"), [Kind::Embed]);
        assert_eq!(kinds("Storm closes the port Play Video0:39"), [Kind::Embed]);
        assert_eq!(kinds("The ferries are back, and all of the island is glad. (0:21)"), [Kind::Embed]);
        assert_eq!(kinds("Of all the runners of the island Ann Lee was the fastest (0:21)"), []);
        assert_eq!(kinds("Lee was fast. (0:21)"), []);
        assert_eq!(kinds("The earth is full of it, and all who live in it are glad of that. (24:1)"), []);
        assert_eq!(
            kinds(
                "Lee beat Ray with a left that nobody had seen. (1:42)\nRay beat Lee with one that all had seen. (0:58)"
            ),
            []
        );
        assert_eq!(kinds("The final score was close.\nAnn Lee won the race in 1:42"), []);
    }

    #[test]
    fn a_row_of_buttons_takes_the_title_of_its_player() {
        let text = "Play Who closes the port? Facebook Twitter Google Plus Embed";
        let stage = LayoutDebris::new(LayoutDebrisConfig::default(), Arc::new(Lexicon::from_files([]).unwrap()));
        let taken = |text: &str| {
            let page = Page::from_text(text);
            stage.findings(&page).marks.iter().map(|mark| page.slice(mark.span).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(taken(text), [text]);
        assert_eq!(taken("The port was closed on Monday. Facebook Twitter Email"), ["Facebook Twitter Email"]);
        let echo = "PlayWho closes the port? Facebook Twitter Google Plus Embed\n Who closes the port? 1:58";
        assert_eq!(taken(echo).join("\n "), echo);
        assert_eq!(taken("Digg StumbleUpon Delicious Pocket"), ["Digg StumbleUpon Delicious Pocket"]);
        assert!(taken("Half of us use Facebook, Twitter and WhatsApp").is_empty());
        assert!(taken("The tiramisu was delicious pocket change").is_empty());
    }

    #[test]
    fn a_ticker_read_aloud_leaves_the_sentence() {
        let taken = |text: &'static str| tickers(text).map(|at| &text[at]).collect::<Vec<_>>();
        let read = "The Inn INN -0.12%decrease; red down pointing triangle sold the boat.";
        assert_eq!(taken(read), ["INN -0.12%decrease; red down pointing triangle"]);
        let spaced = "Shares of Inn INN.L 1.3% increase; green up pointing triangle rose";
        assert_eq!(taken(spaced), ["INN.L 1.3% increase; green up pointing triangle"]);
        assert!(taken("The volume rose 3% increase; green up pointing triangle was what it said.").is_empty());
        assert!(taken("The sign is a red down pointing triangle on a post.").is_empty());
        assert!(taken(" pointing triangle").is_empty());
    }

    #[test]
    fn a_popup_begins_with_its_button() {
        assert_eq!(kinds("× The Book of Harbours by Ann Lee: all you have to know."), [Kind::Promotion; 2]);
        assert_eq!(kinds("× 3 is what the ship cost."), []);
        let entry = "× Never wash the pan with soap, since that takes off the seasoning.";
        assert_eq!(kinds(&format!("{entry}\n{entry} Never.")), []);
        assert_eq!(kinds("A plate of 30 × Ann Lee's is sold."), []);
    }

    #[test]
    fn a_number_alone_is_a_counter() {
        assert_eq!(kinds("It rained all night.\n12\nThe river rose."), [Kind::LayoutDebris]);
        assert_eq!(kinds("Ajax\n3\n2\nPSV"), []);
        assert_eq!(kinds("It rained in\n1994\nas it had before."), []);
    }

    #[test]
    fn code_and_clocks() {
        assert_eq!(kinds("var a = {b: 1}; function f(x) { return x; } f(a);"), [Kind::Code]);
        assert_eq!(kinds("0:00\n0:03:06"), [Kind::LayoutDebris; 2]);
        assert_eq!(kinds("The score was 3:1 (half-time 1:0); the coach {again} was pleased with it."), []);
    }
}
