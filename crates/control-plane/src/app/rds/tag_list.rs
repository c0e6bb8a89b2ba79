//! The tags that requests bring and answers show.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::Tag;

use crate::state::Tags;

/// How tags of Amazon's own begin.
const RESERVED: [&str; 2] = ["aws:", "rds:"];
/// Tags per resource.
const MAX_TAGS: usize = 50;

/// The tags of a request.
pub(super) fn tags(given: Option<Vec<Tag>>) -> Result<Tags, ApiError> {
    let mut tags = Tags::new();
    for tag in given.unwrap_or_default() {
        let key = tag
            .key
            .filter(|key| (1..=128).contains(&key.chars().count()));
        let key = key.ok_or_else(|| {
            INVALID_PARAMETER_VALUE.because("A tag key must have 1 to 128 characters.")
        })?;
        let value = tag.value.unwrap_or_default();
        for text in [&key, &value] {
            check_text(text)?;
        }
        if value.chars().count() > 256 {
            return Err(INVALID_PARAMETER_VALUE.because(format!(
                "The value of the tag {key} is longer than 256 characters."
            )));
        }
        if tags.contains_key(&key) {
            return Err(
                INVALID_PARAMETER_VALUE.because(format!("The tag key {key} is given twice."))
            );
        }
        tags.insert(key, value);
    }
    check_count(&tags)?;
    Ok(tags)
}

/// What keys and values are made of (API reference, *Tag*).
fn check_text(text: &str) -> Result<(), ApiError> {
    let start = text.to_ascii_lowercase();
    if let Some(reserved) = RESERVED
        .into_iter()
        .find(|reserved| start.starts_with(reserved))
    {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "The tag key or value {text} cannot start with '{reserved}'."
        )));
    }
    let known = |letter: char| {
        letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter)
    };
    match text.chars().all(known) {
        true => Ok(()),
        false => Err(INVALID_PARAMETER_VALUE.because(format!(
            "The tag key or value {text} can only contain letters, digits, white space and \
             '_', '.', ':', '/', '=', '+', '-', '@'."
        ))),
    }
}

/// A resource has fifty tags at most.
pub(super) fn check_count(tags: &Tags) -> Result<(), ApiError> {
    if tags.len() <= MAX_TAGS {
        return Ok(());
    }
    Err(INVALID_PARAMETER_VALUE.because(format!("A resource can have {MAX_TAGS} tags at most.")))
}

/// Tags as answers show them.
pub(super) fn shown(tags: &Tags) -> Vec<Tag> {
    tags.iter()
        .map(|(key, value)| Tag {
            key: Some(key.clone()),
            value: Some(value.clone()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(given: &[(&str, &str)]) -> bool {
        let tag = |(key, value): &(&str, &str)| Tag {
            key: Some((*key).to_owned()),
            value: Some((*value).to_owned()),
        };
        tags(Some(given.iter().map(tag).collect())).is_ok()
    }

    #[test]
    fn tags_are_made_of_what_amazon_takes() {
        for (key, value) in [
            ("team", ""),
            ("größe", "_.:/=+-@ 1"),
            (&*"k".repeat(128), &*"v".repeat(256)),
        ] {
            assert!(taken(&[(key, value)]), "{key}={value}");
        }
        for (key, value) in [
            ("", "v"),
            ("team!", "v"),
            ("team", "a,b"),
            ("AWS:team", "v"),
            ("rds:team", "v"),
            ("team", "aws:v"),
            (&*"k".repeat(129), "v"),
            ("k", &*"v".repeat(257)),
        ] {
            assert!(!taken(&[(key, value)]), "{key}={value}");
        }
    }

    #[test]
    fn a_resource_has_fifty_tags_each_once() {
        let numbers: Vec<String> = (0..=MAX_TAGS).map(|number| number.to_string()).collect();
        let all: Vec<_> = numbers.iter().map(|number| (&**number, "v")).collect();
        assert!(taken(all.get(1..).unwrap()) && !taken(&all));
        assert!(!taken(&[("team", "red"), ("team", "blue")]));
    }
}
