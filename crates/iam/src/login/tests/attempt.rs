//! A login that is right in every way, to be spoilt.

use std::collections::BTreeMap;
use std::sync::Arc;

use sigv4::token::{TokenRequest, mint};
use sigv4::{CredentialScope, ScopeDate, SecretAccessKey, SigningKey, Timestamp};

use crate::login::{
    AccessKeyDocument, Channel, DatedKey, EndpointDocument, EntityKind, InstanceDocument,
    KeyStatus, Login, LoginDecision, PolicyDocument, PolicyId, PolicyOrigin, PrincipalDocument,
    SNAPSHOT_FORMAT, Session, SessionDocument, SessionKind, SessionRefusal, Sessions, Snapshot,
    SnapshotDocument, connect,
};

pub(super) const NOW: Timestamp = Timestamp::from_unix(1_736_942_400);
pub(super) const ACCOUNT: &str = "123456789012";
pub(super) const JANE: &str = "arn:aws:iam::123456789012:user/team/jane";
pub(super) const READER: &str = "arn:aws:iam::123456789012:role/app/Reader";
pub(super) const USER_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub(super) const SESSION_KEY: &str = "ASIAIOSFODNN7EXAMPLE";
pub(super) const SESSION_TOKEN: &str = "the+session/token==";
pub(super) const RESOURCE: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/app";

/// Numbers of the policies in [`Attempt::document`].
pub(super) const IDENTITY: PolicyId = 1;
pub(super) const BOUNDARY: PolicyId = 2;
pub(super) const SCP: PolicyId = 3;
pub(super) const SESSION: PolicyId = 4;

/// Everything that decides a login, open to change.
pub(super) struct Attempt {
    pub(super) document: SnapshotDocument,
    /// `None`: the session token does not open.
    pub(super) session: Option<SessionDocument>,
    pub(super) instance: String,
    pub(super) db_user: Vec<u8>,
    pub(super) channel: Channel,
    pub(super) token: String,
    pub(super) presented_bytes: Option<usize>,
    pub(super) now: Timestamp,
}

impl Attempt {
    /// By a user with a long-term key.
    pub(super) fn by_user() -> Self {
        Self::signed(USER_KEY, None)
    }

    /// By a session of a role, limited in every way there is.
    pub(super) fn by_session() -> Self {
        Self::signed(SESSION_KEY, Some(SESSION_TOKEN))
    }

    fn signed(access_key_id: &str, session_token: Option<&str>) -> Self {
        let request = TokenRequest {
            host: "MyCluster.Example.Internal",
            port: 3306,
            db_user: "app",
            region: "us-east-1",
            access_key_id,
            session_token,
        };
        Self {
            document: document(),
            session: Some(session()),
            instance: "cluster-ABC".into(),
            db_user: b"app".to_vec(),
            channel: Channel::Tls,
            token: mint(&request, &secret(), NOW).unwrap().expose().to_owned(),
            presented_bytes: None,
            now: NOW,
        }
    }

    /// Changes the token's text where it says `from`.
    pub(super) fn replace(&mut self, from: &str, to: &str) {
        assert!(self.token.contains(from), "`{from}` is not in the token");
        self.token = self.token.replace(from, to);
    }

    pub(super) fn set_policy(&mut self, id: PolicyId, text: serde_json::Value) {
        self.document.policies.get_mut(&id).unwrap().text = text.to_string();
    }

    pub(super) fn decide(&self) -> LoginDecision {
        let snapshot = Snapshot::compile(self.document.clone()).unwrap();
        self.decide_by(&snapshot)
    }

    pub(super) fn decide_by(&self, snapshot: &Snapshot) -> LoginDecision {
        let login = Login {
            instance: &self.instance,
            db_user: &self.db_user,
            client: Some([10, 0, 0, 7].into()),
            channel: self.channel,
            token: self.token.as_bytes(),
            presented_bytes: self.presented_bytes.unwrap_or(self.token.len()),
        };
        connect(&login, snapshot, &OneSession(&self.session), self.now)
    }

    pub(super) fn code(&self) -> &'static str {
        self.decide().code()
    }
}

/// Opens one session token, and does not look whether it is in force: `connect` must.
struct OneSession<'a>(&'a Option<SessionDocument>);

impl Sessions for OneSession<'_> {
    fn open(&self, token: &str, _: Timestamp) -> Result<Arc<Session>, SessionRefusal> {
        match self.0 {
            Some(document) if token == SESSION_TOKEN => {
                Ok(Arc::new(Session::compile(document.clone())?))
            }
            _ => Err(SessionRefusal::Invalid("not one of ours".into())),
        }
    }
}

