//! The file as it was linked.

use testkit::module::{inspect, pam_rds_iam};

fn output(program: &str, args: &[&str]) -> String {
    inspect(pam_rds_iam(), program, args)
}

#[test]
fn the_library_is_never_unmapped() {
    let dynamic = output("readelf", &["--dynamic", "--wide"]);
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
}

#[test]
fn the_library_exports_the_six_functions_of_a_pam_module_and_nothing_else() {
    let symbols = output("nm", &["--dynamic", "--defined-only", "--format=posix"]);
    let mut names: Vec<&str> = symbols
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.sort_unstable();
    let expected = [
        "pam_sm_acct_mgmt",
        "pam_sm_authenticate",
        "pam_sm_chauthtok",
        "pam_sm_close_session",
        "pam_sm_open_session",
        "pam_sm_setcred",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_library_needs_nothing_but_libpam_and_the_c_library() {
    let dynamic = output("readelf", &["--dynamic", "--wide"]);
    for line in dynamic.lines().filter(|line| line.contains("(NEEDED)")) {
        let known = ["libpam.so.0", "libc.so", "libgcc_s.so", "ld-linux"];
        assert!(known.iter().any(|library| line.contains(library)), "{line}");
    }
}

#[test]
fn panics_unwind_instead_of_aborting_the_server() {
    // With `panic = "abort"` nothing refers to the unwinder's raising of an exception.
    let symbols = output("nm", &["--dynamic", "--undefined-only"]);
    assert!(symbols.contains("_Unwind_RaiseException"), "{symbols}");
}
