//! `tokio-postgres`, which takes its TLS from whoever calls it: rustls, which always checks the name.

use drivers::{Login, Outcome};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let login = Login::told()?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&login.ca)? {
        roots.add(certificate?)?;
    }
    let tls = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let (client, connection) = Config::new()
        .host(&login.host)
        .port(login.port)
        .dbname("postgres")
        .user(&login.user)
        .password(&login.token)
        .ssl_mode(SslMode::Require)
        .connect(MakeRustlsConnect::new(tls))
        .await?;
    tokio::spawn(connection);
    let row = client.query_one("SELECT CURRENT_USER::text", &[]).await?;
    println!("{}", row.get::<_, &str>(0));
    Ok(())
}
