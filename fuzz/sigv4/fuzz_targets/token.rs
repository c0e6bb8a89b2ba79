//! Any bytes as a token: no panic, and no way past the signature for a login that believes every
//! claim.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigv4::SigningKey;
use sigv4::token::{Endpoint, Expectation, Token};

fuzz_target!(|bytes: &[u8]| {
    let token = match Token::parse(bytes) {
        Ok(token) => token,
        Err(error) => {
            assert!(!error.to_string().contains('\0'));
            return;
        }
    };
    let _ = format!("{token:?}");
    let claims = token.clone();
    let host = claims.host().to_ascii_lowercase();
    let endpoints = [Endpoint {
        host,
        port: claims.port().unwrap_or(443),
    }];
    let expected = Expectation {
        region: &claims.scope().region,
        endpoints: &endpoints,
        db_user: claims.db_user().as_bytes(),
        future_skew_seconds: 0,
    };
    match token.check(&expected, claims.signed_at()) {
        Ok(checked) => assert!(checked.verify(&SigningKey::from_bytes([0; 32])).is_err()),
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
});
