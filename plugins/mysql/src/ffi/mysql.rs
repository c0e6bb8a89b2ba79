//! What MySQL looks for, and calls.

use std::ffi::{c_char, c_int, c_uint, c_ulong, c_void};
use std::ptr::{copy_nonoverlapping, null, null_mut};

use super::variables::{self, StatusVariable, SystemVariable};
use super::{
    AUTHENTICATION_PLUGIN, AUTHOR, CLIENT_PLUGIN, Connection, DESCRIPTION, Exported, Fields,
    LICENSE, NAME, Vio, VioInfo, bytes, guard, layout, server,
};
use crate::login::is_rds;

/// `MYSQL_PLUGIN_INTERFACE_VERSION`.
pub(super) const INTERFACE_VERSION: c_int = 0x010B;
/// `MYSQL_AUTHENTICATION_INTERFACE_VERSION`.
pub(super) const AUTHENTICATION_INTERFACE_VERSION: c_int = 0x0201;
/// `PLUGIN_OPT_NO_UNINSTALL`: a plugin that can be uninstalled under load gets stuck there.
pub(super) const NO_UNINSTALL: c_ulong = 2;
/// `AUTH_FLAG_PRIVILEGED_USER_FOR_PASSWORD_CHANGE`: the user himself has no password to change.
pub(super) const PRIVILEGED_USER_FOR_PASSWORD_CHANGE: c_ulong = 1;

/// `struct st_mysql_plugin`.
#[repr(C)]
struct Plugin {
    r#type: c_int,
    info: *mut c_void,
    name: *const c_char,
    author: *const c_char,
    descr: *const c_char,
    license: c_int,
    init: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    check_uninstall: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    deinit: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    version: c_uint,
    status_vars: *mut StatusVariable,
    system_vars: *mut *mut SystemVariable,
    __reserved1: *mut c_void,
    flags: c_ulong,
}

layout!(PLUGIN = Plugin, "struct st_mysql_plugin", 112 {
    r#type @ 0, info @ 8, name @ 16, author @ 24, descr @ 32, license @ 40, init @ 48,
    check_uninstall @ 56, deinit @ 64, version @ 72, status_vars @ 80, system_vars @ 88,
    __reserved1 @ 96, flags @ 104,
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
        check_uninstall: None,
        deinit: None,
        version: 0,
        status_vars: null_mut(),
        system_vars: null_mut(),
        __reserved1: null_mut(),
        flags: 0,
    };
}

/// `struct st_mysql_auth`.
#[repr(C)]
struct Auth {
    interface_version: c_int,
    client_auth_plugin: *const c_char,
    authenticate_user: unsafe extern "C" fn(*mut Vio, *mut ServerAuthInfo) -> c_int,
    generate_authentication_string:
        unsafe extern "C" fn(*mut c_char, *mut c_uint, *const c_char, c_uint) -> c_int,
    validate_authentication_string: unsafe extern "C" fn(*mut c_char, c_uint) -> c_int,
    set_salt: unsafe extern "C" fn(*const c_char, c_uint, *mut u8, *mut u8) -> c_int,
    authentication_flags: c_ulong,
    compare_password_with_hash: *const c_void,
}

layout!(AUTH = Auth, "struct st_mysql_auth", 64 {
    interface_version @ 0, client_auth_plugin @ 8, authenticate_user @ 16,
    generate_authentication_string @ 24, validate_authentication_string @ 32, set_salt @ 40,
    authentication_flags @ 48, compare_password_with_hash @ 56,
});

/// `MYSQL_USERNAME_LENGTH`, and the NUL.
pub(super) const USERNAME_SIZE: usize = 96 + 1;

/// `MYSQL_SERVER_AUTH_INFO`, as far as it is used; what follows is about second factors and roles.
#[repr(C)]
struct ServerAuthInfo {
    user_name: *const c_char,
    user_name_length: c_uint,
    auth_string: *const c_char,
    auth_string_length: c_ulong,
    authenticated_as: [c_char; USERNAME_SIZE],
    external_user: [c_char; 512],
    password_used: c_int,
    host_or_ip: *const c_char,
    host_or_ip_length: c_uint,
}

layout!(SERVER_AUTH_INFO = ServerAuthInfo, "MYSQL_SERVER_AUTH_INFO", 664 {
    user_name @ 0, user_name_length @ 8, auth_string @ 16, auth_string_length @ 24,
    authenticated_as @ 32, external_user @ 129, password_used @ 644, host_or_ip @ 648,
    host_or_ip_length @ 656,
});

static AUTHENTICATION: Exported<Auth> = Exported::new(Auth {
    interface_version: AUTHENTICATION_INTERFACE_VERSION,
    client_auth_plugin: CLIENT_PLUGIN.as_ptr(),
    authenticate_user,
    generate_authentication_string,
    validate_authentication_string,
    set_salt,
    authentication_flags: PRIVILEGED_USER_FOR_PASSWORD_CHANGE,
    compare_password_with_hash: null(),
});

