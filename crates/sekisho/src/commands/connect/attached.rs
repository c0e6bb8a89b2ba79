//! Servers that were attached: the control plane knows where they are and what they are verified with.

use std::path::{Path, PathBuf};

use aws_query::Service;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::attach::{OwnSocket, Record};
use rustls_pki_types::CertificateDer;
use sha2::{Digest as _, Sha256};

use super::{Family, InMemory, Target, in_memory};
use crate::api::{Answer, Calling};
use crate::attachment::{Trust, VerifiedBy};
use crate::cli::Connect;
use crate::failure::Failure;
use crate::place::Place;

/// An attached server, on whichever host; `None` for any other, and where the control plane does not say.
/// What was done to those of this host is written down in `journals`.
pub(super) fn find(
    place: &Place,
    journals: &Path,
    args: &Connect,
) -> Result<Option<Target>, Failure> {
    let api = Calling::default().api(place)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let named = [("DBClusterIdentifier", args.target.as_str())];
    let told = runtime.block_on(api.call(Service::Sekisho, "DescribeDBServer", &named));
    let Ok(server) = told else { return Ok(None) };
    let verification = match (&args.ssl_ca, Trust::on_record(&server)) {
        (Some(chosen), _) => Verification::by_file(chosen.clone()),
        (None, Some(trust)) => Verification::by_trust(&trust)?,
        (None, None) => match Record::of(journals, &args.target)?.and_then(|it| it.own_socket) {
            Some(socket) => runtime.block_on(Verification::by_socket(&socket))?,
            None => return Err(unknown(&args.target)),
        },
    };
    Ok(target(&server, args, api.region(), verification))
}

fn unknown(name: &str) -> Failure {
    Failure::usage(format!(
        "nothing is known to verify `{name}` with: name its certificates with --ssl-ca, or attach it again \
         with them (docs/attach.md has the commands that give a MariaDB one)"
    ))
}

/// What to hold the server's certificate to.
struct Verification {
    ssl_ca: PathBuf,
    kept: Option<InMemory>,
    by_name: bool,
    fingerprint: Option<String>,
}

impl Verification {
    fn by_file(ssl_ca: PathBuf) -> Self {
        Self {
            ssl_ca,
            kept: None,
            by_name: true,
            fingerprint: None,
        }
    }

    fn by_trust(trust: &Trust) -> Result<Self, Failure> {
        let file = in_memory(trust.certificates.as_bytes())?;
        Ok(Self {
            ssl_ca: file.path().into(),
            kept: Some(file),
            by_name: trust.verified_by == VerifiedBy::HostName,
            fingerprint: None,
        })
    }

    /// The server makes its certificate anew at each start, so it is asked now.
    async fn by_socket(socket: &OwnSocket) -> Result<Self, Failure> {
        let shown = socket.certificate().await;
        let certificate = shown.map_err(engine::attach::AttachError::from)?;
        let file = in_memory(pem(&certificate).as_bytes())?;
        Ok(Self {
            ssl_ca: file.path().into(),
            kept: Some(file),
            by_name: false,
            fingerprint: Some(fingerprint(&certificate)),
        })
    }
}

fn target(
    server: &Answer,
    args: &Connect,
    region: &str,
    verification: Verification,
) -> Option<Target> {
    let text = |element| server.text(element);
    let port = text("Endpoints.member.Port").and_then(|port| port.parse().ok());
    Some(Target {
        family: Family::of_engine(text("Engine")?),
        host: text("Endpoints.member.Host")?.to_owned(),
        port: port?,
        region: Some(args.region.clone().unwrap_or_else(|| region.to_owned())),
        ssl_ca: verification.ssl_ca,
        by_name: verification.by_name,
        fingerprint: verification.fingerprint,
        _kept: verification.kept,
    })
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    let text = STANDARD.encode(certificate);
    let lines = text.as_bytes().chunks(PEM_LINE);
    let lines: Vec<_> = lines.map(String::from_utf8_lossy).collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

/// Characters in a line (RFC 7468, section 2).
const PEM_LINE: usize = 64;

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let octets = Sha256::digest(certificate);
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use rustls_pki_types::pem::PemObject as _;

    use super::*;

    #[test]
    fn a_certificate_is_written_as_it_is_read_and_known_by_its_digest() {
        let certificate = CertificateDer::from((0..=200).collect::<Vec<u8>>());
        let text = pem(&certificate);
        assert!(text.lines().all(|line| line.len() <= PEM_LINE));
        let read = CertificateDer::from_pem_slice(text.as_bytes()).unwrap();
        assert_eq!(read, certificate);
        let of_nothing = fingerprint(&CertificateDer::from(Vec::new()));
        assert!(of_nothing.starts_with("E3B0C44298FC1C14"), "{of_nothing}");
    }
}
