//! What is stored: one JSON record per noun, and the key of each.
//!
//! Names are unique ignoring case (IAM guide, *Name limitations*), so keys carry them in lower case
//! and records as they were written. Fields are only ever added, each with a default.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch.
pub type UnixSeconds = i64;

/// Tags, key to value.
pub type Tags = BTreeMap<String, String>;

/// A record and where it is stored.
pub trait Record: Serialize + serde::de::DeserializeOwned {
    /// What every key of this kind begins with.
    const PREFIX: &'static str;

    /// The part of the key behind the prefix.
    fn id(&self) -> String;

    /// The whole key.
    fn key(&self) -> String {
        Self::PREFIX.to_owned() + &self.id()
    }
}

/// What users, groups and roles have in common.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entity {
    /// As written when it was made.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// `AIDA…`, `AGPA…`, `AROA…`.
    pub id: String,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// Inline policies, name to document text.
    #[serde(default)]
    pub inline_policies: BTreeMap<String, String>,
    /// ARNs of attached managed policies, in the order of attachment.
    #[serde(default)]
    pub attached_policies: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
    /// ARN of the permissions boundary.
    #[serde(default)]
    pub boundary: Option<String>,
}

/// Where the entity with a unique id is: sessions name their principal by id, and a principal that
/// was deleted and made again has another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntityId {
    /// `AIDA…` or `AROA…`.
    pub unique_id: String,
    /// `user` or `role`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

impl EntityId {
    /// Of an entity of this kind.
    pub fn of(kind: &str, entity: &Entity) -> Self {
        Self {
            unique_id: entity.id.clone(),
            kind: kind.to_owned(),
            name: entity.name.clone(),
        }
    }
}

/// An IAM user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// Name, path, policies.
    #[serde(flatten)]
    pub entity: Entity,
    /// Names of the groups it is in.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Ids of its access keys, two at most.
    #[serde(default)]
    pub access_keys: Vec<String>,
}

/// An IAM group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Group {
    /// Name, path, policies.
    #[serde(flatten)]
    pub entity: Entity,
}

/// A user's place in a group, so that a group finds its members without reading every user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Membership {
    /// The group's name.
    pub group: String,
    /// The user's name.
    pub user: String,
}

impl Membership {
    /// What the ids of all memberships of a group begin with.
    pub fn ids_of(group: &str) -> String {
        format!("{group}/")
    }
}

/// An IAM role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    /// Name, path, policies.
    #[serde(flatten)]
    pub entity: Entity,
    /// The trust policy's text.
    pub trust_policy: String,
    /// Unique ids of the users and roles of this account that it names, by ARN.
    #[serde(default)]
    pub trusted: BTreeMap<String, String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Longest session, in seconds.
    pub max_session_seconds: u32,
    /// Names of the instance profiles it is in.
    #[serde(default)]
    pub instance_profiles: Vec<String>,
}

/// An instance profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InstanceProfile {
    /// As written when it was made.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// `AIPA…`.
    pub id: String,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// Name of its role, one at most.
    #[serde(default)]
    pub role: Option<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// An OpenID Connect provider.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OidcProvider {
    /// Its URL without `https://`.
    pub issuer: String,
    /// Audiences that its tokens may be for.
    pub client_ids: Vec<String>,
    /// SHA-1 thumbprints of its certificate authorities, as given.
    pub thumbprints: Vec<String>,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// The account's other name; it has one at most.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountAlias {
    /// In lower case.
    pub alias: String,
}

/// When a credential report was last asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CredentialReport {
    /// When.
    pub generated_at: UnixSeconds,
}

/// That a role was deleted that a service was linked to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RoleDeletion {
    /// `task/aws-service-role/SERVICE/ROLE/NUMBER`.
    pub id: String,
}

/// A version of a managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// `v1`, `v2`, …
    pub id: String,
    /// The document's text.
    pub document: String,
    /// When it was made.
    pub created_at: UnixSeconds,
}

/// A customer managed policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// As written when it was made.
    pub name: String,
    /// Begins and ends with `/`.
    pub path: String,
    /// `ANPA…`.
    pub id: String,
    /// The whole ARN.
    pub arn: String,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// When a version was last made or made the default.
    pub updated_at: UnixSeconds,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Five at most, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// Id of the version in force.
    pub default_version: String,
    /// Number of the next version; numbers are not used again.
    pub next_version: u32,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

