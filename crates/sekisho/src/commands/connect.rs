//! `sekisho connect`

use std::fs::File;
use std::io::Write as _;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

/// MariaDB's clients cut a line of an option file here, and print what is behind.
const MAX_OPTION_BYTES: usize = 4000;

pub fn run(place: &Place, args: &Connect) -> Outcome {
    let target = Target::find(place, args)?;
    let resolved = resolve(args.profile.as_deref())?;
    let region = match target.region.clone() {
        Some(region) => region,
        None => region::choose(args.region.as_deref(), &resolved, &target.host)?,
    };
    let token = mint_now(&resolved, &target.host, target.port, &args.user, &region)?;
    let client = Client::find(args.client.as_deref())?;
    become_client(&client, &target, &args.user, &token, &args.client_args)
}

/// What to dial, and whom to trust.
struct Target {
    host: String,
    port: u16,
    region: Option<String>,
    ssl_ca: PathBuf,
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
            host: args.target.clone(),
            port: args.port,
            region: args
                .region
                .clone()
                .or_else(|| rds_host::region(&args.target)),
            ssl_ca,
        })
    }

    /// A cluster of the stand-in on this machine.
    fn of_stand_in(place: &Place, args: &Connect) -> Result<Option<Self>, Failure> {
        if args.target.contains('.') || args.target.contains(':') {
            return Ok(None);
        }
        let (dir, settings) = place.with_settings()?;
        let instances = of_agent(&dir)?
            .snapshot
            .map(|at| at.instances)
            .unwrap_or_default();
        let found = instances
            .iter()
            .find(|instance| instance.identifier == args.target);
        let Some(instance) = found else {
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
            host,
            port,
            region,
            ssl_ca,
        }))
    }
}

/// A client program and whose it is: their options differ.
struct Client {
    program: PathBuf,
    mariadb: bool,
}

impl Client {
    fn find(chosen: Option<&Path>) -> Result<Self, Failure> {
        let candidates: Vec<PathBuf> = match chosen {
            Some(program) => vec![program.to_owned()],
            None => ["mariadb", "mysql"].map(PathBuf::from).to_vec(),
        };
        for program in &candidates {
            let version = Command::new(program)
                .arg("--version")
                .stderr(Stdio::null())
                .output();
            if let Ok(version) = version {
                let mariadb = String::from_utf8_lossy(&version.stdout).contains("MariaDB");
                return Ok(Self {
                    program: program.clone(),
                    mariadb,
                });
            }
        }
        Err(Failure::failed(
            "no client program is found: install mariadb-client or mysql-client, or name one with \
             --client",
        ))
    }

    /// The options that verify the server and allow the token to be sent.
    fn options(&self) -> &'static str {
        if self.mariadb {
            "ssl-verify-server-cert\n"
        } else {
            "ssl-mode=VERIFY_IDENTITY\nenable-cleartext-plugin\n"
        }
    }
}

/// Hands everything over in a file that exists in memory only, and that only this process and what it
/// becomes can open; then becomes the client.
fn become_client(
    client: &Client,
    target: &Target,
    user: &str,
    token: &MintedToken,
    further: &[std::ffi::OsString],
) -> Outcome {
    if token.expose().len() > MAX_OPTION_BYTES {
        return Err(Failure::failed(format!(
            "the token has {} characters, and clients cut a line of their option files at \
             {MAX_OPTION_BYTES}: use credentials with a shorter session token",
            token.expose().len()
        )));
    }
    let options = zeroize::Zeroizing::new(format!(
        "[client]\nhost={}\nport={}\nuser={}\npassword={}\nssl-ca={}\n{}",
        quoted(&target.host),
        target.port,
        quoted(user),
        quoted(token.expose()),
        quoted(&target.ssl_ca.display().to_string()),
        client.options()
    ));
    let file = in_memory(options.as_bytes())?;
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    let error = Command::new(&client.program)
        .arg(format!("--defaults-extra-file={path}"))
        .args(further)
        .exec();
    Err(Failure::failed(format!(
        "cannot run {}: {error}",
        client.program.display()
    )))
}

fn in_memory(content: &[u8]) -> Result<File, Failure> {
    let descriptor: OwnedFd = memfd_create("sekisho-options", MemfdFlags::empty())?;
    fchmod(&descriptor, Mode::RUSR | Mode::WUSR)?;
    let mut file = File::from(descriptor);
    file.write_all(content)?;
    Ok(file)
}

/// For an option file: in quotes, with backslashes and quotes escaped.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_keeps_its_quotes_and_backslashes() {
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}
