//! The policy simulator: what policies would decide, by the engine that decides.

mod answers;
mod policies;
mod source_ids;

use ::iam::policy::PolicyKind;
use aws_query::iam::{
    GetContextKeysForCustomPolicy, GetContextKeysForPrincipalPolicy, SimulateCustomPolicy,
    SimulatePrincipalPolicy,
};

use self::answers::{Question, answer};
use self::policies::{Policies, Source, caller, parsed};
use super::handlers::handlers;
use crate::app::{Entry, Outcome, operations};
use crate::authorize::Permission;

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
                None => source.caller(policies.resource.is_some())?,
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
