//! Files and folders with an owner and a mode from their first moment on, and never half written.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::process::{Gid, Uid};

/// Who owns a file or folder, and what they may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access {
    pub(crate) owner: Option<(Uid, Gid)>,
    pub(crate) mode: u32,
}

/// What could not be done to which path.
#[derive(Debug, thiserror::Error)]
#[error("could not {action} `{}`", .path.display())]
pub struct FileError {
    pub(crate) action: &'static str,
    pub(crate) path: PathBuf,
    #[source]
    pub(crate) source: io::Error,
}

pub(crate) trait AtPath<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, FileError>;
}

impl<T, E: Into<io::Error>> AtPath<T> for Result<T, E> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, FileError> {
        self.map_err(|source| FileError {
            action,
            path: path.to_owned(),
            source: source.into(),
        })
    }
}

/// Makes the folder, or gives an existing one its owner and mode back.
pub(crate) fn folder(path: &Path, access: Access) -> Result<(), FileError> {
    match DirBuilder::new().mode(access.mode).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made.at("make the folder", path)?,
    }
    apply(path, access)
}

/// Puts `content` at `path` in one step: a reader, and a crash, see the old file or the new one.
/// A file that is as wanted already is left alone.
pub(crate) fn write(path: &Path, content: &[u8], access: Access) -> Result<(), FileError> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return apply(path, access);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).at("remove", &new);
        }
        _ => {}
    }
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)
        .at("make", &new)?;
    apply_to(&file, access).at("give away", &new)?;
    file.write_all(content).at("write", &new)?;
    file.sync_all().at("write", &new)?;
    fs::rename(&new, path).at("put in place", path)
}

/// Gives a file that is there another content, in one step, and leaves its owner and mode.
pub(crate) fn rewrite(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let present = fs::metadata(path).at("look at", path)?;
    let access = Access {
        owner: Some((Uid::from_raw(present.uid()), Gid::from_raw(present.gid()))),
        mode: present.mode() & 0o7777,
    };
    write(path, content, access)
}

/// Opens a file for adding to it, making it first where it is missing. The folder may be a server's to
/// write into: what it has linked there is not opened, and not given to it.
pub(crate) fn append(path: &Path, access: Access) -> Result<File, FileError> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    let file = options
        .append(true)
        .create(true)
        .mode(access.mode)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .at("open", path)?;
    let metadata = file.metadata().at("look at", path)?;
    if !metadata.is_file() || metadata.nlink() != 1 {
        let linked = io::Error::other("it is a link to another file, or no file; remove it");
        return Err(linked).at("open", path);
    }
    apply_to(&file, access).at("give away", path)?;
    Ok(file)
}

/// The text of a file; `None` where there is none yet.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, FileError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.at("read", path).map(Some),
    }
}

/// Removes a file that is there.
pub(crate) fn remove(path: &Path) -> Result<(), FileError> {
    fs::remove_file(path).at("remove", path)
}

/// Makes what was done in a folder survive a power failure.
pub(crate) fn sync_folder(path: &Path) -> Result<(), FileError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .at("write", path)
}

/// By the open file, not by its path: in a folder of somebody else's, that could name another file by
/// now.
fn apply_to(file: &File, access: Access) -> io::Result<()> {
    if let Some((uid, gid)) = access.owner {
        rustix::fs::fchown(file, Some(uid), Some(gid))?;
    }
    file.set_permissions(fs::Permissions::from_mode(access.mode))
}

fn apply(path: &Path, access: Access) -> Result<(), FileError> {
    if let Some((uid, gid)) = access.owner {
        rustix::fs::chown(path, Some(uid), Some(gid)).at("give away", path)?;
    }
    fs::set_permissions(path, fs::Permissions::from_mode(access.mode)).at("set the mode of", path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: Access = Access {
        owner: None,
        mode: 0o600,
    };

    #[test]
    fn what_is_linked_into_a_servers_folder_is_neither_opened_nor_given_away() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("master.key");
        fs::write(&secret, "secret").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o400)).unwrap();
        let (soft, hard) = (folder.path().join("soft"), folder.path().join("hard"));
        std::os::unix::fs::symlink(&secret, &soft).unwrap();
        fs::hard_link(&secret, &hard).unwrap();
        for link in [soft, hard] {
            append(&link, PRIVATE).unwrap_err();
            let mode = fs::metadata(&secret).unwrap().mode() & 0o777;
            assert_eq!(mode, 0o400, "{link:?}");
        }
        append(&folder.path().join("new.log"), PRIVATE).unwrap();
    }

    #[test]
    fn a_replaced_file_is_a_new_one_with_the_asked_mode_whatever_lay_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        fs::write(&path, "old").unwrap();
        fs::write(folder.path().join("key.pem.new"), "left over from a crash").unwrap();
        let mut held = File::open(&path).unwrap();
        write(&path, b"new", PRIVATE).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o600
        );
        let mut old = String::new();
        io::Read::read_to_string(&mut held, &mut old).unwrap();
        assert_eq!(
            old, "old",
            "the old file was written over, which crashes a server that maps it"
        );
    }

    #[test]
    fn a_link_that_somebody_planted_where_the_new_file_is_made_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (
            folder.path().join("pg_hba.conf"),
            folder.path().join("other"),
        );
        fs::write(&other, "not ours").unwrap();
        std::os::unix::fs::symlink(&other, folder.path().join("pg_hba.conf.new")).unwrap();
        write(&path, b"ours", PRIVATE).unwrap();
        assert_eq!(fs::read(&other).unwrap(), b"not ours");
        assert_eq!(fs::read(&path).unwrap(), b"ours");
        assert!(!path.is_symlink());
    }

    #[test]
    fn a_file_that_is_as_wanted_keeps_its_identity_and_gets_its_mode_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        write(&path, b"same", PRIVATE).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let inode = std::os::unix::fs::MetadataExt::ino(&fs::metadata(&path).unwrap());
        write(&path, b"same", PRIVATE).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::ino(&after), inode);
        assert_eq!(after.permissions().mode() & 0o7777, 0o600);
    }

    #[test]
    fn an_error_names_the_deed_and_the_path() {
        let error = write(Path::new("/nonexistent/x"), b"", PRIVATE).unwrap_err();
        assert_eq!(error.to_string(), "could not make `/nonexistent/x.new`");
    }
}
