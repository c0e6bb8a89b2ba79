//! Answers in pages.

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;

use super::OrFail as _;
use crate::state::{Record, State, Stored};

/// What IAM returns at most where a request names no `MaxItems`.
const DEFAULT_ITEMS: usize = 100;

/// One page of a listing.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<String>,
}

/// The page of `items` that follows `marker`. A marker is the position behind the last page, behind
/// a prefix: opaque to clients, as Amazon's are.
pub(crate) fn page<T>(
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
) -> Result<Page<T>, ApiError> {
    let start = marker.map_or(Ok(0), position)?;
    let limit = limit_or_default(limit);
    let more = items.len() > start.saturating_add(limit);
    let items = items.into_iter().skip(start).take(limit).collect();
    Ok(Page {
        items,
        next: more.then(|| marker_at(start + limit)),
    })
}

/// The page of records of a kind, as `shape` shows them, that follows `marker`; what it shows as
/// nothing is left out. The marker names the last record of the page before: what comes and goes
/// meanwhile neither repeats a record nor skips one, and no record before the page is read.
pub(crate) fn page_of<R: Record, T>(
    state: &State,
    marker: Option<&str>,
    limit: Option<i32>,
    mut shape: impl FnMut(&Stored<R>) -> Result<Option<T>, ApiError>,
) -> Result<Page<T>, ApiError> {
    let after = marker.map_or(Ok(""), last_of)?;
    let mut items = Vec::new();
    let mut last = String::new();
    for record in state.after::<R>(after) {
        let record = record.or_fail()?;
        let Some(item) = shape(&record)? else {
            continue;
        };
        if items.len() == limit_or_default(limit) {
            let next = Some(format!("{LAST_PREFIX}{last}"));
            return Ok(Page { items, next });
        }
        items.push(item);
        last = record.id();
    }
    Ok(Page { items, next: None })
}

fn limit_or_default(limit: Option<i32>) -> usize {
    limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(DEFAULT_ITEMS)
}

const LAST_PREFIX: &str = "after-";

fn last_of(marker: &str) -> Result<&str, ApiError> {
    marker
        .strip_prefix(LAST_PREFIX)
        .ok_or_else(|| invalid(marker))
}

fn invalid(marker: &str) -> ApiError {
    VALIDATION_ERROR.because(format!("Invalid Marker: {marker}"))
}

fn marker_at(position: usize) -> String {
    format!("{MARKER_PREFIX}{position}")
}

const MARKER_PREFIX: &str = "at-";

fn position(marker: &str) -> Result<usize, ApiError> {
    marker
        .strip_prefix(MARKER_PREFIX)
        .and_then(|position| position.parse().ok())
        .ok_or_else(|| invalid(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap() {
        let all: Vec<i32> = (0..250).collect();
        let mut seen = Vec::new();
        let mut marker = None;
        loop {
            let page = page(all.clone(), marker.as_deref(), Some(100)).unwrap();
            seen.extend(page.items);
            marker = page.next;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn a_marker_of_somebody_elses_is_refused() {
        for marker in ["", "5", "at-", "at--1", "at-x"] {
            assert!(page(vec![1], Some(marker), None).is_err(), "{marker}");
        }
    }

    #[test]
    fn a_full_last_page_has_no_next() {
        assert!(page(vec![0; 100], None, None).unwrap().next.is_none());
        assert!(page(vec![0; 101], None, None).unwrap().next.is_some());
    }
}
