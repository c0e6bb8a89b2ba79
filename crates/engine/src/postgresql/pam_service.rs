//! The file of `/etc/pam.d` that names our module for one cluster.

use std::path::{Path, PathBuf};

use super::hba::ServiceName;
use crate::administration::AdminError;
use crate::files::{self, Access, FileError};

/// Where libpam looks for services by their names.
pub const FOLDER: &str = "/etc/pam.d";

/// Why a service file cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PamServiceError {
    /// libpam splits a line at white space and knows two kinds of quotes for it, no two versions of
    /// it quite the same ones.
    #[error(
        "the path `{}` is not UTF-8, is relative, or has a space or one of `[ ] # \\`, which a PAM \
         service file cannot hold; move it",
        .path.display()
    )]
    UnwritablePath {
        /// The path as given.
        path: PathBuf,
    },
    /// libpam reads a line into a buffer of its own.
    #[error(
        "the paths `{}` and the agent's socket are too long for a line of a PAM service file",
        .module.display()
    )]
    LineTooLong {
        /// The module's path as given.
        module: PathBuf,
    },
}

/// `BUF_SIZE` of older versions of libpam (`pam_handlers.c`), into which a line and its end must fit.
const LINE_BYTES_MAX: usize = 1023;

/// Where the service's file belongs.
pub fn path(service: &ServiceName) -> PathBuf {
    Path::new(FOLDER).join(service.as_str())
}

/// What it says: the module, by its absolute path, and where the agent listens. There is nothing
/// behind our module in either stack, so its word is the last.
///
/// # Errors
/// When libpam could not read it.
pub fn text(
    service: &ServiceName,
    module: &Path,
    agent_socket: &Path,
) -> Result<String, PamServiceError> {
    let line = format!("required {} socket={}", word(module)?, word(agent_socket)?);
    if "account ".len() + line.len() > LINE_BYTES_MAX {
        return Err(PamServiceError::LineTooLong {
            module: module.to_owned(),
        });
    }
    Ok(format!(
        "# {service}: asks the agent of this PostgreSQL cluster; written by Sekisho\n\
         auth    {line}\n\
         account {line}\n"
    ))
}

/// Puts the file in place, which takes root; finds it there, where root was faster.
pub(crate) fn put(service: &ServiceName, text: &str) -> Result<(), AdminError> {
    let path = path(service);
    if files::read_if_there(&path)?.as_deref() == Some(text) {
        return Ok(());
    }
    if !rustix::process::geteuid().is_root() {
        return Err(AdminError::NeedsRoot {
            command: format!("sudo tee {} >/dev/null <<'EOF'\n{text}EOF", path.display()),
        });
    }
    Ok(files::write(&path, text.as_bytes(), READABLE)?)
}

/// Removes the file, if it is there; what only root may remove, stays: it names a module that is gone
/// and lets nobody in.
pub(crate) fn remove(service: &ServiceName) -> Result<(), FileError> {
    let path = path(service);
    if path.exists() && rustix::process::geteuid().is_root() {
        files::remove(&path)?;
    }
    Ok(())
}

/// Root's, and readable to all, as every file there: servers run as anybody.
const READABLE: Access = Access {
    owner: None,
    mode: 0o644,
};

fn word(path: &Path) -> Result<&str, PamServiceError> {
    let plain = |text: &&str| {
        let breaks =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '[' | ']' | '#' | '\\');
        path.is_absolute() && !text.chars().any(breaks)
    };
    path.to_str()
        .filter(plain)
        .ok_or_else(|| PamServiceError::UnwritablePath {
            path: path.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> ServiceName {
        ServiceName::of_cluster("cluster-ABC").unwrap()
    }

    fn written(module: &str, socket: &str) -> Result<String, PamServiceError> {
        text(&service(), Path::new(module), Path::new(socket))
    }

    #[test]
    fn the_file_names_the_module_and_the_agents_socket_and_nothing_else() {
        let expected = "\
# sekisho-cluster-abc: asks the agent of this PostgreSQL cluster; written by Sekisho
auth    required /srv/pam_rds_iam.so socket=/run/sekisho/agent.sock
account required /srv/pam_rds_iam.so socket=/run/sekisho/agent.sock
";
        assert_eq!(
            written("/srv/pam_rds_iam.so", "/run/sekisho/agent.sock").unwrap(),
            expected
        );
        assert_eq!(
            path(&service()),
            Path::new("/etc/pam.d/sekisho-cluster-abc")
        );
    }

    #[test]
    fn a_path_that_a_service_file_cannot_hold_is_refused() {
        for path in [
            "/a b",
            "/a\nauth sufficient pam_permit.so",
            "/a#b",
            "/[a]",
            r"/a\b",
            "a",
        ] {
            assert!(written(path, "/s").is_err(), "{path:?}");
            assert!(written("/m", path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_line_fits_at_the_limit_and_not_one_past_it() {
        let fixed = "account required /m socket=/".len();
        let socket = format!("/{}", "s".repeat(LINE_BYTES_MAX - fixed));
        assert!(written("/m", &socket).is_ok());
        assert!(written("/m", &format!("{socket}s")).is_err());
    }
}
