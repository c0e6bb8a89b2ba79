//! OpenID Connect providers.

use aws_query::error::common::VALIDATION_ERROR;
use aws_query::iam::error::{ENTITY_ALREADY_EXISTS, INVALID_INPUT, LIMIT_EXCEEDED, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, AddClientIDToOpenIDConnectProvider, CreateOpenIDConnectProvider,
    DeleteOpenIDConnectProvider, GetOpenIDConnectProvider, ListOpenIDConnectProviders,
    OpenIDConnectProviderListEntry, RemoveClientIDFromOpenIDConnectProvider,
    UpdateOpenIDConnectProviderThumbprint,
};
use aws_query::{ApiError, Timestamp};

use super::handlers::handlers;
use super::names::{shown, tags, with_tags_of};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::realm::Realm;
use crate::state::{Changes, OidcProvider, State, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddClientIDToOpenIDConnectProvider,
    CreateOpenIDConnectProvider,
    DeleteOpenIDConnectProvider,
    GetOpenIDConnectProvider,
    ListOpenIDConnectProviders,
    RemoveClientIDFromOpenIDConnectProvider,
    UpdateOpenIDConnectProviderThumbprint,
];

/// Thumbprints of one provider.
const MAX_THUMBPRINTS: usize = 5;

/// Client ids of one provider (`ClientIdsPerOpenIdConnectProvider`).
const MAX_CLIENT_IDS: usize = 100;

handlers! {
    CreateOpenIDConnectProvider(|asked, action, input| {
        let arn = provider_arn(asked.realm, issuer(&input.url)?);
        Ok(Permission::new(action, arn).with_request_tags(&tags(input.tags.clone())?))
    }) |call, input| create(call, input);

    GetOpenIDConnectProvider(on_provider of open_id_connect_provider_arn) |call, input| {
        let provider = provider_at(call.state, &input.open_id_connect_provider_arn)?;
        Ok(Outcome::read(iam::GetOpenIDConnectProviderResponse {
            url: Some(provider.issuer.clone()),
            client_id_list: Some(provider.client_ids.clone()),
            thumbprint_list: Some(provider.thumbprints.clone()),
            create_date: Some(Timestamp::from_unix(provider.created_at)),
            tags: Some(shown(&provider.tags).unwrap_or_default()),
        }))
    };

    ListOpenIDConnectProviders(everything) |call, _| {
        let mut entries = Vec::new();
        for provider in call.state.all::<OidcProvider>() {
            let arn = provider_arn(call.realm, &provider.or_fail()?.issuer);
            entries.push(OpenIDConnectProviderListEntry { arn: Some(arn) });
        }
        Ok(Outcome::read(iam::ListOpenIDConnectProvidersResponse {
            open_id_connect_provider_list: Some(entries),
        }))
    };

    /// Deleting what is not there succeeds (IAM API reference, *DeleteOpenIDConnectProvider*).
    DeleteOpenIDConnectProvider(on_provider of open_id_connect_provider_arn) |call, input| {
        let changes = match find(call.state, &input.open_id_connect_provider_arn)? {
            Some(provider) => Changes::new().delete(&provider),
            None => Changes::new(),
        };
        Ok(Outcome::done(changes))
    };

    UpdateOpenIDConnectProviderThumbprint(on_provider of open_id_connect_provider_arn) |call, input| {
        let mut provider = provider_at(call.state, &input.open_id_connect_provider_arn)?;
        refuse_too_many_thumbprints(&input.thumbprint_list)?;
        provider.record.thumbprints = input.thumbprint_list;
        Ok(Outcome::done(Changes::new().update(&provider)))
    };

    AddClientIDToOpenIDConnectProvider(on_provider of open_id_connect_provider_arn) |call, input| {
        let mut provider = provider_at(call.state, &input.open_id_connect_provider_arn)?;
        if !provider.client_ids.contains(&input.client_id) {
            provider.record.client_ids.push(input.client_id);
        }
        refuse_too_many_clients(&provider.client_ids)?;
        Ok(Outcome::done(Changes::new().update(&provider)))
    };

    RemoveClientIDFromOpenIDConnectProvider(on_provider of open_id_connect_provider_arn) |call, input| {
        let mut provider = provider_at(call.state, &input.open_id_connect_provider_arn)?;
        provider.record.client_ids.retain(|id| *id != input.client_id);
        Ok(Outcome::done(Changes::new().update(&provider)))
    };
}

