//! Files of ours on a server's host: put there in one piece, taken away again.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::process::{Gid, Uid};

use super::block::{self, Position};
use crate::files::{self, Access, AtPath as _, FileError};

/// Readable to everybody, writable to root: what a server loads must not be the server's to change.
const PUBLIC: u32 = 0o644;

/// Puts a file of ours in place by a rename: a server may have the old one mapped.
pub(super) fn put_file(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let access = Access {
        owner: None,
        mode: PUBLIC,
    };
    files::write(path, content, access)?;
    files::sync_folder(path.parent().unwrap_or(Path::new("/")))
}

/// Removes a file of ours, and what a crash left of its making.
pub(super) fn remove_file(path: &Path) -> Result<(), FileError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    for path in [Path::new(&unfinished), path] {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // A file system that is mounted read-only says so before it looks.
            Err(_) if fs::symlink_metadata(path).is_err() => {}
            removed => removed.at("remove", path)?,
        }
    }
    match path.parent() {
        Some(folder) if folder.exists() => files::sync_folder(folder),
        // It went with its folder.
        _ => Ok(()),
    }
}

/// Puts lines of ours into a file of the server's.
pub(super) fn put_lines(
    path: &Path,
    name: &str,
    lines: &str,
    position: Position,
) -> Result<(), FileError> {
    rewrite_text(path, |text| block::with_block(text, name, lines, position))
}

/// Takes our lines out again.
pub(super) fn remove_lines(path: &Path, name: &str) -> Result<(), FileError> {
    rewrite_text(path, |text| block::without_block(text, name))
}

fn rewrite_text(path: &Path, change: impl FnOnce(&str) -> String) -> Result<(), FileError> {
    rewrite(path, |bytes| match str::from_utf8(bytes) {
        Ok(text) => change(text).into_bytes(),
        Err(_) => bytes.to_vec(),
    })
}

/// Changes a file of the server's, which keeps its owner and mode. A link, such as Debian's
/// `/etc/mysql/my.cnf`, stays one: the file that it leads to is changed.
pub(super) fn rewrite(path: &Path, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Result<(), FileError> {
    let path = &match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.at("find", path)?,
    };
    let present = fs::read(path).at("read", path)?;
    let changed = change(&present);
    if changed == present {
        return Ok(());
    }
    let metadata = fs::metadata(path).at("look at", path)?;
    let (uid, gid) = (metadata.uid(), metadata.gid());
    let access = Access {
        owner: Some((Uid::from_raw(uid), Gid::from_raw(gid))),
        mode: metadata.permissions().mode() & 0o7777,
    };
    files::write(path, &changed, access)?;
    files::sync_folder(path.parent().unwrap_or(Path::new("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_and_go_and_the_file_keeps_its_mode_and_its_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (
            folder.path().join("mariadb.cnf"),
            folder.path().join("my.cnf"),
        );
        fs::write(&file, "[mariadbd]\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("mariadb.cnf", &link).unwrap();
        put_lines(&link, "db", "x = 1\n", Position::Last).unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("x = 1\n"));
        assert!(link.is_symlink());
        remove_lines(&link, "db").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "[mariadbd]\n");
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
    }

    #[test]
    fn a_file_comes_readable_to_all_and_goes_with_what_a_crash_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("aws_auth.so");
        put_file(&path, b"one").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o644);
        fs::write(folder.path().join("aws_auth.so.new"), "half").unwrap();
        remove_file(&path).unwrap();
        remove_file(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        remove_file(&folder.path().join("gone/aws_auth.so")).unwrap();
    }
}
