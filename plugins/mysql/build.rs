//! Link settings of the module.

fn main() {
    // The servers unload a plugin while logins are still inside it (MariaDB 10.11 and MySQL 9.7 both
    // crash then, with their own plugins too). A library that is never unmapped cannot do that.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    println!("cargo:rerun-if-changed=build.rs");
}
