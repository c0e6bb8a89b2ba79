//! Where a server listens: at the port that was asked for, at a free one, at another one.

use std::net::{IpAddr, TcpListener};

use engine::Product;

use super::RecordError;
use super::keeper::{KeepError, Keeper};
use crate::events::Happening;
use crate::state::{MOST_SERVERS, Server, servers};

impl Keeper {
    /// The record's port, or a free one, written down first so that it stays.
    pub(super) async fn port(&self, server: &Server) -> Result<u16, KeepError> {
        if let Some(port) = server.port {
            return Ok(port);
        }
        let state = self.site.state().await.map_err(RecordError::from)?;
        let others = servers(&state).map_err(RecordError::from)?;
        if let Some(port) = others.get(&self.place).and_then(|own| own.port) {
            return Ok(port);
        }
        let promised = |other: &Server| [other.port, other.applying.port];
        let taken: Vec<u16> = others.values().flat_map(promised).flatten().collect();
        let address = self.site.address;
        let first = server.product.customary_port();
        let port = free_port(server.product, address, &taken).ok_or(KeepError::NoPort {
            tried: MOST_SERVERS,
            first,
            address,
        })?;
        self.site
            .update(&self.place, |server| server.port = Some(port))
            .await?;
        Ok(port)
    }

    /// A port that we drew may be taken by somebody else while the files are being made: another one
    /// will do. One that was asked for will not.
    pub(super) async fn run_at_a_free_port(&mut self, server: &Server) -> Result<(), KeepError> {
        loop {
            match self.run(server).await {
                Err(error) if error.is_port_taken() && server.port.is_none() => {
                    self.site
                        .update(&self.place, |server| server.port = None)
                        .await?;
                }
                ran => return ran.map(drop),
            }
        }
    }

    /// Stops the server and writes down its other port, at which it is started next: killed in between,
    /// it is started where the record says. Agents have the port in force before it is available, so
    /// that a token for the former one is refused from then on. Where another program listens, the
    /// server stays where it is.
    pub(super) async fn move_to(&mut self, port: u16, server: &Server) -> Result<(), KeepError> {
        if !is_free(port, self.site.address) {
            let stays = self.site.update(&self.place, |server| {
                let asked = server.applying.port.take_if(|asked| *asked == port);
                asked.map(Happening::PortTaken)
            });
            stays.await?;
            return Ok(());
        }
        self.stop(server).await?;
        let moved = self.site.update(&self.place, |server| {
            if server.applying.port == Some(port) {
                server.port = Some(port);
            }
        });
        if let Some(revision) = moved.await? {
            self.site.publisher.in_force(revision).await;
        }
        Ok(())
    }
}

/// A port that is free now.
fn free_port(product: Product, address: IpAddr, taken: &[u16]) -> Option<u16> {
    let first = product.customary_port();
    (first..first + MOST_SERVERS)
        .filter(|port| !taken.contains(port))
        .find(|port| is_free(*port, address))
}

/// Whether nobody listens there now.
fn is_free(port: u16, address: IpAddr) -> bool {
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
