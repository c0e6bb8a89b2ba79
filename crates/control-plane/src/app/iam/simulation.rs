//! The policy simulator: what policies would decide, by the engine that decides.

use std::sync::Arc;

use ::iam::evaluate::{MatchedStatement, Simulation, Word, context_keys, simulate};
use ::iam::policy::{Policy, PolicyKind, Position};
use ::iam::{Arn, Context, Layers, NamedPolicy, Principal, Request};
use aws_query::ApiError;
use aws_query::iam::error::{INVALID_INPUT, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, ContextEntry, ContextKeyTypeEnum, EvaluationResult, GetContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy, OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail, PolicyEvaluationDecisionType, PolicyIdentifier,
    PolicySourceType, SimulateCustomPolicy, SimulatePrincipalPolicy, Statement,
};

use super::handlers::handlers;
use super::names::{Named, named};
use crate::app::page::{Page, page_in_order};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::standing::{BoundPolicy, Standing};
use crate::state::{Group, Role, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    GetContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy,
    SimulateCustomPolicy,
    SimulatePrincipalPolicy,
];

handlers! {
    SimulateCustomPolicy(everything) |call, input| {
        let mut policies = Policies::default();
        policies.add_identity(Some(input.policy_input_list))?;
        policies.set_boundary(input.permissions_boundary_policy_input_list)?;
        policies.set_resource(input.resource_policy)?;
        for level in input.ordered_organization_policy_input_list.unwrap_or_default() {
            let texts = level.service_control_policy_input_list.unwrap_or_default();
            let name = "OrderedOrganizationPolicyInputList";
            policies.scps.push(parsed(name, texts, PolicyKind::Scp)?);
        }
        let question = Question {
            principal: caller(input.caller_arn.as_deref(), call)?,
            actions: input.action_names,
            resources: input.resource_arns,
            owner: input.resource_owner,
            entries: input.context_entries,
        };
        answer(&policies, &question, input.marker.as_deref(), input.max_items)
    };

    SimulatePrincipalPolicy(|_, action, input| Ok(Permission::new(action, &*input.policy_source_arn)))
    |call, input| {
        let source = Source::at(&input.policy_source_arn, call)?;
        let mut policies = source.policies(&input.policy_exclusion_list.unwrap_or_default());
        policies.add_identity(input.policy_input_list)?;
        policies.set_boundary(input.permissions_boundary_policy_input_list)?;
        policies.set_resource(input.resource_policy)?;
        let question = Question {
            principal: match input.caller_arn {
                Some(arn) => caller(Some(&arn), call)?,
                None => source.principal,
            },
            actions: input.action_names,
            resources: input.resource_arns,
            owner: input.resource_owner,
            entries: input.context_entries,
        };
        answer(&policies, &question, input.marker.as_deref(), input.max_items)
    };

    GetContextKeysForCustomPolicy(everything) |_, input| {
        let mut policies = Policies::default();
        policies.add_identity(Some(input.policy_input_list))?;
        Ok(Outcome::read(policies.context_keys()))
    };

    GetContextKeysForPrincipalPolicy(|_, action, input| {
        Ok(Permission::new(action, &*input.policy_source_arn))
    }) |call, input| {
        let mut policies = Source::at(&input.policy_source_arn, call)?.policies(&[]);
        policies.add_identity(input.policy_input_list)?;
        Ok(Outcome::read(policies.context_keys()))
    };
}

/// The policies of a simulation, each under the id that answers call it by.
#[derive(Default)]
struct Policies {
    identity: Vec<NamedPolicy>,
    boundary: Option<NamedPolicy>,
    resource: Option<NamedPolicy>,
    scps: Vec<Vec<NamedPolicy>>,
}

impl Policies {
    fn add_identity(&mut self, texts: Option<Vec<String>>) -> Result<(), ApiError> {
        let texts = texts.unwrap_or_default();
        let more = parsed("PolicyInputList", texts, PolicyKind::Managed)?;
        self.identity.extend(more);
        Ok(())
    }

    /// A boundary that is passed takes the place of the principal's own.
    fn set_boundary(&mut self, texts: Option<Vec<String>>) -> Result<(), ApiError> {
        let texts = texts.unwrap_or_default();
        let mut passed = parsed(
            "PermissionsBoundaryPolicyInputList",
            texts,
            PolicyKind::Managed,
        )?;
        if passed.len() > 1 {
            return Err(INVALID_INPUT
                .because("Only one permissions boundary policy can be passed to a simulation."));
        }
        self.boundary = passed.pop().or_else(|| self.boundary.take());
        Ok(())
    }

    fn set_resource(&mut self, text: Option<String>) -> Result<(), ApiError> {
        let texts = text.into_iter().collect();
        self.resource = parsed("ResourcePolicy", texts, PolicyKind::Resource)?.pop();
        Ok(())
    }

