//! The account: its alias, and how much there is in it.

use std::collections::BTreeMap;

use ::iam::policy::PolicyKind;
use aws_query::ApiError;
use aws_query::iam::error::{ENTITY_ALREADY_EXISTS, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, CreateAccountAlias, DeleteAccountAlias, GetAccountSummary, ListAccountAliases,
    SummaryKeyType,
};

use super::access_keys::MAX_KEYS;
use super::attachments::MAX_ATTACHED;
use super::groups::MAX_GROUPS_PER_USER;
use super::handlers::handlers;
use super::policy_versions::MAX_VERSIONS;
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::state::{
    AccessKey, AccountAlias, Changes, Group, InstanceProfile, KeyOwner, ManagedPolicy,
    OidcProvider, Record, Role, State, Stored, User,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateAccountAlias,
    DeleteAccountAlias,
    GetAccountSummary,
    ListAccountAliases,
];

/// Amazon's quotas on a whole account. They are shown, and not enforced: on Amazon's side they are
/// raised on request, and here nobody is there to ask.
mod quota {
    pub(super) const USERS: usize = 5_000;
    pub(super) const GROUPS: usize = 300;
    pub(super) const ROLES: usize = 1_000;
    pub(super) const POLICIES: usize = 1_500;
    pub(super) const POLICY_VERSIONS: usize = 10_000;
    pub(super) const INSTANCE_PROFILES: usize = 1_000;
}

handlers! {
    CreateAccountAlias(everything) |call, input| {
        let alias = AccountAlias { alias: input.account_alias };
        match current(call.state)? {
            None => Ok(Outcome::done(Changes::new().create(&alias))),
            Some(current) if current.alias == alias.alias => Err(ENTITY_ALREADY_EXISTS
                .because(format!("The account alias {} already exists.", alias.alias))),
            Some(mut current) => {
                current.record = alias;
                Ok(Outcome::done(Changes::new().update(&current)))
            }
        }
    };

    DeleteAccountAlias(everything) |call, input| {
        let alias = &input.account_alias;
        let current = current(call.state)?.filter(|current| current.alias == *alias);
        let current = current.ok_or_else(|| {
            NO_SUCH_ENTITY.because(format!("The account alias {alias} cannot be found."))
        })?;
        Ok(Outcome::done(Changes::new().delete(&current)))
    };

    ListAccountAliases(everything) |call, _| {
        let current = current(call.state)?;
        Ok(Outcome::read(iam::ListAccountAliasesResponse {
            account_aliases: current.into_iter().map(|current| current.record.alias).collect(),
            is_truncated: Some(false),
            marker: None,
        }))
    };

    GetAccountSummary(everything) |call, _| {
        let mut summary = limits();
        summary.extend(contents(call)?);
        let counted = |(key, count): (_, usize)| (key, i32::try_from(count).unwrap_or(i32::MAX));
        Ok(Outcome::read(iam::GetAccountSummaryResponse {
            summary_map: Some(summary.into_iter().map(counted).collect()),
        }))
    };
}

fn current(state: &State) -> Result<Option<Stored<AccountAlias>>, ApiError> {
    state.all::<AccountAlias>().next().transpose().or_fail()
}

fn count<R: Record>(state: &State) -> usize {
    state.all::<R>().count()
}

fn contents(call: &Call<'_>) -> Result<BTreeMap<SummaryKeyType, usize>, ApiError> {
    let state = call.state;
    let mut versions = 0;
    for policy in state.all::<ManagedPolicy>() {
        versions += policy.or_fail()?.versions.len();
    }
    let mut root_keys = false;
    for key in state.all::<AccessKey>() {
        root_keys |= key.or_fail()?.owner == KeyOwner::Root;
    }
    Ok(BTreeMap::from([
        (SummaryKeyType::Users, count::<User>(state)),
        (SummaryKeyType::Groups, count::<Group>(state)),
        (SummaryKeyType::Roles, count::<Role>(state)),
        (SummaryKeyType::Policies, count::<ManagedPolicy>(state)),
        (SummaryKeyType::PolicyVersionsInUse, versions),
        (
            SummaryKeyType::InstanceProfiles,
            count::<InstanceProfile>(state),
        ),
        (SummaryKeyType::Providers, count::<OidcProvider>(state)),
        (
            SummaryKeyType::AccountAccessKeysPresent,
            usize::from(root_keys),
        ),
        (SummaryKeyType::AccountMfaEnabled, 0),
        (SummaryKeyType::AccountPasswordPresent, 0),
        (SummaryKeyType::AccountSigningCertificatesPresent, 0),
        (SummaryKeyType::MfaDevices, 0),
        (SummaryKeyType::MfaDevicesInUse, 0),
        (SummaryKeyType::ServerCertificates, 0),
    ]))
}

fn limits() -> BTreeMap<SummaryKeyType, usize> {
    BTreeMap::from([
        (SummaryKeyType::UsersQuota, quota::USERS),
        (SummaryKeyType::GroupsQuota, quota::GROUPS),
        (SummaryKeyType::RolesQuota, quota::ROLES),
        (SummaryKeyType::PoliciesQuota, quota::POLICIES),
        (
            SummaryKeyType::PolicyVersionsInUseQuota,
            quota::POLICY_VERSIONS,
        ),
        (
            SummaryKeyType::InstanceProfilesQuota,
            quota::INSTANCE_PROFILES,
        ),
        (SummaryKeyType::GroupsPerUserQuota, MAX_GROUPS_PER_USER),
        (SummaryKeyType::AccessKeysPerUserQuota, MAX_KEYS),
        (SummaryKeyType::AttachedPoliciesPerUserQuota, MAX_ATTACHED),
        (SummaryKeyType::AttachedPoliciesPerGroupQuota, MAX_ATTACHED),
        (SummaryKeyType::AttachedPoliciesPerRoleQuota, MAX_ATTACHED),
        (SummaryKeyType::VersionsPerPolicyQuota, MAX_VERSIONS),
        (SummaryKeyType::PolicySizeQuota, PolicyKind::MANAGED_MAX),
        (
            SummaryKeyType::UserPolicySizeQuota,
            PolicyKind::USER_INLINE_MAX,
        ),
        (
            SummaryKeyType::GroupPolicySizeQuota,
            PolicyKind::GROUP_INLINE_MAX,
        ),
        (
            SummaryKeyType::RolePolicySizeQuota,
            PolicyKind::ROLE_INLINE_MAX,
        ),
        (
            SummaryKeyType::AssumeRolePolicySizeQuota,
            PolicyKind::TRUST_MAX,
        ),
        (SummaryKeyType::ServerCertificatesQuota, 20),
        (SummaryKeyType::SigningCertificatesPerUserQuota, 2),
        (SummaryKeyType::GlobalEndpointTokenVersion, 2),
    ])
}
