//! Functions of the server that the plugin interface does not hand out.
//!
//! They are looked up by name in the running program. An exported service pointer would be the
//! documented way, but a server refuses the whole library when the service's version is not its own.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_ulong, c_void};
use std::io::{Write, stderr};
use std::mem::transmute;
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::report::{Event, Level};

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

/// `void my_printf_error(uint error, const char *format, myf flags, ...)` (`my_sys.h`).
type PrintfError = unsafe extern "C" fn(c_uint, *const c_char, c_ulong, ...);
/// `void sql_print_error(const char *format, ...)` and its sisters (`log.h` of MariaDB).
type SqlPrint = unsafe extern "C" fn(*const c_char, ...);
/// `void my_plugin_log_message(MYSQL_PLUGIN *plugin, plugin_log_level level, const char *format, ...)`
/// (`log.h` of MySQL).
type PluginLog = unsafe extern "C" fn(*mut *mut c_void, c_int, *const c_char, ...);
/// `void thd_wait_begin(MYSQL_THD thd, int wait_type)` (`service_thd_wait.h`).
type WaitBegin = unsafe extern "C" fn(*mut c_void, c_int);
/// `void thd_wait_end(MYSQL_THD thd)` (`service_thd_wait.h`).
type WaitEnd = unsafe extern "C" fn(*mut c_void);

/// What this server has of them.
#[derive(Default)]
struct Server {
    printf_error: Option<PrintfError>,
    print_note: Option<SqlPrint>,
    print_warning: Option<SqlPrint>,
    print_error: Option<SqlPrint>,
    plugin_log: Option<PluginLog>,
    wait: Option<(WaitBegin, WaitEnd)>,
}

impl Server {
    fn this() -> &'static Self {
        static THIS: OnceLock<Server> = OnceLock::new();
        THIS.get_or_init(Self::look_up)
    }

    fn look_up() -> Self {
        // SAFETY: each name stands for a function of the type that it is turned into: the C names by
        // their headers, the C++ ones because their parameters are part of the name. `None` and the
        // null pointer are the same to an `Option` of a function (std's guarantee).
        unsafe {
            let wait_begin: Option<WaitBegin> = transmute(find(c"thd_wait_begin"));
            let wait_end: Option<WaitEnd> = transmute(find(c"thd_wait_end"));
            Self {
                printf_error: transmute::<*mut c_void, Option<PrintfError>>(find(
                    c"my_printf_error",
                )),
                print_note: transmute::<*mut c_void, Option<SqlPrint>>(find(
                    c"_Z21sql_print_informationPKcz",
                )),
                print_warning: transmute::<*mut c_void, Option<SqlPrint>>(find(
                    c"_Z17sql_print_warningPKcz",
                )),
                print_error: transmute::<*mut c_void, Option<SqlPrint>>(find(
                    c"_Z15sql_print_errorPKcz",
                )),
                plugin_log: transmute::<*mut c_void, Option<PluginLog>>(find(
                    c"_Z21my_plugin_log_messagePPv16plugin_log_levelPKcz",
                )),
                wait: wait_begin.zip(wait_end),
            }
        }
    }
}

fn find(name: &CStr) -> *mut c_void {
    // SAFETY: dlsym(3) with `RTLD_DEFAULT` (null) and a C string; it returns null when there is no
    // such symbol.
    unsafe { dlsym(null_mut(), name.as_ptr()) }
}

/// What MySQL gave to `init`: its logging wants to know which plugin is speaking.
static PLUGIN: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

pub(super) fn remember_plugin(plugin: *mut c_void) {
    PLUGIN.store(plugin, Ordering::Relaxed);
}

/// `ER_PLUGIN_IS_NOT_LOADED` in `mysqld_error.h`, and its English text, which is what RDS answers.
const NOT_LOADED: c_uint = 1524;
const NOT_LOADED_TEXT: &CStr = c"Plugin 'AWSAuthenticationPlugin' is not loaded";

/// Sets the error that the client will read. MySQL exports no C function for it; there the client
/// reads the ordinary refusal.
pub(super) fn error_not_loaded() {
    if let Some(printf_error) = Server::this().printf_error {
        // SAFETY: called on the thread of the connection, as the function demands; the format has no
        // conversions, so there are no further arguments.
        unsafe { printf_error(NOT_LOADED, NOT_LOADED_TEXT.as_ptr(), 0) };
    }
}

/// `THD_WAIT_NET` in `service_thd_wait.h`.
const WAIT_NET: c_int = 11;

/// Blocks in `body`. A server that runs logins in a pool of threads hears of it and lends the place
/// of this thread to somebody else meanwhile.
pub(super) fn while_waiting<T>(body: impl FnOnce() -> T) -> T {
    let _waiting = Server::this().wait.map(|(begin, end)| {
        // SAFETY: on the thread of the connection, where null stands for its own THD
        // (service_thd_wait.h); `Waiting` calls the counterpart, also if `body` panics.
        unsafe { begin(null_mut(), WAIT_NET) };
        Waiting(end)
    });
    body()
}

struct Waiting(WaitEnd);

impl Drop for Waiting {
    fn drop(&mut self) {
        // SAFETY: after `thd_wait_begin`, on the same thread.
        unsafe { (self.0)(null_mut()) };
    }
}

/// Writes one line to the server's error log.
pub(super) fn report(event: &Event<'_>) {
    let Ok(line) = CString::new(event.to_string()) else {
        return;
    };
    if !(report_to_mariadb(event.level(), &line) || report_to_mysql(event.level(), &line)) {
        // The error log of both servers is their standard error too.
        let line = format!("AWSAuthenticationPlugin: {}\n", line.to_string_lossy());
        let _ = stderr().write_all(line.as_bytes());
    }
}

fn report_to_mariadb(level: Level, line: &CStr) -> bool {
    let server = Server::this();
    let print = match level {
        Level::Note => server.print_note,
        Level::Warning => server.print_warning,
        Level::Error => server.print_error,
    };
    let Some(print) = print else {
        return false;
    };
    // SAFETY: printf's contract: one `%s`, one C string.
    unsafe { print(c"AWSAuthenticationPlugin: %s".as_ptr(), line.as_ptr()) };
    true
}

fn report_to_mysql(level: Level, line: &CStr) -> bool {
    let (Some(log), false) = (
        Server::this().plugin_log,
        PLUGIN.load(Ordering::Relaxed).is_null(),
    ) else {
        return false;
    };
    // `MY_ERROR_LEVEL`, `MY_WARNING_LEVEL`, `MY_INFORMATION_LEVEL` in `mysql/plugin.h`.
    let level = match level {
        Level::Error => 0,
        Level::Warning => 1,
        Level::Note => 2,
    };
    // SAFETY: the address of the handle that the server gave to `init`, good for as long as the
    // plugin is installed; printf's contract for the rest.
    unsafe { log(PLUGIN.as_ptr(), level, c"%s".as_ptr(), line.as_ptr()) };
    true
}