impl ManagedPolicy {
    /// The document in force.
    pub fn document(&self) -> Option<&str> {
        self.version(&self.default_version)
            .map(|version| version.document.as_str())
    }

    /// A version by its id.
    pub fn version(&self, id: &str) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.id == id)
    }
}

/// Where a managed policy is attached, so that it finds its users without reading everything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attachment {
    /// The policy's ARN.
    pub policy: String,
    /// `user`, `group` or `role`.
    pub kind: String,
    /// The entity's name.
    pub name: String,
    /// Whether as its permissions boundary.
    #[serde(default)]
    pub as_boundary: bool,
}

impl Attachment {
    /// What the ids of all attachments of a policy begin with.
    pub fn ids_of(policy: &str) -> String {
        format!("{policy}|")
    }
}

/// Whose an access key is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KeyOwner {
    /// The account's root.
    Root,
    /// The user of this name.
    User(String),
}

/// A long-term access key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessKey {
    /// `AKIA…`.
    pub id: String,
    /// Whose it is.
    pub owner: KeyOwner,
    /// Whether it may be used.
    pub active: bool,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// The secret, sealed by the keyring for this record.
    pub sealed_secret: String,
}

/// Who changed what: written in the same transaction as the change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditEvent {
    /// When.
    pub time: UnixSeconds,
    /// The request's id.
    pub request_id: String,
    /// `iam:CreateUser`.
    pub action: String,
    /// The ARN that was acted on.
    pub resource: String,
    /// Who did it.
    pub principal: String,
    /// With which access key.
    pub access_key_id: String,
}

/// Where each kind of record is, and by what id.
macro_rules! stored_under {
    ($($record:ty: $prefix:literal, |$this:ident| $id:expr;)*) => {$(
        impl Record for $record {
            const PREFIX: &'static str = $prefix;
            fn id(&self) -> String {
                let $this = self;
                $id
            }
        }
    )*};
}

pub(in crate::state) use stored_under;

stored_under! {
    User: "iam/user/", |user| user.entity.name.to_lowercase();
    EntityId: "iam/id/", |id| id.unique_id.to_lowercase();
    Group: "iam/group/", |group| group.entity.name.to_lowercase();
    Role: "iam/role/", |role| role.entity.name.to_lowercase();
    ManagedPolicy: "iam/policy/", |policy| policy.name.to_lowercase();
    AccessKey: "iam/access-key/", |key| key.id.clone();
    Membership: "iam/member/", |member| {
        format!("{}/{}", member.group.to_lowercase(), member.user.to_lowercase())
    };
    Attachment: "iam/attachment/", |at| {
        let role = if at.as_boundary { "boundary" } else { "permission" };
        format!("{}|{}/{}/{role}", at.policy.to_lowercase(), at.kind, at.name.to_lowercase())
    };
    InstanceProfile: "iam/instance-profile/", |profile| profile.name.to_lowercase();
    OidcProvider: "iam/oidc-provider/", |provider| provider.issuer.to_lowercase();
    AccountAlias: "iam/account/", |_alias| "alias".to_owned();
    RoleDeletion: "iam/role-deletion/", |task| task.id.to_lowercase();
    CredentialReport: "iam/report/", |_report| "credentials".to_owned();
    AuditEvent: "audit/", |event| format!("{:012}/{}", event.time, event.request_id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_the_case_of_names() {
        let entity = Entity {
            name: "Alice".into(),
            path: "/".into(),
            id: "AIDA".into(),
            created_at: 0,
            inline_policies: BTreeMap::new(),
            attached_policies: vec![],
            tags: Tags::new(),
            boundary: None,
        };
        let user = User {
            entity,
            groups: vec![],
            access_keys: vec![],
        };
        assert_eq!(user.key(), "iam/user/alice");
    }

    #[test]
    fn a_record_written_before_a_field_was_added_still_reads() {
        let old = r#"{"name":"a","path":"/","id":"AIDA","created_at":1}"#;
        let user: User = serde_json::from_str(old).unwrap();
        assert!(user.groups.is_empty() && user.entity.boundary.is_none());
    }
}
