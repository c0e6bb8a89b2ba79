//! The audit log: one line of JSON per login, written before the login is answered.
//!
//! It holds no token. Whoever reads it sees the reason that the caller was not told, so its mode is
//! 0600. Rotated logs are `audit.jsonl.1` (the newest) and up.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::net::IpAddr;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Name of the log in the state directory.
pub const AUDIT_FILE: &str = "audit.jsonl";

const FILE_MODE: u32 = 0o600;

/// One login. Fields are added over time; a reader passes over those it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Identifies the attempt.
    pub attempt: String,
    /// When it was decided: RFC 3339 with milliseconds.
    pub time: String,
    /// The database's resource id.
    pub instance: String,
    /// The database's name, if the snapshot knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The user name of the login; bytes that are not UTF-8 are escaped.
    pub db_user: String,
    /// The account that the server matched, where it is not the user's: an anonymous account, or
    /// MariaDB's decoy for a user that does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The client's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<IpAddr>,
    /// `tls`, `plain`, `unix_socket` or `unknown`.
    pub channel: String,
    /// The key that the token names: a claim, unless a principal stands beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// Who signed; only once the signature is verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
    /// Name of the role session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// Source identity of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The answer.
    pub decision: Verdict,
    /// `allowed` or the code of the refusal.
    pub reason: String,
    /// The facts of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The statements that decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
    /// The error code that Amazon's `iam-db-auth-error` log would show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_code: Option<String>,
    /// The line that Amazon's log would show, without its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_line: Option<String>,
}

/// Whether the user was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// In.
    Allow,
    /// Not in.
    Deny,
}

/// Writes the log.
#[derive(Debug)]
pub struct AuditLog {
    path: PathBuf,
    max_bytes: u64,
    keep_files: u32,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    bytes: u64,
}

