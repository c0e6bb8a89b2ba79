//! What the control plane sends to an agent: the account as far as database logins need it.
//!
//! The form is JSON inside a signed envelope (`seal::SignedSnapshot`). It grows by adding fields: an
//! agent ignores those it does not know, and a change that an old agent must not ignore raises
//! [`SNAPSHOT_FORMAT`], which an old agent refuses.
//!
//! No secret access key is in it, only signing keys derived for one day, one region and `rds-db`.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sigv4::{ScopeDate, SigningKey, Timestamp};

/// The format this build writes, and the newest it reads.
pub const SNAPSHOT_FORMAT: u32 = 1;

/// How many days a key is derived for: yesterday, today and tomorrow, UTC.
pub const MAX_KEY_DATES: usize = 3;

/// Number of a policy in [`SnapshotDocument::policies`].
pub type PolicyId = u32;

/// Everything that decides logins to the databases of one host.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SnapshotDocument {
    /// [`SNAPSHOT_FORMAT`] of the writer.
    pub format: u32,
    /// The store's revision that this shows. Never goes back.
    pub revision: u64,
    /// When it was made, in unix seconds.
    #[serde(with = "unix_seconds")]
    pub issued_at: Timestamp,
    /// Until when an agent may decide by it, in unix seconds.
    #[serde(with = "unix_seconds")]
    pub valid_until: Timestamp,
    /// When the newest change it shows was committed, in unix milliseconds; the agent's lag is
    /// counted from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at_ms: Option<i64>,
    /// The twelve digits of the account that the databases belong to.
    pub account_id: String,
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The region that tokens must be signed for, for example `us-east-1`.
    pub region: String,
    /// The databases served on the agent's host.
    pub instances: Vec<InstanceDocument>,
    /// Every policy once, however many principals carry it. Must hold each managed policy that a
    /// live session may name in its `PolicyArns`: what is missing here denies.
    #[serde(default)]
    pub policies: BTreeMap<PolicyId, PolicyDocument>,
    /// Who may sign: users, roles, and the root of the account.
    #[serde(default)]
    pub principals: Vec<PrincipalDocument>,
    /// Long-term access keys of those principals.
    #[serde(default)]
    pub access_keys: Vec<AccessKeyDocument>,
    /// Service control policies, a list for each level from the organization's root down to the
    /// account. Each level has to allow. Empty outside an organization.
    #[serde(default)]
    pub scps: Vec<Vec<PolicyId>>,
}

/// One database: what the `rds-db` ARN calls a cluster or an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceDocument {
    /// `cluster-…`, `db-…` or `prx-…`; what the agent's sockets and the policies name.
    pub resource_id: String,
    /// The name that people gave it.
    pub identifier: String,
    /// `mariadb`, `mysql`, `postgres`, `aurora-mysql`, …
    pub engine: String,
    /// The *IAM database authentication* switch.
    pub iam_enabled: bool,
    /// Every `host:port` that a token for it may be signed for.
    pub endpoints: Vec<EndpointDocument>,
    /// Tags of the resource, for `aws:ResourceTag/…`.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Leave out of the request context what Amazon does not know for `rds-db`: the client's
    /// address, resource tags and the `sekisho:` keys.
    #[serde(default)]
    pub strict_aws: bool,
}

/// A name and a port that a client dials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointDocument {
    /// A DNS name or an address, IPv6 in brackets.
    pub host: String,
    /// The port as the client sees it.
    pub port: u16,
}

/// A policy and what to call it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PolicyDocument {
    /// The ARN of a managed policy, otherwise words: ``inline policy `p` of user `u` ``. Unique.
    pub name: String,
    /// Where it is kept, which decides how long it may be.
    pub kind: PolicyOrigin,
    /// The JSON text.
    pub text: String,
}

