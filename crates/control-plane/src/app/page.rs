//! Answers in pages.

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;

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
    let limit = limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(DEFAULT_ITEMS);
    let more = items.len() > start.saturating_add(limit);
    let items = items.into_iter().skip(start).take(limit).collect();
    Ok(Page {
        items,
        next: more.then(|| marker_at(start + limit)),
    })
}

fn marker_at(position: usize) -> String {
    format!("{MARKER_PREFIX}{position}")
}

const MARKER_PREFIX: &str = "at-";

fn position(marker: &str) -> Result<usize, ApiError> {
    marker
        .strip_prefix(MARKER_PREFIX)
        .and_then(|position| position.parse().ok())
        .ok_or_else(|| VALIDATION_ERROR.because(format!("Invalid Marker: {marker}")))
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
