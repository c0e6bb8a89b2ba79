//! The servers' C interfaces. All `unsafe` of this package is below here.
//!
//! What both servers share stands in this file: the connection of a login (`st_plugin_vio`), the
//! variables, and the way from C into safe Rust. `mariadb` and `mysql` hold what differs: the
//! declarations, and the struct that describes a login.
//!
//! Headers named in the notes are those of the servers: `mysql/plugin.h`, `mysql/plugin_auth.h` and
//! `mysql/plugin_auth_common.h`. The interfaces are the 64-bit Linux ones; the `layout!` assertions
//! do not compile anywhere else.

mod mariadb;
mod mysql;
mod server;
mod socket;
mod variables;

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int, c_uint, c_ulong};
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::slice;

use agent_protocol::{Answer, Channel, ClientError, Question};

use crate::login::{self, Attempt, Host, Verdict};
use crate::report::Event;

const NAME: &CStr = c"AWSAuthenticationPlugin";
const AUTHOR: &CStr = c"Sekisho";
const DESCRIPTION: &CStr = c"IAM database authentication: asks the Sekisho agent";
/// The dialog in which a client sends its password as it is; both servers and all clients have it.
const CLIENT_PLUGIN: &CStr = c"mysql_clear_password";
/// `MYSQL_AUTHENTICATION_PLUGIN` in `mysql/plugin.h`.
const AUTHENTICATION_PLUGIN: c_int = 7;
/// `PLUGIN_LICENSE_PROPRIETARY` in `mysql/plugin.h`: the servers' word for "none of GPL and BSD".
/// Neither server checks it.
const LICENSE: c_int = 0;

/// Asserts the layout of a C struct when compiling, and keeps it for the test that holds it to what each
/// release's own headers say.
macro_rules! layout {
    ($layout:ident = $rust:ty, $c:literal, $size:literal { $($field:ident @ $offset:literal),* $(,)? }) => {
        const _: () = {
            assert!(size_of::<$rust>() == $size);
            $(assert!(std::mem::offset_of!($rust, $field) == $offset);)*
        };
        #[cfg(test)]
        pub(in crate::ffi) const $layout: crate::ffi::layout_test::Layout = crate::ffi::layout_test::Layout {
            name: $c,
            size: $size,
            fields: &[$((stringify!($field), $offset)),*],
        };
    };
}
use layout;

/// A static that the server reads and may write: it lives in `.data`, not in `.rodata`.
#[repr(transparent)]
struct Exported<T>(UnsafeCell<T>);

// SAFETY: only the server touches the contents, through the address that it finds by the symbol's
// name, and under its own `LOCK_plugin` (sql_plugin.cc); nothing in this library reads them.
unsafe impl<T> Sync for Exported<T> {}

impl<T> Exported<T> {
    const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    const fn address(&self) -> *mut T {
        self.0.get()
    }
}

/// `struct st_plugin_vio`. MySQL has two more members behind it, for clients that do not block.
#[repr(C)]
struct Vio {
    read_packet: unsafe extern "C" fn(*mut Vio, *mut *mut u8) -> c_int,
    write_packet: unsafe extern "C" fn(*mut Vio, *const u8, c_int) -> c_int,
    info: unsafe extern "C" fn(*mut Vio, *mut VioInfo),
}

layout!(VIO = Vio, "struct st_plugin_vio", 24 { read_packet @ 0, write_packet @ 8, info @ 16 });

/// `struct st_plugin_vio_info`, with room behind it: it has grown twice, and the server writes as
/// much as its own version has.
#[repr(C)]
struct VioInfo {
    protocol: c_int,
    socket: c_int,
    /// MariaDB 11.8: `int tls`. MySQL 9: `bool is_tls_established` in the first octet. MariaDB 10.11
    /// and MySQL 8 write nothing.
    tls: [u8; 4],
    reserve: [u8; 52],
}

