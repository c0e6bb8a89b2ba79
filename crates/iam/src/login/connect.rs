//! The ten steps of a login, in their order.

use std::borrow::Cow;
use std::sync::Arc;

use sigv4::token::{CheckedToken, Expectation, Token, TokenSyntaxError, VerifiedToken};
use sigv4::{SigningKey, Timestamp};

use super::document::{EntityKind, KeyStatus};
use super::refusal::{PolicyRefusal, Refusal};
use super::request::{ACTION, Channel, Facts, Login};
use super::session::{Session, SessionDocument, SessionKind, SessionRefusal, Sessions};
use super::snapshot::{Entity, Instance, Snapshot};
use crate::evaluate::{Decision, Layers, Request, StatementRef, evaluate};
use crate::{NamedPolicy, Principal};

/// How far the clock that signed may be ahead. Amazon does not document it for `rds-db`; five
/// minutes is what its services allow as a rule (`reference_sigv-troubleshooting`).
pub const FUTURE_SKEW_SECONDS: u32 = 300;

/// The answer to a login.
#[derive(Debug, Clone)]
#[must_use]
pub enum LoginDecision {
    /// The user may in.
    Allow(LoginAllowed),
    /// The user may not.
    Deny(LoginDenied),
}

/// A yes. Only [`connect`] makes one.
#[derive(Debug, Clone)]
pub struct LoginAllowed {
    access_key_id: String,
    identity: Identity,
    statements: Vec<StatementRef>,
}

/// A no, and as much as is known of who asked.
#[derive(Debug, Clone)]
pub struct LoginDenied {
    refusal: Refusal,
    access_key_id: Option<String>,
    identity: Option<Identity>,
}

/// Who signed a token, once its signature is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `arn:aws:iam::…:user/…` or `arn:aws:sts::…:assumed-role/…/…`.
    pub principal_arn: String,
    /// Name of the role session or of the federated user.
    pub session_name: Option<String>,
    /// `SourceIdentity` of the session.
    pub source_identity: Option<String>,
}

impl LoginDecision {
    /// A refusal because something broke outside the decision.
    pub fn internal(why: impl Into<String>) -> Self {
        let refusal = Refusal::Internal { why: why.into() };
        Self::Deny(LoginDenied {
            refusal,
            access_key_id: None,
            identity: None,
        })
    }

    /// Whether the answer is yes.
    pub fn is_allow(&self) -> bool {
        matches!(self, Self::Allow(_))
    }

    /// `allowed`, or the code of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Allow(_) => "allowed",
            Self::Deny(denied) => denied.refusal.code(),
        }
    }

    /// Why not.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Allow(_) => None,
            Self::Deny(denied) => Some(&denied.refusal),
        }
    }

    /// The key that the token names; not proof of anything when the answer is no.
    pub fn access_key_id(&self) -> Option<&str> {
        match self {
            Self::Allow(allowed) => Some(&allowed.access_key_id),
            Self::Deny(denied) => denied.access_key_id.as_deref(),
        }
    }

    /// Who signed. `None` until the signature is verified.
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Allow(allowed) => Some(&allowed.identity),
            Self::Deny(denied) => denied.identity.as_ref(),
        }
    }

    /// The statements that decided: the one that denied, or the ones that allowed, layer by layer.
    pub fn statements(&self) -> &[StatementRef] {
        match self {
            Self::Allow(allowed) => &allowed.statements,
            Self::Deny(denied) => denied
                .refusal
                .statement()
                .map(std::slice::from_ref)
                .unwrap_or(&[]),
        }
    }
}

/// Decides on a login. Any error is a no.
///
/// The order is part of the contract: cheap before expensive, and a login that is wrong in two ways
/// is refused for the earlier one.
///
/// 0. the snapshot is in force and knows the database; 1. IAM authentication is on; 2. the channel
///    is TLS; 3. the token parses; 4. algorithm, headers and scope; 5. host and port; 6. user; 7. time;
///    8. the key, or the session and whose it is; 9. the signature; 10. the policies.
pub fn connect(
    login: &Login<'_>,
    snapshot: &Snapshot,
    sessions: &impl Sessions,
    now: Timestamp,
) -> LoginDecision {
    let mut known = Known::default();
    match decide(login, snapshot, sessions, now, &mut known) {
        Ok(allowed) => LoginDecision::Allow(allowed),
        Err(refusal) => LoginDecision::Deny(LoginDenied {
            refusal,
            access_key_id: known.access_key_id,
            identity: known.identity,
        }),
    }
}

/// What a refusal may tell of who asked, filled in on the way.
#[derive(Default)]
struct Known {
    access_key_id: Option<String>,
    identity: Option<Identity>,
}

