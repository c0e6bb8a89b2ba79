//! Statements that would have allowed but for one thing, each told as a sentence to act on.

use std::fmt;

use super::{Level, StatementRef};
use crate::condition::Test;
use crate::context::{Context, Values};
use crate::pattern::{Case, Pattern};
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

impl Miss {
    /// The less there is to change, the better.
    fn distance(&self) -> u32 {
        match self {
            Miss::Condition { .. } => 0,
            Miss::Unresolved { .. } => 1,
            Miss::Resource { part, .. } => 2 + resource::distance(part),
            Miss::ExcludedResource => 10,
            Miss::Principal { .. } => 11,
            Miss::Action { .. } => 12,
            Miss::ExcludedAction => 13,
        }
    }
}

/// The near misses of a level that did not allow, best first.
pub(super) fn find(level: Level<'_>, question: &Question<'_>) -> Vec<NearMiss> {
    let mut found: Vec<(usize, u32, NearMiss)> = level
        .statements()
        .filter(|(_, statement)| statement.effect() == Effect::Allow)
        .filter_map(|(named, statement)| {
            let misses = misses(statement, question)?;
            let distance = misses.iter().map(Miss::distance).sum();
            let statement = StatementRef::new(level.layer, named, statement);
            Some((misses.len(), distance, NearMiss { statement, misses }))
        })
        .collect();
    found.sort_by_key(|(count, distance, _)| (*count, *distance));
    found
        .into_iter()
        .map(|(.., near_miss)| near_miss)
        .take(MAX_NEAR_MISSES)
        .collect()
}

/// What stands in the way of a statement; nothing when it is too much, or not near at all.
fn misses(statement: &Statement, question: &Question<'_>) -> Option<Vec<Miss>> {
    let mut misses = Vec::new();
    if !statement.applies_to_action(question.action) {
        misses.push(action(statement, question.action)?);
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
    for test in failing.take(MAX_MISSES + 1) {
        misses.push(condition(test, question.context));
    }
    (!misses.is_empty() && misses.len() <= MAX_MISSES).then_some(misses)
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

/// Whether an action is the request's but for its service or two letters.
fn is_near(pattern: &Pattern, asked: &str) -> bool {
    let written = pattern.to_string();
    let (Some((service, name)), Some((_, asked_name))) =
        (written.split_once(':'), asked.split_once(':'))
    else {
        return false;
    };
    let same_name = asked
        .split(':')
        .next()
        .is_some_and(|asked| akin(service, asked))
        && Pattern::compile(name).matches(asked_name, Case::Ignored);
    same_name || edit_distance(&written.to_ascii_lowercase(), &asked.to_ascii_lowercase()) <= 2
}

/// Whether one service's name begins with the other's: `rds` and `rds-db`.
fn akin(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    a.starts_with(&b) || b.starts_with(&a)
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
