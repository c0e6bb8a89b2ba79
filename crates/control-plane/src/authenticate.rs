//! The first check: whose signature is this? The only place that makes an [`AuthenticatedCaller`].

use std::sync::Arc;

use aws_query::{ApiError, ErrorCode, Service};
use iam::login::{Session, SessionKind, SessionRefusal, Sessions as _};
use sigv4::request::{HttpRequest, PathForm, RequestExpectation, RequestRefusal, SignedRequest};
use sigv4::{CredentialScope, SecretAccessKey, SigningKey, Timestamp};
use web_identity::{Expected, KeySet, PresentedToken, Refusal};

use crate::account::GLOBAL_REGION;
use crate::app::OrFail as _;
use crate::caller::{AuthenticatedCaller, CallSource, Identity, WebIdentity};
use crate::realm::Realm;
use crate::reset::root_id;
use crate::state::{AccessKey, EntityId, KeyOwner, OidcProvider, Record as _, Role, State, User};

/// A caller, and what it signed for.
#[derive(Debug)]
pub struct Authenticated {
    /// Who it is.
    pub caller: AuthenticatedCaller,
    /// The scope that the request is signed for.
    pub scope: CredentialScope,
}

/// Verifies that `request` is signed for `service`, and finds out by whom.
///
/// # Errors
/// Amazon's errors, in Amazon's order.
pub fn authenticate(
    request: &HttpRequest<'_>,
    service: Service,
    source: CallSource,
    state: &State,
    realm: &Realm,
    now: Timestamp,
) -> Result<Authenticated, ApiError> {
    let expected = RequestExpectation {
        regions: &regions(service, realm),
        services: &[service.name()],
        path_form: PathForm::Normalized,
    };
    let signed = SignedRequest::parse(request, &expected, now).map_err(refused)?;
    let credentials = find_credentials(&signed, state, realm, now)?;
    let scope = signed.scope().clone();
    let key = SigningKey::derive(&credentials.secret, signed.scope());
    let verified = signed.verify(&key);
    let session = credentials.session.as_deref();
    let identity = credentials
        .identity
        .filter(|_| service != Service::Iam || may_call_iam(session))
        .ok_or_else(|| refused(RequestRefusal::InvalidClientToken))?;
    let verified = verified.map_err(refused)?;
    let (principal, user_id) = identity.principal(&realm.account);
    let caller = AuthenticatedCaller {
        identity,
        principal,
        user_id,
        access_key_id: verified.access_key_id().to_owned(),
        session: credentials.session,
        source,
    };
    Ok(Authenticated { caller, scope })
}

/// The regions that a request may be signed for. Clients that are given an endpoint sign for their own
/// region also where the service is global.
fn regions(service: Service, realm: &Realm) -> Vec<&str> {
    let own = realm.account.region.as_str();
    match service {
        Service::Iam | Service::Sts => vec![own, GLOBAL_REGION],
        Service::Rds | Service::Sekisho => vec![own],
    }
}

/// Verifies who presents a token of an OpenID Connect provider, with the provider's keys.
///
/// # Errors
/// [`Refusal::NoKey`] when newer keys may prove it; the others are final.
pub fn web_identity(
    token: PresentedToken,
    provider: &OidcProvider,
    keys: &KeySet,
    source: CallSource,
    realm: &Realm,
    now: Timestamp,
) -> Result<AuthenticatedCaller, Refusal> {
    let expected = Expected {
        issuer: &format!("https://{}", provider.issuer),
        audiences: &provider.client_ids,
    };
    let token = token.verify(keys, expected, now)?;
    let account = &realm.account;
    let identity = Identity::Bearer(Box::new(WebIdentity {
        issuer: provider.issuer.clone(),
        provider_arn: account.iam_entity_arn("oidc-provider", "/", &provider.issuer),
        token,
    }));
    let (principal, user_id) = identity.principal(account);
    Ok(AuthenticatedCaller {
        identity,
        principal,
        user_id,
        access_key_id: String::new(),
        session: None,
        source,
    })
}

/// Of temporary credentials, those of a role may call IAM, and those of `GetSessionToken` with a
/// second factor (STS API reference, *GetSessionToken* and *GetFederationToken*, Permissions).
fn may_call_iam(session: Option<&Session>) -> bool {
    session.is_none_or(|session| {
        let document = session.document();
        match document.kind {
            SessionKind::AssumedRole(_) => true,
            SessionKind::SamePrincipal => document.mfa_at.is_some(),
            SessionKind::FederatedUser(_) => false,
        }
    })
}

