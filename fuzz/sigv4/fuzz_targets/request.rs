//! Any request: no panic in either form; and whatever our signer signs, our verifier verifies.
//!
//! The input is `path \n query \n name \n value \n … \n\n body`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigv4::request::{
    HttpRequest, PathForm, RequestExpectation, RequestRefusal, SignedRequest, Signer, presign, sign,
};
use sigv4::{SecretAccessKey, SigningKey, Timestamp};

const EXPECTED: RequestExpectation<'static> = RequestExpectation {
    regions: &["us-east-1"],
    services: &["iam"],
    path_form: PathForm::Normalized,
};

fuzz_target!(|input: &str| {
    let (head, body) = input.split_once("\n\n").unwrap_or((input, ""));
    let mut lines = head.split('\n');
    let (path, query) = (
        lines.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    );
    let mut headers = Vec::new();
    while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
        headers.push((name, value.as_bytes()));
    }
    let request = HttpRequest {
        method: "POST",
        path,
        query,
        headers: &headers,
        body: body.as_bytes(),
    };
    let now = Timestamp::from_unix(1_736_942_400);
    as_it_arrives(&request, now);
    as_we_sign_it(&request, now);
});

fn as_it_arrives(request: &HttpRequest<'_>, now: Timestamp) {
    match SignedRequest::parse(request, &EXPECTED, now) {
        Ok(signed) => assert!(signed.verify(&SigningKey::from_bytes([0; 32])).is_err()),
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
}

fn as_we_sign_it(request: &HttpRequest<'_>, now: Timestamp) {
    let secret = SecretAccessKey::new("secret".to_owned());
    let signer = Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret: &secret,
        session_token: None,
        region: "us-east-1",
        service: "iam",
        path_form: PathForm::Normalized,
    };
    let mut headers = vec![("host", &b"iam.amazonaws.com"[..])];
    headers.extend(request.headers.iter().filter(|(name, _)| is_ordinary(name)));
    let request = HttpRequest {
        headers: &headers,
        ..*request
    };
    if let Ok(added) = sign(&request, &signer, now) {
        let mut headers = headers.clone();
        headers.push(("x-amz-date", added.amz_date.as_bytes()));
        headers.push(("authorization", added.authorization.as_bytes()));
        assert_verifies(
            &HttpRequest {
                headers: &headers,
                ..request
            },
            &secret,
            now,
        );
    }
    if let Ok(query) = presign(&request, &signer, 60, now) {
        assert_verifies(
            &HttpRequest {
                query: &query,
                ..request
            },
            &secret,
            now,
        );
    }
}

/// A field name of RFC 9110, section 5.6.2, that does not itself decide about the signature.
fn is_ordinary(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let name = name.to_ascii_lowercase();
    !name.is_empty()
        && name.bytes().all(is_token)
        && !name.starts_with("x-amz-")
        && name != "authorization"
}

fn assert_verifies(request: &HttpRequest<'_>, secret: &SecretAccessKey, now: Timestamp) {
    match SignedRequest::parse(request, &EXPECTED, now) {
        Ok(signed) => {
            let key = SigningKey::derive(secret, signed.scope());
            signed
                .verify(&key)
                .map(drop)
                .expect("what we sign, we verify");
        }
        Err(RequestRefusal::TooLarge { .. }) => {}
        Err(refusal) => panic!("{refusal:?}"),
    }
}
