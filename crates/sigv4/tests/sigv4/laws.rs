//! What holds for any input.

use proptest::prelude::*;
use sigv4::request::{HttpRequest, PathForm, RequestExpectation, SignedRequest, Signer};
use sigv4::request::{presign, sign};
use sigv4::token::{MAX_TOKEN_BYTES, Token, TokenRequest, TokenSyntaxError, mint};
use sigv4::{SigningKey, Timestamp};

use crate::fixture::{Door, key_of, minted, noon, request, secret};

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9_]([A-Za-z0-9._-]{0,60}[A-Za-z0-9])?",
        any::<std::net::Ipv4Addr>().prop_map(|address| address.to_string()),
        any::<std::net::Ipv6Addr>().prop_map(|address| format!("[{address}]")),
    ]
}

fn user() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_][a-z0-9_]{0,31}",
        any::<String>().prop_filter("a user", |user| !user.is_empty() && !user.contains('\0')),
    ]
}

fn port() -> impl Strategy<Value = u16> {
    prop_oneof![Just(443), Just(80), Just(3306), 1..=u16::MAX]
}

proptest! {
    #[test]
    fn whatever_is_minted_logs_in(
        host in host(),
        port in port(),
        user in user(),
        region in "[a-z]{2}(-gov)?-[a-z]{4,9}-[1-9]",
        session_token in proptest::option::of("[A-Za-z0-9+/=]{1,2000}"),
        now in 0..253_402_300_799_i64,
        age in 0..=900_i64,
    ) {
        let request = TokenRequest {
            host: &host,
            port,
            db_user: &user,
            region: &region,
            access_key_id:
                if session_token.is_some() { "ASIAIOSFODNN7EXAMPLE" } else { "AKIAIOSFODNN7EXAMPLE" },
            session_token: session_token.as_deref(),
        };
        let now = Timestamp::from_unix(now);
        let minted = mint(&request, &secret(), now).unwrap();
        let verified = Door::for_request(&request)
            .admit(minted.expose(), now.plus_seconds(age))
            .unwrap();
        let token = verified.token();
        prop_assert_eq!(token.host(), &host);
        prop_assert_eq!(token.port(), Some(port));
        prop_assert_eq!(token.db_user(), &user);
        prop_assert_eq!(&token.scope().region, &region);
        prop_assert_eq!(token.session_token(), session_token.as_deref());
        prop_assert_eq!(token.signed_at(), now);
    }

    #[test]
    fn parameters_may_come_in_any_order(order in Just((0..9).collect::<Vec<_>>()).prop_shuffle()) {
        let request = TokenRequest {
            access_key_id: "ASIAIOSFODNN7EXAMPLE",
            session_token: Some("a+b/c=="),
            ..request()
        };
        let token = minted(&request);
        let (authority, query) = token.split_once('?').unwrap();
        let parameters: Vec<_> = query.split('&').collect();
        let shuffled: Vec<_> = order.into_iter().map(|index: usize| parameters[index]).collect();
        let token = format!("{authority}?{}", shuffled.join("&"));
        prop_assert!(Door::for_request(&request).admit(&token, noon()).is_ok());
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Token::parse(&bytes);
    }

    #[test]
    fn no_text_of_a_tokens_alphabet_makes_the_parser_panic(
        text in r"[a-z:.\[\]/]{0,20}\??((Action|DBUser|X-Amz-(Date|Expires|Credential|Signature)|[A-Za-z-]{0,5})=?[%0-9A-Fa-z/+T=]{0,20}&?){0,10}"
    ) {
        let _ = Token::parse(text.as_bytes());
    }

    #[test]
    fn a_token_made_longer_is_never_read_past_the_limit(extra in 0..20_000_usize) {
        let text = format!("{}{}", minted(&request()), "&".repeat(extra));
        let too_long = TokenSyntaxError::TooLong { bytes: text.len() };
        let refused = Token::parse(text.as_bytes()).err();
        prop_assert_eq!(refused == Some(too_long), text.len() > MAX_TOKEN_BYTES);
        prop_assert_eq!(refused.is_none(), extra == 0);
    }

    #[test]
    fn another_key_never_verifies(bytes in any::<[u8; 32]>()) {
        let token = Token::parse(minted(&request()).as_bytes()).unwrap();
        let right = key_of(&token);
        let door = Door::for_request(&request());
        let checked = token.check(&door.expectation(), noon()).unwrap();
        let key = SigningKey::from_bytes(bytes);
        prop_assert_eq!(checked.verify(&key).is_ok(), &bytes == right.expose());
    }
}

