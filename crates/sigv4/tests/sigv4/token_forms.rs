//! The token as each SDK prints it (`docs/aws-behaviour.md`, 1.3), signed here by other means than
//! the crate's own.

use sigv4::token::{Token, TokenRefusal};
use sigv4::{CredentialScope, ScopeDate, SecretAccessKey, SigningKey, Timestamp};

use crate::fixture::{Door, HOST, SECRET, endpoint, noon, sha256_hex};

const CREDENTIAL: &str = "AKIAIOSFODNN7EXAMPLE%2F20250115%2Fus-east-1%2Frds-db%2Faws4_request";
const SCOPE: &str = "20250115/us-east-1/rds-db/aws4_request";

/// What an SDK signs, already encoded.
struct Signed<'a> {
    host_header: &'a str,
    user: &'a str,
    expires: &'a str,
}

impl Signed<'_> {
    fn signature(&self) -> String {
        let Self {
            host_header,
            user,
            expires,
        } = self;
        let canonical = format!(
            "GET\n/\nAction=connect&DBUser={user}&X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential={CREDENTIAL}&X-Amz-Date=20250115T120000Z&X-Amz-Expires={expires}\
             &X-Amz-SignedHeaders=host\nhost:{host_header}\n\nhost\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let digest = sha256_hex(canonical);
        let text = format!("AWS4-HMAC-SHA256\n20250115T120000Z\n{SCOPE}\n{digest}");
        let scope = CredentialScope {
            date: ScopeDate::parse("20250115").unwrap(),
            region: "us-east-1".into(),
            service: "rds-db".into(),
        };
        let key = SigningKey::derive(&SecretAccessKey::new(SECRET.into()), &scope);
        key.sign(text.as_bytes()).to_string()
    }

    /// The token whose text is `printed`, with the signature for `{sig}`.
    fn print(&self, printed: &str) -> String {
        printed
            .replace("{auth}", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={cred}&X-Amz-Date=20250115T120000Z")
            .replace("{cred}", CREDENTIAL)
            .replace("{sig}", &self.signature())
    }
}

fn door(host: &str, port: u16, user: &str) -> Door {
    Door {
        region: "us-east-1".into(),
        endpoints: vec![endpoint("other.example.com", 1), endpoint(host, port)],
        db_user: user.as_bytes().to_vec(),
    }
}

fn assert_admitted(token: &str, door: &Door) {
    let admitted = door.admit(token, noon());
    assert!(admitted.is_ok(), "{token}: {admitted:?}");
}

#[test]
fn javascript_prints_signed_headers_last_and_signs_the_host_as_typed_with_its_port() {
    for (host, port) in [(HOST, 3306), ("MyDB.Example.com", 3306), (HOST, 443)] {
        let host_header = format!("{host}:{port}");
        let signed = Signed {
            host_header: &host_header,
            user: "jane",
            expires: "900",
        };
        let token = signed.print(&format!(
            "{host}:{port}/?Action=connect&DBUser=jane&{{auth}}&X-Amz-Expires=900\
             &X-Amz-Signature={{sig}}&X-Amz-SignedHeaders=host"
        ));
        assert_admitted(&token, &door(host, port, "jane"));
    }
}

#[test]
fn go_sorts_its_parameters_keeps_the_case_drops_443_and_once_printed_no_slash() {
    for (port, host_header) in [(3306, "MyDB.Example.com:3306"), (443, "MyDB.Example.com")] {
        let signed = Signed {
            host_header,
            user: "jane",
            expires: "900",
        };
        for slash in ["/", ""] {
            let token = signed.print(&format!(
                "MyDB.Example.com:{port}{slash}?Action=connect&DBUser=jane&{{auth}}\
                 &X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature={{sig}}"
            ));
            assert_admitted(&token, &door("mydb.example.com", port, "jane"));
        }
    }
}

#[test]
fn java_v1_drops_port_80_and_asks_for_899_seconds() {
    let signed = Signed {
        host_header: "db.example.com",
        user: "jane",
        expires: "899",
    };
    for printed in ["db.example.com:80", "db.example.com"] {
        let token = signed.print(&format!(
            "{printed}/?DBUser=jane&Action=connect&{{auth}}&X-Amz-Expires=899\
             &X-Amz-SignedHeaders=host&X-Amz-Signature={{sig}}"
        ));
        assert_admitted(&token, &door("db.example.com", 80, "jane"));
    }
}

#[test]
fn java_v2_prints_its_own_order() {
    let token = Signed {
        host_header: "db.example.com:3306",
        user: "jane",
        expires: "900",
    }
    .print(
        "db.example.com:3306/?DBUser=jane&Action=connect&X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Date=20250115T120000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=900\
         &X-Amz-Credential={cred}&X-Amz-Signature={sig}",
    );
    assert_admitted(&token, &door("db.example.com", 3306, "jane"));
}

#[test]
fn rust_prints_the_user_as_typed_and_443_not_at_all() {
    for (typed, signed_as, user) in [
        ("jane", "jane", "jane"),
        ("a.b@c/d+e", "a.b%40c%2Fd%20e", "a.b@c/d e"),
        (
            "it's(me)*!,;:$=|^`{}[]",
            "it%27s%28me%29%2A%21%2C%3B%3A%24%3D%7C%5E%60%7B%7D%5B%5D",
            "it's(me)*!,;:$=|^`{}[]",
        ),
        ("%C3%A9@x", "%C3%A9%40x", "é@x"),
    ] {
        let signed = Signed {
            host_header: "db.example.com",
            user: signed_as,
            expires: "900",
        };
        let token = signed
            .print("db.example.com/?Action=connect&DBUser={typed}&{auth}&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature={sig}")
            .replace("{typed}", typed);
        assert_admitted(&token, &door("db.example.com", 443, user));
    }
}

#[test]
fn dotnet_printed_the_scope_with_its_slashes_until_2024() {
    let token = Signed {
        host_header: "db.example.com:3306",
        user: "jane",
        expires: "900",
    }
    .print(
        "db.example.com:3306/?X-Amz-Expires=900&DBUser=jane&Action=connect&{auth}\
         &X-Amz-SignedHeaders=host&X-Amz-Signature={sig}",
    );
    let token = token.replace("%2F", "/");
    assert_admitted(&token, &door("db.example.com", 3306, "jane"));
}

/// Signatures that the SDKs publish in their own tests.
#[test]
fn the_published_tokens_of_java_and_rust_are_admitted() {
    let java = "host.us-east-1.amazonaws.com:3306/?DBUser=mySQLUser&Action=connect\
        &X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20161107T173933Z&X-Amz-SignedHeaders=host\
        &X-Amz-Expires=900&X-Amz-Credential=access_key%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request\
        &X-Amz-Signature=87ab58107ef49f1c311a412f98b7f976b0b5152ffb559f0d36c6c9a0c5e0e362";
    let rust = "prod-instance.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=peccy\
        &X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=akid%2F20240826%2Fus-east-1%2Frds-db%2Faws4_request\
        &X-Amz-Date=20240826T220000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
        &X-Amz-Signature=dd0cba843009474347af724090233265628ace491ea17ce3eb3da098b983ad89";
    for (text, secret, host, user, now) in [
        (
            java,
            "secret_key",
            "host.us-east-1.amazonaws.com",
            "mySQLUser",
            "20161107T173933Z",
        ),
        (
            rust,
            "secret",
            "prod-instance.us-east-1.rds.amazonaws.com",
            "peccy",
            "20240826T220000Z",
        ),
    ] {
        let token = Token::parse(text.as_bytes()).unwrap();
        let key = SigningKey::derive(&SecretAccessKey::new(secret.into()), token.scope());
        let door = door(host, 3306, user);
        let checked = token
            .check(&door.expectation(), Timestamp::parse_amz(now).unwrap())
            .unwrap();
        assert!(checked.verify(&key).is_ok(), "{text}");
    }
}

#[test]
fn a_missing_port_stands_for_a_default_port_only() {
    let signed = Signed {
        host_header: "db.example.com",
        user: "jane",
        expires: "900",
    };
    let token = signed.print(
        "db.example.com/?Action=connect&DBUser=jane&{auth}&X-Amz-Expires=900\
         &X-Amz-SignedHeaders=host&X-Amz-Signature={sig}",
    );
    assert_admitted(&token, &door("db.example.com", 443, "jane"));
    assert_admitted(&token, &door("db.example.com", 80, "jane"));
    let refusal = door("db.example.com", 3306, "jane")
        .admit(&token, noon())
        .unwrap_err();
    assert!(
        matches!(refusal, TokenRefusal::WrongEndpoint { .. }),
        "{refusal}"
    );
    // Only a default port may be left out of the signature.
    let token = token.replace("db.example.com/", "db.example.com:3306/");
    let refusal = door("db.example.com", 3306, "jane")
        .admit(&token, noon())
        .unwrap_err();
    assert!(
        matches!(refusal, TokenRefusal::SignatureMismatch { .. }),
        "{refusal}"
    );
}
