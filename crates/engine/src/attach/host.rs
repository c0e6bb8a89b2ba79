//! A database server's process as this host sees it: who it runs as, what it can see of the file
//! system, what confines it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::elf::{self, SharedObject};
use crate::layout;
use crate::os_user::ServerUser;

/// A running database server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostProcess {
    /// Its process id.
    pub pid: u32,
    /// The user that it runs as.
    pub uid: u32,
    /// That user's group.
    pub gid: u32,
    /// Its root folder: `/` unless it runs in a `chroot`.
    pub root: PathBuf,
    /// Its program, below its root.
    pub program: PathBuf,
    /// What AppArmor or SELinux confines it by.
    pub confinement: Option<String>,
    #[serde(skip)]
    pub(super) arguments: Vec<OsString>,
}

/// Why a server's process was not found or not looked at.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The server runs elsewhere.
    #[error(
        "the server's process is not on this machine, or not to be seen from here (it calls its \
         host `{host}`): run `sekisho attach` on the machine that it runs on"
    )]
    Elsewhere {
        /// The server's word for its host.
        host: String,
    },
    /// `/proc` did not answer.
    #[error("process {pid} could not be looked at; run `sekisho attach` as root")]
    Process {
        /// Its number.
        pid: u32,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// The process at the other end of a Unix socket.
pub(super) fn peer_of(socket: &Path) -> Option<u32> {
    let stream = UnixStream::connect(socket).ok()?;
    let peer = rustix::net::sockopt::socket_peercred(stream.as_fd()).ok()?;
    u32::try_from(peer.pid.as_raw_nonzero().get()).ok()
}

impl HostProcess {
    pub(super) fn look_at(pid: u32) -> Result<Self, HostError> {
        let failed = |source| HostError::Process { pid, source };
        let folder = PathBuf::from(format!("/proc/{pid}"));
        let status = fs::read_to_string(folder.join("status")).map_err(failed)?;
        let ids =
            |field: &str| effective_id(&status, field).ok_or(io::ErrorKind::InvalidData.into());
        let root = fs::read_link(folder.join("root")).map_err(failed)?;
        let program = fs::read_link(folder.join("exe")).map_err(failed)?;
        let command_line = fs::read(folder.join("cmdline")).map_err(failed)?;
        Ok(Self {
            pid,
            uid: ids("Uid:").map_err(failed)?,
            gid: ids("Gid:").map_err(failed)?,
            program: below(&program, &root),
            root,
            confinement: confinement(&folder),
            arguments: command_line
                .split(|byte| *byte == 0)
                .filter(|argument| !argument.is_empty())
                .map(|argument| OsString::from_vec(argument.to_vec()))
                .collect(),
        })
    }

    /// Where a path of the server's is for us.
    pub(super) fn on_host(&self, path: &Path) -> PathBuf {
        match path.strip_prefix("/") {
            Ok(relative) => self.root.join(relative),
            Err(_) => path.to_owned(),
        }
    }

    /// Where a path of ours is for the server, if it is in sight for it at all: not behind another
    /// root, a private `/tmp`, or a home folder that systemd hides.
    pub(super) fn in_sight(&self, path: &Path) -> Option<PathBuf> {
        let theirs = below(path, &self.root);
        let seen = Path::new("/proc").join(format!("{}/root", self.pid));
        let seen = fs::metadata(seen.join(theirs.strip_prefix("/").ok()?)).ok()?;
        let own = fs::metadata(path).ok()?;
        (seen.dev() == own.dev() && seen.ino() == own.ino()).then_some(theirs)
    }

    /// The server's user, who must be let through every folder above its agent's socket.
    pub(super) fn user(&self) -> ServerUser {
        ServerUser::of_process(self.uid, self.gid)
    }

    /// Why the server's user cannot get to something in this folder.
    pub(super) fn barred_from(&self, folder: &Path) -> Option<String> {
        let checked = layout::check_traversable(folder, &self.user());
        checked.err().map(|error| error.to_string())
    }

    /// A library that is loaded in it, such as `libc.so.6`.
    pub(super) fn library(&self, name: &str) -> Option<SharedObject> {
        let maps = fs::read_to_string(format!("/proc/{}/maps", self.pid)).ok()?;
        let path = maps
            .lines()
            .filter_map(|line| line.find('/').and_then(|at| line.get(at..)))
            .find(|path| path.rsplit('/').next() == Some(name))?;
        let path = below(Path::new(path), &self.root);
        elf::parse(&fs::read(self.on_host(&path)).ok()?)
    }

    /// Whether the code that runs is that of the file, and not of one that was there before.
    pub(super) fn has_mapped(&self, path: &Path) -> bool {
        let Ok(metadata) = fs::metadata(path) else {
            return false;
        };
        let maps = fs::read_to_string(format!("/proc/{}/maps", self.pid)).unwrap_or_default();
        let inode = metadata.ino().to_string();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        maps.lines().any(|line| {
            let fields: Vec<_> = line.split_whitespace().collect();
            fields.get(4) == Some(&inode.as_str()) && line.ends_with(&format!("/{name}"))
        })
    }
}

/// A path without the root that it lies below.
fn below(path: &Path, root: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(relative) => Path::new("/").join(relative),
        Err(_) => path.to_owned(),
    }
}

/// The second of the four numbers of a line such as `Uid: 104 104 104 104` (proc_pid_status(5)).
fn effective_id(status: &str, field: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What confines the process, unless nothing does.
fn confinement(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("attr/current")).ok()?;
    let label = text.trim_end_matches(['\0', '\n']);
    let free = label.is_empty() || label == "unconfined" || label.contains(":unconfined_t:");
    (!free).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_process_is_seen_as_it_is() {
        let own = HostProcess::look_at(std::process::id()).unwrap();
        assert_eq!(own.uid, rustix::process::geteuid().as_raw());
        assert_eq!(own.on_host(&own.program), std::env::current_exe().unwrap());
        assert!(own.has_mapped(&std::env::current_exe().unwrap()));
        assert!(
            own.library("libc.so.6")
                .unwrap()
                .offers
                .contains("GLIBC_2.2.5")
        );
    }

    #[test]
    fn a_folder_that_the_process_does_not_see_is_not_in_sight() {
        let own = HostProcess::look_at(std::process::id()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        assert!(own.in_sight(folder.path()).is_some());
        assert_eq!(own.in_sight(&folder.path().join("absent")), None);
    }

    #[test]
    fn the_effective_numbers_are_taken() {
        assert_eq!(effective_id("Uid:\t0\t104\t104\t104\n", "Uid:"), Some(104));
        assert_eq!(effective_id("Name: x\n", "Uid:"), None);
    }

    #[test]
    fn the_process_behind_a_socket_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        assert_eq!(peer_of(&path), Some(std::process::id()));
    }
}
