//! The private certificate authority: one root, server certificates for the databases.
//!
//! ECDSA P-256 throughout: a TLS login against it costs the server about half of what RSA-2048 costs.
//! A server certificate names every endpoint of its database, as Amazon's do (common name: the
//! endpoint; the rest as subject alternative names).

use std::collections::BTreeSet;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use sigv4::Timestamp;
use time::OffsetDateTime;
use zeroize::Zeroizing;

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Clients whose clock runs behind ours still accept a new certificate.
const BACKDATE_SECONDS: i64 = DAY_SECONDS;
const ROOT_VALID_DAYS: i64 = 10 * 365;
/// How long a server certificate is valid, in days.
pub const SERVER_VALID_DAYS: i64 = 397;
/// A server certificate with fewer days left than this is replaced at the next start.
pub const SERVER_RENEW_DAYS: i64 = 60;

/// The certificate identifier that `DescribeCertificates` shows.
pub const CA_IDENTIFIER: &str = "sekisho-ca-ecc256-g1";

/// The root: its certificate and key.
pub struct CertificateAuthority {
    certificate_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for CertificateAuthority {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("CertificateAuthority(..)")
    }
}

/// A new root, to be written to disk by the caller.
#[derive(Debug)]
pub struct NewRoot {
    /// The certificate, to be given to everybody.
    pub certificate_pem: String,
    /// The private key (PKCS #8), for a file of mode 0600.
    pub key_pem: Zeroizing<String>,
}

/// A certificate for a database server and its private key.
#[derive(Debug)]
pub struct ServerCertificate {
    /// The server's certificate, then the root's.
    pub chain_pem: String,
    /// The private key (PKCS #8).
    pub key_pem: Zeroizing<String>,
    /// When it ends.
    pub not_after: Timestamp,
}

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
pub enum CaError {
    /// Making the root failed.
    #[error("the certificate authority could not be made")]
    Root(#[source] rcgen::Error),
    /// The stored root does not load.
    #[error(
        "the stored certificate authority does not load; restore `ca.pem` and `ca.key` together"
    )]
    Load(#[source] rcgen::Error),
    /// An endpoint name that cannot stand in a certificate, or a failure of the library.
    #[error("no server certificate could be made for `{names}`")]
    Server {
        /// The names asked for.
        names: String,
        /// What the library said.
        #[source]
        source: rcgen::Error,
    },
}

impl CertificateAuthority {
    /// Makes a root named after `account` and `region`, valid for ten years from `now`.
    pub fn make(account: &str, region: &str, now: Timestamp) -> Result<NewRoot, CaError> {
        let name = format!("Sekisho {region} Root CA ECC256 G1 ({account})");
        new_root(&name, now).map_err(CaError::Root)
    }

    /// Loads a root that [`CertificateAuthority::make`] made.
    pub fn load(certificate_pem: &str, key_pem: &str) -> Result<Self, CaError> {
        let key = KeyPair::from_pem(key_pem).map_err(CaError::Load)?;
        let issuer = Issuer::from_ca_cert_pem(certificate_pem, key).map_err(CaError::Load)?;
        Ok(Self {
            certificate_pem: certificate_pem.to_owned(),
            issuer,
        })
    }

    /// The root's certificate: what clients are told to trust.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Issues a certificate for a server reachable under `names` (host names or addresses).
    pub fn issue(&self, names: &[String], now: Timestamp) -> Result<ServerCertificate, CaError> {
        let failed = |source| CaError::Server {
            names: names.join(", "),
            source,
        };
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
        let mut params = CertificateParams::new(names.to_vec()).map_err(failed)?;
        params
            .distinguished_name
            .push(DnType::OrganizationName, "Sekisho");
        if let Some(first) = names.first() {
            params
                .distinguished_name
                .push(DnType::CommonName, first.as_str());
        }
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = validity(now, SERVER_VALID_DAYS);
        let certificate = params.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok(ServerCertificate {
            chain_pem: certificate.pem() + &self.certificate_pem,
            key_pem: Zeroizing::new(key.serialize_pem()),
            not_after: Timestamp::from_unix(params.not_after.unix_timestamp()),
        })
    }
}

/// A certificate read back from its PEM text.
#[derive(Debug)]
pub struct ReadCertificate {
    /// The DER bytes.
    pub der: CertificateDer<'static>,
    /// From when until when it is valid.
    pub valid: std::ops::Range<Timestamp>,
    /// Whom it is for, to be compared with another's.
    pub names: BTreeSet<String>,
}

