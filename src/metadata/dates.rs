//! Dates as pages write them for machines, as ISO 8601.
//!
//! Read are ISO 8601 in its usual variants, the dates of mail and HTTP (RFC 2822), those of
//! JavaScript, those with the name of a month in one of twenty languages, those of East Asia,
//! numbers with the day first before dots, and seconds since 1970. What is known stays and
//! nothing is added: a day has no time, a time no zone that is not there. Where day and month
//! could be either, there is no date.

use super::clock::{Time, clock, read_time, time_of, zone_of};

/// A date and what is known of its time and zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    year: u32,
    month: u32,
    day: u32,
    time: Option<Time>,
}

/// A longer text is no date, in bytes.
const MAX_BYTES: usize = 80;

/// The years in which pages date their articles, archives of old papers included.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2100;

/// The names of the months, a line each; those that mean another month elsewhere are left out.
const MONTHS: &str = include_str!("words/months.txt");

/// A date as ISO 8601, with the precision that it has: `2024-05-03`, `2024-05-03T10:20`,
/// `2024-05-03T10:20:00+02:00`. Nothing where it cannot be read for sure, or is no date of an
/// article (`0001-01-01`, the first second of 1970).
///
/// ```
/// use faircopy::metadata::dates::iso;
/// assert_eq!(iso("Fri, 03 May 2024 10:20:00 +0200").as_deref(), Some("2024-05-03T10:20:00+02:00"));
/// assert_eq!(iso("03.05.2024").as_deref(), Some("2024-05-03"));
/// assert_eq!(iso("03/05/2024"), None);
/// ```
#[must_use]
pub fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    let tokens = tokens(text);
    let moment = since_1970(text).or_else(|| compact(&tokens)).or_else(|| read(&tokens))?;
    let Moment { year, month, day, time } = moment;
    if !YEARS.contains(&year) || day == 0 || day > days_of(year, month)? || is_zero(&moment) {
        return None;
    }
    let mut out = format!("{year:04}-{month:02}-{day:02}");
    if let Some(time) = time {
        out.push_str(&time.iso());
    }
    Some(out)
}

/// The first day of 1970 is what a program without a date writes.
fn is_zero(moment: &Moment) -> bool {
    (moment.year, moment.month, moment.day) == (1970, 1, 1)
}

fn days_of(year: u32, month: u32) -> Option<u32> {
    Some(match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    })
}

/// A piece of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Number { value: u32, digits: usize },
    Word(&'t str),
    Sign(char),
    Space,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_like: fn(char) -> bool = match c {
            c if c.is_ascii_digit() => |c| c.is_ascii_digit(),
            c if c.is_alphabetic() => char::is_alphabetic,
            c if c.is_whitespace() => char::is_whitespace,
            _ => |_| false,
        };
        let end = rest.find(|c| !is_like(c)).unwrap_or(rest.len()).max(c.len_utf8());
        let piece = &rest[..end];
        out.push(match c {
            // Nanoseconds and the like are numbers that nobody asks for.
            c if c.is_ascii_digit() => Token::Number { value: piece.parse().unwrap_or(u32::MAX), digits: end },
            c if c.is_alphabetic() => Token::Word(piece),
            c if c.is_whitespace() => Token::Space,
            c => Token::Sign(c),
        });
        rest = &rest[end..];
    }
    out
}

/// Seconds or milliseconds since 1970, from 2001 on: as many digits as they have now.
fn since_1970(text: &str) -> Option<Moment> {
    const DAY: i64 = 86_400;
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    if seconds <= 0 {
        return None;
    }
    // Days to a date of the calendar, by eras of 400 years that begin in March.
    let days = seconds / DAY + 719_468;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + days / 146_097 * 400 + i64::from(month <= 2);
    let part = |value: i64| u32::try_from(value).ok();
    let second = seconds % DAY;
    Some(Moment {
        year: part(year)?,
        month: part(month)?,
        day: part(day_of_year - (153 * shifted + 2) / 5 + 1)?,
        time: Some(Time {
            hour: part(second / 3600)?,
            minute: part(second / 60 % 60)?,
            second: part(second % 60),
            zone: Some(0),
        }),
    })
}