/// What a key id leads to. Without an identity the key is unknown, and the secret is one that
/// verifies nothing: an unknown key costs what a known one costs.
struct Credentials {
    secret: SecretAccessKey,
    identity: Option<Identity>,
    session: Option<Arc<Session>>,
}

impl Credentials {
    fn unknown(realm: &Realm, key_id: &str) -> Self {
        let secret = realm.keyring.session_secret(key_id);
        Self {
            secret,
            identity: None,
            session: None,
        }
    }
}

fn find_credentials(
    signed: &SignedRequest,
    state: &State,
    realm: &Realm,
    now: Timestamp,
) -> Result<Credentials, ApiError> {
    match signed.session_token() {
        Some(token) => session_credentials(signed.access_key_id(), token, state, realm, now),
        None => long_term_credentials(signed.access_key_id(), state, realm),
    }
}

fn long_term_credentials(
    key_id: &str,
    state: &State,
    realm: &Realm,
) -> Result<Credentials, ApiError> {
    let found = state.access_key(key_id).or_fail()?.filter(|key| key.active);
    let Some(key) = found else {
        return Ok(Credentials::unknown(realm, key_id));
    };
    let secret = open_secret(&key, realm)?;
    let identity = match &key.owner {
        KeyOwner::Root => Some(Identity::Root),
        KeyOwner::User(name) => {
            let user = state.get::<User>(name).or_fail()?;
            user.map(|user| Identity::User(Box::new(user.record)))
        }
    };
    Ok(Credentials {
        secret,
        identity,
        session: None,
    })
}

fn open_secret(key: &AccessKey, realm: &Realm) -> Result<SecretAccessKey, ApiError> {
    let opened = realm
        .keyring
        .open(&key.key(), &key.sealed_secret)
        .or_fail()?;
    Ok(SecretAccessKey::new(opened.to_string()))
}

fn session_credentials(
    key_id: &str,
    token: &str,
    state: &State,
    realm: &Realm,
    now: Timestamp,
) -> Result<Credentials, ApiError> {
    let opener = realm.session_tokens.opener(state, now).or_fail()?;
    let session = match opener.open(token, now) {
        Ok(session) => session,
        Err(SessionRefusal::Expired { .. }) => {
            return Err(refused(RequestRefusal::ExpiredToken));
        }
        Err(SessionRefusal::Invalid(_)) => return Ok(Credentials::unknown(realm, key_id)),
    };
    if session.document().access_key_id != key_id {
        return Ok(Credentials::unknown(realm, key_id));
    }
    let identity = session_identity(&session, state, realm)?;
    Ok(Credentials {
        secret: realm.keyring.session_secret(key_id),
        identity,
        session: Some(session),
    })
}

/// The principal behind a session, as it is now. One that was deleted, or deleted and made again, is
/// not the one the session was issued to.
fn session_identity(
    session: &Session,
    state: &State,
    realm: &Realm,
) -> Result<Option<Identity>, ApiError> {
    let document = session.document();
    let id = document.principal_id.as_str();
    if document.kind == SessionKind::SamePrincipal
        && id == root_id(state, &realm.account).or_fail()?
    {
        return Ok(Some(Identity::Root));
    }
    let Some(place) = state.get::<EntityId>(id).or_fail()? else {
        return Ok(None);
    };
    Ok(match &document.kind {
        SessionKind::AssumedRole(session_name) => {
            state
                .get::<Role>(&place.name)
                .or_fail()?
                .map(|role| Identity::AssumedRole {
                    role: Box::new(role.record),
                    session_name: session_name.clone(),
                })
        }
        SessionKind::SamePrincipal => state
            .get::<User>(&place.name)
            .or_fail()?
            .map(|user| Identity::User(Box::new(user.record))),
        SessionKind::FederatedUser(name) => {
            state
                .get::<User>(&place.name)
                .or_fail()?
                .map(|user| Identity::FederatedUser {
                    user: Box::new(user.record),
                    name: name.clone(),
                })
        }
    })
}

fn refused(refusal: RequestRefusal) -> ApiError {
    ErrorCode::sender(refusal.code(), refusal.http_status()).because(refusal.to_string())
}
