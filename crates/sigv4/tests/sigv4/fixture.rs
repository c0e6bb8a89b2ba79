//! The vectors' clock and keys, and a login that fits a token.

use sha2::{Digest, Sha256};
use sigv4::token::{Endpoint, Expectation, Token, TokenRefusal, TokenRequest, VerifiedToken, mint};
use sigv4::{SecretAccessKey, SigningKey, Timestamp};

pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const HOST: &str = "mydb.123456789012.us-east-1.rds.amazonaws.com";

/// 2025-01-15T12:00:00Z.
pub(crate) fn noon() -> Timestamp {
    Timestamp::parse_amz("20250115T120000Z").unwrap()
}

pub(crate) fn secret() -> SecretAccessKey {
    SecretAccessKey::new(SECRET.to_owned())
}

pub(crate) fn key_of(token: &Token) -> SigningKey {
    SigningKey::derive(&secret(), token.scope())
}

pub(crate) fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Vector V1's input.
pub(crate) fn request() -> TokenRequest<'static> {
    TokenRequest {
        host: HOST,
        port: 3306,
        db_user: "jane_doe",
        region: "us-east-1",
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        session_token: None,
    }
}

pub(crate) fn minted(request: &TokenRequest<'_>) -> String {
    mint(request, &secret(), noon())
        .unwrap()
        .expose()
        .to_owned()
}

pub(crate) fn endpoint(host: &str, port: u16) -> Endpoint {
    Endpoint {
        host: host.to_ascii_lowercase(),
        port,
    }
}

/// One instance and one login.
pub(crate) struct Door {
    pub(crate) region: String,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) db_user: Vec<u8>,
}

impl Door {
    /// The door that `request` asks to be let in through.
    pub(crate) fn for_request(request: &TokenRequest<'_>) -> Self {
        Self {
            region: request.region.to_owned(),
            endpoints: vec![endpoint(request.host, request.port)],
            db_user: request.db_user.as_bytes().to_vec(),
        }
    }

    pub(crate) fn expectation(&self) -> Expectation<'_> {
        Expectation {
            region: &self.region,
            endpoints: &self.endpoints,
            db_user: &self.db_user,
            future_skew_seconds: 300,
        }
    }

    pub(crate) fn admit(&self, token: &str, now: Timestamp) -> Result<VerifiedToken, TokenRefusal> {
        let token = Token::parse(token.as_bytes()).expect("a well-formed token");
        let checked = token.check(&self.expectation(), now)?;
        let key = key_of(checked.token());
        checked.verify(&key)
    }
}