fn decide(
    login: &Login<'_>,
    snapshot: &Snapshot,
    sessions: &impl Sessions,
    now: Timestamp,
    known: &mut Known,
) -> Result<LoginAllowed, Refusal> {
    let instance = admit(login, snapshot, now)?;
    let token = parse(login)?;
    let access_key_id = token.access_key_id().to_owned();
    known.access_key_id = Some(access_key_id.clone());
    let checked = token.check(&expectation(login, snapshot, instance), now)?;
    let (verified, credentials) = verify(checked, snapshot, instance, sessions, now)?;
    let principal = credentials.principal();
    let identity = credentials.identity(&principal);
    known.identity = Some(identity.clone());
    let statements = authorize(
        &credentials,
        &Facts {
            login,
            token: &verified,
            snapshot,
            instance,
            principal: &principal,
            entity: credentials.entity,
            session: credentials.session_document(),
            now,
        },
    )?;
    Ok(LoginAllowed {
        access_key_id,
        identity,
        statements,
    })
}

/// Steps 0 to 2: whether to look at the token at all.
fn admit<'a>(
    login: &Login<'_>,
    snapshot: &'a Snapshot,
    now: Timestamp,
) -> Result<&'a Instance, Refusal> {
    if now > snapshot.valid_until {
        return Err(Refusal::SnapshotExpired {
            valid_until: snapshot.valid_until,
        });
    }
    let instance = snapshot
        .served(login.instance)
        .ok_or_else(|| Refusal::UnknownInstance {
            instance: login.instance.to_owned(),
        })?;
    if !instance.document.iam_enabled {
        return Err(Refusal::FeatureOff {
            identifier: instance.document.identifier.clone(),
        });
    }
    if login.channel != Channel::Tls {
        return Err(Refusal::NotTls {
            channel: login.channel,
        });
    }
    Ok(instance)
}

/// Step 3. A module withholds a password that is longer than any token.
fn parse(login: &Login<'_>) -> Result<Token, Refusal> {
    if login.token.is_empty() && login.presented_bytes > 0 {
        return Err(TokenSyntaxError::TooLong {
            bytes: login.presented_bytes,
        }
        .into());
    }
    Ok(Token::parse(login.token)?)
}

/// Steps 4 to 7 are `Token::check`'s, with this in hand.
fn expectation<'a>(
    login: &Login<'a>,
    snapshot: &'a Snapshot,
    instance: &'a Instance,
) -> Expectation<'a> {
    Expectation {
        region: &snapshot.region,
        endpoints: &instance.endpoints,
        db_user: login.db_user,
        future_skew_seconds: FUTURE_SKEW_SECONDS,
    }
}

/// Steps 8 and 9. When there is no key, the signature is verified all the same, against a key that
/// nobody has, so that the time it takes does not tell which keys exist.
fn verify<'a>(
    checked: CheckedToken,
    snapshot: &'a Snapshot,
    instance: &Instance,
    sessions: &impl Sessions,
    now: Timestamp,
) -> Result<(VerifiedToken, Credentials<'a>), Refusal> {
    let found = Credentials::find(checked.token(), snapshot, instance, sessions, now);
    let key = found
        .as_ref()
        .map_or(&snapshot.decoy_key, |credentials| &credentials.key);
    let verified = checked.verify(key);
    let credentials = found?;
    Ok((verified?, credentials))
}

/// The key that a token claims, and who it belongs to.
struct Credentials<'a> {
    entity: &'a Entity,
    session: Option<Arc<Session>>,
    key: SigningKey,
}

impl<'a> Credentials<'a> {
    fn find(
        token: &Token,
        snapshot: &'a Snapshot,
        instance: &Instance,
        sessions: &impl Sessions,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        match token.session_token() {
            Some(session_token) => {
                let session = open(session_token, sessions, now)?;
                Self::of_session(token, session, snapshot)
            }
            None => Self::long_term(token, snapshot, instance),
        }
    }

    fn long_term(
        token: &Token,
        snapshot: &'a Snapshot,
        instance: &Instance,
    ) -> Result<Self, Refusal> {
        let access_key_id = || token.access_key_id().to_owned();
        let access_key =
            snapshot
                .access_key(token.access_key_id())
                .ok_or_else(|| Refusal::UnknownKey {
                    access_key_id: access_key_id(),
                })?;
        if access_key.status != KeyStatus::Active {
            return Err(Refusal::InactiveKey {
                access_key_id: access_key_id(),
            });
        }
        if !access_key.has_signing_keys() {
            return Err(Refusal::MayConnectNowhere {
                access_key_id: access_key_id(),
                resource: snapshot.database_user_arn(instance, token.db_user()),
            });
        }
        let key = access_key.signing_key(token.scope().date);
        Ok(Self {
            entity: &access_key.owner,
            session: None,
            key: derived(key, token)?,
        })
    }

