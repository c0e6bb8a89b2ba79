//! Answers in pages.
//!
//! A marker is opaque to clients, as Amazon's are, and good for the operation that gave it. What comes and
//! goes between two pages makes the next one neither repeat an item nor skip one that stayed: whoever
//! detaches what a page showed, and then asks for the next, sees the rest.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;

use super::{Call, OrFail as _};
use crate::state::{Record, Stored};

/// What IAM returns at most where a request names no `MaxItems`.
const DEFAULT_ITEMS: usize = 100;

/// One page of a listing.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<String>,
}

/// What is listed, and told from the rest of its list by a name.
pub(crate) trait Listed {
    /// The name.
    fn name(&self) -> String;
}

/// The page of `items` that follows `marker`.
pub(crate) fn page<T: Listed>(
    call: &Call<'_>,
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
) -> Result<Page<T>, ApiError> {
    let start = match marker {
        Some(marker) => Place::parse(marker, call.operation)?.position_in(&items),
        None => 0,
    };
    let end = start.saturating_add(limit_or_default(limit));
    let next = items.get(end).map(|first| Place {
        position: end,
        first: digest(&first.name()),
        before: items
            .get(end.saturating_sub(1))
            .map_or(0, |last| digest(&last.name())),
    });
    Ok(Page {
        items: items.into_iter().skip(start).take(end - start).collect(),
        next: next.map(|place| place.marker(call.operation)),
    })
}

/// The page of records of a kind, as `shape` shows them, that follows `marker`; what it shows as
/// nothing is left out. The marker holds the last record of the page before, and no record up to it is
/// read.
pub(crate) fn page_of<R: Record, T>(
    call: &Call<'_>,
    marker: Option<&str>,
    limit: Option<i32>,
    mut shape: impl FnMut(&Stored<R>) -> Result<Option<T>, ApiError>,
) -> Result<Page<T>, ApiError> {
    let after = match marker {
        Some(marker) => last_of(marker, call.operation)?,
        None => String::new(),
    };
    let mut items = Vec::new();
    let mut last = String::new();
    for record in call.state.after::<R>(&after) {
        let record = record.or_fail()?;
        let Some(item) = shape(&record)? else {
            continue;
        };
        if items.len() == limit_or_default(limit) {
            let next = format!("{:016x}{}", digest(call.operation), hex(last.as_bytes()));
            return Ok(Page {
                items,
                next: Some(next),
            });
        }
        items.push(item);
        last = record.id();
    }
    Ok(Page { items, next: None })
}

/// The page of a list that stays as it is from one call to the next.
pub(crate) fn page_in_order<T>(
    items: Vec<T>,
    marker: Option<&str>,
    limit: Option<i32>,
) -> Result<Page<T>, ApiError> {
    const PREFIX: &str = "at-";
    let position = |marker: &str| marker.strip_prefix(PREFIX)?.parse().ok();
    let start: usize = match marker {
        Some(marker) => position(marker).ok_or_else(|| invalid(marker))?,
        None => 0,
    };
    let end = start.saturating_add(limit_or_default(limit));
    let more = items.len() > end;
    Ok(Page {
        items: items.into_iter().skip(start).take(end - start).collect(),
        next: more.then(|| format!("{PREFIX}{end}")),
    })
}

fn limit_or_default(limit: Option<i32>) -> usize {
    limit
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(DEFAULT_ITEMS)
}

/// Where a page begins: at its first item; where that is gone, behind the last of the page before; where
/// both are, as far down the list as it was.
#[derive(Debug, Clone, Copy)]
struct Place {
    position: usize,
    first: u64,
    before: u64,
}

impl Place {
    fn marker(self, operation: &str) -> String {
        let Self {
            position,
            first,
            before,
        } = self;
        let of = digest(operation);
        format!("{of:016x}{position:016x}{first:016x}{before:016x}")
    }

    fn parse(marker: &str, operation: &str) -> Result<Self, ApiError> {
        let part = |at: usize| number(marker.get(at * 16..(at + 1) * 16)?);
        let parts = || Some([part(0)?, part(1)?, part(2)?, part(3)?]);
        let whole = marker.len() == 4 * 16;
        match parts().filter(|_| whole) {
            Some([of, position, first, before]) if of == digest(operation) => Ok(Self {
                position: usize::try_from(position).unwrap_or(usize::MAX),
                first,
                before,
            }),
            _ => Err(invalid(marker)),
        }
    }

    fn position_in<T: Listed>(self, items: &[T]) -> usize {
        let is = |item: &T, wanted: u64| digest(&item.name()) == wanted;
        if items
            .get(self.position)
            .is_some_and(|item| is(item, self.first))
        {
            return self.position;
        }
        let find = |wanted| items.iter().position(|item| is(item, wanted));
        find(self.first)
            .or_else(|| find(self.before).map(|last| last + 1))
            .unwrap_or(self.position)
    }
}

fn last_of(marker: &str, operation: &str) -> Result<String, ApiError> {
    let found = || {
        let (of, last) = marker.split_at_checked(16)?;
        let is_ours = number(of)? == digest(operation);
        is_ours.then(|| unhex(last)).flatten()
    };
    found().ok_or_else(|| invalid(marker))
}

