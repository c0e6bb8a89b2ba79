//! Access keys.

use aws_query::error::common::ACCESS_DENIED;
use aws_query::iam::error::{LIMIT_EXCEEDED, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, AccessKeyLastUsed, CreateAccessKey, DeleteAccessKey, GetAccessKeyLastUsed,
    ListAccessKeys, StatusType, UpdateAccessKey,
};
use aws_query::{ApiError, Secret, Timestamp};

use super::names::{arn_of, named};
use super::users::{must_name_a_user, named_or_caller};
use crate::app::page::page;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::Identity;
use crate::ids;
use crate::state::{AccessKey, Changes, KeyOwner, Record as _, State, Stored, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateAccessKey,
    DeleteAccessKey,
    GetAccessKeyLastUsed,
    ListAccessKeys,
    UpdateAccessKey,
];

/// `AccessKeysPerUser`.
pub(super) const MAX_KEYS: usize = 2;

/// Whose keys a call is about.
enum Holder {
    Root,
    User(Box<Stored<User>>),
}

impl Holder {
    fn find(call: &Call<'_>, name: Option<&str>) -> Result<Self, ApiError> {
        match (named_or_caller(name, call.caller), call.caller.identity()) {
            (Some(name), _) => Ok(Self::User(Box::new(named(call.state, name)?))),
            (None, Identity::Root) => Ok(Self::Root),
            (None, _) => Err(must_name_a_user()),
        }
    }

    fn owner(&self) -> KeyOwner {
        match self {
            Self::Root => KeyOwner::Root,
            Self::User(user) => KeyOwner::User(user.entity.name.clone()),
        }
    }

    /// The name that answers show.
    fn name(&self, call: &Call<'_>) -> String {
        match self {
            Self::Root => call.realm.account.id.to_string(),
            Self::User(user) => user.entity.name.clone(),
        }
    }

    fn keys(&self, state: &State) -> Result<Vec<Stored<AccessKey>>, ApiError> {
        let owner = self.owner();
        match self {
            Self::Root => {
                let all: Result<Vec<_>, _> = state.all::<AccessKey>().collect();
                Ok(all
                    .or_fail()?
                    .into_iter()
                    .filter(|key| key.owner == owner)
                    .collect())
            }
            Self::User(user) => {
                let found: Result<Vec<_>, _> = user
                    .access_keys
                    .iter()
                    .map(|id| state.access_key(id))
                    .collect();
                Ok(found.or_fail()?.into_iter().flatten().collect())
            }
        }
    }

    fn key(&self, state: &State, id: &str) -> Result<Stored<AccessKey>, ApiError> {
        let owner = self.owner();
        let found = state
            .access_key(id)
            .or_fail()?
            .filter(|key| key.owner == owner);
        found.ok_or_else(|| {
            NO_SUCH_ENTITY.because(format!("The Access Key with id {id} cannot be found."))
        })
    }

    /// Changes the user's own list of keys; the root has none.
    fn listed(self, changes: Changes, change: impl FnOnce(&mut Vec<String>)) -> Changes {
        match self {
            Self::Root => changes,
            Self::User(mut user) => {
                change(&mut user.record.access_keys);
                changes.update(&user)
            }
        }
    }
}

fn permission(
    action: &'static str,
    name: Option<&str>,
    asked: &Asked<'_>,
) -> Result<Option<Permission>, ApiError> {
    let arn = match named_or_caller(name, asked.caller) {
        Some(name) => arn_of::<User>(asked, name)?,
        None => asked.caller.principal().arn.clone(),
    };
    Ok(Some(Permission::new(action, arn)))
}

