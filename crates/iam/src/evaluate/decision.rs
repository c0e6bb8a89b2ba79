//! The answer, with its reasons.

use std::fmt;

use super::{NamedPolicy, PolicyName};
use crate::policy::{Position, Statement};

/// The answer to a request. It is not a `bool`: whoever asks must look at which answer it is.
#[derive(Clone, Debug)]
#[must_use]
pub enum Decision {
    /// Yes, and what allowed it.
    Allow(Allowed),
    /// No, and why.
    Deny(Denied),
}

impl Decision {
    /// Whether the answer is yes.
    pub fn is_allow(&self) -> bool {
        matches!(self, Decision::Allow(_))
    }
}

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

/// A yes. Only [`evaluate`](super::evaluate) makes one.
#[derive(Clone, Debug)]
pub struct Allowed {
    agreed: Vec<StatementRef>,
}

impl Allowed {
    pub(super) fn new(agreed: Vec<StatementRef>) -> Allowed {
        Allowed { agreed }
    }

    /// The statement that allowed: the first one, per layer that had to agree.
    pub fn statements(&self) -> &[StatementRef] {
        &self.agreed
    }
}

/// A no.
#[derive(Clone, Debug)]
pub struct Denied {
    layer: Layer,
    explicit: Option<StatementRef>,
}

impl Denied {
    pub(super) fn explicit(statement: StatementRef) -> Denied {
        Denied {
            layer: statement.layer,
            explicit: Some(statement),
        }
    }

    pub(super) fn implicit(layer: Layer) -> Denied {
        Denied {
            layer,
            explicit: None,
        }
    }

    /// The layer that denied, or that did not allow.
    pub fn layer(&self) -> Layer {
        self.layer
    }

    /// The statement that denied; nothing when no statement allowed.
    pub fn statement(&self) -> Option<&StatementRef> {
        self.explicit.as_ref()
    }
}