pub(super) fn secret() -> SecretAccessKey {
    SecretAccessKey::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into())
}

pub(super) fn keys(today: ScopeDate) -> Vec<DatedKey> {
    let key = |date| {
        let scope = CredentialScope {
            date,
            region: "us-east-1".into(),
            service: "rds-db".into(),
        };
        DatedKey {
            date,
            key: SigningKey::derive(&secret(), &scope),
        }
    };
    [today.previous(), today, today.next()].map(key).into()
}

pub(super) fn statement(effect: &str, resource: &str) -> serde_json::Value {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": {
            "Sid": "Connect", "Effect": effect, "Action": "rds-db:connect", "Resource": resource,
        },
    })
}

fn policy(name: &str, kind: PolicyOrigin) -> PolicyDocument {
    PolicyDocument {
        name: name.into(),
        kind,
        text: statement("Allow", RESOURCE).to_string(),
    }
}

fn document() -> SnapshotDocument {
    let arn = |name| format!("arn:aws:iam::{ACCOUNT}:policy/{name}");
    SnapshotDocument {
        format: SNAPSHOT_FORMAT,
        revision: 7,
        issued_at: NOW.plus_seconds(-60),
        valid_until: NOW.plus_seconds(86_340),
        changed_at_ms: None,
        account_id: ACCOUNT.into(),
        partition: "aws".into(),
        region: "us-east-1".into(),
        instances: vec![instance()],
        policies: BTreeMap::from([
            (
                IDENTITY,
                policy(
                    "inline policy `p` of role `Reader`",
                    PolicyOrigin::RoleInline,
                ),
            ),
            (BOUNDARY, policy(&arn("Boundary"), PolicyOrigin::Managed)),
            (
                SCP,
                policy("service control policy `All`", PolicyOrigin::Scp),
            ),
            (SESSION, policy(&arn("Session"), PolicyOrigin::Managed)),
        ]),
        principals: vec![
            principal("AIDAJANE", JANE, EntityKind::User, "jane"),
            principal("AROAREADER", READER, EntityKind::Role, "Reader"),
            root(),
        ],
        access_keys: vec![AccessKeyDocument {
            id: USER_KEY.into(),
            principal: "AIDAJANE".into(),
            status: KeyStatus::Active,
            signing_keys: keys(NOW.date()),
        }],
        scps: vec![vec![SCP]],
    }
}

fn instance() -> InstanceDocument {
    InstanceDocument {
        resource_id: "cluster-ABC".into(),
        identifier: "mycluster".into(),
        engine: "mariadb".into(),
        iam_enabled: true,
        endpoints: vec![EndpointDocument {
            host: "MYCLUSTER.example.internal".into(),
            port: 3306,
        }],
        tags: BTreeMap::from([("stage".into(), "test".into())]),
        strict_aws: false,
    }
}

pub(super) fn principal(id: &str, arn: &str, kind: EntityKind, name: &str) -> PrincipalDocument {
    PrincipalDocument {
        id: id.into(),
        arn: arn.into(),
        kind,
        name: name.into(),
        tags: BTreeMap::from([("team".into(), "red".into()), ("cost".into(), "1".into())]),
        policies: vec![IDENTITY],
        boundary: Some(BOUNDARY),
    }
}

fn root() -> PrincipalDocument {
    PrincipalDocument {
        tags: BTreeMap::new(),
        policies: Vec::new(),
        boundary: None,
        ..principal(
            ACCOUNT,
            "arn:aws:iam::123456789012:root",
            EntityKind::Root,
            ACCOUNT,
        )
    }
}

fn session() -> SessionDocument {
    SessionDocument {
        access_key_id: SESSION_KEY.into(),
        region: "us-east-1".into(),
        signing_keys: keys(NOW.date()),
        principal_id: "AROAREADER".into(),
        kind: SessionKind::AssumedRole("ci".into()),
        issued_at: NOW.plus_seconds(-600),
        expires_at: NOW.plus_seconds(3000),
        source_identity: Some("jane@example.com".into()),
        tags: vec![("team".into(), "blue".into())],
        transitive_tag_keys: Vec::new(),
        policy: Some(statement("Allow", RESOURCE).to_string()),
        policy_arns: Vec::new(),
        mfa_at: Some(NOW.as_unix() - 900),
        federated_provider: Some("accounts.google.com".into()),
        federated_claims: Vec::new(),
    }
}