const EXPECTED: RequestExpectation<'static> = RequestExpectation {
    regions: &["us-east-1"],
    services: &["iam"],
    path_form: PathForm::Normalized,
};

/// Signs in both forms, lets `tamper` at the sent request, and says whether both verify.
fn both_forms_verify(
    request: &HttpRequest<'_>,
    tamper: impl Fn(HttpRequest<'_>, &dyn Fn(&HttpRequest<'_>) -> bool) -> bool,
) -> [bool; 2] {
    let secret = secret();
    let signer = Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret: &secret,
        session_token: None,
        region: "us-east-1",
        service: "iam",
        path_form: PathForm::Normalized,
    };
    let verifies = |request: &HttpRequest<'_>| {
        SignedRequest::parse(request, &EXPECTED, noon()).is_ok_and(|signed| {
            let key = SigningKey::derive(&secret, signed.scope());
            signed.verify(&key).is_ok()
        })
    };
    let added = sign(request, &signer, noon()).unwrap();
    let mut headers = request.headers.to_vec();
    headers.push(("X-Amz-Date", added.amz_date.as_bytes()));
    headers.push(("Authorization", added.authorization.as_bytes()));
    let query = presign(request, &signer, 60, noon()).unwrap();
    [
        tamper(
            HttpRequest {
                headers: &headers,
                ..*request
            },
            &verifies,
        ),
        tamper(
            HttpRequest {
                query: &query,
                ..*request
            },
            &verifies,
        ),
    ]
}

proptest! {
    #[test]
    fn whatever_is_signed_verifies_and_no_other_body_does(
        method in "GET|POST|PUT",
        path in "(/[ -~é]{0,8}){0,4}",
        query in "([a-z+é]{1,4}(=[a-z0-9+./~]{0,5})?(%[0-9A-Fa-f]{2})?&?){0,6}",
        value in "[ -~]{0,20}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
        other in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let headers = [("Host", &b"iam.amazonaws.com"[..]), ("X-Amz-Meta", value.as_bytes())];
        let request =
            HttpRequest { method: &method, path: &path, query: &query, headers: &headers, body: &body };
        prop_assert_eq!(both_forms_verify(&request, |sent, verifies| verifies(&sent)), [true; 2]);
        let swapped = both_forms_verify(&request, |sent, verifies| {
            verifies(&HttpRequest { body: &other, ..sent })
        });
        prop_assert_eq!(swapped, [body == other; 2]);
    }

    #[test]
    fn the_order_of_query_parameters_and_headers_does_not_matter(
        pairs in proptest::collection::vec("[a-c]{1,2}=[a-c]{0,2}", 1..6),
        turn in 0..6_usize,
    ) {
        let query = pairs.join("&");
        let headers = [("Host", &b"h"[..]), ("b", b"2"), ("a", b"1")];
        let request = HttpRequest { method: "GET", path: "/", query: &query, headers: &headers, body: b"" };
        let verified = both_forms_verify(&request, |sent, verifies| {
            let mut parameters: Vec<_> = sent.query.split('&').collect();
            let count = parameters.len();
            parameters.rotate_left(turn % count);
            let mut headers = sent.headers.to_vec();
            headers.reverse();
            verifies(&HttpRequest { query: &parameters.join("&"), headers: &headers, ..sent })
        });
        prop_assert_eq!(verified, [true; 2]);
    }

    #[test]
    fn no_request_makes_the_parser_panic(
        path in any::<String>(),
        query in any::<String>(),
        authorization in proptest::collection::vec(any::<u8>(), 0..80),
        date in any::<String>(),
    ) {
        let prefixed = [&b"AWS4-HMAC-SHA256 "[..], &authorization].concat();
        for authorization in [&authorization, &prefixed] {
            let headers = [
                ("host", &b"h"[..]),
                ("authorization", authorization),
                ("x-amz-date", date.as_bytes()),
            ];
            let request = HttpRequest { method: "GET", path: &path, query: &query, headers: &headers, body: b"" };
            let _ = SignedRequest::parse(&request, &EXPECTED, noon());
            let presigned = format!("X-Amz-Algorithm=AWS4-HMAC-SHA256&{query}");
            let request = HttpRequest { query: &presigned, headers: &[], ..request };
            let _ = SignedRequest::parse(&request, &EXPECTED, noon());
        }
    }
}
