//! Who comes with a token of an OpenID Connect provider in place of a signature: whose keys it takes, and
//! what its bearer is told when it proves nothing.

use aws_query::sts::AssumeRoleWithWebIdentity;
use aws_query::sts::error::{
    EXPIRED_TOKEN_EXCEPTION, IDP_COMMUNICATION_ERROR, INVALID_IDENTITY_TOKEN,
};
use aws_query::{ApiError, Operation as _, Parameters};
use web_identity::{Malformed, PresentedToken, Refusal};

use super::Api;
use crate::app::OrFail as _;
use crate::authenticate;
use crate::caller::{AuthenticatedCaller, CallSource};
use crate::identity_providers::{FetchError, Wanted};
use crate::state::{OidcProvider, State};

const NO_KEY: &str = "Couldn't retrieve verification key from your identity provider,  please \
                      reference AssumeRoleWithWebIdentity documentation for requirements";

impl Api {
    /// The caller that the token of a request proves. Providers are asked here, before anything is
    /// decided.
    pub(super) async fn bearer(
        &self,
        parameters: &Parameters,
        source: CallSource,
    ) -> Result<AuthenticatedCaller, ApiError> {
        let input = AssumeRoleWithWebIdentity::decode(parameters)?;
        // A token file often ends with a line break, and clients send the file.
        let text = input.web_identity_token.expose().trim_ascii_end();
        let token = PresentedToken::parse(text).map_err(malformed)?;
        let mut wanted = Wanted::Known;
        loop {
            let now = self.clock.now();
            let provider = registered(token.issuer(), &self.state().await?)?;
            let keys = self.providers.keys(&provider, wanted, now).await;
            let keys = keys.map_err(|error| without_keys(&error))?;
            // As it is now: while it was asked it may have been changed, or deleted.
            let provider = registered(token.issuer(), &self.state().await?)?;
            let token = token.clone();
            let proven =
                authenticate::web_identity(token, &provider, &keys, source, &self.realm, now);
            match proven {
                Err(Refusal::NoKey(_)) if wanted == Wanted::Known => wanted = Wanted::Newer,
                proven => {
                    return proven.map_err(|refusal| {
                        tracing::info!(issuer = provider.issuer, %refusal, "a web identity is refused");
                        unproven(&refusal)
                    });
                }
            }
        }
    }
}

/// The provider that this issuer is registered as, in just this spelling.
fn registered(issuer: &str, state: &State) -> Result<OidcProvider, ApiError> {
    let name = issuer.strip_prefix("https://").unwrap_or_default();
    let name = name.strip_suffix('/').unwrap_or(name);
    let found = state.get::<OidcProvider>(name).or_fail()?;
    let found = found.filter(|provider| provider.issuer == name && !name.is_empty());
    found.map(|provider| provider.record).ok_or_else(|| {
        INVALID_IDENTITY_TOKEN.because(format!(
            "No OpenIDConnect provider found in your account for {issuer}"
        ))
    })
}

fn malformed(error: Malformed) -> ApiError {
    INVALID_IDENTITY_TOKEN.because(match error {
        Malformed::Missing(claim) => format!("Missing a required claim: {claim}"),
        Malformed::Claim(claim) => format!("The claim {claim} is not valid"),
        Malformed::Algorithm(_) => "The ID Token is signed with an unsupported algorithm".to_owned(),
        Malformed::TooLong(_) | Malformed::Form | Malformed::Critical => {
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access \
             Token)"
                .to_owned()
        }
    })
}

fn without_keys(error: &FetchError) -> ApiError {
    match error {
        FetchError::Tls(..) => INVALID_IDENTITY_TOKEN.because(
            "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        ),
        error if error.is_silence() => IDP_COMMUNICATION_ERROR.because(
            "The identity provider that was asked to verify the incoming identity token could not be \
             reached.",
        ),
        _ => INVALID_IDENTITY_TOKEN.because(NO_KEY),
    }
}

/// The bearer learns of its own token's claims, and of nothing else.
fn unproven(refusal: &Refusal) -> ApiError {
    match refusal {
        Refusal::Expired { expired_at, now } => EXPIRED_TOKEN_EXCEPTION.because(format!(
            "Token expired: current date/time {} must be before the expiration date/time {}",
            now.as_unix(),
            expired_at.as_unix()
        )),
        Refusal::Early { .. } => INVALID_IDENTITY_TOKEN.because("The ID Token is not valid yet"),
        Refusal::Audience(_) => INVALID_IDENTITY_TOKEN.because("Incorrect token audience"),
        Refusal::NoKey(_) => INVALID_IDENTITY_TOKEN.because(NO_KEY),
        Refusal::Issuer(_) | Refusal::Signature => {
            INVALID_IDENTITY_TOKEN.because("The ID Token's signature is invalid")
        }
    }
}
