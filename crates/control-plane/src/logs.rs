//! The logs of database servers as the API shows them: what the server wrote, and Amazon's log of
//! refused IAM logins, rendered from what the agent wrote down.
//!
//! Calls decide what is read, and who may; this reads it, at the edge. Nothing of the agent's own
//! reasons is in here: a refusal reaches this module as the line that Amazon's log would show.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, SeekFrom};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::Product;
use rustix::fs::OFlags;

/// The name of the log of refused logins.
pub const REFUSALS_FILE: &str = "iam-db-auth-error/iam-db-auth-error.log";

/// The folder of the server's own log, as names of files show it.
const ERROR_FOLDER: &str = "error";

/// How the engines name the file here.
const ERROR_LOG: &str = "error.log";

/// How Amazon names it.
fn amazons_error_log(product: Product) -> &'static str {
    match product {
        Product::MariaDb | Product::MySql => "mysql-error.log",
        Product::PostgreSql => "postgresql.log",
    }
}

/// Whose logs are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedServer {
    /// Its resource id.
    pub resource_id: String,
    /// What it is, after which its log is named.
    pub product: Product,
}

/// A log file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// With its folder: `error/mysql-error.log`.
    pub name: String,
    /// When it was last written, in milliseconds since the Unix epoch.
    pub written_at_ms: i64,
    /// Its length.
    pub bytes: u64,
}

/// A part of a log file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// The text from where it was asked for.
    pub data: Vec<u8>,
    /// Where that is.
    pub start: u64,
    /// The length of the whole file.
    pub length: u64,
}

/// Where a portion begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// At this byte.
    Byte(u64),
    /// So near the end that the end is in it.
    End,
}

/// Reads the logs of servers.
pub trait Logs: Send + Sync + 'static {
    /// Every log file of a server, in the order of their names.
    fn list(&self, server: &LoggedServer) -> io::Result<Vec<LogFile>>;

    /// So many bytes at most of a log file; `None` when there is none of this name.
    fn read(
        &self,
        server: &LoggedServer,
        name: &str,
        from: From,
        limit: usize,
    ) -> io::Result<Option<Portion>>;
}

/// A refused login, as Amazon's log tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLogin {
    /// When: RFC 3339 with milliseconds, UTC.
    pub time: String,
    /// What Amazon's log says behind the time.
    pub line: String,
}

/// Knows the logins that agents refused.
pub trait RefusedLogins: Send + Sync + 'static {
    /// Those to one server, the oldest first.
    fn to(&self, resource_id: &str) -> io::Result<Vec<RefusedLogin>>;
}

/// Keeps what agents on other hosts tell of logins.
pub trait ReportedLogins: Send + Sync + 'static {
    /// Keeps entries of the audit log of the agent of this name, each about a database that it decides.
    fn keep(&self, agent: &str, entries: Vec<serde_json::Value>) -> io::Result<()>;
}

/// The logs on this host.
pub struct HostLogs {
    /// The folder of the servers' folders.
    pub clusters: PathBuf,
    /// What agents refused.
    pub refused: Arc<dyn RefusedLogins>,
}

impl std::fmt::Debug for HostLogs {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("HostLogs")
            .field("clusters", &self.clusters)
            .finish_non_exhaustive()
    }
}

impl Logs for HostLogs {
    fn list(&self, server: &LoggedServer) -> io::Result<Vec<LogFile>> {
        let mut files = server_files(&self.folder(server), server.product)?;
        let refusals = self.refusals(server)?;
        files.push(LogFile {
            name: REFUSALS_FILE.to_owned(),
            written_at_ms: refusals.written_at_ms,
            bytes: refusals.text.len() as u64,
        });
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }

