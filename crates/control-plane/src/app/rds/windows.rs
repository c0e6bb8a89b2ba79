//! Which windows Amazon takes.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;

use crate::windows::{DAY_MINUTES, Window};

/// The shortest window.
const WINDOW_MINUTES_MIN: u32 = 30;

/// Refuses windows as Amazon does.
pub(super) fn check_windows(
    backup: Option<&str>,
    maintenance: Option<&str>,
) -> Result<(), ApiError> {
    let refuse = |text: String| INVALID_PARAMETER_VALUE.because(text);
    let daily = backup.map(|window| {
        Window::of_every_day(window)
            .filter(|window| window.minutes() >= WINDOW_MINUTES_MIN)
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
    let text = if weekly.minutes() < WINDOW_MINUTES_MIN {
        "The maintenance window must be at least 30 minutes."
    } else if weekly.minutes() > DAY_MINUTES {
        "Maintenance window must be less than 24 hours."
    } else if daily.is_some_and(|daily| daily.overlaps(weekly)) {
        "The backup window and maintenance window must not overlap."
    } else {
        return Ok(());
    };
    Err(refuse(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
