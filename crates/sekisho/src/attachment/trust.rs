//! What clients verify an attached server with: on record at the control plane, so that who connects by the
//! cluster's name need not know.

use std::io;
use std::path::Path;

use engine::attach::Proof;

use crate::api::Answer;
use crate::failure::Failure;

/// More than a server's own authorities: a system's bundle, which clients have already.
const MAX_CERTIFICATES: usize = 64 * 1024;

/// How much of a server's certificate is to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifiedBy {
    /// The name that was dialled too.
    HostName,
    /// Its authority alone, which certifies this one server.
    CertificateAuthority,
}

const WORDS: [(VerifiedBy, &str); 2] = [
    (VerifiedBy::HostName, "host-name"),
    (VerifiedBy::CertificateAuthority, "certificate-authority"),
];

impl VerifiedBy {
    /// As the API has it.
    pub fn word(self) -> &'static str {
        let known = WORDS.iter().find(|(one, _)| *one == self);
        known.map_or("", |(_, word)| word)
    }
}

/// Certificates, and what they are good for.
#[derive(Debug, PartialEq, Eq)]
pub struct Trust {
    /// In PEM, and nothing besides.
    pub certificates: String,
    pub verified_by: VerifiedBy,
}

impl Trust {
    /// What a trial login showed, if it is of use to others.
    pub fn shown_by(proof: &Proof) -> Result<Option<Self>, Failure> {
        let (path, verified_by) = match proof {
            Proof::Verified { authority } => (authority, VerifiedBy::HostName),
            Proof::Unverified {
                own_authority: Some(authority),
                ..
            } => (authority, VerifiedBy::CertificateAuthority),
            // Good until the server's next start, and on its machine alone.
            Proof::Shown { .. } | Proof::Unverified { .. } => return Ok(None),
        };
        let certificates = certificates_in(&read(path)?);
        let fits = !certificates.is_empty() && certificates.len() <= MAX_CERTIFICATES;
        Ok(fits.then_some(Self {
            certificates,
            verified_by,
        }))
    }

    /// What is on record.
    pub fn on_record(server: &Answer) -> Option<Self> {
        let word = server.text("VerifiedBy")?;
        let (verified_by, _) = WORDS.into_iter().find(|(_, known)| *known == word)?;
        Some(Self {
            certificates: server.text("CertificateAuthority")?.to_owned(),
            verified_by,
        })
    }
}

fn read(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// Files of certificates may hold remarks and keys too, which are nobody's business.
fn certificates_in(pem: &str) -> String {
    let mut inside = false;
    let mut certificates = String::new();
    for line in pem.lines().map(str::trim_end) {
        inside |= line == "-----BEGIN CERTIFICATE-----";
        if inside {
            certificates.push_str(line);
            certificates.push('\n');
        }
        inside &= line != "-----END CERTIFICATE-----";
    }
    certificates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_a_file_of_certificates_goes_nowhere() {
        let one = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
        let key = "-----BEGIN PRIVATE KEY-----\nBB==\n-----END PRIVATE KEY-----\n";
        assert_eq!(
            certificates_in(&format!("remark\n{one}{key}{one}")),
            format!("{one}{one}")
        );
        assert_eq!(certificates_in(key), "");
    }

    #[test]
    fn a_server_that_only_shows_itself_to_us_is_nothing_for_others() {
        let proof = Proof::Unverified {
            why: "no name".to_owned(),
            own_authority: None,
        };
        assert_eq!(Trust::shown_by(&proof).unwrap(), None);
    }
}