    fn of_session(
        token: &Token,
        session: Arc<Session>,
        snapshot: &'a Snapshot,
    ) -> Result<Self, Refusal> {
        let document = session.document();
        if document.access_key_id != token.access_key_id() {
            return Err(Refusal::SessionOfAnotherKey {
                session_key: document.access_key_id.clone(),
                access_key_id: token.access_key_id().to_owned(),
            });
        }
        let entity = snapshot
            .entity(&document.principal_id)
            .ok_or(Refusal::PrincipalGone)?;
        check_kind(&document.kind, entity.kind)?;
        let key = session.signing_key(token.scope().date, &snapshot.region);
        let key = derived(key, token)?;
        Ok(Self {
            entity,
            session: Some(session),
            key,
        })
    }

    fn session_document(&self) -> Option<&SessionDocument> {
        self.session.as_deref().map(Session::document)
    }

    fn principal(&self) -> Cow<'a, Principal> {
        let arn = &self.entity.principal.arn;
        let session = match self.session_document().map(|document| &document.kind) {
            Some(SessionKind::AssumedRole(name)) => Principal::assumed_role(arn, name),
            Some(SessionKind::FederatedUser(name)) => Principal::federated_user(arn, name),
            Some(SessionKind::SamePrincipal) | None => {
                return Cow::Borrowed(&self.entity.principal);
            }
        };
        Cow::Owned(session.with_id(&self.entity.id))
    }

    fn identity(&self, principal: &Principal) -> Identity {
        let document = self.session_document();
        let session_name = document.and_then(|document| match &document.kind {
            SessionKind::AssumedRole(name) | SessionKind::FederatedUser(name) => Some(name.clone()),
            SessionKind::SamePrincipal => None,
        });
        Identity {
            principal_arn: principal.arn.clone(),
            session_name,
            source_identity: document.and_then(|document| document.source_identity.clone()),
        }
    }

    /// The session policies; `None` when the session has none and is not limited by them.
    fn session_policies(&self, snapshot: &Snapshot) -> Result<Option<Vec<NamedPolicy>>, Refusal> {
        let Some(session) = &self.session else {
            return Ok(None);
        };
        let mut policies: Vec<_> = session.inline_policy().into_iter().cloned().collect();
        for arn in &session.document().policy_arns {
            let found = snapshot.managed_policy(arn);
            let found = found.ok_or_else(|| Refusal::SessionPolicyGone { arn: arn.clone() })?;
            policies.push(found.clone());
        }
        // A federated user has what its session policies give it, and no more: none gives nothing.
        let limited = matches!(session.document().kind, SessionKind::FederatedUser(_));
        Ok((limited || !policies.is_empty()).then_some(policies))
    }
}

fn open(
    session_token: &str,
    sessions: &impl Sessions,
    now: Timestamp,
) -> Result<Arc<Session>, Refusal> {
    let opened = sessions.open(session_token, now).and_then(|session| {
        // Once more, whoever opened it: a cache may have opened it an hour ago.
        session.in_force(now)?;
        Ok(session)
    });
    opened.map_err(|refusal| match refusal {
        SessionRefusal::Invalid(why) => Refusal::SessionInvalid { why },
        SessionRefusal::Expired { expired_at } => Refusal::SessionExpired {
            expired_at,
            seconds_ago: now.seconds_since(expired_at),
        },
    })
}

fn derived(key: Option<&SigningKey>, token: &Token) -> Result<SigningKey, Refusal> {
    key.cloned().ok_or_else(|| Refusal::KeyNotDerived {
        access_key_id: token.access_key_id().to_owned(),
        date: token.scope().date,
    })
}

/// A role is only assumed, a user is not.
fn check_kind(session: &SessionKind, entity: EntityKind) -> Result<(), Refusal> {
    let assumed = matches!(session, SessionKind::AssumedRole(_));
    if assumed == (entity == EntityKind::Role) {
        return Ok(());
    }
    Err(Refusal::SessionInvalid {
        why: "the session is of another kind than its principal".into(),
    })
}

/// Step 10.
fn authorize(
    credentials: &Credentials<'_>,
    facts: &Facts<'_>,
) -> Result<Vec<StatementRef>, Refusal> {
    let session = credentials.session_policies(facts.snapshot)?;
    let scps: Vec<&[NamedPolicy]> = facts.snapshot.scps.iter().map(Vec::as_slice).collect();
    let db_user = facts.token.token().db_user();
    let resource = facts.snapshot.database_user_arn(facts.instance, db_user);
    let principal = facts.principal;
    let request = Request {
        principal,
        action: ACTION,
        resource: &resource,
        context: &facts.context(),
    };
    let layers = Layers {
        scps: &scps,
        resource: None,
        identity: &credentials.entity.policies,
        boundary: credentials.entity.boundary.as_ref(),
        session: session.as_deref(),
    };
    match evaluate(&request, &layers) {
        Decision::Allow(allowed) => Ok(allowed.statements().to_vec()),
        Decision::Deny(denied) => Err(Refusal::Policy(Box::new(PolicyRefusal {
            principal_arn: principal.arn.clone(),
            resource,
            denied,
        }))),
    }
}