/// `20240503`, `20240503T102030Z`.
fn compact(tokens: &[Token<'_>]) -> Option<Moment> {
    let [Token::Number { value: date, digits: 8 }, rest @ ..] = tokens else { return None };
    let time = match rest {
        [] => None,
        [Token::Word("T" | "t") | Token::Space, Token::Number { value, digits: 6 }, zone @ ..] => {
            time_of(value / 10_000, value / 100 % 100, Some(value % 100), zone_of(zone))
        }
        _ => return None,
    };
    Some(Moment { year: date / 10_000, month: date / 100 % 100, day: date % 100, time })
}

/// A date in parts, with a time behind it or between its parts.
fn read(tokens: &[Token<'_>]) -> Option<Moment> {
    let (at, end) = clock(tokens).unwrap_or((tokens.len(), tokens.len()));
    let time = (at < tokens.len()).then(|| read_time(&tokens[at..end], &tokens[end..])).flatten();
    // In the dates of C the year stands behind the time.
    let (before, after) = (&tokens[..at], &tokens[end..]);
    let (year, month, day) = day_in(before).or_else(|| {
        let year = after.iter().find_map(|token| year_of(*token))?;
        let (month, day) = month_and_day(before)?;
        Some((year, month, day))
    })?;
    Some(Moment { year, month, day, time })
}

fn year_of(token: Token<'_>) -> Option<u32> {
    match token {
        Token::Number { value, digits: 4 } if YEARS.contains(&value) => Some(value),
        _ => None,
    }
}

/// The only date in some tokens: in numbers or with the name of a month.
fn day_in(tokens: &[Token<'_>]) -> Option<(u32, u32, u32)> {
    in_numbers(tokens).or_else(|| in_east_asian_signs(tokens)).or_else(|| {
        let mut years = tokens.iter().filter_map(|token| year_of(*token));
        let year = years.next()?;
        if years.any(|other| other != year) {
            return None;
        }
        let (month, day) = month_and_day(tokens)?;
        Some((year, month, day))
    })
}

/// `2024-05-03`, `2024/5/3`, `2024.05.03`, `03.05.2024`, `13/05/2024`, `05/13/2024`.
fn in_numbers(tokens: &[Token<'_>]) -> Option<(u32, u32, u32)> {
    let mut found = tokens.windows(5).filter_map(|five| match *five {
        [
            Token::Number { value: a, digits: a_digits },
            Token::Sign(one),
            Token::Number { value: b, digits: 1 | 2 },
            Token::Sign(two),
            Token::Number { value: c, digits: c_digits },
        ] if one == two && matches!(one, '-' | '/' | '.') => match (a_digits, c_digits) {
            (4, 1 | 2) => Some((a, b, c)),
            (1 | 2, 4) if one == '.' || (a > 12 && b <= 12) => Some((c, b, a)),
            (1 | 2, 4) if b > 12 && a <= 12 => Some((c, a, b)),
            // The third and the fifth month are the same day in both orders.
            (1 | 2, 4) if a == b => Some((c, a, b)),
            _ => None,
        },
        _ => None,
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// `3 May`, `May 3`, `3rd of May`, `Fri May 03`, `13. Mai`, `3 de mayo`.
fn month_and_day(tokens: &[Token<'_>]) -> Option<(u32, u32)> {
    let mut months = tokens.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Word(word) => Some((at, month(word)?)),
        _ => None,
    });
    let (at, month) = months.next()?;
    if months.next().is_some() {
        return None;
    }
    let is_joint = |token: &&Token<'_>| match token {
        Token::Space | Token::Sign('.' | ',' | 'º' | '°') => true,
        Token::Word(word) => JOINTS.contains(&word.to_lowercase().as_str()),
        _ => false,
    };
    let day = |token: Option<&Token<'_>>| match token {
        Some(Token::Number { value, digits: 1 | 2 }) => Some(*value),
        _ => None,
    };
    if let Some(day) = day(tokens[..at].iter().rev().find(|token| !is_joint(token))) {
        return Some((month, day));
    }
    let mut after = tokens[at + 1..].iter().skip_while(is_joint);
    let day = day(after.next())?;
    // `May 3–5` is how long something lasts.
    let is_range = matches!(after.find(|token| **token != Token::Space), Some(Token::Sign('-' | '–' | '—')));
    (!is_range).then_some((month, day))
}

/// What stands between a day and its month, lower case.
const JOINTS: [&str; 8] = ["de", "of", "st", "nd", "rd", "th", "er", "a"];

/// The number of a month by its name.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.lines().position(|names| names.split(' ').any(|name| name == word))?;
    u32::try_from(at + 1).ok()
}

/// `2024年5月3日`, `2024년 5월 3일`.
fn in_east_asian_signs(tokens: &[Token<'_>]) -> Option<(u32, u32, u32)> {
    let parts: Vec<Token<'_>> = tokens.iter().filter(|token| **token != Token::Space).copied().collect();
    parts.windows(6).find_map(|six| match *six {
        [
            Token::Number { value: year, digits: 4 },
            Token::Word("年" | "년"),
            Token::Number { value: month, .. },
            Token::Word("月" | "월"),
            Token::Number { value: day, .. },
            Token::Word("日" | "일"),
        ] => Some((year, month, day)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str, expected: &str) {
        assert_eq!(iso(text).as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn iso_8601_keeps_what_it_says() {
        same("2024-05-03", "2024-05-03");
        same("2024-05-03T10:20", "2024-05-03T10:20");
        same(" 2024-05-03T10:20:00+02:00 ", "2024-05-03T10:20:00+02:00");
        same("2024-05-03T10:20:00.123456Z", "2024-05-03T10:20:00Z");
        same("2024-05-03 10:20:00 -0530", "2024-05-03T10:20:00-05:30");
        same("2024-05-03T10:20:00+02", "2024-05-03T10:20:00+02:00");
        same("2024-05-03 10:20:00 UTC", "2024-05-03T10:20:00Z");
        same("20240503", "2024-05-03");
        same("20240503T102030Z", "2024-05-03T10:20:30Z");
        same("2024/5/3 9:05", "2024-05-03T09:05");
    }

    #[test]
    fn dates_of_mail_and_of_programs() {
        same("Fri, 03 May 2024 10:20:00 GMT", "2024-05-03T10:20:00Z");
        same("Fri, 3 May 2024 10:20:00 EDT", "2024-05-03T10:20:00-04:00");
        same("Fri May 03 2024 10:20:00 GMT+0200 (Central European Summer Time)", "2024-05-03T10:20:00+02:00");
        same("Fri May  3 10:20:00 UTC 2024", "2024-05-03T10:20:00Z");
        same("1714724400", "2024-05-03T08:20:00Z");
        same("1714724400000", "2024-05-03T08:20:00Z");
    }

    #[test]
    fn dates_for_readers() {
        same("May 3, 2024", "2024-05-03");
        same("3rd of May, 2024", "2024-05-03");
        same("Sept. 3, 2024 at 4:10 pm", "2024-09-03T16:10");
        same("Sept. 3, 2024, 12:05 AM IST", "2024-09-03T00:05");
        same("03.05.2024, 08:30 Uhr", "2024-05-03T08:30");
        same("13. Mai 2026", "2026-05-13");
        same("3 de mayo de 2024 - 10:20", "2024-05-03T10:20");
        same("1er mars 2024", "2024-03-01");
        same("3 мая 2024", "2024-05-03");
        same("2024年5月3日", "2024-05-03");
        same("2024년 5월 3일 10:20", "2024-05-03T10:20");
        same("Dec 17, 2025 · 6 min read", "2025-12-17");
        same("13/05/2024", "2024-05-13");
        same("05/13/2024", "2024-05-13");
        same("05/05/2024", "2024-05-05");
    }

    #[test]
    fn what_is_not_sure_is_none() {
        for text in [
            "",
            "03/05/2024",
            "2024",
            "2024-05",
            "May 2024",
            "0001-01-01T00:00:00",
            "1970-01-01T00:00:00Z",
            "2024-02-30",
            "2024-13-01",
            "2023-02-29",
            "yesterday",
            "May 3 and May 4, 2024",
            "May 3–5, 2024",
            "Election 2020: what we know",
            "2024-05-03 to 2024-05-04",
            "99999999999999999999",
            "-000000001",
            "12345678",
            ":::::",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
        same("2024-02-29", "2024-02-29");
    }

    #[test]
    fn a_time_that_is_none_is_left() {
        same("2024-05-03T25:61:00", "2024-05-03");
        same("2024-05-03T10:20:00+99:00", "2024-05-03T10:20:00");
    }
}
