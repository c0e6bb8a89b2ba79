//! The operating-system user of a server. `id` is asked, since it asks the C library: users that
//! come from a directory service count as well as those of `/etc/passwd`.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::process::{Gid, Uid};

/// Why a user cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OsUserError {
    /// The `id` program did not run.
    #[error("could not run `id` to look up users")]
    Lookup(#[source] io::Error),
    /// There is no such user.
    #[error(
        "there is no user `{name}` on this machine; the server's package makes it, or name another"
    )]
    Unknown {
        /// The user's name.
        name: String,
    },
    /// Database servers refuse to run as root, and rightly.
    #[error(
        "this process is root, and the server must not be; name a user for it, such as `mysql`"
    )]
    ServerAsRoot,
    /// Only root may start programs as somebody else.
    #[error(
        "only root can run the server as `{name}`; run as root, or as `{name}` and name no user"
    )]
    NotRoot {
        /// The user asked for.
        name: String,
    },
}

/// The user that a server runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUser {
    pub(crate) uid: Uid,
    pub(crate) gid: Gid,
    /// The server runs as another user than we do.
    pub(crate) apart: bool,
}

impl ServerUser {
    /// The user's number.
    pub fn uid(&self) -> u32 {
        self.uid.as_raw()
    }

    /// The number of its group.
    pub fn gid(&self) -> u32 {
        self.gid.as_raw()
    }

    /// Whether it is another user than the one that we are.
    pub fn is_apart(&self) -> bool {
        self.apart
    }

    /// The user that a running server was seen to run as.
    pub(crate) fn of_process(uid: u32, gid: u32) -> Self {
        let uid = Uid::from_raw(uid);
        Self {
            uid,
            gid: Gid::from_raw(gid),
            apart: uid != rustix::process::geteuid(),
        }
    }

    /// The user of this name; without one, the user that we are.
    pub fn resolve(name: Option<&str>) -> Result<Self, OsUserError> {
        let own = rustix::process::geteuid();
        let Some(name) = name else {
            if own.is_root() {
                return Err(OsUserError::ServerAsRoot);
            }
            let gid = rustix::process::getegid();
            return Ok(Self {
                uid: own,
                gid,
                apart: false,
            });
        };
        let unknown = || OsUserError::Unknown {
            name: name.to_owned(),
        };
        let uid = number(&["-u", name])?
            .map(Uid::from_raw)
            .ok_or_else(unknown)?;
        let gid = number(&["-g", name])?
            .map(Gid::from_raw)
            .ok_or_else(unknown)?;
        if uid.is_root() {
            return Err(OsUserError::ServerAsRoot);
        }
        if !own.is_root() && uid != own {
            return Err(OsUserError::NotRoot {
                name: name.to_owned(),
            });
        }
        Ok(Self {
            uid,
            gid,
            apart: uid != own,
        })
    }

    /// A command that runs as this user, with nothing of our environment: it may hold credentials.
    pub(crate) fn command(&self, program: &std::path::Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("LC_ALL", "C");
        if self.apart {
            // Setting the user also drops our supplementary groups (std's documented behaviour).
            command.gid(self.gid.as_raw()).uid(self.uid.as_raw());
        }
        command
    }
}

/// The name of the user that we are.
pub(crate) fn own_name() -> Result<String, OsUserError> {
    id(&["-un"])?.ok_or_else(|| OsUserError::Unknown {
        name: rustix::process::geteuid().as_raw().to_string(),
    })
}

fn number(arguments: &[&str]) -> Result<Option<u32>, OsUserError> {
    Ok(id(arguments)?.and_then(|text| text.parse().ok()))
}

/// `None` when `id` says that there is no such user.
fn id(arguments: &[&str]) -> Result<Option<String>, OsUserError> {
    let output = Command::new("id")
        .args(arguments)
        .output()
        .map_err(OsUserError::Lookup)?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok((output.status.success() && !text.is_empty()).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_user_is_named_in_the_error() {
        let error = ServerUser::resolve(Some("no-such-user-here")).unwrap_err();
        assert!(error.to_string().contains("`no-such-user-here`"), "{error}");
    }

    #[test]
    fn a_server_never_runs_as_root() {
        assert!(matches!(
            ServerUser::resolve(Some("root")),
            Err(OsUserError::ServerAsRoot)
        ));
        if rustix::process::geteuid().is_root() {
            assert!(matches!(
                ServerUser::resolve(None),
                Err(OsUserError::ServerAsRoot)
            ));
        }
    }
}
