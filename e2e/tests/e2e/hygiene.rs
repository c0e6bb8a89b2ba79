//! What no client sends: tokens that are nearly right, octets that are no token at all.

use sigv4::request::{HttpRequest, PathForm, Signer, presign};
use sigv4::{SecretAccessKey, Timestamp};
use testkit::{LoginError, Password};

use crate::clock::{in_seconds, now};
use crate::people::{Key, Person, policy};
use crate::stand_in::{REGION, StandIn, shared};

/// A token put together by hand; each field is what a right one has.
struct Forge<'a> {
    key: &'a Key,
    host: String,
    query: String,
    headers: Vec<(&'a str, &'a [u8])>,
    region: &'a str,
    service: &'a str,
    expires_seconds: u32,
    at: Timestamp,
}

impl<'a> Forge<'a> {
    fn new(stand_in: &StandIn, key: &'a Key, user: &str) -> Self {
        Self {
            key,
            host: format!("127.0.0.1:{}", stand_in.db_port()),
            query: format!("Action=connect&DBUser={user}"),
            headers: Vec::new(),
            region: REGION,
            service: "rds-db",
            expires_seconds: 900,
            at: now(),
        }
    }

    /// The token, with a signature that is right for whatever it says.
    fn token(&self) -> String {
        let mut headers = vec![("host", self.host.as_bytes())];
        headers.extend(&self.headers);
        let request = HttpRequest {
            method: "GET",
            path: "/",
            query: &self.query,
            headers: &headers,
            body: b"",
        };
        let signer = Signer {
            access_key_id: &self.key.id,
            secret: &SecretAccessKey::new(self.key.secret.clone()),
            session_token: None,
            region: self.region,
            service: self.service,
            path_form: PathForm::Normalized,
        };
        let query = presign(&request, &signer, self.expires_seconds, self.at).unwrap();
        format!("{}/?{query}", self.host)
    }
}

/// A user who may log in, and the reasons why he does not.
struct Gate {
    stand_in: &'static StandIn,
    user: &'static str,
    person: Person,
}

impl Gate {
    fn new(user: &'static str) -> Self {
        let stand_in = shared();
        stand_in.create_db_user(user);
        let person = Person::new(&stand_in.root(), user);
        let arn = stand_in.db_user_arn(user);
        person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
        Self {
            stand_in,
            user,
            person,
        }
    }

    fn forge(&self) -> Forge<'_> {
        Forge::new(self.stand_in, &self.person.key, self.user)
    }

    fn try_with(&self, token: impl Into<Vec<u8>>) -> Result<testkit::Session, LoginError> {
        let password = Password::Clear(token.into());
        self.stand_in.client().log_in(self.user, &password)
    }

    #[track_caller]
    fn refuses(&self, token: impl Into<Vec<u8>>, reason: &str) {
        let token = token.into();
        let using = if token.is_empty() { "NO" } else { "YES" };
        let error = self.try_with(token).expect_err("a refusal");
        assert_eq!(
            error.to_string(),
            format!(
                "ERROR 1045 (28000): Access denied for user '{}'@'127.0.0.1' (using password: {using})",
                self.user
            )
        );
        let entry = self.stand_in.last_login(self.user);
        assert_eq!(entry["reason"], reason, "{entry}");
    }

    #[track_caller]
    fn admits(&self, token: impl Into<Vec<u8>>) {
        let mut session = self.try_with(token).unwrap();
        assert_eq!(
            session.value("SELECT CURRENT_USER()").unwrap(),
            format!("{}@%", self.user)
        );
    }
}

#[test]
fn octets_that_are_no_token_are_refused() {
    let gate = Gate::new("octets");
    let good = gate.forge().token();
    gate.admits(good.clone());
    gate.refuses("", "malformed_token");
    gate.refuses(
        [
            &good.as_bytes()[..20],
            &[0xff, 0xfe],
            &good.as_bytes()[20..],
        ]
        .concat(),
        "malformed_token",
    );
    gate.refuses([good.as_bytes(), &[0xc3]].concat(), "malformed_token");
    gate.refuses(
        [&good.as_bytes()[..20], &[0], &good.as_bytes()[20..]].concat(),
        "malformed_token",
    );
    gate.refuses(format!("{good}\n"), "malformed_token");
    gate.refuses(format!("https://{good}"), "malformed_token");
    gate.refuses("?".repeat(8192), "malformed_token");
    gate.admits(good);
}

#[test]
fn a_password_of_a_megabyte_is_refused_and_the_server_goes_on() {
    let gate = Gate::new("megabyte");
    gate.refuses("x".repeat(1 << 20), "malformed_token");
    let padded = format!("{}&X={}", gate.forge().token(), "a".repeat(8192));
    gate.refuses(padded, "malformed_token");
    gate.admits(gate.forge().token());
}

