//! Programs that are installed on this machine.

use std::env;
use std::path::PathBuf;

/// The first of these programs on the path, or where servers are put.
pub(crate) fn find(names: &[&str], package: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/usr/libexec"].map(PathBuf::from))
        .collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
        .unwrap_or_else(|| {
            panic!(
                "there is no `{}` on this machine: apt install {package}",
                names.join("` or `")
            )
        })
}
