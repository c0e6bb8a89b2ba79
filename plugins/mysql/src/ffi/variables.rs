//! System and status variables, and the little state that stands behind them.
//!
//! They outlive UNINSTALL, because the library stays mapped; [`start`] sets them anew.

use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use agent_protocol::Client;

use super::{Exported, guard, layout, server};
use crate::login::Verdict;
use crate::report::Event;

/// Where the agent listens unless told otherwise.
const DEFAULT_SOCKET: &CStr = c"/run/sekisho/agent.sock";

/// `MYSQL_SYSVAR_STR` (`mysql/plugin.h`): the header of every variable, then value and default.
#[repr(C)]
pub(super) struct SystemVariable {
    flags: c_int,
    name: *const c_char,
    comment: *const c_char,
    check: *const c_void,
    update: unsafe extern "C" fn(*mut c_void, *mut c_void, *mut c_void, *const c_void),
    value: *mut *mut c_char,
    def_val: *const c_char,
}

layout!(SYSTEM_VARIABLE = SystemVariable, "MYSQL_SYSVAR_STR", 56 {
    flags @ 0, name @ 8, comment @ 16, check @ 24, update @ 32, value @ 40, def_val @ 48,
});

/// `PLUGIN_VAR_STR` in `mysql/plugin.h`.
pub(super) const STRING: c_int = 5;

static SOCKET: AtomicPtr<c_char> = AtomicPtr::new(null_mut());

static AGENT_SOCKET: Exported<SystemVariable> = Exported::new(SystemVariable {
    flags: STRING,
    name: c"agent_socket".as_ptr(),
    comment: c"The Unix socket at which the Sekisho agent of this server listens".as_ptr(),
    check: std::ptr::null(),
    update: update_socket,
    value: SOCKET.as_ptr(),
    def_val: DEFAULT_SOCKET.as_ptr(),
});

/// All variables; the server puts the plugin's name in front: `awsauthenticationplugin_agent_socket`.
pub(super) static SYSTEM: Exported<[*mut SystemVariable; 2]> =
    Exported::new([AGENT_SOCKET.address(), null_mut()]);

/// `struct st_mysql_show_var` of MySQL; MariaDB's has padding where the scope is.
#[repr(C)]
pub(super) struct StatusVariable {
    name: *const c_char,
    value: *mut c_void,
    r#type: c_int,
    scope: c_int,
}

layout!(STATUS_VARIABLE = StatusVariable, "struct st_mysql_show_var", 24 {
    name @ 0, value @ 8, r#type @ 16,
});

/// `SHOW_LONGLONG`, in MariaDB `SHOW_ULONGLONG` (`mysql/plugin.h`, `mysql/status_var.h`).
pub(super) const LONGLONG: c_int = 4;
/// `SHOW_SCOPE_GLOBAL` (`mysql/status_var.h` of MySQL).
pub(super) const GLOBAL: c_int = 1;

impl StatusVariable {
    const fn counter(name: &'static CStr, value: &'static AtomicU64) -> Self {
        Self {
            name: name.as_ptr(),
            value: value.as_ptr().cast(),
            r#type: LONGLONG,
            scope: GLOBAL,
        }
    }

    const END: Self = Self {
        name: std::ptr::null(),
        value: null_mut(),
        r#type: 0,
        scope: 0,
    };
}

static ALLOWED: AtomicU64 = AtomicU64::new(0);
static DENIED: AtomicU64 = AtomicU64::new(0);
static ERRORS: AtomicU64 = AtomicU64::new(0);

/// The names begin as they do, and not with the plugin's own capitals, because MySQL forgets to
/// remove a variable that sorts before all of its own (`Aborted_clients`).
pub(super) static STATUS: Exported<[StatusVariable; 4]> = Exported::new([
    StatusVariable::counter(c"Awsauthenticationplugin_allowed", &ALLOWED),
    StatusVariable::counter(c"Awsauthenticationplugin_denied", &DENIED),
    StatusVariable::counter(c"Awsauthenticationplugin_errors", &ERRORS),
    StatusVariable::END,
]);

/// Counts a login.
pub(super) fn count(verdict: Verdict) {
    let counter = match verdict {
        Verdict::Allowed => &ALLOWED,
        Verdict::Refused | Verdict::SwitchedOff => &DENIED,
        Verdict::Failed => &ERRORS,
    };
    counter.fetch_add(1, Ordering::Relaxed);
}

static CLIENT: RwLock<Option<Arc<Client>>> = RwLock::new(None);

/// The client for the socket that is set now. A server may let a login in before it has called
/// `init`, so it is made when it is missing.
pub(super) fn client() -> Arc<Client> {
    let current = CLIENT
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    current.unwrap_or_else(|| connect_to(current_socket()))
}

/// Begins with the socket that the server's options name, and with counters at zero.
pub(super) fn start() -> PathBuf {
    for counter in [&ALLOWED, &DENIED, &ERRORS] {
        counter.store(0, Ordering::Relaxed);
    }
    connect_to(current_socket()).path().to_owned()
}

fn connect_to(path: PathBuf) -> Arc<Client> {
    let client = Arc::new(agent_socket::client(path));
    *CLIENT.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&client));
    client
}

fn current_socket() -> PathBuf {
    let value = SOCKET.load(Ordering::Acquire);
    // SAFETY: null, or what the server or `update_socket` put there: a C string that stays.
    path_of((!value.is_null()).then(|| unsafe { CStr::from_ptr(value) }))
}

fn path_of(value: Option<&CStr>) -> PathBuf {
    let path = value
        .filter(|path| !path.is_empty())
        .unwrap_or(DEFAULT_SOCKET);
    Path::new(OsStr::from_bytes(path.to_bytes())).to_owned()
}

/// `SET GLOBAL awsauthenticationplugin_agent_socket = '…'`. The server's copy of the new value is
/// gone after the statement, and somebody may still be reading the old one.
unsafe extern "C" fn update_socket(
    _thd: *mut c_void,
    _variable: *mut c_void,
    value: *mut c_void,
    new: *const c_void,
) {
    // SAFETY: for a string variable, `new` points to the address of a C string or to null
    // (`mysql_var_update_func` in mysql/plugin.h).
    let new = unsafe {
        let text = *new.cast::<*const c_char>();
        (!text.is_null()).then(|| CStr::from_ptr(text))
    };
    let kept = guard(null_mut(), || {
        let path = path_of(new);
        server::report(&Event::SocketChanged(&path));
        connect_to(path);
        keep(new.unwrap_or(DEFAULT_SOCKET)).cast_mut()
    });
    if !kept.is_null() {
        // SAFETY: `value` is the `value` of the variable, that is, `SOCKET`; the server holds
        // `LOCK_global_system_variables` around this and around every reader.
        unsafe { *value.cast::<*mut c_char>() = kept };
    }
}

/// Every path that was ever set, each once: a reader may have the address of any of them.
fn keep(path: &CStr) -> *const c_char {
    static KEPT: Mutex<Vec<CString>> = Mutex::new(Vec::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.iter().find(|known| known.as_c_str() == path) {
        return known.as_ptr();
    }
    let copy = path.to_owned();
    let address = copy.as_ptr();
    kept.push(copy);
    address
}

#[cfg(test)]
pub(super) fn status_names(list: &[StatusVariable]) -> Vec<&'static CStr> {
    list.iter()
        .filter(|variable| !variable.name.is_null())
        // SAFETY: every name is a literal.
        .map(|variable| unsafe { CStr::from_ptr(variable.name) })
        .collect()
}
