//! Statements that would have allowed but for one thing, each told as a sentence to act on.

use std::fmt;

use super::{Level, NamedPolicy, StatementRef};
use crate::condition::Test;
use crate::context::{Context, Values};
use crate::pattern::Pattern;
use crate::policy::document::Choice;
use crate::policy::{Effect, Question, Statement};
use crate::text::edit_distance;

mod resource;

/// How many near misses a decision tells at most.
pub(crate) const MAX_NEAR_MISSES: usize = 5;
/// With more than this many things amiss a statement did not come near.
const MAX_MISSES: usize = 2;

/// A statement that nearly allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The statement.
    pub statement: StatementRef,
    /// What stood in the way: one thing, or two.
    pub misses: Vec<Miss>,
}

/// One thing that stood in the way of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Miss {
    /// A test of the request's context failed.
    Condition {
        /// The operator as Amazon writes it.
        operator: String,
        /// The context key.
        key: String,
        /// The policy's values, each in backticks.
        wanted: String,
        /// The request's values, each in backticks; nothing when the request has no such key.
        had: Option<String>,
        /// The keys of variables in the policy's values that stand for nothing in this request.
        unresolved: Vec<String>,
    },
    /// The request is for another resource.
    Resource {
        /// What differs: `region`, `account`, `resource id`, `database user`, …
        part: &'static str,
        /// That part in the policy.
        policy: String,
        /// That part in the request.
        request: String,
        /// What may have been meant.
        hint: Option<String>,
    },
    /// A variable of the resource stands for nothing in this request.
    Unresolved {
        /// The resource as the policy writes it.
        resource: String,
        /// The keys of its variables.
        keys: Vec<String>,
    },
    /// The statement's resources exclude the request's (`NotResource`).
    ExcludedResource,
    /// The statement does not name the principal.
    Principal {
        /// Whom it names.
        named: String,
        /// Who asked.
        principal: String,
    },
    /// The statement allows an action that is spelled much like the request's.
    Action {
        /// The action in the policy.
        policy: String,
        /// The action of the request.
        request: String,
    },
    /// The statement's actions exclude the request's (`NotAction`).
    ExcludedAction,
}

/// A statement that may have come near: how many things are amiss, and how far off they are.
struct Candidate<'a> {
    misses: usize,
    distance: u32,
    named: &'a NamedPolicy,
    statement: &'a Statement,
}

/// The near misses of a level that did not allow, best first. Every statement is weighed, and only
/// the best are put into words. Something is amiss with each that allows, else the level had allowed.
pub(super) fn find(level: Level<'_>, question: &Question<'_>) -> Vec<NearMiss> {
    let mut best: Vec<Candidate<'_>> = Vec::with_capacity(MAX_NEAR_MISSES + 1);
    for (named, statement) in level.statements() {
        let Some((misses, distance)) = weigh(statement, question) else {
            continue;
        };
        let behind = |other: &Candidate<'_>| (other.misses, other.distance) <= (misses, distance);
        let place = best.partition_point(behind);
        best.insert(
            place,
            Candidate {
                misses,
                distance,
                named,
                statement,
            },
        );
        best.truncate(MAX_NEAR_MISSES);
    }
    let told = |candidate: Candidate<'_>| NearMiss {
        statement: StatementRef::new(level.layer, candidate.named, candidate.statement),
        misses: misses(candidate.statement, question),
    };
    best.into_iter().map(told).collect()
}

/// How many things stand in the way of a statement, and how far off they are; nothing when it is
/// too much, or not near at all.
fn weigh(statement: &Statement, question: &Question<'_>) -> Option<(usize, u32)> {
    if statement.effect() == Effect::Deny {
        return None;
    }
    let (mut misses, mut distance) = (0, 0);
    if !statement.applies_to_action(question.action) {
        action(statement, question.action)?;
        (misses, distance) = (misses + 1, distance + 12);
    }
    if !statement.applies_to_resource(question) {
        (misses, distance) = (
            misses + 1,
            distance + resource::distance(statement, question),
        );
    }
    if statement.names(question).is_none() {
        (misses, distance) = (misses + 1, distance + 11);
    }
    let failing = statement
        .conditions
        .iter()
        .filter(|test| !test.holds(question.context));
    misses += failing.take(MAX_MISSES + 1).count();
    (misses <= MAX_MISSES).then_some((misses, distance))
}