/// A text that holds no certificate.
#[derive(Debug, thiserror::Error)]
#[error("the certificate does not parse")]
pub struct CertificateUnreadable;

/// Reads the first certificate of a PEM text.
pub fn read_certificate(pem: &str) -> Result<ReadCertificate, CertificateUnreadable> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| CertificateUnreadable)?;
    let (_, certificate) =
        x509_parser::parse_x509_certificate(&der).map_err(|_| CertificateUnreadable)?;
    let at = |time: x509_parser::time::ASN1Time| Timestamp::from_unix(time.timestamp());
    let validity = certificate.validity();
    let valid = at(validity.not_before)..at(validity.not_after);
    let names = certificate.subject_alternative_name();
    let names = names.map_err(|_| CertificateUnreadable)?.into_iter();
    let names = names
        .flat_map(|extension| &extension.value.general_names)
        .map(ToString::to_string)
        .collect();
    Ok(ReadCertificate { der, valid, names })
}

/// A root of this common name, valid for ten years from `now`, for end entities alone.
pub(crate) fn new_root(name: &str, now: Timestamp) -> Result<NewRoot, rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "Sekisho");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = validity(now, ROOT_VALID_DAYS);
    let certificate = params.self_signed(&key)?;
    Ok(NewRoot {
        certificate_pem: certificate.pem(),
        key_pem: Zeroizing::new(key.serialize_pem()),
    })
}

pub(crate) fn validity(now: Timestamp, days: i64) -> (OffsetDateTime, OffsetDateTime) {
    let at = |seconds: i64| {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    };
    (
        at(now.as_unix() - BACKDATE_SECONDS),
        at(now.as_unix() + days * DAY_SECONDS),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls_pki_types::{ServerName, UnixTime};

    fn now() -> Timestamp {
        Timestamp::from_unix(1_736_942_400)
    }

    fn verify(root: &str, chain: &str, name: &str, at: Timestamp) -> Result<(), String> {
        let roots: Vec<_> = CertificateDer::pem_slice_iter(root.as_bytes())
            .flatten()
            .collect();
        let anchors = [webpki::anchor_from_trusted_cert(&roots[0]).unwrap()];
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain.as_bytes())
            .flatten()
            .collect();
        let leaf = webpki::EndEntityCert::try_from(&chain[0]).unwrap();
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(at.as_unix() as u64));
        leaf.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchors,
            &chain[1..],
            at,
            webpki::KeyUsage::server_auth(),
            None,
            None,
        )
        .map_err(|error| error.to_string())?;
        leaf.verify_is_valid_for_subject_name(&ServerName::try_from(name).unwrap())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_server_certificate_verifies_against_the_root_for_each_of_its_names() {
        let root = CertificateAuthority::make("123456789012", "us-east-1", now()).unwrap();
        let ca = CertificateAuthority::load(&root.certificate_pem, &root.key_pem).unwrap();
        let names = ["127.0.0.1".to_owned(), "db.example".to_owned()];
        let server = ca.issue(&names, now()).unwrap();
        for name in ["127.0.0.1", "db.example"] {
            verify(ca.certificate_pem(), &server.chain_pem, name, now()).unwrap();
        }
        assert!(
            verify(
                ca.certificate_pem(),
                &server.chain_pem,
                "other.example",
                now()
            )
            .is_err()
        );
        let after = Timestamp::from_unix(server.not_after.as_unix() + 1);
        assert!(verify(ca.certificate_pem(), &server.chain_pem, "db.example", after).is_err());
    }

    #[test]
    fn another_root_does_not_vouch_for_it() {
        let make = || CertificateAuthority::make("123456789012", "us-east-1", now()).unwrap();
        let (one, other) = (make(), make());
        let ca = CertificateAuthority::load(&one.certificate_pem, &one.key_pem).unwrap();
        let server = ca.issue(&["db.example".to_owned()], now()).unwrap();
        assert!(
            verify(
                &other.certificate_pem,
                &server.chain_pem,
                "db.example",
                now()
            )
            .is_err()
        );
    }

    #[test]
    fn a_damaged_root_says_what_to_restore() {
        let error = CertificateAuthority::load("no certificate", "no key").unwrap_err();
        assert!(
            error.to_string().contains("restore `ca.pem` and `ca.key`"),
            "{error}"
        );
    }
}
