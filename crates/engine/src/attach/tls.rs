//! What a server's certificate is held to, where we are the client.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::TlsConnector;

/// Why there is no TLS.
pub(super) type TlsError = Box<dyn std::error::Error + Send + Sync>;

/// What is asked of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// It is for the name that was dialled, and by one of the authorities in this file.
    NamedBy(PathBuf),
    /// It is this one, byte for byte.
    This(CertificateDer<'static>),
    /// Nothing: who is at the other end is known in another way.
    Whatever,
}

impl Expected {
    /// Speaks TLS with whoever fulfils it.
    pub(super) fn connector(self) -> Result<TlsConnector, TlsError> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let rule = match self {
            Self::NamedBy(authority) => Rule::Named(chain(&authority, &provider)?),
            Self::This(certificate) => Rule::Same(certificate),
            Self::Whatever => Rule::None,
        };
        let builder = ClientConfig::builder_with_provider(provider.clone());
        let config = builder
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Verifier { rule, provider }))
            .with_no_client_auth();
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// Whether the certificate in a file is by an authority in another one, whatever its name.
pub(super) fn is_by(certificate: &Path, authority: &Path) -> bool {
    let certified = || {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let certificate = CertificateDer::from_pem_file(certificate)?;
        let name = ServerName::try_from("localhost")?;
        let chain = chain(authority, &provider)?;
        let verified = chain.verify_server_cert(&certificate, &[], &name, &[], UnixTime::now());
        Ok::<_, TlsError>(verified)
    };
    match certified() {
        Ok(Ok(_)) => true,
        // Only where it is by an authority does the verifier come to look at its name.
        Ok(Err(Error::InvalidCertificate(error))) => matches!(
            error,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
        ),
        Ok(Err(_)) | Err(_) => false,
    }
}

fn chain(
    authority: &Path,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority)? {
        roots.add(certificate?)?;
    }
    let builder = WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone());
    Ok(builder.build()?)
}

#[derive(Debug)]
enum Rule {
    Named(Arc<WebPkiServerVerifier>),
    Same(CertificateDer<'static>),
    None,
}

#[derive(Debug)]
struct Verifier {
    rule: Rule,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &self.rule {
            Rule::Named(chain) => chain.verify_server_cert(shown, intermediates, name, ocsp, now),
            Rule::Same(expected) if shown != expected => Err(Error::General(
                "the certificate is not the server's own".into(),
            )),
            Rule::Same(_) | Rule::None => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn a_certificate_without_a_name_is_by_its_authority_and_by_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let authority = |name: &str| {
            let key = KeyPair::generate().unwrap();
            let mut own = CertificateParams::default();
            own.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
            own.distinguished_name.push(rcgen::DnType::CommonName, name);
            std::fs::write(at(name), own.self_signed(&key).unwrap().pem()).unwrap();
            rcgen::Issuer::new(own, key)
        };
        let (issuer, _) = (authority("ca.pem"), authority("other.pem"));
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::default().signed_by(&key, &issuer);
        std::fs::write(at("server.pem"), certificate.unwrap().pem()).unwrap();
        let is_by = |name| is_by(&at("server.pem"), &at(name));
        assert!(is_by("ca.pem"));
        assert!(!is_by("other.pem") && !is_by("absent.pem"));
        assert!(!super::is_by(&at("absent.pem"), &at("ca.pem")));
    }
}
