//! The certificate authority for agents: a root of its own, which no database client and no database
//! server has anything to do with.
//!
//! | certificate | name | usage | days |
//! |---|---|---|---|
//! | control plane | `control-plane.sekisho.internal` | server | 30, anew at every start and every day |
//! | agent | `sekisho://ACCOUNT/agent/NAME` | client | 30, renewed over the feed |
//!
//! A certificate of one row is none of the other: TLS asks for the usage, and [`AgentsAuthority::agent`]
//! for the name.

use rcgen::string::Ia5String;
use rcgen::{
    CertificateParams, CertificateSigningRequestParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SanType, SerialNumber,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{
    CertificateDer, CertificateSigningRequestDer, PrivateKeyDer, PrivatePkcs8KeyDer,
};
use seal::feed::CONTROL_PLANE_NAME;
use seal::join::Fingerprint;
use seal::{AgentName, Der};
use sigv4::Timestamp;
use x509_parser::extensions::GeneralName;

use crate::account::AccountId;
use crate::ca::{CaError, NewRoot, new_root, validity};
use crate::entropy::{Entropy, EntropyError, random};
use crate::state::AgentCertificate;

/// How long certificates are valid, of either side.
pub const VALID_DAYS: i64 = 30;

/// Octets of a serial number (RFC 5280, section 4.1.2.2, allows 20).
const SERIAL_BYTES: usize = 16;

/// Issues certificates for the feed.
pub struct AgentsAuthority {
    account: AccountId,
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl std::fmt::Debug for AgentsAuthority {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "AgentsAuthority({})", self.fingerprint())
    }
}

/// The control plane's own certificate with the root's, and its key.
pub(super) struct ServerIdentity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// An agent's certificate, and what is remembered of it.
#[derive(Debug)]
pub(super) struct Issued {
    pub(super) certificate: Der,
    pub(super) record: AgentCertificate,
}

/// Whose certificate it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CertifiedAgent {
    pub(super) name: AgentName,
    pub(super) serial: String,
}

/// Why no certificate was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// What came is no request for one, or its signature is not by its key.
    #[error("the request for a certificate is not usable")]
    Request(#[source] rcgen::Error),
    /// Keys of other kinds are not taken.
    #[error("the request is not for an ECDSA P-256 key")]
    Algorithm,
    /// The library failed.
    #[error("no certificate could be made")]
    Library(#[from] rcgen::Error),
    /// No random bytes for a serial number.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl AgentsAuthority {
    /// Makes the root for the agents of `account`.
    ///
    /// # Errors
    /// [`CaError::Root`].
    pub fn make(account: &AccountId, now: Timestamp) -> Result<NewRoot, CaError> {
        new_root(&format!("Sekisho Agents Root CA ({account})"), now).map_err(CaError::Root)
    }

    /// Loads a root that [`AgentsAuthority::make`] made.
    ///
    /// # Errors
    /// [`CaError::Load`].
    pub fn load(
        account: &AccountId,
        certificate_pem: &str,
        key_pem: &str,
    ) -> Result<Self, CaError> {
        let key = KeyPair::from_pem(key_pem).map_err(CaError::Load)?;
        let certificate = CertificateDer::from_pem_slice(certificate_pem.as_bytes())
            .map_err(|_| CaError::Load(rcgen::Error::CouldNotParseCertificate))?;
        let issuer = Issuer::from_ca_cert_der(&certificate, key).map_err(CaError::Load)?;
        Ok(Self {
            account: account.clone(),
            certificate,
            issuer,
        })
    }

    /// What join codes pin.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.certificate)
    }

    pub(super) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// A certificate for the control plane itself, with a new key.
    pub(super) fn server_identity(&self, now: Timestamp) -> Result<ServerIdentity, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = end_entity(ExtendedKeyUsagePurpose::ServerAuth, now);
        let name = Ia5String::try_from(CONTROL_PLANE_NAME)?;
        params.subject_alt_names = vec![SanType::DnsName(name)];
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(ServerIdentity {
            chain: vec![certificate.der().clone(), self.certificate.clone()],
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        })
    }

    /// A certificate for the key in `request`. Whatever else the request asks for does not count.
    pub(super) fn issue(
        &self,
        name: &AgentName,
        request: &Der,
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> Result<Issued, IssueError> {
        let request = CertificateSigningRequestDer::from(request.0.as_slice());
        let request =
            CertificateSigningRequestParams::from_der(&request).map_err(IssueError::Request)?;
        if request.public_key.algorithm() != &PKCS_ECDSA_P256_SHA256 {
            return Err(IssueError::Algorithm);
        }
        let serial = serial(entropy)?;
        let mut params = end_entity(ExtendedKeyUsagePurpose::ClientAuth, now);
        params
            .distinguished_name
            .push(DnType::CommonName, name.as_str());
        params.subject_alt_names = vec![SanType::URI(Ia5String::try_from(self.uri(name))?)];
        params.serial_number = Some(SerialNumber::from(serial.to_vec()));
        let not_after = params.not_after.unix_timestamp();
        let certificate = params.signed_by(&request.public_key, &self.issuer)?;
        Ok(Issued {
            certificate: Der(certificate.der().to_vec()),
            record: AgentCertificate {
                serial: hex(&serial),
                not_after,
            },
        })
    }

    /// The agent that a certificate names, once TLS has found it to be from this authority and for a
    /// client: it has exactly one name, and that has the form that only agents' have.
    pub(super) fn agent(&self, certificate: &CertificateDer<'_>) -> Option<CertifiedAgent> {
        let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
        let usage = certificate.extended_key_usage().ok()??.value;
        if !usage.client_auth || usage.server_auth || usage.any {
            return None;
        }
        let names = certificate.subject_alternative_name().ok()??.value;
        let [GeneralName::URI(uri)] = names.general_names.as_slice() else {
            return None;
        };
        Some(CertifiedAgent {
            name: AgentName::parse(uri.strip_prefix(&self.uri_prefix())?).ok()?,
            serial: hex(certificate.raw_serial()),
        })
    }

    fn uri(&self, name: &AgentName) -> String {
        format!("{}{name}", self.uri_prefix())
    }

    fn uri_prefix(&self) -> String {
        format!("sekisho://{}/agent/", self.account)
    }
}

