use seal::feed::{
    Applied, Document, FEED_PROTOCOL, FeedError, HEADER_BYTES, Header, Hello,
    MAX_AGENT_MESSAGE_BYTES, Refused, ToAgent, ToControlPlane,
};
use seal::{MAX_SERVING_BYTES, MAX_SNAPSHOT_BYTES};

fn header(kind: u8, payload_bytes: usize) -> Result<Header, FeedError> {
    let [a, b, c, d] = u32::try_from(payload_bytes + 1).unwrap().to_be_bytes();
    Header::decode([a, b, c, d, kind])
}

fn split(frame: &[u8]) -> (Header, &[u8]) {
    let (front, payload) = frame.split_first_chunk::<HEADER_BYTES>().unwrap();
    let header = Header::decode(*front).unwrap();
    assert_eq!(header.payload_bytes(), payload.len());
    (header, payload)
}

#[test]
fn what_an_agent_says_reads_back() {
    let hello = Hello {
        protocol: FEED_PROTOCOL,
        version: "0.1.0".into(),
        snapshot_revision: Some(7),
        serving_revision: None,
    };
    let applied = Applied {
        document: Document::Serving,
        revision: 3,
        problems: vec!["no".into()],
    };
    let refused = Refused {
        document: Document::Snapshot,
        why: "older".into(),
    };
    for message in [
        ToControlPlane::Hello(hello),
        ToControlPlane::Applied(applied),
        ToControlPlane::Refused(refused),
    ] {
        let frame = message.frame().unwrap();
        let (header, payload) = split(&frame);
        assert_eq!(ToControlPlane::decode(header, payload).unwrap(), message);
        assert!(
            matches!(
                ToAgent::decode(header, payload.to_vec().into()),
                Err(FeedError::Kind(_))
            ),
            "an agent does not take orders from agents"
        );
    }
}

#[test]
fn what_a_control_plane_says_reads_back() {
    for message in [
        ToAgent::Snapshot(b"snapshot".to_vec().into()),
        ToAgent::Serving(Vec::new().into()),
    ] {
        let (front, payload) = message.frame();
        let header = Header::decode(front).unwrap();
        assert_eq!(header.payload_bytes(), payload.len());
        assert_eq!(
            ToAgent::decode(header, payload.to_vec().into()).unwrap(),
            message
        );
        assert!(matches!(
            ToControlPlane::decode(header, payload),
            Err(FeedError::Kind(_))
        ));
    }
}

#[test]
fn every_kind_has_a_limit_and_one_byte_more_is_refused() {
    for (kind, limit) in [
        (1, MAX_AGENT_MESSAGE_BYTES),
        (2, MAX_AGENT_MESSAGE_BYTES),
        (3, MAX_AGENT_MESSAGE_BYTES),
        (16, MAX_SNAPSHOT_BYTES),
        (17, MAX_SERVING_BYTES),
    ] {
        assert_eq!(header(kind, limit).unwrap().payload_bytes(), limit);
        assert!(
            matches!(header(kind, limit + 1), Err(FeedError::TooLong { .. })),
            "{kind}"
        );
    }
}

#[test]
fn unknown_kinds_and_empty_frames_are_refused() {
    for kind in [0, 4, 15, 18, 255] {
        assert!(matches!(header(kind, 0), Err(FeedError::Kind(found)) if found == kind));
    }
    assert!(matches!(
        Header::decode([0, 0, 0, 0, 1]),
        Err(FeedError::Empty)
    ));
}

#[test]
fn an_agent_does_not_send_more_than_may_be_read() {
    let refused = Refused {
        document: Document::Snapshot,
        why: "w".repeat(MAX_AGENT_MESSAGE_BYTES),
    };
    let error = ToControlPlane::Refused(refused).frame().unwrap_err();
    assert!(
        matches!(error, FeedError::TooLong { kind: 3, .. }),
        "{error}"
    );
}

#[test]
fn a_frame_does_not_print_what_it_holds() {
    let message = ToAgent::Snapshot(b"AKIA".to_vec().into());
    assert_eq!(format!("{message:?}"), "Snapshot(4 bytes)");
}