#[test]
fn parameters_twice_or_unknown_are_refused() {
    let gate = Gate::new("parameters");
    let good = gate.forge().token();
    gate.refuses(format!("{good}&DBUser=parameters"), "malformed_token");
    gate.refuses(format!("{good}&X-Amz-Expires=900"), "malformed_token");
    gate.refuses(format!("{good}&Colour=red"), "malformed_token");
    gate.refuses(good.replace("Action=connect&", ""), "malformed_token");
    gate.refuses(
        good.replace("&X-Amz-SignedHeaders=host", ""),
        "malformed_token",
    );
    // Signed as they are, so that it is not the signature that refuses them.
    let twice = format!("{}&DBUser=admin", gate.forge().query);
    gate.refuses(
        Forge {
            query: twice,
            ..gate.forge()
        }
        .token(),
        "malformed_token",
    );
    let unknown = format!("{}&Colour=red", gate.forge().query);
    gate.refuses(
        Forge {
            query: unknown,
            ..gate.forge()
        }
        .token(),
        "malformed_token",
    );
    gate.admits(good);
}

#[test]
fn lifetimes_out_of_range_are_refused() {
    let gate = Gate::new("lifetimes");
    gate.refuses(
        Forge {
            expires_seconds: 901,
            ..gate.forge()
        }
        .token(),
        "bad_expires",
    );
    gate.refuses(
        Forge {
            expires_seconds: 604_800,
            ..gate.forge()
        }
        .token(),
        "bad_expires",
    );
    let with = |expires: &str| {
        let good = gate.forge().token();
        good.replace("X-Amz-Expires=900", &format!("X-Amz-Expires={expires}"))
    };
    gate.refuses(with("0"), "bad_expires");
    for expires in [
        "-1",
        "1e3",
        "",
        "0x10",
        "%2b900",
        " 900",
        "99999999999999999999",
    ] {
        gate.refuses(with(expires), "malformed_token");
    }
    // A shorter life is a client's right.
    gate.admits(
        Forge {
            expires_seconds: 60,
            ..gate.forge()
        }
        .token(),
    );
    let old = Forge {
        expires_seconds: 60,
        at: in_seconds(-121),
        ..gate.forge()
    };
    gate.refuses(old.token(), "expired");
}

#[test]
fn another_service_date_header_or_action_is_refused() {
    let gate = Gate::new("elsewhere");
    gate.refuses(
        Forge {
            service: "rds",
            ..gate.forge()
        }
        .token(),
        "wrong_service",
    );
    gate.refuses(
        Forge {
            region: "us-east-1",
            ..gate.forge()
        }
        .token(),
        "wrong_region",
    );
    let more = Forge {
        headers: vec![("x", b"1")],
        ..gate.forge()
    };
    gate.refuses(more.token(), "wrong_signed_headers");
    let action = Forge {
        query: "Action=delete&DBUser=elsewhere".to_owned(),
        ..gate.forge()
    };
    gate.refuses(action.token(), "wrong_action");
    let host = Forge {
        host: format!("127.0.0.1:{}", gate.stand_in.db_port() ^ 1),
        ..gate.forge()
    };
    gate.refuses(host.token(), "wrong_host");
    let at = now();
    let today = at.date().to_string();
    let yesterday = at.date().previous().to_string();
    let dated = Forge { at, ..gate.forge() }.token();
    let scope = dated.replacen(&format!("%2F{today}%2F"), &format!("%2F{yesterday}%2F"), 1);
    assert_ne!(scope, dated);
    gate.refuses(scope, "wrong_scope_date");
}

#[test]
fn a_signature_covers_every_character() {
    let gate = Gate::new("covered");
    let good = gate.forge().token();
    let signature = good.find("X-Amz-Signature=").unwrap() + "X-Amz-Signature=".len();
    let flipped = |at: usize| {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        bytes
    };
    gate.refuses(flipped(signature), "bad_signature");
    gate.refuses(flipped(good.len() - 1), "bad_signature");
    // The length of life is signed too.
    gate.refuses(
        good.replace("X-Amz-Expires=900", "X-Amz-Expires=899"),
        "bad_signature",
    );
    gate.admits(good);
}

#[test]
fn an_encoding_that_no_client_writes_is_refused() {
    let gate = Gate::new("encodings");
    let good = gate.forge().token();
    let lower = good.replace("%2F", "%2f");
    assert_ne!(lower, good);
    gate.refuses(lower, "malformed_token");
    for (user, reason) in [
        ("encoding%73", "malformed_token"),
        ("enc+dings", "wrong_user"),
        ("encodings%00", "malformed_token"),
        ("encodings%", "malformed_token"),
        ("encodings%20", "wrong_user"),
        ("Encodings", "wrong_user"),
    ] {
        gate.refuses(
            good.replace("DBUser=encodings", &format!("DBUser={user}")),
            reason,
        );
    }
    gate.admits(good);
}
