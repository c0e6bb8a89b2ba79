//! The answer, with its reasons.

use std::fmt;

use super::near_miss::NearMiss;
use super::statement::{Layer, StatementRef};
use crate::policy::Question;

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

/// For operators: the whole answer, near misses included. Callers are told
/// [`Denied::caller_text`].
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Decision::Allow(allowed) => allowed.fmt(f),
            Decision::Deny(denied) => denied.fmt(f),
        }
    }
}

/// A yes. Only [`evaluate`](super::evaluate) makes one.
#[derive(Clone, Debug)]
pub struct Allowed {
    root: bool,
    statements: Vec<StatementRef>,
}

impl Allowed {
    pub(super) fn by(statement: StatementRef, mut agreed: Vec<StatementRef>) -> Allowed {
        agreed.insert(0, statement);
        Allowed {
            root: false,
            statements: agreed,
        }
    }

    pub(super) fn root(agreed: Vec<StatementRef>) -> Allowed {
        Allowed {
            root: true,
            statements: agreed,
        }
    }

    /// The statement that allowed; nothing where the root user needs none.
    pub fn statement(&self) -> Option<&StatementRef> {
        self.statements.first().filter(|_| !self.root)
    }

    /// The statement that allowed, where there is one, and behind it those by which the other layers
    /// agreed.
    pub fn statements(&self) -> &[StatementRef] {
        &self.statements
    }
}

/// For operators.
impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.statement() {
            Some(statement) => write!(f, "allowed by {statement}")?,
            None => f.write_str("allowed: the root user needs no policy in its own account")?,
        }
        for statement in self.statements.iter().skip(usize::from(!self.root)) {
            write!(f, "; the {} agrees by {statement}", statement.layer)?;
        }
        Ok(())
    }
}

/// A no.
#[derive(Clone, Debug)]
pub struct Denied {
    reason: Box<Reason>,
}

#[derive(Clone, Debug)]
struct Reason {
    layer: Layer,
    explicit: Option<StatementRef>,
    near_misses: Vec<NearMiss>,
    principal: String,
    action: String,
    resource: String,
}

impl Denied {
    pub(super) fn explicit(statement: StatementRef, question: &Question<'_>) -> Denied {
        let mut denied = Denied::implicit(statement.layer, Vec::new(), question);
        denied.reason.explicit = Some(statement);
        denied
    }

    pub(super) fn implicit(
        layer: Layer,
        near_misses: Vec<NearMiss>,
        question: &Question<'_>,
    ) -> Denied {
        Denied {
            reason: Box::new(Reason {
                layer,
                explicit: None,
                near_misses,
                principal: question.principal.arn.clone(),
                action: question.action.to_owned(),
                resource: question.resource.text.to_owned(),
            }),
        }
    }

    /// The layer that denied, or the first one that did not allow.
    pub fn layer(&self) -> Layer {
        self.reason.layer
    }

    /// The statement that denied; nothing when it is only that none allowed.
    pub fn statement(&self) -> Option<&StatementRef> {
        self.reason.explicit.as_ref()
    }

    /// The statements that would have allowed but for one thing or two, best first.
    pub fn near_misses(&self) -> &[NearMiss] {
        &self.reason.near_misses
    }

    /// What the caller of an API may know: Amazon's own sentence, which names no policy, no
    /// condition and no value.
    ///
    /// Source: IAM User Guide, *Troubleshooting access denied error messages*.
    pub fn caller_text(&self) -> String {
        let Reason {
            layer,
            principal,
            action,
            resource,
            ..
        } = &*self.reason;
        let trust = *layer == Layer::Resource && action.starts_with("sts:");
        let policy = if trust {
            "role trust policy".to_owned()
        } else {
            layer.to_string()
        };
        let object = if resource == "*" {
            String::new()
        } else {
            format!(" on resource: {resource}")
        };
        let article = match layer {
            Layer::Resource if trust => "the",
            Layer::Identity => "an",
            _ => "a",
        };
        let reason = match &self.reason.explicit {
            None => format!("because no {policy} allows the {action} action"),
            Some(_) => format!("with an explicit deny in {article} {policy}"),
        };
        format!("User: {principal} is not authorized to perform: {action}{object} {reason}")
    }
}

/// For operators: why, and what came near.
impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason {
            layer,
            action,
            resource,
            ..
        } = &*self.reason;
        match &self.reason.explicit {
            Some(statement) => write!(f, "denied by the {layer}, {statement}")?,
            None => write!(f, "no {layer} allows `{action}` on `{resource}`")?,
        }
        for near_miss in &self.reason.near_misses {
            write!(f, "\n- {near_miss}")?;
        }
        Ok(())
    }
}
