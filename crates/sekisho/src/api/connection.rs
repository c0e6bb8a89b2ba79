//! A connection to an API: plain within this machine, else TLS with the server's certificate verified.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::{CertificateError, ClientConfig, Error as TlsError, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::CallError;
use super::address::{ApiAddress, Scheme};
use crate::failure::Failure;

/// Either transport.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// How connections to an API are made.
#[derive(Debug)]
pub(super) struct Dialler {
    address: ApiAddress,
    tls: Option<Tls>,
}

#[derive(Debug)]
struct Tls {
    config: Arc<ClientConfig>,
    /// Where its authorities came from; `None` for the system's.
    authorities: Option<PathBuf>,
}

impl Dialler {
    /// To a control plane of this machine.
    pub(super) fn plain(address: ApiAddress) -> Self {
        Self { address, tls: None }
    }

    /// As the address says. The authorities are those of the file, or else the system's.
    pub(super) fn new(address: ApiAddress, authorities: Option<&Path>) -> Result<Self, Failure> {
        let tls = match address.scheme {
            Scheme::Http => None,
            Scheme::Https => Some(Tls {
                config: Arc::new(believing(authorities)?),
                authorities: authorities.map(Path::to_owned),
            }),
        };
        Ok(Self { address, tls })
    }

    pub(super) fn address(&self) -> &ApiAddress {
        &self.address
    }

    pub(super) async fn dial(&self) -> Result<Box<dyn Stream>, CallError> {
        let ApiAddress { host, port, .. } = &self.address;
        let stream = TcpStream::connect((host.as_str(), *port))
            .await
            .map_err(|error| CallError::Unreachable(self.address.clone(), error))?;
        let Some(tls) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let unproven = |error: io::Error| CallError::Unproven {
            address: self.address.clone(),
            advice: advice(&error, host, tls.authorities.as_deref()),
            source: error,
        };
        let name = ServerName::try_from(host.clone())
            .map_err(|error| unproven(io::Error::other(error)))?;
        let connected = TlsConnector::from(tls.config.clone()).connect(name, stream);
        Ok(Box::new(connected.await.map_err(unproven)?))
    }
}

fn believing(authorities: Option<&Path>) -> Result<ClientConfig, Failure> {
    let roots = match authorities {
        Some(path) => of_file(path)?,
        None => of_system()?,
    };
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn of_file(path: &Path) -> Result<RootCertStore, Failure> {
    let unusable = |why: String| {
        Failure::usage(format!(
            "{} holds no certificates to verify the API with ({why}): `sekisho ca` on the control \
             plane's host prints them",
            path.display()
        ))
    };
    let mut roots = RootCertStore::empty();
    let certificates =
        CertificateDer::pem_file_iter(path).map_err(|error| unusable(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| unusable(error.to_string()))?;
    }
    match roots.is_empty() {
        false => Ok(roots),
        true => Err(unusable("there is none in it".to_owned())),
    }
}

fn of_system() -> Result<RootCertStore, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    match roots.is_empty() {
        false => Ok(roots),
        true => Err(Failure::usage(
            "this system has no certificates to verify the API with: name the control plane's with \
             --api-ca; `sekisho ca` on its host prints them",
        )),
    }
}

/// What to do about a server that does not prove to be the one that was dialled.
fn advice(error: &io::Error, host: &str, authorities: Option<&Path>) -> String {
    let of_tls = error.get_ref().and_then(|error| error.downcast_ref());
    match (of_tls, authorities) {
        (Some(TlsError::InvalidCertificate(CertificateError::UnknownIssuer)), Some(path)) => format!(
            "its certificate is by none of the authorities in {}: `sekisho ca` on the control plane's \
             host prints the right one",
            path.display()
        ),
        (Some(TlsError::InvalidCertificate(CertificateError::UnknownIssuer)), None) => {
            "its certificate is by none of this system's authorities: name the control plane's with \
             --api-ca; `sekisho ca` on its host prints it"
                .to_owned()
        }
        (
            Some(TlsError::InvalidCertificate(
                CertificateError::NotValidForName
                | CertificateError::NotValidForNameContext { .. },
            )),
            _,
        ) => format!(
            "its certificate is for other names: start `sekisho up` there with --endpoint-host {host}, \
             or dial a name that it has"
        ),
        (Some(TlsError::InvalidMessage(_)), _) => "no TLS is spoken there".to_owned(),
        _ => "TLS was not agreed on".to_owned(),
    }
}