impl AuditLog {
    /// The log of a directory: set aside when it is longer than this, so many times.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(state_dir: &Path, max_bytes: u64, keep_files: u32) -> io::Result<Self> {
        let path = state_dir.join(AUDIT_FILE);
        let open = Mutex::new(Open::append(&path)?);
        Ok(Self {
            path,
            max_bytes,
            keep_files,
            open,
        })
    }

    /// Hands the line to the operating system. An error means that nobody may be told yes.
    ///
    /// # Errors
    /// It is not written.
    pub fn write(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = u64::try_from(line.len()).unwrap_or(u64::MAX);
        if open.bytes > 0 && open.bytes.saturating_add(bytes) > self.max_bytes {
            self.rotate(&mut open);
        }
        open.write(&line)
    }

    /// A log that cannot be rotated grows on: better than a database that nobody can log in to.
    fn rotate(&self, open: &mut Open) {
        match self.shift().and_then(|()| Open::append(&self.path)) {
            Ok(new) => *open = new,
            Err(error) => tracing::error!(%error, "cannot rotate the audit log; it grows on"),
        }
    }

    fn shift(&self) -> io::Result<()> {
        for number in (1..self.keep_files).rev() {
            match fs::rename(rotated(&self.path, number), rotated(&self.path, number + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        if self.keep_files == 0 {
            fs::remove_file(&self.path)
        } else {
            fs::rename(&self.path, rotated(&self.path, 1))
        }
    }
}

impl Open {
    fn append(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(FILE_MODE)
            .open(path)?;
        let bytes = file.metadata()?.len();
        let mut open = Self { file, bytes };
        if !ends_with_newline(path, bytes)? {
            // The last line was cut by a crash; the next one must not be glued to it.
            open.write(b"\n")?;
        }
        Ok(open)
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        // One write per line: two readers never see two halves in turn.
        let written = self.file.write(line)?;
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(written).unwrap_or(u64::MAX));
        if written == line.len() {
            return Ok(());
        }
        let rest = line.get(written..).unwrap_or_default();
        let finished = self.file.write_all(rest);
        self.bytes = self
            .file
            .metadata()
            .map_or(self.bytes, |metadata| metadata.len());
        finished
    }
}

fn ends_with_newline(path: &Path, bytes: u64) -> io::Result<bool> {
    if bytes == 0 {
        return Ok(true);
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    io::Read::read_exact(&mut file, &mut last)?;
    Ok(last == *b"\n")
}

fn rotated(path: &Path, number: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

/// The entries of all logs of a state directory, the oldest first. Lines that are no entries (one
/// that a crash cut off) are passed over.
///
/// # Errors
/// The log is not there, or not ours to read.
pub fn read(state_dir: &Path) -> io::Result<impl Iterator<Item = Entry>> {
    let path = state_dir.join(AUDIT_FILE);
    let mut files = vec![File::open(&path)?];
    let newest = files.first().map(inode).transpose()?;
    for number in 1.. {
        match File::open(rotated(&path, number)) {
            // It was rotated just now: this is the one that is open already.
            Ok(file) if Some(inode(&file)?) == newest => {}
            Ok(file) => files.push(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return Err(error),
        }
    }
    let lines = files
        .into_iter()
        .rev()
        .flat_map(|file| BufReader::new(file).split(b'\n'));
    Ok(lines
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_slice(&line).ok()))
}

fn inode(file: &File) -> io::Result<u64> {
    file.metadata().map(|metadata| metadata.ino())
}

/// Reads on where it stopped, across rotations; for `sekisho logins --follow`.
#[derive(Debug)]
pub struct Follower {
    path: PathBuf,
    file: Option<BufReader<File>>,
    /// A line of which the end has not been written yet.
    partial: Vec<u8>,
}

impl Follower {
    /// Follows the log of a state directory from its present end. A log that does not exist yet is
    /// waited for.
    ///
    /// # Errors
    /// The log is not ours to read.
    pub fn from_end(state_dir: &Path) -> io::Result<Self> {
        let path = state_dir.join(AUDIT_FILE);
        let mut file = open_if_there(&path)?;
        if let Some(file) = &mut file {
            file.seek(SeekFrom::End(0))?;
        }
        Ok(Self {
            path,
            file,
            partial: Vec::new(),
        })
    }

    /// Follows the log of a state directory from its beginning.
    ///
    /// # Errors
    /// The log is not ours to read.
    pub fn from_start(state_dir: &Path) -> io::Result<Self> {
        let path = state_dir.join(AUDIT_FILE);
        Ok(Self {
            file: open_if_there(&path)?,
            path,
            partial: Vec::new(),
        })
    }

    /// What was written since the last call; empty when there is nothing. Call it again after a
    /// while.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn read_new(&mut self) -> io::Result<Vec<Entry>> {
        self.read_at_most(usize::MAX)
    }

    /// The same, so many entries at most; the rest comes with the next call.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn read_at_most(&mut self, limit: usize) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        self.read_rest(&mut entries, limit)?;
        while entries.len() < limit && self.was_rotated()? {
            // What was written between our last read and the rotation.
            self.read_rest(&mut entries, limit)?;
            if entries.len() == limit {
                break;
            }
            self.partial.clear();
            self.file = open_if_there(&self.path)?;
            self.read_rest(&mut entries, limit)?;
        }
        Ok(entries)
    }

    fn read_rest(&mut self, entries: &mut Vec<Entry>, limit: usize) -> io::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        while entries.len() < limit && file.read_until(b'\n', &mut self.partial)? > 0 {
            if self.partial.ends_with(b"\n") {
                entries.extend(serde_json::from_slice::<Entry>(&self.partial));
                self.partial.clear();
            }
        }
        Ok(())
    }

    fn was_rotated(&self) -> io::Result<bool> {
        let there = match fs::metadata(&self.path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        match &self.file {
            Some(file) => Ok(inode(file.get_ref())? != there.ino()),
            None => Ok(true),
        }
    }
}

fn open_if_there(path: &Path) -> io::Result<Option<BufReader<File>>> {
    match File::open(path) {
        Ok(file) => Ok(Some(BufReader::new(file))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
