//! `sekisho connect`: mints a token, hands it to a client program where nobody sees it, and becomes
//! that program.

mod attached;
mod mysql;
mod postgresql;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write as _;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{MemfdFlags, Mode, fchmod, memfd_create};
use sigv4::token::MintedToken;

use super::status::of_agent;
use super::token::mint_now;
use crate::cli::Connect;
use crate::credentials::resolve;
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::{rds_host, region};

/// Where Amazon's certificates are looked for, besides `--ssl-ca`.
const AMAZON_BUNDLE: &str = "/etc/ssl/certs/global-bundle.pem";

pub fn run(place: &Place, args: &Connect) -> Outcome {
    let target = Target::find(place, args)?;
    let resolved = resolve(args.profile.as_deref())?;
    let region = match target.region.clone() {
        Some(region) => region,
        None => region::choose(args.region.as_deref(), &resolved, &target.host)?,
    };
    let token = mint_now(&resolved, &target.host, target.port, &args.user, &region)?;
    let login = Login {
        target: &target,
        user: &args.user,
        token: &token,
        client: args.client.as_deref(),
        client_args: &args.client_args,
    };
    match target.family {
        Family::MySql => mysql::become_client(&login),
        Family::PostgreSql => postgresql::become_client(&login),
    }
}

/// What a client program is to be told.
struct Login<'a> {
    target: &'a Target,
    user: &'a str,
    token: &'a MintedToken,
    /// The program, if the person chose one.
    client: Option<&'a Path>,
    client_args: &'a [OsString],
}

/// Whose protocol the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    MySql,
    PostgreSql,
}

/// Where PostgreSQL listens by custom.
const POSTGRESQL_PORT: u16 = 5432;

impl Family {
    /// By an engine's name in the RDS API.
    fn of_engine(name: &str) -> Self {
        match name {
            "postgres" | "aurora-postgresql" => Self::PostgreSql,
            _ => Self::MySql,
        }
    }

    /// Of a server that nothing is known of but its address, and how the person means to speak to it.
    fn guess(port: u16, client: Option<&Path>) -> Self {
        let name = client.and_then(Path::file_name).map(OsStr::to_string_lossy);
        match name.as_deref() {
            Some(name) if name.starts_with("pg_") || name == "psql" => Self::PostgreSql,
            Some(name) if name.starts_with("my") || name.starts_with("maria") => Self::MySql,
            _ if port == POSTGRESQL_PORT => Self::PostgreSql,
            _ => Self::MySql,
        }
    }
}

/// What to dial, and whom to trust.
struct Target {
    family: Family,
    host: String,
    port: u16,
    region: Option<String>,
    ssl_ca: PathBuf,
    /// Whether the certificate must name the host. It need not where its authority certifies this one
    /// server.
    by_name: bool,
    /// SHA-256 of the one certificate that it may show, in hexadecimal digits, if that much is known.
    fingerprint: Option<String>,
    /// What `ssl_ca` leads to, where it is no file on disk.
    _kept: Option<InMemory>,
}

impl Target {
    fn find(place: &Place, args: &Connect) -> Result<Self, Failure> {
        if let Some(target) = Self::of_stand_in(place, args)? {
            return Ok(target);
        }
        let amazon = rds_host::is_amazons(&args.target).then(|| PathBuf::from(AMAZON_BUNDLE));
        let ssl_ca = args
            .ssl_ca
            .clone()
            .or_else(|| amazon.filter(|bundle| bundle.exists()));
        let ssl_ca = ssl_ca.ok_or_else(|| {
            Failure::usage(format!(
                "no certificates to verify `{}` with: name a file with --ssl-ca (Amazon's is \
                 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem; kept at \
                 {AMAZON_BUNDLE} it is found by itself)",
                args.target
            ))
        })?;
        Ok(Self {
            family: Family::guess(args.port, args.client.as_deref()),
            host: args.target.clone(),
            port: args.port,
            region: args
                .region
                .clone()
                .or_else(|| rds_host::region(&args.target)),
            ssl_ca,
            by_name: true,
            fingerprint: None,
            _kept: None,
        })
    }

    /// A cluster of the stand-in on this machine.
    fn of_stand_in(place: &Place, args: &Connect) -> Result<Option<Self>, Failure> {
        if args.target.contains('.') || args.target.contains(':') {
            return Ok(None);
        }
        let (dir, settings) = place.with_settings()?;
        let attached_here = dir.attached().join(format!("{}.json", args.target));
        if attached_here.exists()
            && let Some(target) = attached::find(place, &dir.attached(), args)?
        {
            return Ok(Some(target));
        }
        let instances = of_agent(&dir)?
            .snapshot
            .map(|at| at.instances)
            .unwrap_or_default();
        let found = instances
            .iter()
            .find(|instance| instance.identifier == args.target);
        let Some(instance) = found else {
            // The agent of this host knows its own alone.
            if let Some(target) = attached::find(place, &dir.attached(), args)? {
                return Ok(Some(target));
            }
            let known: Vec<_> = instances
                .iter()
                .map(|known| known.identifier.as_str())
                .collect();
            return Err(Failure::usage(format!(
                "there is no cluster `{}` here; there is: {}",
                args.target,
                known.join(", ")
            )));
        };
        let endpoint = instance
            .endpoints
            .first()
            .and_then(|endpoint| endpoint.rsplit_once(':'));
        let (host, port) = endpoint
            .and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)))
            .ok_or_else(|| Failure::failed(format!("`{}` has no endpoint yet", args.target)))?;
        let region = Some(args.region.clone().unwrap_or(settings.region));
        let ssl_ca = args.ssl_ca.clone().unwrap_or_else(|| dir.bundle());
        Ok(Some(Self {
            family: Family::of_engine(&instance.engine),
            host,
            port,
            region,
            ssl_ca,
            by_name: true,
            fingerprint: None,
            _kept: None,
        }))
    }
}

/// A file that exists in memory only, and that only this process and what it becomes can open.
fn in_memory(content: &[u8]) -> Result<InMemory, Failure> {
    let descriptor: OwnedFd = memfd_create("sekisho-login", MemfdFlags::empty())?;
    fchmod(&descriptor, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(descriptor);
    file.write_all(content)?;
    Ok(InMemory(file))
}

struct InMemory(File);

impl InMemory {
    /// How this process, and what it becomes, opens it.
    fn path(&self) -> String {
        format!("/proc/self/fd/{}", self.0.as_raw_fd())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_program_tells_more_of_a_server_than_its_port() {
        let guess = |port, client: Option<&str>| Family::guess(port, client.map(Path::new));
        assert_eq!(guess(3306, None), Family::MySql);
        assert_eq!(guess(5432, None), Family::PostgreSql);
        assert_eq!(guess(3306, Some("/usr/bin/psql")), Family::PostgreSql);
        assert_eq!(guess(6432, Some("pg_dump")), Family::PostgreSql);
        assert_eq!(guess(5432, Some("mariadb")), Family::MySql);
        assert_eq!(guess(5432, Some("my-own-shell")), Family::MySql);
    }
}
