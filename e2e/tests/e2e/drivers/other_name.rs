//! The same server by an address that its certificate does not have.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

const HOST: &str = "127.0.0.2";

/// Hands every connection on until it is dropped.
pub struct OtherName {
    port: u16,
    over: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl OtherName {
    /// Listens on the server's own port, at another address.
    pub fn of(port: u16) -> Self {
        let listener = TcpListener::bind((HOST, port)).unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let listening = thread::spawn(move || {
            for client in listener.incoming() {
                if seen.load(Ordering::SeqCst) {
                    return;
                }
                let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                join(client.unwrap(), server);
            }
        });
        Self {
            port,
            over,
            listening: Some(listening),
        }
    }

    #[expect(clippy::unused_self, reason = "it has to be there to be reached")]
    pub fn host(&self) -> &'static str {
        HOST
    }
}

impl Drop for OtherName {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((HOST, self.port));
        let _ = self.listening.take().map(JoinHandle::join);
    }
}

fn join(client: TcpStream, server: TcpStream) {
    let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    thread::spawn(move || copy(from, to));
    thread::spawn(move || copy(server, client));
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
