use std::sync::Arc;

use iam::login::{Session, SessionDocument, SessionRefusal, Sessions as _};
use seal::{
    AgentsKey, MAX_PACKED_BYTES, MAX_SESSION_TOKEN_BYTES, SealError, SealedSession, SessionOpener,
    SessionSealer, Signer, Verifier,
};
use sigv4::SecretAccessKey;
use sigv4::token::{MAX_TOKEN_BYTES, Token, TokenRequest, mint};

use crate::fixture::{NOW, agents_key, control_plane, session, verifier};

const NONCE: [u8; 12] = [5; 12];

fn seal(session: &SessionDocument) -> Result<SealedSession, SealError> {
    SessionSealer::new(control_plane(), &agents_key())
        .unwrap()
        .seal(session, NONCE)
}

fn open(token: &str) -> Result<Arc<Session>, SessionRefusal> {
    SessionOpener::new(verifier(), &[agents_key()])
        .unwrap()
        .open(token, NOW)
}

fn refusal(token: &str) -> String {
    open(token).unwrap_err().to_string()
}

#[test]
fn a_session_opens_as_it_was_issued() {
    let issued = SessionDocument {
        source_identity: Some("jane".into()),
        tags: vec![("team".into(), "päyments".into())],
        transitive_tag_keys: vec!["team".into()],
        policy: Some(ALLOW_ALL.into()),
        policy_arns: vec!["arn:aws:iam::aws:policy/ReadOnlyAccess".into()],
        mfa_at: Some(NOW.as_unix() - 60),
        federated_provider: Some("accounts.google.com".into()),
        ..session()
    };
    let sealed = seal(&issued).unwrap();
    let opened = open(&sealed.token).unwrap();
    let json = |document: &SessionDocument| serde_json::to_value(document).unwrap();
    assert_eq!(json(opened.document()), json(&issued));
}

const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

#[test]
fn a_plain_session_is_short_and_looks_like_amazons() {
    let sealed = seal(&session()).unwrap();
    assert!(
        sealed.token.len() <= 700,
        "{} characters",
        sealed.token.len()
    );
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    assert!(sealed.token.bytes().all(base64) && sealed.token.len().is_multiple_of(4));
    assert_eq!(sealed.packed_percent, None);
}

#[test]
fn every_changed_character_is_refused() {
    let token = seal(&session()).unwrap().token;
    for at in 0..token.len() {
        let mut changed = token.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(
            matches!(open(&changed), Err(SessionRefusal::Invalid(_))),
            "character {at}"
        );
    }
}

#[test]
fn a_token_cut_anywhere_is_refused() {
    let token = seal(&session()).unwrap().token;
    for end in 0..token.len() {
        assert!(
            matches!(open(&token[..end]), Err(SessionRefusal::Invalid(_))),
            "{end}"
        );
    }
}

#[test]
fn an_agent_with_all_its_secrets_cannot_make_a_token_that_opens() {
    // A thief of an agent has the agents' key and the public key, and signs with a key of its own.
    let thief = Signer::from_seed(&[66; 32]).unwrap();
    let forged = SessionSealer::new(thief, &agents_key())
        .unwrap()
        .seal(&session(), NONCE)
        .unwrap();
    assert_eq!(
        refusal(&forged.token),
        "the session token is signed by another control plane"
    );
    // Nor by writing the control plane's key id over its own,
    let genuine = seal(&session()).unwrap();
    let with_id = splice(&genuine.token, &forged.token, 0..8);
    assert_eq!(
        refusal(&with_id),
        "the signature of the session token does not match"
    );
    // nor by putting a genuine signature under another session,
    let other = SessionDocument {
        principal_id: "AROAIOSFODNN7EXAMPLE2".into(),
        ..session()
    };
    let other = SessionSealer::new(Signer::from_seed(&[66; 32]).unwrap(), &agents_key())
        .unwrap()
        .seal(&other, NONCE)
        .unwrap();
    let bytes = decode(&genuine.token).len();
    let transplanted = splice(&genuine.token, &other.token, bytes - 64..bytes);
    let transplanted = splice(&genuine.token, &transplanted, 0..8);
    assert_eq!(
        refusal(&transplanted),
        "the signature of the session token does not match"
    );
}

/// `onto` with the octets of `range` from `from`.
fn splice(from: &str, onto: &str, range: std::ops::Range<usize>) -> String {
    let mut bytes = decode(onto);
    bytes[range.clone()].copy_from_slice(&decode(from)[range]);
    "Sekisho1".to_owned() + &base64::Engine::encode(&BASE64, bytes)
}

fn decode(token: &str) -> Vec<u8> {
    base64::Engine::decode(&BASE64, token.strip_prefix("Sekisho1").unwrap()).unwrap()
}

const BASE64: base64::engine::GeneralPurpose = base64::engine::general_purpose::STANDARD;

