//! What the pieces do without a server around them.

use super::*;

#[test]
fn a_panic_becomes_the_fallback() {
    let code = guard(Verdict::Failed, || {
        let nothing: Option<u8> = None;
        nothing.map_or_else(|| panic!("a bug"), |_| Verdict::Allowed)
    });
    assert_eq!(code, Verdict::Failed);
}

#[test]
fn no_status_variable_sorts_before_mysqls_first() {
    // SAFETY: nothing else touches the list in this test.
    let list = unsafe { &*variables::STATUS.address() };
    let names: Vec<&CStr> = variables::status_names(list);
    assert_eq!(names.len(), 3);
    for name in names {
        assert!(name > c"Aborted_clients", "{name:?}");
    }
}
