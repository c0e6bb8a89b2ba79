//! What MariaDB looks for, and calls.

use std::ffi::{c_char, c_int, c_uint, c_ulong, c_void};
use std::ptr::{null, null_mut};

use super::variables::{self, StatusVariable, SystemVariable};
use super::{
    AUTHENTICATION_PLUGIN, AUTHOR, CLIENT_PLUGIN, Connection, DESCRIPTION, Exported, Fields,
    LICENSE, NAME, Vio, VioInfo, layout,
};

/// `MARIA_PLUGIN_INTERFACE_VERSION`; the server accepts its own major version and older minors.
pub(super) const INTERFACE_VERSION: c_int = 0x010f;
/// `MYSQL_AUTHENTICATION_INTERFACE_VERSION` of 10.11; 11.8 has 0x0203 and accepts it.
pub(super) const AUTHENTICATION_INTERFACE_VERSION: c_int = 0x0202;
/// `MariaDB_PLUGIN_MATURITY_STABLE`; servers refuse less than gamma by default.
pub(super) const MATURITY_STABLE: c_uint = 5;

/// `struct st_maria_plugin`.
#[repr(C)]
struct Plugin {
    r#type: c_int,
    info: *mut c_void,
    name: *const c_char,
    author: *const c_char,
    descr: *const c_char,
    license: c_int,
    init: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    deinit: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    version: c_uint,
    status_vars: *mut StatusVariable,
    system_vars: *mut *mut SystemVariable,
    version_info: *const c_char,
    maturity: c_uint,
}

layout!(PLUGIN = Plugin, "struct st_maria_plugin", 104 {
    r#type @ 0, info @ 8, name @ 16, author @ 24, descr @ 32, license @ 40, init @ 48, deinit @ 56,
    version @ 64, status_vars @ 72, system_vars @ 80, version_info @ 88, maturity @ 96,
});

impl Plugin {
    /// Ends the list.
    const END: Self = Self {
        r#type: 0,
        info: null_mut(),
        name: null(),
        author: null(),
        descr: null(),
        license: 0,
        init: None,
        deinit: None,
        version: 0,
        status_vars: null_mut(),
        system_vars: null_mut(),
        version_info: null(),
        maturity: 0,
    };
}

/// `struct st_mysql_auth`.
#[repr(C)]
struct Auth {
    interface_version: c_int,
    client_auth_plugin: *const c_char,
    authenticate_user: unsafe extern "C" fn(*mut Vio, *mut ServerAuthInfo) -> c_int,
    /// Left out, which is what makes `SET PASSWORD` fail with error 1699.
    hash_password: *const c_void,
    preprocess_hash: *const c_void,
}

layout!(AUTH = Auth, "struct st_mysql_auth", 40 {
    interface_version @ 0, client_auth_plugin @ 8, authenticate_user @ 16, hash_password @ 24,
    preprocess_hash @ 32,
});

/// `MYSQL_USERNAME_LENGTH`, and the NUL.
pub(super) const USERNAME_SIZE: usize = 512 + 1;

/// `MYSQL_SERVER_AUTH_INFO`.
#[repr(C)]
struct ServerAuthInfo {
    user_name: *const c_char,
    user_name_length: c_uint,
    auth_string: *const c_char,
    auth_string_length: c_ulong,
    authenticated_as: [c_char; USERNAME_SIZE],
    external_user: [c_char; USERNAME_SIZE],
    password_used: c_int,
    host_or_ip: *const c_char,
    host_or_ip_length: c_uint,
    thd: *mut c_void,
}

layout!(SERVER_AUTH_INFO = ServerAuthInfo, "MYSQL_SERVER_AUTH_INFO", 1088 {
    user_name @ 0, user_name_length @ 8, auth_string @ 16, auth_string_length @ 24,
    authenticated_as @ 32, external_user @ 545, password_used @ 1060, host_or_ip @ 1064,
    host_or_ip_length @ 1072, thd @ 1080,
});

static AUTHENTICATION: Exported<Auth> = Exported::new(Auth {
    interface_version: AUTHENTICATION_INTERFACE_VERSION,
    client_auth_plugin: CLIENT_PLUGIN.as_ptr(),
    authenticate_user,
    hash_password: null(),
    preprocess_hash: null(),
});

// SAFETY: the names that `mysql/plugin.h` gives to the version, the size and the list of plugins;
// MariaDB reads nothing else from a library, and no other library's symbols are meant.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _maria_plugin_interface_version_: Exported<c_int> = Exported::new(INTERFACE_VERSION);

// SAFETY: as above.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _maria_sizeof_struct_st_plugin_: Exported<c_int> =
    Exported::new(size_of::<Plugin>() as c_int);

// SAFETY: as above.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _maria_plugin_declarations_: Exported<[Plugin; 2]> = Exported::new([
    Plugin {
        r#type: AUTHENTICATION_PLUGIN,
        info: AUTHENTICATION.address().cast(),
        name: NAME.as_ptr(),
        author: AUTHOR.as_ptr(),
        descr: DESCRIPTION.as_ptr(),
        license: LICENSE,
        init: Some(init),
        deinit: None,
        version: 0x0001,
        status_vars: variables::STATUS.address().cast(),
        system_vars: variables::SYSTEM.address().cast(),
        version_info: concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast(),
        maturity: MATURITY_STABLE,
    },
    Plugin::END,
]);

unsafe extern "C" fn init(_plugin: *mut c_void) -> c_int {
    super::start()
}

unsafe extern "C" fn authenticate_user(vio: *mut Vio, info: *mut ServerAuthInfo) -> c_int {
    // SAFETY: the server's own struct of this type (plugin_auth.h), valid until this returns; the
    // fields are only addressed here, not read.
    let fields = unsafe {
        Fields {
            user_name: &raw const (*info).user_name,
            user_name_length: &raw const (*info).user_name_length,
            auth_string: &raw const (*info).auth_string,
            auth_string_length: &raw const (*info).auth_string_length,
            authenticated_as: (&raw const (*info).authenticated_as).cast(),
            authenticated_as_size: USERNAME_SIZE,
            host_or_ip: &raw const (*info).host_or_ip,
            host_or_ip_length: &raw const (*info).host_or_ip_length,
            password_used: &raw mut (*info).password_used,
        }
    };
    super::authenticate(Connection {
        vio,
        fields,
        tls_flag,
    })
}

/// Since 11.8 `int tls`, in the machine's order.
fn tls_flag(octets: [u8; 4]) -> Option<bool> {
    (octets != [VioInfo::NOT_WRITTEN; 4]).then(|| c_int::from_ne_bytes(octets) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tls_flag_is_an_int_that_may_be_missing() {
        assert_eq!(tls_flag([0xAA; 4]), None);
        assert_eq!(tls_flag(1_i32.to_ne_bytes()), Some(true));
        assert_eq!(tls_flag([0; 4]), Some(false));
        assert_eq!(
            tls_flag([1, 0xAA, 0xAA, 0xAA]),
            Some(false),
            "that is MySQL's"
        );
    }
}
