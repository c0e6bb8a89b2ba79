//! The decision: layers of policies in, one answer with its reasons out.

mod decision;
mod near_miss;
mod simulate;
mod statement;

use std::fmt;
use std::sync::Arc;

pub use decision::{Allowed, Decision, Denied};
pub use near_miss::{Miss, NearMiss};
pub use simulate::{MatchedStatement, Simulation, Word, context_keys, simulate};
pub use statement::{Layer, StatementRef};

use crate::arn::is_account;
use crate::context::Context;
use crate::policy::{Closeness, Effect, Policy, PolicyKind, Question, Statement};
use crate::principal::{Principal, PrincipalKind};

/// What a policy is called where reasons are told: its ARN, or ``inline policy `p` of user `u` ``.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyName(Arc<str>);

impl PolicyName {
    /// A name as it shall be shown.
    pub fn new(name: &str) -> PolicyName {
        PolicyName(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PolicyName {
    fn from(name: &str) -> PolicyName {
        PolicyName::new(name)
    }
}

impl From<String> for PolicyName {
    fn from(name: String) -> PolicyName {
        PolicyName(name.into())
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A policy with the name that reasons call it by.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// Its name.
    pub name: PolicyName,
    /// The policy.
    pub policy: Arc<Policy>,
}

impl NamedPolicy {
    /// A policy under a name.
    pub fn new(name: impl Into<PolicyName>, policy: Arc<Policy>) -> NamedPolicy {
        NamedPolicy {
            name: name.into(),
            policy,
        }
    }
}

/// The policies that bear on a request, by layer.
///
/// Source: IAM User Guide, *Policy evaluation logic* (`reference_policies_evaluation-logic`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Layers<'a> {
    /// Service control policies of the principal's account, one list per level from the root of the
    /// organization down to the account. Every level must allow. No levels: no organization.
    pub scps: &'a [&'a [NamedPolicy]],
    /// The resource's own policy; for `sts:AssumeRole` the role's trust policy.
    pub resource: Option<&'a NamedPolicy>,
    /// The principal's policies: inline, attached, and those of its groups.
    pub identity: &'a [NamedPolicy],
    /// The permissions boundary of the user or role.
    pub boundary: Option<&'a NamedPolicy>,
    /// The session policies, where a session has them. `None` is no limit, an empty list allows
    /// nothing.
    pub session: Option<&'a [NamedPolicy]>,
}

/// One question: may this principal do this to that?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: &'a Principal,
    /// `service:Name`, e.g. `rds-db:connect`.
    pub action: &'a str,
    /// The ARN acted upon, or `*` for actions without a resource.
    pub resource: &'a str,
    /// The facts that conditions ask about.
    pub context: &'a Context,
}

/// Decides. The resource belongs to the account in its ARN, or to the principal's where the ARN
/// names none.
///
/// The order is Amazon's: an explicit deny in any layer; every level of the SCPs; the resource's own
/// policy, which within one account can be enough; identity, boundary, session. The first layer that
/// does not allow is the reason.
pub fn evaluate(request: &Request<'_>, layers: &Layers<'_>) -> Decision {
    evaluate_owned_by(None, request, layers)
}

/// Decides as [`evaluate`] does, for a resource of a given account: ARNs of some services (S3) do not
/// say whose they are.
pub fn evaluate_owned_by(
    owner: Option<&str>,
    request: &Request<'_>,
    layers: &Layers<'_>,
) -> Decision {
    Evaluation::new(owner, request, layers).decide()
}

/// One decision in the making.
struct Evaluation<'a> {
    layers: &'a Layers<'a>,
    question: Question<'a>,
    same_account: bool,
}

impl<'a> Evaluation<'a> {
    fn new(owner: Option<&str>, request: &Request<'a>, layers: &'a Layers<'a>) -> Evaluation<'a> {
        let Request {
            principal,
            action,
            resource,
            context,
        } = *request;
        let bounded = layers.boundary.is_some();
        let question = Question::new(principal, bounded, action, resource, context);
        let of_arn = question.resource.parts.map(|parts| parts.account);
        let owner = owner.or(of_arn).filter(|account| is_account(account));
        let same_account = owner.is_none_or(|owner| owner == principal.account);
        Evaluation {
            layers,
            question,
            same_account,
        }
    }

    /// The only place where a decision is made.
    fn decide(&self) -> Decision {
        match self.explicit_deny().map_or_else(|| self.allow(), Err) {
            Ok(allowed) => Decision::Allow(allowed),
            Err(denied) => Decision::Deny(denied),
        }
    }

    fn explicit_deny(&self) -> Option<Denied> {
        self.levels().find_map(|level| {
            let found = level.find(Effect::Deny, &self.question)?;
            Some(Denied::explicit(found, &self.question))
        })
    }

    /// All levels that bear on the principal, in the order in which they are asked.
    fn levels(&self) -> impl Iterator<Item = Level<'a>> {
        let layers = self.layers;
        self.scps()
            .chain(self.resource())
            .chain(std::iter::once(Level::of(Layer::Identity, layers.identity)))
            .chain(self.boundary())
            .chain(self.session())
    }

