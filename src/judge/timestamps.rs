//! When: lines that hold a date or a time and at most a few words with it.
//!
//! A label ("Updated", "опубликовано") is a rule of `furniture`. Months are not listed:
//! a number, a word and a year in a short line are a date in every language.
//!
//! **Known gaps**: dates whose digits are not ASCII; a headline made of a date; the first
//! time of a live report that has no text above it.

use crate::error::BuildError;
use crate::kind::Kind;
use crate::lexicon::{Lexicon, Zones};
use crate::marks::{Family, Field, Findings, Mark, Rule};
use crate::observe::zones::Zone;
use crate::page::{Block, Form, Page};
use crate::stage::Judge;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Settings of `timestamps`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TimestampsConfig {
    /// How many words may stand beside the date and the time. Default 4.
    pub max_words: usize,
}

impl Default for TimestampsConfig {
    fn default() -> Self {
        TimestampsConfig { max_words: 4 }
    }
}

/// The stage.
#[derive(Debug, Clone)]
pub struct Timestamps {
    config: TimestampsConfig,
    lexicon: Arc<Lexicon>,
    date: Regex,
    time: Regex,
}

/// ISO (with its time, as machines write it), day-month-year with signs, day and month name and year, month name and day and
/// year, a year of two digits before a time, and the East Asian form, in Taiwan by the years of the republic too. (Thai years are 543 ahead.)
const DATE: &str = concat!(
    r"(?-u:\b)(?P<y1>(?:19|20)[0-9][0-9])[-/.](?P<m1>[0-9]{1,2})[-/.](?P<d1>[0-9]{1,2})(?:(?-u:\b)|T[0-9][0-9:.]*(?:Z|[+-][0-9:]+)?(?-u:\b))",
    r"|(?-u:\b)(?P<d2>[0-9]{1,2})[./](?P<m2>[0-9]{1,2})[./](?P<y2>(?:19|20)[0-9][0-9])(?-u:\b)",
    r"|(?-u:\b)[0-9]{1,2}(?:st|nd|rd|th|er|º|\.)? +(?:de +)?\p{L}{3,12}\.?,? +(?:de +)?(?:(?:19|20)[0-9]|25[5-9])[0-9](?-u:\b)",
    r"|\p{L}{3,12}\.? +[0-9]{1,2}(?:st|nd|rd|th)?,? +(?:19|20)[0-9][0-9](?-u:\b)",
    r"|(?-u:\b)[0-9]{1,2} +\p{L}{3,12} +[0-9]{2} *[|] *(?:[0-9]{1,2}[:.][0-9]{2})",
    r"|(?:中華)?民國 ?[0-9]{1,3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日",
    r"|(?P<y3>(?:19|20)[0-9][0-9]) ?[年년] ?(?P<m3>[0-9]{1,2}) ?[月월] ?(?P<d3>[0-9]{1,2}) ?[日일]"
);
/// A clock reading, with what stands around it.
const TIME: &str = r"(?i)(?-u:\b)[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})? *(?:[ap]\.?m\.?|uhr|h|utc|gmt|est|edt|et|cet|bst|ist|wib|wita|wit|мск)?";

/// A line that is a date: enough in head and tail, not in the body.
const DATE_WEIGHT: i32 = 240;
/// Alone on its line below the last sentence: enough in the body too.
const BELOW_WEIGHT: i32 = 320;
/// So many words may stand beside a date in a line that ends in a clock reading: of 109 such lines in dumps of whole pages three are the article's, a server's reply.
const MAX_WORDS_WITH_TIME: usize = 9;
/// So many bare times in the body are its own.
const MIN_CHRONOLOGY_LINES: usize = 2;
/// A longer line is no timestamp, in characters.
const MAX_CHARS: u32 = 90;

impl Timestamps {
    /// The stage with these settings and rules.
    ///
    /// # Errors
    /// None in a released version: the patterns are constants.
    pub fn new(config: TimestampsConfig, lexicon: Arc<Lexicon>) -> Result<Self, BuildError> {
        Ok(Timestamps {
            config,
            lexicon,
            date: super::pattern("timestamps", DATE)?,
            time: super::pattern("timestamps", TIME)?,
        })
    }

    fn judge_line(&self, page: &Page<'_>, block: &Block, labelled: bool, is_below: bool, out: &mut Findings) {
        let text = page.text_of(block);
        let Some(found) = self.date.captures(text) else { return };
        let rest = self.date.replace_all(text, " ");
        let rest = self.time.replace_all(&rest, " ");
        let words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
        let by_itself = is_below && words == 0;
        // `Dana Bright (The Mill Gazette) - April 29, 2020 - 12:00am`
        let ends_in_time = || self.time.find_iter(text).last().is_some_and(|time| time.end() == text.trim_end().len());
        let max_words =
            if ends_in_time() { self.config.max_words.max(MAX_WORDS_WITH_TIME) } else { self.config.max_words };
        let says_more = words > max_words && !labelled;
        if says_more || (page.zone(block) == Zone::Body && !by_itself) {
            return;
        }
        out.marks.push(Mark {
            span: block.span,
            kind: Kind::Timestamp,
            rule: Rule::Fixed("timestamps.date"),
            family: Family::Shape,
            weight: if by_itself { BELOW_WEIGHT } else { DATE_WEIGHT },
            zones: if by_itself { Zones::ANY } else { Zones::of(&[Zone::Head, Zone::Tail]) },
        });
        let day = found.get(0).map_or("", |day| day.as_str()).split('|').next().unwrap_or_default();
        let value = iso(&found).unwrap_or_else(|| day.trim().to_owned());
        out.field(Field::Date, value, block.span);
    }
}

