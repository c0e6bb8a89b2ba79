//! Tokens for the user who logs in with them.

use serde_json::json;

use crate::clusters::Cluster;
use crate::people::{Key, Person};

/// What the session tokens of AWS have, more or less.
const SESSION_TOKEN_BYTES: usize = 1_700;

/// Minted once: no client mints one in the time that is measured.
#[derive(Debug)]
pub struct Tokens {
    /// Of a long-lived access key.
    pub own: String,
    /// Of temporary credentials.
    pub session: String,
    /// The long-lived access key.
    pub key: Key,
}

impl Tokens {
    pub fn minted(cluster: &Cluster<'_>, db_user: &str) -> Self {
        let person = Person::new(&cluster.stand_in.root(), "bench");
        let statement = |action: &str, resource: &str| json!({ "Effect": "Allow", "Action": action, "Resource": resource });
        person.put_policy(
            "bench",
            &json!({ "Version": "2012-10-17", "Statement": [
                statement("rds-db:connect", &cluster.db_user_arn(db_user)),
                statement("sts:GetFederationToken", "*"),
            ]}),
        );
        let token = |key: &Key| cluster.purpose(db_user).token(key);
        Self {
            own: token(&person.key),
            session: token(&person.session(SESSION_TOKEN_BYTES)),
            key: person.key,
        }
    }
}
