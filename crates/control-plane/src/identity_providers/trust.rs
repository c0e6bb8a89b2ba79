//! Whom to believe to be a provider's server: who has a certificate of a public authority, or one of an
//! authority in the chain that it sends, which is named by a thumbprint (IAM guide, *Obtain the thumbprint
//! for an OpenID Connect identity provider*).

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::ids::thumbprint;

/// TLS towards a provider with these thumbprints.
pub(super) fn client(thumbprints: &[String]) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let trust = Trust {
        roots: Arc::new(roots),
        thumbprints: thumbprints.iter().map(|it| it.to_lowercase()).collect(),
        provider: provider.clone(),
    };
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    match builder {
        Ok(builder) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(trust))
            .with_no_client_auth(),
        Err(error) => unreachable!("the provider has TLS 1.2 and 1.3: {error}"),
    }
}

#[derive(Debug)]
struct Trust {
    roots: Arc<RootCertStore>,
    thumbprints: Vec<String>,
    provider: Arc<CryptoProvider>,
}

impl Trust {
    /// Verifies a chain by these authorities alone: names, times and signatures, as for any other.
    fn by(
        &self,
        roots: Arc<RootCertStore>,
        presented: Presented<'_>,
    ) -> Result<ServerCertVerified, Error> {
        let Presented {
            end_entity,
            intermediates,
            name,
            ocsp,
            now,
        } = presented;
        WebPkiServerVerifier::builder_with_provider(roots, self.provider.clone())
            .build()
            .map_err(|error| Error::General(error.to_string()))?
            .verify_server_cert(end_entity, intermediates, name, ocsp, now)
    }

    /// The authorities in the chain that a thumbprint names.
    fn named(&self, intermediates: &[CertificateDer<'_>]) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        let is_named = |der: &&CertificateDer<'_>| self.thumbprints.contains(&thumbprint(der));
        let named = intermediates.iter().filter(is_named);
        roots.add_parsable_certificates(named.map(|der| der.clone().into_owned()));
        roots
    }
}

#[derive(Clone, Copy)]
struct Presented<'a> {
    end_entity: &'a CertificateDer<'a>,
    intermediates: &'a [CertificateDer<'a>],
    name: &'a ServerName<'a>,
    ocsp: &'a [u8],
    now: UnixTime,
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let presented = Presented {
            end_entity,
            intermediates,
            name,
            ocsp,
            now,
        };
        let named = self.named(intermediates);
        if named.is_empty() {
            return self.by(self.roots.clone(), presented);
        }
        self.by(Arc::new(named), presented)
            .or_else(|_| self.by(self.roots.clone(), presented))
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
