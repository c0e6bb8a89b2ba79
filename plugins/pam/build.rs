//! Link settings of the module.

fn main() {
    // libpam closes its modules when a login ends. Rust's runtime leaves things behind in the process
    // (the panic hook, what runs at a thread's end) that point into the library, so it stays.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    println!("cargo:rerun-if-changed=build.rs");
}
