//! `sekisho token`

use std::process::ExitCode;

use sigv4::token::{MintedToken, TokenRequest, mint};

use crate::cli::Token;
use crate::clock::now;
use crate::credentials::{Resolved, resolve};
use crate::failure::{Failure, Outcome};
use crate::region;
use crate::ui::say;

pub fn run(args: &Token) -> Outcome {
    let resolved = resolve(args.profile.as_deref())?;
    let region = region::choose(args.region.as_deref(), &resolved, &args.hostname)?;
    let token = mint_now(
        &resolved,
        &args.hostname,
        args.port,
        &args.username,
        &region,
    )?;
    say(token.expose());
    Ok(ExitCode::SUCCESS)
}

/// The token for a login as `user` at `host:port`, signed now.
pub fn mint_now(
    resolved: &Resolved,
    host: &str,
    port: u16,
    user: &str,
    region: &str,
) -> Result<MintedToken, Failure> {
    let request = TokenRequest {
        host,
        port,
        db_user: user,
        region,
        access_key_id: &resolved.access_key_id,
        session_token: resolved.session_token.as_deref().map(String::as_str),
    };
    mint(&request, &resolved.secret, now()).map_err(|error| Failure::usage(error.to_string()))
}
