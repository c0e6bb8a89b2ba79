//! Dates as policies write them: the W3C profile of ISO 8601, and epoch seconds.

/// A moment: seconds since 1970 and nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    seconds: i64,
    nanoseconds: u32,
}

/// The years a date may name; those of a 64-bit count of milliseconds, as recorded answers show.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;
const MAX_FRACTION_DIGITS: usize = 9;

impl Moment {
    /// Reads a date, as leniently as Amazon does: month, day and time may be missing, numbers may
    /// lack their leading zero, `t` and `z` may be small, no zone is UTC. A text with neither `t`
    /// nor `-` in it is a count of seconds.
    ///
    /// Sources: W3C NOTE-datetime; `vectors/policy-validation.jsonl` for what Amazon accepts beyond.
    pub(crate) fn parse(text: &str) -> Option<Moment> {
        if text.contains(['t', 'T', '-']) {
            iso8601(text)
        } else {
            epoch(text)
        }
    }
}

/// Whole seconds, as Amazon reads them.
fn epoch(text: &str) -> Option<Moment> {
    Some(Moment {
        seconds: number(text)?,
        nanoseconds: 0,
    })
}

fn iso8601(text: &str) -> Option<Moment> {
    let (date, time) = text.split_once(['t', 'T']).unwrap_or((text, ""));
    let days = days(date)?;
    let (seconds, nanoseconds) = if time.is_empty() {
        (0, 0)
    } else {
        time_of_day(time)?
    };
    Some(Moment {
        seconds: days * 86_400 + seconds,
        nanoseconds,
    })
}

/// `[-]YYYY[-MM[-DD]]` as days since 1970.
fn days(date: &str) -> Option<i64> {
    let (negative, date) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?)? * if negative { -1 } else { 1 };
    let month = parts.next().map_or(Some(1), number)?;
    let day = parts.next().map_or(Some(1), number)?;
    let known = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (known && parts.next().is_none()).then(|| days_from_civil(year, month) + day - 1)
}

/// Days from 1970-01-01 to the first of a month, in the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// `hh[:mm[:ss[.fraction]]][zone]` as seconds and nanoseconds; a zone needs minutes before it.
fn time_of_day(time: &str) -> Option<(i64, u32)> {
    let (clock, offset) = split_zone(time)?;
    let mut parts = clock.split(':');
    let hours = number(parts.next()?).filter(|hours| *hours <= 23)?;
    let minutes = parts
        .next()
        .map_or(Some(0), number)
        .filter(|minutes| *minutes <= 59)?;
    let (seconds, fraction) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            (
                number(whole).filter(|whole| *whole <= 59)?,
                nanoseconds(fraction)?,
            )
        }
    };
    parts
        .next()
        .is_none()
        .then_some((hours * 3_600 + minutes * 60 + seconds - offset, fraction))
}

/// The clock before the zone, and the zone as seconds east of UTC.
fn split_zone(time: &str) -> Option<(&str, i64)> {
    let Some(at) = time.find(['z', 'Z', '+', '-']) else {
        return Some((time, 0));
    };
    let (clock, zone) = time.split_at_checked(at)?;
    let (sign, zone) = zone.split_at_checked(1)?;
    if !clock.contains(':') {
        return None;
    }
    if sign.eq_ignore_ascii_case("z") {
        return zone.is_empty().then_some((clock, 0));
    }
    let (hours, minutes) = zone.split_once(':').unwrap_or((zone, "00"));
    let two_digits =
        |text: &str, most: i64| number(text).filter(|number| text.len() == 2 && *number <= most);
    let offset = two_digits(hours, 23)? * 3_600 + two_digits(minutes, 59)? * 60;
    Some((clock, if sign == "-" { -offset } else { offset }))
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.len() > MAX_FRACTION_DIGITS {
        return None;
    }
    let padding = u32::try_from(MAX_FRACTION_DIGITS - fraction.len()).ok()?;
    u32::try_from(number(fraction)?)
        .ok()
        .map(|digits| digits * 10u32.pow(padding))
}

/// Digits only: no sign, no blanks.
fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        Moment::parse(text).map(|moment| moment.seconds)
    }

    #[test]
    fn dates_of_the_profile_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2025-01-15T12:00:00Z", 1_736_942_400),
            ("2025-01-15T12:00:00.5Z", 1_736_942_400),
            ("2025-01-15T13:00:00+01:00", 1_736_942_400),
            ("2025-01-15T07:00:00-05:00", 1_736_942_400),
            ("2025-01-15T13:30:00+01:30", 1_736_942_400),
            ("2025-01-15T06:15:00-05:45", 1_736_942_400),
            ("2025-01-15T12:00Z", 1_736_942_400),
            ("2025-01-15T12:00", 1_736_942_400),
            ("2025-01-15", 1_736_899_200),
            ("2025-01", 1_735_689_600),
            ("2025T", 1_735_689_600),
            ("2024-02-29", 1_709_164_800),
            ("2000-03-01", 951_868_800),
            ("1969-12-31T23:59:59Z", -1),
            ("1736942400", 1_736_942_400),
            ("2025", 2_025),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_fraction_is_the_same_however_many_digits_it_has() {
        let at = |fraction: &str| Moment::parse(&format!("2025-01-15T12:00:00.{fraction}Z"));
        assert!(at("5").is_some());
        assert_eq!(at("5"), at("50"));
        assert!(at("06") < at("5"));
    }

    #[test]
    fn what_amazon_accepts_beyond_the_profile_is_read() {
        for text in [
            "01T",
            "2016-12-13t2:00:00.593194+23",
            "2016-1-1t",
            "-5",
            "2019-07-01T13:20:15z",
        ] {
            assert!(seconds(text).is_some(), "{text}");
        }
        assert!(Moment::parse("2016-12-13t2:00:00.1") > Moment::parse("2016-12-13t2:00:00.09"));
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for text in [
            "",
            "b",
            "sdfdsf",
            "234-13",
            "2016-00-01",
            "2016-01-32",
            "2016-1-1-1",
            "t12:00",
            "2016-12-13t24:00:00",
            "2016-12-13t2:60:00",
            "2016-12-13t2:00:60",
            "2016-12-13t2:00:00.1999999999+10:59",
            "2016-12-13t2:00:00+1",
            "2016-12-13t2:00:00+24:00",
            "2016-12-13t2:00:00Zx",
            "2016-12-13t2Z",
            "2016-12-13t2:00:00:00",
            "292278994-01-01",
            "+5",
            " 5",
            "9223372036854775808",
            "1.",
            "1.5",
            "2016-é",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_and_the_last_year_are_read() {
        assert!(seconds("292278993-12-31T23:59:59.999999999Z").is_some());
        assert!(seconds("-292275054-01-01").is_some());
        assert_eq!(seconds("-292275055-01-01"), None);
        assert!(seconds("9223372036854775807").is_some());
    }
}
