//! Why a login is refused: a stable code for programs, the facts for the operator, and one sentence
//! that says what to change. None of it is for the caller, who gets the engine's own refusal.

use std::fmt;

use sigv4::token::{TokenRefusal, TokenSyntaxError};
use sigv4::{ScopeDate, Timestamp};

use super::request::{ACTION, Channel};
use crate::evaluate::{Denied, Layer, StatementRef};

/// Why a login is refused. [`Display`](fmt::Display) tells the facts.
#[derive(Debug, Clone, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "the fields are what the message of their variant says"
)]
pub enum Refusal {
    /// The agent has not heard from its control plane for too long.
    #[error("the snapshot that decides logins ended at {valid_until}")]
    SnapshotExpired { valid_until: Timestamp },
    /// A socket that asks about a database which the snapshot does not have.
    #[error("there is no database `{instance}` in the snapshot")]
    UnknownInstance { instance: String },
    /// The *IAM database authentication* switch is off.
    #[error("IAM database authentication is switched off for `{identifier}`")]
    FeatureOff { identifier: String },
    /// The password did not come over TLS.
    #[error("the connection is {channel}, not TLS")]
    NotTls { channel: Channel },
    /// What was given as the password is no token.
    #[error(transparent)]
    Malformed(#[from] TokenSyntaxError),
    /// The token does not fit this login, or is not signed with its key.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// Deleted, of another account, or never there.
    #[error("the access key `{access_key_id}` is not known")]
    UnknownKey { access_key_id: String },
    /// Switched off by `UpdateAccessKey`.
    #[error("the access key `{access_key_id}` is inactive")]
    InactiveKey { access_key_id: String },
    /// The policies of its owner allow `rds-db:connect` nowhere. No host is given a key that it has no
    /// use for, so the signature cannot be verified, and the owner is not named.
    #[error(
        "no policy of the owner of `{access_key_id}` allows {ACTION} on anything, so this host has \
         no key to verify the signature with"
    )]
    MayConnectNowhere {
        access_key_id: String,
        resource: String,
    },
    /// The agent has not heard from its control plane for more than a day.
    #[error("there is no signing key of `{access_key_id}` for {date}")]
    KeyNotDerived {
        access_key_id: String,
        date: ScopeDate,
    },
    /// Not issued by our STS, or damaged.
    #[error("{why}")]
    SessionInvalid { why: String },
    /// The session was good once.
    #[error("the session expired {seconds_ago} s ago (at {expired_at})")]
    SessionExpired {
        expired_at: Timestamp,
        seconds_ago: i64,
    },
    /// Credentials of two sessions mixed.
    #[error(
        "the session token belongs to `{session_key}`, the token is signed by `{access_key_id}`"
    )]
    SessionOfAnotherKey {
        session_key: String,
        access_key_id: String,
    },
    /// The user or role that the session acts for was deleted, or the user has nothing left.
    #[error(
        "the user or role that this session acts for does not exist any more, or has neither an \
         access key nor a policy"
    )]
    PrincipalGone,
    /// A session policy named by ARN that the snapshot does not have.
    #[error("the session is limited by `{arn}`, which does not exist")]
    SessionPolicyGone { arn: String },
    /// The policies say no.
    #[error("{0}")]
    Policy(Box<PolicyRefusal>),
    /// Something broke. Never the caller's fault, and never a yes.
    #[error("internal error: {why}")]
    Internal { why: String },
}

/// A no of the policies.
#[derive(Debug, Clone)]
pub struct PolicyRefusal {
    pub(super) principal_arn: String,
    pub(super) resource: String,
    pub(super) denied: Denied,
}

impl fmt::Display for PolicyRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            principal_arn,
            resource,
            denied,
        } = self;
        match denied.statement() {
            Some(statement) => write!(
                f,
                "{principal_arn} is denied {ACTION} on {resource} by the {}: {statement}",
                denied.layer()
            ),
            None => {
                write!(
                    f,
                    "no {} allows {principal_arn} {ACTION} on {resource}",
                    denied.layer()
                )
            }
        }
    }
}

