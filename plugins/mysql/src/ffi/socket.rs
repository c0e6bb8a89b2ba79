//! The client's connection: what the server does not tell about it.

use std::ffi::{c_int, c_void};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::thread::sleep;
use std::time::{Duration, Instant};

use agent_socket::wait_readable;

const AF_INET: u16 = 2;
const AF_INET6: u16 = 10;
const MSG_PEEK: c_int = 0x02;
const MSG_DONTWAIT: c_int = 0x40;

unsafe extern "C" {
    fn getpeername(socket: c_int, address: *mut PeerAddress, length: *mut u32) -> c_int;
    fn recv(socket: c_int, buffer: *mut c_void, length: usize, flags: c_int) -> isize;
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

/// How long a client may take to answer the request for its password: the servers' own default
/// (`connect_timeout`).
const PEEK_PATIENCE: Duration = Duration::from_secs(10);

/// From one look at a client's first octets to the next, when it stops within them: often at first, as the
/// rest is on its way mostly, and then at no cost.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(160);

/// The first three octets that wait in `socket`, left there. Nothing when the client goes away or
/// takes too long.
pub(super) fn peek(socket: c_int) -> Option<[u8; 3]> {
    let deadline = Instant::now() + PEEK_PATIENCE;
    let mut pause = FIRST_PAUSE;
    let mut octets = [0; 3];
    loop {
        let left = deadline.checked_duration_since(Instant::now())?;
        wait_readable(socket, left);
        let flags = MSG_PEEK | MSG_DONTWAIT;
        // SAFETY: recv(2) with a buffer and its size; `MSG_PEEK` leaves the data where it is, so the
        // server reads it as if nobody had looked.
        let count = unsafe { recv(socket, octets.as_mut_ptr().cast(), octets.len(), flags) };
        match count {
            3 => return Some(octets),
            0 => return None,
            // Fewer than three are there already, so poll does not wait for the rest.
            1 | 2 => {
                sleep(pause.min(left));
                pause = LONGEST_PAUSE.min(pause * 2);
            }
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
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;

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
}
