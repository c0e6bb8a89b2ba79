//! What servers and their helpers say, cut down to what tells a person why something failed.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::process::Stdio;

use crate::files::{self, AtPath, FileError};
use crate::layout::{self, Layout};
use crate::os_user::ServerUser;

/// How much of the log's end is looked through for what went wrong, in bytes.
const LOG_BYTES_MAX: u64 = 64 * 1024;

/// A log that is longer at a start is set aside first.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// How much a person is shown, in lines.
const TELLING_LINES_MAX: usize = 8;

/// The server's log, from where this start began.
pub(crate) struct Log {
    file: fs::File,
    path: PathBuf,
    start: u64,
}

impl Log {
    /// To be written on at its end. What was set aside before, one file, makes room for it when it is
    /// too long.
    pub(crate) fn open(home: &Layout, user: &ServerUser) -> Result<Self, FileError> {
        let path = home.error_log();
        if fs::symlink_metadata(&path).is_ok_and(|log| log.len() > MAX_BYTES) {
            fs::rename(&path, home.former_error_log()).at("set aside", &path)?;
        }
        let file = files::append(&path, layout::servers(user, 0o640))?;
        let start = file.metadata().at("look at", &path)?.len();
        Ok(Self { file, path, start })
    }

    pub(crate) fn handles(&self) -> Result<(Stdio, Stdio), FileError> {
        let handle = || {
            self.file
                .try_clone()
                .map(Stdio::from)
                .at("open", &self.path)
        };
        Ok((handle()?, handle()?))
    }

    /// Empty if it cannot be read: it only ever explains another error.
    pub(crate) fn text(&self) -> String {
        let read = || -> io::Result<Vec<u8>> {
            let mut file = fs::File::open(&self.path)?;
            let end = file.metadata()?.len();
            file.seek(SeekFrom::Start(
                self.start.max(end.saturating_sub(LOG_BYTES_MAX)),
            ))?;
            let mut bytes = Vec::new();
            file.take(LOG_BYTES_MAX).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        String::from_utf8_lossy(&read().unwrap_or_default()).into_owned()
    }

    pub(crate) fn telling_lines(&self) -> String {
        telling_lines(&self.text())
    }

    pub(crate) fn last_line(&self) -> String {
        self.text()
            .lines()
            .next_back()
            .unwrap_or("(its log is empty)")
            .to_owned()
    }
}

/// The errors, or the last lines if there are none.
pub(crate) fn telling_lines(text: &str) -> String {
    let errors: Vec<_> = text.lines().filter(|line| line.contains("ERROR")).collect();
    let lines = if errors.is_empty() {
        text.lines().collect()
    } else {
        errors
    };
    let skipped = lines.len().saturating_sub(TELLING_LINES_MAX);
    lines
        .into_iter()
        .skip(skipped)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_set_aside_when_it_is_longer_than_its_limit_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let home = Layout::at(folder.path().to_owned());
        fs::create_dir(folder.path().join("log")).unwrap();
        let user = {
            use rustix::process::{getegid, geteuid};
            ServerUser::of_process(geteuid().as_raw(), getegid().as_raw())
        };
        let length = |path| fs::metadata(path).map(|log| log.len()).ok();
        let open = || Log::open(&home, &user).unwrap();

        open().file.set_len(MAX_BYTES).unwrap();
        assert_eq!(open().start, MAX_BYTES);
        assert_eq!(length(home.former_error_log()), None);

        open().file.set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(open().start, 0);
        assert_eq!(length(home.error_log()), Some(0));
        assert_eq!(length(home.former_error_log()), Some(MAX_BYTES + 1));
    }

    #[test]
    fn errors_are_picked_out_of_the_boilerplate_and_without_any_the_end_is_shown() {
        let text = "[Note] one\n[ERROR] Aborting\nPlease report any problems\n";
        assert_eq!(telling_lines(text), "[ERROR] Aborting");
        let text: String = (0..20).map(|n| format!("line {n}\n")).collect();
        assert_eq!(telling_lines(&text).lines().next(), Some("line 12"));
        assert_eq!(telling_lines(""), "");
    }
}