impl Handler for CreateAccessKey {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("iam:CreateAccessKey", input.user_name.as_deref(), asked)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        if holder.keys(call.state)?.len() >= MAX_KEYS {
            let text = format!("Cannot exceed quota for AccessKeysPerUser: {MAX_KEYS}");
            return Err(LIMIT_EXCEEDED.because(text));
        }
        let (key, secret) = new_key(call, holder.owner())?;
        let output = iam::CreateAccessKeyResponse {
            access_key: iam::AccessKey {
                user_name: holder.name(call),
                access_key_id: key.id.clone(),
                status: StatusType::Active,
                secret_access_key: secret,
                create_date: Some(Timestamp::from_unix(key.created_at)),
            },
        };
        let id = key.id.clone();
        let changes = holder.listed(Changes::new().create(&key), |keys| keys.push(id));
        Ok(Outcome::write(output, changes))
    }
}

fn new_key(call: &Call<'_>, owner: KeyOwner) -> Result<(AccessKey, Secret), ApiError> {
    let entropy = &*call.realm.entropy;
    let secret = ids::secret_access_key(entropy).or_fail()?;
    let mut key = AccessKey {
        id: ids::access_key_id(&call.realm.account.id, entropy).or_fail()?,
        owner,
        active: true,
        created_at: call.now.as_unix(),
        sealed_secret: String::new(),
    };
    key.sealed_secret = call
        .realm
        .keyring
        .seal(&key.key(), secret.expose(), entropy)
        .or_fail()?;
    Ok((key, Secret::new(secret.expose().to_owned())))
}

impl Handler for DeleteAccessKey {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("iam:DeleteAccessKey", input.user_name.as_deref(), asked)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let key = holder.key(call.state, &input.access_key_id)?;
        let changes = Changes::new().delete(&key);
        Ok(Outcome::done(
            holder.listed(changes, |keys| keys.retain(|id| *id != key.id)),
        ))
    }
}

impl Handler for UpdateAccessKey {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("iam:UpdateAccessKey", input.user_name.as_deref(), asked)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let mut key = holder.key(call.state, &input.access_key_id)?;
        key.record.active = input.status == StatusType::Active;
        Ok(Outcome::done(Changes::new().update(&key)))
    }
}

impl Handler for ListAccessKeys {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("iam:ListAccessKeys", input.user_name.as_deref(), asked)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let name = holder.name(call);
        let keys = holder
            .keys(call.state)?
            .into_iter()
            .map(|key| iam::AccessKeyMetadata {
                user_name: Some(name.clone()),
                access_key_id: Some(key.id.clone()),
                status: Some(if key.active {
                    StatusType::Active
                } else {
                    StatusType::Inactive
                }),
                create_date: Some(Timestamp::from_unix(key.created_at)),
            });
        let page = page(keys.collect(), input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListAccessKeysResponse {
            access_key_metadata: page.items,
            is_truncated: Some(page.next.is_some()),
            marker: page.next,
        }))
    }
}

impl Handler for GetAccessKeyLastUsed {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let action = "iam:GetAccessKeyLastUsed";
        let arn = match asked.state.access_key(&input.access_key_id).or_fail()? {
            Some(key) => match &key.owner {
                KeyOwner::User(name) => arn_of::<User>(asked, name)?,
                KeyOwner::Root => asked.realm.account.root_arn(),
            },
            None => return Err(unknown_key(action, &input.access_key_id, asked)),
        };
        Ok(Some(Permission::new(action, arn)))
    }

    /// Uses are not written down: Amazon's words for a key that was not used since it keeps count.
    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let key = call.state.access_key(&input.access_key_id).or_fail()?;
        let user_name = match key.map(|key| key.record.owner) {
            Some(KeyOwner::User(name)) => Some(name),
            _ => Some(call.realm.account.id.to_string()),
        };
        Ok(Outcome::read(iam::GetAccessKeyLastUsedResponse {
            user_name,
            access_key_last_used: Some(AccessKeyLastUsed {
                last_used_date: None,
                service_name: "N/A".to_owned(),
                region: "N/A".to_owned(),
            }),
        }))
    }
}

/// Nobody learns whether a key is of another account or of none.
fn unknown_key(action: &str, id: &str, asked: &Asked<'_>) -> ApiError {
    let caller = &asked.caller.principal().arn;
    ACCESS_DENIED.because(format!(
        "User: {caller} is not authorized to perform {action} on resource: access key {id}"
    ))
}
