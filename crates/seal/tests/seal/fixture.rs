//! Keys and documents that the tests share.

use std::collections::BTreeMap;

use iam::login::{DatedKey, SNAPSHOT_FORMAT, SessionDocument, SessionKind, SnapshotDocument};
use seal::{AgentName, AgentsKey, SERVING_FORMAT, ServedSocket, ServingDocument, Signer, Verifier};
use sigv4::{SigningKey, Timestamp};

pub(crate) const NOW: Timestamp = Timestamp::from_unix(1_736_942_400);

pub(crate) fn control_plane() -> Signer {
    Signer::from_seed(&[1; 32]).unwrap()
}

pub(crate) fn agents_key() -> AgentsKey {
    AgentsKey::from_bytes(&[2; 32])
}

/// The agent that things are for.
pub(crate) fn db1() -> AgentName {
    AgentName::parse("db1").unwrap()
}

pub(crate) fn verifier() -> Verifier {
    Verifier::new(vec![control_plane().public().clone()])
}

pub(crate) fn snapshot() -> SnapshotDocument {
    SnapshotDocument {
        format: SNAPSHOT_FORMAT,
        revision: 7,
        issued_at: NOW,
        valid_until: NOW.plus_seconds(86_400),
        changed_at_ms: None,
        account_id: "123456789012".into(),
        partition: "aws".into(),
        region: "us-east-1".into(),
        instances: Vec::new(),
        policies: BTreeMap::new(),
        principals: Vec::new(),
        access_keys: Vec::new(),
        scps: Vec::new(),
    }
}

pub(crate) fn serving() -> ServingDocument {
    ServingDocument {
        format: SERVING_FORMAT,
        revision: 3,
        sockets: vec![ServedSocket {
            resource_id: "cluster-ABC".into(),
            path: "/run/sekisho/cluster-ABC.sock".into(),
            peer_uid: 1000,
            peer_gid: None,
        }],
    }
}

/// What `AssumeRole` without policies or tags issues for an hour across midnight.
pub(crate) fn session() -> SessionDocument {
    let keys = [NOW.date(), NOW.date().next()];
    SessionDocument {
        access_key_id: "ASIAIOSFODNN7EXAMPLE".into(),
        region: "us-east-1".into(),
        signing_keys: keys
            .map(|date| DatedKey {
                date,
                key: SigningKey::from_bytes([0xA7; 32]),
            })
            .into(),
        principal_id: "AROAIOSFODNN7EXAMPLE1".into(),
        kind: SessionKind::AssumedRole("jane.doe@example.com".into()),
        issued_at: NOW,
        expires_at: NOW.plus_seconds(3600),
        source_identity: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        policy: None,
        policy_arns: Vec::new(),
        mfa_at: None,
        federated_provider: None,
        federated_claims: Vec::new(),
    }
}
