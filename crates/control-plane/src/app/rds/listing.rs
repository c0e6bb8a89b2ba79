//! Listings: what is left out by filters, and the rest in pages.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::Filter;

use crate::app::page::{Page, page_in_order};

/// How many records a page has at least and at most, where a call says how many.
const MAX_RECORDS: RangeInclusive<i32> = 20..=100;

/// Filters of a call, all of which its operation knows.
#[derive(Debug)]
pub(super) struct Filters(Vec<Filter>);

impl Filters {
    /// The filters of a call to an operation that knows those of these names.
    pub(super) fn new(given: Option<Vec<Filter>>, known: &[&str]) -> Result<Self, ApiError> {
        let given = given.unwrap_or_default();
        if let Some(unknown) = given.iter().find(|filter| !known.contains(&&*filter.name)) {
            let text = format!("Unrecognized filter name: {}", unknown.name);
            return Err(INVALID_PARAMETER_VALUE.because(text));
        }
        Ok(Self(given))
    }

    /// Whether something passes every filter; `value_of` says what a filter's name stands for. Where
    /// an identifier belongs, the ARN that ends with it does too, and capitals are as good as small
    /// letters.
    pub(super) fn pass<'a>(
        &self,
        value_of: impl Fn(&str) -> Result<Option<Cow<'a, str>>, ApiError>,
    ) -> Result<bool, ApiError> {
        for filter in &self.0 {
            let value = value_of(&filter.name)?;
            let mut wanted = filter.values.iter().map(|wanted| named_by(wanted));
            let is = |wanted: &str| {
                value
                    .as_ref()
                    .is_some_and(|value| value.eq_ignore_ascii_case(wanted))
            };
            if !wanted.any(is) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The identifier in an ARN of ours, or the text itself.
pub(super) fn named_by(text: &str) -> &str {
    match text.starts_with("arn:") {
        true => text.rsplit(':').next().unwrap_or(text),
        false => text,
    }
}

/// The page of `items` that a call asks for.
pub(super) fn page_of<T>(
    items: Vec<T>,
    marker: Option<&str>,
    max_records: Option<i32>,
) -> Result<Page<T>, ApiError> {
    page_within(MAX_RECORDS, items, marker, max_records)
}

/// The same where Amazon takes other numbers of records.
pub(super) fn page_within<T>(
    bounds: RangeInclusive<i32>,
    items: Vec<T>,
    marker: Option<&str>,
    max_records: Option<i32>,
) -> Result<Page<T>, ApiError> {
    if let Some(asked) = max_records.filter(|asked| !bounds.contains(asked)) {
        let (least, most) = bounds.into_inner();
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "Invalid value {asked} for MaxRecords. Must be between {least} and {most}"
        )));
    }
    page_in_order(items, marker, max_records)
        .map_err(|_| INVALID_PARAMETER_VALUE.because("Invalid or expired marker"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(name: &str, values: &[&str]) -> Filter {
        Filter {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn every_filter_must_pass_and_any_of_its_values_will_do() {
        let given = vec![
            filter("engine", &["mysql", "mariadb"]),
            filter("id", &["a"]),
        ];
        let filters = Filters::new(Some(given), &["engine", "id"]).unwrap();
        let pass = |engine: &str, id: &str| {
            let value = |name: &str| if name == "engine" { engine } else { id };
            filters.pass(|name| Ok(Some(value(name).into()))).unwrap()
        };
        assert!(pass("mariadb", "a") && pass("mysql", "a"));
        assert!(!pass("mariadb", "b") && !pass("postgres", "a"));
    }

    #[test]
    fn an_arn_stands_for_the_identifier_at_its_end() {
        let given = vec![filter(
            "id",
            &["arn:aws:rds:us-east-1:111111111111:cluster:a"],
        )];
        let filters = Filters::new(Some(given), &["id"]).unwrap();
        let pass = |value: &str| filters.pass(|_| Ok(Some(value.into()))).unwrap();
        assert!(pass("a") && !pass("cluster"));
        assert!(!filters.pass(|_| Ok(None)).unwrap());
    }

    #[test]
    fn a_filter_that_the_operation_does_not_know_is_refused_even_if_there_is_nothing_to_filter() {
        assert!(Filters::new(Some(vec![filter("colour", &["red"])]), &["id"]).is_err());
    }

    #[test]
    fn capitals_in_a_filter_are_small_letters() {
        let filters = Filters::new(Some(vec![filter("id", &["Orders"])]), &["id"]).unwrap();
        assert!(filters.pass(|_| Ok(Some("orders".into()))).unwrap());
    }

    #[test]
    fn a_page_has_twenty_to_a_hundred_records_and_none_fewer_or_more() {
        for (asked, taken) in [(19, false), (20, true), (100, true), (101, false)] {
            assert_eq!(
                page_of(vec![()], None, Some(asked)).is_ok(),
                taken,
                "{asked}"
            );
        }
    }
}