impl Refusal {
    /// Every reason code, in the order of the steps that give it.
    pub const CODES: [&'static str; 32] = [
        "snapshot_expired",
        "unknown_instance",
        "feature_off",
        "not_tls",
        "malformed_token",
        "wrong_action",
        "wrong_algorithm",
        "wrong_signed_headers",
        "wrong_scope_date",
        "wrong_region",
        "wrong_service",
        "wrong_host",
        "wrong_user",
        "bad_expires",
        "not_yet_valid",
        "expired",
        "session_token_missing",
        "session_token_unexpected",
        "unknown_key",
        "inactive_key",
        "session_invalid",
        "session_expired",
        "session_of_another_key",
        "principal_gone",
        "key_not_derived",
        "bad_signature",
        "explicit_deny",
        "scp",
        "no_policy_allows",
        "boundary",
        "session_policy",
        "internal",
    ];

    /// The stable reason code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SnapshotExpired { .. } => "snapshot_expired",
            Self::UnknownInstance { .. } => "unknown_instance",
            Self::FeatureOff { .. } => "feature_off",
            Self::NotTls { .. } => "not_tls",
            Self::Malformed(_) => "malformed_token",
            Self::Token(refusal) => token_code(refusal),
            Self::UnknownKey { .. } => "unknown_key",
            Self::InactiveKey { .. } => "inactive_key",
            Self::MayConnectNowhere { .. } => "no_policy_allows",
            Self::KeyNotDerived { .. } => "key_not_derived",
            Self::SessionInvalid { .. } => "session_invalid",
            Self::SessionExpired { .. } => "session_expired",
            Self::SessionOfAnotherKey { .. } => "session_of_another_key",
            Self::PrincipalGone => "principal_gone",
            Self::SessionPolicyGone { .. } => "session_policy",
            Self::Policy(refusal) => policy_code(&refusal.denied),
            Self::Internal { .. } => "internal",
        }
    }

    /// One sentence that says what to change.
    pub fn advice(&self) -> String {
        match self {
            Self::SnapshotExpired { .. } => {
                "start the control plane, or mend the agent's connection to it".to_owned()
            }
            Self::UnknownInstance { .. } => {
                "register the database with the control plane, or remove its socket".to_owned()
            }
            Self::FeatureOff { identifier } => format!(
                "switch it on: aws rds modify-db-cluster --db-cluster-identifier {identifier} \
                 --enable-iam-database-authentication --apply-immediately"
            ),
            Self::NotTls { .. } => "connect over TCP with TLS: --ssl-mode=REQUIRED or --ssl for \
                 mysql, sslmode=verify-full for psql"
                .to_owned(),
            Self::Malformed(error) => syntax_advice(error).to_owned(),
            Self::Token(refusal) => token_advice(refusal),
            Self::Policy(refusal) => policy_advice(refusal),
            Self::Internal { .. } => "see the agent's log, and report it".to_owned(),
            _ => self.credential_advice(),
        }
    }

    fn credential_advice(&self) -> String {
        match self {
            Self::UnknownKey { .. } => {
                "sign with an access key of this account that has not been deleted".to_owned()
            }
            Self::InactiveKey { access_key_id } => format!(
                "sign with another key, or: aws iam update-access-key --access-key-id \
                 {access_key_id} --status Active"
            ),
            Self::MayConnectNowhere {
                access_key_id,
                resource,
            } => format!(
                "allow {ACTION} on {resource} in a policy of the key's owner, whom `aws iam \
                 get-access-key-last-used --access-key-id {access_key_id}` names"
            ),
            Self::KeyNotDerived { .. } => {
                "let the agent reach its control plane, or get new session credentials".to_owned()
            }
            Self::SessionInvalid { .. } => "use the session token exactly as the STS of this \
                 control plane returned it"
                .to_owned(),
            Self::SessionExpired { .. } => {
                "get new session credentials, and with them a new token".to_owned()
            }
            Self::SessionOfAnotherKey { .. } => {
                "use access key, secret key and session token of one and the same session"
                    .to_owned()
            }
            Self::PrincipalGone => "get credentials of a user or role that exists".to_owned(),
            Self::SessionPolicyGone { arn } => {
                format!("create `{arn}`, or get a session without it in PolicyArns")
            }
            _ => String::new(),
        }
    }

    /// The statement that denied, where one did.
    pub fn statement(&self) -> Option<&StatementRef> {
        match self {
            Self::Policy(refusal) => refusal.denied.statement(),
            _ => None,
        }
    }
}

