//! `vectors/web-identity.json`: tokens of a provider, and of those who pose as it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests"
)]

use serde::Deserialize;
use sigv4::Timestamp;
use web_identity::{Expected, KeySet, Malformed, PresentedToken, Refusal};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    now: i64,
    issuer: String,
    audiences: Vec<String>,
    keys: serde_json::Value,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    token: String,
    expect: String,
}

fn vectors() -> Vectors {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/web-identity.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn word(vectors: &Vectors, keys: &KeySet, token: &str) -> &'static str {
    let presented = match PresentedToken::parse(token) {
        Ok(presented) => presented,
        Err(Malformed::TooLong(_)) => return "too long",
        Err(Malformed::Form) => return "form",
        Err(Malformed::Algorithm(_)) => return "algorithm",
        Err(Malformed::Critical) => return "critical",
        Err(Malformed::Missing(_) | Malformed::Claim(_)) => return "claims",
    };
    let expected = Expected {
        issuer: &vectors.issuer,
        audiences: &vectors.audiences,
    };
    match presented.verify(keys, expected, Timestamp::from_unix(vectors.now)) {
        Ok(_) => "ok",
        Err(Refusal::Issuer(_)) => "issuer",
        Err(Refusal::NoKey(_)) => "no key",
        Err(Refusal::Signature) => "signature",
        Err(Refusal::Audience(_)) => "audience",
        Err(Refusal::Expired { .. }) => "expired",
        Err(Refusal::Early { .. }) => "early",
    }
}

#[test]
fn every_token_is_believed_or_refused_for_its_reason() {
    let vectors = vectors();
    let keys = KeySet::parse(vectors.keys.to_string().as_bytes()).unwrap();
    assert!(vectors.cases.len() > 70);
    let wrong: Vec<String> = vectors
        .cases
        .iter()
        .filter_map(|case| {
            let found = word(&vectors, &keys, &case.token);
            (found != case.expect).then(|| format!("{}: {found}, not {}", case.about, case.expect))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A provider without keys that fit believes nothing, whatever the token says of itself.
#[test]
fn without_keys_no_token_is_believed() {
    let vectors = vectors();
    for case in &vectors.cases {
        assert_ne!(
            word(&vectors, &KeySet::default(), &case.token),
            "ok",
            "{}",
            case.about
        );
    }
}

/// One changed character anywhere in a token is one too many.
#[test]
fn a_token_with_a_changed_character_is_refused() {
    let vectors = vectors();
    let keys = KeySet::parse(vectors.keys.to_string().as_bytes()).unwrap();
    let genuine = &vectors
        .cases
        .iter()
        .find(|case| case.expect == "ok")
        .unwrap()
        .token;
    for place in 0..genuine.len() {
        let mut bytes = genuine.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_ne!(word(&vectors, &keys, &changed), "ok", "{place}");
    }
}

#[test]
fn what_a_token_says_is_read() {
    let vectors = vectors();
    let keys = KeySet::parse(vectors.keys.to_string().as_bytes()).unwrap();
    let claims = |about: &str| {
        let case = vectors
            .cases
            .iter()
            .find(|case| case.about == about)
            .unwrap();
        let expected = Expected {
            issuer: &vectors.issuer,
            audiences: &vectors.audiences,
        };
        let presented = PresentedToken::parse(&case.token).unwrap();
        let now = Timestamp::from_unix(vectors.now);
        presented
            .verify(&keys, expected, now)
            .unwrap()
            .claims()
            .clone()
    };
    let tags = claims("session tags").tags;
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(tags.principal, [pair("team", "red"), pair("cost", "1")]);
    assert_eq!(tags.transitive_keys, ["team"]);
    let named = claims("a source identity");
    assert_eq!(named.source_identity.as_deref(), Some("jane"));
    assert_eq!(
        (&*named.subject, &*named.issuer),
        ("jane", "https://idp.example.com")
    );
    let party = claims("azp stands for aud");
    assert_eq!(
        (party.audiences, party.original_audiences),
        (vec!["sekisho".to_owned()], vec!["resource".to_owned()])
    );
}
