//! Bad tokens, and what the operator reads.

use sigv4::token::{
    Endpoint, MAX_TOKEN_BYTES, Parameter, Token, TokenRefusal, TokenRequest, TokenSyntaxError,
};
use sigv4::{EncodingError, SigningKey};

use crate::fixture::{Door, HOST, endpoint, key_of, minted, noon, request};

fn syntax(token: impl AsRef<[u8]>) -> TokenSyntaxError {
    Token::parse(token.as_ref()).expect_err("a syntax error")
}

/// V1 with `from` replaced.
fn altered(from: &str, to: &str) -> String {
    let token = minted(&request());
    assert!(token.contains(from), "{from} is not in the token");
    token.replacen(from, to, 1)
}

fn refusal(token: &str) -> TokenRefusal {
    Door::for_request(&request())
        .admit(token, noon())
        .expect_err("a refusal")
}

#[test]
fn what_is_no_token_at_all_is_named() {
    use TokenSyntaxError::*;
    assert_eq!(syntax(""), Empty);
    assert_eq!(syntax("hunter2"), NotAToken);
    assert_eq!(syntax(vec![b'a'; 1 << 20]), TooLong { bytes: 1 << 20 });
    assert_eq!(syntax(vec![b'a'; MAX_TOKEN_BYTES]), NotAToken);
    assert_eq!(
        syntax(vec![b'a'; MAX_TOKEN_BYTES + 1]),
        TooLong {
            bytes: MAX_TOKEN_BYTES + 1
        }
    );
    assert_eq!(syntax(b"\xff\xfe"), NotUtf8);
    assert_eq!(syntax(b"db:3306/?DBUser=\xC0\xAF"), NotUtf8);
    assert_eq!(syntax("db\0:3306/?"), ForbiddenByte { offset: 2, byte: 0 });
    assert_eq!(
        syntax("db:3306/? "),
        ForbiddenByte {
            offset: 9,
            byte: b' '
        }
    );
    assert_eq!(
        syntax("é"),
        ForbiddenByte {
            offset: 0,
            byte: 0xC3
        }
    );
    assert_eq!(
        syntax(format!("{}\n", minted(&request()))),
        ForbiddenByte {
            offset: 352,
            byte: 10
        }
    );
    assert_eq!(syntax(format!("https://{}", minted(&request()))), Scheme);
}

#[test]
fn hosts_ports_and_paths_that_no_sdk_prints_are_named() {
    let with = |authority: &str| syntax(altered(&format!("{HOST}:3306/"), authority));
    for port in [
        "",
        "0",
        "03306",
        "+3306",
        "-1",
        "3306x",
        "65536",
        "99999999999999999999",
    ] {
        let found = port.into();
        assert_eq!(
            with(&format!("{HOST}:{port}/")),
            TokenSyntaxError::Port { found }
        );
    }
    for host in [
        "", "a:b", "::1", "[db]", "[::1", "::1]", "a%2Fb", "a@b", "a,b",
    ] {
        assert!(
            matches!(
                with(&format!("{host}:3306/")),
                TokenSyntaxError::Host { .. }
            ),
            "{host}: {:?}",
            with(&format!("{host}:3306/"))
        );
    }
    for (authority, path) in [("db:3306//", "/"), ("db:3306/x", "/x"), ("db/x/", "/x")] {
        assert_eq!(
            with(authority),
            TokenSyntaxError::Path { found: path.into() }
        );
    }
}

