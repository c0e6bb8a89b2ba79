//! The handle of one login, as libpam gives it to its modules.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr::{null, null_mut};

use super::SUCCESS;

/// `pam_handle_t`, which only libpam looks into.
#[repr(C)]
pub struct PamHandle {
    _opaque: [u8; 0],
}

type Cleanup = unsafe extern "C" fn(*mut PamHandle, *mut c_void, c_int);

#[link(name = "pam")]
unsafe extern "C" {
    fn pam_get_user(pamh: *mut PamHandle, user: *mut *const c_char, prompt: *const c_char)
    -> c_int;
    fn pam_get_item(pamh: *const PamHandle, kind: c_int, item: *mut *const c_void) -> c_int;
    fn pam_set_item(pamh: *mut PamHandle, kind: c_int, item: *const c_void) -> c_int;
    fn pam_get_authtok(
        pamh: *mut PamHandle,
        kind: c_int,
        token: *mut *const c_char,
        prompt: *const c_char,
    ) -> c_int;
    fn pam_set_data(
        pamh: *mut PamHandle,
        name: *const c_char,
        data: *mut c_void,
        cleanup: Option<Cleanup>,
    ) -> c_int;
    fn pam_get_data(pamh: *const PamHandle, name: *const c_char, data: *mut *const c_void)
    -> c_int;
}

/// `PAM_RHOST` in `_pam_types.h`.
const RHOST: c_int = 4;
/// `PAM_AUTHTOK` in `_pam_types.h`.
const AUTHTOK: c_int = 6;

/// The name under which a handle remembers that this module let its user in.
const LET_IN: &CStr = c"pam_rds_iam_let_in";
/// What it remembers: the address of this, and nothing is ever read from it.
static MARK: u8 = 1;

/// One call's handle.
#[derive(Clone, Copy)]
pub(super) struct Handle(*mut PamHandle);

impl Handle {
    /// # Safety
    /// `pamh` is libpam's handle, and this value is not used after the module's function returned.
    pub(super) unsafe fn new(pamh: *mut PamHandle) -> Self {
        Self(pamh)
    }

    pub(super) fn user(self) -> Option<Vec<u8>> {
        let mut user = null();
        // SAFETY: libpam's handle, a place for the answer, and no prompt of ours (pam_modules.h).
        let code = unsafe { pam_get_user(self.0, &raw mut user, null()) };
        // SAFETY: on success a C string that is libpam's, and read before anything else is called.
        (code == SUCCESS).then(|| unsafe { copy(user) })?
    }

    pub(super) fn remote_host(self) -> Option<Vec<u8>> {
        let mut host = null();
        // SAFETY: libpam's handle, and a place for the address of an item (_pam_types.h).
        let code = unsafe { pam_get_item(self.0, RHOST, &raw mut host) };
        // SAFETY: on success null or a C string that is libpam's (pam_get_item(3), `PAM_RHOST`).
        (code == SUCCESS).then(|| unsafe { copy(host.cast()) })?
    }

    /// Has libpam ask for the password, unless a module before this one did, and takes it out of
    /// libpam's memory, which overwrites it there.
    pub(super) fn take_password(self) -> Option<Vec<u8>> {
        let mut token = null();
        // SAFETY: libpam's handle, a place for the answer, and no prompt of ours (pam_ext.h).
        let code = unsafe { pam_get_authtok(self.0, AUTHTOK, &raw mut token, null()) };
        // SAFETY: on success a C string that is libpam's, good until the item is set again below.
        let password = (code == SUCCESS).then(|| unsafe { copy(token) })?;
        // SAFETY: libpam's handle; null stands for no item, and the old one is wiped
        // (pam_set_item(3) of Linux-PAM: `_pam_overwrite`).
        unsafe { pam_set_item(self.0, AUTHTOK, null()) };
        password
    }

    pub(super) fn remember_let_in(self) -> bool {
        let mark = (&raw const MARK).cast_mut().cast();
        // SAFETY: libpam's handle and a C string, which it copies; the data is an address that it
        // only keeps, since there is no cleanup (pam_set_data(3)).
        unsafe { pam_set_data(self.0, LET_IN.as_ptr(), mark, None) == SUCCESS }
    }

    pub(super) fn is_let_in(self) -> bool {
        let mut mark = null_mut::<c_void>().cast_const();
        // SAFETY: libpam's handle, a C string, and a place for the address (pam_get_data(3)).
        let code = unsafe { pam_get_data(self.0, LET_IN.as_ptr(), &raw mut mark) };
        code == SUCCESS && mark == (&raw const MARK).cast()
    }
}

/// # Safety
/// `text` is null or a C string.
unsafe fn copy(text: *const c_char) -> Option<Vec<u8>> {
    if text.is_null() {
        return None;
    }
    // SAFETY: not null, and the rest is the caller's promise.
    Some(unsafe { CStr::from_ptr(text) }.to_bytes().to_vec())
}
