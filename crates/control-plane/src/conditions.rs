//! What conditions of policies may ask about a call.

use iam::context::keys::{
    PRINCIPAL_IS_AWS_SERVICE, REQUESTED_REGION, RESOURCE_ACCOUNT, VIA_AWS_SERVICE,
};
use iam::{Arn, Context};
use sigv4::Timestamp;

use crate::account::Account;
use crate::caller::{AuthenticatedCaller, Identity};

/// The keys that every call has: who makes it, when and from where, in which region and account.
pub(crate) fn context(
    caller: &AuthenticatedCaller,
    action: &str,
    resource: &str,
    account: &Account,
    now: Timestamp,
) -> Context {
    let mut context = Context::new();
    let principal = caller.principal();
    let of_resource = Arn::parse(resource).ok();
    let of_resource = of_resource.as_ref().map(Arn::account);
    context
        .set("aws:PrincipalArn", principal_arn(caller))
        .set("aws:PrincipalAccount", &*principal.account)
        .set("aws:userid", caller.user_id())
        .set("aws:CurrentTime", now.to_string())
        .set("aws:EpochTime", now.as_unix().to_string())
        .set("aws:SourceIp", caller.source.address.to_string())
        .set("aws:SecureTransport", caller.source.tls.to_string())
        .set(REQUESTED_REGION, account.region_of(action))
        .set(
            RESOURCE_ACCOUNT,
            of_resource
                .filter(|id| !id.is_empty())
                .unwrap_or(account.id.as_str()),
        )
        .set(PRINCIPAL_IS_AWS_SERVICE, "false")
        .set(VIA_AWS_SERVICE, "false");
    set_identity(&mut context, caller);
    set_session(&mut context, caller, now);
    context
}

/// For a session of a role this key holds the role's ARN (IAM guide, *aws:PrincipalArn*).
fn principal_arn(caller: &AuthenticatedCaller) -> String {
    match &caller.principal().kind {
        iam::PrincipalKind::AssumedRole { role_arn } => role_arn.clone(),
        _ => caller.principal().arn.clone(),
    }
}

fn set_identity(context: &mut Context, caller: &AuthenticatedCaller) {
    let (kind, tags) = match caller.identity() {
        Identity::Root => ("Account", None),
        Identity::User(user) => {
            context.set("aws:username", &*user.entity.name);
            ("User", Some(&user.entity.tags))
        }
        Identity::AssumedRole { role, session_name } => {
            context.set("sts:RoleSessionName", &**session_name);
            ("AssumedRole", Some(&role.entity.tags))
        }
        Identity::FederatedUser { user, .. } => ("FederatedUser", Some(&user.entity.tags)),
        Identity::Bearer(identity) => {
            context.set("aws:FederatedProvider", &*identity.provider_arn);
            for (key, values) in identity.condition_keys() {
                context.set_claim(&key, &values);
            }
            return;
        }
    };
    context.set("aws:PrincipalType", kind);
    for (key, value) in tags.into_iter().flatten() {
        context.set(format!("aws:PrincipalTag/{key}"), &**value);
    }
}

fn set_session(context: &mut Context, caller: &AuthenticatedCaller, now: Timestamp) {
    let Some(session) = caller.session() else {
        return;
    };
    let document = session.document();
    context.set("aws:TokenIssueTime", document.issued_at.to_string());
    context.set(
        "aws:MultiFactorAuthPresent",
        document.mfa_at.is_some().to_string(),
    );
    if let Some(mfa_at) = document.mfa_at {
        context.set(
            "aws:MultiFactorAuthAge",
            (now.as_unix() - mfa_at).to_string(),
        );
    }
    if let Some(identity) = &document.source_identity {
        context.set("aws:SourceIdentity", &**identity);
    }
    if let Some(provider) = &document.federated_provider {
        context.set("aws:FederatedProvider", &**provider);
    }
    for (key, values) in &document.federated_claims {
        context.set_claim(key, values);
    }
    for (key, value) in &document.tags {
        context.set(format!("aws:PrincipalTag/{key}"), &**value);
    }
}
