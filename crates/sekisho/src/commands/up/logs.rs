//! The log files of `up` and of its agent.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use crate::failure::Failure;

/// A log that is longer when it is opened is set aside first.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The log at `path`, to be written on at its end. What was set aside before is `PATH.1`, one file.
pub(super) fn append(path: &Path) -> Result<File, Failure> {
    if fs::metadata(path).is_ok_and(|log| log.len() > MAX_BYTES) {
        set_aside(path)?;
    }
    Ok(OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?)
}

fn set_aside(path: &Path) -> io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".1");
    fs::rename(path, aside)
}

pub(super) fn log_to(path: &Path) -> Result<(), Failure> {
    let file = append(path)?;
    tracing_subscriber::fmt()
        .with_writer(Arc::new(file))
        .with_ansi(false)
        .init();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_set_aside_when_it_is_longer_than_its_limit_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let (log, aside) = (folder.path().join("up.log"), folder.path().join("up.log.1"));
        append(&log).unwrap().set_len(MAX_BYTES).unwrap();

        let at_the_limit = append(&log).unwrap();
        assert_eq!(at_the_limit.metadata().unwrap().len(), MAX_BYTES);
        assert!(!aside.exists());

        at_the_limit.set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(append(&log).unwrap().metadata().unwrap().len(), 0);
        assert_eq!(fs::metadata(aside).unwrap().len(), MAX_BYTES + 1);
    }
}
