//! What a login costs in this crate: `cargo bench -p sigv4`. Prints medians and 99th percentiles.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use sigv4::token::{Endpoint, Expectation, Token, TokenRequest, mint};
use sigv4::{SecretAccessKey, SigningKey, Timestamp};

const ROUNDS: usize = 20_000;

fn main() {
    let secret = SecretAccessKey::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned());
    let long_term = TokenRequest {
        host: "mydb.123456789012.us-east-1.rds.amazonaws.com",
        port: 3306,
        db_user: "jane_doe",
        region: "us-east-1",
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        session_token: None,
    };
    let session_token = "IQoJb3JpZ2luX2VjEXAMPLE/".repeat(50);
    let temporary = TokenRequest {
        access_key_id: "ASIAIOSFODNN7EXAMPLE",
        session_token: Some(&session_token),
        ..long_term
    };
    println!("{:<44} {:>10} {:>10}", "", "median", "p99");
    for (kind, request) in [
        ("long-term key", &long_term),
        ("1200-byte session token", &temporary),
    ] {
        measure(kind, request, &secret);
    }
}

fn measure(kind: &str, request: &TokenRequest<'_>, secret: &SecretAccessKey) {
    let now = Timestamp::parse_amz("20250115T120000Z").unwrap();
    let minted = mint(request, secret, now).unwrap();
    let bytes = minted.expose().as_bytes();
    let scope = Token::parse(bytes).unwrap().scope().clone();
    let key = SigningKey::derive(secret, &scope);
    let endpoints = [Endpoint {
        host: request.host.to_owned(),
        port: request.port,
    }];
    let expected = Expectation {
        region: request.region,
        endpoints: &endpoints,
        db_user: request.db_user.as_bytes(),
        future_skew_seconds: 300,
    };
    report(&format!("parse, {kind}"), || {
        Token::parse(black_box(bytes)).unwrap()
    });
    report(&format!("parse + check + verify, {kind}"), || {
        let token = Token::parse(black_box(bytes)).unwrap();
        token.check(&expected, now).unwrap().verify(&key).unwrap()
    });
    report(&format!("derive, {kind}"), || {
        SigningKey::derive(black_box(secret), &scope)
    });
    report(&format!("mint, {kind}"), || {
        mint(black_box(request), secret, now).unwrap()
    });
}

fn report<T>(name: &str, mut work: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!("{name:<44} {:>10.2?} {:>10.2?}", at(50), at(99));
}
