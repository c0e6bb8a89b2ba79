//! connect(2) and poll(2) with a time-out.

use std::ffi::c_int;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use agent_protocol::Ready;

const AF_UNIX: u16 = 1;
const SOCK_STREAM: c_int = 1;
const SOCK_CLOEXEC: c_int = 0o2_000_000;
const POLLIN: i16 = 1;
const POLLOUT: i16 = 4;

unsafe extern "C" {
    fn socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
    fn connect(socket: c_int, address: *const UnixAddress, length: u32) -> c_int;
    fn poll(polled: *mut Polled, count: u64, timeout_ms: c_int) -> c_int;
}

/// `struct sockaddr_un` (unix(7)).
#[repr(C)]
struct UnixAddress {
    family: u16,
    path: [u8; 108],
}

/// `struct pollfd` (poll(2)).
#[repr(C)]
struct Polled {
    socket: c_int,
    events: i16,
    returned: i16,
}

/// Connects in at most `timeout`, also when the other side's queue of connections is full.
pub(crate) fn connect_in(path: &Path, timeout: Duration) -> io::Result<UnixStream> {
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

/// Waits until a connection is ready, at most `timeout`; a signal or an error ends it sooner.
pub(crate) fn wait(stream: &UnixStream, ready: Ready, timeout: Duration) {
    let events = match ready {
        Ready::ToRead => POLLIN,
        Ready::ToWrite => POLLOUT,
    };
    wait_for(stream.as_raw_fd(), events, timeout);
}

/// Waits until there is something to read at `socket`, at most `timeout`; a signal or an error, such
/// as a descriptor that is closed, ends it sooner.
pub fn wait_readable(socket: RawFd, timeout: Duration) {
    wait_for(socket, POLLIN, timeout);
}

fn wait_for(socket: RawFd, events: i16, timeout: Duration) {
    let mut polled = Polled {
        socket,
        events,
        returned: 0,
    };
    let timeout_ms = c_int::try_from(timeout.as_millis()).unwrap_or(0).max(1);
    // SAFETY: poll(2) with one struct, and the count of one.
    unsafe { poll(&raw mut polled, 1, timeout_ms) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::time::Instant;

    #[test]
    fn waiting_ends_with_data_with_the_end_and_with_patience() {
        let (mut writer, reader) = UnixStream::pair().unwrap();
        let (short, long) = (Duration::from_millis(50), Duration::from_secs(60));
        let took = |ready, timeout| {
            let begin = Instant::now();
            wait(&reader, ready, timeout);
            begin.elapsed()
        };
        assert!(took(Ready::ToRead, short) >= short, "there is nothing");
        assert!(took(Ready::ToWrite, long) < long, "there is room");
        writer.write_all(b"x").unwrap();
        assert!(took(Ready::ToRead, long) < long);
        drop(writer);
        assert!(took(Ready::ToRead, long) < long);
    }

    #[test]
    fn room_is_waited_for_where_there_is_none() {
        let (mut writer, _reader) = UnixStream::pair().unwrap();
        writer.set_nonblocking(true).unwrap();
        while writer.write(&[0; 4096]).is_ok() {}
        let (begin, short) = (Instant::now(), Duration::from_millis(50));
        wait(&writer, Ready::ToWrite, short);
        assert!(begin.elapsed() >= short);
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