    /// SCPs bind the principals of accounts, but not the roles that services are linked to.
    fn scps(&self) -> impl Iterator<Item = Level<'a>> {
        let principal = self.question.principal;
        let bound = principal.belongs_to_account() && !principal.is_service_linked();
        let scps = if bound { self.layers.scps } else { &[] };
        scps.iter().map(|policies| Level::of(Layer::Scp, policies))
    }

    fn resource(&self) -> Option<Level<'a>> {
        Some(Level::of(
            Layer::Resource,
            std::slice::from_ref(self.layers.resource?),
        ))
    }

    fn boundary(&self) -> Option<Level<'a>> {
        Some(Level::of(
            Layer::Boundary,
            std::slice::from_ref(self.layers.boundary?),
        ))
    }

    /// A session of `GetFederationToken` without a session policy may do nothing.
    fn session(&self) -> Option<Level<'a>> {
        let federated = matches!(
            self.question.principal.kind,
            PrincipalKind::FederatedUser { .. }
        );
        let policies = self.layers.session.or(federated.then_some(&[]))?;
        Some(Level::of(Layer::Session, policies))
    }

    fn allow(&self) -> Result<Allowed, Denied> {
        let mut agreed = Vec::new();
        for level in self.scps() {
            agreed.push(self.allows(level)?);
        }
        let granted = self.resource_grant();
        let trust = |one: &NamedPolicy| one.policy.kind() == PolicyKind::Trust;
        let must_be_granted = !self.same_account
            || !self.question.principal.belongs_to_account()
            || self.layers.resource.is_some_and(trust);
        match granted {
            Some((statement, closeness)) => self.allow_granted(statement, closeness, agreed),
            None if must_be_granted => Err(match self.resource() {
                Some(level) => self.no_allow(level),
                None => Denied::implicit(Layer::Resource, Vec::new(), &self.question),
            }),
            None => self.allow_by_identity(agreed),
        }
    }

    /// The resource's policy allows. In the same account the principal's own policies need not, and
    /// the closer it is named, the fewer limits are left.
    fn allow_granted(
        &self,
        statement: StatementRef,
        closeness: Closeness,
        mut agreed: Vec<StatementRef>,
    ) -> Result<Allowed, Denied> {
        if !self.question.principal.belongs_to_account() {
            return Ok(Allowed::by(statement, agreed));
        }
        if !self.same_account || closeness == Closeness::Account {
            agreed.push(statement);
            return self.allow_by_identity(agreed);
        }
        if closeness == Closeness::Role {
            for level in self.boundary().into_iter().chain(self.session()) {
                agreed.push(self.allows(level)?);
            }
        }
        Ok(Allowed::by(statement, agreed))
    }

    fn allow_by_identity(&self, mut agreed: Vec<StatementRef>) -> Result<Allowed, Denied> {
        let identity = Level::of(Layer::Identity, self.layers.identity);
        let root = self.question.principal.kind == PrincipalKind::Root;
        let granted = if root {
            None
        } else {
            Some(self.allows(identity)?)
        };
        for level in self.boundary().into_iter().chain(self.session()) {
            agreed.push(self.allows(level)?);
        }
        Ok(match granted {
            Some(statement) => Allowed::by(statement, agreed),
            None => Allowed::root(agreed),
        })
    }

    fn allows(&self, level: Level<'_>) -> Result<StatementRef, Denied> {
        level
            .find(Effect::Allow, &self.question)
            .ok_or_else(|| self.no_allow(level))
    }

    fn no_allow(&self, level: Level<'_>) -> Denied {
        let near_misses = near_miss::find(level, &self.question);
        Denied::implicit(level.layer, near_misses, &self.question)
    }

    /// The statement of the resource's policy that names the principal most closely.
    fn resource_grant(&self) -> Option<(StatementRef, Closeness)> {
        let level = self.resource()?;
        let granting =
            level
                .applying(Effect::Allow, &self.question)
                .filter_map(|(named, statement)| {
                    Some((named, statement, statement.names(&self.question)?))
                });
        let (named, statement, closeness) =
            granting.reduce(|best, next| if next.2 > best.2 { next } else { best })?;
        Some((StatementRef::new(level.layer, named, statement), closeness))
    }
}

/// The policies of one layer; of SCPs, of one level.
#[derive(Clone, Copy)]
struct Level<'a> {
    layer: Layer,
    policies: &'a [NamedPolicy],
}

impl<'a> Level<'a> {
    fn of(layer: Layer, policies: &'a [NamedPolicy]) -> Level<'a> {
        Level { layer, policies }
    }

    fn statements(self) -> impl Iterator<Item = (&'a NamedPolicy, &'a Statement)> {
        self.policies.iter().flat_map(|named| {
            named
                .policy
                .statements()
                .iter()
                .map(move |statement| (named, statement))
        })
    }

    /// The statements of an effect that apply to the request, whoever makes it.
    fn applying(
        self,
        effect: Effect,
        question: &Question<'_>,
    ) -> impl Iterator<Item = (&'a NamedPolicy, &'a Statement)> {
        self.policies.iter().flat_map(move |named| {
            let applying = named
                .policy
                .about(effect, question)
                .filter(|one| one.applies(question));
            applying.map(move |statement| (named, statement))
        })
    }

    /// The first statement of an effect that applies to the request and its principal.
    fn find(self, effect: Effect, question: &Question<'_>) -> Option<StatementRef> {
        self.applying(effect, question)
            .find(|(_, statement)| statement.names(question).is_some())
            .map(|(named, statement)| StatementRef::new(self.layer, named, statement))
    }
}
