//! A private CA and a server's certificate.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_RSA_SHA256,
    RsaKeySize,
};

/// The files of one server, and what a client needs to verify it.
#[derive(Debug)]
pub struct Certificates {
    /// The CA's certificate.
    pub ca: PathBuf,
    /// The server's certificate, for `localhost`, `127.0.0.1` and `::1`.
    pub certificate: PathBuf,
    /// The server's key.
    pub key: PathBuf,
}

/// What the CA and the server sign with.
#[derive(Clone, Copy, Debug)]
pub enum KeyKind {
    /// ECDSA P-256, as the certificates that we issue.
    EcdsaP256,
    /// RSA of 2,048 bits, as those that Debian and MySQL make for their servers, and most of Amazon's.
    Rsa2048,
}

impl KeyKind {
    fn key(self) -> KeyPair {
        let key = match self {
            Self::EcdsaP256 => KeyPair::generate(),
            Self::Rsa2048 => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        };
        key.expect("a key")
    }
}

impl Certificates {
    /// Makes a new CA and a certificate of the kind that we issue, and writes them into `folder`.
    #[must_use]
    pub fn write_into(folder: &Path) -> Self {
        Self::of_kind(KeyKind::EcdsaP256, folder)
    }

    /// The same of another kind.
    #[must_use]
    pub fn of_kind(kind: KeyKind, folder: &Path) -> Self {
        let ca = authority(kind);
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut params = CertificateParams::new(names).expect("names of a certificate");
        params
            .distinguished_name
            .push(DnType::CommonName, "localhost");
        let key = kind.key();
        let certificate = params.signed_by(&key, &ca).expect("a certificate");
        let write = |name: &str, pem: String| {
            let path = folder.join(name);
            fs::write(&path, pem).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            path
        };
        Self {
            ca: write("ca.pem", ca.pem()),
            certificate: write("server.pem", certificate.pem()),
            key: write("server-key.pem", key.serialize_pem()),
        }
    }
}

fn authority(kind: KeyKind) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params
        .distinguished_name
        .push(DnType::CommonName, "testkit CA");
    CertifiedIssuer::self_signed(params, kind.key()).expect("a CA")
}