#[test]
fn a_signature_over_a_document_is_none_over_a_session() {
    let signed = control_plane()
        .sign_serving(&crate::fixture::serving(), &crate::fixture::db1())
        .unwrap();
    let token = "Sekisho1".to_owned() + &base64::Engine::encode(&BASE64, &signed[8..]);
    assert!(matches!(open(&token), Err(SessionRefusal::Invalid(_))));
}

#[test]
fn a_token_for_other_agents_does_not_open() {
    let others = AgentsKey::from_bytes(&[8; 32]);
    let sealed = SessionSealer::new(control_plane(), &others)
        .unwrap()
        .seal(&session(), NONCE);
    let token = sealed.unwrap().token;
    assert_eq!(
        refusal(&token),
        "the session token was made for other agents"
    );
    let both = SessionOpener::new(verifier(), &[agents_key(), others]).unwrap();
    assert!(
        both.open(&token, NOW).is_ok(),
        "while a key is replaced, both open"
    );
}

#[test]
fn amazons_own_session_tokens_are_told_apart() {
    let refused = refusal("IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/==");
    assert!(refused.contains("issued by another service"), "{refused}");
}

#[test]
fn an_expired_session_is_refused_from_its_last_second_on() {
    let token = seal(&session()).unwrap().token;
    let opener = SessionOpener::new(verifier(), &[agents_key()]).unwrap();
    let end = session().expires_at;
    assert!(opener.open(&token, end.plus_seconds(-1)).is_ok());
    assert_eq!(
        opener.open(&token, end).unwrap_err(),
        SessionRefusal::Expired { expired_at: end }
    );
}

#[test]
fn a_session_policy_that_does_not_compile_is_refused() {
    let broken = SessionDocument {
        policy: Some("{}x".into()),
        ..session()
    };
    let token = seal(&broken).unwrap().token;
    assert!(refusal(&token).starts_with("the session policy: "));
}

#[test]
fn policies_and_tags_fill_the_room_to_the_brim_and_not_beyond() {
    let with_tag = |bytes: usize| SessionDocument {
        tags: vec![("k".into(), "v".repeat(bytes))],
        ..session()
    };
    // [null,[],[["k","…"]],[]]
    let most = MAX_PACKED_BYTES - r#"[null,[],[["k",""]],[]]"#.len();
    assert_eq!(seal(&with_tag(most)).unwrap().packed_percent, Some(100));
    let error = seal(&with_tag(most + 1)).unwrap_err();
    assert!(
        matches!(error, SealError::PackedTooLarge { percent: 101 }),
        "{error}"
    );
    let error = seal(&with_tag(10 * most)).unwrap_err();
    assert!(
        matches!(error, SealError::PackedTooLarge { percent } if percent > 900),
        "{error}"
    );
}

#[test]
fn names_that_are_too_long_are_told_apart_from_policies_that_are() {
    let long = SessionDocument {
        federated_provider: Some("p".repeat(6000)),
        ..session()
    };
    assert!(matches!(seal(&long), Err(SealError::TooLong { .. })));
    let token = "Sekisho1".to_owned() + &"A".repeat(MAX_SESSION_TOKEN_BYTES);
    assert_eq!(
        refusal(&token),
        "the session token is too long to be one of ours"
    );
}

#[test]
fn the_longest_session_token_still_fits_into_a_database_token() {
    let full = SessionDocument {
        tags: vec![("k".into(), "v".repeat(MAX_PACKED_BYTES - 30))],
        federated_provider: Some("p".repeat(500)),
        ..session()
    };
    let sealed = seal(&full).unwrap();
    assert!(
        sealed.token.len() > MAX_SESSION_TOKEN_BYTES * 9 / 10,
        "{}",
        sealed.token.len()
    );
    let request = TokenRequest {
        host: &"h".repeat(253),
        port: 3306,
        db_user: &"u".repeat(96),
        region: "ap-southeast-1",
        access_key_id: "ASIAIOSFODNN7EXAMPLE",
        session_token: Some(&sealed.token),
    };
    let minted = mint(&request, &SecretAccessKey::new("s".repeat(40)), NOW).unwrap();
    assert!(minted.expose().len() <= MAX_TOKEN_BYTES);
    let parsed = Token::parse(minted.expose().as_bytes()).unwrap();
    assert_eq!(parsed.session_token(), Some(sealed.token.as_str()));
}

#[test]
fn another_control_planes_agents_do_not_open_ours() {
    let others = Verifier::new(vec![Signer::from_seed(&[4; 32]).unwrap().public().clone()]);
    let opener = SessionOpener::new(others, &[agents_key()]).unwrap();
    assert!(opener.open(&seal(&session()).unwrap().token, NOW).is_err());
}

#[test]
fn a_token_shows_nothing_of_the_session() {
    let token = seal(&session()).unwrap().token;
    let bytes = decode(&token);
    for secret in [b"jane.doe".as_slice(), b"AROA", b"ASIA", &[0xA7; 4]] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
    assert!(!format!("{:?}", seal(&session()).unwrap()).contains(token.as_str()));
}