fn token_code(refusal: &TokenRefusal) -> &'static str {
    match refusal {
        TokenRefusal::WrongAction { .. } => "wrong_action",
        TokenRefusal::WrongAlgorithm { .. } => "wrong_algorithm",
        TokenRefusal::WrongSignedHeaders { .. } => "wrong_signed_headers",
        TokenRefusal::ScopeDateMismatch { .. } => "wrong_scope_date",
        TokenRefusal::WrongRegion { .. } => "wrong_region",
        TokenRefusal::WrongService { .. } => "wrong_service",
        TokenRefusal::WrongEndpoint { .. } => "wrong_host",
        TokenRefusal::WrongUser { .. } => "wrong_user",
        TokenRefusal::ExpiresOutOfRange { .. } => "bad_expires",
        TokenRefusal::NotYetValid { .. } => "not_yet_valid",
        TokenRefusal::Expired { .. } => "expired",
        TokenRefusal::SessionTokenMissing { .. } => "session_token_missing",
        TokenRefusal::SessionTokenUnexpected { .. } => "session_token_unexpected",
        TokenRefusal::SignatureMismatch { .. } => "bad_signature",
    }
}

fn policy_code(denied: &Denied) -> &'static str {
    if denied.statement().is_some() {
        return "explicit_deny";
    }
    match denied.layer() {
        Layer::Scp => "scp",
        Layer::Identity | Layer::Resource => "no_policy_allows",
        Layer::Boundary => "boundary",
        Layer::Session => "session_policy",
    }
}

fn syntax_advice(error: &TokenSyntaxError) -> &'static str {
    match error {
        TokenSyntaxError::Empty => {
            "give a token as the password: aws rds generate-db-auth-token prints one"
        }
        TokenSyntaxError::NotAToken => {
            "this user has no password: give the output of aws rds generate-db-auth-token instead"
        }
        _ => {
            "give the token exactly as it was printed and in quotes; a password prompt may cut it \
             off after 79 characters"
        }
    }
}

fn token_advice(refusal: &TokenRefusal) -> String {
    match refusal {
        TokenRefusal::WrongRegion { expected, .. } => {
            format!("mint the token with --region {expected}")
        }
        TokenRefusal::WrongEndpoint { expected, .. } => match expected.as_slice() {
            [] => "give the database an endpoint".to_owned(),
            [first, ..] => format!(
                "mint the token with --hostname {} --port {}, whatever address the client dials",
                first.host, first.port
            ),
        },
        TokenRefusal::WrongUser { login, .. } => {
            format!("mint the token with --username `{login}`, or log in as the user it is for")
        }
        TokenRefusal::ExpiresOutOfRange { .. } => {
            "ask for a lifetime of 900 seconds or less".to_owned()
        }
        TokenRefusal::NotYetValid { .. } => {
            "set the clock of the machine that minted the token, or of this host".to_owned()
        }
        TokenRefusal::Expired { .. } => {
            "mint a new token for each login; an open connection does not need one".to_owned()
        }
        TokenRefusal::SessionTokenMissing { .. } => {
            "mint the token with AWS_SESSION_TOKEN set as well".to_owned()
        }
        TokenRefusal::SessionTokenUnexpected { .. } => {
            "unset AWS_SESSION_TOKEN, or use the temporary key that it belongs to".to_owned()
        }
        TokenRefusal::SignatureMismatch { access_key_id } => format!(
            "check that the secret access key is the one of {access_key_id}, and that nothing \
             changed the token on its way"
        ),
        TokenRefusal::WrongAction { .. }
        | TokenRefusal::WrongAlgorithm { .. }
        | TokenRefusal::WrongSignedHeaders { .. }
        | TokenRefusal::ScopeDateMismatch { .. }
        | TokenRefusal::WrongService { .. } => {
            "mint the token with aws rds generate-db-auth-token or an SDK's RDS signer".to_owned()
        }
    }
}

fn policy_advice(refusal: &PolicyRefusal) -> String {
    let PolicyRefusal {
        principal_arn,
        resource,
        denied,
    } = refusal;
    if let Some(statement) = denied.statement() {
        return format!("narrow or remove {statement}");
    }
    let mut advice = allow_it(principal_arn, resource, denied.layer());
    if let Some(nearest) = denied.near_misses().first() {
        advice.push_str("; ");
        advice.push_str(&nearest.to_string());
    }
    advice
}

