//! Events: what happened to clusters, instances and parameter groups in the last fourteen days.

use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::error::SUBSCRIPTION_NOT_FOUND;
use aws_query::rds::{
    self, DescribeEventCategories, DescribeEventSubscriptions, DescribeEvents, EventCategoriesMap,
    EventCategoriesMessage, EventSubscriptionsMessage, EventsMessage,
};
use aws_query::{ApiError, Timestamp};

use super::listing::{Filters, page_of};
use crate::account::Account;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::events::{self, KEPT_SECONDS};
use crate::state::{Event, EventSource};

pub(super) const OPERATIONS: &[Entry] = operations![
    DescribeEventCategories,
    DescribeEventSubscriptions,
    DescribeEvents,
];

/// How far back a call looks that does not say, in minutes.
const DEFAULT_MINUTES: i32 = 60;

impl Handler for DescribeEvents {
    fn permission(_: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let everything = asked.realm.account.rds_arn("es", "*");
        Ok(Some(Permission::new("rds:DescribeEvents", everything)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters.clone(), &[])?;
        if input.source_identifier.is_some() && input.source_type.is_none() {
            return Err(INVALID_PARAMETER_COMBINATION
                .because("Cannot specify source identifier without source type"));
        }
        let span = Span::of(&input, call)?;
        let mut found = Vec::new();
        for event in events::between(call.state, span.start, span.end) {
            let event = event.or_fail()?;
            if is_asked_for(&event, &input) {
                found.push(shape(&event, &call.realm.account));
            }
        }
        let page = page_of(found, input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(EventsMessage {
            events: Some(page.items),
            marker: page.next,
        }))
    }
}

/// From when on, and until when.
struct Span {
    start: i64,
    end: i64,
}

impl Span {
    fn of(input: &rds::DescribeEventsMessage, call: &Call<'_>) -> Result<Self, ApiError> {
        let now = call.now.as_unix();
        let oldest = now - KEPT_SECONDS;
        let minutes = input.duration.unwrap_or(DEFAULT_MINUTES);
        let seconds = i64::from(minutes) * 60;
        if !(0..=KEPT_SECONDS).contains(&seconds) {
            let most = KEPT_SECONDS / 60;
            return Err(INVALID_PARAMETER_VALUE.because(format!(
                "Invalid value {minutes} for Duration. Must be between 0 and {most} minutes"
            )));
        }
        let (start, end) = match (input.start_time, input.end_time) {
            (None, None) => (now - seconds, now + 1),
            (Some(start), None) if input.duration.is_some() => {
                (start.as_unix(), start.as_unix() + seconds)
            }
            (Some(start), None) => (start.as_unix(), now + 1),
            (None, Some(end)) => (end.as_unix() - seconds, end.as_unix()),
            (Some(start), Some(end)) => (start.as_unix(), end.as_unix()),
        };
        if start > end {
            return Err(
                INVALID_PARAMETER_COMBINATION.because("The StartTime must be before the EndTime.")
            );
        }
        let start = start.max(oldest);
        Ok(Self { start, end })
    }
}

fn is_asked_for(event: &Event, input: &rds::DescribeEventsMessage) -> bool {
    let of_type = input
        .source_type
        .is_none_or(|wanted| wanted.as_str() == event.source_type.as_str());
    let of_source = input
        .source_identifier
        .as_deref()
        .is_none_or(|wanted| wanted.eq_ignore_ascii_case(&event.source));
    let categories = input.event_categories.as_deref().unwrap_or_default();
    of_type && of_source && (categories.is_empty() || categories.contains(&event.category))
}

fn shape(event: &Event, account: &Account) -> rds::Event {
    let (kind, source_type) = match event.source_type {
        EventSource::Cluster => ("cluster", rds::SourceType::DbCluster),
        EventSource::Instance => ("db", rds::SourceType::DbInstance),
        EventSource::ParameterGroup => ("pg", rds::SourceType::DbParameterGroup),
    };
    rds::Event {
        source_identifier: Some(event.source.clone()),
        source_type: Some(source_type),
        message: Some(event.message.clone()),
        event_categories: Some(vec![event.category.clone()]),
        date: Some(Timestamp::from_unix(event.time)),
        source_arn: Some(account.rds_arn(kind, &event.source)),
    }
}

impl Handler for DescribeEventCategories {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("rds:DescribeEventCategories", "*")))
    }

    fn carry_out(_: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters, &[])?;
        let asked = input.source_type.as_deref();
        let types = EventSource::ALL.into_iter();
        let wanted = types.filter(|source| asked.is_none_or(|asked| asked == source.as_str()));
        let maps: Vec<_> = wanted.map(categories).collect();
        if let (Some(unknown), []) = (asked, maps.as_slice()) {
            let text = format!("Invalid source type: {unknown}");
            return Err(INVALID_PARAMETER_VALUE.because(text));
        }
        Ok(Outcome::read(EventCategoriesMessage {
            event_categories_map_list: Some(maps),
        }))
    }
}

fn categories(source: EventSource) -> EventCategoriesMap {
    let categories = events::categories(source).iter();
    EventCategoriesMap {
        source_type: Some(source.as_str().to_owned()),
        event_categories: Some(categories.map(|name| (*name).to_owned()).collect()),
    }
}

/// There are none: nothing here sends messages.
impl Handler for DescribeEventSubscriptions {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.subscription_name.as_deref().unwrap_or("*");
        let arn = asked.realm.account.rds_arn("es", name);
        Ok(Some(Permission::new("rds:DescribeEventSubscriptions", arn)))
    }

    fn carry_out(_: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters, &[])?;
        if let Some(name) = input.subscription_name {
            let text = format!("Event notification subscription {name} not found.");
            return Err(SUBSCRIPTION_NOT_FOUND.because(text));
        }
        let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(EventSubscriptionsMessage {
            event_subscriptions_list: Some(page.items),
            marker: page.next,
        }))
    }
}