/// What stands in the way of a statement, in words.
fn misses(statement: &Statement, question: &Question<'_>) -> Vec<Miss> {
    let mut misses = Vec::new();
    if !statement.applies_to_action(question.action) {
        misses.extend(action(statement, question.action));
    }
    if !statement.applies_to_resource(question) {
        misses.push(resource::miss(statement, question));
    }
    if let (Some(pattern), None) = (&statement.principal, statement.names(question)) {
        misses.push(Miss::Principal {
            named: pattern.to_string(),
            principal: question.principal.arn.clone(),
        });
    }
    let failing = statement
        .conditions
        .iter()
        .filter(|test| !test.holds(question.context));
    misses.extend(failing.map(|test| condition(test, question.context)));
    misses
}

fn action(statement: &Statement, asked: &str) -> Option<Miss> {
    match &statement.action {
        Choice::AllBut(_) => Some(Miss::ExcludedAction),
        Choice::Only(actions) => {
            let near = actions.iter().find(|pattern| is_near(pattern, asked))?;
            Some(Miss::Action {
                policy: near.to_string(),
                request: asked.to_owned(),
            })
        }
    }
}

/// Whether an action is the request's but for its service or two letters; `rds:*` is, too.
fn is_near(pattern: &Pattern, asked: &str) -> bool {
    let (Pattern::Exact(written) | Pattern::Prefix(written)) = pattern else {
        return false;
    };
    let (Some((service, name)), Some((asked_service, asked_name))) =
        (written.split_once(':'), asked.split_once(':'))
    else {
        return false;
    };
    let name = match pattern {
        Pattern::Prefix(_) => asked_name
            .get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name)),
        _ => name.eq_ignore_ascii_case(asked_name),
    };
    let same_name = name && akin(service, asked_service);
    same_name || edit_distance(&written.to_ascii_lowercase(), &asked.to_ascii_lowercase()) <= 2
}

/// Whether one service's name begins with the other's: `rds` and `rds-db`.
fn akin(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    let head = |text: &'_ str| {
        text.as_bytes()
            .get(..shorter)
            .map(<[u8]>::to_ascii_lowercase)
    };
    head(a) == head(b)
}

fn condition(test: &Test, context: &Context) -> Miss {
    let unresolved = test
        .keys()
        .skip(1)
        .filter(|key| !matches!(context.get(key), Some(Values::One(_))));
    Miss::Condition {
        operator: test.operator.to_string(),
        key: test.key.to_string(),
        wanted: test.written.to_string(),
        had: context.get(&test.key).map(|values| {
            let quoted: Vec<String> = values
                .as_slice()
                .iter()
                .map(|value| format!("`{value}`"))
                .collect();
            if quoted.is_empty() {
                "no values".to_owned()
            } else {
                quoted.join(", ")
            }
        }),
        unresolved: unresolved.map(str::to_owned).collect(),
    }
}

/// ``statement 1 `Connect` of … (line 3, column 5) would allow it, but …``
impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} would allow it, but ", self.statement)?;
        for (at, miss) in self.misses.iter().enumerate() {
            write!(f, "{}{miss}", if at == 0 { "" } else { ", and " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Miss::Condition {
                operator,
                key,
                wanted,
                had,
                unresolved,
            } => {
                let wanted = if wanted.is_empty() { "nothing" } else { wanted };
                match had {
                    Some(had) => {
                        write!(f, "`{key}` is {had}, which `{operator}` {wanted} refuses")?
                    }
                    None => write!(
                        f,
                        "the request has no `{key}`, and `{operator}` wants {wanted}"
                    )?,
                }
                for key in unresolved {
                    write!(f, " (`{key}` stands for nothing in this request)")?;
                }
                Ok(())
            }
            Miss::Resource {
                part,
                policy,
                request,
                hint,
            } => {
                write!(
                    f,
                    "its {part} is `{policy}` and the request's is `{request}`"
                )?;
                hint.as_ref().map_or(Ok(()), |hint| write!(f, ": {hint}"))
            }
            Miss::Unresolved { resource, keys } => {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                write!(
                    f,
                    "its resource `{resource}` needs {}, which this request has not",
                    keys.join(" and ")
                )
            }
            Miss::ExcludedResource => f.write_str("its `NotResource` excludes this resource"),
            Miss::Principal { named, principal } => {
                write!(f, "it names {named}, not `{principal}`")
            }
            Miss::Action { policy, request } => {
                write!(f, "its action is `{policy}`, not `{request}`")
            }
            Miss::ExcludedAction => f.write_str("its `NotAction` excludes this action"),
        }
    }
}