fn end_entity(usage: ExtendedKeyUsagePurpose, now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::OrganizationName, "Sekisho");
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![usage];
    params.use_authority_key_identifier_extension = true;
    (params.not_before, params.not_after) = validity(now, VALID_DAYS);
    params
}

/// Positive, and as long as it is written (RFC 5280, section 4.1.2.2).
fn serial(entropy: &dyn Entropy) -> Result<[u8; SERIAL_BYTES], EntropyError> {
    let mut serial: [u8; SERIAL_BYTES] = random(entropy)?;
    if let Some(first) = serial.first_mut() {
        *first = *first & 0x7F | 0x40;
    }
    Ok(serial)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ca::CertificateAuthority;
    use crate::entropy::SystemEntropy;

    const NOW: Timestamp = Timestamp::from_unix(1_736_942_400);

    fn account() -> AccountId {
        AccountId::parse("123456789012").unwrap()
    }

    fn authority() -> AgentsAuthority {
        let root = AgentsAuthority::make(&account(), NOW).unwrap();
        AgentsAuthority::load(&account(), &root.certificate_pem, &root.key_pem).unwrap()
    }

    fn db1() -> AgentName {
        AgentName::parse("db1").unwrap()
    }

    fn request(params: CertificateParams) -> Der {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        Der(params.serialize_request(&key).unwrap().der().to_vec())
    }

    #[test]
    fn a_certificate_names_its_agent_whatever_the_request_asked_for() {
        let authority = authority();
        let mut greedy = CertificateParams::new(vec!["db2".to_owned()]).unwrap();
        greedy.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        greedy.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let issued = authority
            .issue(&db1(), &request(greedy), NOW, &SystemEntropy)
            .unwrap();
        let der = CertificateDer::from(issued.certificate.0);
        let found = authority.agent(&der).unwrap();
        assert_eq!((found.name, found.serial), (db1(), issued.record.serial));
        let (_, read) = x509_parser::parse_x509_certificate(&der).unwrap();
        assert!(!read.is_ca());
        assert_eq!(issued.record.not_after, NOW.as_unix() + 30 * 86_400);
    }

    #[test]
    fn no_other_certificate_names_an_agent() {
        let authority = authority();
        let own = authority.server_identity(NOW).unwrap();
        for certificate in &own.chain {
            assert_eq!(authority.agent(certificate), None);
        }
        let root = CertificateAuthority::make("123456789012", "us-west-2", NOW).unwrap();
        let ca = CertificateAuthority::load(&root.certificate_pem, &root.key_pem).unwrap();
        let database = ca.issue(&["db1".to_owned()], NOW).unwrap();
        let database = CertificateDer::from_pem_slice(database.chain_pem.as_bytes()).unwrap();
        assert_eq!(authority.agent(&database), None);
    }

    #[test]
    fn another_accounts_agent_is_none_of_ours() {
        let root = AgentsAuthority::make(&account(), NOW).unwrap();
        let other = AccountId::parse("999999999999").unwrap();
        let other = AgentsAuthority::load(&other, &root.certificate_pem, &root.key_pem).unwrap();
        let plain = request(CertificateParams::default());
        let issued = other.issue(&db1(), &plain, NOW, &SystemEntropy).unwrap();
        let der = CertificateDer::from(issued.certificate.0);
        let ours = AgentsAuthority::load(&account(), &root.certificate_pem, &root.key_pem);
        assert_eq!(ours.unwrap().agent(&der), None);
    }

    #[test]
    fn a_request_that_is_none_or_for_another_kind_of_key_is_refused() {
        let authority = authority();
        let issue = |der| authority.issue(&db1(), &Der(der), NOW, &SystemEntropy);
        assert!(matches!(issue(vec![1, 2]), Err(IssueError::Request(_))));
        let key = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
        let other = CertificateParams::default()
            .serialize_request(&key)
            .unwrap();
        assert!(matches!(
            issue(other.der().to_vec()),
            Err(IssueError::Algorithm)
        ));
        let mut forged = request(CertificateParams::default()).0;
        let last = forged.len() - 1;
        forged[last] ^= 1;
        assert!(issue(forged).is_err());
    }
}