layout!(VIO_INFO = VioInfo, "struct st_plugin_vio_info", 64 { protocol @ 0, socket @ 4, tls @ 8 });

impl VioInfo {
    const PROTOCOL_TCP: c_int = 1;
    const PROTOCOL_SOCKET: c_int = 2;
    /// What no server writes for yes or no.
    const NOT_WRITTEN: u8 = 0xAA;

    const fn unwritten() -> Self {
        Self {
            protocol: 0,
            socket: -1,
            tls: [Self::NOT_WRITTEN; 4],
            reserve: [Self::NOT_WRITTEN; 52],
        }
    }
}

/// Where the fields of one `MYSQL_SERVER_AUTH_INFO` are; the two servers disagree. Pointers to the
/// fields, not their values: MariaDB fills them in while the first packet is read.
struct Fields {
    user_name: *const *const c_char,
    user_name_length: *const c_uint,
    auth_string: *const *const c_char,
    auth_string_length: *const c_ulong,
    authenticated_as: *const c_char,
    authenticated_as_size: usize,
    host_or_ip: *const *const c_char,
    host_or_ip_length: *const c_uint,
    password_used: *mut c_int,
}

/// `PASSWORD_USED_YES` in `mysql/plugin_auth.h`.
const PASSWORD_USED_YES: c_int = 1;

/// How a server says in [`VioInfo::tls`] whether there is TLS; nothing when it does not say.
type TlsFlag = fn([u8; 4]) -> Option<bool>;

/// One call of `authenticate_user`, for as long as it lasts.
struct Connection {
    vio: *mut Vio,
    fields: Fields,
    tls_flag: TlsFlag,
}

impl Connection {
    fn info(&self) -> VioInfo {
        let mut info = VioInfo::unwritten();
        // SAFETY: `vio` is the server's argument to `authenticate_user` and lives as long as the
        // call; `info` takes it and a struct to fill in (plugin_auth_common.h), and ours is larger
        // than every version of it.
        unsafe { ((*self.vio).info)(self.vio, &raw mut info) };
        info
    }

    /// Makes the server ask for the password now: it puts its request for `mysql_clear_password` in
    /// front of the first packet of a plugin, and an empty packet is sent as nothing but that.
    fn request_password(&self) -> bool {
        // SAFETY: `write_packet` takes the server's `vio`, a buffer and its length
        // (plugin_auth_common.h); a length of zero reads nothing from the buffer.
        unsafe { ((*self.vio).write_packet)(self.vio, c"".as_ptr().cast(), 0) == 0 }
    }

    /// For servers that do not tell: looks at the first octets of the client's answer on their way
    /// through the socket, without taking them out. With TLS they are a record of application data,
    /// without it the header of a packet. The one packet whose header looks the same has 197,399
    /// bytes, which no token has.
    fn peek_channel(&self, socket: c_int) -> Channel {
        if !self.request_password() {
            return Channel::Unknown;
        }
        match server::while_waiting(|| socket::peek(socket)) {
            Some([0x17, 0x03, 0x03]) => Channel::Tls,
            Some(_) => Channel::Plain,
            None => Channel::Unknown,
        }
    }

    fn attempt<'a>(&self, packet: &'a [u8]) -> Attempt<'a> {
        let fields = &self.fields;
        // SAFETY: `fields` point into the struct that the server gave to `authenticate_user`; after
        // the first `read_packet` every pointer in it is null or good for its length, until the call
        // returns (plugin_auth.h). `authenticated_as` is an array within it, ended by a NUL.
        let (user, auth_string, account, host) = unsafe {
            (
                bytes(*fields.user_name, *fields.user_name_length as usize),
                bytes(*fields.auth_string, *fields.auth_string_length as usize),
                bytes(fields.authenticated_as, fields.authenticated_as_size),
                bytes(*fields.host_or_ip, *fields.host_or_ip_length as usize),
            )
        };
        let account = account
            .split(|octet| *octet == 0)
            .next()
            .unwrap_or_default();
        Attempt {
            packet,
            user,
            account,
            auth_string,
            client: self.client(host),
        }
    }

    /// The client's address. The server's own idea of it comes first, because behind a proxy that
    /// speaks the PROXY protocol only the server knows; but it may be a name.
    fn client(&self, host_or_ip: &[u8]) -> Option<IpAddr> {
        let literal = str::from_utf8(host_or_ip)
            .ok()
            .and_then(|host| host.parse().ok());
        literal
            .or_else(|| socket::peer_address(self.info().socket))
            .map(|ip: IpAddr| ip.to_canonical())
    }
}

