//! `psql`, and whatever else is made with libpq.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use super::{Login, in_memory};
use crate::failure::{Failure, Outcome};

/// The database that every server has.
const DEFAULT_DATABASE: &str = "postgres";

/// Hands the token over in a password file, and everything that is no secret in libpq's variables, so
/// that each program's own arguments are free. libpq takes a password file only where nobody else can
/// read it, which this one fulfils.
pub(super) fn become_client(login: &Login<'_>) -> Outcome {
    let target = login.target;
    let line = zeroize::Zeroizing::new(password_line(login.token.expose()));
    let file = in_memory(line.as_bytes())?;
    let program = login.client.unwrap_or(Path::new("psql"));
    let error = Command::new(program)
        .env("PGPASSFILE", file.path())
        .env_remove("PGPASSWORD")
        .env("PGHOST", &target.host)
        .env_remove("PGHOSTADDR")
        .env("PGPORT", target.port.to_string())
        .env("PGUSER", login.user)
        .env("PGDATABASE", DEFAULT_DATABASE)
        .env("PGSSLMODE", ssl_mode(target.by_name))
        .env("PGSSLROOTCERT", &target.ssl_ca)
        .args(login.client_args)
        .exec();
    Err(Failure::failed(format!(
        "cannot run {}: {error}; install postgresql-client, or name a program with --client",
        program.display()
    )))
}

/// The server is verified in either case.
fn ssl_mode(by_name: bool) -> &'static str {
    match by_name {
        true => "verify-full",
        false => "verify-ca",
    }
}

/// `host:port:database:user:password`, the first four as they come; backslash and colon are escaped
/// (libpq, "The Password File").
fn password_line(token: &str) -> String {
    let escaped = token.replace('\\', "\\\\").replace(':', "\\:");
    format!("*:*:*:*:{escaped}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tokens_colons_do_not_end_its_field() {
        assert_eq!(password_line(r"h:5432/?a\b"), "*:*:*:*:h\\:5432/?a\\\\b\n");
    }
}
