//! Access keys.

use aws_query::error::common::ACCESS_DENIED;
use aws_query::iam::error::{LIMIT_EXCEEDED, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, AccessKeyLastUsed, CreateAccessKey, DeleteAccessKey, GetAccessKeyLastUsed,
    ListAccessKeys, StatusType, UpdateAccessKey,
};
use aws_query::{ApiError, Secret, Timestamp};

use super::handlers::handlers;
use super::names::{named, on};
use super::users::{must_name_a_user, named_or_caller};
use crate::app::page::{Page, page};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::Identity;
use crate::ids;
use crate::last_use::{self, forget};
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

handlers! {
    CreateAccessKey(User or caller by user_name) |call, input| create(call, input.user_name.as_deref());

    DeleteAccessKey(User or caller by user_name) |call, input| {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let key = holder.key(call.state, &input.access_key_id)?;
        let changes = forget(&key.id, call.state, Changes::new().delete(&key)).or_fail()?;
        Ok(Outcome::done(holder.listed(changes, |keys| keys.retain(|id| *id != key.id))))
    };

    UpdateAccessKey(User or caller by user_name) |call, input| {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let mut key = holder.key(call.state, &input.access_key_id)?;
        key.record.active = input.status == StatusType::Active;
        Ok(Outcome::done(Changes::new().update(&key)))
    };

    ListAccessKeys(User or caller by user_name) |call, input| {
        let holder = Holder::find(call, input.user_name.as_deref())?;
        let name = holder.name(call);
        let keys = holder.keys(call.state)?;
        let shapes = keys.iter().map(|key| metadata(key, &name)).collect();
        let Page { items, next } = page(call, shapes, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListAccessKeysResponse {
            access_key_metadata: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    GetAccessKeyLastUsed(on_key of access_key_id) |call, input| {
        let key = call.state.access_key(&input.access_key_id).or_fail()?;
        let user_name = match key.map(|key| key.record.owner) {
            Some(KeyOwner::User(name)) => name,
            _ => call.realm.account.id.to_string(),
        };
        Ok(Outcome::read(iam::GetAccessKeyLastUsedResponse {
            user_name: Some(user_name),
            access_key_last_used: Some(last_used(&input.access_key_id, call.state)?),
        }))
    };
}

fn create(
    call: &Call<'_>,
    name: Option<&str>,
) -> Result<Outcome<iam::CreateAccessKeyResponse>, ApiError> {
    let holder = Holder::find(call, name)?;
    if holder.keys(call.state)?.len() >= MAX_KEYS {
        let text = format!("Cannot exceed quota for AccessKeysPerUser: {MAX_KEYS}");
        return Err(LIMIT_EXCEEDED.because(text));
    }
    let (key, secret) = new_key(call, holder.owner())?;
    let answer = iam::CreateAccessKeyResponse {
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
    Ok(Outcome::write(answer, changes))
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

fn metadata(key: &AccessKey, holder: &str) -> iam::AccessKeyMetadata {
    iam::AccessKeyMetadata {
        user_name: Some(holder.to_owned()),
        access_key_id: Some(key.id.clone()),
        status: Some(if key.active {
            StatusType::Active
        } else {
            StatusType::Inactive
        }),
        create_date: Some(Timestamp::from_unix(key.created_at)),
    }
}

/// The permission that a call about a key needs, on its user. Nobody learns whether a key is of
/// another account or of none.
fn on_key(asked: &Asked<'_>, action: &'static str, id: &str) -> Result<Permission, ApiError> {
    match asked
        .state
        .access_key(id)
        .or_fail()?
        .map(|key| key.record.owner)
    {
        Some(KeyOwner::User(name)) => on::<User>(asked, action, &name),
        Some(KeyOwner::Root) => Ok(Permission::new(action, asked.realm.account.root_arn())),
        None => {
            let caller = &asked.caller.principal().arn;
            Err(ACCESS_DENIED.because(format!(
                "User: {caller} is not authorized to perform {action} on resource: access key {id}"
            )))
        }
    }
}

/// When a key was last used; Amazon's words for one that never was.
fn last_used(id: &str, state: &State) -> Result<AccessKeyLastUsed, ApiError> {
    Ok(match last_use::of(id, state).or_fail()? {
        Some(used) => AccessKeyLastUsed {
            last_used_date: Some(Timestamp::from_unix(used.at)),
            service_name: used.record.service,
            region: used.record.region,
        },
        None => AccessKeyLastUsed {
            last_used_date: None,
            service_name: "N/A".to_owned(),
            region: "N/A".to_owned(),
        },
    })
}
