//! From claims to proof: everything that can be checked without a key, then the signature.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};

use super::statement::Statement;
use super::{ACTION, DEFAULT_PORTS, Excerpt, MAX_EXPIRES_SECONDS, SERVICE, SIGNED_HEADERS, Token};
use crate::{ALGORITHM, ScopeDate, SigningKey, Timestamp};

/// A name and port under which an instance is reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Lower case; IPv6 in brackets.
    pub host: String,
    /// The port that tokens are signed for.
    pub port: u16,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// What a token must say to be meant for this login.
#[derive(Clone, Copy, Debug)]
pub struct Expectation<'a> {
    /// The instance's region.
    pub region: &'a str,
    /// The names and ports of the instance.
    pub endpoints: &'a [Endpoint],
    /// The user name of the login packet.
    pub db_user: &'a [u8],
    /// How far a signer's clock may be ahead of ours.
    pub future_skew_seconds: u32,
}

/// A token whose claims fit the login. Who signed it is still open.
#[derive(Debug)]
pub struct CheckedToken(Token);

/// A token that was signed with the key of its access key id. [`CheckedToken::verify`] is the only
/// function that makes one.
#[derive(Debug)]
#[must_use]
pub struct VerifiedToken(Token);

/// Why a well-formed token is refused. For the operator; the caller is told nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "the fields are what the message of their variant says"
)]
pub enum TokenRefusal {
    /// It asks for something else than a login.
    #[error("the token asks for action `{found}`, not `{ACTION}`")]
    WrongAction { found: Excerpt },
    /// Another signing algorithm.
    #[error("the token is signed with `{found}`; only {ALGORITHM} is accepted")]
    WrongAlgorithm { found: Excerpt },
    /// Other headers than `host`.
    #[error("the token signs the headers `{found}`; it must sign `{SIGNED_HEADERS}` and no other")]
    WrongSignedHeaders { found: Excerpt },
    /// The two dates of the token differ.
    #[error("the token's credential is of {scope}, but it was signed on {signed}")]
    ScopeDateMismatch { scope: ScopeDate, signed: ScopeDate },
    /// Another region.
    #[error("the token is signed for region `{found}`; this instance is in `{expected}`")]
    WrongRegion { found: Excerpt, expected: String },
    /// Another service.
    #[error("the token is signed for service `{found}`, not `{SERVICE}`")]
    WrongService { found: Excerpt },
    /// Another host or port.
    #[error(
        "the token is signed for `{found}`; this instance is {}",
        list(expected)
    )]
    WrongEndpoint {
        found: String,
        expected: Vec<Endpoint>,
    },
    /// Another database user.
    #[error("the token is signed for user `{found}`; the login is for `{login}`")]
    WrongUser { found: Excerpt, login: Excerpt },
    /// A lifetime that nobody may ask for.
    #[error("the token asks to be valid for {found} s; 1 to {MAX_EXPIRES_SECONDS} are accepted")]
    ExpiresOutOfRange { found: u32 },
    /// Signed in the future, beyond the allowance.
    #[error(
        "not valid for another {seconds_ahead} s (signed {signed_at}, {skew_seconds} s ahead are \
         allowed); compare the clocks"
    )]
    NotYetValid {
        signed_at: Timestamp,
        seconds_ahead: i64,
        skew_seconds: u32,
    },
    /// Too old.
    #[error("expired {seconds_ago} s ago (signed {signed_at}, valid {expires_seconds} s)")]
    Expired {
        seconds_ago: i64,
        signed_at: Timestamp,
        expires_seconds: u32,
    },
    /// A temporary key (`ASIA…`) without its session token.
    #[error("`{access_key_id}` is a temporary access key, but the token carries no session token")]
    SessionTokenMissing { access_key_id: String },
    /// A long-term key with a session token.
    #[error("the token carries a session token, but `{access_key_id}` is no temporary access key")]
    SessionTokenUnexpected { access_key_id: String },
    /// Not signed with this key, or altered since.
    #[error(
        "the signature does not match: another secret access key than that of \
         `{access_key_id}`, or the token was altered"
    )]
    SignatureMismatch { access_key_id: String },
}

fn list(endpoints: &[Endpoint]) -> String {
    if endpoints.is_empty() {
        return "without an endpoint".to_owned();
    }
    let names: Vec<_> = endpoints
        .iter()
        .map(|endpoint| format!("`{endpoint}`"))
        .collect();
    names.join(", ")
}

