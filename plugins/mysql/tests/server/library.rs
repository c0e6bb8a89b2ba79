//! The file as it was linked.

use testkit::module::{aws_auth, inspect};

fn output(program: &str, args: &[&str]) -> String {
    inspect(aws_auth(), program, args)
}

#[test]
fn the_library_is_never_unmapped() {
    let dynamic = output("readelf", &["--dynamic", "--wide"]);
    assert!(
        dynamic.lines().any(|line| line.contains("NODELETE")),
        "{dynamic}"
    );
}

#[test]
fn the_library_exports_the_declarations_of_both_servers_and_nothing_else() {
    let symbols = output("nm", &["--dynamic", "--defined-only", "--format=posix"]);
    let mut names: Vec<&str> = symbols
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.sort_unstable();
    let expected = [
        "_maria_plugin_declarations_",
        "_maria_plugin_interface_version_",
        "_maria_sizeof_struct_st_plugin_",
        "_mysql_plugin_declarations_",
        "_mysql_plugin_interface_version_",
        "_mysql_sizeof_struct_st_plugin_",
    ];
    assert_eq!(names, expected);
}

#[test]
fn what_the_servers_write_to_is_writable() {
    let symbols = output("nm", &["--dynamic", "--defined-only", "--format=posix"]);
    for line in symbols.lines() {
        assert_eq!(line.split_whitespace().nth(1), Some("D"), "{line}");
    }
}

#[test]
fn the_library_needs_nothing_but_the_c_library() {
    let dynamic = output("readelf", &["--dynamic", "--wide"]);
    for line in dynamic.lines().filter(|line| line.contains("(NEEDED)")) {
        let known = ["libc.so", "libgcc_s.so", "ld-linux"];
        assert!(known.iter().any(|library| line.contains(library)), "{line}");
    }
}

#[test]
fn panics_unwind_instead_of_aborting_the_server() {
    // With `panic = "abort"` nothing refers to the unwinder's raising of an exception.
    let symbols = output("nm", &["--dynamic", "--undefined-only"]);
    assert!(symbols.contains("_Unwind_RaiseException"), "{symbols}");
}
