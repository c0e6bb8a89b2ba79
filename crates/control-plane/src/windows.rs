//! Windows of time: every day for backups, every week for maintenance.

use sigv4::Timestamp;

/// The windows where nobody said which: Amazon picks some at random.
pub(crate) const BACKUP_WINDOW: &str = "03:00-03:30";
pub(crate) const MAINTENANCE_WINDOW: &str = "sun:04:00-sun:04:30";

pub(crate) const DAY_MINUTES: u32 = 24 * 60;
const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;
/// Time is counted from a Thursday, and weeks begin on Monday.
const EPOCH_MINUTE: i64 = 3 * DAY_MINUTES as i64;

/// When a window begins and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    start: u32,
    minutes: u32,
}

impl Window {
    /// From one minute of a circle to another.
    fn between(from: u32, to: u32, circle: u32) -> Self {
        let minutes = (circle + to - from) % circle;
        let start = from;
        Self { start, minutes }
    }

    /// `hh24:mi-hh24:mi`
    pub(crate) fn of_every_day(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
        Some(Self::between(from, to, DAY_MINUTES))
    }

    /// `ddd:hh24:mi-ddd:hh24:mi`
    pub(crate) fn of_every_week(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute_of_week(from)?, minute_of_week(to)?);
        Some(Self::between(from, to, WEEK_MINUTES))
    }

    /// Whether this one of every day has a minute in common with that of every week.
    pub(crate) fn overlaps(self, weekly: Self) -> bool {
        let begins_within = |from: u32, window: Self, circle: u32| {
            (circle + from % circle - window.start % circle) % circle < window.minutes
        };
        begins_within(weekly.start, self, DAY_MINUTES)
            || (0..7).any(|day| begins_within(day * DAY_MINUTES + self.start, weekly, WEEK_MINUTES))
    }

    /// How long it is.
    pub(crate) fn minutes(self) -> u32 {
        self.minutes
    }

    /// Whether this one of every week is open at a time, to the minute.
    pub(crate) fn is_open_at(self, time: Timestamp) -> bool {
        let minute = (time.as_unix().div_euclid(60) + EPOCH_MINUTE).rem_euclid(WEEK_MINUTES.into());
        u32::try_from(minute)
            .is_ok_and(|minute| (WEEK_MINUTES + minute - self.start) % WEEK_MINUTES < self.minutes)
    }
}

fn minute_of_week(time: &str) -> Option<u32> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (day, time) = time.split_once(':')?;
    let day = DAYS.iter().position(|known| *known == day)?;
    Some(u32::try_from(day).ok()? * DAY_MINUTES + minute_of_day(time)?)
}

fn minute_of_day(time: &str) -> Option<u32> {
    let (hour, minute) = time.split_once(':')?;
    let number = |text: &str, limit: u32| {
        let two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| two_digits);
        number.filter(|number| *number < limit)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_runs_from_one_minute_to_another_round_the_clock() {
        let daily = |text| Window::of_every_day(text).map(|window| window.minutes);
        for (window, minutes) in [
            ("04:52-05:22", Some(30)),
            ("23:45-00:15", Some(30)),
            ("04:52-05:21", Some(29)),
            ("04:00-04:00", Some(0)),
            ("4:00-05:00", None),
            ("24:00-00:30", None),
            ("04:60-05:30", None),
            ("+4:00-05:00", None),
            ("04:00", None),
            ("", None),
        ] {
            assert_eq!(daily(window), minutes, "{window}");
        }
        let weekly = |text| Window::of_every_week(text).map(|window| window.minutes);
        for (window, minutes) in [
            ("sun:23:45-mon:00:15", Some(30)),
            ("mon:00:00-mon:03:00", Some(180)),
            ("day:00:00-mon:03:00", None),
            ("00:00-03:00", None),
        ] {
            assert_eq!(weekly(window), minutes, "{window}");
        }
    }

    #[test]
    fn a_weekly_window_is_open_from_its_first_minute_to_before_its_last() {
        // 2025-01-15T12:00:00Z, a Wednesday.
        let noon = Timestamp::from_unix(1_736_942_400);
        for (window, is_open) in [
            ("wed:12:00-wed:12:30", true),
            ("wed:11:30-wed:12:00", false),
            ("wed:11:31-wed:12:01", true),
            ("wed:12:01-wed:12:31", false),
            ("tue:12:00-tue:12:30", false),
            ("wed:11:00-thu:10:00", true),
        ] {
            let window = Window::of_every_week(window).unwrap();
            assert_eq!(window.is_open_at(noon), is_open, "{window:?}");
        }
        let round_the_week = Window::of_every_week("sun:23:45-mon:00:15").unwrap();
        let monday = noon.plus_seconds(-(2 * 24 + 12) * 60 * 60);
        for (seconds, is_open) in [
            (-901, false),
            (-900, true),
            (0, true),
            (899, true),
            (900, false),
        ] {
            let time = monday.plus_seconds(seconds);
            assert_eq!(round_the_week.is_open_at(time), is_open, "{seconds}");
        }
    }
}