// SAFETY: the names that `mysql/plugin.h` gives to the version, the size and the list of plugins;
// MySQL reads nothing else from a library, and no other library's symbols are meant.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _mysql_plugin_interface_version_: Exported<c_int> = Exported::new(INTERFACE_VERSION);

// SAFETY: as above.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _mysql_sizeof_struct_st_plugin_: Exported<c_int> =
    Exported::new(size_of::<Plugin>() as c_int);

// SAFETY: as above.
#[unsafe(no_mangle)]
#[allow(non_upper_case_globals, reason = "the server's name for it")]
static _mysql_plugin_declarations_: Exported<[Plugin; 2]> = Exported::new([
    Plugin {
        r#type: AUTHENTICATION_PLUGIN,
        info: AUTHENTICATION.address().cast(),
        name: NAME.as_ptr(),
        author: AUTHOR.as_ptr(),
        descr: DESCRIPTION.as_ptr(),
        license: LICENSE,
        init: Some(init),
        check_uninstall: None,
        deinit: None,
        version: 0x0001,
        status_vars: variables::STATUS.address().cast(),
        system_vars: variables::SYSTEM.address().cast(),
        __reserved1: null_mut(),
        flags: NO_UNINSTALL,
    },
    Plugin::END,
]);

unsafe extern "C" fn init(plugin: *mut c_void) -> c_int {
    server::remember_plugin(plugin);
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

/// Since 9 `bool is_tls_established`: one octet.
fn tls_flag(octets: [u8; 4]) -> Option<bool> {
    let [octet, ..] = octets;
    (octet != VioInfo::NOT_WRITTEN).then_some(octet == 1)
}

/// `IDENTIFIED … BY 'x'`: what becomes of `x` in `mysql.user`. It stays as it is, and can only be
/// what `AS` could say.
unsafe extern "C" fn generate_authentication_string(
    out: *mut c_char,
    out_length: *mut c_uint,
    input: *const c_char,
    input_length: c_uint,
) -> c_int {
    // SAFETY: `input` is good for `input_length` bytes (plugin_auth.h).
    let text = unsafe { bytes(input, input_length as usize) };
    if !guard(false, || is_rds(text)) {
        return 1;
    }
    // SAFETY: `out` is good for `*out_length` bytes on the way in, and `*out_length` says how many
    // are used on the way out (plugin_auth.h); the text is at most 3 long and checked against it.
    unsafe {
        if *out_length < input_length {
            return 1;
        }
        copy_nonoverlapping(text.as_ptr(), out.cast(), text.len());
        *out_length = input_length;
    }
    0
}

/// `IDENTIFIED … AS 'x'`, and every account when the accounts are loaded.
unsafe extern "C" fn validate_authentication_string(text: *mut c_char, length: c_uint) -> c_int {
    // SAFETY: `text` is good for `length` bytes (plugin_auth.h).
    let text = unsafe { bytes(text, length as usize) };
    c_int::from(!guard(false, || is_rds(text)))
}

/// There is nothing to compare a password with.
unsafe extern "C" fn set_salt(
    _password: *const c_char,
    _password_length: c_uint,
    _salt: *mut u8,
    salt_length: *mut u8,
) -> c_int {
    // SAFETY: a place for the length of the salt (plugin_auth.h).
    unsafe { *salt_length = 0 };
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tls_flag_is_an_octet_that_may_be_missing() {
        assert_eq!(tls_flag([0xAA; 4]), None);
        assert_eq!(tls_flag([1, 0xAA, 0xAA, 0xAA]), Some(true));
        assert_eq!(tls_flag([0, 0xAA, 0xAA, 0xAA]), Some(false));
        assert_eq!(
            tls_flag([2, 0xAA, 0xAA, 0xAA]),
            Some(false),
            "only a clear yes is one"
        );
    }

    fn generate(input: &[u8], size: c_uint) -> Option<Vec<u8>> {
        let mut out = [0_u8; 16];
        let mut length = size;
        let text = input.as_ptr().cast();
        // SAFETY: buffers and lengths belong together.
        let code = unsafe {
            let out = out.as_mut_ptr().cast();
            generate_authentication_string(out, &raw mut length, text, input.len() as c_uint)
        };
        (code == 0).then(|| out[..length as usize].to_vec())
    }

    #[test]
    fn only_rds_can_be_said_behind_by() {
        assert_eq!(generate(b"RDS", 16), Some(b"RDS".to_vec()));
        assert_eq!(generate(b"", 16), Some(Vec::new()));
        assert_eq!(generate(b"secret", 16), None);
        assert_eq!(generate(b"RDS", 2), None, "no room");
    }

    #[test]
    fn only_rds_can_be_said_behind_as() {
        for (text, code) in [(&b"RDS"[..], 0), (b"rds", 0), (b"", 0), (b"abc", 1)] {
            let mut text = text.to_vec();
            let length = text.len() as c_uint;
            // SAFETY: buffer and length belong together.
            let found = unsafe { validate_authentication_string(text.as_mut_ptr().cast(), length) };
            assert_eq!(found, code, "{text:?}");
        }
    }
}
