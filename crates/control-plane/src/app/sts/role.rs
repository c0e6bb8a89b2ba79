//! The role that a session is asked for: which one, under which trust, for how long.

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;
use aws_query::sts::AssumedRoleUser;
use iam::Arn;
use iam::policy::PolicyKind;

use crate::app::iam::trust_policy;
use crate::app::{Asked, Call, OrFail as _};
use crate::authorize::Permission;
use crate::caller::Identity;
use crate::denial::Denial;
use crate::realm::Realm;
use crate::standing::BoundPolicy;
use crate::state::{Role, Stored};

/// Where a request names no duration.
const DEFAULT_SECONDS: i64 = 3_600;

/// With a session of a role, another role is assumed for an hour at most (IAM guide, *Role chaining*).
const MAX_CHAINED_SECONDS: i64 = 3_600;

/// What a request says of the session that it asks for, and conditions may ask about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) role_arn: &'a str,
    pub(super) session_name: &'a str,
    pub(super) external_id: Option<&'a str>,
    pub(super) source_identity: Option<&'a str>,
    pub(super) seconds: Option<i32>,
}

impl Wanted<'_> {
    /// The role with this ARN; `None` when there is none.
    pub(super) fn role(&self, asked: &Asked<'_>) -> Result<Option<Stored<Role>>, ApiError> {
        let arn = self.role_arn;
        let name =
            role_name(arn).ok_or_else(|| VALIDATION_ERROR.because(format!("{arn} is invalid")))?;
        let found = asked.state.get::<Role>(name).or_fail()?;
        Ok(found.filter(|role| {
            let entity = &role.entity;
            let account = &asked.realm.account;
            arn == account.iam_entity_arn("role", &entity.path, &entity.name)
        }))
    }

    /// The permission for `action` on the role, under its trust policy.
    pub(super) fn permission(
        &self,
        action: &'static str,
        role: &Role,
        asked: &Asked<'_>,
    ) -> Result<Permission, ApiError> {
        let trust = BoundPolicy {
            name: format!("trust policy of role `{}`", role.entity.name),
            kind: PolicyKind::Trust,
            text: trust_policy(role, asked)?,
        };
        let optional = [
            ("sts:ExternalId", self.external_id.map(str::to_owned)),
            (
                "sts:SourceIdentity",
                self.source_identity.map(str::to_owned),
            ),
            ("sts:DurationSeconds", self.seconds.map(|it| it.to_string())),
        ];
        let permission = Permission::new(action, self.role_arn)
            .under(trust)
            .with_resource_tags(&role.entity.tags)
            .with("sts:RoleSessionName", self.session_name);
        let given = optional
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        Ok(given.fold(permission, |permission, (key, value)| {
            permission.with(key, value)
        }))
    }

    /// How long the session lasts.
    pub(super) fn seconds(&self, call: &Call<'_>, role: &Role) -> Result<i64, ApiError> {
        let seconds = self.seconds.map_or(DEFAULT_SECONDS, i64::from);
        if seconds > i64::from(role.max_session_seconds) {
            return Err(VALIDATION_ERROR.because(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            ));
        }
        let chained = matches!(call.caller.identity(), Identity::AssumedRole { .. });
        if chained && seconds > MAX_CHAINED_SECONDS {
            return Err(VALIDATION_ERROR.because(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                 by role chaining.",
            ));
        }
        Ok(seconds)
    }

    /// Who the session is.
    pub(super) fn assumed(&self, role: &Role, realm: &Realm) -> AssumedRoleUser {
        let Role { entity, .. } = role;
        AssumedRoleUser {
            assumed_role_id: format!("{}:{}", entity.id, self.session_name),
            arn: realm
                .account
                .assumed_role_arn(&entity.name, self.session_name),
        }
    }
}

/// Keeps for an administrator what the caller does not learn: that there is no such role.
pub(super) fn refused_for_want_of_it(wanted: &Wanted<'_>, asked: &Asked<'_>, action: &str) {
    let (role, reason) = (wanted.role_arn, "there is no such role");
    asked.remember(Denial::because(asked.caller, action, role, reason));
}

/// The name of the role with this ARN, if it has the form of a role's at all.
fn role_name(arn: &str) -> Option<&str> {
    let parsed = Arn::parse(arn).ok()?;
    let of_an_account =
        parsed.account().len() == 12 && parsed.account().bytes().all(|byte| byte.is_ascii_digit());
    let is_role = parsed.service() == "iam"
        && parsed.region().is_empty()
        && of_an_account
        && parsed.resource().starts_with("role/");
    arn.rsplit('/')
        .next()
        .filter(|name| is_role && !name.is_empty())
}
