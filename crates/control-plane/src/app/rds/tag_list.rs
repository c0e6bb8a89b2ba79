//! The tags that requests bring and answers show.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::Tag;

use crate::state::Tags;

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
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(INVALID_PARAMETER_VALUE
                .because(format!("The tag key {key} cannot start with 'aws:'.")));
        }
        let value = tag.value.unwrap_or_default();
        if value.chars().count() > 256 {
            return Err(INVALID_PARAMETER_VALUE.because(format!(
                "The value of the tag {key} is longer than 256 characters."
            )));
        }
        tags.insert(key, value);
    }
    check_count(&tags)?;
    Ok(tags)
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
