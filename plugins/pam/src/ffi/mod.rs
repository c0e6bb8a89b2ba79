//! PAM's C interface: the six functions that libpam calls. All `unsafe` of this package is below here.
//!
//! Headers named in the notes are those of Linux-PAM: `security/pam_modules.h`,
//! `security/_pam_types.h` and `security/pam_ext.h`.

mod handle;
mod log;

use std::ffi::{CStr, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

use agent_protocol::{Answer, ClientError, Question};

use crate::arguments::Arguments;
use crate::login::{self, Host, Secret, Verdict};
use crate::report::Event;
use handle::{Handle, PamHandle};

/// `PAM_SUCCESS` in `_pam_types.h`.
const SUCCESS: c_int = 0;
/// `PAM_IGNORE` in `_pam_types.h`: no opinion. Where nobody has one, libpam refuses.
const IGNORE: c_int = 25;

/// Whether the user may in, by the agent's word.
///
/// # Safety
/// Called by libpam, with its handle and the arguments of the service file (`pam_modules.h`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pam_sm_authenticate(
    pamh: *mut PamHandle,
    _flags: c_int,
    argc: c_int,
    argv: *const *const c_char,
) -> c_int {
    guard(Verdict::Failed.code(), || {
        quieten_panics();
        // SAFETY: libpam's handle, good until this call returns.
        let handle = unsafe { Handle::new(pamh) };
        // SAFETY: libpam's `argc` and `argv`, good until this call returns.
        let arguments = unsafe { arguments(argc, argv) };
        authenticate(handle, &arguments).code()
    })
}

/// Whether the account is in order: it is for whom this module let in, and not ours to say for others.
///
/// # Safety
/// Called by libpam, with its handle (`pam_modules.h`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pam_sm_acct_mgmt(
    pamh: *mut PamHandle,
    _flags: c_int,
    _argc: c_int,
    _argv: *const *const c_char,
) -> c_int {
    guard(IGNORE, || {
        // SAFETY: libpam's handle, good until this call returns.
        let handle = unsafe { Handle::new(pamh) };
        if handle.is_let_in() { SUCCESS } else { IGNORE }
    })
}

/// There are no credentials to set.
#[unsafe(no_mangle)]
pub extern "C" fn pam_sm_setcred(
    _pamh: *mut PamHandle,
    _flags: c_int,
    _argc: c_int,
    _argv: *const *const c_char,
) -> c_int {
    SUCCESS
}

/// Sessions are the server's own affair.
#[unsafe(no_mangle)]
pub extern "C" fn pam_sm_open_session(
    _pamh: *mut PamHandle,
    _flags: c_int,
    _argc: c_int,
    _argv: *const *const c_char,
) -> c_int {
    IGNORE
}

/// Sessions are the server's own affair.
#[unsafe(no_mangle)]
pub extern "C" fn pam_sm_close_session(
    _pamh: *mut PamHandle,
    _flags: c_int,
    _argc: c_int,
    _argv: *const *const c_char,
) -> c_int {
    IGNORE
}

/// There is no password to change.
#[unsafe(no_mangle)]
pub extern "C" fn pam_sm_chauthtok(
    _pamh: *mut PamHandle,
    _flags: c_int,
    _argc: c_int,
    _argv: *const *const c_char,
) -> c_int {
    IGNORE
}

fn authenticate(handle: Handle, arguments: &[&[u8]]) -> Verdict {
    let arguments = match Arguments::parse(arguments.iter().copied()) {
        Ok(arguments) => arguments,
        Err(error) => {
            log::write(&Event::Arguments(error));
            return Verdict::Failed;
        }
    };
    let verdict = login::authenticate(&mut Conversation { handle, arguments });
    match verdict {
        // What `pam_sm_acct_mgmt` cannot find again would be refused there; here is better.
        Verdict::Allowed if !handle.remember_let_in() => Verdict::Failed,
        verdict => verdict,
    }
}

struct Conversation {
    handle: Handle,
    arguments: Arguments,
}

impl Host for Conversation {
    fn user(&mut self) -> Option<Vec<u8>> {
        self.handle.user()
    }

    fn remote_host(&mut self) -> Option<Vec<u8>> {
        self.handle.remote_host()
    }

    fn password(&mut self) -> Option<Secret> {
        self.handle.take_password().map(Secret::new)
    }

    fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError> {
        agent_socket::client(self.arguments.socket.clone()).ask(question)
    }

    fn report(&mut self, event: &Event<'_>) {
        log::write(event);
    }
}

/// The most arguments that are looked at; the one that there is needs no more.
const MAX_ARGUMENTS: c_int = 16;

/// # Safety
/// `argv` is null, or good for `argc` C strings for as long as `'a`.
unsafe fn arguments<'a>(argc: c_int, argv: *const *const c_char) -> Vec<&'a [u8]> {
    if argv.is_null() {
        return Vec::new();
    }
    let count = usize::try_from(argc.min(MAX_ARGUMENTS)).unwrap_or(0);
    (0..count)
        // SAFETY: below `argc`, which is the caller's promise.
        .map(|index| unsafe { *argv.add(index) })
        .filter(|argument| !argument.is_null())
        // SAFETY: a C string of the caller's.
        .map(|argument| unsafe { CStr::from_ptr(argument) }.to_bytes())
        .collect()
}

/// Runs Rust for C. A panic ends here and becomes `fallback`; it must not unwind into the server,
/// which knows nothing of it, and Rust would abort the server to prevent that.
fn guard(fallback: c_int, body: impl FnOnce() -> c_int) -> c_int {
    // Nothing that a panic could leave half-changed outlives the call.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

/// The default hook would symbolise a backtrace inside the server, and print it into its log.
fn quieten_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_hook(Box::new(|panic| {
            let (file, line) = panic
                .location()
                .map_or(("?", 0), |at| (at.file(), at.line()));
            log::write(&Event::Panicked { file, line });
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_refusal() {
        quieten_panics();
        assert_eq!(guard(9, || panic!("a bug")), 9);
    }

    #[test]
    fn arguments_end_where_the_count_says_and_at_the_limit() {
        let argument = c"socket=/a".as_ptr();
        let many = [argument; 20];
        // SAFETY: twenty C strings, and never more asked for.
        let count = |argc| unsafe { arguments(argc, many.as_ptr()) }.len();
        assert_eq!([-1, 0, 1, 16, 17].map(count), [0, 0, 1, 16, 16]);
        // SAFETY: null is allowed.
        assert!(unsafe { arguments(3, std::ptr::null()) }.is_empty());
    }
}
