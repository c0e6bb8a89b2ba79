//! Which statement took part in a decision: of which policy, in which layer.

use std::fmt;

use super::{NamedPolicy, PolicyName};
use crate::policy::{Position, Statement};

/// The layers of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Service control policies of the organization.
    Scp,
    /// The policy of the resource; of a role, its trust policy.
    Resource,
    /// The principal's own policies and those of its groups.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// The session policies.
    Session,
}

/// As Amazon's error messages name it.
///
/// Source: IAM User Guide, *Troubleshooting access denied error messages* (`troubleshoot_access-denied`).
impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::Scp => "service control policy",
            Layer::Resource => "resource-based policy",
            Layer::Identity => "identity-based policy",
            Layer::Boundary => "permissions boundary",
            Layer::Session => "session policy",
        })
    }
}

/// A statement that took part in a decision: which one, of which policy, in which layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRef {
    /// The layer.
    pub layer: Layer,
    /// The policy.
    pub policy: PolicyName,
    /// The place in the policy's list of statements, from 0.
    pub index: usize,
    /// `Sid`, where the statement has one.
    pub sid: Option<Box<str>>,
    /// Where in the document the statement begins.
    pub position: Position,
}

impl StatementRef {
    pub(crate) fn new(layer: Layer, named: &NamedPolicy, statement: &Statement) -> StatementRef {
        StatementRef {
            layer,
            policy: named.name.clone(),
            index: statement.index(),
            sid: statement.sid().map(Into::into),
            position: statement.span().start,
        }
    }
}

/// ``statement 2 `Connect` of arn:aws:iam::…:policy/Db (line 4, column 5)``.
impl fmt::Display for StatementRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "statement {}", self.index + 1)?;
        if let Some(sid) = &self.sid {
            write!(f, " `{sid}`")?;
        }
        write!(f, " of {} ({})", self.policy, self.position)
    }
}
