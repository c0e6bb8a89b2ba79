//! The TLS side of the client.

use std::path::Path;
use std::sync::Arc;

use rustls::client::Resumption as Sessions;
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore, version};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::Resumption;

/// TLS 1.3 only, and nobody trusted but `ca`.
pub(super) fn config(ca: &Path, resumption: Resumption) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(ca).expect("the CA's certificate");
    roots.add(certificate).expect("a CA");
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .expect("TLS 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.resumption = match resumption {
        Resumption::Off => Sessions::disabled(),
        Resumption::On => Sessions::in_memory_sessions(256),
    };
    Arc::new(config)
}