    fn read(
        &self,
        server: &LoggedServer,
        name: &str,
        from: From,
        limit: usize,
    ) -> io::Result<Option<Portion>> {
        if name == REFUSALS_FILE {
            let text = self.refusals(server)?.text.into_bytes();
            return portion(io::Cursor::new(&text), text.len() as u64, from, limit).map(Some);
        }
        let folder = self.folder(server);
        // Only what is listed is read: a name never becomes a path.
        let mut listed = server_file_names(&folder)?.into_iter();
        let Some(file_name) = listed.find(|file| shown_name(file, server.product) == name) else {
            return Ok(None);
        };
        match open_regular(&folder.join(file_name))? {
            Some((file, metadata)) => portion(file, metadata.len(), from, limit).map(Some),
            None => Ok(None),
        }
    }
}

impl HostLogs {
    fn folder(&self, server: &LoggedServer) -> PathBuf {
        self.clusters.join(&server.resource_id).join("log")
    }

    fn refusals(&self, server: &LoggedServer) -> io::Result<Refusals> {
        let refused = match self.refused.to(&server.resource_id) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            refused => refused?,
        };
        Ok(Refusals::render(&refused))
    }
}

/// The rendered log of refused logins.
struct Refusals {
    text: String,
    written_at_ms: i64,
}

impl Refusals {
    fn render(refused: &[RefusedLogin]) -> Self {
        let text = refused
            .iter()
            .map(|login| format!("{} {}\n", amazons_time(&login.time), login.line))
            .collect();
        let last = refused.last().and_then(|login| milliseconds(&login.time));
        Self {
            text,
            written_at_ms: last.unwrap_or_default(),
        }
    }
}

/// `2025-08-11T04:00:05.804Z` as Amazon's log has it: `2025-08-11T04:00:05,804`.
fn amazons_time(time: &str) -> String {
    time.trim_end_matches('Z').replace('.', ",")
}

fn milliseconds(time: &str) -> Option<i64> {
    let format = &time::format_description::well_known::Rfc3339;
    let time = time::OffsetDateTime::parse(time, format).ok()?;
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()
}

fn server_files(folder: &Path, product: Product) -> io::Result<Vec<LogFile>> {
    let mut files = Vec::new();
    for name in server_file_names(folder)? {
        let Some((_, metadata)) = open_regular(&folder.join(&name))? else {
            continue;
        };
        files.push(LogFile {
            name: shown_name(&name, product),
            written_at_ms: metadata.mtime() * 1000 + metadata.mtime_nsec() / 1_000_000,
            bytes: metadata.len(),
        });
    }
    Ok(files)
}

/// The names in a server's log folder; a server that is somebody's own has none here.
fn server_file_names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.extend(entry?.file_name().into_string().ok());
    }
    Ok(names)
}

fn shown_name(file: &str, product: Product) -> String {
    let name = match file.strip_prefix(ERROR_LOG) {
        Some(set_aside) => format!("{}{set_aside}", amazons_error_log(product)),
        None => file.to_owned(),
    };
    format!("{ERROR_FOLDER}/{name}")
}

/// The folder is the server's to write into, and it is not to decide what we read: a link, a pipe or a
/// device in it is not followed, and neither is a second name of somebody else's file.
fn open_regular(path: &Path) -> io::Result<Option<(File, fs::Metadata)>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let flags = i32::try_from(flags.bits()).map_err(io::Error::other)?;
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            return Ok(None);
        }
        file => file?,
    };
    let metadata = file.metadata()?;
    let its_own = metadata.is_file() && metadata.nlink() == 1;
    Ok(its_own.then_some((file, metadata)))
}

