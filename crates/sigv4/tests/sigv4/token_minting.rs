//! What `mint` refuses, and what it must not.

use sigv4::SecretAccessKey;
use sigv4::token::{MAX_TOKEN_BYTES, MintError, TokenRequest, mint};

use crate::fixture::{minted, noon, request, secret};

fn refusal(request: &TokenRequest<'_>) -> MintError {
    mint(request, &secret(), noon()).expect_err("a refusal")
}

#[test]
fn hosts_that_are_none_are_named_for_what_they_are() {
    use MintError::*;
    let refused = |host: &str| refusal(&TokenRequest { host, ..request() });
    assert_eq!(refused(""), EmptyHost);
    for scheme in ["https://db.example.com", "mysql://db.example.com", "://"] {
        assert_eq!(refused(scheme), HostWithScheme(scheme.into()));
    }
    assert_eq!(refused("2001:db8::1"), BareIpv6("2001:db8::1".into()));
    assert_eq!(
        refused("db.example.com:3306"),
        HostWithPort("db.example.com:3306".into())
    );
    assert_eq!(refused("[::1]:3306"), HostWithPort("[::1]:3306".into()));
    for host in [
        "db/x",
        "db?x",
        "db x",
        " db",
        "db\n",
        "db\0",
        "db\t",
        "db#x",
        "db@x",
        "db%20",
        "db\\x",
        "dé",
        "[",
        "]",
        "[]",
        "[db]",
        "[::1",
        "[fe80::1%eth0]",
        "db&x",
    ] {
        assert_eq!(refused(host), NotAHost(host.into()));
    }
    let longest = "a".repeat(253);
    minted(&TokenRequest {
        host: &longest,
        ..request()
    });
    let longer = "a".repeat(254);
    assert_eq!(refused(&longer), NotAHost(longer.clone()));
}

#[test]
fn other_input_that_could_never_log_in_is_refused() {
    use MintError::*;
    assert_eq!(
        refusal(&TokenRequest {
            port: 0,
            ..request()
        }),
        PortZero
    );
    assert_eq!(
        refusal(&TokenRequest {
            db_user: "",
            ..request()
        }),
        EmptyUser
    );
    assert_eq!(
        refusal(&TokenRequest {
            db_user: "a\0b",
            ..request()
        }),
        NulInUser
    );
    assert_eq!(
        refusal(&TokenRequest {
            region: "",
            ..request()
        }),
        EmptyRegion
    );
    for region in ["us east 1", "us/east", "us_east_1", "é", &"a".repeat(64)] {
        assert_eq!(
            refusal(&TokenRequest {
                region,
                ..request()
            }),
            NotARegion(region.into())
        );
    }
    for access_key_id in ["", "AKIA/X", "AKIA X", &"A".repeat(129)] {
        assert_eq!(
            refusal(&TokenRequest {
                access_key_id,
                ..request()
            }),
            NotAnAccessKeyId
        );
    }
    let bad = TokenRequest {
        session_token: Some(""),
        ..request()
    };
    assert_eq!(refusal(&bad), EmptySessionToken);
    let empty = SecretAccessKey::new(String::new());
    assert_eq!(mint(&request(), &empty, noon()).unwrap_err(), EmptySecret);
}

#[test]
fn a_token_as_long_as_a_verifier_reads_is_minted_and_none_longer() {
    let fixed = minted(&TokenRequest {
        session_token: Some("x"),
        ..request()
    })
    .len()
        - 1;
    let longest = "x".repeat(MAX_TOKEN_BYTES - fixed);
    let token = minted(&TokenRequest {
        session_token: Some(&longest),
        ..request()
    });
    assert_eq!(token.len(), MAX_TOKEN_BYTES);
    let longer = format!("{longest}x");
    let refused = refusal(&TokenRequest {
        session_token: Some(&longer),
        ..request()
    });
    assert_eq!(refused, MintError::TooLong(MAX_TOKEN_BYTES + 1));
}

#[test]
fn messages_say_what_to_do() {
    let said = |host| refusal(&TokenRequest { host, ..request() }).to_string();
    assert_eq!(
        said("::1"),
        "the IPv6 address `::1` must be in brackets: `[::1]`"
    );
    assert_eq!(
        said("https://db"),
        "the host name `https://db` starts with a scheme; give the bare name"
    );
}

#[test]
fn debug_shows_neither_token_nor_session_token() {
    let request = TokenRequest {
        session_token: Some("hunter2"),
        ..request()
    };
    let token = mint(&request, &secret(), noon()).unwrap();
    assert_eq!(format!("{token:?}"), "MintedToken(..)");
    assert!(!format!("{request:?}").contains("hunter2"));
}