    fn context_keys(&self) -> iam::GetContextKeysForPolicyResponse {
        let all = self.identity.iter().chain(&self.boundary);
        iam::GetContextKeysForPolicyResponse {
            context_key_names: Some(context_keys(all.map(|named| &*named.policy))),
        }
    }
}

/// The documents of a parameter, named as Amazon names them: `PolicyInputList.1`.
fn parsed(
    parameter: &str,
    texts: Vec<String>,
    kind: PolicyKind,
) -> Result<Vec<NamedPolicy>, ApiError> {
    let numbered = texts.into_iter().zip(1..);
    numbered
        .map(|(text, number)| {
            let name = format!("{parameter}.{number}");
            let policy = Policy::parse(&text, kind)
                .map_err(|error| INVALID_INPUT.because(format!("{name}: {}", error.message())))?;
            Ok(NamedPolicy::new(name, Arc::new(policy)))
        })
        .collect()
}

/// Whose policies are simulated.
struct Source {
    principal: Principal,
    standing: Standing,
}

impl Source {
    fn at(arn: &str, call: &Call<'_>) -> Result<Self, ApiError> {
        let invalid = || INVALID_INPUT.because(format!("Invalid Entity Arn: {arn}"));
        let parsed = Arn::parse(arn).map_err(|_| invalid())?;
        let (noun, _) = parsed.resource().split_once('/').ok_or_else(invalid)?;
        let name = arn.rsplit('/').next().unwrap_or_default();
        let (principal, standing) = match noun {
            User::NOUN => {
                let user = named::<User>(call.state, name)?;
                (Principal::user(arn), Standing::of_user(&user, call.state))
            }
            Group::NOUN => {
                let group = named::<Group>(call.state, name)?;
                let member = call.realm.account.iam_entity_arn(User::NOUN, "/", "member");
                (
                    Principal::user(&member),
                    Standing::of_group(&group, call.state),
                )
            }
            Role::NOUN => {
                let role = named::<Role>(call.state, name)?;
                let session = Principal::assumed_role(arn, "simulation");
                (session, Standing::of_role(&role, call.state))
            }
            _ => return Err(invalid()),
        };
        if parsed.account() != call.realm.account.id.as_str() {
            let text = format!("The {noun} with name {name} cannot be found.");
            return Err(NO_SUCH_ENTITY.because(text));
        }
        Ok(Self {
            principal,
            standing: standing.or_fail()?,
        })
    }

    fn policies(&self, excluded: &[PolicyIdentifier]) -> Policies {
        let stays = |bound: &&BoundPolicy| !excluded.iter().any(|one| names(one, bound));
        let identity = self.standing.identity.iter().filter(stays);
        let boundary = self.standing.boundary.iter().find(stays);
        Policies {
            identity: identity.filter_map(compiled).collect(),
            boundary: boundary.and_then(compiled),
            ..Policies::default()
        }
    }
}

/// Whether an exclusion means this policy.
fn names(identifier: &PolicyIdentifier, bound: &BoundPolicy) -> bool {
    if let Some(inline) = &identifier.inline_policy_identifier {
        let noun = inline.attachment_type.as_str();
        return source_id(&bound.name)
            == format!("{noun}_{}_{}", inline.attachment_name, inline.policy_name);
    }
    identifier.policy_arn.as_ref() == Some(&bound.name)
}

fn compiled(bound: &BoundPolicy) -> Option<NamedPolicy> {
    let policy = Policy::parse(&bound.text, bound.kind).ok()?;
    Some(NamedPolicy::new(&*bound.name, Arc::new(policy)))
}

/// The caller that a simulation names, or any user of the account.
fn caller(arn: Option<&str>, call: &Call<'_>) -> Result<Principal, ApiError> {
    let Some(arn) = arn else {
        let account = &call.realm.account;
        return Ok(Principal::user(&account.iam_entity_arn(
            User::NOUN,
            "/",
            "simulated",
        )));
    };
    Arn::parse(arn)
        .map(|_| Principal::user(arn))
        .map_err(|_| INVALID_INPUT.because(format!("Invalid Caller Arn: {arn}")))
}

/// What is asked of the policies: each action on each resource.
struct Question {
    principal: Principal,
    actions: Vec<String>,
    resources: Option<Vec<String>>,
    owner: Option<String>,
    entries: Option<Vec<ContextEntry>>,
}