#[test]
fn parameters_that_are_missing_repeated_unknown_or_empty_are_named() {
    use TokenSyntaxError::*;
    for (parameter, text) in [
        (Parameter::Action, "Action=connect&"),
        (Parameter::DbUser, "&DBUser=jane_doe"),
        (Parameter::Algorithm, "&X-Amz-Algorithm=AWS4-HMAC-SHA256"),
        (Parameter::Date, "&X-Amz-Date=20250115T120000Z"),
        (Parameter::Expires, "&X-Amz-Expires=900"),
        (Parameter::SignedHeaders, "&X-Amz-SignedHeaders=host"),
    ] {
        assert_eq!(syntax(altered(text, "")), Missing(parameter));
        let twice = format!("&{0}&{0}", text.trim_matches('&'));
        let expected = if text.starts_with('&') {
            Repeated(parameter)
        } else {
            EmptyParameter
        };
        assert_eq!(syntax(altered(text, &twice)), expected);
    }
    assert_eq!(
        syntax(altered("&DBUser=jane_doe", "&DBUser")),
        NoValue(Parameter::DbUser)
    );
    assert_eq!(syntax(altered("DBUser=jane_doe", "DBUser=")), EmptyUser);
    assert_eq!(
        syntax(altered("DBUser=jane_doe", "DBUser=a%00b")),
        NulInUser
    );
    assert_eq!(syntax(altered("&DBUser", "&&DBUser")), EmptyParameter);
    for name in [
        "dbuser",
        "X-Amz-Content-Sha256",
        "X-Amz-User-Agent",
        "?Action",
        "",
        "x%00",
    ] {
        let token = altered("&DBUser", &format!("&{name}=1&DBUser"));
        assert_eq!(syntax(token), UnknownParameter { name: name.into() });
    }
    assert_eq!(syntax("db:3306?X"), UnknownParameter { name: "X".into() });
    assert_eq!(syntax("db:3306?"), EmptyParameter);
}

#[test]
fn values_of_another_form_are_named() {
    use TokenSyntaxError::*;
    for found in [
        "-1",
        "1e3",
        "",
        "0900",
        "+900",
        "900s",
        "4294967296",
        "%39",
        "９",
    ] {
        let token = altered("Expires=900", &format!("Expires={found}"));
        let expected = match found {
            "９" => matches!(syntax(token), ForbiddenByte { .. }),
            _ => {
                syntax(token)
                    == Expires {
                        found: found.into(),
                    }
            }
        };
        assert!(expected, "{found}");
    }
    for found in [
        "",
        "20250115",
        "20250115T120000",
        "20250230T120000Z",
        "2025-01-15T12:00:00Z",
    ] {
        let token = altered("Date=20250115T120000Z", &format!("Date={found}"));
        assert_eq!(
            syntax(token),
            Date {
                found: found.into()
            }
        );
    }
    for signature in ["", "00", &"A".repeat(64), &"0".repeat(63), &"0".repeat(65)] {
        let token = minted(&request());
        let token = format!("{}{signature}", &token[..token.len() - 64]);
        assert_eq!(syntax(token), Signature, "{signature}");
    }
    let token = altered("&X-Amz-Signature", "&X-Amz-Security-Token=&X-Amz-Signature");
    assert_eq!(syntax(token), EmptySessionToken);
}

#[test]
fn credentials_of_another_form_are_named() {
    let whole = "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2Frds-db%2Faws4_request";
    for found in [
        "",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2Frds-db",
        "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2Frds-db%2Faws4_request%2F",
        "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2Frds-db%2Faws5_request",
        "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2F%2Faws4_request",
        "AKIAIOSFODNN7EXAMPLE%2F20250115%2F%2Frds-db%2Faws4_request",
        "AKIAIOSFODNN7EXAMPLE%2F20250199%2Fus-east-1%2Frds-db%2Faws4_request",
        "%2F20250115%2Fus-east-1%2Frds-db%2Faws4_request",
        "AKIA%0A%2F20250115%2Fus-east-1%2Frds-db%2Faws4_request",
    ] {
        let refused = syntax(altered(whole, found));
        assert_eq!(
            refused,
            TokenSyntaxError::Credential {
                found: found.into()
            }
        );
    }
    let mixed = "AKIAIOSFODNN7EXAMPLE/20250115%2Fus-east-1%2Frds-db%2Faws4_request";
    let source = EncodingError::Unescaped(b'/');
    let expected = TokenSyntaxError::Encoding {
        parameter: Parameter::Credential,
        source,
    };
    assert_eq!(syntax(altered(whole, mixed)), expected);
}

