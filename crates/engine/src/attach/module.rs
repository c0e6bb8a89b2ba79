//! Whether a native module can be loaded into a running server, found out before it is tried.

use std::fs;
use std::path::Path;

use super::elf::{self, SharedObject};
use super::host::HostProcess;
use crate::files::{AtPath as _, FileError};

/// A module that fits the server that it was checked for. There is no other way to make one.
#[derive(Debug, Clone)]
pub(super) struct FittingModule {
    bytes: Vec<u8>,
}

impl FittingModule {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Why a module does not fit a server.
#[derive(Debug, thiserror::Error)]
pub enum ModuleError {
    /// It was not read.
    #[error(transparent)]
    File(#[from] FileError),
    /// No shared object at all.
    #[error("`{0}` is no 64-bit shared object, or a damaged one; build or install it anew")]
    Form(String),
    /// Another thing that is one.
    #[error("`{path}` is no login module for this server: it does not define `{symbol}`")]
    Foreign {
        /// The file.
        path: String,
        /// What is missing.
        symbol: &'static str,
    },
    /// Built for another processor.
    #[error("`{0}` is built for another kind of processor than the server")]
    Machine(String),
    /// It could be unmapped under a login, which takes the server down.
    #[error(
        "`{0}` was linked without `-z nodelete`; a server could crash by it, so it is not used"
    )]
    Deletable(String),
    /// The server's C library is older, or none that it knows.
    #[error(
        "`{path}` needs `{version}` of `{library}`, and the server's has it not: build the module on \
         a system as old as the server's"
    )]
    Needs {
        /// The file.
        path: String,
        /// `libc.so.6`
        library: String,
        /// `GLIBC_2.34`
        version: String,
    },
}

/// What makes a shared object a module for this kind of server.
pub(super) const MARIADB_SYMBOLS: [&str; 3] = [
    "_maria_plugin_interface_version_",
    "_maria_sizeof_struct_st_plugin_",
    "_maria_plugin_declarations_",
];
pub(super) const MYSQL_SYMBOLS: [&str; 3] = [
    "_mysql_plugin_interface_version_",
    "_mysql_sizeof_struct_st_plugin_",
    "_mysql_plugin_declarations_",
];
pub(super) const PAM_SYMBOLS: [&str; 2] = ["pam_sm_authenticate", "pam_sm_acct_mgmt"];

/// Reads the module at `path` and holds it against the server, which keeps it for ever: it must never
/// be unmapped.
pub(super) fn fit(
    path: &Path,
    symbols: &[&'static str],
    server: &HostProcess,
) -> Result<FittingModule, ModuleError> {
    let (module, object) = fit_at_all(path, symbols, server)?;
    match object.stays_loaded {
        true => Ok(module),
        false => Err(ModuleError::Deletable(path.display().to_string())),
    }
}

/// The same for a PAM module, which a process of its own loads for one login.
pub(super) fn fit_for_pam(
    path: &Path,
    symbols: &[&'static str],
    server: &HostProcess,
) -> Result<FittingModule, ModuleError> {
    fit_at_all(path, symbols, server).map(|(module, _)| module)
}

fn fit_at_all(
    path: &Path,
    symbols: &[&'static str],
    server: &HostProcess,
) -> Result<(FittingModule, SharedObject), ModuleError> {
    let bytes = fs::read(path).at("read", path)?;
    let path = path.display().to_string();
    let Some(object) = elf::parse(&bytes) else {
        return Err(ModuleError::Form(path));
    };
    let program = server.on_host(&server.program);
    let program = elf::parse(&fs::read(&program).at("read", &program)?);
    if program.is_none_or(|program| program.machine != object.machine) {
        return Err(ModuleError::Machine(path));
    }
    check_symbols(&path, &object, symbols)?;
    for (library, version) in &object.needs {
        let has = |loaded: SharedObject| loaded.offers.contains(version);
        if !server.library(library).is_none_or(has) || missing_libc(server, library) {
            return Err(ModuleError::Needs {
                path,
                library: library.clone(),
                version: version.clone(),
            });
        }
    }
    Ok((FittingModule { bytes }, object))
}

/// Another library that is not loaded yet comes with the module; a server without this one has another
/// C library than the module.
fn missing_libc(server: &HostProcess, library: &str) -> bool {
    library == "libc.so.6" && server.library(library).is_none()
}

fn check_symbols(
    path: &str,
    object: &SharedObject,
    symbols: &[&'static str],
) -> Result<(), ModuleError> {
    match symbols
        .iter()
        .find(|symbol| !object.symbols.contains(**symbol))
    {
        None => Ok(()),
        Some(symbol) => Err(ModuleError::Foreign {
            path: path.to_owned(),
            symbol,
        }),
    }
}

/// Whether a file is a module of this kind, whichever version.
pub(super) fn is_one(path: &Path, symbols: &[&'static str]) -> bool {
    let object = fs::read(path).ok().and_then(|bytes| elf::parse(&bytes));
    object.is_some_and(|object| check_symbols("", &object, symbols).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> HostProcess {
        HostProcess::look_at(std::process::id()).unwrap()
    }

    #[test]
    fn a_file_that_is_no_module_is_refused_before_any_server_sees_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("aws_auth.so");
        fs::write(&path, "not a module").unwrap();
        let refused = fit(&path, &MARIADB_SYMBOLS, &own());
        assert!(matches!(refused, Err(ModuleError::Form(_))), "{refused:?}");
        let absent = fit(&folder.path().join("absent"), &MARIADB_SYMBOLS, &own());
        assert!(matches!(absent, Err(ModuleError::File(_))));
    }

    #[test]
    fn a_library_that_is_no_module_is_refused_by_its_symbols() {
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let libc = maps
            .split_whitespace()
            .find(|word| word.ends_with("/libc.so.6"));
        let refused = fit(Path::new(libc.unwrap()), &MARIADB_SYMBOLS, &own());
        assert!(
            matches!(refused, Err(ModuleError::Foreign { .. })),
            "{refused:?}"
        );
    }
}