fn answer(
    policies: &Policies,
    question: &Question,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Outcome<iam::SimulatePolicyResponse>, ApiError> {
    let Page { items, next } = page_in_order(results(policies, question), marker, max_items)?;
    Ok(Outcome::read(iam::SimulatePolicyResponse {
        evaluation_results: Some(items),
        is_truncated: Some(next.is_some()),
        marker: next,
    }))
}

fn results(policies: &Policies, question: &Question) -> Vec<EvaluationResult> {
    let scps: Vec<&[NamedPolicy]> = policies.scps.iter().map(Vec::as_slice).collect();
    let layers = Layers {
        scps: &scps,
        resource: policies.resource.as_ref(),
        identity: &policies.identity,
        boundary: policies.boundary.as_ref(),
        session: None,
    };
    let context = context(question.entries.as_deref().unwrap_or_default());
    let everything = ["*".to_owned()];
    let resources = match question.resources.as_deref() {
        None | Some([]) => &everything,
        Some(resources) => resources,
    };
    let owner = question.owner.as_deref().map(account_of);
    let mut results = Vec::new();
    for action in &question.actions {
        for resource in resources {
            let request = Request {
                principal: &question.principal,
                action,
                resource,
                context: &context,
            };
            let simulation = simulate(owner, &request, &layers);
            results.push(result(action, resource, simulation));
        }
    }
    results
}

/// `ResourceOwner` is an account's ARN, or its id.
fn account_of(owner: &str) -> &str {
    owner.split(':').nth(4).unwrap_or(owner)
}

fn context(entries: &[ContextEntry]) -> Context {
    let mut context = Context::new();
    for entry in entries {
        let (Some(key), Some(values)) = (&entry.context_key_name, &entry.context_key_values) else {
            continue;
        };
        match values.as_slice() {
            [value] if !is_list(entry.context_key_type) => context.set(&**key, &**value),
            values => context.set_many(&**key, values.iter().cloned()),
        };
    }
    context
}

fn is_list(kind: Option<ContextKeyTypeEnum>) -> bool {
    kind.is_some_and(|kind| kind.as_str().ends_with("List"))
}

fn result(action: &str, resource: &str, simulation: Simulation) -> EvaluationResult {
    let statements = simulation.matched.iter().map(statement).collect();
    EvaluationResult {
        eval_action_name: action.to_owned(),
        eval_resource_name: Some(resource.to_owned()),
        eval_decision: match simulation.word {
            Word::Allowed => PolicyEvaluationDecisionType::Allowed,
            Word::ExplicitDeny => PolicyEvaluationDecisionType::ExplicitDeny,
            Word::ImplicitDeny => PolicyEvaluationDecisionType::ImplicitDeny,
        },
        matched_statements: Some(statements),
        missing_context_values: Some(simulation.missing_context),
        organizations_decision_detail: simulation.allowed_by_organizations.map(|allowed| {
            OrganizationsDecisionDetail {
                allowed_by_organizations: Some(allowed),
            }
        }),
        permissions_boundary_decision_detail: simulation.allowed_by_boundary.map(|allowed| {
            PermissionsBoundaryDecisionDetail {
                allowed_by_permissions_boundary: Some(allowed),
            }
        }),
        eval_decision_details: None,
        resource_specific_results: None,
    }
}

fn statement(matched: &MatchedStatement) -> Statement {
    let name = matched.policy.as_str();
    Statement {
        source_policy_id: Some(source_id(name)),
        source_policy_type: Some(source_type(name)),
        start_position: Some(position(matched.span.start)),
        end_position: Some(position(matched.span.end)),
    }
}

fn position(position: Position) -> iam::Position {
    iam::Position {
        line: i32::try_from(position.line).ok(),
        column: i32::try_from(position.column).ok(),
    }
}

/// The words of ``inline policy `p` of user `u` ``, under which a principal's own policies go.
fn inline(name: &str) -> Option<(&str, &str, &str)> {
    let mut words = name.strip_prefix("inline policy `")?.split('`');
    let (policy, of, bearer) = (words.next()?, words.next()?, words.next()?);
    Some((of.trim().strip_prefix("of ")?, bearer, policy))
}

/// As Amazon calls a policy in a simulation: `user_alice_inlinepolicy`, or the name of a managed one.
fn source_id(name: &str) -> String {
    match inline(name) {
        Some((noun, bearer, policy)) => format!("{noun}_{bearer}_{policy}"),
        None => name.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

fn source_type(name: &str) -> PolicySourceType {
    match inline(name) {
        Some((User::NOUN, ..)) => PolicySourceType::User,
        Some((Group::NOUN, ..)) => PolicySourceType::Group,
        Some(_) => PolicySourceType::Role,
        None if name.contains(":iam::aws:policy/") => PolicySourceType::AwsManaged,
        None if name.starts_with("arn:") => PolicySourceType::UserManaged,
        None if name.starts_with("ResourcePolicy") => PolicySourceType::Resource,
        None => PolicySourceType::None,
    }
}