/// Where a policy is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyOrigin {
    /// A managed policy: attached, a boundary, or named by sessions.
    Managed,
    /// Inline in a user.
    UserInline,
    /// Inline in a group.
    GroupInline,
    /// Inline in a role.
    RoleInline,
    /// A service control policy.
    Scp,
}

/// A user, a role, or the root of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrincipalDocument {
    /// The unique id: `AIDA…`, `AROA…`, or the account id for the root.
    pub id: String,
    /// `arn:aws:iam::…:user/…`, `…:role/…` or `…:root`.
    pub arn: String,
    /// What it is.
    pub kind: EntityKind,
    /// The name without the path; the account id for the root.
    pub name: String,
    /// For `aws:PrincipalTag/…`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Inline policies, attached policies, and for a user those of its groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyId>,
    /// The permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<PolicyId>,
}

/// What a [`PrincipalDocument`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// An IAM user.
    User,
    /// A role; it signs through sessions only.
    Role,
    /// The root of the account.
    Root,
}

/// A long-term access key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessKeyDocument {
    /// `AKIA…`
    pub id: String,
    /// [`PrincipalDocument::id`] of its owner.
    pub principal: String,
    /// Whether it may be used.
    pub status: KeyStatus,
    /// At most [`MAX_KEY_DATES`]. None when the policies of its owner allow `rds-db:connect` nowhere:
    /// a host is given no key that it has no use for.
    pub signing_keys: Vec<DatedKey>,
}

/// Status of an access key, as `UpdateAccessKey` sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyStatus {
    /// It may be used.
    Active,
    /// It is kept, but signs nothing.
    Inactive,
}

/// A signing key derived for one day, in the region of the snapshot or session that carries it,
/// for `rds-db`.
/// Written as `20250115:` and the key in base64.
#[derive(Clone)]
pub struct DatedKey {
    /// The day of the credential scope.
    pub date: ScopeDate,
    /// The derived key.
    pub key: SigningKey,
}

impl fmt::Debug for DatedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DatedKey({}, ..)", self.date)
    }
}

const DATE_CHARS: usize = 8;
const KEY_BYTES: usize = 32;
const KEY_CHARS: usize = 44;

impl Serialize for DatedKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&KeyText(self))
    }
}

/// Writes a key without a heap copy that nobody would wipe.
struct KeyText<'a>(&'a DatedKey);

impl fmt::Display for KeyText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; KEY_CHARS];
        let written = STANDARD
            .encode_slice(self.0.key.expose(), &mut text)
            .map_err(|_| fmt::Error)?;
        let key = text
            .get(..written)
            .and_then(|text| std::str::from_utf8(text).ok());
        write!(out, "{}:{}", self.0.date, key.ok_or(fmt::Error)?)
    }
}

impl<'de> Deserialize<'de> for DatedKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DatedKeyVisitor)
    }
}

struct DatedKeyVisitor;

impl de::Visitor<'_> for DatedKeyVisitor {
    type Value = DatedKey;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a day as yyyymmdd, a colon, and 32 bytes in base64")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DatedKey, E> {
        parse_dated_key(text)
            // The text is a secret: it must not be in the message.
            .ok_or_else(|| E::custom("expected a day as yyyymmdd, a colon, and 32 bytes in base64"))
    }
}

fn parse_dated_key(text: &str) -> Option<DatedKey> {
    let (date, key) = text.split_at_checked(DATE_CHARS)?;
    let mut bytes = [0; KEY_BYTES];
    let written = STANDARD
        .decode_slice(key.strip_prefix(':')?, &mut bytes)
        .ok()?;
    (written == KEY_BYTES).then_some(())?;
    Some(DatedKey {
        date: ScopeDate::parse(date).ok()?,
        key: SigningKey::from_bytes(bytes),
    })
}

/// Unix seconds, for serde.
pub(super) mod unix_seconds {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use sigv4::Timestamp;

    pub(crate) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(at.as_unix())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(from).map(Timestamp::from_unix)
    }
}