fn allow_it(principal_arn: &str, resource: &str, layer: Layer) -> String {
    match layer {
        Layer::Scp => format!("allow {ACTION} on {resource} at every level of SCPs"),
        Layer::Identity | Layer::Resource => {
            format!("allow {ACTION} on {resource} in a policy of {principal_arn}")
        }
        Layer::Boundary => {
            format!("allow {ACTION} on {resource} in the permissions boundary too")
        }
        Layer::Session => {
            format!("get a session whose session policy allows {ACTION} on {resource}, or has none")
        }
    }
}

/// What Amazon's `iam-db-auth-error` log tells apart, and its metrics count.
///
/// Source: *Troubleshooting for IAM DB authentication*
/// (`UsingWithRDS.IAMDBAuth.Troubleshooting`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AmazonClass {
    /// 400 `InvalidToken`.
    InvalidToken,
    /// 400 `ExpiredToken`.
    ExpiredToken,
    /// 403 `NotAuthorized`.
    NotAuthorized,
    /// 429 `ThrottlingException`. Nothing throttles here; it stands for completeness.
    Throttling,
    /// 500 `InternalError`.
    InternalError,
}

impl AmazonClass {
    /// Amazon's error code.
    pub fn error_code(self) -> &'static str {
        match self {
            Self::InvalidToken => "InvalidToken",
            Self::ExpiredToken => "ExpiredToken",
            Self::NotAuthorized => "NotAuthorized",
            Self::Throttling => "ThrottlingException",
            Self::InternalError => "InternalError",
        }
    }

    /// The line that Amazon's log has, without the time in front of it.
    pub fn log_line(self, db_user: &str, principal_arn: Option<&str>) -> String {
        let caller = principal_arn.unwrap_or("unknown");
        match self {
            Self::InvalidToken => format!(
                "[ERROR] Failed to authenticate the connection request for user '{db_user}' \
                 because the provided token is malformed or otherwise invalid. (Status Code: 400, \
                 Error Code: InvalidToken)"
            ),
            Self::ExpiredToken => format!(
                "[ERROR] Failed to authenticate the connection request for user '{db_user}' \
                 because the token age is longer than 15 minutes. (Status Code: 400, Error Code: \
                 ExpiredToken)"
            ),
            Self::NotAuthorized => format!(
                "[ERROR] Failed to authorize the connection request for user '{db_user}' because \
                 the IAM policy assumed by the caller '{caller}' is not authorized to perform \
                 `rds-db:connect` on the DB instance. (Status Code: 403, Error Code: NotAuthorized)"
            ),
            Self::Throttling => format!(
                "[ERROR] Failed to authorize the connection request for user '{db_user}' due to \
                 IAM DB authentication throttling. (Status Code: 429, Error Code: \
                 ThrottlingException)"
            ),
            Self::InternalError => format!(
                "[ERROR] Failed to authorize the connection request for user '{db_user}' due to an \
                 internal IAM DB Auth error. (Status Code: 500, Error Code: InternalError)"
            ),
        }
    }
}

impl Refusal {
    /// Which of Amazon's classes it falls into.
    pub fn amazon_class(&self) -> AmazonClass {
        match self {
            Self::Token(TokenRefusal::Expired { .. }) | Self::SessionExpired { .. } => {
                AmazonClass::ExpiredToken
            }
            Self::NotTls { .. }
            | Self::Malformed(_)
            | Self::Token(_)
            | Self::UnknownKey { .. }
            | Self::InactiveKey { .. }
            | Self::SessionInvalid { .. }
            | Self::SessionOfAnotherKey { .. }
            | Self::PrincipalGone => AmazonClass::InvalidToken,
            Self::FeatureOff { .. }
            | Self::MayConnectNowhere { .. }
            | Self::SessionPolicyGone { .. }
            | Self::Policy(_) => AmazonClass::NotAuthorized,
            Self::SnapshotExpired { .. }
            | Self::UnknownInstance { .. }
            | Self::KeyNotDerived { .. }
            | Self::Internal { .. } => AmazonClass::InternalError,
        }
    }
}
