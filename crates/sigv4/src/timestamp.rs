//! Moments and UTC days, in the three spellings that SigV4 uses. No clock: the caller brings one.

use std::fmt;

const SECONDS_PER_DAY: i64 = 86_400;
/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four digits of year can say.
const EARLIEST: i64 = -62_167_219_200;
const LATEST: i64 = 253_402_300_799;

/// A moment, in whole seconds since 1970-01-01T00:00:00Z, within the years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A UTC day, as credential scopes name it: `20250115`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeDate(i64);

/// A text that is not a moment or a day in the form asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not `yyyymmddThhmmssZ`, or no such moment (leap seconds included).
    #[error("not a time of the form yyyymmddThhmmssZ")]
    NotAmzTime,
    /// Not `yyyymmdd`, or no such day.
    #[error("not a day of the form yyyymmdd")]
    NotScopeDate,
    /// Not an `IMF-fixdate` (RFC 9110, section 5.6.7), or no such moment.
    #[error("not a time of the form `Sun, 06 Nov 1994 08:49:37 GMT`")]
    NotHttpDate,
}

impl Timestamp {
    /// The moment `seconds` after the epoch; outside the years 0000 to 9999, the nearest inside.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        if seconds < EARLIEST {
            Self(EARLIEST)
        } else if seconds > LATEST {
            Self(LATEST)
        } else {
            Self(seconds)
        }
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn as_unix(self) -> i64 {
        self.0
    }

    /// Reads the `X-Amz-Date` form, `20250115T120000Z`, and nothing looser.
    ///
    /// # Errors
    /// [`TimeError::NotAmzTime`].
    pub fn parse_amz(text: &str) -> Result<Self, TimeError> {
        Self::from_amz(text).ok_or(TimeError::NotAmzTime)
    }

    /// Reads the `Date` header's form, `Wed, 15 Jan 2025 12:00:00 GMT` (RFC 9110, section 5.6.7).
    /// The name of the day must be the right one.
    ///
    /// # Errors
    /// [`TimeError::NotHttpDate`].
    pub fn parse_http(text: &str) -> Result<Self, TimeError> {
        Self::from_http(text).ok_or(TimeError::NotHttpDate)
    }

    /// The `X-Amz-Date` form: `20250115T120000Z`.
    #[must_use]
    pub fn to_amz(self) -> String {
        let (hour, minute, second) = self.time_of_day();
        format!("{}T{hour:02}{minute:02}{second:02}Z", self.date())
    }

    /// The UTC day this moment is in.
    #[must_use]
    pub const fn date(self) -> ScopeDate {
        ScopeDate(self.0.div_euclid(SECONDS_PER_DAY))
    }

    /// The moment `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix(self.0.saturating_add(seconds))
    }

    /// How many seconds this moment lies after `other`; negative when before.
    #[must_use]
    pub const fn seconds_since(self, other: Self) -> i64 {
        self.0 - other.0
    }

    const fn time_of_day(self) -> (i64, i64, i64) {
        let second = self.0.rem_euclid(SECONDS_PER_DAY);
        (second / 3600, second / 60 % 60, second % 60)
    }

    fn at(day: ScopeDate, hour: i64, minute: i64, second: i64) -> Option<Self> {
        let real = hour < 24 && minute < 60 && second < 60;
        real.then(|| Self(day.0 * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second))
    }

    fn from_amz(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        if time.len() != 6 {
            return None;
        }
        let day = ScopeDate::from_digits(date)?;
        let time = digits(time)?;
        Self::at(day, time / 10_000, time / 100 % 100, time % 100)
    }

    fn from_http(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (weekday, day) = (words.next()?.strip_suffix(',')?, words.next()?);
        let (month, year) = (words.next()?, words.next()?);
        let (time, zone) = (words.next()?, words.next()?);
        if words.next().is_some() || zone != "GMT" || day.len() != 2 || year.len() != 4 {
            return None;
        }
        let month = 1 + i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?;
        let date = ScopeDate::from_civil(digits(year)?, month, digits(day)?)?;
        let mut time = time
            .split(':')
            .map(|part| (part.len() == 2).then(|| digits(part))?);
        let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
        let moment = Self::at(date, hour, minute, second)?;
        (time.next().is_none() && date.weekday() == weekday).then_some(moment)
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// RFC 3339: `2025-01-15T12:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date().civil();
        let (hour, minute, second) = self.time_of_day();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

impl ScopeDate {
    /// Reads `20250115`.
    ///
    /// # Errors
    /// [`TimeError::NotScopeDate`], also for a day that the calendar does not have.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        Self::from_digits(text).ok_or(TimeError::NotScopeDate)
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.starts_at().plus_seconds(-1).date()
    }

    /// The day after.
    #[must_use]
    pub const fn next(self) -> Self {
        self.starts_at().plus_seconds(SECONDS_PER_DAY).date()
    }

    /// Its first second, UTC.
    #[must_use]
    pub const fn starts_at(self) -> Timestamp {
        Timestamp::from_unix(self.0 * SECONDS_PER_DAY)
    }

    fn from_digits(text: &str) -> Option<Self> {
        if text.len() != 8 {
            return None;
        }
        let number = digits(text)?;
        Self::from_civil(number / 10_000, number / 100 % 100, number % 100)
    }

    /// `None` when the proleptic Gregorian calendar has no such day. The round trip through
    /// [`Self::civil`] is what catches the 30th of February.
    fn from_civil(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=12).contains(&month) {
            return None;
        }
        let date = Self(days_from_civil(year, month, day));
        (date.civil() == (year, month, day)).then_some(date)
    }

    /// Year, month 1–12, day 1–31. Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*,
    /// `civil_from_days`.
    const fn civil(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + (month <= 2) as i64;
        (year, month, day)
    }

    /// 1970-01-01 was a Thursday.
    fn weekday(self) -> &'static str {
        match self.0.rem_euclid(7) {
            0 => "Thu",
            1 => "Fri",
            2 => "Sat",
            3 => "Sun",
            4 => "Mon",
            5 => "Tue",
            _ => "Wed",
        }
    }
}