fn create(
    call: &Call<'_>,
    input: iam::CreateOpenIDConnectProviderRequest,
) -> Result<Outcome<iam::CreateOpenIDConnectProviderResponse>, ApiError> {
    let provider = OidcProvider {
        issuer: issuer(&input.url)?.to_owned(),
        client_ids: input.client_id_list.unwrap_or_default(),
        thumbprints: input.thumbprint_list.unwrap_or_default(),
        created_at: call.now.as_unix(),
        tags: tags(input.tags)?,
    };
    refuse_too_many_thumbprints(&provider.thumbprints)?;
    refuse_too_many_clients(&provider.client_ids)?;
    if call
        .state
        .get::<OidcProvider>(&provider.issuer)
        .or_fail()?
        .is_some()
    {
        let text = format!("Provider with url {} already exists.", input.url);
        return Err(ENTITY_ALREADY_EXISTS.because(text));
    }
    let answer = iam::CreateOpenIDConnectProviderResponse {
        open_id_connect_provider_arn: Some(provider_arn(call.realm, &provider.issuer)),
        tags: shown(&provider.tags),
    };
    Ok(Outcome::write(answer, Changes::new().create(&provider)))
}

/// What stands behind `https://` in a provider's URL: its name from then on.
fn issuer(url: &str) -> Result<&str, ApiError> {
    let issuer = url
        .strip_prefix("https://")
        .map(|rest| rest.trim_end_matches('/'));
    issuer
        .filter(|issuer| is_host_and_path(issuer))
        .ok_or_else(|| VALIDATION_ERROR.because("Invalid Open ID Connect Provider URL"))
}

fn is_host_and_path(issuer: &str) -> bool {
    let host = issuer.split('/').next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte);
    !host.is_empty()
        && host.bytes().all(plain)
        && issuer
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"?#".contains(&byte))
}

fn refuse_too_many_thumbprints(thumbprints: &[String]) -> Result<(), ApiError> {
    if thumbprints.len() <= MAX_THUMBPRINTS {
        return Ok(());
    }
    let text = format!("Thumbprint list must contain fewer than {MAX_THUMBPRINTS} entries.");
    Err(INVALID_INPUT.because(text))
}

fn refuse_too_many_clients(client_ids: &[String]) -> Result<(), ApiError> {
    if client_ids.len() <= MAX_CLIENT_IDS {
        return Ok(());
    }
    Err(LIMIT_EXCEEDED.because(format!(
        "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {MAX_CLIENT_IDS}"
    )))
}

/// The provider with this ARN.
pub(super) fn provider_at(state: &State, arn: &str) -> Result<Stored<OidcProvider>, ApiError> {
    find(state, arn)?.ok_or_else(|| {
        NO_SUCH_ENTITY.because(format!("OpenIDConnect Provider not found for arn {arn}"))
    })
}

fn find(state: &State, arn: &str) -> Result<Option<Stored<OidcProvider>>, ApiError> {
    let Some((_, issuer)) = arn.split_once(":oidc-provider/") else {
        return Err(INVALID_INPUT.because(format!("ARN {arn} is not valid.")));
    };
    state.get::<OidcProvider>(issuer).or_fail()
}

/// The permission that a call about the provider with this ARN needs.
pub(super) fn on_provider(
    asked: &Asked<'_>,
    action: &'static str,
    arn: &str,
) -> Result<Permission, ApiError> {
    let permission = Permission::new(action, arn);
    Ok(match find(asked.state, arn)? {
        Some(provider) => with_tags_of(permission, &provider.tags),
        None => permission,
    })
}

fn provider_arn(realm: &Realm, issuer: &str) -> String {
    realm.account.iam_entity_arn("oidc-provider", "/", issuer)
}