/// The server's bytes at `start`.
///
/// # Safety
/// `start` is null, or good for `length` bytes that nobody writes for as long as `'a`.
unsafe fn bytes<'a>(start: *const c_char, length: usize) -> &'a [u8] {
    if start.is_null() {
        return &[];
    }
    // SAFETY: not null, and the rest is the caller's promise.
    unsafe { slice::from_raw_parts(start.cast(), length) }
}

impl<'a> Host<'a> for Connection {
    fn channel(&mut self) -> Channel {
        let info = self.info();
        match (info.protocol, (self.tls_flag)(info.tls)) {
            (VioInfo::PROTOCOL_SOCKET, _) => Channel::UnixSocket,
            (VioInfo::PROTOCOL_TCP, Some(true)) => Channel::Tls,
            (VioInfo::PROTOCOL_TCP, Some(false)) => Channel::Plain,
            (VioInfo::PROTOCOL_TCP, None) => self.peek_channel(info.socket),
            _ => Channel::Unknown,
        }
    }

    fn read_attempt(&mut self) -> Option<Attempt<'a>> {
        let mut packet = std::ptr::null_mut();
        // SAFETY: `read_packet` takes the server's `vio` and a place for the address of the packet,
        // and returns its length or -1 (plugin_auth_common.h).
        let length = unsafe { ((*self.vio).read_packet)(self.vio, &raw mut packet) };
        let length = usize::try_from(length).ok()?;
        // SAFETY: the packet is in the server's buffer for the connection, which stays as it is until
        // the next packet is read or written; nothing here does that before the call returns.
        let packet = unsafe { bytes(packet.cast_const().cast(), length) };
        Some(self.attempt(packet))
    }

    fn mark_password_used(&mut self) {
        // SAFETY: a field for the plugin to set (plugin_auth.h), in the struct of this call.
        unsafe { *self.fields.password_used = PASSWORD_USED_YES };
    }

    fn refuse_as_not_loaded(&mut self) {
        server::error_not_loaded();
    }

    fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError> {
        let client = variables::client();
        server::while_waiting(|| client.ask(question))
    }

    fn report(&mut self, event: &Event<'_>) {
        server::report(event);
    }
}

/// The way in for both `authenticate_user` functions.
fn authenticate(mut connection: Connection) -> c_int {
    let verdict = guard(Verdict::Failed, || login::authenticate(&mut connection));
    variables::count(verdict);
    verdict.code()
}

/// Runs Rust for C. A panic ends here and becomes `fallback`; it must not unwind into the server,
/// which knows nothing of it, and Rust would abort the server to prevent that.
fn guard<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    // Nothing that a panic could leave half-changed outlives the call: the shared state is atomics
    // and two locks that are replaced, not edited.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

/// Also runs when the plugin is installed again: the library stays mapped, so every static still has
/// the value it had.
fn start() -> c_int {
    guard(1, || {
        // The default hook would symbolise a backtrace inside the server, in the middle of a login.
        set_hook(Box::new(|panic| {
            let (file, line) = panic
                .location()
                .map_or(("?", 0), |at| (at.file(), at.line()));
            server::report(&Event::Panicked { file, line });
        }));
        let path = variables::start();
        server::report(&Event::Ready(&path));
        0
    })
}

#[cfg(test)]
mod layout_test;
#[cfg(test)]
mod tests;
