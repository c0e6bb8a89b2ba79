//! A connection that may break off in the middle of what is said.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// TCP, as far as it goes.
#[derive(Debug)]
pub(super) struct Tcp {
    stream: TcpStream,
    /// How many octets may still be sent.
    left: Arc<AtomicUsize>,
}

impl Tcp {
    pub(super) fn whole(stream: TcpStream) -> Self {
        Self::cut_after(stream, usize::MAX).0
    }

    /// Sends no more than so many octets, then fails; how many are left can be looked at.
    pub(super) fn cut_after(stream: TcpStream, octets: usize) -> (Self, Arc<AtomicUsize>) {
        let left = Arc::new(AtomicUsize::new(octets));
        let tcp = Self {
            stream,
            left: Arc::clone(&left),
        };
        (tcp, left)
    }
}

impl Read for Tcp {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Who has no more to say does not wait for an answer.
        match self.left.load(Ordering::Relaxed) {
            0 => Err(io::ErrorKind::ConnectionAborted.into()),
            _ => self.stream.read(buffer),
        }
    }
}

impl Write for Tcp {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        let (allowed, _) = bytes.split_at(bytes.len().min(left));
        if allowed.is_empty() && !bytes.is_empty() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let sent = self.stream.write(allowed)?;
        self.left.store(left - sent, Ordering::Relaxed);
        Ok(sent)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
