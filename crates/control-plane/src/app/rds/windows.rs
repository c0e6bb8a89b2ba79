//! Windows of time: every day for backups, every week for maintenance.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;

/// The shortest window.
const WINDOW_MINUTES_MIN: u32 = 30;
const DAY_MINUTES: u32 = 24 * 60;
const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;

/// When a window begins and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
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
    fn of_every_day(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
        Some(Self::between(from, to, DAY_MINUTES))
    }

    /// `ddd:hh24:mi-ddd:hh24:mi`
    fn of_every_week(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute_of_week(from)?, minute_of_week(to)?);
        Some(Self::between(from, to, WEEK_MINUTES))
    }

    /// Whether this one of every day has a minute in common with that of every week.
    fn overlaps(self, weekly: Self) -> bool {
        let begins_within = |from: u32, window: Self, circle: u32| {
            (circle + from % circle - window.start % circle) % circle < window.minutes
        };
        begins_within(weekly.start, self, DAY_MINUTES)
            || (0..7).any(|day| begins_within(day * DAY_MINUTES + self.start, weekly, WEEK_MINUTES))
    }
}

/// Refuses windows as Amazon does.
pub(super) fn check_windows(
    backup: Option<&str>,
    maintenance: Option<&str>,
) -> Result<(), ApiError> {
    let refuse = |text: String| INVALID_PARAMETER_VALUE.because(text);
    let daily = backup.map(|window| {
        Window::of_every_day(window)
            .filter(|window| window.minutes >= WINDOW_MINUTES_MIN)
            .ok_or_else(|| {
                refuse(format!(
                    "Invalid backup window format: {window}. Should be specified as a range \
                     hh24:mi-hh24:mi (24H Clock UTC) of at least 30 minutes. Example: 04:52-05:22"
                ))
            })
    });
    let weekly = maintenance.map(|window| {
        Window::of_every_week(window).ok_or_else(|| {
            if window.len() == "ddd:hh:mi-ddd:hh:mi".len() && window.contains('-') {
                return refuse(format!("Invalid day:hour:minute value: {window}"));
            }
            refuse(format!(
                "Invalid maintenance window format: {window}. Should be specified as a range \
                 ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC). Example: Sun:23:45-Mon:00:15"
            ))
        })
    });
    let (daily, weekly) = (daily.transpose()?, weekly.transpose()?);
    let Some(weekly) = weekly else {
        return Ok(());
    };
    let text = if weekly.minutes < WINDOW_MINUTES_MIN {
        "The maintenance window must be at least 30 minutes."
    } else if weekly.minutes > DAY_MINUTES {
        "Maintenance window must be less than 24 hours."
    } else if daily.is_some_and(|daily| daily.overlaps(weekly)) {
        "The backup window and maintenance window must not overlap."
    } else {
        return Ok(());
    };
    Err(refuse(text.to_owned()))
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
    fn windows_are_refused_in_amazons_words() {
        let refusal = |backup, maintenance| {
            let refused = check_windows(backup, Some(maintenance)).err();
            refused.map(|error| error.message().to_owned())
        };
        for (backup, maintenance, text) in [
            (None, "sun:16:00-sun:16:30", None),
            (None, "mon:16:00-tue:16:00", None),
            (
                None,
                "sim:16:00-mon:16:30",
                Some("Invalid day:hour:minute value: sim:16:00-mon:16:30"),
            ),
            (
                None,
                "sun:16:00-sun:16:29",
                Some("The maintenance window must be at least 30 minutes."),
            ),
            (
                None,
                "mon:16:00-tue:16:01",
                Some("Maintenance window must be less than 24 hours."),
            ),
            (Some("15:30-16:00"), "sun:16:00-sun:16:30", None),
            (Some("16:30-17:00"), "sun:16:00-sun:16:30", None),
        ] {
            assert_eq!(
                refusal(backup, maintenance).as_deref(),
                text,
                "{maintenance}"
            );
        }
        for (backup, maintenance) in [
            ("15:50-16:20", "sun:16:00-sun:16:30"),
            ("00:00-00:30", "sun:16:00-mon:15:00"),
            ("23:50-00:20", "mon:00:00-mon:15:00"),
            ("20:00-20:30", "wed:18:00-wed:22:00"),
            ("00:00-23:00", "sat:04:00-sat:05:00"),
        ] {
            let text = refusal(Some(backup), maintenance);
            let overlap = "The backup window and maintenance window must not overlap.";
            assert_eq!(text.as_deref(), Some(overlap), "{backup} {maintenance}");
        }
    }
}
