//! IAM users, their keys, and what policies say of them.

use serde_json::{Value, json};
use sigv4::token::{TokenRequest, mint};
use sigv4::{SecretAccessKey, Timestamp};

use crate::api::{Api, element};
use crate::clock::now;

/// Credentials.
#[derive(Clone, Debug)]
pub struct Key {
    pub id: String,
    pub secret: String,
    pub session_token: Option<String>,
}

impl Key {
    /// The variables that hand it to AWS clients.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("AWS_ACCESS_KEY_ID", self.id.clone()),
            ("AWS_SECRET_ACCESS_KEY", self.secret.clone()),
        ];
        if let Some(token) = &self.session_token {
            variables.push(("AWS_SESSION_TOKEN", token.clone()));
        }
        variables
    }

    /// From the `Credentials` of an answer of STS.
    pub fn from_sts(credentials: &Value) -> Self {
        let text = |name: &str| credentials[name].as_str().unwrap().to_owned();
        Self {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
            session_token: Some(text("SessionToken")),
        }
    }
}

/// Where a token is for, and whom.
#[derive(Clone, Copy, Debug)]
pub struct Purpose<'a> {
    pub host: &'a str,
    pub port: u16,
    pub db_user: &'a str,
    pub region: &'a str,
}

impl Purpose<'_> {
    /// The token that any client would mint now.
    pub fn token(&self, key: &Key) -> String {
        self.token_at(key, now())
    }

    /// The token that a client would have minted then.
    pub fn token_at(&self, key: &Key, at: Timestamp) -> String {
        let request = TokenRequest {
            host: self.host,
            port: self.port,
            db_user: self.db_user,
            region: self.region,
            access_key_id: &key.id,
            session_token: key.session_token.as_deref(),
        };
        let secret = SecretAccessKey::new(key.secret.clone());
        mint(&request, &secret, at).unwrap().expose().to_owned()
    }
}

/// An IAM user with an access key.
#[derive(Debug)]
pub struct Person {
    pub name: String,
    pub key: Key,
    root: Api,
}

impl Person {
    pub fn new(root: &Api, name: &str) -> Self {
        root.iam("CreateUser", &[("UserName", name)]);
        let xml = root.iam("CreateAccessKey", &[("UserName", name)]);
        let text = |name: &str| element(&xml, name).unwrap().to_owned();
        Self {
            name: name.to_owned(),
            key: Key {
                id: text("AccessKeyId"),
                secret: text("SecretAccessKey"),
                session_token: None,
            },
            root: root.clone(),
        }
    }

    /// Gives an inline policy, in force when this returns.
    pub fn put_policy(&self, policy: &str, document: &Value) {
        let document = document.to_string();
        let parameters = [
            ("UserName", self.name.as_str()),
            ("PolicyName", policy),
            ("PolicyDocument", &document),
        ];
        self.root.iam("PutUserPolicy", &parameters);
    }

    pub fn delete_policy(&self, policy: &str) {
        let parameters = [("UserName", self.name.as_str()), ("PolicyName", policy)];
        self.root.iam("DeleteUserPolicy", &parameters);
    }
}

impl Person {
    /// Temporary credentials with a session token of about this length: its policy is as long as that
    /// takes. Their owner needs the permission to ask for them.
    pub fn session(&self, token_bytes: usize) -> Key {
        let shortest = self.federated(1);
        let length = shortest.session_token.map_or(0, |token| token.len());
        // Base64 makes four characters of three bytes.
        self.federated(1 + token_bytes.saturating_sub(length) * 3 / 4)
    }

    fn federated(&self, sid_bytes: usize) -> Key {
        let mut document = policy("Allow", "rds-db:connect", "*");
        document["Statement"][0]["Sid"] = "s".repeat(sid_bytes).into();
        let document = document.to_string();
        let api = Api {
            key: self.key.clone(),
            ..self.root.clone()
        };
        let asked = [("Name", "session"), ("Policy", &document)];
        let xml = api.ok("sts", "GetFederationToken", &asked);
        let text = |name: &str| element(&xml, name).unwrap().to_owned();
        Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
            session_token: Some(text("SessionToken")),
        }
    }
}

/// A policy of one statement.
pub fn policy(effect: &str, action: &str, resource: &str) -> Value {
    let statement = json!({ "Effect": effect, "Action": action, "Resource": resource });
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}