#[test]
fn percent_encoding_games_are_named() {
    use EncodingError::*;
    for (value, source) in [
        ("jane%2fdoe", LowerCaseEscape),
        ("jane%5Fdoe", NeedlessEscape),
        ("jane%", NotAnEscape),
        ("jane%5", NotAnEscape),
        ("jane%zz", NotAnEscape),
        ("jane%%25", NotAnEscape),
        ("%C0%AF", NotUtf8),
        ("%E2%82", NotUtf8),
        ("%ED%A0%80", NotUtf8),
    ] {
        let parameter = Parameter::DbUser;
        let refused = syntax(altered("jane_doe", value));
        assert_eq!(
            refused,
            TokenSyntaxError::Encoding { parameter, source },
            "{value}"
        );
    }
    let temporary = TokenRequest {
        session_token: Some("a+b/c=="),
        ..request()
    };
    let token = minted(&temporary).replacen("a%2Bb", "a+b", 1);
    let (parameter, source) = (Parameter::SecurityToken, Unescaped(b'+'));
    assert_eq!(
        syntax(token),
        TokenSyntaxError::Encoding { parameter, source }
    );
}

/// What the operator reads when `from` is replaced in V1.
fn assert_said(cases: &[(&str, &str, &str)]) {
    for (from, to, said) in cases {
        assert_eq!(refusal(&altered(from, to)).to_string(), *said);
    }
}

#[test]
fn a_token_of_another_kind_says_of_which() {
    assert_said(&[
        (
            "connect",
            "DeleteDBCluster",
            "the token asks for action `DeleteDBCluster`, not `connect`",
        ),
        (
            "AWS4-HMAC-SHA256",
            "AWS4-ECDSA-P256-SHA256",
            "the token is signed with `AWS4-ECDSA-P256-SHA256`; only AWS4-HMAC-SHA256 is accepted",
        ),
        (
            "SignedHeaders=host",
            "SignedHeaders=host%3Bx",
            "the token signs the headers `host;x`; it must sign `host` and no other",
        ),
        (
            "%2F20250115%2F",
            "%2F20250114%2F",
            "the token's credential is of 20250114, but it was signed on 20250115",
        ),
        (
            "us-east-1%2F",
            "us-west-2%2F",
            "the token is signed for region `us-west-2`; this instance is in `us-east-1`",
        ),
        (
            "rds-db",
            "rds",
            "the token is signed for service `rds`, not `rds-db`",
        ),
    ]);
}

#[test]
fn a_token_for_another_login_says_for_which() {
    assert_said(&[
        (
            "mydb.",
            "other.",
            "the token is signed for `other.123456789012.us-east-1.rds.amazonaws.com:3306`; \
             this instance is `mydb.123456789012.us-east-1.rds.amazonaws.com:3306`",
        ),
        (
            ":3306",
            ":3307",
            "the token is signed for `mydb.123456789012.us-east-1.rds.amazonaws.com:3307`; \
             this instance is `mydb.123456789012.us-east-1.rds.amazonaws.com:3306`",
        ),
        (
            "jane_doe",
            "Jane_doe",
            "the token is signed for user `Jane_doe`; the login is for `jane_doe`",
        ),
        (
            "Expires=900",
            "Expires=0",
            "the token asks to be valid for 0 s; 1 to 900 are accepted",
        ),
        (
            "Expires=900",
            "Expires=901",
            "the token asks to be valid for 901 s; 1 to 900 are accepted",
        ),
        (
            "AKIA",
            "ASIA",
            "`ASIAIOSFODNN7EXAMPLE` is a temporary access key, but the token carries no session token",
        ),
        (
            "&X-Amz-Signature",
            "&X-Amz-Security-Token=x&X-Amz-Signature",
            "the token carries a session token, but `AKIAIOSFODNN7EXAMPLE` is no temporary access key",
        ),
        (
            "AKIAIOSFODNN7EXAMPLE",
            "AKIAIOSFODNN7EXAMPLF",
            "the signature does not match: another secret access key than that of \
             `AKIAIOSFODNN7EXAMPLF`, or the token was altered",
        ),
    ]);
}

#[test]
fn a_token_is_valid_from_its_skew_to_its_last_second() {
    let (token, door) = (minted(&request()), Door::for_request(&request()));
    let at = |seconds| door.admit(&token, noon().plus_seconds(seconds));
    assert!(at(-300).is_ok() && at(0).is_ok() && at(900).is_ok());
    assert_eq!(
        at(-301).unwrap_err().to_string(),
        "not valid for another 1 s (signed 2025-01-15T12:00:00Z, 300 s ahead are allowed); \
         compare the clocks"
    );
    assert_eq!(
        at(961).unwrap_err().to_string(),
        "expired 61 s ago (signed 2025-01-15T12:00:00Z, valid 900 s)"
    );
    assert!(matches!(
        at(901),
        Err(TokenRefusal::Expired { seconds_ago: 1, .. })
    ));
}

