//! Who logs in: a local user, and IAM users in every way that a token comes.

use serde_json::json;
use testkit::Password;

use crate::api::element;
use crate::people::{Key, Person};
use crate::stand_in::{Own, StandIn};

/// One way to log in.
#[derive(Debug)]
pub struct Contender {
    pub label: String,
    pub user: &'static str,
    pub password: Password,
}

/// Everybody; each has the same rights on the table.
#[derive(Debug)]
pub struct Contenders {
    /// Whom the others are measured against: `mysql_native_password`, the server's default.
    pub local: Contender,
    /// The same by a client that proposes another method first, as happens to every user whose method
    /// is not the server's default: what no other method can be faster than.
    pub switched: Contender,
    /// A token of a long-lived access key, after a switch of the method: what stock clients do.
    pub iam: Contender,
    /// A token of temporary credentials.
    pub session: Contender,
    /// A client that begins with `mysql_clear_password`.
    pub at_once: Contender,
    /// The long-lived access key.
    pub key: Key,
}

const LOCAL_USER: &str = "bench_local";
const IAM_USER: &str = "bench_iam";
const PASSWORD: &str = "a password of a local user";

/// What the session tokens of AWS have, more or less.
const SESSION_TOKEN_BYTES: usize = 1_700;

impl Contenders {
    /// Makes the users, here and there. Tokens are minted once: no client mints one in the time that
    /// is measured.
    pub fn enter(stand_in: &Own) -> Self {
        stand_in.create_db_user(IAM_USER);
        stand_in
            .admin(&format!(
                "CREATE USER {LOCAL_USER} IDENTIFIED VIA mysql_native_password USING \
                 PASSWORD('{PASSWORD}'); GRANT SELECT ON sugi01.* TO {LOCAL_USER}"
            ))
            .ok();
        let person = Person::new(&stand_in.root(), "bench");
        person.put_policy(
            "bench",
            &json!({ "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "rds-db:connect",
                  "Resource": stand_in.db_user_arn(IAM_USER) },
                { "Effect": "Allow", "Action": "sts:GetFederationToken", "Resource": "*" },
            ]}),
        );
        let token = |key: &Key| stand_in.purpose(IAM_USER).token(key);
        let iam = |label: &str, token: &str, password: fn(Vec<u8>) -> Password| Contender {
            label: format!("IAM user, {label} ({} bytes)", token.len()),
            user: IAM_USER,
            password: password(token.as_bytes().to_vec()),
        };
        let key = person.key;
        let (own, temporary) = (token(&key), token(&session(stand_in, &key)));
        Self {
            local: Contender {
                label: "local user, mysql_native_password".to_owned(),
                user: LOCAL_USER,
                password: Password::Native(PASSWORD.into()),
            },
            switched: Contender {
                label: "local user, after a switch of the method".to_owned(),
                user: LOCAL_USER,
                password: Password::NativeAfterSwitch(PASSWORD.into()),
            },
            iam: iam("token", &own, Password::Clear),
            session: iam("token of a session", &temporary, Password::Clear),
            at_once: iam("token in the first packet", &own, Password::ClearAtOnce),
            key,
        }
    }

    /// The local user first.
    pub fn all(&self) -> [&Contender; 5] {
        [
            &self.local,
            &self.iam,
            &self.session,
            &self.at_once,
            &self.switched,
        ]
    }
}

/// Temporary credentials with a session token as long as AWS's: its policy is as long as that takes.
fn session(stand_in: &StandIn, key: &Key) -> Key {
    let shortest = federated(stand_in, key, 1);
    let length = |key: &Key| key.session_token.as_ref().map_or(0, String::len);
    let missing = SESSION_TOKEN_BYTES.saturating_sub(length(&shortest));
    // Base64 makes four characters of three bytes.
    federated(stand_in, key, 1 + missing * 3 / 4)
}

fn federated(stand_in: &StandIn, key: &Key, sid_bytes: usize) -> Key {
    let mut api = stand_in.root();
    api.key = key.clone();
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Sid": "s".repeat(sid_bytes), "Effect": "Allow", "Action": "rds-db:connect",
        "Resource": "*",
    }]})
    .to_string();
    let xml = api.ok(
        "sts",
        "GetFederationToken",
        &[("Name", "bench"), ("Policy", &policy)],
    );
    let text = |name: &str| element(&xml, name).unwrap().to_owned();
    Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
        session_token: Some(text("SessionToken")),
    }
}