impl Token {
    /// Holds the claims against the login, in this order: what it asks for and how it is signed,
    /// the scope, host and port, user, time, and whether key and session token go together.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(
        self,
        expected: &Expectation<'_>,
        now: Timestamp,
    ) -> Result<CheckedToken, TokenRefusal> {
        self.check_form()?;
        self.check_scope(expected.region)?;
        self.check_endpoint(expected.endpoints)?;
        self.check_user(expected.db_user)?;
        self.check_time(expected.future_skew_seconds, now)?;
        self.check_key_kind()?;
        Ok(CheckedToken(self))
    }

    fn check_form(&self) -> Result<(), TokenRefusal> {
        if self.action != ACTION {
            return Err(TokenRefusal::WrongAction {
                found: self.action.as_str().into(),
            });
        }
        if self.algorithm != ALGORITHM {
            return Err(TokenRefusal::WrongAlgorithm {
                found: self.algorithm.as_str().into(),
            });
        }
        if self.signed_headers != SIGNED_HEADERS {
            let found = self.signed_headers.as_str().into();
            return Err(TokenRefusal::WrongSignedHeaders { found });
        }
        Ok(())
    }

    fn check_scope(&self, region: &str) -> Result<(), TokenRefusal> {
        let (scope, signed) = (&self.scope, self.signed_at.date());
        if scope.date != signed {
            return Err(TokenRefusal::ScopeDateMismatch {
                scope: scope.date,
                signed,
            });
        }
        if scope.region != region {
            let found = scope.region.as_str().into();
            return Err(TokenRefusal::WrongRegion {
                found,
                expected: region.to_owned(),
            });
        }
        if scope.service != SERVICE {
            return Err(TokenRefusal::WrongService {
                found: scope.service.as_str().into(),
            });
        }
        Ok(())
    }

    fn check_endpoint(&self, endpoints: &[Endpoint]) -> Result<(), TokenRefusal> {
        if endpoints.iter().any(|endpoint| self.is_for(endpoint)) {
            return Ok(());
        }
        let found = match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        };
        Err(TokenRefusal::WrongEndpoint {
            found,
            expected: endpoints.to_vec(),
        })
    }

    fn is_for(&self, endpoint: &Endpoint) -> bool {
        let same_port = match self.port {
            Some(port) => port == endpoint.port,
            None => DEFAULT_PORTS.contains(&endpoint.port),
        };
        same_port && self.host.eq_ignore_ascii_case(&endpoint.host)
    }

    fn check_user(&self, login: &[u8]) -> Result<(), TokenRefusal> {
        if self.db_user.as_bytes() == login {
            return Ok(());
        }
        let login = String::from_utf8_lossy(login);
        let (found, login) = (self.db_user.as_str().into(), login.as_ref().into());
        Err(TokenRefusal::WrongUser { found, login })
    }

    fn check_time(&self, skew_seconds: u32, now: Timestamp) -> Result<(), TokenRefusal> {
        let (signed_at, expires_seconds) = (self.signed_at, self.expires_seconds);
        if !(1..=MAX_EXPIRES_SECONDS).contains(&expires_seconds) {
            return Err(TokenRefusal::ExpiresOutOfRange {
                found: expires_seconds,
            });
        }
        let seconds_ahead = signed_at.seconds_since(now) - i64::from(skew_seconds);
        if seconds_ahead > 0 {
            return Err(TokenRefusal::NotYetValid {
                signed_at,
                seconds_ahead,
                skew_seconds,
            });
        }
        let seconds_ago = now.seconds_since(self.expires_at());
        if seconds_ago > 0 {
            return Err(TokenRefusal::Expired {
                seconds_ago,
                signed_at,
                expires_seconds,
            });
        }
        Ok(())
    }

    /// IAM User Guide, `reference_identifiers`: `ASIA…` is a temporary key, which is only good
    /// together with its session token; no other kind has one.
    fn check_key_kind(&self) -> Result<(), TokenRefusal> {
        let access_key_id = || self.access_key_id.clone();
        match (self.access_key_id.starts_with("ASIA"), &self.session_token) {
            (true, None) => Err(TokenRefusal::SessionTokenMissing {
                access_key_id: access_key_id(),
            }),
            (false, Some(_)) => Err(TokenRefusal::SessionTokenUnexpected {
                access_key_id: access_key_id(),
            }),
            _ => Ok(()),
        }
    }

    fn statement(&self) -> Statement<'_> {
        Statement {
            db_user: &self.db_user,
            access_key_id: &self.access_key_id,
            scope: &self.scope,
            signed_at: self.signed_at,
            expires_seconds: self.expires_seconds,
            session_token: self.session_token(),
        }
    }

    /// The `host` headers that some SDK signs when it prints this host and port: as printed or
    /// lower-cased, and with or without a default port.
    fn signed_hosts(&self) -> Vec<String> {
        let mut hosts = vec![self.host.to_ascii_lowercase()];
        if hosts.first() != Some(&self.host) {
            hosts.push(self.host.clone());
        }
        let Some(port) = self.port else { return hosts };
        let with_port: Vec<_> = hosts.iter().map(|host| format!("{host}:{port}")).collect();
        if DEFAULT_PORTS.contains(&port) {
            [hosts, with_port].concat()
        } else {
            with_port
        }
    }
}

impl CheckedToken {
    /// The token; its signature is not yet verified.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.0
    }

    /// Verifies the signature, in constant time. `key` must be the signing key of the token's
    /// access key id for the token's scope; for an unknown id, pass any key, so that the refusal
    /// takes as long.
    ///
    /// # Errors
    /// [`TokenRefusal::SignatureMismatch`].
    pub fn verify(self, key: &SigningKey) -> Result<VerifiedToken, TokenRefusal> {
        let statement = self.0.statement();
        let request_line = statement.hash_request_line();
        let matched = self
            .0
            .signed_hosts()
            .iter()
            .fold(Choice::from(0), |matched, host| {
                let signature = statement.sign(request_line.clone(), host, key);
                matched | signature.ct_eq(&self.0.signature)
            });
        if matched.into() {
            Ok(VerifiedToken(self.0))
        } else {
            Err(TokenRefusal::SignatureMismatch {
                access_key_id: self.0.access_key_id,
            })
        }
    }
}

impl VerifiedToken {
    /// The token, signed by who it says.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.0
    }
}
