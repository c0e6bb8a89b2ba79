//! `vectors/tokens.json`: ten tokens printed by botocore with a frozen clock.

use serde::Deserialize;
use sigv4::token::{TokenRequest, mint};
use sigv4::{SecretAccessKey, Timestamp};

use crate::fixture::{Door, sha256_hex};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    time: String,
    secret: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    host: String,
    port: u16,
    user: String,
    region: String,
    session_token: Option<String>,
    access_key: String,
    token: String,
    length: usize,
    canonical_request: String,
    string_to_sign: String,
    cr_sha256: String,
}

impl Vector {
    fn request(&self) -> TokenRequest<'_> {
        TokenRequest {
            host: &self.host,
            port: self.port,
            db_user: &self.user,
            region: &self.region,
            access_key_id: &self.access_key,
            session_token: self.session_token.as_deref(),
        }
    }
}

fn file() -> File {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/tokens.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_vector_is_minted_byte_for_byte() {
    let file = file();
    assert_eq!(file.vectors.len(), 10);
    let secret = SecretAccessKey::new(file.secret);
    let now = Timestamp::parse_amz(&file.time).unwrap();
    for vector in &file.vectors {
        let minted = mint(&vector.request(), &secret, now).unwrap();
        assert_eq!(minted.expose(), vector.token, "{}", vector.name);
        assert_eq!(minted.expose().len(), vector.length, "{}", vector.name);
    }
}

#[test]
fn every_vector_is_admitted_from_its_first_second_to_its_last() {
    let file = file();
    let now = Timestamp::parse_amz(&file.time).unwrap();
    for vector in &file.vectors {
        let door = Door::for_request(&vector.request());
        for age in [0, 1, 899, 900] {
            let verified = door.admit(&vector.token, now.plus_seconds(age)).unwrap();
            assert_eq!(verified.token().db_user(), vector.user, "{}", vector.name);
            assert_eq!(verified.token().host(), vector.host, "{}", vector.name);
        }
        assert!(
            door.admit(&vector.token, now.plus_seconds(901)).is_err(),
            "{}",
            vector.name
        );
    }
}

/// The vectors' intermediate values hang together, so that a wrong signature can be traced.
#[test]
fn every_vectors_string_to_sign_is_of_its_canonical_request() {
    for vector in file().vectors {
        let digest = sha256_hex(&vector.canonical_request);
        assert_eq!(digest, vector.cr_sha256, "{}", vector.name);
        assert!(vector.string_to_sign.ends_with(&digest), "{}", vector.name);
    }
}
