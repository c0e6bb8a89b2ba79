use seal::{
    AgentName, MAX_SERVING_BYTES, SERVING_FORMAT, ServingDocument, SignError, SignedError, Signer,
    Verifier,
};

use crate::fixture::{control_plane, db1, serving, snapshot, verifier};

#[test]
fn a_signed_document_opens_as_it_was() {
    let signed = control_plane().sign_snapshot(&snapshot(), &db1()).unwrap();
    let opened = verifier().open_snapshot(&signed, &db1()).unwrap();
    assert_eq!(
        serde_json::to_value(opened).unwrap(),
        serde_json::to_value(snapshot()).unwrap()
    );
    let signed = control_plane().sign_serving(&serving(), &db1()).unwrap();
    assert_eq!(verifier().open_serving(&signed, &db1()).unwrap(), serving());
}

#[test]
fn every_changed_octet_is_refused() {
    let signed = control_plane().sign_serving(&serving(), &db1()).unwrap();
    for at in 0..signed.len() {
        for bit in [1, 0x20, 0x80] {
            let mut changed = signed.to_vec();
            changed[at] ^= bit;
            assert!(
                verifier().open_serving(&changed, &db1()).is_err(),
                "octet {at}, bit {bit:#x}"
            );
        }
    }
}

#[test]
fn a_document_cut_anywhere_or_longer_is_refused() {
    let signed = control_plane().sign_serving(&serving(), &db1()).unwrap();
    for end in 0..signed.len() {
        assert!(
            verifier().open_serving(&signed[..end], &db1()).is_err(),
            "{end}"
        );
    }
    assert!(
        verifier()
            .open_serving(&[signed.as_slice(), b" "].concat(), &db1())
            .is_err()
    );
}

#[test]
fn another_control_plane_is_not_believed() {
    let other = Signer::from_seed(&[9; 32]).unwrap();
    let signed = other.sign_serving(&serving(), &db1()).unwrap();
    let error = verifier().open_serving(&signed, &db1()).unwrap_err();
    assert!(matches!(error, SignedError::UnknownKey { key, .. } if key == other.public().id()));
}

#[test]
fn a_forger_who_writes_the_right_key_id_is_not_believed() {
    let other = Signer::from_seed(&[9; 32]).unwrap();
    let mut forged = other.sign_serving(&serving(), &db1()).unwrap();
    let genuine = control_plane().sign_serving(&serving(), &db1()).unwrap();
    forged[8..16].copy_from_slice(&genuine[8..16]);
    let error = verifier().open_serving(&forged, &db1()).unwrap_err();
    assert!(matches!(error, SignedError::BadSignature { .. }), "{error}");
}

#[test]
fn a_signature_over_one_kind_of_document_is_none_over_another() {
    let signed = control_plane().sign_serving(&serving(), &db1()).unwrap();
    let error = verifier().open_snapshot(&signed, &db1()).unwrap_err();
    assert!(matches!(error, SignedError::NotSigned { .. }), "{error}");
    let mut relabelled = signed.clone();
    let genuine = control_plane().sign_snapshot(&snapshot(), &db1()).unwrap();
    relabelled[..8].copy_from_slice(&genuine[..8]);
    let error = verifier().open_snapshot(&relabelled, &db1()).unwrap_err();
    assert!(matches!(error, SignedError::BadSignature { .. }), "{error}");
}

#[test]
fn while_a_key_is_replaced_both_are_believed() {
    let new = Signer::from_seed(&[3; 32]).unwrap();
    let both = Verifier::new(vec![control_plane().public().clone(), new.public().clone()]);
    for signer in [control_plane(), new] {
        let signed = signer.sign_serving(&serving(), &db1()).unwrap();
        assert_eq!(both.open_serving(&signed, &db1()).unwrap(), serving());
    }
}

#[test]
fn a_newer_format_is_refused_with_what_to_do() {
    let newer = ServingDocument {
        format: SERVING_FORMAT + 1,
        ..serving()
    };
    let signed = control_plane().sign_serving(&newer, &db1()).unwrap();
    let error = verifier().open_serving(&signed, &db1()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the serving list has format 2, this agent reads up to 1: upgrade the agent"
    );
}

#[test]
fn the_longest_document_opens_and_one_byte_more_is_not_signed() {
    let mut document = serving();
    let spare = |document: &ServingDocument| {
        MAX_SERVING_BYTES
            - control_plane()
                .sign_serving(document, &db1())
                .unwrap()
                .len()
    };
    let room = spare(&document);
    document.sockets[0].resource_id.push_str(&"a".repeat(room));
    let signed = control_plane().sign_serving(&document, &db1()).unwrap();
    assert_eq!(signed.len(), MAX_SERVING_BYTES);
    assert_eq!(verifier().open_serving(&signed, &db1()).unwrap(), document);
    document.sockets[0].resource_id.push('a');
    let error = control_plane().sign_serving(&document, &db1()).unwrap_err();
    assert!(matches!(error, SignError::TooLarge { bytes, .. } if bytes == MAX_SERVING_BYTES + 1));
    let longer = [signed.as_slice(), b" "].concat();
    assert!(matches!(
        verifier().open_serving(&longer, &db1()),
        Err(SignedError::TooLarge { .. })
    ));
}

#[test]
fn what_is_signed_for_one_agent_does_not_open_at_another() {
    let others = ["db2", "db", "db11", "local"].map(|name| AgentName::parse(name).unwrap());
    let snapshot = control_plane().sign_snapshot(&snapshot(), &db1()).unwrap();
    let serving = control_plane().sign_serving(&serving(), &db1()).unwrap();
    for other in others {
        let error = verifier().open_snapshot(&snapshot, &other).unwrap_err();
        assert!(matches!(error, SignedError::BadSignature { .. }), "{error}");
        assert!(error.to_string().contains("for another agent"), "{error}");
        assert!(verifier().open_serving(&serving, &other).is_err());
    }
}