/// The date as ISO 8601, where its parts are numbers in an order that is sure.
fn iso(found: &regex::Captures<'_>) -> Option<String> {
    let part = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<u32>().ok());
    let (year, month, day) = match (part("y1"), part("y3"), part("y2")) {
        (Some(year), ..) => (year, part("m1")?, part("d1")?),
        (_, Some(year), _) => (year, part("m3")?, part("d3")?),
        // Day first unless that cannot be; with a slash and both below 13, nobody knows.
        (_, _, Some(year)) => match (part("d2")?, part("m2")?) {
            (day, month) if month > 12 => (year, day, month),
            (day, month) if day <= 12 && day != month && found.get(0)?.as_str().contains('/') => return None,
            (day, month) => (year, month, day),
        },
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

impl Judge for Timestamps {
    fn name(&self) -> &'static str {
        "timestamps"
    }

    fn run(&self, page: &Page<'_>, out: &mut Findings) {
        // Two bare times between paragraphs are a chronology or a live report, and stay.
        let is_bare = |block: &Block| page.zone(block) == Zone::Body && block.shape.letters == 0;
        let hits = self.lexicon.hits_of("furniture", page);
        let bare = hits.filter(|(_, rule, block)| rule.record.kind == Kind::Timestamp && is_bare(block));
        let mut bare: Vec<usize> = bare.map(|(_, _, block)| block.index).collect();
        bare.dedup();
        let is_chronology = bare.len() >= MIN_CHRONOLOGY_LINES;
        let mut labelled = vec![false; page.blocks().len()];
        for (hit, rule, block) in self.lexicon.hits_of("furniture", page) {
            if rule.record.kind == Kind::Timestamp
                && block.shape.chars <= MAX_CHARS
                && !(is_chronology && is_bare(block))
            {
                labelled[block.index] = true;
                out.marks.push(hit.mark(rule, page, block));
            }
        }
        // Below the last sentence no date is the article's, though what stands there may count as its body.
        // Several are a chronology.
        let end = page.blocks().iter().rposition(|block| block.shape.is_sentence()).unwrap_or(usize::MAX);
        let dated = |block: &&Block| block.index > end && self.date.is_match(page.text_of(block));
        let end = if page.blocks().iter().filter(dated).count() > 1 { usize::MAX } else { end };
        for block in page.blocks() {
            if block.form != Form::DumpField
                && block.shape.chars <= MAX_CHARS
                && block.shape.digits >= 3
                && (page.zone(block) != Zone::Body || block.index > end)
            {
                self.judge_line(page, block, labelled[block.index], block.index > end, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(line: &str) -> Vec<String> {
        let stage = Timestamps::new(TimestampsConfig::default(), Arc::new(Lexicon::from_files([]).unwrap())).unwrap();
        let text =
            format!("{line}\nThe minister arrived in the capital on Sunday for talks over the breakaway region.");
        let page = Page::from_text(&text);
        let found = stage.findings(&page);
        found
            .facts
            .into_iter()
            .filter_map(|fact| if let crate::Fact::Field { value, .. } = fact { Some(value) } else { None })
            .collect()
    }

    #[test]
    fn a_line_that_is_a_date_in_many_forms() {
        assert_eq!(dates("12.12.2022, 08:30 Uhr"), ["2022-12-12"]);
        assert_eq!(dates("Updated August 27, 2025 at 4:10 pm"), ["August 27, 2025"]);
        assert_eq!(dates("7. oktober 2020"), ["7. oktober 2020"]);
        assert_eq!(dates("2020年11月1日 10:20"), ["2020-11-01"]);
        assert_eq!(dates("中華民國109年11月01日").len(), 1);
        assert_eq!(dates("2020-05-10T18:32:15-05:00"), ["2020-05-10"]);
        assert_eq!(dates("2020-05-10T18:32:15.000Z"), ["2020-05-10"]);
        assert_eq!(dates("Dana Bright (The Mill Gazette of Harbour) - April 29, 2020 - 12:00am"), ["April 29, 2020"]);
    }

    #[test]
    fn a_place_may_stand_beside_the_date_in_the_tail() {
        let stage = Timestamps::new(TimestampsConfig::default(), Arc::new(Lexicon::from_files([]).unwrap())).unwrap();
        let paragraph = "The minister arrived in the capital on Sunday for talks over the breakaway region.";
        let zone_of_date = |line: &str| {
            let text = format!("{paragraph}\n\n{paragraph}\n\n{line}");
            let page = Page::from_text(&text);
            let last = page.blocks().last().unwrap();
            let taken = stage.findings(&page).marks.iter().any(|mark| mark.zones.has(page.zone(last)));
            (page.zone(last), taken)
        };
        assert_eq!(zone_of_date("Harbour, Monday 12 May 2020"), (Zone::Tail, true));
        assert!(zone_of_date("12 May 2020").1);
        assert!(!zone_of_date("The office said so in its letter to the town on 12 May 2020").1);
    }

    #[test]
    fn a_headline_with_a_year_is_none() {
        assert_eq!(dates("Election 2020: what we know so far"), Vec::<String>::new());
        assert_eq!(dates("At 10:30 on May 4, 2019, the ferry of the island left"), Vec::<String>::new());
        assert_eq!(dates("What happened on May 4, 2019, and why it still matters today"), Vec::<String>::new());
    }
}