impl fmt::Display for ScopeDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}{month:02}{day:02}")
    }
}

/// `days_from_civil` of the same paper.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - (month <= 2) as i64;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// ASCII digits only: `str::parse` would take a sign.
fn digits(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_back_as_printed() {
        for seconds in [
            0,
            -1,
            951_782_399,
            951_782_400,
            1_736_942_400,
            EARLIEST,
            LATEST,
        ] {
            let moment = Timestamp::from_unix(seconds);
            assert_eq!(Timestamp::parse_amz(&moment.to_amz()), Ok(moment));
            assert_eq!(
                ScopeDate::parse(&moment.date().to_string()),
                Ok(moment.date())
            );
        }
        let moment = Timestamp::from_unix(1_736_942_400);
        assert_eq!(moment.to_amz(), "20250115T120000Z");
        assert_eq!(moment.to_string(), "2025-01-15T12:00:00Z");
    }

    #[test]
    fn moments_outside_four_digits_of_year_are_clamped() {
        assert_eq!(Timestamp::from_unix(i64::MAX).to_amz(), "99991231T235959Z");
        assert_eq!(Timestamp::from_unix(i64::MIN).to_amz(), "00000101T000000Z");
        assert_eq!(
            Timestamp::from_unix(i64::MAX)
                .plus_seconds(i64::MAX)
                .as_unix(),
            LATEST
        );
        assert_eq!(
            Timestamp::from_unix(i64::MAX).date().next().to_string(),
            "99991231"
        );
        assert_eq!(
            Timestamp::from_unix(i64::MIN).date().previous().to_string(),
            "00000101"
        );
    }

    #[test]
    fn texts_that_are_almost_moments_are_refused() {
        for text in [
            "",
            "Z",
            "T",
            "20250115T120000",
            "20250115t120000Z",
            "20250115T120000z",
            "2025-01-15T12:00:00Z",
            "20250115T240000Z",
            "20250115T126000Z",
            "20250115T120060Z",
            "20250230T120000Z",
            "20250015T120000Z",
            "20250100T120000Z",
            "20251315T120000Z",
            "+2025115T120000Z",
            "20250115T-12000Z",
            "20250115T1200000Z",
            "020250115T120000Z",
            "20250115T120000ZZ",
            " 20250115T120000Z",
            "２0250115T120000Z",
        ] {
            assert_eq!(
                Timestamp::parse_amz(text),
                Err(TimeError::NotAmzTime),
                "{text}"
            );
        }
    }

    #[test]
    fn leap_days_exist_in_leap_years_only() {
        assert!(ScopeDate::parse("20240229").is_ok());
        assert!(ScopeDate::parse("20000229").is_ok());
        assert_eq!(ScopeDate::parse("20250229"), Err(TimeError::NotScopeDate));
        assert_eq!(ScopeDate::parse("19000229"), Err(TimeError::NotScopeDate));
    }

    #[test]
    fn days_have_neighbours_across_months_and_years() {
        let new_year = ScopeDate::parse("20250101").unwrap();
        assert_eq!(new_year.previous().to_string(), "20241231");
        assert_eq!(new_year.previous().next(), new_year);
        assert_eq!(
            ScopeDate::parse("20240228").unwrap().next().to_string(),
            "20240229"
        );
    }

    #[test]
    fn http_dates_are_read_in_their_one_modern_form() {
        let read = |text| Timestamp::parse_http(text).map(Timestamp::to_amz);
        assert_eq!(
            read("Sun, 06 Nov 1994 08:49:37 GMT").as_deref(),
            Ok("19941106T084937Z")
        );
        assert_eq!(
            read("Sun, 30 Aug 2015 12:36:00 GMT").as_deref(),
            Ok("20150830T123600Z")
        );
        for text in [
            "",
            "Mon, 30 Aug 2015 12:36:00 GMT",
            "Sun, 30 Aug 2015 12:36:00 UTC",
            "Sun, 30 Aug 2015 12:36:00 GMT ",
            "Sun, 30 Aug 2015 12:36 GMT",
            "Sunday, 30-Aug-15 12:36:00 GMT",
            "Sun, 31 Feb 2015 12:36:00 GMT",
            "Sun, 30 Aug 2015 12:36:00:00 GMT",
            "Sun, 30 Aug 2015 +1:36:00 GMT",
        ] {
            assert_eq!(
                Timestamp::parse_http(text),
                Err(TimeError::NotHttpDate),
                "{text}"
            );
        }
    }
}