#[test]
fn shorter_lifetimes_are_honoured() {
    let token = Token::parse(altered("Expires=900", "Expires=1").as_bytes()).unwrap();
    assert_eq!(token.expires_at(), noon().plus_seconds(1));
    let door = Door::for_request(&request());
    assert!(
        token
            .clone()
            .check(&door.expectation(), noon().plus_seconds(1))
            .is_ok()
    );
    let refused = token
        .check(&door.expectation(), noon().plus_seconds(2))
        .unwrap_err();
    assert!(matches!(
        refused,
        TokenRefusal::Expired {
            expires_seconds: 1,
            ..
        }
    ));
}

#[test]
fn the_user_is_compared_byte_for_byte() {
    let token = minted(&request());
    for user in [
        &b"JANE_DOE"[..],
        b"jane_doe ",
        b"jane_doe\0",
        b"",
        b"jane_do\xff",
    ] {
        let door = Door {
            db_user: user.to_vec(),
            ..Door::for_request(&request())
        };
        let refused = door.admit(&token, noon()).unwrap_err();
        assert!(
            matches!(refused, TokenRefusal::WrongUser { .. }),
            "{refused}"
        );
    }
}

#[test]
fn an_instance_without_endpoints_admits_nobody() {
    let door = Door {
        endpoints: vec![],
        ..Door::for_request(&request())
    };
    let refused = door.admit(&minted(&request()), noon()).unwrap_err();
    assert!(
        refused
            .to_string()
            .ends_with("this instance is without an endpoint"),
        "{refused}"
    );
}

#[test]
fn any_of_several_endpoints_will_do() {
    let endpoints: Vec<Endpoint> = vec![endpoint("reader", 3306), endpoint(HOST, 3306)];
    let door = Door {
        endpoints,
        ..Door::for_request(&request())
    };
    assert!(door.admit(&minted(&request()), noon()).is_ok());
}

#[test]
fn the_first_refusal_is_the_one_of_the_documented_order() {
    let steps = [
        ("connect", "c"),
        ("AWS4-HMAC-SHA256", "x"),
        ("SignedHeaders=host", "SignedHeaders=x"),
        ("%2F20250115", "%2F20250114"),
        ("us-east-1%2F", "us-east-2%2F"),
        ("rds-db", "rds"),
        ("mydb", "other"),
        ("jane_doe", "john"),
        ("Expires=900", "Expires=0"),
        ("AKIA", "ASIA"),
    ];
    let mut token = minted(&request());
    let mut order = vec![];
    for (from, to) in steps.iter().rev() {
        token = token.replacen(from, to, 1);
        order.push(std::mem::discriminant(&refusal(&token)));
    }
    let distinct: std::collections::HashSet<_> = order.iter().collect();
    assert_eq!(distinct.len(), steps.len());
}

#[test]
fn every_key_but_the_right_one_is_refused() {
    let token = Token::parse(minted(&request()).as_bytes()).unwrap();
    let door = Door::for_request(&request());
    let verify = |key: &SigningKey| {
        token
            .clone()
            .check(&door.expectation(), noon())
            .unwrap()
            .verify(key)
            .is_ok()
    };
    let right = key_of(&token);
    assert!(verify(&right));
    for bit in 0..256 {
        let mut bytes = *right.expose();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(!verify(&SigningKey::from_bytes(bytes)));
    }
}

#[test]
fn debug_shows_neither_signature_nor_session_token() {
    let temporary = TokenRequest {
        access_key_id: "ASIAIOSFODNN7EXAMPLE",
        session_token: Some("hunter2"),
        ..request()
    };
    let text = minted(&temporary);
    let shown = format!("{:?}", Token::parse(text.as_bytes()).unwrap());
    assert!(
        shown.contains("jane_doe") && !shown.contains("hunter2"),
        "{shown}"
    );
    assert!(!shown.contains(&text[text.len() - 64..]), "{shown}");
}
