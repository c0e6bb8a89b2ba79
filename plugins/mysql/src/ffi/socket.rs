//! What std's sockets cannot do.

use std::ffi::{c_int, c_void};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

const AF_UNIX: u16 = 1;
const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;
const SOCK_STREAM: c_int = 1;
const SOCK_CLOEXEC: c_int = 0o2_000_000;
const POLLIN: i16 = 1;
const MSG_PEEK: c_int = 0x02;
const MSG_DONTWAIT: c_int = 0x40;

unsafe extern "C" {
    fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn connect(socket: c_int, address: *const UnixAddress, length: u32) -> c_int;
    fn getpeername(socket: c_int, address: *mut PeerAddress, length: *mut u32) -> c_int;
    fn poll(polled: *mut Polled, count: u64, timeout_ms: c_int) -> c_int;
    fn recv(socket: c_int, buffer: *mut c_void, length: usize, flags: c_int) -> isize;
}

/// `struct sockaddr_un` (unix(7)).
#[repr(C)]
struct UnixAddress {
    family: u16,
    path: [u8; 108],
}

/// `struct sockaddr_in` and `sockaddr_in6` (ip(7), ipv6(7)), in a buffer that both fit into.
#[repr(C, align(8))]
struct PeerAddress {
    family: u16,
    port: u16,
    v4_or_flow: [u8; 4],
    v6: [u8; 16],
    reserve: [u8; 104],
}

/// `struct pollfd` (poll(2)).
#[repr(C)]
struct Polled {
    socket: c_int,
    events: i16,
    returned: i16,
}

/// Connects in at most `timeout`, also when the other side's queue of connections is full.
pub(super) fn connect_in(path: &Path, timeout: Duration) -> io::Result<UnixStream> {
    let address = unix_address(path)?;
    // SAFETY: socket(2) takes numbers and returns a new descriptor or -1.
    let descriptor = unsafe { socket(c_int::from(AF_UNIX), SOCK_STREAM | SOCK_CLOEXEC, 0) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: a descriptor that was just made and that nobody else knows.
    let stream = UnixStream::from(unsafe { OwnedFd::from_raw_fd(descriptor) });
    // `SO_SNDTIMEO`, which bounds connect(2) too (socket(7)).
    stream.set_write_timeout(Some(timeout))?;
    // SAFETY: an address of the family AF_UNIX and its size; it is read during the call only.
    let failed = unsafe {
        connect(
            stream.as_raw_fd(),
            &raw const address,
            size_of::<UnixAddress>() as u32,
        ) != 0
    };
    if failed {
        Err(io::Error::last_os_error())
    } else {
        Ok(stream)
    }
}

fn unix_address(path: &Path) -> io::Result<UnixAddress> {
    let path = path.as_os_str().as_bytes();
    let mut address = UnixAddress {
        family: AF_UNIX,
        path: [0; 108],
    };
    // One octet stays for the NUL at the end.
    match address.path.split_last_mut() {
        Some((_, room)) if path.len() <= room.len() => {
            room.iter_mut()
                .zip(path)
                .for_each(|(octet, value)| *octet = *value);
            Ok(address)
        }
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the path is longer than the 107 bytes that a socket's path may have",
        )),
    }
}

/// Waits until there is something to read, at most `timeout`; a signal or an error ends it sooner.
pub(super) fn wait(stream: &UnixStream, timeout: Duration) {
    poll_readable(stream.as_raw_fd(), timeout);
}

fn poll_readable(socket: c_int, timeout: Duration) {
    let mut polled = Polled {
        socket,
        events: POLLIN,
        returned: 0,
    };
    let timeout_ms = c_int::try_from(timeout.as_millis()).unwrap_or(0).max(1);
    // SAFETY: poll(2) with one struct, and the count of one.
    unsafe { poll(&raw mut polled, 1, timeout_ms) };
}

/// How long a client may take to answer the request for its password: the servers' own default
/// (`connect_timeout`).
const PEEK_PATIENCE: Duration = Duration::from_secs(10);

