//! Making a cluster: built beside its place, and put there in one step when all of it is there.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, sleep};

use crate::error::CreateError;
use crate::files::{self, AtPath};
use crate::layout::{self, Layout};
use crate::log;
use crate::os_user::ServerUser;
use crate::spec::{Progress, Spec};

/// How long a helper of an interrupted creation may go on; it takes less than a second alone.
const ORPHAN_LIMIT: Duration = Duration::from_secs(20);

/// How often removing what it writes is tried.
const ORPHAN_INTERVAL: Duration = Duration::from_millis(100);

/// Where a cluster is built.
#[derive(Debug)]
pub(crate) struct Workshop {
    /// Where it will be.
    pub(crate) home: Layout,
    /// Where it is until it is finished.
    pub(crate) place: Layout,
    /// Whom the server will run as.
    pub(crate) user: ServerUser,
}

impl Workshop {
    /// Builds a cluster and puts it in place when it is whole.
    pub(crate) async fn build(
        spec: &Spec,
        progress: &dyn Progress,
        work: impl AsyncFnOnce(&Self) -> Result<(), CreateError>,
    ) -> Result<(), CreateError> {
        let workshop = Self::open(spec, progress).await?;
        let built = work(&workshop).await;
        workshop.close(built)
    }

    /// Checks that there is room for the cluster, and removes what an interrupted creation left.
    async fn open(spec: &Spec, progress: &dyn Progress) -> Result<Self, CreateError> {
        let home = Layout::new(spec)?;
        let user = ServerUser::resolve(spec.server_user.as_deref())?;
        layout::check_traversable(parent(&home), &user)?;
        if is_occupied(home.root()) {
            return Err(CreateError::Exists {
                directory: home.root().display().to_string(),
            });
        }
        let (workshop, leftovers) = workshop(home.root());
        for leftover in leftovers {
            progress.report("removing what an interrupted creation left");
            remove_leftover(&leftover).await.at("remove", &leftover)?;
        }
        let place = Layout::at(workshop);
        Ok(Self { home, place, user })
    }

    /// Puts what was built in place; what was not built whole is removed.
    fn close(self, built: Result<(), CreateError>) -> Result<(), CreateError> {
        let done = built.and_then(|()| self.put_in_place());
        if done.is_err() {
            // The error that matters is the one at hand; the next attempt removes the rest.
            let _ = fs::remove_dir_all(self.place.root());
        }
        done
    }

    fn put_in_place(&self) -> Result<(), CreateError> {
        files::sync_folder(self.place.root())?;
        let home = self.home.root();
        fs::rename(self.place.root(), home).at("put in place", home)?;
        Ok(files::sync_folder(parent(&self.home))?)
    }
}

fn parent(home: &Layout) -> &Path {
    home.root().parent().unwrap_or(Path::new("/"))
}

/// Whether something lies there that is not an empty folder, which the last step could replace.
fn is_occupied(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// Where this process builds, beside the final place so that a rename puts it there, and what
/// others that were interrupted left. The name is this process's own: a helper of an interrupted
/// one may still be writing into its folder.
fn workshop(home: &Path) -> (PathBuf, Vec<PathBuf>) {
    let mut prefix = OsString::from(".");
    prefix.push(home.file_name().unwrap_or_default());
    prefix.push(".making-");
    let prefix = prefix.to_string_lossy().into_owned();
    let beside = home.parent().and_then(|parent| fs::read_dir(parent).ok());
    let leftovers = beside
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .map(|entry| entry.path())
        .collect();
    (
        home.with_file_name(format!("{prefix}{}", std::process::id())),
        leftovers,
    )
}

/// A helper whose starter was killed goes on for a moment, making files in what is being removed.
async fn remove_leftover(leftover: &Path) -> io::Result<()> {
    let deadline = Instant::now() + ORPHAN_LIMIT;
    loop {
        match fs::remove_dir_all(leftover) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error)
                if error.kind() == io::ErrorKind::DirectoryNotEmpty
                    && Instant::now() < deadline => {}
            done => return done,
        }
        sleep(ORPHAN_INTERVAL).await;
    }
}

/// `--name=` and a path.
pub(crate) fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

/// Runs one of the server's programs to its end.
pub(crate) async fn run(
    step: &'static str,
    command: std::process::Command,
    input: &[u8],
) -> Result<(), CreateError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = output(command, input)
        .await
        .map_err(|source| CreateError::Run { program, source })?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stdout, output.stderr].concat();
    let lines = log::telling_lines(&String::from_utf8_lossy(&text));
    Err(CreateError::Failed {
        step,
        status: output.status,
        output: lines,
    })
}

async fn output(command: std::process::Command, input: &[u8]) -> io::Result<Output> {
    let mut command = tokio::process::Command::from(command);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn()?;
    let mut pipe = child
        .stdin
        .take()
        .ok_or_else(|| io::Error::other("no pipe"))?;
    let write = async move {
        // A program that ends early says why itself; the broken pipe is only its echo.
        let _ = pipe.write_all(input).await;
    };
    let ((), output) = tokio::join!(write, child.wait_with_output());
    output
}
