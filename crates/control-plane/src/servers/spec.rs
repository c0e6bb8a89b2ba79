//! From a server's record to what `engine` runs it from.

use std::net::{IpAddr, TcpListener};

use engine::{Product, Spec, TlsIdentity};

use super::Site;
use crate::ca::CaError;
use crate::parameters;
use crate::state::Server;

/// How many ports are tried: the customary one, then its neighbours, all below the range that systems
/// give to outgoing connections.
pub(super) const PORTS: u16 = 94;

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

/// A port that is free now.
pub(super) fn free_port(product: Product, address: IpAddr, taken: &[u16]) -> Option<u16> {
    let first = product.customary_port();
    (first..first + PORTS)
        .filter(|port| !taken.contains(port))
        .find(|port| is_free(*port, address))
}

/// Whether nobody listens there now.
pub(super) fn is_free(port: u16, address: IpAddr) -> bool {
    TcpListener::bind((address, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_listened_on_or_promised_is_not_free() {
        let here = IpAddr::from([127, 0, 0, 1]);
        let free = free_port(Product::MariaDb, here, &[]).unwrap();
        let _listener = TcpListener::bind((here, free)).unwrap();
        let next = free_port(Product::MariaDb, here, &[]).unwrap();
        assert_ne!(next, free);
        assert_ne!(free_port(Product::MariaDb, here, &[next]).unwrap(), next);
    }
}
