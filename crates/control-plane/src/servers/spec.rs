//! From a server's record to what `engine` runs it from.

use engine::{Spec, TlsIdentity};

use super::Site;
use crate::ca::CaError;
use crate::parameters;
use crate::state::Server;

impl Site {
    /// What the server is run from, with a certificate issued now.
    pub(super) fn spec(&self, server: &Server, port: u16) -> Result<Spec, CaError> {
        let certificate = self.ca.issue(&self.endpoint_hosts, self.clock.now())?;
        Ok(Spec {
            directory: self.data.clusters().join(&server.resource_id),
            server_user: self.server_users.of(server.product).map(str::to_owned),
            address: self.address,
            port,
            tls: TlsIdentity {
                certificate_chain_pem: certificate.chain_pem,
                root_pem: self.ca.certificate_pem().to_owned(),
                private_key_pem: certificate.key_pem.to_string(),
            },
            require_secure_transport: parameters::requires_tls(server),
            module: self.modules.of(server.product).clone(),
            agent_socket: self
                .data
                .sockets()
                .join(format!("{}.sock", server.resource_id)),
            server_id: 1,
            variables: parameters::variables(server),
        })
    }
}
