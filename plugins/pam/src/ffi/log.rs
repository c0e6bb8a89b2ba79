//! The system's log, where PAM modules speak. Not standard error: in a backend that is the server's
//! own log, which says no more than Amazon's.

use std::ffi::{CString, c_char, c_int};

use crate::report::Event;

unsafe extern "C" {
    fn syslog(priority: c_int, format: *const c_char, ...);
}

/// `LOG_AUTHPRIV | LOG_ERR` in `syslog.h`.
const PRIORITY: c_int = (10 << 3) | 3;

pub(super) fn write(event: &Event<'_>) {
    let Ok(line) = CString::new(format!("pam_rds_iam: {event}")) else {
        return;
    };
    // SAFETY: printf's contract: one `%s`, one C string (syslog(3)).
    unsafe { syslog(PRIORITY, c"%s".as_ptr(), line.as_ptr()) };
}
