use proptest::prelude::*;
use seal::feed::{
    Applied, Attempts, Certificate, Dismissed, Document, FEED_PROTOCOL, Hello, Keys,
    MAX_AGENT_MESSAGE_BYTES, Refused, Renew, ToAgent, ToControlPlane,
};
use seal::frame::{FrameError, HEADER_BYTES, Header, Message};
use seal::join::{
    JOIN_PROTOCOL, JoinAnswer, JoinCode, JoinRefused, JoinRequest, JoinSecret,
    MAX_JOIN_MESSAGE_BYTES,
};
use seal::{Der, MAX_SERVING_BYTES, MAX_SNAPSHOT_BYTES};

use crate::fixture::{agents_key, db1};

fn header<M: Message>(kind: u8, payload_bytes: usize) -> Result<Header, FrameError> {
    let [a, b, c, d] = u32::try_from(payload_bytes + 1).unwrap().to_be_bytes();
    Header::decode::<M>([a, b, c, d, kind])
}

/// Through a frame and back.
fn through<M: Message>(message: &M) -> M {
    let frame = message.frame().unwrap();
    let header = Header::decode::<M>(frame.header).unwrap();
    assert_eq!(header.payload_bytes(), frame.payload.len());
    M::decode(header.kind(), frame.payload.to_vec().into()).unwrap()
}

fn of_agents() -> Vec<ToControlPlane> {
    vec![
        ToControlPlane::Hello(Hello {
            protocol: FEED_PROTOCOL,
            version: "0.1.0".into(),
            snapshot_revision: Some(7),
            serving_revision: None,
        }),
        ToControlPlane::Applied(Applied {
            document: Document::Serving,
            revision: 3,
            problems: vec!["no".into()],
        }),
        ToControlPlane::Refused(Refused {
            document: Document::Snapshot,
            why: "older".into(),
        }),
        ToControlPlane::Renew(Renew {
            request: Der(vec![0x30, 0]),
        }),
        ToControlPlane::Pong,
        ToControlPlane::Attempts(Attempts {
            entries: vec![serde_json::json!({ "instance": "db-1", "reason": "expired" })],
        }),
    ]
}

fn of_control_planes() -> Vec<ToAgent> {
    vec![
        ToAgent::Snapshot(b"snapshot".to_vec().into()),
        ToAgent::Serving(Vec::new().into()),
        ToAgent::Keys(Keys {
            generation: 2,
            agents_keys: vec![agents_key()],
        }),
        ToAgent::Certificate(Certificate {
            certificate: Der(vec![0x30, 0]),
        }),
        ToAgent::Ping,
        ToAgent::Dismissed(Dismissed { why: "so".into() }),
    ]
}

#[test]
fn what_either_side_says_reads_back() {
    for message in of_agents() {
        assert_eq!(through(&message), message);
    }
    for message in of_control_planes() {
        assert_eq!(through(&message), message);
    }
}

#[test]
fn nobody_takes_from_one_side_what_only_the_other_says() {
    for message in of_agents() {
        let front = message.frame().unwrap().header;
        assert!(Header::decode::<ToAgent>(front).is_err(), "{message:?}");
        assert!(Header::decode::<JoinRequest>(front).is_err());
    }
    for message in of_control_planes() {
        let front = message.frame().unwrap().header;
        assert!(
            Header::decode::<ToControlPlane>(front).is_err(),
            "{message:?}"
        );
        assert!(Header::decode::<JoinRequest>(front).is_err());
    }
}