/// The first three octets that wait in `socket`, left there. Nothing when the client goes away or
/// takes too long.
pub(super) fn peek(socket: c_int) -> Option<[u8; 3]> {
    let deadline = Instant::now() + PEEK_PATIENCE;
    let mut octets = [0; 3];
    loop {
        let left = deadline.checked_duration_since(Instant::now())?;
        poll_readable(socket, left);
        let flags = MSG_PEEK | MSG_DONTWAIT;
        // SAFETY: recv(2) with a buffer and its size; `MSG_PEEK` leaves the data where it is, so the
        // server reads it as if nobody had looked.
        let count = unsafe { recv(socket, octets.as_mut_ptr().cast(), octets.len(), flags) };
        match count {
            3 => return Some(octets),
            0 => return None,
            // Fewer than three are there already, so poll does not wait for the rest.
            1 | 2 => sleep(Duration::from_millis(5)),
            _ if is_worth_waiting(&io::Error::last_os_error()) => {}
            _ => return None,
        }
    }
}

fn is_worth_waiting(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// The address at the other end of a TCP connection.
pub(super) fn peer_address(socket: c_int) -> Option<IpAddr> {
    let mut peer = PeerAddress {
        family: 0,
        port: 0,
        v4_or_flow: [0; 4],
        v6: [0; 16],
        reserve: [0; 104],
    };
    let mut length = size_of::<PeerAddress>() as u32;
    // SAFETY: getpeername(2) with a buffer as large as `sockaddr_storage` and its size.
    let failed = unsafe { getpeername(socket, &raw mut peer, &raw mut length) != 0 };
    match peer.family {
        _ if failed => None,
        AF_INET => Some(Ipv4Addr::from(peer.v4_or_flow).into()),
        AF_INET6 => Some(Ipv6Addr::from(peer.v6).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    fn pair(address: &str) -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind(address).unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    #[test]
    fn the_address_of_a_peer_is_found_in_both_families() {
        for (address, ip) in [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "::1")] {
            let (_client, server) = pair(address);
            assert_eq!(peer_address(server.as_raw_fd()), Some(ip.parse().unwrap()));
        }
    }

    #[test]
    fn what_is_not_a_tcp_connection_has_no_address() {
        let (one, _other) = UnixStream::pair().unwrap();
        assert_eq!(peer_address(one.as_raw_fd()), None);
        assert_eq!(peer_address(-1), None);
    }

    #[test]
    fn waiting_ends_with_data_with_the_end_and_with_patience() {
        let (mut writer, reader) = UnixStream::pair().unwrap();
        let (short, long) = (Duration::from_millis(50), Duration::from_secs(60));
        let took = |timeout| {
            let begin = Instant::now();
            wait(&reader, timeout);
            begin.elapsed()
        };
        assert!(took(short) >= short, "there is nothing");
        writer.write_all(b"x").unwrap();
        assert!(took(long) < long);
        drop(writer);
        assert!(took(long) < long);
    }

    #[test]
    fn peeking_waits_for_three_octets_and_takes_none() {
        use std::io::Read;
        let (mut client, mut server) = pair("127.0.0.1:0");
        let writer = std::thread::spawn(move || {
            for octet in [0x17, 0x03, 0x03, 0x01] {
                client.write_all(&[octet]).unwrap();
                sleep(Duration::from_millis(30));
            }
            client
        });
        assert_eq!(peek(server.as_raw_fd()), Some([0x17, 0x03, 0x03]));
        let mut all = [0; 4];
        server.read_exact(&mut all).unwrap();
        assert_eq!(all, [0x17, 0x03, 0x03, 0x01]);
        drop(writer.join().unwrap());
        assert_eq!(peek(server.as_raw_fd()), None, "nobody is there any more");
    }

    #[test]
    fn the_longest_path_fits_and_one_more_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let prefix = folder.path().join("x").as_os_str().len();
        let name = |length: usize| folder.path().join("x".repeat(length - prefix + 1));
        let error = |length| connect_in(&name(length), Duration::from_secs(1)).unwrap_err();
        assert_eq!(error(107).kind(), io::ErrorKind::NotFound);
        assert_eq!(error(108).kind(), io::ErrorKind::InvalidInput);
    }
}