fn portion(
    mut file: impl io::Read + io::Seek,
    length: u64,
    from: From,
    limit: usize,
) -> io::Result<Portion> {
    let start = match from {
        From::Byte(start) => start.min(length),
        From::End => length.saturating_sub(limit as u64),
    };
    file.seek(SeekFrom::Start(start))?;
    let mut data = Vec::new();
    file.take(limit as u64).read_to_end(&mut data)?;
    Ok(Portion {
        data,
        start,
        length,
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    struct Two;

    impl RefusedLogins for Two {
        fn to(&self, resource_id: &str) -> io::Result<Vec<RefusedLogin>> {
            let refused = |time: &str| RefusedLogin {
                time: time.to_owned(),
                line: format!("[ERROR] Failed on {resource_id}"),
            };
            let times = ["2025-08-11T04:00:05.804Z", "2025-08-11T04:00:06.001Z"];
            Ok(times.map(refused).to_vec())
        }
    }

    fn logs(folder: &Path) -> HostLogs {
        let log = folder.join("db-1/log");
        fs::create_dir_all(&log).unwrap();
        fs::write(log.join("error.log"), "one\ntwo\nthree\n").unwrap();
        fs::write(log.join("error.log.1"), "zero\n").unwrap();
        HostLogs {
            clusters: folder.to_owned(),
            refused: Arc::new(Two),
        }
    }

    fn one() -> LoggedServer {
        LoggedServer {
            resource_id: "db-1".to_owned(),
            product: Product::MariaDb,
        }
    }

    fn read(logs: &HostLogs, name: &str, from: From, limit: usize) -> Option<String> {
        let portion = logs.read(&one(), name, from, limit).unwrap()?;
        Some(String::from_utf8(portion.data).unwrap())
    }

    #[test]
    fn a_servers_own_log_and_the_refused_logins_are_listed_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let logs = logs(folder.path());
        let listed = logs.list(&one()).unwrap();
        let names: Vec<_> = listed.iter().map(|file| &*file.name).collect();
        let (own, rotated) = ("error/mysql-error.log", "error/mysql-error.log.1");
        assert_eq!(names, [own, rotated, REFUSALS_FILE]);
        assert_eq!(listed[0].bytes, 14);
        assert_eq!(listed[2].written_at_ms, 1_754_884_806_001);
        assert_eq!(read(&logs, own, From::Byte(4), 4).unwrap(), "two\n");
        assert_eq!(read(&logs, own, From::End, 6).unwrap(), "three\n");
        assert_eq!(read(&logs, own, From::Byte(99), 6).unwrap(), "");
        let refusals = read(&logs, REFUSALS_FILE, From::Byte(0), 1000).unwrap();
        let first = "2025-08-11T04:00:05,804 [ERROR] Failed on db-1\n";
        assert!(refusals.starts_with(first), "{refusals}");
        assert_eq!(refusals.len() as u64, listed[2].bytes);
    }

    #[test]
    fn the_log_of_a_postgresql_is_named_as_amazons() {
        let folder = tempfile::tempdir().unwrap();
        let server = LoggedServer {
            product: Product::PostgreSql,
            ..one()
        };
        let listed = logs(folder.path()).list(&server).unwrap();
        let names: Vec<_> = listed.iter().map(|file| &*file.name).collect();
        let (own, set_aside) = ("error/postgresql.log", "error/postgresql.log.1");
        assert_eq!(names, [own, set_aside, REFUSALS_FILE]);
    }

    #[test]
    fn what_a_server_links_into_its_log_folder_is_neither_listed_nor_read() {
        let folder = tempfile::tempdir().unwrap();
        let logs = logs(folder.path());
        let secret = folder.path().join("master.key");
        fs::write(&secret, "secret").unwrap();
        let log = folder.path().join("db-1/log");
        symlink(&secret, log.join("soft.log")).unwrap();
        fs::hard_link(&secret, log.join("hard.log")).unwrap();
        fs::create_dir(log.join("folder.log")).unwrap();
        let listed = logs.list(&one()).unwrap();
        assert_eq!(listed.len(), 3, "{listed:?}");
        for name in [
            "error/soft.log",
            "error/hard.log",
            "error/folder.log",
            "error/../../../master.key",
            "../master.key",
        ] {
            assert_eq!(read(&logs, name, From::Byte(0), 10), None, "{name}");
        }
    }

    #[test]
    fn a_server_without_a_folder_here_has_its_refused_logins() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = LoggedServer {
            resource_id: "db-2".to_owned(),
            ..one()
        };
        let listed = logs(folder.path()).list(&elsewhere).unwrap();
        assert_eq!(listed.len(), 1);
    }
}
