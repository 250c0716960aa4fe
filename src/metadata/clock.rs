//! The time of a day and its zone.

use super::dates::Token;

/// The time of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: Option<u32>,
    /// Minutes east of Greenwich; `None` where the page does not say.
    pub(super) zone: Option<i32>,
}

/// The zones that RFC 2822 names, in hours; other names mean several zones.
const ZONES: [(&str, i32); 11] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
];

impl Time {
    pub(super) fn iso(self) -> String {
        let mut out = format!("T{:02}:{:02}", self.hour, self.minute);
        if let Some(second) = self.second {
            out.push_str(&format!(":{second:02}"));
        }
        match self.zone {
            Some(0) => out.push('Z'),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                out.push_str(&format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60));
            }
            None => {}
        }
        out
    }
}

pub(super) fn time_of(hour: u32, minute: u32, second: Option<u32>, zone: Option<i32>) -> Option<Time> {
    (hour < 24 && minute < 60 && second.is_none_or(|second| second < 60)).then_some(Time { hour, minute, second, zone })
}

/// Where the time of a day stands: `10:20`, `10:20:30.123`.
pub(super) fn clock(tokens: &[Token<'_>]) -> Option<(usize, usize)> {
    let is_part = |token: &Token<'_>| matches!(token, Token::Number { digits: 1 | 2, .. });
    let at =
        tokens.windows(3).position(|three| is_part(&three[0]) && three[1] == Token::Sign(':') && is_part(&three[2]))?;
    // The hours of a zone look alike, but a sign stands before them.
    let mut end = at + 3;
    while let [Token::Sign(':' | '.' | ','), Token::Number { .. }, ..] = tokens[end..] {
        end += 2;
    }
    Some((at, end))
}

pub(super) fn read_time(clock: &[Token<'_>], after: &[Token<'_>]) -> Option<Time> {
    let number = |at: usize| match clock.get(at) {
        Some(Token::Number { value, .. }) => Some(*value),
        _ => None,
    };
    let second = if clock.get(3) == Some(&Token::Sign(':')) { number(4) } else { None };
    let mut hour = number(0)?;
    let mut rest = after;
    while let [Token::Space, more @ ..] = rest {
        rest = more;
    }
    if let [Token::Word(word), more @ ..] = rest {
        let half = word.to_ascii_lowercase();
        match half.as_str() {
            "am" if hour == 12 => hour = 0,
            "pm" if hour < 12 => hour += 12,
            _ => {}
        }
        if matches!(half.as_str(), "am" | "pm") {
            rest = more;
        }
    }
    time_of(hour, number(2)?, second, zone_of(rest))
}

/// The zone that stands behind a time, in minutes: `Z`, `+02:00`, `GMT+0200 (CEST)`.
pub(super) fn zone_of(tokens: &[Token<'_>]) -> Option<i32> {
    let mut rest = tokens;
    while let [Token::Space, more @ ..] = rest {
        rest = more;
    }
    let mut named = None;
    if let [Token::Word(word), more @ ..] = rest {
        let word = word.to_ascii_lowercase();
        named = ZONES.iter().find(|(name, _)| *name == word).map(|(_, hours)| hours * 60);
        if word == "pdt" {
            named = Some(-7 * 60);
        }
        named?;
        rest = more;
    }
    let sign = match rest {
        [Token::Sign('+'), ..] => 1,
        [Token::Sign('-' | '\u{2212}'), ..] => -1,
        _ => return named,
    };
    let minutes = match rest[1..] {
        [Token::Number { value, digits: 4 }, ..] => value / 100 * 60 + value % 100,
        [Token::Number { value: hours, digits: 1 | 2 }, Token::Sign(':'), Token::Number { value, digits: 2 }, ..] => {
            hours * 60 + value
        }
        [Token::Number { value, digits: 1 | 2 }, ..] => value * 60,
        _ => return named,
    };
    const MOST: u32 = 14 * 60;
    (minutes <= MOST).then(|| i32::try_from(minutes).ok().map(|minutes| sign * minutes)).flatten()
}