#[test]
fn every_kind_has_a_limit_and_one_byte_more_is_refused() {
    fn hold<M: Message>(kind: u8, limit: usize) {
        assert_eq!(header::<M>(kind, limit).unwrap().payload_bytes(), limit);
        let more = header::<M>(kind, limit + 1);
        assert!(matches!(more, Err(FrameError::TooLong { .. })), "{kind}");
    }
    for kind in 1..=4 {
        hold::<ToControlPlane>(kind, MAX_AGENT_MESSAGE_BYTES);
    }
    hold::<ToControlPlane>(5, 0);
    hold::<ToControlPlane>(6, MAX_AGENT_MESSAGE_BYTES);
    hold::<ToAgent>(16, MAX_SNAPSHOT_BYTES);
    hold::<ToAgent>(17, MAX_SERVING_BYTES);
    hold::<ToAgent>(18, MAX_AGENT_MESSAGE_BYTES);
    hold::<ToAgent>(19, MAX_AGENT_MESSAGE_BYTES);
    hold::<ToAgent>(20, 0);
    hold::<ToAgent>(21, MAX_AGENT_MESSAGE_BYTES);
    hold::<JoinRequest>(32, MAX_JOIN_MESSAGE_BYTES);
    hold::<JoinAnswer>(48, MAX_JOIN_MESSAGE_BYTES);
    hold::<JoinAnswer>(49, MAX_JOIN_MESSAGE_BYTES);
}

#[test]
fn unknown_kinds_and_empty_frames_are_refused() {
    for kind in [0, 7, 15, 22, 31, 255] {
        let found = header::<ToControlPlane>(kind, 0);
        assert!(matches!(found, Err(FrameError::Kind(found)) if found == kind));
        assert!(header::<ToAgent>(kind, 0).is_err());
    }
    assert!(matches!(
        Header::decode::<ToAgent>([0, 0, 0, 0, 20]),
        Err(FrameError::Empty)
    ));
}

#[test]
fn an_agent_does_not_send_more_than_may_be_read() {
    let refused = ToControlPlane::Refused(Refused {
        document: Document::Snapshot,
        why: "w".repeat(MAX_AGENT_MESSAGE_BYTES),
    });
    let error = refused.frame().unwrap_err();
    assert!(
        matches!(error, FrameError::TooLong { kind: 3, .. }),
        "{error}"
    );
}

#[test]
fn nothing_prints_what_it_holds() {
    let snapshot = ToAgent::Snapshot(b"AKIA".to_vec().into());
    assert_eq!(format!("{snapshot:?}"), "Snapshot(4 bytes)");
    let frame = snapshot.frame().unwrap();
    assert!(format!("{frame:?}").contains("Payload(4 bytes)"));
}

#[test]
fn joining_reads_back() {
    let request = JoinRequest {
        protocol: JOIN_PROTOCOL,
        name: db1(),
        secret: JoinSecret::from_bytes([7; 20]),
        request: Der(vec![0x30, 0]),
    };
    let read = through(&request);
    assert_eq!((read.name, read.request), (db1(), Der(vec![0x30, 0])));
    assert!(request.secret.hash().is_of(&read.secret));
    let refused = JoinAnswer::Refused(JoinRefused { why: "no".into() });
    assert!(matches!(through(&refused), JoinAnswer::Refused(no) if no.why == "no"));
}

proptest! {
    #[test]
    fn no_bytes_panic_or_pass_a_limit(front: [u8; HEADER_BYTES], payload: Vec<u8>) {
        fn read<M: Message>(front: [u8; HEADER_BYTES], payload: &[u8]) {
            if let Ok(header) = Header::decode::<M>(front) {
                assert!(header.payload_bytes() <= MAX_SNAPSHOT_BYTES);
                if let Ok(message) = M::decode(header.kind(), payload.to_vec().into()) {
                    let _ = message.frame();
                }
            }
        }
        let kinds = [front, [0, 0, 0, 9, 1 + front[4] % 5], [0, 0, 0, 9, 16 + front[4] % 6]];
        for front in kinds {
            read::<ToControlPlane>(front, &payload);
            read::<ToAgent>(front, &payload);
            read::<JoinRequest>([0, 0, 0, 9, 32], &payload);
            read::<JoinAnswer>([0, 0, 0, 9, 48 + front[4] % 2], &payload);
        }
    }

    #[test]
    fn no_text_is_a_code_by_chance(text in "sekisho-join-1\\.[A-Za-z0-9_-]{0,300}") {
        prop_assert!(JoinCode::parse(&text).is_err());
    }
}