/// The same in every run: a marker outlives a restart.
fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn number(digits: &str) -> Option<u64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain
        .then(|| u64::from_str_radix(digits, 16).ok())
        .flatten()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Option<String> {
    let byte = |pair: &[u8]| u8::try_from(number(str::from_utf8(pair).ok()?)?).ok();
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> = pairs.iter().map(|pair| byte(pair)).collect();
    String::from_utf8(bytes.filter(|_| rest.is_empty())?).ok()
}

fn invalid(marker: &str) -> ApiError {
    VALIDATION_ERROR.because(format!("Invalid Marker: {marker}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::{Answer, World, refusal, statement};

    const ALICE: (&str, &str) = ("UserName", "alice");

    #[test]
    fn pages_in_order_follow_each_other_without_gap_or_overlap() {
        let all: Vec<i32> = (0..250).collect();
        let mut seen = Vec::new();
        let mut marker = None;
        loop {
            let page = page_in_order(all.clone(), marker.as_deref(), Some(100)).unwrap();
            seen.extend(page.items);
            marker = page.next;
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        for marker in ["", "5", "at-", "at--1", "at-x"] {
            assert!(
                page_in_order(vec![1], Some(marker), None).is_err(),
                "{marker}"
            );
        }
    }

    #[test]
    fn a_full_last_page_has_no_next() {
        assert!(
            page_in_order(vec![0; 100], None, None)
                .unwrap()
                .next
                .is_none()
        );
        assert!(
            page_in_order(vec![0; 101], None, None)
                .unwrap()
                .next
                .is_some()
        );
    }

    /// Alice with policies of these names attached.
    fn furnished(names: &[&str]) -> World {
        let world = World::new();
        world.root("CreateUser", &[ALICE]);
        for name in names {
            let document = statement("Allow", "iam:*", "*");
            let given = [("PolicyName", *name), ("PolicyDocument", &document)];
            let arn = world.root("CreatePolicy", &given).text("Arn");
            world.root("AttachUserPolicy", &[ALICE, ("PolicyArn", &arn)]);
        }
        world
    }

    fn two_of(world: &World, marker: Option<&str>) -> Answer {
        let mut given = vec![ALICE, ("MaxItems", "2")];
        given.extend(marker.map(|marker| ("Marker", marker)));
        world.root("ListAttachedUserPolicies", &given)
    }

    fn detach(world: &World, arn: &str) {
        world.root("DetachUserPolicy", &[ALICE, ("PolicyArn", arn)]);
    }

    #[test]
    fn who_detaches_what_a_page_showed_sees_all_the_rest() {
        let world = furnished(&["a", "b", "c", "d", "e"]);
        let mut seen = Vec::new();
        let mut marker = None;
        loop {
            let page = two_of(&world, marker.as_deref());
            page.all("PolicyArn")
                .iter()
                .for_each(|arn| detach(&world, arn));
            seen.extend(page.all("PolicyName"));
            marker = page.find("Marker");
            if marker.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["a", "b", "c", "d", "e"]);
        assert_eq!(two_of(&world, None).all("PolicyName").len(), 0);
    }

    #[test]
    fn a_page_begins_behind_the_last_one_when_its_first_item_is_gone() {
        let world = furnished(&["a", "b", "c", "d", "e"]);
        let first = two_of(&world, None);
        let third = first.all("PolicyArn")[0].replace("policy/a", "policy/c");
        detach(&world, &first.all("PolicyArn")[0]);
        detach(&world, &third);
        let second = two_of(&world, first.find("Marker").as_deref());
        assert_eq!(second.all("PolicyName"), ["d", "e"]);
    }

    #[test]
    fn a_marker_is_good_for_the_operation_that_gave_it_and_no_other_text_is() {
        let world = furnished(&["a", "b", "c"]);
        world.root("CreateUser", &[("UserName", "bob")]);
        let of_users = world.root("ListUsers", &[("MaxItems", "1")]).text("Marker");
        let of_policies = two_of(&world, None).text("Marker");
        assert!(!of_users.contains("alice"), "{of_users}");
        let again = world.root("ListUsers", &[("Marker", &of_users)]);
        assert_eq!(again.all("UserName"), ["bob"]);
        let cut = of_policies.get(1..).unwrap();
        let odd = format!("{of_users}0");
        let forged = format!("+{}", of_users.get(1..).unwrap());
        for (operation, marker) in [
            ("ListGroups", &*of_users),
            ("ListRoles", &*of_policies),
            ("ListUsers", &*of_policies),
            ("ListUsers", &*odd),
            ("ListUsers", &*forged),
            ("ListUsers", "after-alice"),
            ("ListAttachedUserPolicies", cut),
            ("ListAttachedUserPolicies", &*of_users),
            ("ListUserPolicies", &*of_policies),
            ("ListAttachedUserPolicies", "\u{fc}"),
        ] {
            let given = [ALICE, ("Marker", marker)];
            let (code, text) = refusal(world.call(&world.root, operation, &given));
            assert_eq!(code, "ValidationError", "{operation} {marker}");
            assert!(text.starts_with("Invalid Marker"), "{text}");
        }
    }
}
