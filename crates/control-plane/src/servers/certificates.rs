//! Certificates of servers, renewed long before they end, without a restart.

use std::time::Duration;

use engine::{Layout, Running, Spec};
use sigv4::Timestamp;
use tokio::time::Instant;

use super::{NotInstalled, RecordError, Site, Wanted};
use crate::ca::{CaError, ReadCertificate, SERVER_RENEW_DAYS, read_certificate};
use crate::state::{Server, ServerPlace};

/// Between two looks at a server's certificate.
const LOOK_EVERY: Duration = Duration::from_secs(12 * 60 * 60);

/// Where there was nothing to look at yet.
const LOOK_SOON: Duration = Duration::from_secs(1);

/// Why a certificate was not renewed.
#[derive(Debug, thiserror::Error)]
enum RenewalError {
    #[error(transparent)]
    Issue(#[from] CaError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Engine(#[from] NotInstalled),
    #[error(transparent)]
    Renew(#[from] engine::RenewError),
}

/// Looks after the certificate of one server: as soon as it runs, and again and again.
#[derive(Debug)]
pub(super) struct CertificateWatch {
    next: Instant,
}

impl Default for CertificateWatch {
    fn default() -> Self {
        Self {
            next: Instant::now(),
        }
    }
}

impl CertificateWatch {
    /// Passes when it is time to look again.
    pub(super) async fn due(&self) {
        tokio::time::sleep_until(self.next).await;
    }

    /// Renews the certificate of a running server if it ends before long, or is not for all names that
    /// the server is reached by now.
    pub(super) async fn look(&mut self, site: &Site, wanted: &Wanted, running: Option<&Running>) {
        let Wanted { place, server } = wanted;
        if running.is_none() || Instant::now() < self.next {
            return;
        }
        let Some(port) = server.port else {
            // It has one, and the record that says so is on its way.
            self.next = Instant::now() + LOOK_SOON;
            return;
        };
        self.next = Instant::now() + LOOK_EVERY;
        if let Err(error) = renew_if_due(site, place, server, port).await {
            let resource_id = &server.resource_id;
            tracing::error!(%resource_id, %error, "the server's certificate was not renewed");
        }
    }
}

async fn renew_if_due(
    site: &Site,
    place: &ServerPlace,
    server: &Server,
    port: u16,
) -> Result<(), RenewalError> {
    let spec = site.spec(server, port)?;
    if site.clock.now() < renewal_time(&spec) {
        return Ok(());
    }
    site.engine(server)?.renew_certificate(&spec).await?;
    tracing::info!(resource_id = %server.resource_id, "renewed the server's certificate");
    Ok(site.note_certificate(place, server, &spec).await?)
}

impl Site {
    /// Writes down when the certificate ends that the server at `place` shows from now on.
    pub(super) async fn note_certificate(
        &self,
        place: &ServerPlace,
        server: &Server,
        spec: &Spec,
    ) -> Result<(), RecordError> {
        let ends_at = shown(spec).map(|certificate| certificate.valid.end.as_unix());
        if ends_at != server.certificate_ends_at {
            let note = |server: &mut Server| server.certificate_ends_at = ends_at;
            self.update(place, note).await?;
        }
        Ok(())
    }
}

/// The certificate that the server shows, where it reads.
fn shown(spec: &Spec) -> Option<ReadCertificate> {
    let pem = std::fs::read_to_string(Layout::new(spec).ok()?.certificate());
    read_certificate(&pem.ok()?).ok()
}

/// When the certificate that the server shows is to be renewed: at once if it does not even read, or is
/// for other names than the one that is at hand.
fn renewal_time(spec: &Spec) -> Timestamp {
    let at_hand = read_certificate(&spec.tls.certificate_chain_pem).ok();
    let shown =
        shown(spec).filter(|shown| at_hand.is_none_or(|at_hand| at_hand.names == shown.names));
    let end = shown.map_or(0, |certificate| certificate.valid.end.as_unix());
    Timestamp::from_unix(end - SERVER_RENEW_DAYS * 24 * 60 * 60)
}

#[cfg(test)]
mod tests {
    use engine::TlsIdentity;

    use super::*;
    use crate::ca::{CertificateAuthority, SERVER_VALID_DAYS};

    /// 2025-01-15T12:00:00Z
    const NOON: Timestamp = Timestamp::from_unix(1_736_942_400);

    fn spec(directory: &std::path::Path) -> Spec {
        Spec {
            directory: directory.join("db"),
            server_user: None,
            address: [127, 0, 0, 1].into(),
            port: 3306,
            tls: TlsIdentity {
                certificate_chain_pem: String::new(),
                private_key_pem: String::new(),
                root_pem: String::new(),
            },
            require_secure_transport: true,
            module: "/module.so".into(),
            agent_socket: "/agent.sock".into(),
            server_id: 1,
            variables: Default::default(),
        }
    }

    #[test]
    fn a_certificate_is_renewed_sixty_days_before_it_ends_and_at_once_where_it_is_of_no_use() {
        let folder = tempfile::tempdir().unwrap();
        let mut spec = spec(folder.path());
        assert!(renewal_time(&spec) < NOON);
        let root = CertificateAuthority::make("111111111111", "us-east-1", NOON).unwrap();
        let ca = CertificateAuthority::load(&root.certificate_pem, &root.key_pem).unwrap();
        let issued = ca.issue(&["localhost".to_owned()], NOON).unwrap();
        let path = Layout::new(&spec).unwrap().certificate();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, issued.chain_pem).unwrap();
        let days = (renewal_time(&spec).as_unix() - NOON.as_unix()) / (24 * 60 * 60);
        assert_eq!(days, SERVER_VALID_DAYS - SERVER_RENEW_DAYS);

        let at_hand = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            ca.issue(&names, NOON).unwrap().chain_pem
        };
        spec.tls.certificate_chain_pem = at_hand(&["localhost"]);
        assert!(renewal_time(&spec) > NOON);
        spec.tls.certificate_chain_pem = at_hand(&["localhost", "192.0.2.2"]);
        assert!(renewal_time(&spec) < NOON);
    }
}
